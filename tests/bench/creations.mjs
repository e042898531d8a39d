// Durable ticket creations a second through HTTP: receipt, timeline, letters and idempotency key in one transaction each.
// creations.mjs [SECONDS]
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
console.log('clients  tickets/s  p50 ms  p99 ms  not created')
for (const clients of [1, 8, 32]) {
  await load(service.url, { clients, seconds: 2, headers: headers(), request })
  const { perSecond, p50, p99, errors, bad } = await load(service.url, { clients, seconds, headers: headers(), request })
  console.log(`${String(clients).padStart(7)}  ${perSecond.toFixed(0).padStart(9)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${String(errors + bad).padStart(11)}`)
}
console.log(`memory after: ${((await service.figures()).memory / 1024).toFixed(1)} MB`)
await service.stop()

function headers() {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}
