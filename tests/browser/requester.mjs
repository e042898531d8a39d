// The requester's side: "Blev du hjälpt?", "Problemet är kvar", known faults; and for agents several that have the same. All without JavaScript.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket, letterTo, linkIn } from './school.mjs'

const t = texts('sv')
const file = async (who, body, more = {}) => api(`/tickets/${await fileTicket(who, { body, ...more })}`)
const resolve = number => api(`/tickets/${number}/closure`, { method: 'POST', body: { state: 'resolved' }, who: people.ITS })

/** The page as it is, in both languages, light and dark, on a phone and a desk, and 320 pixels wide. */
async function look(who, path, name) {
  for (const [language, colorScheme, screen] of [['sv', 'light', 'phone'], ['en', 'light', 'narrow'], ['en', 'dark', 'desk'], ['sv', 'dark', 'phone'], ['sv', 'light', 'desk']]) {
    const page = await visit({ who, language, colorScheme, screen, bypassCSP: true })
    await page.goto(path)
    await checkAccessibility(page, `${name} ${language} ${colorScheme}`)
    if (screen === 'narrow') await checkWidth(page, `${name} ${language}`)
    await shoot(page, `${name}-${screen}-${colorScheme}-${language}`, { fullPage: true })
    await page.leave()
  }
}

test('a letter’s link leads to the question, one press answers it, words may follow, and the agent reads them', async () => {
  const { number } = await file(people.teacher, 'Skrivaren i B12 skriver bara vita papper', { area: 'B003' })
  await resolve(number)
  const letter = await eventually(() => letterTo(people.teacher, `/tickets/${number}?helped=no`), 'the letter')
  const page = await visit({ who: 'teacher', javaScript: false })
  await page.goto(linkIn(letter, `/tickets/${number}\\?helped=no`))
  await page.getByText(t('survey.from_letter').replace('{answer}', t('survey.no'))).waitFor()
  await look('teacher', `/tickets/${number}?helped=no`, 'blev-du-hjalpt')
  await page.getByRole('button', { name: t('survey.no'), exact: true }).click()
  await page.getByText(t('survey.answered_no')).waitFor()
  await page.getByLabel(t('survey.words')).fill('Det kommer fortfarande vita papper')
  await page.getByRole('button', { name: t('survey.save_words') }).click()
  assert.equal(await page.getByLabel(t('survey.words')).inputValue(), 'Det kommer fortfarande vita papper')
  await look('teacher', `/tickets/${number}`, 'svarat-nej')
  const agent = await visit({ who: 'ITS' })
  await agent.goto(`/tickets/${number}`)
  await agent.getByText('Det kommer fortfarande vita papper').waitFor()
  await agent.leave()
  await page.getByRole('button', { name: t('survey.change_to_yes') }).click()
  await page.getByText(t('survey.answered_yes')).waitFor()
  await page.getByLabel(t('mine.what_remains')).fill('Nu är det randigt')
  await page.getByRole('button', { name: t('mine.still_there_button') }).click()
  await page.getByText('Nu är det randigt').waitFor()
  assert.equal(await page.getByText(t('survey.title')).count(), 0, 'an open ticket asks nothing')
  assert.notEqual((await api(`/tickets/${number}`)).state, 'resolved')
  await page.leave()
})

test('a fault that is known stands on the form for everybody, until it is taken away', async () => {
  const { number } = await file(people.teacher, 'Nätet i hus B ligger nere', { area: 'B003' })
  const agent = await visit({ who: 'ITS', javaScript: false })
  await agent.goto(`/tickets/${number}`)
  await agent.locator('#known-fault summary').click()
  await agent.getByRole('button', { name: t('known_fault.show') }).click()
  await agent.getByText(t('field.required.text')).first().waitFor()
  await agent.getByLabel(t('known_fault.text')).fill('nätet i hus B')
  await agent.getByRole('button', { name: t('known_fault.show') }).click()
  await agent.locator('#known-fault').getByText('nätet i hus B').first().waitFor()
  const stranger = await visit({ javaScript: false })
  await stranger.goto('/tickets/new')
  await stranger.getByText('nätet i hus B').waitFor()
  await look('teacher', '/tickets/new', 'kant-fel')
  await look('teacher', '/tickets/mine', 'mina-med-kant-fel')
  await look('ITS', `/tickets/${number}`, 'kant-fel-handlaggare')
  await agent.getByRole('button', { name: t('known_fault.end') }).click()
  await stranger.goto('/tickets/new')
  assert.equal(await stranger.getByText('nätet i hus B').count(), 0)
  await stranger.leave()
  await agent.leave()
})

test('three who have the same are gathered, and answered at once', async () => {
  const filed = []
  for (const [who, body] of [[people.teacher, 'Projektorn i sal C3 visar ingen bild'], ['jonas.ek@skola.example', 'Projektorn visar bara svart bild'], ['petra.harlin@skola.example', 'Ingen bild från projektorn']]) {
    filed.push(await file(who, body, { area: 'B003', room: 'C3' }))
  }
  const { role } = filed[0]
  const agent = await visit({ who: role, javaScript: false })
  await agent.goto(`/tickets/${filed[0].number}`)
  await agent.locator('.alike a').click()
  for (const { number } of filed) assert(await agent.getByLabel(new RegExp(`^${number} `)).first().isChecked())
  await look(role, `/tickets/${filed[0].number}/alike`, 'flera-har-samma')
  await agent.getByLabel(t('alike.subject')).fill('Projektorerna i hus C')
  await agent.getByRole('button', { name: t('alike.button') }).click()
  await agent.getByRole('heading', { name: /Projektorerna i hus C/ }).waitFor()
  const parent = new URL(agent.url()).pathname
  await look(role, parent, 'samlat')
  assert(await agent.locator('[name=below]').isChecked(), 'for all, unless one says otherwise')
  await agent.locator('[name=below]').uncheck()
  await agent.locator('.compose-reply [data-send]').click()
  await agent.locator('#errors').waitFor()
  assert(!(await agent.locator('[name=below]').isChecked()), 'what one has said is not lost with an error')
  await agent.locator('[name=below]').check()
  await agent.locator('#reply').fill('Vi har startat om projektorerna.')
  await agent.getByRole('button', { name: t('ticket.send_and_resolve') }).click()
  for (const { number } of filed) assert.equal((await api(`/tickets/${number}`)).state, 'resolved')
  await eventually(() => letterTo('jonas.ek@skola.example', 'startat om projektorerna'), 'the letter to each of them')
  await agent.leave()
})

test('the school says for how long a ticket can be opened again', async () => {
  const page = await visit({ who: 'administrator', javaScript: false })
  await page.goto('/admin/tickets')
  await page.getByLabel(t('ticket_settings.days')).fill('tre')
  await page.getByRole('button', { name: t('common.save') }).click()
  assert.match(await page.title(), t.matching('form.title_with_errors'))
  await page.getByLabel(t('ticket_settings.days')).fill('14')
  await page.getByRole('button', { name: t('common.save') }).click()
  await page.getByText(t('ticket_settings.saved')).waitFor()
  await look('administrator', '/admin/tickets', 'installning-arenden')
  await page.leave()
})
