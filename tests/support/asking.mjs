// Programs that ask the API; every answer is held against the contract.
import assert from 'node:assert/strict'
import { faultOf, operationOf } from './contract.mjs'

/** Of `service()`, {url, tokens: {name: token}}: the functions with which somebody, by the name of their token, asks. */
export function asking(service) {
  /** Asks as somebody; what comes is as the contract says. Gives {status, json, bytes, headers}. */
  async function ask(who, method, path, body, headers = {}) {
    const { url, tokens } = service()
    const isRaw = body instanceof Uint8Array
    const answer = await fetch(url + path, { method, body: isRaw || body === undefined ? body : JSON.stringify(body), signal: AbortSignal.timeout(30_000),
      headers: { authorization: `Bearer ${tokens[who]}`, ...(body !== undefined && { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }), 'if-match': '*', ...headers } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const type = answer.headers.get('content-type')
    const text = bytes.toString('utf8')
    assert.equal(faultOf(operationOf(method, path), { status: answer.status, type, text }), undefined, `${method} ${path}`)
    return { status: answer.status, headers: answer.headers, bytes, json: type?.includes('json') ? JSON.parse(text) : undefined }
  }

  async function done(...asked) {
    const answer = await ask(...asked)
    assert(answer.status < 300, `${asked.slice(0, 3).join(' ')}: ${answer.status} ${answer.bytes}`)
    return answer.json
  }

  /** A refusal's fields: "/files unknown-file". */
  async function faults(...asked) {
    const { status, json } = await ask(...asked)
    assert.equal(status, 422, `${asked.slice(0, 3).join(' ')}: ${JSON.stringify(json)}`)
    return json.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', ')
  }
  return { ask, done, faults }
}
