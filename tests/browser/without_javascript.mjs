// The same main path with JavaScript off: real forms, real links.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, shoot, visit } from './harness.mjs'
import { api, fileTicket } from './school.mjs'

const t = texts('sv')

test('without JavaScript a teacher asks who takes it, then files it', async () => {
  const page = await visit({ who: 'teacher', screen: 'phone', javaScript: false })
  await page.goto('/tickets/new')
  await page.getByLabel(t('ticket.new.body')).fill('Jag har glömt mitt lösenord till skoldatorn')
  await page.getByRole('button', { name: t('ticket.new.who_takes') }).click()
  await page.locator('#answer h2').first().waitFor()
  assert.match(await page.getByLabel(t('ticket.new.body')).inputValue(), /glömt mitt lösenord/)
  await shoot(page, 'ny-390-utan-javascript', { fullPage: true })
  await page.locator('#send').click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  await page.leave()
})

test('without JavaScript an empty form comes back with what is wrong, said first and linked to its field', async () => {
  const page = await visit({ who: 'teacher', javaScript: false })
  await page.goto('/tickets/new')
  await page.getByLabel(t('ticket.new.room')).fill('C3')
  await page.locator('#send').click()
  assert.match(await page.title(), t.matching('form.title_with_errors'))
  await page.getByRole('heading', { name: t('form.errors_title') }).waitFor()
  assert.equal(await page.locator('#errors a').first().getAttribute('href'), '#body')
  assert.equal(await page.getByLabel(t('ticket.new.room')).inputValue(), 'C3')
  await page.leave()
})

test('without JavaScript an agent takes, answers and solves', async () => {
  const number = await fileTicket(people.teacher, { body: 'Tangentbordet i datorsalen saknar bokstaven R' })
  const { role } = await api(`/tickets/${number}`)
  const page = await visit({ who: people[role] ? role : 'administrator', javaScript: false })
  await page.goto(`/tickets/${number}`)
  await page.getByRole('button', { name: t('ticket.take') }).click()
  await page.getByText(t('state.in_progress')).first().waitFor()
  await page.locator('#reply').fill('Ett nytt tangentbord ligger i expeditionen.')
  await page.getByRole('button', { name: t('ticket.send_and_resolve') }).click()
  await page.getByText('ligger i expeditionen').first().waitFor()
  assert.equal((await api(`/tickets/${number}`)).state, 'resolved')
  await page.leave()
})
