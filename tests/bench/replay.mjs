// A replay of all tickets of a filled school, from the press to the result, and what pages take beside it.
// replay.mjs [TICKETS] [SECONDS] [DATA]: DATA is kept, and filled only once. The decisions alone: replay_bench.
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'
import { fill, heading, measure, signIn } from './school.mjs'

const [tickets = 100_000, seconds = 8] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const token = await service.token()
const api = async (path, body) =>
  (await fetch(`${service.url}/api/v1${path}`, { method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) })).json()

// A draft as it is when somebody has just begun.
await query(service.data, "INSERT INTO matrix_drafts (name, base_id, started_at) SELECT 'Provet', MAX(id), UTC_TIMESTAMP(6) FROM matrix_versions")
const draft = (await query(service.data, 'SELECT MAX(id) FROM matrix_drafts'))[0][0]
const replay = async () => (await api(`/matrix/drafts/${draft}/replays`, { from: '2000-01-01' })).id
const finished = async id => {
  for (;;) {
    const now = await api(`/matrix/replays/${id}`)
    if (now.state !== 'waiting' && now.state !== 'running') return now
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const began = performance.now()
const { state, done } = await finished(await replay())
console.log(`replay of ${done} tickets, ${state}: ${((performance.now() - began) / 1000).toFixed(1)} s`)

const headers = { cookie: await signIn(service, 'its@skola.example'), 'accept-encoding': 'br' }
console.log(heading)
for (const what of ['idle', 'beside a replay']) {
  const id = what === 'idle' ? undefined : await replay()
  await measure(load, `queue, ${what}`, service.url + '/queues/ITS', { clients: 1, seconds, headers })
  if (id) console.log(`the replay is then: ${(await api(`/matrix/replays/${id}`)).state}`)
}
console.log(`memory of the service: ${((await service.figures()).memory / 1024).toFixed(1)} MB`)
await service.stop()
