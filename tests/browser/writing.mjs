// Writing on a ticket: drafts that survive, canned replies and names from the keyboard, a text to somebody outside, pictures, who else is there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, runningService, shoot, signIn, visit } from './harness.mjs'
import { eventually, fileTicket, letterTo, openTicket, photo } from './school.mjs'

const t = texts('sv')
const file = words => fileTicket(people.teacher, { body: words, area: 'B003' })
const saved = page => page.locator('.draft-state', { hasText: t('draft.saved') }).first().waitFor()
const reply = page => page.locator('#reply')

/** Ends with the draft on the server. */
async function begin(page, number, words) {
  await openTicket(page, number)
  await reply(page).fill(words)
  await saved(page)
}

test('what is half written is there in another browser and after the service was killed, and gone when it is sent', async () => {
  const number = await file('Skrivaren är trasig i korridoren')
  const one = await visit({ who: 'ITS' })
  await begin(one, number, 'Jag kommer klockan tio.')

  const other = await visit({ who: 'ITS' })
  await openTicket(other, number)
  assert.equal(await reply(other).inputValue(), 'Jag kommer klockan tio.')

  const service = runningService()
  await service.kill()
  await reply(one).press('End')
  await reply(one).pressSequentially(' Hälsningar')
  await one.locator('.draft-state', { hasText: t('draft.not_saved') }).first().waitFor()
  await service.launch()
  await one.reload()
  assert.equal(await reply(one).inputValue(), 'Jag kommer klockan tio. Hälsningar')
  await saved(one)

  await reply(one).press('Control+Enter')
  await one.locator('.message', { hasText: 'Hälsningar' }).waitFor()
  assert.equal(await reply(one).inputValue(), '')
  await one.reload()
  assert.equal(await reply(one).inputValue(), '')
  await other.reload()
  assert.equal(await reply(other).inputValue(), '')
  const colleague = await visit({ who: 'administrator' })
  await colleague.goto(`/tickets/${number}`)
  assert.equal(await reply(colleague).inputValue(), '')
  await Promise.all([one.leave(), other.leave(), colleague.leave()])
})

test('a reply typed while the session expired is still there after signing in again', async () => {
  const number = await file('Datorn startar inte efter lovet')
  const page = await visit({ who: 'ITS' })
  await openTicket(page, number)
  await page.context().clearCookies()
  await reply(page).fill('Prova att hålla in knappen.')
  await reply(page).press('Control+Enter')
  await page.locator('.kept textarea', { hasText: 'Prova att hålla in knappen.' }).waitFor()
  await signIn(page, 'ITS')
  await openTicket(page, number)
  assert.equal(await reply(page).inputValue(), 'Prova att hålla in knappen.')
  await page.leave()
})

test('a canned reply by keyboard, filled by the ticket; without JavaScript by a list', async () => {
  const agent = await visit({ who: 'administrator' })
  await agent.goto('/canned-replies')
  await agent.getByLabel(t('canned.name')).fill('Tonern är beställd')
  await agent.getByLabel(t('canned.body')).fill('Hej {fornamn}!')
  await agent.getByRole('button', { name: t('common.save') }).click()
  await agent.getByText(t('field.unknown_reply_field', { name: 'fornamn' })).first().waitFor()
  await agent.getByLabel(t('canned.body')).fill('Hej {förnamn}!\n\nTonern till {nummer} är **beställd**.')
  await agent.getByRole('button', { name: t('common.save') }).click()
  await agent.getByText(t('canned.saved')).waitFor()
  await shoot(agent, 'standardsvar-1280', { fullPage: true })
  await agent.leave()

  const number = await file('Skrivaren skriver ljust')
  const page = await visit({ who: 'ITS', bypassCSP: true })
  await openTicket(page, number)
  await reply(page).focus()
  await page.keyboard.type('/ton')
  await page.locator('#reply-suggestions [role=option]').first().waitFor()
  assert.equal(await reply(page).getAttribute('aria-activedescendant'), 'reply-suggestions-0')
  await checkAccessibility(page, 'suggestions')
  await shoot(page, 'standardsvar-forslag-1280')
  await page.keyboard.press('Enter')
  assert.match(await reply(page).inputValue(), new RegExp(`^Hej \\S+!\n\nTonern till ${number} är \\*\\*beställd\\*\\*\\.$`))
  await page.keyboard.press('Control+Enter')
  await page.locator('.message strong', { hasText: 'beställd' }).waitFor()
  await page.leave()

  const plain = await visit({ who: 'ITS', javaScript: false })
  await plain.goto(`/tickets/${number}`)
  await plain.locator('#reply').fill('Först det här.')
  await plain.locator('.canned summary').first().click()
  await plain.getByRole('button', { name: t('canned.insert') }).click()
  assert.match(await plain.locator('#reply').inputValue(), /^Först det här\.\n\nHej /)
  await plain.leave()
})

