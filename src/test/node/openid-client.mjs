// Signs in with openid-client: prints where the browser is to go, reads where it came back to, and does what it is told.
import { createInterface } from 'node:readline'
import * as client from 'openid-client'

const { issuer, clientId, clientSecret, redirectUri, way } = JSON.parse(process.argv[2])
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const read = async () => (await lines.next()).value
const say = (what, detail) => console.log(`${what} ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`)
// An error at the client's redirect URI and one of the token endpoint have their code here.
const refused = error => say('error', error.error ?? error.code ?? String(error))

const config = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
  execute: [client.allowInsecureRequests, ...(way === 'jarm' ? [client.useJwtResponseMode] : [])]
})
const options = way === 'par-dpop' ? { DPoP: client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256')) } : {}
const verifier = client.randomPKCECodeVerifier()
const request = {
  redirect_uri: redirectUri,
  scope: 'openid profile',
  state: client.randomState(),
  nonce: client.randomNonce(),
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  ...(way === 'silent' ? { prompt: 'none' } : {})
}
const url = way.startsWith('par')
  ? await client.buildAuthorizationUrlWithPAR(config, request, options)
  : client.buildAuthorizationUrl(config, request)
say('open', url.href)

let tokens
try {
  tokens = await client.authorizationCodeGrant(
    config,
    new URL(await read()),
    { expectedState: request.state, expectedNonce: request.nonce, pkceCodeVerifier: verifier },
    undefined,
    options)
  const user = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, options)
  say('signed-in', { user: user.preferred_username, type: tokens.token_type })
} catch (error) {
  refused(error)
  process.exit(0)
}
while (await read() === 'refresh') {
  try {
    tokens = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, options)
    say('refreshed', tokens.token_type)
  } catch (error) {
    refused(error)
  }
}
process.exit(0)
