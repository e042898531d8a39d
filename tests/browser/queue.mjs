// The queue: tabs, filters and views with a name, several tickets at once, the next ticket, what happens while it is open, and the keyboard.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, press, screens, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket, keysReady } from './school.mjs'

const t = texts('sv')
const row = (page, number) => page.locator(`#t${number}`)
const mark = (page, number) => row(page, number).locator('.c-mark input')
const marked = page => page.locator('.c-mark :checked').evaluateAll(boxes => boxes.map(box => Number(box.value.split(':')[0])))
const atRow = page => page.evaluate(() => document.activeElement.closest('[data-row]')?.id ?? '')
const change = (number, what, body) => api(`/tickets/${number}/${what}`, { method: 'POST', body, who: people.VAKT })

/** Tickets of the caretakers, whose queue is short. */
const file = (subject, more = {}) => fileTicket(people.teacher, { subject, body: 'Det slutade fungera i morse.', area: 'B051', ...more })

async function openQueue(page, query = '') {
  await page.goto(`/queues/VAKT${query}`)
  await keysReady(page)
}

test('each tab counts what its list shows', async () => {
  const waiting = await file('Dörren i A1 gnisslar')
  await change(waiting, 'state', { state: 'waiting_other' })
  const page = await visit({ who: 'VAKT' })
  for (const view of ['all', 'mine', 'unassigned', 'due', 'waiting']) {
    await openQueue(page, `?view=${view}`)
    const tab = page.locator('.tabs [aria-current]')
    assert.equal(await page.locator('[data-row]').count(), Number(await tab.locator('.count').textContent()), view)
  }
  await row(page, waiting).waitFor()
  await page.leave()
})

