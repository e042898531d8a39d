// From a teacher's words to the right person's answer, through the pages that people see.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, press, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket, keysReady, letterTo, openTicket, photo } from './school.mjs'

const t = texts('sv')
let ticket

test('a teacher with a phone files a ticket in her own words', async () => {
  const page = await visit({ who: 'teacher', screen: 'phone' })
  await page.goto('/tickets/new')
  await shoot(page, 'ny-390-tom')
  await page.getByLabel(t('ticket.new.body')).fill('Skrivaren i A12 skriver inte ut\n\nDet blinkar rött och står pappersstopp, men det sitter inget papper fast.')
  await page.locator('#answer h2').first().waitFor()
  await shoot(page, 'ny-390', { keep: true })
  await page.getByLabel(t('ticket.new.room')).fill('A12')
  await page.getByLabel(t('ticket.new.files')).setInputFiles(photo)
  await page.locator('#send').click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  for (const told of ['A12', photo.name, t('receipt.sent')]) await page.locator('.facts').getByText(told).first().waitFor()
  await shoot(page, 'kvitto-390', { keep: true })
  const number = Number(await page.locator('.facts a').first().textContent())
  ticket = await api(`/tickets/${number}`)
  assert.equal(ticket.number, number)
  assert.equal(ticket.state, 'new')
  assert(people[ticket.role], `an agent of ${ticket.role} is in the demo school`)
  await page.leave()
})

test('pressing send twice makes one ticket', async () => {
  const page = await visit({ who: 'teacher', screen: 'phone' })
  const before = await countMine(page)
  await page.goto('/tickets/new')
  await page.getByLabel(t('ticket.new.body')).fill('Projektorn i B7 visar bara blått')
  await page.locator('#send').dblclick()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  await page.goBack()
  await page.getByLabel(t('ticket.new.body')).fill('Projektorn i B7 visar bara blått')
  await page.locator('#send').click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  assert.equal(await countMine(page), before + 1)
  // A new visit that says the same is a new ticket: the projector may well fail again.
  await page.goto('/tickets/new')
  await page.getByLabel(t('ticket.new.body')).fill('Projektorn i B7 visar bara blått')
  await page.locator('#send').click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  assert.equal(await countMine(page), before + 2)
  await page.leave()
})

async function countMine(page) {
  await page.goto('/tickets/mine')
  return page.locator('.my-tickets a').count()
}

test('an agent finds it, takes it and answers without touching the mouse', async () => {
  const page = await visit({ who: ticket.role })
  await page.goto(`/queues/${encodeURIComponent(ticket.role)}`)
  await keysReady(page)
  await shoot(page, 'ko-1280', { keep: true })
  await press(page, '/')
  await page.keyboard.type(String(ticket.number))
  await press(page, 'Enter')
  await page.waitForURL(/[?&]q=|\/tickets\/\d+/)
  if (/search/.test(page.url())) {
    await keysReady(page)
    await press(page, 'j', 'Enter')
  }
  await page.waitForURL(`**/tickets/${ticket.number}`)
  await keysReady(page)
  await shoot(page, 'arende-1280-nytt')
  await press(page, 'a')
  await page.getByText(t('state.in_progress')).first().waitFor()
  await keysReady(page)
  await press(page, 'r')
  await page.keyboard.type('Hej! Vi har bytt fixerenhet. Prova att skriva ut igen.')
  await shoot(page, 'arende-1280', { keep: true })
  await press(page, 'Control+Enter')
  await page.getByText('Vi har bytt fixerenhet').first().waitFor()
  await keysReady(page)
  await press(page, 'n')
  await page.keyboard.type('Fixerenheten togs ur lagret i B-huset.')
  await press(page, 'Control+Enter')
  await page.locator('.message-note').first().waitFor()
  await shoot(page, 'arende-1280-anteckning')
  await page.leave()
})

test('the teacher gets the answer by mail and on the page, and never the internal note', async () => {
  const letter = await eventually(() => letterTo(people.teacher, 'bytt fixerenhet'), 'a letter with the answer')
  assert.match(letter, new RegExp(`Subject: .*#?${ticket.number}`))
  assert.match(letter, /^Auto-Submitted: auto-generated/m)
  const page = await visit({ who: 'teacher', screen: 'phone' })
  await page.goto(`/tickets/${ticket.number}`)
  await page.getByText('Vi har bytt fixerenhet').waitFor()
  assert.equal(await page.getByText('togs ur lagret').count(), 0)
  await shoot(page, 'mitt-arende-390', { keep: true })
  await page.leave()
})

