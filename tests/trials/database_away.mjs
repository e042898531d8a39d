// R12, R13: the database freezes, and dies, under load. Pages and API say 503 with Retry-After soon, health answers at once, nothing hangs,
// nothing acknowledged is lost, and the service works again by itself.
// database_away.mjs [SECONDS-AWAY, at least 8]
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, percentile, verdict } from '../support/client.mjs'
import { query, signalDatabase } from '../support/database.mjs'
import { Service } from '../support/service.mjs'

const away = Number(process.argv[2] ?? 10) * 1000
const service = await Service.start({ demo: true })
const token = await service.token('admin')
const acknowledged = []
const answers = []
let stopping = false

async function keepFiling() {
  const client = new Client(service.url, token)
  while (!stopping) {
    const began = performance.now()
    try {
      const { status, headers, text } = await client.file({ body: 'Skrivaren i A12 skriver inte ut.' })
      answers.push({ at: began, took: performance.now() - began, status, retryAfter: headers['retry-after'] })
      if (status === 201) acknowledged.push(JSON.parse(text).number)
    } catch (error) {
      answers.push({ at: began, took: performance.now() - began, status: 0, error: error.message })
      await sleep(20)
    }
  }
  client.close()
}

/** Watches /livez and /readyz, a few times a second. */
const health = []
async function keepAsking() {
  const client = new Client(service.url)
  while (!stopping) {
    const [live, ready] = [await client.request('GET', '/livez'), await client.request('GET', '/readyz')]
    health.push({ at: performance.now(), live: live.milliseconds, ready: ready.milliseconds, took: Math.max(live.milliseconds, ready.milliseconds) })
    await sleep(100)
  }
  client.close()
}

const load = [...Array.from({ length: 8 }, keepFiling), keepAsking()]
await sleep(2000)

const spans = []
for (const [name, begin, end] of [
  ['frozen', () => signalDatabase(service.data, 'SIGSTOP'), pid => process.kill(pid, 'SIGCONT')],
  ['killed', () => signalDatabase(service.data, 'SIGKILL'), () => {}],
]) {
  const pid = await begin()
  const span = { name, from: performance.now() }
  await sleep(away)
  end(pid)
  span.to = performance.now()
  // Back when a ticket is acknowledged again that was sent after the end.
  while (!answers.some(answer => answer.status === 201 && answer.at > span.to)) {
    if (performance.now() - span.to > 30_000) break
    await sleep(20)
  }
  span.backAfter = performance.now() - span.to
  spans.push(span)
  await sleep(2000)
}
stopping = true
await Promise.all(load)

const stored = new Set((await query(service.data, 'SELECT id FROM tickets')).map(([id]) => Number(id)))
const lost = acknowledged.filter(number => !stored.has(number)).length
await service.stop()

const figures = { acknowledged: acknowledged.length }
const promises = { 'no acknowledged ticket is lost': lost === 0 }
for (const { name, from, to, backAfter } of spans) {
  // The first requests meet the fault before anybody knows of it; from the second second on the service knows.
  const meanwhile = answers.filter(answer => answer.at > from + 5000 && answer.at < to - 1000)
  const refused = meanwhile.filter(answer => answer.status === 503)
  const all = answers.filter(answer => answer.at > from - 1000 && answer.at < to)
  figures[`${name}: answers while away`] = `${refused.length} refused, ${meanwhile.length - refused.length} other`
  figures[`${name}: refusal p50/p99/max, ms`] = [0.5, 0.99, 1].map(share => Math.round(percentile(refused.map(answer => answer.took), share))).join(' / ')
  figures[`${name}: longest request, ms`] = Math.max(...all.map(answer => answer.took))
  figures[`${name}: works again after, ms`] = backAfter
  const asked = health.filter(answer => answer.at > from && answer.at < to)
  figures[`${name}: slowest /livez and /readyz, ms`] = ['live', 'ready'].map(what => Math.round(Math.max(...asked.map(answer => answer[what])))).join(' and ')
  if (name === 'frozen') {
    promises['frozen: refusals come within a second, with Retry-After'] = refused.length > 0 && refused.every(answer => answer.took < 1000 && answer.retryAfter)
  }
  promises[`${name}: no request takes more than 5.5 s`] = all.every(answer => answer.took < 5500)
  promises[`${name}: /livez and /readyz answer within 100 ms`] = asked.every(answer => answer.took < 100)
  promises[`${name}: it works again within 5 s`] = backAfter < 5000
}
verdict(figures, promises)
