// R17–R20 and the attacks on Pistache, against the real service: clients that vanish, that are slow, that speak nonsense, that are too many.
// http_attacks.mjs [SECONDS of vanishing clients]
import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

// The service under a limit of descriptors that each start may choose.
const real = resolve(process.env.ANSVAR_BINARY ?? 'build/release/ansvar')
const folder = await mkdtemp(join(tmpdir(), 'ansvar-attacks-'))
process.env.ANSVAR_BINARY = join(folder, 'ansvar')
await writeFile(process.env.ANSVAR_BINARY, `#!/bin/sh\nulimit -n "\${ANSVAR_TEST_DESCRIPTORS:-20000}" || exit 1\nexec "${real}" "$@"\n`)
await chmod(process.env.ANSVAR_BINARY, 0o755)

const { verdict } = await import('../support/client.mjs')
const { Service } = await import('../support/service.mjs')

const seconds = Number(process.argv[2] ?? 20)
const figures = {}
const promises = {}

/** A connection that is open, or null. */
function open(port, options = {}) {
  return new Promise(done => {
    const socket = connect({ port, host: '127.0.0.1', ...options }, () => done(socket))
    socket.on('error', () => done(null))
  })
}

/** Everything that comes until the other side closes or `milliseconds` pass. */
function listen(socket, milliseconds = 5000) {
  return new Promise(done => {
    let text = ''
    const end = () => { clearTimeout(timer); done(text) }
    const timer = setTimeout(end, milliseconds)
    socket.on('data', bytes => { text += bytes.toString('latin1') })
    socket.once('close', end)
  })
}

const request = (path, fields = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\n`

/** An answer whose body repeats the path that was asked for: the 404 of the API. */
async function echo(port, id) {
  const socket = await open(port)
  if (!socket) return 'no connection'
  const answer = listen(socket, 20_000)
  socket.write(request(`/api/nowhere/${id}`, 'Connection: close\r\n'))
  const text = await answer
  socket.destroy()
  return text.includes(' 503 ') ? 'busy' : text === '' ? 'nothing' : text.includes(`/api/nowhere/${id}"`) ? 'right' : 'wrong'
}

async function processorSeconds(service) {
  const stat = (await readFile(`/proc/${service.process.pid}/stat`, 'utf8')).split(') ')[1].split(' ')
  return (Number(stat[11]) + Number(stat[12])) / 100
}

const memory = async service => (await service.figures()).memory

/** Clients that ask and vanish, half of them with a reset, beside clients that want their own answer. */
async function vanish(service) {
  const until = performance.now() + seconds * 1000
  const seen = { hostile: 0, right: 0, wrong: 0, busy: 0, nothing: 0, 'no connection': 0 }
  const hostile = async number => {
    for (let i = 0; performance.now() < until; ++i) {
      const socket = await open(service.port)
      if (!socket) continue
      socket.write(request(`/api/nowhere/HOSTILE-${number}-${i}`))
      if (i % 3 === 0) await sleep(0)
      i % 2 ? socket.resetAndDestroy() : socket.destroy()
      ++seen.hostile
    }
  }
  const honest = async number => {
    for (let i = 0; performance.now() < until; ++i) ++seen[await echo(service.port, `HONEST-${number}-${i}`)]
  }
  await Promise.all([0, 1, 2, 3].flatMap(number => [hostile(number), honest(number)]))
  Object.assign(figures, { 'hostile connections': seen.hostile, 'honest answers': seen.right, 'wrong answers': seen.wrong, 'no answer': seen.nothing })
  promises['nobody gets the answer of another'] = seen.wrong === 0 && seen.right > 0
  promises['everybody gets an answer'] = seen.nothing === 0 && seen['no connection'] === 0
}

/** Ten thousand connections on which nothing is said. */
async function idle(service) {
  const before = await memory(service)
  const sockets = []
  for (let i = 0; i < 100; ++i) sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => open(service.port)))).filter(Boolean))
  await sleep(1000)
  const after = await memory(service)
  const began = await processorSeconds(service)
  await sleep(3000)
  figures['idle connections'] = sockets.length
  figures['memory for them, kB'] = after - before
  figures['processor time in 3 s beside them, s'] = (await processorSeconds(service)) - began
  figures['answer beside them'] = await echo(service.port, 'IDLE')
  promises['10,000 idle connections take at most 30 MB'] = sockets.length === 10_000 && after - before <= 30_000
  promises['and others are answered'] = figures['answer beside them'] === 'right'
  sockets.forEach(socket => socket.destroy())
  await sleep(1000)
}

