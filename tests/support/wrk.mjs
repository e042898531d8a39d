// Measures with wrk, which costs little of the two cores that the service needs too.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

// What wrk's script writes at the end: one line of JSON. Latencies are microseconds.
const report = `
function done(summary, latency)
  io.write(string.format('\\n@{"requests":%d,"microseconds":%d,"errors":%d,"bad":%d,"p50":%d,"p99":%d,"max":%d}\\n',
    summary.requests, summary.duration, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.errors.status, latency:percentile(50), latency:percentile(99), latency.max))
end
`

/**
 * Loads url with `clients` connections for `seconds`, each of which waits `pause` milliseconds on average before it asks again. `request` is Lua that
 * returns one request ("return wrk.format(...)").
 * Gives {perSecond, p50, p99, max (milliseconds), errors, bad (answers of 400 and above)}.
 */
export async function load(url, { clients, seconds, pause = 0, headers = {}, request }) {
  const folder = await mkdtemp(join(tmpdir(), 'ansvar-wrk-'))
  const script = join(folder, 'load.lua')
  await writeFile(script, (request ? `function request()\n${request}\nend\n` : '') + (pause ? `function delay() return math.random(${2 * pause}) end\n` : '') + report)
  try {
    const { stdout } = await run('wrk', ['--connections', String(clients), '--threads', '1', '--duration', `${seconds}s`, '--timeout', '10s',
      '--latency', '--script', script, ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]), url])
    const { requests, microseconds, errors, bad, p50, p99, max } = JSON.parse(/^@(.*)$/m.exec(stdout)[1])
    return { perSecond: (requests - bad) / (microseconds / 1e6), p50: p50 / 1000, p99: p99 / 1000, max: max / 1000, errors, bad }
  } finally {
    await rm(folder, { recursive: true })
  }
}
