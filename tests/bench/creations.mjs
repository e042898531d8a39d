// Durable ticket creations a second through HTTP: receipt, timeline, letters and idempotency key in one transaction each; beside them,
// in the same run, the bare database's: the very SQL of one create replayed without HTTP (build/bench/bare_creations).
// creations.mjs [SECONDS]
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { load } from '../support/wrk.mjs'
import { Service } from '../support/service.mjs'

const seconds = Number(process.argv[2] ?? 8)
const service = await Service.start({ demo: true })
const token = await service.token('admin')
// Each request its own key, as a careful client would send.
const request = `
  count = (count or 0) + 1
  if not salt then math.randomseed(os.time() * 1000 + math.floor(os.clock() * 1e6)); salt = math.random(1e9) end
  wrk.headers["Idempotency-Key"] = "bench-" .. salt .. "-" .. count
  return wrk.format("POST", "/api/v1/tickets", nil, '{"body":"Skrivaren i A12 skriver inte ut, det blinkar rött."}')`
const bare = process.env.ANSVAR_BARE ?? 'build/bench/bare_creations'
const sample = await (await fetch(service.url + '/api/v1/tickets', { method: 'POST', headers: headers(), body: '{"body":"Skrivaren i A12 skriver inte ut, det blinkar rött."}' })).json()
console.log('clients  tickets/s  p50 ms  p99 ms  not created  bare/s  round trips  of the bare')
for (const clients of [1, 8, 32]) {
  await load(service.url, { clients, seconds: 2, headers: headers(), request })
  const { perSecond, p50, p99, errors, bad } = await load(service.url, { clients, seconds, headers: headers(), request })
  const { stdout } = await promisify(execFile)(bare, [service.data, token, String(sample.number), String(seconds), String(clients)])
  const [, bareRate, trips] = stdout.trim().split(' ').map(Number)
  console.log(`${String(clients).padStart(7)}  ${perSecond.toFixed(0).padStart(9)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${String(errors + bad).padStart(11)}  ${bareRate.toFixed(0).padStart(6)}  ${String(trips).padStart(11)}  ${(perSecond / bareRate).toFixed(2).padStart(11)}`)
}
console.log(`memory after: ${((await service.figures()).memory / 1024).toFixed(1)} MB`)
await service.stop()

function headers() {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}
