// What a page hears of while it is open (templates/assets/js/live.js), whatever it then does with it.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, visit } from './harness.mjs'
import { api, fileTicket } from './school.mjs'

const file = words => fileTicket(people.teacher, { subject: words, body: 'Det slutade fungera i morse.', area: 'B003' })

/** An agent's queue with an element that listens, and what was asked of /live. */
async function listen(page, topic = 'queue:ITS') {
  page.asked = []
  page.on('request', request => { if (new URL(request.url()).pathname.startsWith('/live')) page.asked.push(new URL(request.url())) })
  await page.goto('/queues/ITS')
  await page.evaluate(name => {
    const place = document.createElement('div')
    place.id = 'hears'
    place.dataset.live = name
    window.heard = []
    document.body.addEventListener('live:changed', event => { if (event.target === place) window.heard.push(event.detail.topic) })
    document.body.append(place) // the queue draws its own main part anew
    document.dispatchEvent(new Event('htmx:after:swap'))
  }, topic)
}
const heard = page => page.evaluate(() => window.heard)
const hears = page => page.waitForFunction(() => window.heard.length > 0, null, { timeout: 5_000 })
const see = (page, isSeen) => page.evaluate(seen => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (seen ? 'visible' : 'hidden') })
  document.dispatchEvent(new Event('visibilitychange'))
}, isSeen)
const streams = page => page.asked.filter(url => url.pathname === '/live')

test('an open page hears within seconds that something came into its queue, once for a burst, and htmx takes that as a trigger', async () => {
  const page = await visit({ who: 'ITS' })
  await listen(page)
  await page.waitForTimeout(1500)  // what others did just before
  await page.evaluate(() => {
    window.heard.length = 0
    const list = document.createElement('div')
    list.id = 'morphs'
    list.innerHTML = '<p data-live="queue:ITS" hx-get="/queues/ITS" hx-trigger="live:changed from:self" hx-target="this" hx-select="h1"></p>'
    document.body.append(list)
    window.htmx.process(list)
  })
  const before = Date.now()
  await Promise.all([file('Skärmen flimrar'), file('Duken sitter fast'), file('Ljudet knastrar')])
  await hears(page)
  assert(Date.now() - before < 3_000, `heard after ${Date.now() - before} ms`)
  await page.locator('#morphs h1').waitFor()
  await page.waitForTimeout(1200)
  const topics = await heard(page)
  assert(topics.length <= 2 && topics.every(topic => topic === 'queue:ITS'), topics.join())
  assert.equal(streams(page).length, new Set(streams(page).map(String)).size, 'one stream for each set of topics')
  await page.leave()
})

test('a page that nobody sees holds no stream, and hears what it missed when it is seen again', async () => {
  const page = await visit({ who: 'ITS' })
  const number = await file('Tangentbordet är trasigt')
  await listen(page, `queue:ITS ticket:${number}`)
  await page.waitForTimeout(1500)
  const opened = streams(page).at(-1)
  assert.equal(opened.searchParams.get('ticket'), String(number))
  assert.equal(opened.searchParams.get('queue'), 'ITS')
  await see(page, false)
  await page.evaluate(() => { window.heard.length = 0 })
  await api(`/tickets/${number}/messages`, { method: 'POST', body: { kind: 'note', body: 'Ny beställd' }, who: people.ITS })
  await page.waitForTimeout(1500)
  assert.deepEqual(await heard(page), [])
  await see(page, true)
  await hears(page)
  assert(Number(streams(page).at(-1).searchParams.get('since')) > 0)
  await page.waitForTimeout(400)
  assert.deepEqual((await heard(page)).sort(), ['queue:ITS', `ticket:${number}`])
  await page.leave()
})

test('where streams do not get through the page asks now and then, and stops asking when it may not', async () => {
  const page = await visit({ who: 'ITS' })
  await page.clock.install()
  await page.route(url => url.pathname === '/live', route => route.abort())
  await listen(page)
  for (let n = 0; n < 60 && !page.asked.some(url => url.pathname === '/live/number'); ++n) {
    await page.waitForTimeout(250)  // the browser's own tries go by its own clock
    await page.clock.runFor(2_000)
  }
  assert.equal(streams(page).length, 3, 'three tries')
  await page.waitForTimeout(300)
  await page.clock.runFor(1_000)
  await page.evaluate(() => { window.heard.length = 0 })
  await file('Musen har försvunnit')
  await page.waitForTimeout(1_000)
  const polls = page.asked.length
  await page.clock.runFor(20_000)
  await page.waitForTimeout(500)
  await page.clock.runFor(1_000)
  assert.deepEqual(await heard(page), ['queue:ITS'])
  assert.equal(page.asked.length, polls + 1)
  await page.clock.runFor(20_000)
  await page.waitForTimeout(300)
  assert.deepEqual(await heard(page), ['queue:ITS'], 'nothing new')
  await page.context().clearCookies()
  await page.clock.runFor(20_000)
  await page.waitForTimeout(300)
  const last = page.asked.length
  await page.clock.runFor(60_000)
  await page.waitForTimeout(300)
  assert.equal(page.asked.length, last, 'signed out: no more questions')
  const others = page.faults.splice(0).filter(fault => !fault.includes('ERR_FAILED'))  // the streams that we have cut
  assert.deepEqual(others, [])
  await page.leave()
})

test('an open ticket shows what the other side writes where it stands, and what one is writing oneself can still be sent', async () => {
  const number = await file('Kranen i B2 droppar')
  const page = await visit({ who: 'ITS' })
  const teacher = await visit({ who: 'teacher', screen: 'phone' })
  await page.goto(`/tickets/${number}`)
  await teacher.goto(`/tickets/${number}`)
  await page.locator('.messages details').first().evaluate(details => { details.open = true })
  await page.locator('#reply').fill('Vilken kran är det?')
  const before = await page.locator('#priority').evaluate(field => field.form.elements.version.value)
  await api(`/tickets/${number}/messages`, { method: 'POST', body: { kind: 'reply', body: 'Nu rinner det' }, who: people.teacher })
  await page.locator('.message').filter({ hasText: 'Nu rinner det' }).waitFor()
  assert.equal(await page.locator('[data-live-new]').textContent(), texts('sv')('ticket.live_new'))
  assert.equal(await page.locator('#reply').inputValue(), 'Vilken kran är det?')
  assert(await page.evaluate(() => document.activeElement.id === 'reply'), 'the focus stays')
  assert(await page.locator('.messages details').first().evaluate(details => details.open), 'what was unfolded stays so')
  assert.equal(await page.locator('#priority').evaluate(field => field.form.elements.version.value), before, 'what a form offers is as old as its version')
  await page.getByRole('button', { name: texts('sv')('ticket.send_and_wait') }).click()
  await page.locator('.message').filter({ hasText: 'Vilken kran är det?' }).waitFor()
  assert.equal((await api(`/tickets/${number}`)).state, 'waiting_requester')
  await teacher.locator('.standing').getByText(texts('sv')('state.waiting_requester')).waitFor()
  await page.leave()
  await teacher.leave()
})
