// What holds on every page, for the person who sees it, in both languages.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { checkAccessibility, checkWidth, focused, people, press, screens, setLetterSize, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket, keysReady, sendMail } from './school.mjs'
import { texts } from '../support/texts.mjs'

const ofTeacher = { number: 0, confidential: 0, mail: 0, draft: 0, webhook: 0 }

/** Who sees which pages; a path may be a function of the tickets that the teacher filed. */
const pages = [
  [undefined, ['/sign-in', '/tickets/new', '/matrix', '/help/api', '/finns-inte']],
  ['teacher', ['/tickets/new', '/tickets/mine', () => `/tickets/${ofTeacher.number}`, '/account', '/account/letters', '/account/away', '/account/password', '/account/security',
    '/account/second-factor', '/account/connections', '/matrix']],
  ['agent', [() => `/queues/${ofTeacher.role}`, () => `/tickets/${ofTeacher.number}`, () => `/tickets/${ofTeacher.confidential}`,
    () => `/tickets/${ofTeacher.confidential}/views`, () => `/tickets/${ofTeacher.number}/clock`, '/tickets/new', '/account', '/account/letters']],
  ['manager', ['/overview', '/overview?by=unit&period=term&level=HYGIEN', '/overview/tickets?at=new', '/help/measures', '/reports', '/account/letters']],
  ['administrator', ['/admin', '/admin/people', '/admin/people?q=a&role=ITS', '/admin/people/new', '/admin/people/2', '/admin/people/2/away',
    '/admin/people/2/departure', '/admin/people/import', '/admin/units', '/admin/units/1', '/admin/roles', '/admin/roles/ITS', '/overview']],
  ['administrator', ['/admin/sign-in', '/admin/sign-in/providers', '/admin/sign-in/providers/new', '/admin/tokens', '/admin/tokens/new',
    '/admin/tokens/1/revocation', '/admin/service-accounts', '/admin/service-accounts/new', '/admin/audit', '/admin/confidential', '/admin/mail']],
  ['administrator', ['/admin/calendars', '/admin/calendars/1', '/admin/calendars/1/change', '/admin/calendars/1/year?year=2027', '/admin/calendars/1/import', '/admin/targets',
    '/admin/targets?try_area=&try_priority=high']],
  ['administrator', ['/admin/mail/test', '/admin/letters', '/admin/letters/receipt/sv', '/admin/letters/confidential/en']],
  ['administrator', ['/admin/webhooks', '/admin/webhooks/new', () => `/admin/webhooks/${ofTeacher.webhook}`, () => `/admin/webhooks/${ofTeacher.webhook}/removal`]],
  ['administrator', ['/matrix/exceptions', '/matrix/learning', '/matrix/health', () => `/matrix/drafts/${ofTeacher.draft}/replays`]],
  ['administrator', ['/admin/mail-in', '/admin/mail-in?view=done', '/admin/mail-in?view=failed', '/admin/mail-in?view=bounced', '/admin/escalation', '/admin/unanswered', () => `/mails/${ofTeacher.mail}`]],
  ['administrator', ['/matrix?version=1', '/matrix/drafts', () => `/matrix/drafts/${ofTeacher.draft}?edit=B017`, () => `/matrix/drafts/${ofTeacher.draft}/difference`,
    () => `/matrix/drafts/${ofTeacher.draft}/history`, () => `/matrix/drafts/${ofTeacher.draft}/upload`, () => `/matrix/drafts/${ofTeacher.draft}/publication`]],
]
const missing = new Set(['/finns-inte'])

test('a ticket to look at', async () => {
  ofTeacher.number = await fileTicket(people.teacher, {
    subject: 'Läsplattorna i 4B laddar inte',
    body: 'Fem av läsplattorna i vagnen laddar inte.\n\nhttps://example.com/en-mycket-lång-adress-utan-mellanslag-som-inte-får-göra-sidan-bredare-än-skärmen-oavsett-hur-lång-den-är',
    room: '4B',
  })
  ofTeacher.confidential = await fileTicket(people.teacher, { body: 'Läsplattorna i 4B laddar inte, och jag vet vem som gjorde det.', confidential: true })
  ofTeacher.role = encodeURIComponent((await api(`/tickets/${ofTeacher.number}`)).role)
  await api(`/tickets/${ofTeacher.number}/messages`, { method: 'POST', body: { kind: 'reply', body: 'Vi hämtar vagnen i eftermiddag.' } })
  await sendMail({ from: 'En Leverantör <offert@leverantor.example>', subject: 'En offert till den som köper in', text: 'Hej!\n\nSe bifogat.\n\n-- \nLeverantören' })
  ofTeacher.draft = (await api('/matrix/drafts', { method: 'POST', body: { name: 'Ett utkast att se på' } })).id
  ofTeacher.webhook = (await api('/webhooks', { method: 'POST', body: { name: 'Skylten i receptionen', url: 'https://127.0.0.1:9/ansvar' } })).id
  await api(`/webhooks/${ofTeacher.webhook}/test`, { method: 'POST' })
  await api(`/webhooks/${ofTeacher.webhook}/pause`, { method: 'POST' })
  const administrator = await visit({ who: 'administrator' })
  ofTeacher.mail = await eventually(async () => {
    await administrator.goto('/admin/mail-in')
    const link = administrator.getByRole('link', { name: 'En offert till den som köper in' })
    return (await link.count()) && Number((await link.first().getAttribute('href')).split('/').at(-1))
  }, 'the mail is held')
  await administrator.leave()
  await api(`/tickets/${ofTeacher.number}/messages`, { method: 'POST', body: { kind: 'note', body: 'Nätdelen är trasig igen.' } })
})

