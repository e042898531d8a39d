// The form while somebody writes: who takes it and why, warnings, what is not the helpdesk's, two matters in one text.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, screens, shoot, visit } from './harness.mjs'
import { api } from './school.mjs'

const t = texts('sv')
const printer = 'Hej!\nSkrivaren på plan 2 har papperstrassel. Papperet fastnar i skrivaren.\nTack på förhand'
const twoMatters = 'Skrivaren på plan 2 har papperstrassel igen.\nDessutom har jag tappat nyckeln till säkerhetsskåpet, låset går inte upp.'
const card = page => page.locator('#answer')
const body = page => page.locator('#body')
const who = page => page.locator('#answer .who')

async function write(page, text) {
  await page.goto('/tickets/new')
  await body(page).fill(text)
  await page.locator('#answer .who').waitFor()
}

test('the card comes within a second of the last key, with the words that counted marked in her own sentences', async () => {
  const page = await visit({ who: 'teacher' })
  await page.goto('/tickets/new')
  const asked = []
  page.on('request', request => { if (request.url().includes('/tickets/new/answer')) asked.push(request.postData()) })
  await body(page).pressSequentially('Skrivaren har papperstrassel. Inget <mark>kommer</mark> ut ur skrivaren', { delay: 15 })
  const last = Date.now()
  await who(page).waitFor()
  assert(Date.now() - last < 1500, `the card took ${Date.now() - last} ms`)
  assert.equal(asked.length, 1, 'one question for all the keys')
  assert.equal(await who(page).textContent(), 'Skrivare')
  const marked = await page.locator('#answer .because mark').allTextContents()
  assert(marked.includes('papperstrassel') && marked.filter(word => word.toLowerCase() === 'skrivaren').length === 2, marked.join())
  assert.match(await page.locator('#answer .because').textContent(), /Inget <mark>kommer<\/mark> ut/)
  assert.equal(await page.locator('[data-answer-status]').textContent(), 'Skrivare: IT-support')
  await page.leave()
})

test('an outdated answer is never shown, however late it comes', async () => {
  const page = await visit({ who: 'teacher' })
  await page.goto('/tickets/new')
  let held
  await page.route('**/tickets/new/answer', async route => {
    if ((route.request().postData() ?? '').includes('papperstrassel')) {
      const answer = await route.fetch()
      await new Promise(done => { held = done })
      await route.fulfill({ response: answer }).catch(() => {})
    } else await route.continue()
  })
  await body(page).fill('Skrivaren har papperstrassel')
  while (!held) await page.waitForTimeout(50)
  await body(page).fill('Larmet i slöjdsalen tjuter, inbrottslarm')
  held()  // the late answer arrives between the key and the next question
  await page.waitForTimeout(150)
  assert.equal(await who(page).count(), 0, 'the answer to words that are gone')
  await who(page).waitFor()
  assert.notEqual(await who(page).textContent(), 'Skrivare')
  await page.leave()
})

test('when the network fails the old answer stays, marked as old, and the form still sends', async () => {
  const page = await visit({ who: 'teacher' })
  await write(page, printer)
  for (const fail of [route => route.abort(), route => route.fulfill({ status: 503, body: 'borta' })]) {
    await page.route('**/tickets/new/answer', fail)
    await body(page).press('End')
    await body(page).pressSequentially('!')
    await page.getByText(t('answer.old')).waitFor()
    assert.equal(await who(page).textContent(), 'Skrivare')
    await page.unroute('**/tickets/new/answer')
    await body(page).pressSequentially('!')
    await page.getByText(t('answer.old')).waitFor({ state: 'hidden' })
  }
  page.faults.length = 0  // the browser's own lines about the failed requests
  await page.locator('#send').click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  await page.leave()
})

test('a changed answer is said aloud once', async () => {
  const page = await visit({ who: 'teacher' })
  await write(page, printer)
  await page.evaluate(() => {
    window.said = []
    new MutationObserver(() => window.said.push(document.querySelector('[data-answer-status]').textContent))
      .observe(document.querySelector('[data-answer-status]'), { childList: true, characterData: true, subtree: true })
  })
  for (const more of [' Igen', ' och igen']) {
    const answered = page.waitForResponse('**/tickets/new/answer')
    await body(page).pressSequentially(more)
    await answered
    await page.waitForTimeout(100)
  }
  assert.deepEqual(await page.evaluate(() => window.said), [])
  await body(page).fill('Det tjuter från inbrottslarmet i slöjdsalen')
  await page.waitForFunction(() => window.said.length > 0)
  assert.equal(await page.evaluate(() => window.said.length), 1)
  await page.leave()
})

