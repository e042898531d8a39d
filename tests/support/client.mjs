// A plain HTTP client for trials and measurements: keep-alive connections, every outcome told apart, nothing retried behind one's back.
import http from 'node:http'

export class Client {
  /** @param {string} url the service's address  @param {string} token a bearer token, or none */
  constructor(url, token) {
    this.url = new URL(url)
    this.token = token
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  }

  /** Gives {status, headers, text, milliseconds}; rejects when no whole answer came: then nobody knows what happened. */
  request(method, path, { body, headers = {}, patience = 10_000 } = {}) {
    const began = performance.now()
    const payload = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((done, fail) => {
      const request = http.request(
        {
          host: this.url.hostname, port: this.url.port, method, path, agent: this.agent, timeout: patience,
          headers: {
            ...(this.token && { authorization: `Bearer ${this.token}` }),
            ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
            ...headers,
          },
        },
        answer => {
          const parts = []
          answer.on('data', part => parts.push(part))
          answer.on('error', fail)
          answer.on('aborted', () => fail(new Error('cut off in the answer')))
          answer.on('end', () => done({
            status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString(), milliseconds: performance.now() - began,
          }))
        })
      request.on('timeout', () => request.destroy(new Error('no answer in time')))
      request.on('error', fail)
      request.end(payload)
    })
  }

  file(ticket, idempotencyKey) {
    return this.request('POST', '/api/v1/tickets', { body: ticket, headers: idempotencyKey ? { 'idempotency-key': idempotencyKey } : {} })
  }

  close() {
    this.agent.destroy()
  }
}

/** percentile(times, 0.99) of an array of numbers; NaN when it is empty. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort()
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN
}

/** Prints one line for each figure and says whether the promise was kept; sets the exit code. */
export function verdict(figures, promises) {
  for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`)
  let kept = true
  for (const [sentence, holds] of Object.entries(promises)) {
    console.log(`${holds ? 'kept  ' : 'BROKEN'}  ${sentence}`)
    kept &&= holds
  }
  process.exitCode = kept ? 0 : 1
}
