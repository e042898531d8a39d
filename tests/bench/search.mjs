// How quick a search is among many tickets: as page, palette and API.
// search.mjs [TICKETS] [SECONDS] [DATA]: DATA is kept, and filled only once.
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'
import { fill, heading, measure, signIn } from './school.mjs'

const [tickets = 1_000_000, seconds = 8] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
const ask = sql => query(service.data, sql)
const one = async sql => Number((await ask(sql))[0][0])
await fill(service, tickets)
console.log(`${await one('SELECT COUNT(*) FROM tickets')} tickets, ${await one('SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_NAME = \'ticket_terms\'')} terms (about), ` +
  `${((await one('SELECT DATA_LENGTH FROM information_schema.TABLES WHERE TABLE_NAME = \'ticket_terms\'')) / 2 ** 20).toFixed(0)} MB of terms`)

const agent = await signIn(service, 'its@skola.example')
const teacher = await signIn(service, 'larare@skola.example')
const token = await service.token('its@skola.example')
const plain = await load(service.url + '/livez', { clients: 8, seconds: 2 })
console.log(`a plain answer (/livez), 8 clients: ${plain.perSecond.toFixed(0)}/s, p50 ${plain.p50.toFixed(1)} ms, p99 ${plain.p99.toFixed(1)} ms`)
console.log(heading)
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
  for (const clients of [1, 8]) await measure(load, name, service.url + path, { clients, seconds, headers })
}
await service.stop()
