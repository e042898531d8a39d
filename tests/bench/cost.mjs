// What a page costs whatever else the machine does: statements, and processor time of the service and of its database, with one client.
// cost.mjs [TICKETS] [REQUESTS] [DATA]: DATA is kept, and filled only once. Says less of how quick a page is than pages.mjs on a quiet machine.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { fill, signIn } from './school.mjs'

const [tickets = 100_000, requests = 100] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
while (!(await service.log()).split('ready at').at(-1).includes('figures count')) await sleep(500)  // else they are being read meanwhile
const database = Number(await readFile(join(service.data, 'db', 'mariadbd.pid'), 'utf8'))
const cookie = await signIn(service, 'its@skola.example')
const authorization = `Bearer ${await service.token('its@skola.example')}`
const page = { cookie, 'accept-encoding': 'br' }
const numbers = [...(await (await fetch(`${service.url}/queues/ITS`, { headers: page })).text()).matchAll(/id="t(\d+)"/g)].map(found => found[1])
const write = (number, body) => ({ path: `/api/v1/tickets/${number}/messages`, method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'reply', body }) })

for (let n = (await (await fetch(`${service.url}/tickets/${numbers[0]}`, { headers: page })).text()).split('class="message').length; n <= 50; ++n) {
  await ask(write(numbers[0], `Svar ${n}: vi har **beställt** en ny panel,\n> den kommer på tisdag\nHör av dig om den inte passar i salen.`))
}
for (let before = 0, now = 0; now === 0 || now - before > 40; before = now, now = (await spent())[0]) await sleep(2000)  // until letters are sent
console.log(`${'one client'.padEnd(28)}  statements  p50 ms  service, ms of a processor  database`)
for (const [name, request] of [
  ['a plain page (/sign-in)', () => ({ path: '/sign-in', headers: { 'accept-encoding': 'br' } })],
  ['queue, 50 rows', () => ({ path: '/queues/ITS', headers: page })],
  ['ticket with 50 messages', () => ({ path: `/tickets/${numbers[0]}`, headers: page })],
  ['search: skrivare rum', () => ({ path: '/search?q=skrivare+rum+', headers: page })],
  ['API: queue page of 50', () => ({ path: '/api/v1/queues/ITS/tickets?state=open&limit=50', headers: { authorization } })],
  ['API: reply', n => write(numbers[1 + n % (numbers.length - 1)], 'Vi kommer upp i eftermiddag.')],
]) {
  for (let n = 0; n < 10; ++n) await ask(request(n))
  const before = await spent(), times = []
  for (let n = 0; n < requests; ++n) {
    const began = performance.now()
    await ask(request(n))
    times.push(performance.now() - began)
  }
  const [statements, own, others] = (await spent()).map((value, at) => (value - before[at]) / requests)
  console.log(`${name.padEnd(28)}  ${statements.toFixed(1).padStart(10)}  ${times.sort((a, b) => a - b)[requests >> 1].toFixed(1).padStart(6)}  ${own.toFixed(2).padStart(26)}  ${others.toFixed(2).padStart(8)}`)
}
await service.stop()

async function ask({ path, ...options }) {
  const answer = await fetch(service.url + path, options)
  await answer.arrayBuffer()
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status}`)
}

/** Statements that the database was asked so far, and milliseconds of a processor that the service and the database have used. */
async function spent() {
  const ticks = async pid => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ').slice(11, 13).reduce((sum, each) => sum + 10 * Number(each), 0)
  const status = await query(service.data, "SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'")
  return [Number(status[0][1]), await ticks(service.process.pid), await ticks(database)]
}
