// What an agent does can be taken back for some seconds: nobody has heard of it, and nothing that was typed is lost.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { setTimeout as sleep } from 'node:timers/promises'
import { texts } from '../support/texts.mjs'
import { people, press, runningService, screens, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket, keysReady, letterTo } from './school.mjs'

const t = texts('sv')
const undoSeconds = 3

/** Files a ticket as the teacher, and says whose it is. */
const file = async body => api(`/tickets/${await fileTicket(people.teacher, { body })}`)

test('a reply that is taken back leaves no letter, no state and no clock, and its text is in the composer again', async () => {
  const { number, role } = await file('Skrivaren i A12 skriver bara vita papper')
  const before = await api(`/tickets/${number}`)
  const page = await visit({ who: role })
  await page.goto(`/tickets/${number}`)
  await keysReady(page)
  await press(page, 'r')
  await page.keyboard.type('Det här svaret skulle till någon annan')
  await press(page, 'Control+Enter')
  await page.getByRole('button', { name: t('undo.button') }).waitFor()
  await shoot(page, 'angra-1280')
  await keysReady(page)
  await press(page, 'z')
  await page.locator('.undo-bar').getByText(/ångrat/).waitFor()
  assert.equal(await page.locator('.message').filter({ hasText: 'skulle till någon annan' }).count(), 0)
  assert.equal(await page.locator('#reply').inputValue(), 'Det här svaret skulle till någon annan')
  const after = await api(`/tickets/${number}`)
  assert.equal(after.state, before.state)
  assert.equal(after.first_response_at, null)
  await sleep((undoSeconds + 2) * 1000)
  assert.equal((await runningService().letters()).filter(letter => letter.includes('skulle till någon annan')).length, 0)
  await page.leave()
})

test('on a phone without JavaScript too, and the button is in sight though the new message is shown far down', async () => {
  const { number, role } = await file(`Projektorn i B7 visar bara blått${'\n\nJag har startat om den.'.repeat(20)}`)
  const page = await visit({ who: role, javaScript: false, screen: 'phone' })
  await page.goto(`/tickets/${number}`)
  await page.locator('#reply').fill('Ett svar som ångras')
  await page.locator('.compose-reply [data-send]').click()
  const button = page.getByRole('button', { name: t('undo.button') })
  await button.waitFor()
  assert(await page.evaluate(() => scrollY > 100), 'the page stands at the message')
  const { y, height } = await button.boundingBox()
  assert(y >= 0 && y + height <= screens.phone.height, `the button stands at ${y}`)
  await shoot(page, 'angra-390')
  await button.click()
  await page.locator('.undo-bar').getByText(/ångrat/).waitFor()
  await page.leave()
})

test('when the time is up the letter goes, and the requester reads it', async () => {
  const { number, role } = await file('Högtalarna i aulan knastrar')
  const page = await visit({ who: role })
  const teacher = await visit({ who: 'teacher' })
  await page.goto(`/tickets/${number}`)
  await page.locator('#reply').fill('Vi byter sladden i dag')
  await page.locator('.compose-reply [data-send]').click()
  await page.getByRole('button', { name: t('undo.button') }).waitFor()
  await teacher.goto(`/tickets/${number}`)
  assert.equal(await teacher.getByText('Vi byter sladden').count(), 0, 'it can still be taken back')
  await eventually(() => letterTo(people.teacher, 'byter sladden'), 'the letter')
  await teacher.reload()
  await teacher.getByText('Vi byter sladden').first().waitFor()
  await page.getByRole('button', { name: t('undo.button') }).waitFor({ state: 'detached' })
  await page.leave()
  await teacher.leave()
})

test('a ticket sent through the wrong door by mistake comes back', async () => {
  const { number, role } = await file('Skrivaren på plan 2 blinkar rött')
  const page = await visit({ who: role })
  await page.goto(`/tickets/${number}`)
  await keysReady(page)
  await press(page, 'e')
  await page.getByRole('button', { name: t('undo.button') }).waitFor()
  assert.equal((await api(`/tickets/${number}`)).state, 'resolved')
  await page.getByRole('button', { name: t('undo.button') }).click()
  await page.locator('.undo-bar').getByText(/ångrat/).waitFor()
  assert.equal((await api(`/tickets/${number}`)).state, 'new')
  await page.leave()
})
