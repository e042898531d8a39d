// Pages that Chromium draws ahead of their reader, when the mouse rests on a link (decisions/0095): in a Chromium without a test tool between.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Chromium } from '../support/chromium.mjs'
import { query } from '../support/database.mjs'
import { test } from './scenario.mjs'
import { people, runningService, visit } from './harness.mjs'
import { api, eventually, fileTicket } from './school.mjs'

/** As `eventually`; a page that is just being put in the place of another answers with an error, or not at all. */
const soon = (ask, what) => eventually(() => ask().catch(() => false), what)

/** An agent's Chromium in the queue, as `act` uses it. */
async function inQueue(act) {
  const page = await visit({ who: 'ITS' })
  const cookies = await page.context().cookies()
  await page.leave()
  const chromium = await Chromium.open()
  try {
    await chromium.setCookies(runningService().url, cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
    await chromium.goto(`${runningService().url}/queues/ITS`)
    await soon(() => chromium.evaluate("document.body?.dataset.keysReady !== undefined"), 'the queue')
    await act(chromium)
  } finally {
    await chromium.close()
  }
}

const linkTo = number => `main a[href="/tickets/${number}"]`
const isShown = (chromium, number) => soon(() => chromium.evaluate(`location.pathname === '/tickets/${number}' && document.body?.dataset.keysReady !== undefined`), `ticket ${number}`)
const wasDrawnAhead = chromium => chromium.evaluate("performance.getEntriesByType('navigation')[0].activationStart > 0")
const rows = sql => query(runningService().data, sql)

const present = number => rows(`SELECT person_id FROM ticket_presence WHERE ticket_id = ${number} AND looks_until > UTC_TIMESTAMP(6)`)
const says = (chromium, words) => chromium.evaluate(`document.querySelector('main').textContent.includes('${words}')`)

/** A ticket that was drawn ahead; something was written in it since. Gives its number; the mouse is still on its link. */
async function drawnAhead(chromium, subject) {
  const number = await fileTicket(people.teacher, { subject, body: 'Den blinkar.', area: 'B003' })
  await soon(() => chromium.evaluate(`document.querySelector('${linkTo(number)}') !== null`), 'it in the queue')
  await chromium.hover(linkTo(number))
  await soon(async () => (await chromium.askAhead('location.pathname')).includes(`/tickets/${number}`), 'a page drawn ahead')
  await api(`/tickets/${number}/messages`, { method: 'POST', body: { kind: 'reply', body: 'Skrivet under tiden' }, who: people.teacher })
  return number
}

test('a ticket that the mouse rests on is drawn ahead; it says and does nothing until it is shown, and is then as it should be', () => inQueue(async chromium => {
  const number = await drawnAhead(chromium, 'Projektorn i förväg')
  await sleep(1_500)
  assert.deepEqual(await chromium.askAhead('document.body.dataset.keysReady === undefined'), [true], 'its scripts have not begun')
  assert.deepEqual(await present(number), [], 'nobody looks at it yet')
  await chromium.click()
  await isShown(chromium, number)
  assert(await wasDrawnAhead(chromium))
  await soon(() => says(chromium, 'Skrivet under tiden'), 'what came meanwhile')
  await soon(async () => (await present(number)).length === 1, 'that somebody looks at it')
}))

test('what was drawn ahead long ago is asked for again when it is shown', () => inQueue(async chromium => {
  const number = await drawnAhead(chromium, 'Projektorn i förväg, för länge sedan')
  await sleep(10_000)
  assert.deepEqual(await present(number), [])
  await chromium.click()
  await isShown(chromium, number)
  assert.equal(await chromium.evaluate("performance.getEntriesByType('navigation')[0].type"), 'reload')
  assert(await says(chromium, 'Skrivet under tiden'))
}))

test('a confidential ticket is never drawn ahead: nobody has read it before it is opened', async () => {
  const number = await fileTicket(people.teacher, { subject: 'Förtroligt, i förväg', body: 'Om en kollega.', area: 'B049' })
  const views = () => rows(`SELECT action FROM audit_log WHERE action = 'ticket.viewed' AND object_id = '${number}'`)
  const refusals = async () => (await readFile(join(runningService().data, 'service.log'), 'utf8')).split('"status":425').length
  await inQueue(async chromium => {
    const before = await refusals()
    await chromium.hover(linkTo(number)) // its row is not even asked for
    await sleep(1_000)
    assert.equal(await refusals(), before)
    await chromium.evaluate(`document.querySelector('h1').innerHTML = '<a id="plain" href="/tickets/${number}">Hit</a>'`)
    await chromium.hover('#plain')
    await soon(async () => (await refusals()) > before, 'a refusal')
    await sleep(1_000)
    assert.deepEqual(await chromium.askAhead('location.pathname'), [])
    assert.deepEqual(await views(), [])
    await chromium.click()
    await isShown(chromium, number)
    assert(!(await wasDrawnAhead(chromium)))
    assert.equal((await views()).length, 1)
  })
})