test('the teacher says that the problem remains, and the agent sees the ticket open again', async () => {
  const agent = await visit({ who: ticket.role })
  await openTicket(agent, ticket.number)
  await press(agent, 'e')
  await agent.getByText(t('state.resolved')).first().waitFor()
  const page = await visit({ who: 'teacher', screen: 'phone' })
  await page.goto(`/tickets/${ticket.number}`)
  await page.getByLabel(t('mine.what_remains')).fill('Nu kommer det bara vita papper.')
  await page.getByRole('button', { name: t('mine.still_there_button') }).click()
  await page.getByText('bara vita papper').first().waitFor()
  await agent.reload()
  await agent.getByText('bara vita papper').first().waitFor()
  assert.notEqual((await api(`/tickets/${ticket.number}`)).state, 'resolved')
  await page.leave()
  await agent.leave()
})

test('an agent sends a ticket that came through the wrong door to the right role, with a reason', async () => {
  const number = await fileTicket(people.teacher, { body: 'Kan jag få en ny nyckel till cykelrummet?' })
  // Keys are confidential: not even the administrator reads the ticket, but the one who filed it does.
  const roleNow = async () => (await api(`/tickets/${number}`, { who: people.teacher })).role
  const role = await roleNow()
  const agent = await visit({ who: people[role] ? role : 'administrator' })
  const other = role === 'VAKT' ? 'ITS' : 'VAKT'
  await openTicket(agent, number)
  await press(agent, 'w')
  await agent.locator('#reroute-to').evaluate((select, value) => { select.value = value; select.dispatchEvent(new Event('change', { bubbles: true })) }, other)
  await agent.getByLabel(t('ticket.reroute_reason')).fill('Nycklar sköts av vaktmästarna')
  await agent.getByRole('button', { name: t('ticket.reroute_button') }).click()
  await eventually(async () => (await roleNow()) === other, `the ticket stands with ${other}`)
  await agent.leave()
})

for (const javaScript of [true, false]) {
  test(`an area to send it to is picked from a list that comes when asked for, ${javaScript ? 'as one types' : 'without JavaScript by a button'}`, async () => {
    const number = await fileTicket(people.teacher, { body: 'Projektorn i B12 lyser inte', area: 'B003' })
    const agent = await visit({ who: 'administrator', javaScript })
    await agent.goto(`/tickets/${number}`)
    await agent.locator('#wrong-door summary').click()
    await agent.getByLabel(t('ticket.reroute_reason')).fill('Det är skrivaren')
    assert(await agent.locator('#reroute-to option').count() < 20, 'the 150 areas are not sent with every ticket')
    if (javaScript) {
      await agent.getByRole('combobox', { name: t('ticket.reroute_to') }).fill('skrivare')
      await agent.locator('.search-select [role=option]').first().click()
    } else {
      await agent.getByRole('button', { name: t('ticket.new.all_areas') }).click()
      assert.equal(await agent.getByLabel(t('ticket.reroute_reason')).inputValue(), 'Det är skrivaren')
      await agent.locator('#reroute-to').selectOption('B017')
    }
    await agent.getByRole('button', { name: t('ticket.reroute_button') }).click()
    await eventually(async () => (await api(`/tickets/${number}`)).row === 'B017', 'the ticket stands with the printers')
    await agent.leave()
  })
}

test('the manager sees how long it took, and every figure leads to its tickets', async () => {
  const page = await visit({ who: 'manager' })
  await page.goto('/overview')
  await page.locator('.tile', { hasText: t('report.first_response') }).waitFor()
  await shoot(page, 'oversikt-1280', { keep: true, fullPage: true })
  const figures = page.locator('.tile .figure a')
  assert.equal(await figures.count(), 4)
  const open = Number((await figures.first().textContent()).replace(/\D/g, ''))
  assert(open > 0)
  await figures.first().click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert(await page.locator('a[href^="/tickets/"]').count() > 0)
  await page.leave()
})

test('each person chooses the language, and it stays', async () => {
  const page = await visit({ who: 'teacher' })
  await page.goto('/tickets/new')
  assert.equal(await page.locator('html').getAttribute('lang'), 'sv')
  await page.getByRole('button', { name: 'English' }).click()
  await page.waitForLoadState()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await page.goto('/tickets/mine')
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), texts('en')('nav.my_tickets'))
  await page.getByRole('button', { name: 'Svenska' }).click()
  await page.waitForLoadState()
  assert.equal(await page.locator('html').getAttribute('lang'), 'sv')
  await page.leave()
})
