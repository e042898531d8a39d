// How quick a search is among many tickets: in the database, query by query, and as page, palette and API. The demo school's tickets and
// their terms are copied by SQL until there are enough: words keep the shares they have there, and of the newest 1 % some are open.
// search.mjs [TICKETS] [SECONDS] [DATA]: DATA is kept, and filled only once.
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'

const [tickets = 1_000_000, seconds = 8] = process.argv.slice(2, 4).map(Number)
const original = 2000
const service = await Service.start({ demo: true, data: process.argv[4] })
const ask = sql => query(service.data, sql)
const one = async sql => Number((await ask(sql))[0][0])
await fill()
console.log(`${await one('SELECT COUNT(*) FROM tickets')} tickets, ${await one('SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_NAME = \'ticket_terms\'')} terms (about), ` +
  `${((await one('SELECT DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_NAME = \'ticket_terms\'')) / 2 ** 20).toFixed(0)} MB of terms`)

const agent = await signIn('its@skola.example')
const teacher = await signIn('larare@skola.example')
const token = await service.token('its@skola.example')
const plain = await load(service.url + '/livez', { clients: 8, seconds: 2 })
console.log(`a plain answer (/livez), 8 clients: ${plain.perSecond.toFixed(0)}/s, p50 ${plain.p50.toFixed(1)} ms, p99 ${plain.p99.toFixed(1)} ms`)
console.log('what                                        clients  answers/s  p50 ms  p99 ms  max ms  faults')
for (const [name, path, headers] of [
  ['API, two words: skrivare rum', '/api/v1/search?q=skrivare+rum+', { authorization: `Bearer ${token}` }],
  ['API, two words, last unfinished: rum skriv', '/api/v1/search?q=rum+skriv', { authorization: `Bearer ${token}` }],
  ['API, number', '/api/v1/search?q=%231500', { authorization: `Bearer ${token}` }],
  ['page, agent, two words', '/search?q=skrivare+rum+', { cookie: agent, 'accept-encoding': 'br' }],
  ['page, agent, three words', '/search?q=elev+logga+skola+', { cookie: agent, 'accept-encoding': 'br' }],
  ['page, agent, one unfinished word', '/search?q=pro', { cookie: agent, 'accept-encoding': 'br' }],
  ['page, requester, two words', '/search?q=skrivare+rum+', { cookie: teacher, 'accept-encoding': 'br' }],
  ['palette, agent, one unfinished word', '/search/suggestions?q=skriv', { cookie: agent }],
  ['palette, agent, number', '/search/suggestions?q=1500', { cookie: agent }],
]) {
  for (const clients of [1, 8]) {
    await load(service.url + path, { clients, seconds: 1, headers })
    const { perSecond, p50, p99, max, errors, bad } = await load(service.url + path, { clients, seconds, headers })
    console.log(`${name.padEnd(42)}  ${String(clients).padStart(7)}  ${perSecond.toFixed(0).padStart(9)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${max.toFixed(1).padStart(6)}  ${String(errors + bad).padStart(6)}`)
  }
}
await service.stop()

async function fill() {
  const first = 1001
  if ((await one('SELECT COUNT(*) FROM tickets')) >= tickets) return
  await service.command('demo', '--tickets', String(original))
  const columns = (await ask('SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = \'tickets\' ' +
    'AND GENERATION_EXPRESSION IS NULL AND COLUMN_NAME NOT IN (\'id\', \'state\', \'resolved_at\')')).map(row => row[0])
  const [copies, step] = [Math.ceil(tickets / original) - 1, 20]
  for (let from = 1; from <= copies; from += step) {
    const to = Math.min(from + step - 1, copies)
    const past = copies - Math.ceil(copies / 100)
    await ask(`INSERT INTO tickets (id, state, resolved_at, ${columns}) SELECT STRAIGHT_JOIN t.id + ${original} * s.seq, IF(s.seq > ${past}, t.state, 'closed'), ` +
      `IF(s.seq > ${past}, t.resolved_at, COALESCE(t.resolved_at, t.opened_at)), ${columns.map(name => `t.${name}`)} ` +
      `FROM seq_${from}_to_${to} s JOIN tickets t WHERE t.id < ${first + original}`)
    await ask(`INSERT INTO ticket_terms (term, ticket_id, is_internal) SELECT x.term, x.ticket_id + ${original} * s.seq, x.is_internal ` +
      `FROM seq_${from}_to_${to} s JOIN ticket_terms x WHERE x.ticket_id < ${first + original}`)
  }
  await ask('ANALYZE TABLE tickets, ticket_terms')
}

/** Signs in by a link, as the page's form does; gives the session's cookie. */
async function signIn(mail) {
  const link = await service.link(mail)
  const form = /<form[^>]*action="([^"]+)"/.exec(await (await fetch(link)).text())
  const answer = await fetch(new URL(form[1].replaceAll('&amp;', '&'), link), {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ next: '' }), headers: { origin: service.url, 'sec-fetch-site': 'same-origin' },
  })
  return answer.headers.getSetCookie().map(line => line.split(';')[0]).join('; ')
}
