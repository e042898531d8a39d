// What holds on every page, for the person who sees it, in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAccessibility, checkWidth, focused, people, press, setLetterSize, shoot, visit } from './harness.mjs'
import { api, fileTicket, keysReady } from './school.mjs'
import { texts } from '../support/texts.mjs'

const ofTeacher = { number: 0 }

/** Who sees which pages; a path may be a function of the ticket that the teacher filed. */
const pages = [
  [undefined, ['/sign-in', '/tickets/new', '/matrix', '/finns-inte']],
  ['teacher', ['/tickets/new', '/tickets/mine', () => `/tickets/${ofTeacher.number}`, '/account', '/account/away', '/matrix']],
  ['agent', [() => `/queues/${ofTeacher.role}`, () => `/tickets/${ofTeacher.number}`, '/tickets/new', '/account']],
  ['manager', ['/overview']],
  ['administrator', ['/admin/people', '/admin/people/2', '/admin/people/2/away', '/admin/mail', '/overview']],
]

test('a ticket to look at', async () => {
  ofTeacher.number = await fileTicket(people.teacher, {
    subject: 'Läsplattorna i 4B laddar inte',
    body: 'Fem av läsplattorna i vagnen laddar inte.\n\nhttps://example.com/en-mycket-lång-adress-utan-mellanslag-som-inte-får-göra-sidan-bredare-än-skärmen-oavsett-hur-lång-den-är',
    room: '4B',
  })
  ofTeacher.role = encodeURIComponent((await api(`/tickets/${ofTeacher.number}`)).role)
  await api(`/tickets/${ofTeacher.number}/messages`, { method: 'POST', body: { kind: 'reply', body: 'Vi hämtar vagnen i eftermiddag.' } })
  await api(`/tickets/${ofTeacher.number}/messages`, { method: 'POST', body: { kind: 'note', body: 'Nätdelen är trasig igen.' } })
})

const person = who => (who === 'agent' ? decodeURIComponent(ofTeacher.role) : who)
const pathOf = path => (typeof path === 'function' ? path() : path)
const titled = (who, path) => `${who ?? 'stranger'} ${pathOf(path)}`

for (const [who, paths] of pages) {
  for (const language of ['sv', 'en']) {
    test(`axe finds nothing on the pages of ${who ?? 'a stranger'} (${language}), light and dark, also with letters twice as large`, async () => {
      for (const colorScheme of ['light', 'dark']) {
        const page = await visit({ who: person(who), language, bypassCSP: true, colorScheme })
        for (const path of paths) {
          await page.goto(pathOf(path))
          assert.equal(await page.locator('html').getAttribute('lang'), language, titled(who, path))
          await checkAccessibility(page, `${titled(who, path)} ${language} ${colorScheme}`)
          if (colorScheme === 'light') {
            await setLetterSize(page, 32)
            await checkWidth(page, `${titled(who, path)} ${language}, letters twice as large,`)
            await setLetterSize(page, 16)
          }
        }
        await page.leave()
      }
    })
  }

  test(`no page of ${who ?? 'a stranger'} scrolls sideways on a small screen`, async () => {
    for (const screen of ['narrow', 'phone']) {
      const page = await visit({ who: person(who), screen })
      for (const path of paths) {
        await page.goto(pathOf(path))
        await checkWidth(page, `${titled(who, path)} at ${screen}`)
        await shoot(page, `${titled(who, path).replace(/[^a-z0-9]+/gi, '-')}-${screen}`, { fullPage: true })
      }
      await page.leave()
    }
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