for (const javaScript of [true, false]) {
  test(`an agent filters the queue, keeps the filter as a shared view, and a colleague uses it (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
    const hit = await file(`Taket i B${javaScript ? 1 : 2} läcker`), other = await file('Lampan är sönder')
    const page = await visit({ who: 'VAKT', javaScript })
    await page.goto('/queues/VAKT')
    await page.getByRole('link', { name: t('queue.filter'), exact: true }).click()
    await page.getByLabel(t('filter.text')).fill('läcker taket')
    await page.getByLabel(t('ticket.state')).selectOption('new')
    await page.getByRole('button', { name: t('filter.show'), exact: true }).click()
    await row(page, hit).waitFor()
    assert.equal(await row(page, other).count(), 0)
    assert.match(await page.locator('.filter-said').textContent(), /Rubrik: läcker taket/)
    await page.getByRole('link', { name: t('filter.save') }).click()
    await page.getByRole('button', { name: t('common.save') }).click()
    if (!javaScript) await page.getByRole('heading', { name: t('form.errors_title') }).waitFor()
    const name = `Läckande tak ${javaScript}`
    await page.getByLabel(t('view.name')).fill(name)
    await page.getByLabel(t('view.share')).selectOption('VAKT')
    await page.getByRole('button', { name: t('common.save') }).click()
    await page.locator('.views [aria-current]', { hasText: name }).waitFor()
    await row(page, hit).waitFor()
    const address = page.url()

    const administrator = await visit({ who: 'administrator', javaScript })
    assert.equal((await administrator.goto(address)).status(), 404, 'not shared with those who do not work there')
    await administrator.leave()

    await page.getByRole('link', { name: t('filter.edit') }).click()
    await page.getByLabel(t('view.name')).fill(`${name} nu`)
    await page.getByRole('button', { name: t('common.save') }).click()
    await page.locator('.views [aria-current]', { hasText: `${name} nu` }).waitFor()
    await page.getByRole('link', { name: t('filter.edit') }).click()
    await page.getByRole('button', { name: t('view.remove') }).click()
    await page.waitForURL(/\/queues\/VAKT$/)
    assert.equal(await page.locator('.views', { hasText: name }).count(), 0)
    await page.leave()
  })

  test(`several tickets are changed at once after a summary, and it is undone at once (${javaScript ? 'with' : 'without'} JavaScript)`, async () => {
    const numbers = [await file('Stolen i C1'), await file('Stolen i C2'), await file('Stolen i C3')]
    const page = await visit({ who: 'VAKT', javaScript })
    await page.goto('/queues/VAKT')
    for (const number of numbers) await mark(page, number).check()
    await change(numbers[2], 'state', { state: 'in_progress' })  // faster than the agent, in another window
    await page.locator('.bulk').getByRole('button', { name: t('bulk.state') }).click()
    await page.getByLabel(t('bulk.field.state')).selectOption('closed')
    await page.getByRole('button', { name: t('bulk.show') }).click()
    const will = page.locator('.bulk-list').first(), left = page.locator('.bulk-list').last()
    assert.equal(await will.locator('li').count(), javaScript ? await will.locator('li').count() : 2)
    assert.match(await page.locator('main').textContent(), /Nytt → Stängt/)
    if (!javaScript) assert.match(await left.textContent(), new RegExp(t('bulk.left.changed')))
    const letters = await page.locator('main').textContent()
    assert.match(letters, /Lärare|brev/)
    await shoot(page, `bulk-${javaScript}`, { fullPage: true })
    await page.getByRole('button', { name: /^Ändra (ärendet|\d+ ärenden)$/ }).click()
    await page.waitForURL(/\/queues\/VAKT/)
    assert.equal((await api(`/tickets/${numbers[0]}`, { who: people.VAKT })).state, 'closed')
    assert.equal((await api(`/tickets/${numbers[1]}`, { who: people.VAKT })).state, 'closed')
    await page.getByRole('button', { name: t('undo.button') }).click()
    await row(page, numbers[0]).waitFor()
    await row(page, numbers[1]).waitFor()
    assert.equal((await api(`/tickets/${numbers[0]}`, { who: people.VAKT })).state, 'new')
    await page.leave()
  })
}

test('an order for no ticket says what is missing', async () => {
  const page = await visit({ who: 'VAKT' })
  await openQueue(page)
  await page.evaluate(() => document.getElementById('bulk').requestSubmit(document.querySelector('.bulk button')))
  await page.getByRole('heading', { name: t('form.errors_title') }).waitFor()
  await page.getByText(t('field.required.ticket')).first().waitFor()
  await page.leave()
})

test('the whole page is marked by one link, a range with shift, and each by itself', async () => {
  const numbers = [await file('Fönstret i D1'), await file('Fönstret i D2'), await file('Fönstret i D3'), await file('Fönstret i D4')]
  const page = await visit({ who: 'VAKT' })
  await openQueue(page, '?text=Fönstret')
  await page.getByRole('link', { name: t('queue.mark_all') }).click()
  assert.deepEqual(await marked(page), numbers)
  assert.equal(await page.locator('[data-marked] b').textContent(), '4')
  await page.getByRole('link', { name: t('queue.mark_all') }).click()
  assert.deepEqual(await marked(page), [])
  await mark(page, numbers[0]).click()
  await mark(page, numbers[2]).click({ modifiers: ['Shift'] })
  assert.deepEqual(await marked(page), numbers.slice(0, 3))
  await page.leave()
  const plain = await visit({ who: 'VAKT', javaScript: false })
  await plain.goto('/queues/VAKT?text=Fönstret')
  await plain.getByRole('link', { name: t('queue.mark_all') }).click()
  assert.deepEqual(await marked(plain), numbers)
  await plain.leave()
})

test('a queue that is open follows what happens there, and keeps focus, marks, half-typed text and the place on the page', async () => {
  const numbers = [await file('Cykelstället 1'), await file('Cykelstället 2'), await file('Cykelstället 3')]
  const page = await visit({ who: 'VAKT' }), colleague = await visit({ who: 'VAKT' })
  await openQueue(page)
  await openQueue(colleague)
  const kept = await row(page, numbers[1]).elementHandle()
  await mark(page, numbers[0]).check()
  await row(page, numbers[1]).locator('a').focus()
  const top = async () => Math.round((await row(page, numbers[1]).boundingBox()).y)
  const before = await top()
  await change(numbers[2], 'state', { state: 'in_progress' })
  await row(page, numbers[2]).locator('.state-in_progress').waitFor()
  await row(colleague, numbers[2]).locator('.state-in_progress').waitFor()
  assert.equal(await atRow(page), `t${numbers[1]}`)
  assert.deepEqual(await marked(page), [numbers[0]])
  assert.ok(await kept.evaluate(element => element.isConnected), 'the row is the same element')
  assert.ok(Math.abs(await top() - before) <= 1, 'the row has not moved')

  await page.locator('#search').fill('halvskriv')
  const fresh = await file('Cykelstället 4')
  await row(page, fresh).waitFor()
  assert.equal(await page.locator('#search').inputValue(), 'halvskriv')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search')
  assert.deepEqual(await marked(page), [numbers[0]])
  await page.locator('[data-live-said]', { hasText: t('queue.live_one') }).waitFor({ state: 'attached' })
  const open = Number(await page.locator('.tabs a').first().locator('.count').textContent())
  assert.equal(Number((await page.locator('.side [aria-current] .count').textContent()).replace(/\D/g, '')), open)

  await row(page, numbers[1]).locator('a').focus()
  await change(numbers[1], 'closure', { state: 'resolved' })
  await row(page, numbers[1]).waitFor({ state: 'detached' })
  assert.match(await atRow(page), /^t\d+$/, 'the focus goes to the row that took its place')
  await page.leave()
  await colleague.leave()
})

test('an unchanged queue is not sent again', async () => {
  const page = await visit({ who: 'VAKT' })
  await openQueue(page, '?view=mine')
  const statuses = await page.evaluate(async () => {
    const first = await fetch(location.href)
    await first.text()
    const again = await fetch(location.href, { headers: { 'If-None-Match': first.headers.get('ETag') } })
    return [first.status, again.status, (await again.text()).length]
  })
  assert.deepEqual(statuses, [200, 304, 0])
  const asked = page.waitForResponse(answer => answer.url() === page.url())
  await page.locator('[data-live-list]').evaluate(list => list.dispatchEvent(new CustomEvent('live:changed', { bubbles: true })))
  assert.equal((await asked).status(), 304, 'the page knows what it is itself')
  await page.leave()
})

test('keys move through the list, mark, take, solve, and take back', async () => {
  const numbers = [await file('Grinden 1'), await file('Grinden 2'), await file('Grinden 3')]
  const page = await visit({ who: 'VAKT' })
  await openQueue(page, '?text=Grinden')
  await press(page, 'j')
  assert.equal(await atRow(page), `t${numbers[0]}`)
  await press(page, 'j', 'x', 'k')
  assert.equal(await atRow(page), `t${numbers[0]}`)
  assert.deepEqual(await marked(page), [numbers[1]])
  await press(page, 'j', 'x', 'k')
  assert.deepEqual(await marked(page), [])

  await press(page, 'a')
  await page.getByRole('button', { name: t('undo.button') }).waitFor()
  await keysReady(page)
  await eventually(async () => (await atRow(page)) === `t${numbers[0]}`, 'the focus where one was')
  assert.equal((await api(`/tickets/${numbers[0]}`, { who: people.VAKT })).state, 'in_progress')
  await press(page, 'z')
  await eventually(async () => (await api(`/tickets/${numbers[0]}`, { who: people.VAKT })).state === 'new', 'the ticket is nobody’s again')

  await openQueue(page, '?text=Grinden')
  await press(page, 'j', 'e')
  await page.getByRole('button', { name: t('undo.button') }).waitFor()
  await keysReady(page)
  assert.equal(await row(page, numbers[0]).count(), 0)
  await eventually(async () => (await atRow(page)) === `t${numbers[1]}`, 'the focus on the next one')

  await press(page, 's')
  await page.getByRole('heading', { name: t('bulk.title.state') }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'value')
  await page.locator('#value').selectOption('waiting_other')
  await page.getByRole('button', { name: t('bulk.show') }).click()
  await page.getByRole('button', { name: /^Ändra ärendet$/ }).click()
  await row(page, numbers[1]).locator('.state-waiting_other').waitFor()

  for (const [key, title] of [['p', 'bulk.title.priority'], ['Shift+A', 'bulk.title.assign'], ['w', 'bulk.title.reroute']]) {
    await openQueue(page, '?text=Grinden')
    await press(page, 'j', key)
    await page.getByRole('heading', { name: t(title) }).waitFor()
  }
  await press(page, 'Escape')
  await page.leave()
})

test('keys lead through the pages', async () => {
  const number = await file('Brevlådan är full')
  const page = await visit({ who: 'VAKT' })
  await openQueue(page, '?text=Brevlådan')
  await press(page, 'j', 'Enter')
  await page.waitForURL(`**/tickets/${number}`)
  await keysReady(page)
  await press(page, 'u')
  await page.waitForURL(/\/queues\/VAKT/)
  await keysReady(page)
  await press(page, 'f')
  await page.waitForURL(/\/queues\/VAKT\/filter/)
  await keysReady(page)
  await press(page, 'u')
  await page.waitForURL(/\/queues\/VAKT$/)
  await keysReady(page)
  await press(page, 'g', 'n')
  await page.waitForURL(/\/tickets\/new/)
  await page.leave()
})

test('the list of keys holds those that work on the page, and none when they are off', async () => {
  const page = await visit({ who: 'VAKT' })
  const shown = async () => (await page.locator('#shortcuts dt').evaluateAll(all => all.filter(each => each.offsetParent).map(each => each.textContent.replace(/\s+/g, ' ').trim())))
  await openQueue(page)
  await press(page, '?')
  const inQueue = await shown()
  for (const key of ['j k', 'x', 'a', 'A', 's', 'p', 'w', 'e', 'f', '/', '.']) assert.ok(inQueue.includes(key), `${key} in ${inQueue}`)
  for (const key of ['r', 'n', 'm', 'u', 'Ctrl Enter']) assert.ok(!inQueue.includes(key), `${key} not in ${inQueue}`)
  await shoot(page, 'ko-kortkommandon')
  const number = await file('Mattan är blöt')
  await page.goto(`/tickets/${number}`)
  await keysReady(page)
  await press(page, '?')
  const onTicket = await shown()
  for (const key of ['r', 'n', 'a', 'A', 's', 'p', 'w', 'e', 'u', '.', 'Ctrl Enter']) assert.ok(onTicket.includes(key), `${key} in ${onTicket}`)
  for (const key of ['j k', 'x', 'f', 'z']) assert.ok(!onTicket.includes(key), `${key} not in ${onTicket}`)
  await page.leave()
})

test('the next ticket is said with its reason, and is none a colleague is in', async () => {
  const page = await visit({ who: 'VAKT' })
  const number = await file('Golvet i E1 är halt')
  await change(number, 'priority', { priority: 'urgent' }).catch(() => {})
  await openQueue(page)
  const next = page.locator('.next')
  assert.match(await next.textContent(), /Nästa: \d+ (försenat sedan|brådskande|anmälaren|förfaller|äldst)/)
  const first = Number(/\d+/.exec(await next.textContent())[0])
  await press(page, '.')
  await page.waitForURL(`**/tickets/${first}`)
  await keysReady(page)
  await press(page, 'e')
  await page.locator('.next .next-why').waitFor()
  await keysReady(page)
  const second = Number(/\d+/.exec(await page.locator('.next').textContent())[0])
  assert.notEqual(second, first)
  await press(page, '.')
  await page.waitForURL(`**/tickets/${second}`)
  await page.leave()
})

for (const [language, colorScheme] of [['sv', 'light'], ['sv', 'dark'], ['en', 'light']]) {
  test(`axe finds nothing on the queue's pages, and they fit a small screen (${language}, ${colorScheme})`, async () => {
    const page = await visit({ who: 'VAKT', language, colorScheme, bypassCSP: true })
    const number = await file('Skylten lossnar, och det här är en lång rubrik som ska få plats på en smal skärm utan att något sticker ut')
    await file('Skylten är borta', { priority: 'high' }).catch(() => {})
    for (const [name, path] of [['ko', '/queues/VAKT'], ['ko-filter', '/queues/VAKT?text=Skylten&state=new&holder=nobody'], ['ko-filtrera', '/queues/VAKT/filter?text=Skylten&days=x'],
      ['ko-vy', '/queues/views/new?here=VAKT&text=Skylten'], ['ko-flera', '']]) {
      if (path) await page.goto(path)
      else {
        await page.goto('/queues/VAKT')
        await mark(page, number).check()
        await checkAccessibility(page, `the bar below the queue, ${language}`)
        await page.locator('.bulk button').first().click()
        await page.locator('.bulk-list').waitFor()
      }
      await checkAccessibility(page, `${name} ${language} ${colorScheme}`)
      for (const [size, screen] of [[320, screens.narrow], [390, screens.phone], [768, { width: 768, height: 1024 }], [1280, screens.desk]]) {
        await page.setViewportSize(screen)
        await checkWidth(page, `${name} at ${size}`)
        await shoot(page, `${name}-${size}-${language}-${colorScheme}`)
      }
      await page.setViewportSize(screens.desk)
    }
    await page.leave()
  })
}