/** Heads and bodies that never end, and clients that do not read. */
async function slow(service) {
  const sockets = await Promise.all(Array.from({ length: 900 }, () => open(service.port)))
  sockets.forEach((socket, i) => {
    socket.on('error', () => {})
    if (i % 3 === 0) socket.write('GET / HTTP/1.1\r\nX: ')
    else if (i % 3 === 1) socket.write('POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n')
    else { socket.pause(); socket.write(request('/sign-in').repeat(50)) }
  })
  const dripping = setInterval(() => sockets.forEach((socket, i) => { if (i % 3 < 2 && socket.writable) socket.write('a') }), 200)
  let worst = 0
  for (let i = 0; i < 50; ++i) {
    const began = performance.now()
    if (await echo(service.port, `SLOW-${i}`) !== 'right') worst = Infinity
    worst = Math.max(worst, performance.now() - began)
    await sleep(50)
  }
  clearInterval(dripping)
  sockets.forEach(socket => socket.destroy())
  figures['slowest answer beside 900 slow clients, ms'] = worst
  promises['slow clients do not make others wait'] = worst < 2000
}

/** Raw requests of a strict parser's tests, each in one piece and byte by byte. */
async function nonsense(service) {
  const corpus = '../shared/corpora/http/raw'
  const names = (await readdir(corpus).catch(() => [])).filter(name => name.endsWith('.bin'))
  const streams = await Promise.all(names.map(name => readFile(join(corpus, name))))
  if (names.length === 0) console.log('The corpus of raw requests is not here; only our own are sent.')
  streams.push(...['\x16\x03\x01\x00\xa5', '/'.repeat(20_000), `GET /${'/'.repeat(16_000)} HTTP/1.1\r\n\r\n`, '\0'.repeat(5000),
    'POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r', `GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(20_000)}\r\n`].map(text => Buffer.from(text, 'latin1')))
  let dead = 0
  for (const stream of streams) {
    for (const step of [stream.length, 1]) {
      const socket = await open(service.port, { noDelay: true })
      socket.on('error', () => {})
      for (let at = 0; at < Math.min(stream.length, 3000 * step) && socket.writable; at += step) {
        socket.write(stream.subarray(at, at + step))
        if (step === 1 && at % 50 === 0) await sleep(0)
      }
      await listen(socket, 30)
      socket.destroy()
      if (await echo(service.port, 'NONSENSE') !== 'right') ++dead
    }
  }
  figures['malformed streams'] = streams.length
  promises['after each malformed stream others are answered'] = dead === 0
}

/** More connections than the process may have descriptors. */
async function exhaust() {
  const service = await Service.start({ demo: false, env: { ANSVAR_TEST_DESCRIPTORS: '700' } })
  const sockets = (await Promise.all(Array.from({ length: 1500 }, () => open(service.port)))).filter(Boolean)
  sockets.forEach(socket => socket.on('error', () => {}))
  await sleep(1500)
  const began = await processorSeconds(service)
  await sleep(3000)
  figures['processor time in 3 s without descriptors, s'] = (await processorSeconds(service)) - began
  promises['too many connections make nothing spin'] = figures['processor time in 3 s without descriptors, s'] < 1
  sockets.forEach(socket => socket.destroy())
  await sleep(1500)
  promises['and it recovers'] = await echo(service.port, 'AFTER') === 'right'
  await service.stop()
}

const service = await Service.start({ demo: false })
const before = await memory(service)
await vanish(service)
await nonsense(service)
await slow(service)
await idle(service)
figures['memory before, kB'] = before
figures['memory after, kB'] = await memory(service)
figures['descriptors after'] = (await service.figures()).files
promises['the service is the same process still'] = service.process.exitCode === null && service.process.signalCode === null
await service.stop()
await exhaust()
await rm(folder, { recursive: true })
verdict(figures, promises)