test('another area is one click away, and the long list comes only when it is asked for', async () => {
  const page = await visit({ who: 'teacher' })
  const lists = []
  page.on('request', request => { if (request.url().includes('/areas/')) lists.push(request.url()) })
  await write(page, 'Datorn är seg och det går inte att logga in')
  const other = page.locator('#answer .others button').first()
  const row = await other.getAttribute('data-choose-area')
  await other.click()
  await page.locator('#answer').getByText(t('answer.you_chose')).waitFor()
  assert.equal(await page.locator('#area').inputValue(), row)
  assert.equal(lists.length, 0)
  await page.locator('.rest details.more summary').last().click()
  await page.locator('.search-select input').click()
  await page.locator('.search-select li').nth(100).waitFor({ state: 'attached' })
  assert.equal(lists.length, 1)
  assert.equal(await page.locator('#area').inputValue(), row, 'the choice survives the list')
  await page.locator('.search-select input').fill('skrivare')
  await page.locator('.search-select li', { hasText: 'Skrivare' }).first().click()
  assert.equal(await page.locator('#area').inputValue(), 'B017')
  await page.leave()
})

test('what is not the helpdesk’s is said honestly, goes to the one named, or to the helpdesk anyway', async () => {
  const page = await visit({ who: 'teacher' })
  await write(page, 'Min son undrar när matteprovet är och vilket betyg han fick i matte')
  await page.getByText(t('answer.lead_referral')).waitFor()
  assert.doesNotMatch(await page.locator('#send').textContent(), /helpdesk/i)
  await shoot(page, 'form-inte-helpdeskens', { fullPage: true })
  await page.getByRole('button', { name: t('answer.helpdesk_anyway') }).click()
  await page.getByRole('heading', { name: t('answer.lead_triage') }).waitFor()
  await page.locator('#send').click()
  await page.locator('.facts a').first().waitFor()
  assert.equal((await api(`/tickets/${await page.locator('.facts a').first().textContent()}`, { who: people.teacher })).role, 'TRIAGE')
  await page.goto('/tickets/new?area=B010')
  await page.getByText(/Karin/).first().waitFor()
  assert.match(await page.locator('#send').textContent(), /Karin/)
  await page.leave()
  const stranger = await visit({})
  await write(stranger, 'Min son undrar när matteprovet är och vilket betyg han fick i matte')
  assert.equal(await stranger.locator('#answer .who-person').filter({ hasText: /Lina|Strand/ }).count(), 0, 'no names for people not signed in')
  await stranger.leave()
})

for (const language of ['sv', 'en']) {
  test(`danger comes first with the number to call, also when an area is chosen (${language})`, async () => {
    const say = texts(language)
    const page = await visit({ who: 'teacher', language, screen: 'phone', bypassCSP: true })
    await write(page, 'Det brinner i papperskorgen utanför slöjdsalen!')
    const alarm = page.locator('#answer [role=alert]')
    await alarm.waitFor()
    assert.equal(await alarm.getByRole('link', { name: say('answer.emergency_call') }).getAttribute('href'), 'tel:112')
    assert(await page.evaluate(() => document.querySelector('#answer').firstElementChild.matches('.emergency')), 'before everything else')
    await checkAccessibility(page, `emergency ${language}`)
    await shoot(page, `form-fara-${language}`, { fullPage: true })
    await page.goto('/tickets/new?area=B017')
    await body(page).fill('Det brinner i skrivaren')
    await alarm.waitFor()
    await page.locator('#send').click()
    await page.getByRole('heading', { name: say('receipt.heading') }).waitFor()
    await page.leave()
  })
}

