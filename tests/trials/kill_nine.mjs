// R1, R4, R5: kill -9 of the service under a filing load, again and again. Every acknowledged ticket is there with its timeline and its
// letters, none is there twice, and a request whose answer was lost may simply be sent again with its key.
// kill_nine.mjs [KILLS] [CLIENTS] [MAXIMUM-TICKETS]
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, verdict } from '../support/client.mjs'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'

const [kills = 20, clients = 8, maximum = 60_000] = process.argv.slice(2).map(Number)
const service = await Service.start({ demo: true })
const token = await service.token('admin')
const acknowledged = new Map() // subject → number
const refused = new Map()
let resent = 0, filed = 0, contradicted = 0, stopping = false

/** Files until told to stop. A request without an answer is sent again, with its key, until there is one. */
async function keepFiling(name) {
  const client = new Client(service.url, token)
  while (!stopping && filed < maximum) {
    const subject = `Trial ${name}-${++filed}`
    const key = randomUUID()
    for (let first = true; ; first = false) {
      if (!first) ++resent
      try {
        const answer = await client.file({ subject, body: 'Skrivaren i A12 skriver inte ut.' }, key)
        if (answer.status === 201) {
          acknowledged.set(subject, JSON.parse(answer.text).number)
          break
        }
        refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1)
        await sleep(50)
      } catch {
        await sleep(50)
      }
    }
    // Now and then a client that is not sure sends again what was acknowledged: the same ticket must come back.
    if (Math.random() < 0.05) {
      const again = await client.file({ subject, body: 'Skrivaren i A12 skriver inte ut.' }, key).catch(() => null)
      ++resent
      if (again?.status === 201 && JSON.parse(again.text).number !== acknowledged.get(subject)) ++contradicted
    }
  }
  client.close()
}

const began = performance.now()
const load = Array.from({ length: clients }, (_, at) => keepFiling(at))
const starts = []
for (let kill = 1; kill <= kills && filed < maximum; ++kill) {
  await sleep(300 + Math.random() * 1700)
  await service.kill()
  await service.launch()
  starts.push(service.startSeconds)
  console.log(`kill ${kill}: ${acknowledged.size} acknowledged, ready again after ${service.startSeconds.toFixed(2)} s`)
}
await sleep(500)
stopping = true
await Promise.all(load)
const seconds = (performance.now() - began) / 1000

const rows = await query(service.data, "SELECT subject, id FROM tickets WHERE subject LIKE 'Trial %'")
const stored = new Map()
let double = 0
for (const [subject, id] of rows) {
  if (stored.has(subject)) ++double
  stored.set(subject, Number(id))
}
let lost = 0
for (const [subject, number] of acknowledged) if (stored.get(subject) !== number) ++lost
const count = async sql => Number((await query(service.data, sql))[0][0])
const withoutLetter = await count("SELECT COUNT(*) FROM tickets t WHERE t.subject LIKE 'Trial %' AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.ticket_id = t.id)")
const withoutTimeline = await count("SELECT COUNT(*) FROM tickets t WHERE t.subject LIKE 'Trial %' AND NOT EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket_id = t.id)")
const ended = await service.stop()

verdict(
  {
    kills: starts.length, clients, seconds, acknowledged: acknowledged.size, stored: stored.size, 'sent again': resent,
    'slowest start after a kill, s': Math.max(...starts), 'other answers': JSON.stringify([...refused]),
  },
  {
    'no acknowledged ticket is lost': lost === 0,
    'no ticket is there twice': double === 0,
    'a key sent again gives the same ticket': contradicted === 0,
    'every ticket has its letters': withoutLetter === 0,
    'every ticket has its timeline': withoutTimeline === 0,
    'the service ends by itself at SIGTERM': ended.code === 0,
  })