test('a name after @ in a note: the colleague follows the ticket and gets a letter without the note', async () => {
  const number = await file('Nyckelkortet öppnar inte salen')
  const page = await visit({ who: 'ITS' })
  await openTicket(page, number)
  await page.keyboard.press('n')
  await page.keyboard.type('Hemligt för oss. @joh')
  await page.locator('#note-suggestions [role=option]').first().waitFor()
  const name = await page.locator('#note-suggestions [role=option] b').first().textContent()
  await page.keyboard.press('Tab')
  assert.match(await page.locator('#note').inputValue(), new RegExp(`@${name} $`))
  await page.keyboard.press('Control+Enter')
  await page.locator('.message-note', { hasText: name }).waitFor()
  assert.match(await page.locator('main').textContent(), new RegExp(t('event.short.mentioned', { name })))
  const letter = await eventually(() => letterTo('', 'nämnt dig'), 'the letter')
  assert(!letter.includes('Hemligt'), 'a note is in no letter')
  await page.leave()
})

test('a text to somebody outside goes to the address on the button, and the requester sees nothing of it', async () => {
  const number = await file('Valsen i kopiatorn är sliten')
  const page = await visit({ who: 'ITS', bypassCSP: true })
  await openTicket(page, number)
  await page.locator('#tab-outside').check()
  await page.getByRole('button', { name: t('outside.send') }).click()
  await page.locator('#outside-to[aria-invalid]').waitFor()
  await page.getByLabel(t('outside.to')).fill('support@firma.example')
  await page.getByLabel(t('outside.reference')).fill('F-123')
  await page.locator('#outside').fill('Kan ni byta *valsen*?')
  await checkAccessibility(page, 'the outside composer')
  await shoot(page, 'utanfor-1280', { fullPage: true })
  await page.getByRole('button', { name: t('outside.send_to', { to: 'support@firma.example' }) }).click()
  await page.locator('.message-outside', { hasText: 'support@firma.example' }).waitFor()
  await page.getByText(t('state.waiting_other')).first().waitFor()
  await page.locator('#tab-outside').check()
  assert.equal(await page.getByLabel(t('outside.reference')).inputValue(), 'F-123')
  await page.leave()
  const teacher = await visit({ who: 'teacher' })
  await teacher.goto(`/tickets/${number}`)
  assert.doesNotMatch(await teacher.locator('main').textContent(), /valsen\?|firma/)
  await teacher.leave()
})

test('pictures are shown, colleagues see each other, and it all fits a narrow screen in both languages', async () => {
  const number = await file('Projektorn har ett streck')
  const one = await visit({ who: 'ITS' })
  await openTicket(one, number)
  await one.keyboard.press('n')
  await one.locator('#note-files').setInputFiles(photo)
  await one.locator('#note').fill('En bild på strecket')
  await one.locator('#note').press('Control+Enter')
  const picture = one.locator('.preview img').first()
  await picture.waitFor()
  assert.equal(await eventually(() => picture.evaluate(image => image.complete && image.naturalWidth), 'the picture'), 1)

  for (const language of ['sv', 'en']) {
    const other = await visit({ who: 'administrator', screen: 'narrow', language, bypassCSP: true })
    await other.goto(`/tickets/${number}`)
    await other.locator('.presence p').waitFor()
    await checkWidth(other, `writing ${language}`)
    await checkAccessibility(other, `writing ${language}`)
    await shoot(other, `skriva-320-${language}`, { fullPage: true })
    await other.leave()
  }
  await one.leave()
  for (const colorScheme of ['light', 'dark']) {
    for (const screen of ['phone', 'desk']) {
      const page = await visit({ who: 'ITS', screen, colorScheme })
      await page.goto(`/tickets/${number}?compose=outside`)
      await shoot(page, `skriva-${screen}-${colorScheme}`, { fullPage: true })
      await page.leave()
    }
  }
})
