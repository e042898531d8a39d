// How fast a program that keeps a copy reads the feed of changes, page after page as the answers' links lead it, and how fast changes are numbered.
// feed.mjs [CHANGES] [TICKETS] [DATA]: changes of tickets all over a school of so many; DATA is kept, and filled only once.
import { setTimeout as sleep } from 'node:timers/promises'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { fill } from './school.mjs'

const [changes = 50_000, tickets = 20_000] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const headers = { authorization: `Bearer ${await service.token('admin')}` }
const { next: start } = await get('/api/v1/changes')
await query(service.data, 'INSERT INTO changes (ticket_id, seq, role_code, reach, made_at) SELECT x.id, 1, x.role_code, \'open\', UTC_TIMESTAMP(6) FROM ' +
  `(SELECT id, role_code FROM tickets WHERE id % 7 = 1 ORDER BY id DESC LIMIT ${changes}) x`)
const wanted = Number(start) + (await query(service.data, 'SELECT COUNT(*) FROM changes WHERE number IS NULL'))[0][0] * 1
let began = performance.now()
while (Number((await get('/api/v1/changes')).next) < wanted) await sleep(20)
console.log(`numbered: ${((wanted - Number(start)) / ((performance.now() - began) / 1000)).toFixed(0)} changes a second`)
for (const limit of [50, 200]) {
  const seen = new Set()
  let pages = 0, path = `/api/v1/changes?after=${start}&limit=${limit}`
  began = performance.now()
  for (; path; ++pages) {
    const answer = await fetch(service.url + path, { headers })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    for (const { change } of (await answer.json()).items) seen.add(change)
    path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
  }
  const seconds = (performance.now() - began) / 1000
  console.log(`read by one client, ${limit} a page: ${(seen.size / seconds).toFixed(0)} changes a second (${seen.size} in ${pages} pages)`)
}
await service.stop()

async function get(path) {
  const answer = await fetch(service.url + path, { headers })
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
  return answer.json()
}
