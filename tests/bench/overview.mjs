// The overview on a filled database: any period, filter and table; what it weighs; how soon after a start it answers.
// overview.mjs [TICKETS] [SECONDS] [DATA]: DATA is kept, and filled only once. One walk over the facts alone: figures_bench [TICKETS].
import { Service } from '../support/service.mjs'
import { load } from '../support/wrk.mjs'
import { fill, heading, measure, signIn } from './school.mjs'

const [tickets = 1_000_000, seconds = 8] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const { ownsData } = service
service.ownsData = false
await service.stop()
service.ownsData = ownsData
const began = performance.now()
await service.launch()
const cookie = await signIn(service, 'chef@skola.example')
const headers = { cookie, 'accept-encoding': 'br' }
while ((await fetch(service.url + '/overview', { headers })).status === 503);
console.log(`start to the first overview of ${tickets} tickets: ${((performance.now() - began) / 1000).toFixed(1)} s`)
const page = await fetch(service.url + '/overview?by=area&period=term', { headers: { cookie } })
console.log(`overview by area: ${((await page.text()).length / 1000).toFixed(0)} kB before compression`)
const years = `from=${new Date(Date.now() - 5 * 365 * 864e5).toISOString().slice(0, 10)}&to=${new Date().toISOString().slice(0, 10)}`
console.log(heading)
for (const [name, path] of [
  ['overview, last four weeks', '/overview'],
  ['overview, five years', `/overview?${years}`],
  ['overview, five years, by area', `/overview?${years}&by=area`],
  ['overview, five years, one role, by unit', `/overview?${years}&by=unit&role=ITS`],
  ['overview, a term, a level and a channel', '/overview?period=term&level=HYGIEN&channel=web'],
  ['list: 9 of 10, five years', `/overview/tickets?at=p90&${years}`],
  ['list: open', '/overview/tickets?at=open'],
  ['workbook, five years', `/overview.xlsx?${years}`],
]) await measure(load, name, service.url + path, { clients: 1, seconds, headers })
console.log(`memory of the service: ${((await service.figures()).memory / 1024).toFixed(1)} MB`)
await service.stop()
