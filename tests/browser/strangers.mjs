// People who are not signed in: what they may do, and what they are told.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, visit } from './harness.mjs'
import { eventually, letterTo, linkIn } from './school.mjs'

const t = texts('sv')

test('a stranger fills the form and confirms it by a mailed link before it becomes a ticket', async () => {
  const page = await visit({ screen: 'phone' })
  const mail = 'vikarie@annan.example'
  await page.goto('/tickets/new')
  await page.getByLabel(t('ticket.new.mail')).fill(mail)
  await page.getByLabel(t('ticket.new.body')).fill('Jag vikarierar i dag och kommer inte in i sal D4')
  await page.locator('#send').click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  const letter = await eventually(() => letterTo(mail), 'a letter with the link')
  await page.goto(linkIn(letter, '/'))
  await page.getByRole('main').getByRole('button').first().click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  await page.leave()
})

test('signing in goes by a letter, and a link works once', async () => {
  const page = await visit()
  await page.goto('/sign-in')
  await page.locator('#mail').fill(people.SEK)
  await page.getByRole('button', { name: t('sign_in.button') }).click()
  const letter = await eventually(() => letterTo(people.SEK), 'the sign-in letter')
  const link = linkIn(letter, '/')
  await page.goto(link)
  await page.reload() // a mail scanner reads the page too; only the button uses the link
  await page.getByRole('button', { name: t('use_link.button') }).click()
  await page.waitForURL(url => !/sign-in/.test(url.pathname))
  const second = await visit()
  await second.goto(link)
  const button = second.getByRole('button', { name: t('use_link.button') })
  if (await button.count()) await button.click()
  await second.getByRole('heading', { name: t('use_link.expired_title') }).waitFor()
  await second.leave()
  await page.leave()
})

test('a page that asks for a sign-in comes back to itself afterwards', async () => {
  const page = await visit()
  await page.goto('/overview')
  assert.match(new URL(page.url()).pathname, /sign-in/)
  await page.leave()
})

test('a page that does not exist says so and shows the way out', async () => {
  const page = await visit()
  const answer = await page.goto('/finns-inte')
  assert.equal(answer.status(), 404)
  assert.equal(await page.getByRole('link', { name: t('error.to_start') }).count(), 1)
  await page.leave()
})
