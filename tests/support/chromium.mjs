// A Chromium with one tab, asked by its own protocol and with no test tool between: such a tool switches off the drawing of pages ahead of
// their reader, and its isolated worlds cost 10 to 20 ms a page.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--window-size=1280,800', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--remote-debugging-pipe']

/** Messages of the protocol over the pipe: JSON, each ended by a NUL. */
class Wire {
  #asked = new Map()
  #last = 0
  #rest = ''

  constructor(from, to, heard) {
    this.to = to
    from.setEncoding('utf8').on('data', text => {
      const messages = (this.#rest + text).split('\0')
      this.#rest = messages.pop()
      for (const message of messages.map(JSON.parse)) message.id ? this.#answered(message) : heard(message)
    })
  }

  /** A page that goes away may leave a question without an answer: after five seconds that is an error. */
  send(method, params = {}, sessionId = undefined) {
    return new Promise((yes, no) => {
      const id = ++this.#last
      const limit = setTimeout(() => this.#answered({ id, error: { message: 'no answer' } }), 5_000)
      this.#asked.set(id, { yes, no, method, limit, sessionId })
      this.to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  /** What was asked of a page that has gone is answered by nobody. */
  forget(sessionId) {
    for (const [id, asked] of this.#asked) if (asked.sessionId === sessionId) this.#answered({ id, error: { message: 'the page has gone' } })
  }

  #answered({ id, result, error }) {
    const asked = this.#asked.get(id)
    if (!asked) return
    this.#asked.delete(id)
    clearTimeout(asked.limit)
    error ? asked.no(new Error(`${asked.method}: ${error.message}`)) : asked.yes(result)
  }
}

const isShown = ({ type, subtype }) => type === 'page' && subtype !== 'prerender'

export class Chromium {
  #pages = new Map() // of the tab, the one shown and those drawn ahead: by session, what Chromium says of each
  #shown

  static async open() {
    const chromium = new Chromium()
    chromium.profile = await mkdtemp(join(tmpdir(), 'ansvar-chromium-'))
    chromium.process = spawn('/usr/bin/chromium', [...flags, `--user-data-dir=${chromium.profile}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    const [, , , to, from] = chromium.process.stdio
    chromium.wire = new Wire(from, to, message => chromium.#heard(message))
    const { targetInfos } = await chromium.wire.send('Target.getTargets', { filter: [{ type: 'tab' }] })
    const { sessionId } = await chromium.wire.send('Target.attachToTarget', { targetId: targetInfos[0].targetId, flatten: true })
    await chromium.wire.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: [{}] }, sessionId)
    for (let tries = 0; !chromium.#shown; ++tries) {
      if (tries === 1000) await chromium.close().then(() => { throw new Error('Chromium has no page') })
      await sleep(10)
    }
    return chromium
  }

  #heard({ method, params }) {
    if (method === 'Target.attachedToTarget') this.#pages.set(params.sessionId, params.targetInfo)
    else if (method === 'Target.detachedFromTarget') {
      this.#pages.delete(params.sessionId)
      this.wire.forget(params.sessionId)
    }
    else if (method === 'Target.targetInfoChanged') {
      for (const [session, { targetId }] of this.#pages) if (targetId === params.targetInfo.targetId) this.#pages.set(session, params.targetInfo)
    } else return
    for (const [session, page] of this.#pages) if (isShown(page)) this.#shown = session
  }

  /** Asks each of the pages that are drawn and not shown. */
  askAhead(expression) {
    const sessions = [...this.#pages].filter(([, { subtype }]) => subtype === 'prerender')
    return Promise.all(sessions.map(async ([session]) => (await this.wire.send('Runtime.evaluate', { expression, returnByValue: true }, session)).result.value))
  }

  /** Asks the page that is shown. */
  send(method, params) {
    return this.wire.send(method, params, this.#shown)
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(`${exceptionDetails.text} ${exceptionDetails.exception?.description}`)
    return result.value
  }

  /** `cookie`: as sent in a request's head. */
  async setCookies(url, cookie) {
    for (const pair of cookie.split('; ')) {
      const [name, ...value] = pair.split('=')
      await this.send('Network.setCookie', { name, value: value.join('='), url })
    }
  }

  goto(url) {
    return this.send('Page.navigate', { url })
  }

  async hover(selector) {
    this.at = await this.evaluate(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)})
      element.scrollIntoView({ block: 'center' })
      const { left, top, height } = element.getBoundingClientRect()
      return { x: left + 8, y: top + height / 2 }
    })()`)
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...this.at })
  }

  /** Where the mouse is; 80 ms from press to release, as a hand takes. */
  async click() {
    const button = { ...this.at, button: 'left', clickCount: 1 }
    await this.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...button })
    await sleep(80)
    await this.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button })
  }

  async close() {
    const gone = new Promise(done => this.process.once('close', done))
    this.process.kill()
    await gone
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
