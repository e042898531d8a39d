// A real `ansvar serve` on a free port with everything in a folder of its own, for browser tests, trials and measurements.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, open, readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The binary under test: build/release/ansvar, or what ANSVAR_BINARY names. */
export const binary = resolve(process.env.ANSVAR_BINARY ?? 'build/release/ansvar')

/** A port of the loopback that nobody listens on at this moment. */
export async function freePort() {
  const server = createServer()
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise(done => server.close(done))
  return port
}

/** What is stopped even when the tests themselves break off. */
const running = new Set()
process.once('exit', () => running.forEach(child => child.kill('SIGTERM')))

export class Service {
  /** @param {{demo?: boolean, data?: string, port?: number, env?: object}} options `data`: an existing folder that stays when we stop */
  static async start(options = {}) {
    const service = new Service()
    service.ownsData = !options.data
    service.data = options.data ?? (await mkdtemp(join(tmpdir(), 'ansvar-test-')))
    service.port = options.port ?? (await freePort())
    service.url = `http://127.0.0.1:${service.port}`
    service.demo = options.demo ?? true
    service.env = { ANSVAR_UNDO_SECONDS: '3', ...process.env, ...options.env }
    await service.launch()
    return service
  }

  /** Starts the process (again) and waits for /readyz. `startSeconds` is how long that took. */
  async launch({ patience = 90_000 } = {}) {
    const began = performance.now()
    const log = await open(join(this.data, 'service.log'), 'a')
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, ...(this.demo ? ['--demo'] : [])]
    this.process = spawn(binary, args, { stdio: ['ignore', log.fd, log.fd], env: this.env })
    this.ended = new Promise(done => this.process.once('exit', (code, signal) => done({ code, signal })))
    running.add(this.process)
    this.process.once('error', error => { this.failure = error })
    await log.close()
    while (!(await this.isReady())) {
      const gone = this.failure || this.process.exitCode !== null || this.process.signalCode !== null
      if (gone || performance.now() - began > patience) {
        throw new Error(`the service did not become ready${gone ? ': it ended' : ''}\n${await this.logEnd()}`)
      }
      await sleep(20)
    }
    this.startSeconds = (performance.now() - began) / 1000
  }

  async isReady() {
    try {
      return (await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2000) })).status === 200
    } catch {
      return false
    }
  }

  /** Runs another command of the binary on our data, beside the service; gives what it printed. */
  async command(...args) {
    const { stdout } = await run(binary, args.concat('--data', this.data), { env: this.env, maxBuffer: 64e6, timeout: 300_000, killSignal: 'SIGKILL' })
    return stdout.trim()
  }

  /** A sign-in link on our own port, whatever public address the service believes to have. */
  async link(mail) {
    const printed = await this.command('user', 'link', mail)
    const { pathname, search, hash } = new URL(printed.split('\n').at(-1))
    return this.url + pathname + search + hash
  }

  /** A bearer token for the API; `as` is "admin" or a person's mail address. */
  token(as = 'admin', name = 'test') {
    return this.command('token', 'create', '--name', name, '--as', as)
  }

  /** The letters sent so far, as raw text, oldest first. */
  async letters() {
    const folder = join(this.data, 'mail')
    const names = (await readdir(folder, { recursive: true }).catch(() => [])).filter(name => name.endsWith('.eml')).sort()
    return Promise.all(names.map(name => readFile(join(folder, name), 'utf8')))
  }

  /** What /proc says about the process: resident memory in kB, open descriptors. */
  async figures() {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8')
    return {
      memory: Number(/VmRSS:\s+(\d+)/.exec(status)[1]),
      threads: Number(/Threads:\s+(\d+)/.exec(status)[1]),
      files: (await readdir(`/proc/${this.process.pid}/fd`)).length,
    }
  }

  async log() {
    return readFile(join(this.data, 'service.log'), 'utf8').catch(() => '')
  }

  async logEnd() {
    return (await this.log()).split('\n').slice(-30).join('\n')
  }

  /** kill -9: what a power cut does to the process. Its database lives on. */
  async kill() {
    this.process.kill('SIGKILL')
    await this.ended
  }

  /** SIGTERM; removes the folder if it is ours. Gives {code, signal}. */
  async stop() {
    this.process.kill('SIGTERM')
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), 60_000)
    const result = await this.ended
    clearTimeout(impatience)
    if (this.ownsData && !process.env.ANSVAR_KEEP_DATA) {
      await rm(this.data, { recursive: true, force: true, maxRetries: 5 })
    }
    return result
  }
}
