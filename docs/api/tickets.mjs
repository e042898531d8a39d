#!/usr/bin/env node
// Files a fault with a picture, takes it in hand, answers, and lists a queue: node docs/api/tickets.mjs URL TOKEN QUEUE TEXT [FILE]
// Nothing but Node's own library. `Ansvar` is meant to be copied: it sends again what got no answer, and no ticket becomes two.

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

/**
 * Some of the fields of a ticket; /help/api has them all.
 * @typedef {{ number: number, subject: string, role: string, state: string, due_at: string | null }} Ticket
 * @typedef {{ json: any, etag: string | null }} Answer
 * @typedef {{ type: string, title: string, detail?: string, errors?: { pointer: string, code: string }[] }} Problem
 */

/** A problem of RFC 9457. Its code, and those of its fields, stay the same; its words are for people. */
class Refused extends Error {
  /** @param {number} status @param {Problem} problem */
  constructor(status, problem) {
    super(problem.detail ?? problem.title)
    this.status = status
    this.code = problem.type.split('/').at(-1)
    this.fields = Object.fromEntries((problem.errors ?? []).map(fault => [fault.pointer, fault.code]))
  }
}

class Ansvar {
  /** @param {string} url @param {string} token @param {number} tries */
  constructor(url, token, tries = 5) {
    Object.assign(this, { url, token, tries })
  }

  /** @param {string} path @returns {Promise<Answer>} */
  get(path) {
    return this.#send('GET', path)
  }

  /**
   * The same key each time it is sent: however often it arrives, it is done once.
   * @param {string} path @param {Uint8Array | object} body @param {string | null} [etag] @returns {Promise<Answer>}
   */
  post(path, body, etag) {
    const headers = { 'idempotency-key': crypto.randomUUID(), ...etag && { 'if-match': etag } }
    const isFile = body instanceof Uint8Array
    return this.#send('POST', path, isFile ? body : JSON.stringify(body), { ...headers, 'content-type': isFile ? 'application/octet-stream' : 'application/json' })
  }

  /**
   * Reads the ticket and changes it as it stands; once more when somebody was faster.
   * @param {number} ticket @param {string} what @param {object} body @returns {Promise<Answer>}
   */
  async change(ticket, what, body) {
    for (;;) {
      const { etag } = await this.get(`/api/v1/tickets/${ticket}?fields=state&include=`)
      try {
        return await this.post(`/api/v1/tickets/${ticket}/${what}`, body, etag)
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 412) throw error
      }
    }
  }

  /** All of a list, page by page. @param {string} path @returns {AsyncGenerator<Ticket>} */
  async* every(path) {
    for (let after = ''; after !== null;) {
      const page = (await this.get(after ? `${path}?after=${encodeURIComponent(after)}` : path)).json
      yield* page.items
      after = page.next
    }
  }

  /** @returns {Promise<Answer>} */
  async #send(method, path, body, headers) {
    for (let left = this.tries - 1; ; left -= 1) {
      let wait = 1
      try {
        const answer = await fetch(this.url + path, { method, body, headers: { authorization: `Bearer ${this.token}`, ...headers }, signal: AbortSignal.timeout(30_000) })
        if (answer.ok) return { json: await answer.json(), etag: answer.headers.get('etag') }
        const retry = answer.headers.get('retry-after')
        if (!retry || left === 0) throw new Refused(answer.status, await answer.json())
        wait = Number(retry)
      } catch (error) {
        if (error instanceof Refused || left === 0) throw error
      }
      await new Promise(done => setTimeout(done, wait * 1000))
    }
  }
}

const [url, token, queue, text, file] = process.argv.slice(2)
const ansvar = new Ansvar(url, token)
const files = file ? [(await ansvar.post(`/api/v1/files?name=${encodeURIComponent(basename(file))}`, await readFile(file))).json.token] : []
try {
  /** @type {Ticket} */
  const ticket = (await ansvar.post('/api/v1/tickets', { body: text, files })).json
  console.log(`#${ticket.number} ${ticket.subject}: ${ticket.role}, ${ticket.due_at}`)
  await ansvar.change(ticket.number, 'state', { state: 'in_progress' })
  await ansvar.post(`/api/v1/tickets/${ticket.number}/messages`, { kind: 'reply', body: 'Vi har sett det.' })
  for await (const each of ansvar.every(`/api/v1/queues/${queue}/tickets`)) console.log(`#${each.number} ${each.state} ${each.subject}`)
} catch (error) {
  if (!(error instanceof Refused)) throw error
  console.error(`${error.code} ${JSON.stringify(error.fields)}: ${error.message}`)
  process.exitCode = 1
}