const person = who => (who === 'agent' ? decodeURIComponent(ofTeacher.role) : who)
const pathOf = path => (typeof path === 'function' ? path() : path)
/** Opens the page, and sees that it is the one that was meant and not an error's. */
async function openPage(page, path) {
  const answer = await page.goto(pathOf(path))
  assert.equal(answer.status(), missing.has(path) ? 404 : 200, pathOf(path))
  assert.equal(new URL(page.url()).pathname, pathOf(path).split('?')[0])
}
const titled = (who, path) => `${who ?? 'stranger'} ${pathOf(path)}`

const looks = { 'sv light': 'all', 'sv dark': 'colors', 'en light': 'words' }

/** In a window of its own; the colours are the same in both languages, so dark is looked at in one. */
async function checkPages(who, paths, language, colorScheme) {
  const page = await visit({ who: person(who), language, bypassCSP: true, colorScheme })
  for (const path of paths) {
    await openPage(page, path)
    assert.equal(await page.locator('html').getAttribute('lang'), language, titled(who, path))
    await checkAccessibility(page, `${titled(who, path)} ${language} ${colorScheme}`, { look: looks[`${language} ${colorScheme}`] })
    if (colorScheme === 'light') {
      await setLetterSize(page, 32)
      await checkWidth(page, `${titled(who, path)} ${language}, letters twice as large,`)
      await setLetterSize(page, 16)
    }
  }
  await page.leave()
}

/** Tells the two lists of one person's pages apart. */
const first = paths => (typeof paths[0] === 'string' ? `, ${paths[0]} and on` : '')

for (const [who, paths] of pages) {
  const whose = `${who ?? 'a stranger'}${first(paths)}`
  test(`axe finds nothing on the pages of ${whose} (sv), light and dark, also with letters twice as large`, () =>
    Promise.all(['light', 'dark'].map(colorScheme => checkPages(who, paths, 'sv', colorScheme))))

  test(`axe finds nothing on the pages of ${whose} (en), also with letters twice as large`, () => checkPages(who, paths, 'en', 'light'))

  test(`no page of ${whose} scrolls sideways on a small screen`, async () => {
    const page = await visit({ who: person(who), screen: 'phone' })
    for (const path of paths) {
      await page.setViewportSize(screens.phone)
      await openPage(page, path)
      await checkWidth(page, `${titled(who, path)} on a phone`)
      await shoot(page, `${titled(who, path).replace(/[^a-z0-9]+/gi, '-')}-phone`, { fullPage: true })
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, `${titled(who, path)} at its narrowest`)
    }
    await page.leave()
  })
}

test('the keyboard reaches everything: the first stop skips to the content, and the focus is always seen', async () => {
  const page = await visit({ who: 'teacher' })
  await page.goto('/tickets/new')
  await press(page, 'Tab')
  assert.equal(await focused(page), texts('sv')('layout.skip'))
  await press(page, 'Enter')
  const seen = new Set()
  for (let stop = 0; stop < 40; ++stop) {
    await press(page, 'Tab')
    const ring = await page.evaluate(() => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const style = getComputedStyle(e)
      const label = e.closest('label') ? getComputedStyle(e.closest('label')) : style
      return { id: e.id, visible: [style, label].some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || style.boxShadow !== 'none' }
    })
    if (!ring) break
    assert(ring.visible, `the focus on ${ring.id || (await focused(page))} cannot be seen`)
    seen.add(ring.id)
  }
  for (const id of ['body', 'room', 'phone', 'files', 'send']) assert(seen.has(id), `Tab reaches ${id}`)
  await page.leave()
})

test('a question mark shows the shortcuts, and they can be switched off', async () => {
  const t = texts('sv')
  const page = await visit({ who: 'ITS' })
  await page.goto('/queues/ITS')
  await keysReady(page)
  await press(page, '?')
  await page.getByRole('dialog').waitFor()
  await shoot(page, 'kortkommandon-1280')
  await press(page, 'Escape')
  assert.equal(await page.getByRole('dialog').isVisible(), false)
  await page.goto('/account')
  await page.getByRole('checkbox', { name: t('account.shortcuts_on') }).uncheck()
  await page.getByRole('button', { name: t('common.save') }).first().click()
  await page.goto('/queues/ITS')
  assert.equal(await page.locator('body[data-shortcuts]').count(), 0)
  await page.goto('/account')
  await page.getByRole('checkbox', { name: t('account.shortcuts_on') }).check()
  await page.getByRole('button', { name: t('common.save') }).first().click()
  await page.leave()
})
