// What a page may cost on the wire, measured by Chromium against the running service; figures are printed for RESULTS.md.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { people, visit, wireSize } from './harness.mjs'
import { fileTicket } from './school.mjs'

const subjects = ['Projektorn i B7 visar bara blått', 'Ljudet saknas i aulan', 'Dokumentkameran i C12 är suddig', 'HDMI-kabeln i A4 glappar', 'Fjärrkontrollen är borta',
  'Högtalarna brummar i musiksalen', 'Duken i D2 går inte upp', 'Mikrofonen i idrottshallen är tyst', 'Skärmen i personalrummet är svart', 'Adaptern till plattan passar inte']
const kB = bytes => `${(bytes / 1000).toFixed(1)} kB`

test('the form costs at most 40 kB cold in at most 7 requests, and 3 kB warm', async t => {
  const page = await visit({ who: 'teacher', screen: 'phone' })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.clearBrowserCache')
  const cold = await wireSize(page, () => page.goto('/tickets/new'))
  const warm = await wireSize(page, () => page.goto('/tickets/new'))
  t.diagnostic(`form: cold ${kB(cold.bytes)} in ${cold.requests} requests, warm ${kB(warm.bytes)}`)
  assert(cold.bytes <= 40_000, `${kB(cold.bytes)}: ${cold.urls.join(' ')}`)
  assert(cold.requests <= 7, cold.urls.join(' '))
  assert(warm.bytes <= 3_000, kB(warm.bytes))
  await page.leave()
})

test('a queue of 50 rows costs at most 5 kB after the first page', async t => {
  for (let n = 0; n < 60; ++n) await fileTicket(people.teacher, { subject: subjects[n % subjects.length], body: 'Det slutade fungera i morse.', area: 'B034' })
  const page = await visit({ who: 'SEK' }) // whose queue no other test keeps views of
  await page.goto('/queues/SEK')
  const rows = await page.locator('[data-row]').count()
  const warm = await wireSize(page, () => page.goto('/queues/SEK'))
  t.diagnostic(`queue of ${rows} rows: ${kB(warm.bytes)} in ${warm.requests} requests`)
  assert.equal(rows, 50)
  assert(warm.bytes <= 5_000, kB(warm.bytes))
  await page.leave()
})

test('nothing jumps while a page loads', async () => {
  for (const [who, path] of [['teacher', '/tickets/new'], ['ITS', '/queues/ITS'], ['manager', '/overview']]) {
    const page = await visit({ who, screen: 'phone' })
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const shift = await page.evaluate(() => new Promise(done => {
      let sum = 0
      new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value })
        .observe({ type: 'layout-shift', buffered: true })
      setTimeout(() => done(sum), 300)
    }))
    assert.equal(shift, 0, `${path} shifts by ${shift}`)
    await page.leave()
  }
})
