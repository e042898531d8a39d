// Two services on one database are killed (-9), one after the other, while a version of the matrix takes its open tickets along and units are
// given exceptions. Every chosen ticket is moved once, none is left out, and every exception that was asked for is there once and decides.
// matrix_kill.mjs [TICKETS] [KILLS]
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, verdict } from '../support/client.mjs'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'

const [tickets = 300, kills = 8] = process.argv.slice(2).map(Number)
const first = await Service.start({ demo: true })
const second = await Service.start({ demo: true, data: first.data })
const services = [first, second]
const token = await first.token('admin')
const count = async sql => Number((await query(first.data, sql))[0][0])

/** Asks one service after the other until there is a whole answer; a request that changes something carries a key, so that it is done once. */
async function ask(method, path, body) {
  const key = method === 'POST' && { 'idempotency-key': randomUUID(), ...(path.endsWith('/publication') && { 'if-match': '*' }) }
  for (let at = 0; ; ++at) {
    const client = new Client(services[at % 2].url, token)
    const answer = await client.request(method, `/api/v1${path}`, { body, headers: { ...key } }).catch(() => null)
    client.close()
    if (answer && answer.status < 300) return JSON.parse(answer.text)
    if (answer && answer.status < 500 && answer.status !== 409) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    await sleep(50)
  }
}

const chosen = []
for (let number = 0; number < tickets; ++number) {
  chosen.push((await ask('POST', '/tickets', { subject: `Trial ${number}`, body: 'Skrivaren skriver inte ut.', area: 'skrivare' })).number)
}
const { matrix } = await ask('GET', '/matrix')
const draft = await ask('POST', '/matrix/drafts', { name: 'Trial', matrix: matrix.replace(',Skrivare,ITS:A.W,', ',Skrivare,VAKT,') })
const from = `${new Date(Date.now() + 3000).toISOString().slice(0, 19)}Z`
await ask('POST', `/matrix/drafts/${draft.id}/publication`, { version: 'trial', from, without_replay: true, move_tickets: true })
const planned = await count("SELECT COUNT(*) FROM matrix_moves")

/** An exception for each of many areas at each unit, one request after the other. */
const units = (await query(first.data, 'SELECT id FROM units ORDER BY id')).map(([id]) => Number(id))
const areas = (await query(first.data, "SELECT r.area_key FROM matrix_rows r JOIN matrix_responsibles p ON p.version_id = r.version_id AND p.row_ref = r.row_ref AND p.position = 0 "
  + "WHERE r.version_id = 1 AND p.role_code = 'ITP' AND r.emergency = 0 ORDER BY r.position LIMIT 20")).map(([key]) => key)
let excepted = 0, stopping = false
const excepting = (async () => {
  for (const unit of units) {
    for (const area of areas) {
      if (stopping) return
      await ask('POST', '/matrix/exceptions', { unit, area, role: 'VAKT', note: 'Trial' })
      ++excepted
      await sleep(100)
    }
  }
})()

// Each is killed while tickets are being moved: when some more have been since the last time.
const waiting = () => count("SELECT COUNT(*) FROM matrix_moves WHERE state = 'waiting'")
let killed = 0, atWork = 0, left = planned
while (killed < kills && left > 0) {
  for (const before = left; left === before; left = await waiting()) await sleep(20)
  await sleep(Math.random() * 200)
  const service = services[killed++ % 2]
  await service.kill()
  left = await waiting()
  atWork += left > 0 ? 1 : 0
  console.log(`kill ${killed}: ${left} of ${planned} tickets wait, ${excepted} exceptions are acknowledged`)
  await service.launch()
}
while (await waiting()) await sleep(200)
stopping = true
await excepting

const moved = await count("SELECT COUNT(*) FROM ticket_events WHERE kind = 'rerouted' AND JSON_VALUE(data, '$.matrix') = 'trial'")
const movedTickets = await count("SELECT COUNT(DISTINCT ticket_id) FROM ticket_events WHERE kind = 'rerouted' AND JSON_VALUE(data, '$.matrix') = 'trial'")
const marked = await count("SELECT COUNT(*) FROM matrix_moves WHERE state = 'moved'")
const elsewhere = await count(`SELECT COUNT(*) FROM tickets WHERE id IN (${chosen.join()}) AND role_code <> 'VAKT'`)
const told = await count(`SELECT COUNT(DISTINCT ticket_id) FROM letters WHERE ticket_id IN (${chosen.join()}) AND last_seq > 1`)
const exceptions = await count("SELECT COUNT(*) FROM matrix_exceptions WHERE note = 'Trial'")
const going = await count("SELECT COUNT(*) FROM matrix_exceptions WHERE note = 'Trial' AND ends_at IS NULL")
await sleep(3000) // what is written now is in force in each service within some seconds
let wrong = 0
for (const service of services) {
  const client = new Client(service.url, token)
  for (const area of areas) {
    const answer = await client.request('POST', '/api/v1/route', { body: { body: '', area, unit: units[0] } })
    if (JSON.parse(answer.text).role !== 'VAKT') ++wrong
  }
  client.close()
}
const ends = [await second.stop(), await first.stop()]

verdict(
  { killed, 'killed in the middle of moving': atWork, tickets: planned, exceptions: excepted },
  {
    'every ticket of the trial was chosen': planned >= chosen.length,
    'a service was killed in the middle of moving': atWork > 0,
    'no ticket is moved twice': moved === movedTickets,
    'no ticket is left out': marked === planned && movedTickets === planned && elsewhere === 0,
    'every moved ticket has its letters': told === chosen.length,
    'every exception that was acknowledged is there once': exceptions === excepted && going === excepted,
    'both services decide by them': wrong === 0,
    'both end by themselves at SIGTERM': ends.every(({ code }) => code === 0),
  })
