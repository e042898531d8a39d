// From a click to the painted next page, as somebody at a screen has it: Chromium, the service and the database on this machine.
// The page that is left notes the moment of the click; the one that comes says when it was painted first (First Contentful Paint). Chromium is
// asked by its own protocol: a test tool's isolated worlds in every page cost 10 to 20 ms of what is measured here.
// clicks.mjs [TICKETS] [ROUNDS] [DATA]: DATA is kept, and filled only once. Needs Node 22 (WebSocket).
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Service } from '../support/service.mjs'
import { fill, signIn } from './school.mjs'

const [tickets = 100_000, rounds = 30] = process.argv.slice(2, 4).map(Number)
const service = await Service.start({ demo: true, data: process.argv[4] })
await fill(service, tickets)
const cookie = await signIn(service, 'its@skola.example')

/** A Chromium with one page: `send` asks it, `evaluate` asks the page. */
async function openChromium() {
  const profile = await mkdtemp(join(tmpdir(), 'ansvar-clicks-'))
  const chromium = spawn('/usr/bin/chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--window-size=1280,800', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise((found, lost) => {
    let said = ''
    chromium.stderr.on('data', bytes => { said += bytes; const [url] = said.match(/ws:\S+/) ?? []; if (url) found(url) })
    chromium.on('exit', () => lost(new Error(said)))
  })
  const socket = new WebSocket(address)
  await new Promise((open, closed) => { socket.addEventListener('open', open); socket.addEventListener('error', closed) })
  const asked = new Map()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(data)
    error ? asked.get(id)?.no(new Error(error.message)) : asked.get(id)?.yes(result)
    asked.delete(id)
  })
  let last = 0, sessionId
  const send = (method, params = {}) => new Promise((yes, no) => { asked.set(++last, { yes, no }); socket.send(JSON.stringify({ id: last, method, params, sessionId })) })
  const { targetInfos } = await send('Target.getTargets')
  sessionId = (await send('Target.attachToTarget', { targetId: targetInfos.find(({ type }) => type === 'page').targetId, flatten: true })).sessionId
  return {
    send,
    evaluate: async expression => (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value,
    close: async () => { chromium.kill(); await new Promise(gone => chromium.on('close', gone)); await rm(profile, { recursive: true, force: true, maxRetries: 5 }) },
  }
}

const chromium = await openChromium()
for (const pair of cookie.split('; ')) {
  const [name, ...value] = pair.split('=')
  await chromium.send('Network.setCookie', { name, value: value.join('='), url: service.url })
}
const calm = 700 // milliseconds until a page has nothing more to do
async function open(path) {
  await chromium.send('Page.navigate', { url: service.url + path })
  await sleep(calm)
}

/** Clicks on the first that the selector finds, 80 ms from press to release, and gives the milliseconds until the next page was painted. */
async function painted(selector) {
  const { x, y } = await chromium.evaluate(`(() => {
    const link = document.querySelector(${JSON.stringify(selector)})
    link.scrollIntoView({ block: 'center' })
    addEventListener('click', () => sessionStorage.setItem('clicked', performance.timeOrigin + performance.now()), true)
    const { left, top, height } = link.getBoundingClientRect()
    return { x: left + 8, y: top + height / 2 }
  })()`)
  const mouse = (type, pressed = {}) => chromium.send('Input.dispatchMouseEvent', { type, x, y, ...pressed })
  await mouse('mouseMoved')
  await sleep(50)
  await mouse('mousePressed', { button: 'left', clickCount: 1 })
  await sleep(80)
  await mouse('mouseReleased', { button: 'left', clickCount: 1 })
  await sleep(calm)
  const ms = await chromium.evaluate("performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0]?.startTime - Number(sessionStorage.getItem('clicked'))")
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
for (let round = -2; round < rounds; ++round) { // the first two warm up
  for (const way of ways) {
    await open(way.from ?? '/queues/ITS')
    if (way.bare) await chromium.evaluate('document.body.innerHTML = \'<a href="/robots.txt">Nästa</a>\'') // what Chromium itself takes on this machine
    const ms = await painted(way.link)
    if (round >= 0) (way.all ??= []).push(ms)
  }
}
console.log(`${'milliseconds from a click to the painted page'.padEnd(48)} median    p90    max`)
for (const { name, all } of ways) {
  all.sort((a, b) => a - b)
  console.log(`${name.padEnd(48)} ${[all[all.length >> 1], all[Math.floor(all.length * 0.9)], all.at(-1)].map(ms => ms.toFixed(0).padStart(6)).join(' ')}`)
}
await chromium.close()
await service.stop()
