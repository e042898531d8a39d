// Short ways to things that the browser tests need but do not test: a ticket made by the API, a letter in the folder.
import assert from 'node:assert/strict'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runningService } from './harness.mjs'

/** A picture of one white pixel, as a camera would name it. */
export const photo = {
  name: 'bild på skrivaren.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==', 'base64'),
}

const tokens = new Map()
async function tokenOf(who) {
  if (!tokens.has(who)) tokens.set(who, await runningService().token(who, `browser tests, ${who}`))
  return tokens.get(who)
}

/** A call of the API as the administrator, or as `who`; gives the JSON of a good answer. */
export async function api(path, { method = 'GET', body, who = 'admin' } = {}) {
  const answer = await fetch(`${runningService().url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf(who)}`, ...(method !== 'GET' && { 'if-match': '*' }), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  })
  assert(answer.ok, `${method} ${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`)
  return answer.json()
}

/** Files a ticket as a person; gives its number. */
export async function fileTicket(who, ticket) {
  return (await api('/tickets', { method: 'POST', body: ticket, who })).number
}

let mails = 0
/** Lays a mail into the service's Maildir, as a mail server does. `headers`: more of them. Gives its Message-ID. */
export async function sendMail({ from, to = 'ansvar@skola.example', subject, text, headers = {}, type = 'text/plain' }) {
  const name = `${Date.now()}.${++mails}.test`
  const id = `<${name}@klient.example>`
  const lines = Object.entries({ From: from, To: to, Subject: subject, 'Message-ID': id, Date: new Date().toUTCString(), ...headers,
    'Content-Type': `${type}; charset=utf-8` }).map(([header, value]) => `${header}: ${value}`)
  const maildir = join(runningService().data, 'mail-in')
  await writeFile(join(maildir, 'tmp', name), lines.join('\r\n') + '\r\n\r\n' + text.replace(/\n/g, '\r\n'))
  await rename(join(maildir, 'tmp', name), join(maildir, 'new', name))
  return id
}

/** Waits until a page's shortcuts listen. */
export async function keysReady(page) {
  await page.locator('body[data-keys-ready]').waitFor()
}

/** Opens a ticket, ready for the keyboard. */
export async function openTicket(page, number) {
  await page.goto(`/tickets/${number}`)
  await keysReady(page)
}

/** Asks again until there is an answer, for at most twenty seconds; `what` is for the failure. */
export async function eventually(ask, what) {
  for (let tries = 0; tries < 100; ++tries) {
    const answer = await ask()
    if (answer) return answer
    await sleep(200)
  }
  assert.fail(`waited in vain for ${what}`)
}

/** Quoted-printable and base64 parts as readable text; headers stay as they are. */
function readable(letter) {
  const quoted = text => Buffer.from(text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')
  const parts = letter.split(/\r?\n\r?\n/)
  return parts.map((part, at) => {
    const head = parts[at - 1] ?? ''
    if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(part, 'base64').toString('utf8')
    return quoted(part)
  }).join('\n\n')
}

/** The newest letter to an address that holds the words, made readable; nothing when there is none. */
export async function letterTo(mail, words = '') {
  const letters = (await runningService().letters()).filter(letter => new RegExp(`^To: .*${mail}`, 'im').test(letter)).map(readable)
  return letters.filter(letter => letter.includes(words)).at(-1)
}

/** The first link in a letter whose path begins so, on our own port. */
export function linkIn(letter, path) {
  const found = new RegExp(`https?://[^/\\s"<>]+(${path}[^\\s"<>]*)`).exec(letter)
  assert(found, `a link to ${path} in the letter`)
  return runningService().url + found[1].replaceAll('&amp;', '&')
}
