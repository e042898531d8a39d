// From a click to the painted next page, as somebody at a screen has it: Chromium, the service and the database on this machine.
// The page that is left notes the moment of the click; the one that comes says when it was painted first (First Contentful Paint). Each way is
// gone at once (50 ms after the mouse has come to the link) and after a rest of 300 ms, when Chromium has drawn the page ahead (decisions/0095).
// clicks.mjs [TICKETS] [ROUNDS] [DATA]: DATA is kept, and filled only once.
import { setTimeout as sleep } from 'node:timers/promises'
import { Chromium } from '../support/chromium.mjs'
import { Service } from '../support/service.mjs'
import { fill, signIn } from './school.mjs'

const [tickets = 100_000, rounds = 30] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const cookie = await signIn(service, 'its@skola.example')

const chromium = await Chromium.open()
await chromium.setCookies(service.url, cookie)
const calm = 700 // milliseconds until a page has nothing more to do
async function open(path) {
  await chromium.goto(service.url + path)
  await sleep(calm)
}

/**
 * Clicks on the first that the selector finds, `rest` ms after the mouse has come there, and gives the milliseconds from the click until the
 * next page was painted. A page that was drawn ahead counts from the moment it was shown.
 */
async function painted(selector, rest) {
  await chromium.evaluate("addEventListener('click', () => localStorage.setItem('clicked', performance.timeOrigin + performance.now()), true); localStorage.removeItem('clicked')")
  await chromium.hover(selector)
  await sleep(rest)
  await chromium.click()
  await sleep(calm)
  const ms = await chromium.evaluate("performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0]?.startTime - Number(localStorage.getItem('clicked') ?? NaN)")
  if (!(ms > 0)) throw new Error(`${selector} led to no other page`)
  return ms
}

/** Of the tickets at the top of the queue, the one with nearest to 50 messages, and the one with most: [number, messages]. */
async function twoTickets() {
  const read = async path => (await fetch(service.url + path, { headers: { cookie } })).text()
  const counted = []
  for (const [, number] of (await read('/queues/ITS')).matchAll(/id="t(\d+)"/g)) counted.push([number, (await read(`/tickets/${number}`)).split('class="message ').length - 1])
  const [usual] = counted.toSorted((a, b) => Math.abs(a[1] - 50) - Math.abs(b[1] - 50)), [longest] = counted.toSorted((a, b) => b[1] - a[1])
  return [usual, longest]
}

const [usual, longest] = await twoTickets()
const ticket = ([number, messages]) => ({ name: `queue to a ticket with ${messages} messages`, link: `main a[href="/tickets/${number}"]` })
const ways = [{ name: 'a page with one link to another such', link: 'a', bare: true, from: '/help/measures' }, ticket(usual), ticket(longest), { name: 'ticket to queue', from: `/tickets/${usual[0]}`, link: 'a[href="/queues/ITS"]' },
  { name: 'queue to another tab of it', link: 'main a[href*="view="]' }, { name: 'queue to a new ticket', link: 'a[href="/tickets/new"]' }]
const rests = [50, 300]
for (let round = -2; round < rounds; ++round) { // the first two warm up
  for (const way of ways) {
    for (const rest of way.bare ? [50] : rests) {
      await open(way.from ?? '/queues/ITS')
      if (way.bare) await chromium.evaluate('document.body.innerHTML = \'<a href="/robots.txt">Nästa</a>\'') // what Chromium itself takes on this machine
      const ms = await painted(way.link, rest)
      if (round >= 0) ((way.after ??= {})[rest] ??= []).push(ms)
    }
  }
}
console.log(`${'milliseconds from a click to the painted page'.padEnd(48)}  rest median    p90    max`)
for (const { name, after } of ways) {
  for (const [rest, all] of Object.entries(after)) {
    all.sort((a, b) => a - b)
    console.log(`${name.padEnd(48)} ${[rest, ...[all[all.length >> 1], all[Math.floor(all.length * 0.9)], all.at(-1)].map(ms => ms.toFixed(0))].map(each => String(each).padStart(6)).join('')}`)
  }
}
await chromium.close()
await service.stop()
