// How quick the pages are that agents live in, on a filled database, beside a plain answer; memory; seconds from start to the first page.
// Three times each: one client, eight that never pause, and eight that wait 100 ms on average between two pages (a school's agents at their busiest wait more).
// pages.mjs [TICKETS] [SECONDS] [DATA]: DATA is kept, and filled only once.
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'
import { fill, heading, measure, signIn } from './school.mjs'

const clients = [{ clients: 1 }, { clients: 8 }, { clients: 8, pause: 100 }]
const [tickets = 100_000, seconds = 8] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
console.log(`start of an empty service with the demo school to /readyz: ${service.startSeconds.toFixed(2)} s`)
let began = performance.now()
await fill(service, tickets)
console.log(`${tickets} tickets made in ${((performance.now() - began) / 1000).toFixed(0)} s`)
const fresh = await restart()

const cookie = await signIn(service, 'its@skola.example')
const token = await service.token('its@skola.example')
const [number, ...others] = [...(await page('/queues/ITS')).matchAll(/id="t(\d+)"/g)].map(found => found[1])
for (let n = (await page(`/tickets/${number}`)).split('class="message').length; n <= 50; ++n) {
  await fetch(`${service.url}/api/v1/tickets/${number}/messages`, { method: 'POST', headers: sending(), body: JSON.stringify({ kind: 'reply', body: `Svar ${n}: vi har **beställt** en ny panel,\n> den kommer på tisdag\nHör av dig om den inte passar i salen.` }) })
}
console.log(heading)
for (const [name, path, headers] of [
  ['a plain answer', '/livez', {}],
  ['a plain page', '/sign-in', { 'accept-encoding': 'br' }],
  ['queue, 50 rows', '/queues/ITS', { cookie, 'accept-encoding': 'br' }],
  ['ticket with 50 messages', `/tickets/${number}`, { cookie, 'accept-encoding': 'br' }],
  ['new ticket', '/tickets/new', { cookie, 'accept-encoding': 'br' }],
  ['my tickets', '/tickets/mine', { cookie, 'accept-encoding': 'br' }],
  ['API: queue page of 50', '/api/v1/queues/ITS/tickets?state=open&limit=50', { authorization: `Bearer ${token}` }],
  ['search: skrivare rum', '/search?q=skrivare+rum+', { cookie, 'accept-encoding': 'br' }],
  ['API: ticket', `/api/v1/tickets/${number}`, { authorization: `Bearer ${token}` }],
]) {
  for (const who of clients) await measure(load, name, service.url + path, { ...who, seconds, headers })
}
for (const who of clients) {
  const request = `
    count = (count or 0) + 1
    numbers = numbers or { ${others} }
    return wrk.format("POST", "/api/v1/tickets/" .. numbers[count % #numbers + 1] .. "/messages", nil, '{"kind":"reply","body":"Vi kommer upp i eftermiddag."}')`
  await measure(load, 'API: reply', service.url, { ...who, seconds, headers: sending(), request })
}
console.log(`memory of the service: ${(fresh.memory / 1024).toFixed(1)} MB at rest, ${((await service.figures()).memory / 1024).toFixed(1)} MB after this`)
await service.stop()

/** Stops and starts again; memory at rest and the time to the first page are of an ordinary day's start. */
async function restart() {
  const { ownsData } = service
  service.ownsData = false
  await service.stop()
  service.ownsData = ownsData
  began = performance.now()
  await service.launch()
  const answer = await fetch(service.url + '/sign-in')
  await answer.text()
  console.log(`start to the first page on ${tickets} tickets: ${((performance.now() - began) / 1000).toFixed(2)} s`)
  return service.figures()
}

async function page(path) {
  const answer = await fetch(service.url + path, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
}

function sending() {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}
