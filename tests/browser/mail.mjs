// Mail both ways: what somebody writes in a mail program, and what becomes of it on the pages.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, shoot, visit } from './harness.mjs'
import { api, eventually, letterTo, openTicket, sendMail } from './school.mjs'

const t = texts('sv')
const header = (letter, name) => new RegExp(`^${name}: (.*)$`, 'im').exec(letter)[1].trim()
let number

test('a mail becomes a ticket, and the answer to its receipt belongs to it', async () => {
  const id = await sendMail({ from: people.teacher, subject: 'Skrivaren i C21 skriver inte ut', text: 'Det blinkar rött.\n\n-- \nAnna\nLärare' })
  const receipt = await eventually(() => letterTo(people.teacher, 'Skrivaren i C21'), 'the receipt')
  number = Number(/\[#(\d+)\]/.exec(header(receipt, 'Subject'))[1])
  assert.match(receipt, /Svara på det här brevet, eller på ärendets sida/)
  assert.equal(header(receipt, 'In-Reply-To'), id, 'the receipt stands under the mail in the sender’s mail program')
  await sendMail({ from: people.teacher, to: header(receipt, 'Reply-To'), subject: 'SV: något annat', text: 'Nu piper den också.\n\nDen 22 nov. 2026 skrev Skolan:\n> Tack' })
  const page = await visit({ who: 'teacher', screen: 'phone' })
  await eventually(async () => {
    await page.goto(`/tickets/${number}`)
    return page.getByText('Nu piper den').count()
  }, 'the answer on the page')
  assert.equal(await page.getByText(t('outside.came_as_mail')).count(), 0)
  await shoot(page, 'mejlat-arende-390')
  await page.leave()
})

test('an agent sees how it came, and looks at the original without being reached from it', async () => {
  const ticket = await api(`/tickets/${number}`)
  await sendMail({ from: people.teacher, subject: `SV: [#${number}] Skrivaren`, type: 'text/html',
    text: '<p>Så här <b>ser</b> det ut</p><script>document.title = "inne"</script><img src="http://spion.example/x.png">' })
  const page = await visit({ who: people[ticket.role] ? ticket.role : 'administrator' })
  await eventually(async () => {
    await openTicket(page, number)
    return page.getByText('Så här ser det ut').count()
  }, 'the mail on the page')
  await shoot(page, 'arende-med-mejl-1280')
  await page.getByRole('link', { name: t('outside.came_as_mail') }).last().click()
  await page.getByRole('link', { name: t('mail_in.html') }).waitFor()
  await shoot(page, 'mejl-1280')
  const place = await page.getByRole('link', { name: t('mail_in.html') }).getAttribute('href')
  const reached = []
  page.on('response', answer => reached.push(answer.url()))
  await page.goto(place)
  assert.match(await page.content(), /<b>ser<\/b>/)
  assert.notEqual(await page.title(), 'inne')
  assert.deepEqual(reached.filter(url => url.includes('spion')), [])
  await page.context().close()  // what its policy refused is what was wanted here
  const requester = await visit({ who: 'teacher' })
  assert.equal((await requester.goto(place)).status(), 404)
  await requester.leave()
})

test('a mail from nobody the school knows waits for an administrator, who lets it in or throws it away', async () => {
  await sendMail({ from: 'Förälder <foralder@hem.example>', subject: 'Mitt barn kan inte logga in', text: 'Hon heter Maja.' })
  await sendMail({ from: 'Reklam <kop@nu.example>', subject: 'Köp nu', text: 'Billigt.' })
  const page = await visit({ who: 'administrator' })
  await eventually(async () => {
    await page.goto('/admin/mail-in')
    return (await page.getByRole('link', { name: 'Köp nu' }).count()) && (await page.getByRole('link', { name: 'Mitt barn kan inte logga in' }).count())
  }, 'both are held')
  await shoot(page, 'mejl-att-besluta-1280')
  await page.getByRole('link', { name: 'Köp nu' }).click()
  await page.getByRole('button', { name: t('mail_in.discard') }).click()
  await page.waitForURL('**/admin/mail-in')
  assert.equal(await page.getByRole('link', { name: 'Köp nu' }).count(), 0)
  await page.getByRole('link', { name: 'Mitt barn kan inte logga in' }).click()
  await page.getByText(t('mail_in.explain.unknown-sender')).waitFor()
  await shoot(page, 'mejl-beslut-1280')
  await page.getByRole('button', { name: t('mail_in.admit') }).click()
  await page.getByText('Hon heter Maja.').first().waitFor()
  await page.leave()
})

test('an administrator rewrites the receipt, looks at it before saving, and puts it back', async () => {
  const page = await visit({ who: 'administrator' })
  await page.goto('/admin/letters')
  await shoot(page, 'brevens-texter-1280')
  await page.getByRole('link', { name: /Kvitto, Svenska/ }).click()
  await page.getByLabel(t('letter_texts.heading'), { exact: true }).fill('Tack, {anmälare}!')
  await page.getByLabel(t('letter_texts.ticket'), { exact: true }).fill(String(number))
  await page.getByRole('button', { name: t('letter_texts.preview_do') }).click()
  const letter = page.frameLocator('iframe[name=preview]')
  await letter.getByRole('heading', { name: /^Tack, .+!$/ }).waitFor()
  await letter.getByText('Det blinkar rött').first().waitFor()
  await shoot(page, 'brev-andras-1280', { fullPage: true })
  await page.getByLabel(t('letter_texts.body'), { exact: true }).fill('Hej {anmälre}!')
  await page.getByRole('button', { name: t('letter_texts.preview_do') }).click()
  await letter.getByText('{anmälre}').waitFor()
  await page.getByRole('button', { name: t('common.save') }).click()
  await page.getByRole('link', { name: /\{anmälre\}/ }).waitFor()
  await page.getByRole('link', { name: /\{länk\}/ }).waitFor()
  await shoot(page, 'brev-ratta-1280')
  await page.getByLabel(t('letter_texts.body'), { exact: true }).fill('Hej {anmälare}! Vi hör av oss.\n\n{länk}')
  await page.getByRole('button', { name: t('common.save') }).click()
  await page.getByText(t('letter_texts.saved')).waitFor()
  await sendMail({ from: people.teacher, subject: 'Tavlan i C22 är svart', text: 'Den startar inte.' })
  assert.match(await eventually(() => letterTo(people.teacher, 'Tavlan i C22'), 'the receipt in its new words'), /Vi h=C3=B6r av oss|Vi hör av oss/)
  await page.getByRole('button', { name: t('letter_texts.reset') }).click()
  await page.getByText(t('letter_texts.saved')).waitFor()
  assert.notEqual(await page.getByLabel(t('letter_texts.heading'), { exact: true }).inputValue(), 'Tack, {anmälare}!')
  await page.setViewportSize({ width: 320, height: 640 })
  await shoot(page, 'brev-320', { fullPage: true })
  await page.leave()
})

test('letters are rewritten without JavaScript, and a test letter says how it fared', async () => {
  const page = await visit({ who: 'administrator', javaScript: false })
  await page.goto('/admin/letters/question/en')
  await page.getByLabel(t('letter_texts.heading'), { exact: true }).fill('Please tell us more')
  await page.getByRole('button', { name: t('letter_texts.preview_do') }).click()
  await page.frameLocator('iframe[name=preview]').getByRole('heading', { name: 'Please tell us more' }).waitFor()
  await page.getByRole('button', { name: t('common.save') }).click()
  await page.getByText(t('letter_texts.saved')).waitFor()
  await page.goto('/admin/mail/test')
  await page.getByRole('button', { name: t('mail_test.title') }).click()
  await page.getByText(t('mail_test.sent')).waitFor()
  await page.getByLabel(t('mail_test.to'), { exact: true }).fill('nagon@annan.example')
  await page.getByRole('button', { name: t('mail_test.title') }).click()
  await page.getByRole('link', { name: t('mail_test.elsewhere') }).waitFor()
  await shoot(page, 'provbrev-1280')
  await page.leave()
})