for (const javaScript of [true, false]) {
  test(`a personal identity number is warned of and removed in one click, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visit({ who: 'teacher', javaScript, bypassCSP: true })
    await page.goto('/tickets/new')
    await body(page).fill('Eleven 20111012-2387 har skyddad identitet')
    await page.locator('#phone').fill('070-123 45 67')
    if (!javaScript) await page.getByRole('button', { name: t('ticket.new.who_takes') }).click()
    await page.getByText(t('answer.personal_number')).waitFor()
    await page.getByText(t('answer.protected_identity')).waitFor()
    if (javaScript) await checkAccessibility(page, 'warnings')
    await shoot(page, `form-varning-${javaScript}`, { fullPage: true })
    await page.getByRole('button', { name: t('answer.remove_numbers') }).click()
    await page.getByText(t('answer.personal_number')).waitFor({ state: 'detached' })
    assert.equal(await body(page).inputValue(), `Eleven ${t('answer.number_removed')} har skyddad identitet`)
    assert.equal(await page.locator('#phone').inputValue(), '070-123 45 67')
    if (javaScript) await page.waitForLoadState() // the new page's script must hear of the tick
    const answered = javaScript ? page.waitForResponse('**/tickets/new/answer') : undefined
    await page.getByRole('checkbox', { name: t('answer.confidential') }).check()
    await answered
    assert(await page.getByRole('checkbox', { name: t('answer.confidential') }).isChecked())
    await page.locator('#send').click()
    await page.locator('.facts a').first().waitFor()
    assert((await api(`/tickets/${await page.locator('.facts a').first().textContent()}`, { who: people.teacher })).confidential)
    await page.leave()
  })

  test(`a text about two matters is divided, edited and sent as two tickets, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visit({ who: 'teacher', javaScript, bypassCSP: true })
    await page.goto('/tickets/new')
    await body(page).fill(twoMatters)
    if (!javaScript) await page.getByRole('button', { name: t('ticket.new.who_takes') }).click()
    await page.getByRole('button', { name: t('answer.divide') }).click()
    await page.locator('#body2').waitFor()
    assert.match(await body(page).inputValue(), /papperstrassel/)
    assert.match(await page.locator('#body2').inputValue(), /nyckeln/)
    if (javaScript) await checkAccessibility(page, 'divided')
    for (const screen of ['narrow', 'phone', 'desk']) {
      await page.setViewportSize(screens[screen])
      await checkWidth(page, `the divided form at ${screen}`)
      await shoot(page, `form-delat-${screen}-${javaScript}`, { fullPage: true })
    }
    const answered = javaScript ? page.waitForResponse(/answer\?part=2/) : undefined
    await page.locator('#body2').fill('Säkerhetsskåpet går inte att låsa, nyckeln snurrar bara i låset.')
    await answered
    await page.locator('#send').click()
    await page.locator('.facts').nth(1).waitFor()
    await shoot(page, `kvitto-tva-${javaScript}`, { fullPage: true })
    const numbers = (await page.locator('.facts a').allTextContents()).map(Number)
    assert.equal(numbers.length, 2)
    const tickets = await Promise.all(numbers.map(number => api(`/tickets/${number}`, { who: people.teacher })))
    assert.notEqual(tickets[0].role, tickets[1].role)
    assert.equal(tickets[1].timeline[0].body, 'Säkerhetsskåpet går inte att låsa, nyckeln snurrar bara i låset.')
    await page.goto(`/tickets/${numbers[0]}`)
    assert.match(await page.locator('.event').first().textContent(), new RegExp(String(numbers[1])))
    await page.leave()
  })
}

test('divided and regretted, it is sent as one ticket with all its words', async () => {
  const page = await visit({ who: 'teacher' })
  await write(page, twoMatters)
  await page.getByRole('button', { name: t('answer.divide') }).click()
  await page.getByRole('button', { name: t('ticket.new.send_together') }).click()
  await page.getByRole('heading', { name: t('receipt.heading') }).waitFor()
  assert.equal(await page.locator('.facts').count(), 1)
  const ticket = await api(`/tickets/${await page.locator('.facts a').first().textContent()}`, { who: people.teacher })
  assert.match(ticket.timeline[0].body, /papperstrassel[^]*nyckeln/)
  await page.leave()
})

test('one part left empty is said at its own box, and nothing is sent', async () => {
  const page = await visit({ who: 'teacher' })
  await write(page, twoMatters)
  await page.getByRole('button', { name: t('answer.divide') }).click()
  await page.locator('#body2').fill('')
  await page.locator('#send').click()
  assert.equal(await page.locator('#errors a').first().getAttribute('href'), '#body2')
  assert.match(await body(page).inputValue(), /papperstrassel/)
  await page.leave()
})

test('without JavaScript the list of areas is a button away, and nothing typed is lost', async () => {
  const page = await visit({ who: 'teacher', javaScript: false })
  await page.goto('/tickets/new')
  await body(page).fill('Något annat')
  await page.locator('.rest details.more summary').last().click()
  assert.equal(await page.locator('#area option').count(), 2)
  await page.getByRole('button', { name: t('ticket.new.all_areas') }).click()
  assert.equal(await body(page).inputValue(), 'Något annat')
  assert.equal(await page.locator('#area option').count(), 152)
  await page.locator('#area').selectOption('B017')
  await page.locator('#send').click()
  await page.locator('.facts a').first().waitFor()
  assert.equal((await api(`/tickets/${await page.locator('.facts a').first().textContent()}`, { who: people.teacher })).row, 'B017')
  await page.leave()
})

test('why here: all of it for the agent, plain words for the requester', async () => {
  const teacher = await visit({ who: 'teacher', bypassCSP: true })
  await write(teacher, printer)
  await teacher.locator('#send').click()
  await teacher.locator('.facts a').first().waitFor()
  const number = await teacher.locator('.facts a').first().textContent()
  await teacher.goto(`/tickets/${number}`)
  await teacher.locator('.why-here summary').click()
  const plain = await teacher.locator('.why-here').textContent()
  assert.match(plain, /papperstrassel/)
  assert.doesNotMatch(plain, /%|B017|1\.4\.0/)
  await checkAccessibility(teacher, 'why here, requester')
  await teacher.leave()
  const agent = await visit({ who: 'ITS', bypassCSP: true })
  await agent.goto(`/tickets/${number}`)
  const receipt = agent.locator('.side-info')
  for (const words of [t('ticket.reason_classified'), 'papperstrassel', 'B017', '1.4.0']) assert.match(await receipt.textContent(), new RegExp(words.replaceAll('.', '\\.')))
  await checkAccessibility(agent, 'why here, agent')
  await shoot(agent, 'varfor-hit', { fullPage: true })
  await agent.leave()
})
