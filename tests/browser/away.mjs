// Somebody says that they are away, and another answers meanwhile; with JavaScript off.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, shoot, visit } from './harness.mjs'

const t = texts('sv')
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' })
const today = () => day.format(new Date())

test('the secretary is away: the caretaker works in her queue until it is taken back', async () => {
  const secretary = await visit({ who: 'SEK', screen: 'phone', javaScript: false })
  await secretary.goto('/account')
  await secretary.getByRole('link', { name: t('account.away') }).click()
  await secretary.getByLabel(t('away.substitute')).fill('Ingen Alls')
  await secretary.getByRole('button', { name: t('common.save') }).click()
  assert.match(await secretary.title(), t.matching('form.title_with_errors'))
  assert.deepEqual(await secretary.locator('#errors a').evaluateAll(links => links.map(link => link.getAttribute('href'))), ['#first_day', '#last_day', '#substitute'])
  assert.equal(await secretary.getByLabel(t('away.substitute')).inputValue(), 'Ingen Alls')
  await shoot(secretary, 'borta-390-fel', { fullPage: true })

  const caretaker = await visit({ who: 'VAKT' })
  assert.equal((await caretaker.goto('/queues/SEK')).status(), 404)

  await secretary.getByLabel(t('away.first_day')).fill(today())
  await secretary.getByLabel(t('away.last_day')).fill(today())
  await secretary.getByLabel(t('away.substitute')).fill(people.VAKT)
  await secretary.getByRole('button', { name: t('common.save') }).click()
  await secretary.getByText(t('away.saved')).waitFor()
  await shoot(secretary, 'borta-390', { fullPage: true })
  assert.equal((await caretaker.goto('/queues/SEK')).status(), 200)
  await caretaker.goto('/matrix')
  assert.match(await caretaker.locator('#B034').textContent(), /Johanna Ståhl/)

  await secretary.getByRole('button', { name: t('away.remove') }).click()
  await secretary.getByText(t('away.none')).waitFor()
  assert.equal((await caretaker.goto('/queues/SEK')).status(), 404)
  await caretaker.leave()
  await secretary.leave()
})
