// R16: three times the load that the service can carry, from clients that do not wait for each other. What it answers well stays near its
// peak, the rest gets 503 with Retry-After at once, and memory does not grow.
// overload.mjs [SECONDS]
import { Client, percentile, verdict } from '../support/client.mjs'
import { Service } from '../support/service.mjs'

const seconds = Number(process.argv[2] ?? 60)
const service = await Service.start({ demo: true })
const token = await service.token('admin')
const ticket = { body: 'Skrivaren i A12 skriver inte ut.' }

/** The most that closed-loop clients get done: each sends its next request when the last is answered. */
async function peak(clients, milliseconds) {
  const until = performance.now() + milliseconds
  let done = 0
  await Promise.all(Array.from({ length: clients }, async () => {
    const client = new Client(service.url, token)
    while (performance.now() < until) if ((await client.file(ticket)).status === 201) ++done
    client.close()
  }))
  return (done * 1000) / milliseconds
}

/** Sends `rate` requests a second whether they are answered or not. */
async function openLoop(rate, milliseconds) {
  const idle = []
  const seen = { sent: 0, good: 0, refused: 0, withoutRetryAfter: 0, other: 0, refusals: [] }
  const began = performance.now()
  const pending = new Set()
  while (performance.now() - began < milliseconds) {
    const due = Math.floor(((performance.now() - began) / 1000) * rate)
    for (; seen.sent < due; ++seen.sent) {
      const client = idle.pop() ?? new Client(service.url, token)
      const answer = client.file(ticket).then(({ status, headers, milliseconds: took }) => {
        if (status === 201) ++seen.good
        else if (status === 503) {
          ++seen.refused
          seen.refusals.push(took)
          if (!headers['retry-after']) ++seen.withoutRetryAfter
        } else ++seen.other
        idle.push(client)
      }, () => { ++seen.other }).finally(() => pending.delete(answer))
      pending.add(answer)
    }
    await new Promise(done => setImmediate(done))
  }
  await Promise.all(pending)
  idle.forEach(client => client.close())
  return seen
}

await peak(16, 2000)
const best = await peak(32, 8000)
const before = await service.figures()
const flood = await openLoop(3 * best, seconds * 1000)
const after = await service.figures()
const calm = await peak(32, 3000)
await service.stop()

verdict(
  {
    'peak, tickets/s': best, 'offered/s': flood.sent / seconds, 'goodput, tickets/s': flood.good / seconds, 'afterwards, tickets/s': calm,
    refused: flood.refused, 'other outcomes': flood.other, 'refusal p50, ms': percentile(flood.refusals, 0.5), 'refusal p99, ms': percentile(flood.refusals, 0.99),
    'memory before, kB': before.memory, 'memory after, kB': after.memory,
  },
  {
    'goodput stays at 80 % of the peak (the load comes from the same two cores)': flood.good / seconds >= 0.8 * best,
    'every refusal says when to come again': flood.withoutRetryAfter === 0,
    'nothing but tickets and refusals': flood.other === 0,
    'memory grows by at most 10 %': after.memory <= 1.1 * before.memory,
    'afterwards it is as quick as before': calm >= 0.8 * best,
  })
