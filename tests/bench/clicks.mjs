// From a click to the painted next page, as somebody at a screen has it: Chromium, the service and the database on this machine.
// The page that is left notes the moment of the click; the one that comes says when it was painted first (First Contentful Paint).
// clicks.mjs [TICKETS] [ROUNDS] [DATA]: DATA is kept, and filled only once.
import { chromium } from 'playwright-core'
import { Service } from '../support/service.mjs'
import { fill, signIn } from './school.mjs'

const [tickets = 100_000, rounds = 30] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const cookies = (await signIn(service, 'its@skola.example')).split('; ').map(pair => pair.split('=')).map(([name, ...value]) => ({ name, value: value.join('='), url: service.url }))

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
await context.addCookies(cookies)
await context.addInitScript(() => addEventListener('click', () => sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()), true))
const page = await context.newPage()

/** Clicks, and gives the milliseconds until the next page was painted. */
async function painted(link) {
  await page.waitForLoadState('networkidle')
  await Promise.all([page.waitForEvent('load'), link.click()])
  return page.evaluate(async () => {
    const paint = () => performance.getEntriesByName('first-contentful-paint')[0]
    while (!paint()) await new Promise(done => requestAnimationFrame(done))
    return performance.timeOrigin + paint().startTime - Number(sessionStorage.getItem('clicked'))
  })
}

const ways = { 'a page with one link to another such': [], 'queue to ticket': [], 'ticket to queue': [], 'queue to another tab of it': [], 'queue to a new ticket': [] }
for (let round = -2; round < rounds; ++round) { // the first two warm up
  const note = (way, ms) => round >= 0 && ways[way].push(ms)
  await page.goto(`${service.url}/help/measures`) // what Chromium itself takes on this machine
  await page.evaluate(() => { document.body.innerHTML = '<a href="/robots.txt">Nästa</a>' })
  note('a page with one link to another such', await painted(page.locator('a')))
  await page.goto(`${service.url}/queues/ITS`)
  note('queue to ticket', await painted(page.locator('main tr[id^="t"] a, main li[id^="t"] a, main [id^="t"] a').nth(Math.max(0, round) % 20)))
  note('ticket to queue', await painted(page.locator('a[href="/queues/ITS"]').first()))
  note('queue to another tab of it', await painted(page.locator('main a[href*="view="]').nth(1 + Math.max(0, round) % 3)))
  note('queue to a new ticket', await painted(page.locator('a[href="/tickets/new"]').first()))
}
console.log(`${'milliseconds from a click to the painted page'.padEnd(48)} median    p90    max`)
for (const [way, all] of Object.entries(ways)) {
  all.sort((a, b) => a - b)
  console.log(`${way.padEnd(48)} ${[all[all.length >> 1], all[Math.floor(all.length * 0.9)], all.at(-1)].map(ms => ms.toFixed(0).padStart(6)).join(' ')}`)
}
await browser.close()
await service.stop()
