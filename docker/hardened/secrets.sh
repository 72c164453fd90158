#!/usr/bin/env bash
# Makes what compose.hardened.yaml needs: passwords, and a certificate for localhost that nobody has signed. Keeps what is there.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p secrets
for name in database-password admin-password; do
  [ -s "secrets/$name" ] || openssl rand -hex 24 | tr -d '\n' >"secrets/$name"
done
[ -s secrets/tls.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -keyout secrets/tls.key -out secrets/tls.crt
# Compose mounts the files as they are, and the users in the containers must be able to read them.
chmod 700 secrets # from outside; inside, a container sees the files alone
chmod 644 secrets/*
