// How quick the pages are that agents live in, on a filled database; memory; seconds from start to the first page.
// pages.mjs [TICKETS] [SECONDS]
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'

const [tickets = 100_000, seconds = 8] = process.argv.slice(2).map(Number)
const service = await Service.start({ demo: true })
console.log(`start of an empty service with the demo school to /readyz: ${service.startSeconds.toFixed(2)} s`)
let began = performance.now()
await service.command('demo', '--tickets', String(tickets))
console.log(`${tickets} tickets made in ${((performance.now() - began) / 1000).toFixed(0)} s`)
const fresh = await restart()

const cookie = await signIn('its@skola.example')
const queue = await page('/queues/ITS')
const number = /href="\/tickets\/(\d+)"/.exec(queue)[1]
const token = await service.token('admin')
console.log('page                              clients  answers/s  p50 ms  p99 ms  max ms  faults')
for (const [name, path, headers] of [
  ['queue, 50 rows', '/queues/ITS', { cookie, 'accept-encoding': 'br' }],
  ['ticket', `/tickets/${number}`, { cookie, 'accept-encoding': 'br' }],
  ['new ticket', '/tickets/new', { cookie, 'accept-encoding': 'br' }],
  ['my tickets', '/tickets/mine', { cookie, 'accept-encoding': 'br' }],
  ['API: queue page of 50', '/api/v1/queues/ITS/tickets?state=open&limit=50', { authorization: `Bearer ${token}` }],
  ['API: ticket', `/api/v1/tickets/${number}`, { authorization: `Bearer ${token}` }],
]) {
  for (const clients of [1, 8]) {
    await load(service.url + path, { clients, seconds: 1, headers })
    const { perSecond, p50, p99, max, errors, bad } = await load(service.url + path, { clients, seconds, headers })
    console.log(`${name.padEnd(32)}  ${String(clients).padStart(7)}  ${perSecond.toFixed(0).padStart(9)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${max.toFixed(1).padStart(6)}  ${String(errors + bad).padStart(6)}`)
  }
}
console.log(`memory of the service: ${(fresh.memory / 1024).toFixed(1)} MB at rest, ${((await service.figures()).memory / 1024).toFixed(1)} MB after this`)
await service.stop()

/** Stops and starts again; memory at rest and the time to the first page are of an ordinary day's start. */
async function restart() {
  service.ownsData = false
  await service.stop()
  service.ownsData = true
  began = performance.now()
  await service.launch()
  const answer = await fetch(service.url + '/sign-in')
  await answer.text()
  console.log(`start to the first page on ${tickets} tickets: ${((performance.now() - began) / 1000).toFixed(2)} s`)
  return service.figures()
}

/** Signs in by a link, as the page's form does; gives the session's cookie. */
async function signIn(mail) {
  const link = await service.link(mail)
  const form = /<form[^>]*action="([^"]+)"/.exec(await (await fetch(link)).text())
  const answer = await fetch(new URL(form[1].replaceAll('&amp;', '&'), link), {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ next: '' }), headers: { origin: service.url, 'sec-fetch-site': 'same-origin' },
  })
  const cookies = answer.headers.getSetCookie().map(line => line.split(';')[0])
  if (!cookies.length) throw new Error(`no session: ${answer.status}`)
  return cookies.join('; ')
}

async function page(path) {
  const answer = await fetch(service.url + path, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
}
