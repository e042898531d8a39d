// R29: two services on one database behind our HAProxy configuration; each is stopped by SIGTERM and started again, over and over, under
// load. People behind the proxy see no error, and the proxy's log holds no query string.
// rolling.mjs [ROUNDS]
import { spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, percentile, verdict } from '../support/client.mjs'
import { Service, freePort } from '../support/service.mjs'

const rounds = Number(process.argv[2] ?? 6)
const first = await Service.start({ demo: true })
const second = await Service.start({ demo: true, data: first.data })
const token = await first.token('admin')

const folder = await mkdtemp(join(tmpdir(), 'ansvar-proxy-'))
const port = await freePort()
const configuration = (await readFile('deploy/haproxy.cfg', 'utf8'))
  .replace('bind :8080', `bind 127.0.0.1:${port}`)
  .replace('server app app:8080', `server a 127.0.0.1:${first.port}\n    server b 127.0.0.1:${second.port}`)
await writeFile(join(folder, 'haproxy.cfg'), configuration)
const log = await open(join(folder, 'log'), 'w')
const proxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', log.fd, log.fd] })
process.once('exit', () => proxy.kill())
const url = `http://127.0.0.1:${port}`
while (!(await fetch(`${url}/readyz`).then(answer => answer.ok, () => false))) await sleep(50)

const statuses = new Map(), times = []
let stopping = false
async function keepGoing(name) {
  const client = new Client(url, token)
  for (let count = 0; !stopping; ++count) {
    const answer = await (count % 2
      ? client.request('GET', `/api/v1/queues/ITS/tickets?state=open&limit=${5 + name}`)
      : client.file({ body: 'Skrivaren i A12 skriver inte ut.' }, `rolling-${process.pid}-${name}-${count}`)
    ).catch(error => ({ status: error.message }))
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    if (answer.milliseconds) times.push(answer.milliseconds)
  }
  client.close()
}
const load = Array.from({ length: 8 }, (_, at) => keepGoing(at))

const ends = []
for (let round = 0; round < rounds; ++round) {
  const service = round % 2 ? second : first
  await sleep(1500)
  service.process.kill('SIGTERM')
  ends.push((await service.ended).code)
  await service.launch()
  await sleep(2500) // the proxy asks every two seconds
}
stopping = true
await Promise.all(load)
await second.stop()
await first.stop()
proxy.kill()
const lines = await readFile(join(folder, 'log'), 'utf8')
await log.close()
await rm(folder, { recursive: true })

const good = (statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)
const all = [...statuses.values()].reduce((sum, n) => sum + n, 0)
verdict(
  { 'stopped and started': rounds, requests: all, outcomes: JSON.stringify([...statuses]), 'p99, ms': percentile(times, 0.99), 'slowest, ms': Math.max(...times) },
  {
    'nobody behind the proxy saw an error': good === all,
    'each service ended by itself': ends.every(code => code === 0),
    'the proxy logged the paths': lines.includes('/api/v1/queues/ITS/tickets'),
    'the proxy logged no query string': !lines.includes('limit=') && !lines.includes('state=open'),
  })
