// A real OpenID provider (npm oidc-provider) on the loopback: PKCE required, its own pages for signing in, keys that change with a restart.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import Provider from 'oidc-provider'
import { freePort } from './service.mjs'

function drawKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
}

export class OidcProvider {
  /** @param {{client: object, people: Record<string, object>}} options the one client it knows, and claims by what people sign in as */
  static async start({ client, people }) {
    const provider = new OidcProvider()
    Object.assign(provider, { client, people, port: await freePort() })
    provider.url = `http://127.0.0.1:${provider.port}`
    await provider.launch()
    return provider
  }

  /** Starts it, each time with keys of its own and no memory of anybody. */
  async launch() {
    const { people } = this
    const provider = new Provider(this.url, {
      clients: [{ response_types: ['code'], grant_types: ['authorization_code'], ...this.client }],
      pkce: { required: () => true },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale', 'groups'] },
      features: { devInteractions: { enabled: true } },
      findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
      jwks: { keys: [drawKey()] },
      cookies: { keys: [randomUUID()] },
      ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    })
    this.server = provider.listen(this.port, '127.0.0.1')
    await once(this.server, 'listening')
  }

  async stop() {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  async restart() {
    await this.stop()
    await this.launch()
  }
}
