#!/usr/bin/env bash
# How long it takes from "git clone" to the signed-in demo, and whether Ctrl-C leaves something behind. From a clone, with
# Maven's repository warm:
#   src/programs/shell/first-contact.sh [seconds that it may take, 90 if absent] [options of Maven]
# It needs git, curl, and the free ports 8080 and 8180, or -Ddemo.port=… -Ddemo.app.port=… as options.
set -euo pipefail
set -m # so that Maven is a process group of its own, which gets the signal of Ctrl-C as in a terminal

limit=${1:-90}
shift || true
source=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
keycloak=8080
app=8180
for option in "$@"; do
  case $option in
    -Ddemo.port=*) keycloak=${option#*=} ;;
    -Ddemo.app.port=*) app=${option#*=} ;;
  esac
done

maven=
clean() {
  if [ -n "$maven" ]; then
    kill -INT -- "-$maven" 2>/dev/null || true
    wait "$maven" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap clean EXIT

fail() {
  echo "FAILED: $*" >&2
  tail -20 "$folder/log" >&2 || true
  exit 1
}

web() { curl -sS --max-time 30 -L -b "$folder/cookies" -c "$folder/cookies" "$@"; }
action() { # where the form with this id is sent to
  grep -o "<form[^>]*id=\"$1\"[^>]*" | grep -o 'action="[^"]*"' | sed 's/^action="//; s/"$//; s/&amp;/\&/g'
}

begin=$(date +%s%N)
since() { echo "$((($(date +%s%N) - begin) / 1000000000)) s"; }

git clone --quiet "$source" "$folder/clone"
cd "$folder/clone"
mkdir "$folder/tmp"
export MAVEN_OPTS="${MAVEN_OPTS:-} -Djava.io.tmpdir=$folder/tmp"
mvn -B -ntp -Pdemo "$@" >"$folder/log" 2>&1 &
maven=$!
said=0
until grep -q 'Ctrl-C stops it all' "$folder/log"; do
  kill -0 "$maven" 2>/dev/null || fail "the demo did not start"
  lines=$(grep -cE '^(Preparing|Starting|Imported)|@ keycloak-consent-grants' "$folder/log" || true)
  if [ "$lines" -gt "$said" ]; then
    grep -E '^(Preparing|Starting|Imported)|@ keycloak-consent-grants' "$folder/log" | tail -n $((lines - said)) | sed "s/^/$(since): /"
    said=$lines
  fi
  sleep 0.2
done

web "http://localhost:$app/login" >"$folder/page"
web -d username=alice -d password=alice "$(action kc-form-login <"$folder/page")" >"$folder/page"
instance=$(grep -o '<input[^>]*name="page"[^>]*' "$folder/page" | grep -o 'value="[^"]*"' | cut -d'"' -f2)
[ -n "$instance" ] || fail "no consent page"
web -d accept=accept -d "page=$instance" "$(action kc-consent-grant <"$folder/page")" >"$folder/page"
grep -q 'Signed in as' "$folder/page" || fail "nobody is signed in"
seconds=$((($(date +%s%N) - begin) / 1000000000))
echo "signed in after $seconds s, on $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

postmaster=$(head -1 "$folder"/tmp/epg*/postmaster.pid)
kill -INT -- "-$maven"
wait "$maven" || true
left=$(pgrep -g "$maven" || true)
[ -z "$left" ] || fail "processes are left: $left"
for _ in 1 2 3 4 5; do kill -0 "$postmaster" 2>/dev/null && sleep 1; done
! kill -0 "$postmaster" 2>/dev/null || fail "PostgreSQL still runs"
for port in "$keycloak" "$app"; do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || fail "port $port is in use"
done
! ls -d "$folder"/tmp/epg* 2>/dev/null || fail "a data directory is left"
maven=
echo "Ctrl-C left no process, port or data directory"
[ "$seconds" -le "$limit" ] || fail "more than $limit s"
