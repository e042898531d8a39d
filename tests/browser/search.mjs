// Searching and the palette: by keyboard, without JavaScript, on a small screen, in both languages.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, press, shoot, visit } from './harness.mjs'
import { api, fileTicket, keysReady } from './school.mjs'

const t = texts('sv')
const found = {}

const field = page => page.locator('#palette-question')
const option = (page, name) => page.locator('#palette').getByRole('option', { name })
const ready = page => page.locator('body[data-palette-ready]').waitFor()

/** What the field says is chosen in the list. */
const chosen = page => page.evaluate(() => {
  const id = document.querySelector('#palette-question').getAttribute('aria-activedescendant')
  return id ? document.getElementById(id).textContent.trim().replace(/\s+/g, ' ') : ''
})

test('tickets to look for', async () => {
  found.number = await fileTicket(people.teacher, { body: 'Dokumentkameran i zebrasalen visar bara rosa', area: 'B003', room: 'Z9' })
  found.role = (await api(`/tickets/${found.number}`)).role
  await api(`/tickets/${found.number}/messages`, { method: 'POST', body: { kind: 'note', body: 'Läraren tappade den, enligt giraffen.' } })
})

test('Ctrl-K, a few letters, an arrow and Enter lead to a ticket, and Escape back to where one was', async () => {
  const page = await visit({ who: found.role, bypassCSP: true })
  await page.goto(`/queues/${found.role}`)
  await ready(page)
  await press(page, 'Control+k')
  await option(page, t('nav.new_ticket')).waitFor()
  await checkAccessibility(page, 'the palette with nothing typed')
  await page.keyboard.type('zebras')
  await option(page, /Dokumentkameran i zebrasalen/).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'palette-question')
  assert.equal(await chosen(page), '')
  await press(page, 'ArrowDown')
  assert.match(await chosen(page), /zebrasalen/)
  await checkAccessibility(page, 'the palette with suggestions')
  await shoot(page, 'palett-1280')
  await press(page, 'ArrowUp')
  assert.match(await chosen(page), /Alla träffar|Gå till|zebras/)
  await press(page, 'Escape')
  assert.equal(await page.locator('#palette[open]').count(), 0)
  await page.waitForFunction(() => !document.activeElement.closest('dialog'))  // the browser moves the focus when it draws next
  await press(page, 'Control+k')
  await option(page, /Dokumentkameran i zebrasalen/).waitFor()
  await press(page, 'ArrowDown', 'Enter')
  await page.waitForURL(`**/tickets/${found.number}`)
  await page.leave()
})

test('the palette does with the open ticket what the keys do', async () => {
  const page = await visit({ who: found.role, bypassCSP: true })
  await page.goto(`/tickets/${found.number}`)
  await ready(page)
  await press(page, 'Control+k')
  const orders = page.locator('#palette').getByRole('group', { name: t('palette.orders') })
  await orders.getByRole('option', { name: t('ticket.take') }).waitFor()
  await checkAccessibility(page, 'the palette of a ticket')
  await shoot(page, 'palett-arende-1280')
  await page.keyboard.type(t('ticket.priority').toLowerCase())
  await press(page, 'ArrowDown', 'Enter')
  await page.waitForFunction(() => document.activeElement.id === 'priority')
  await press(page, 'Control+k')
  await field(page).fill('')
  await orders.getByRole('option', { name: t('ticket.wrong_door') }).click()
  await page.waitForFunction(() => document.activeElement.closest('#wrong-door'))
  await press(page, 'Control+k')
  await field(page).fill('')
  await orders.getByRole('option', { name: t('ticket.take') }).click()
  await page.getByRole('button', { name: t('undo.button') }).click()
  await page.waitForURL(`**/tickets/${found.number}?undone=1*`)
  await page.leave()
})

test('the palette knows pages, people and areas, and says how many suggestions there are', async () => {
  const page = await visit({ who: found.role })
  await page.goto(`/tickets/${found.number}`)
  await ready(page)
  await keysReady(page)
  await press(page, '/')
  await field(page).waitFor()
  await page.keyboard.type('skrivare')
  await page.locator('#palette').getByRole('group', { name: t('search.areas') }).waitFor()
  assert.match(await page.locator('#palette [role=status]').textContent(), /\d/)
  await field(page).fill('amir')
  await page.locator('#palette').getByRole('group', { name: t('search.people') }).waitFor()
  await field(page).fill('ansvarsf')
  await press(page, 'ArrowDown')
  await option(page, t('nav.matrix')).click()
  await page.waitForURL('**/matrix')
  await page.leave()
})

test('Enter without a choice leads to the page of the search, with the words marked', async () => {
  const page = await visit({ who: found.role, bypassCSP: true })
  await page.goto(`/queues/${found.role}`)
  await ready(page)
  await press(page, 'Control+k')
  await page.keyboard.type('rosa dokumentkamera')
  await press(page, 'Enter')
  await page.waitForURL(/\/search\?q=rosa/)
  assert.deepEqual(await page.locator('.search-tickets mark').allTextContents(), ['Dokumentkameran', 'rosa'])
  await checkAccessibility(page, 'found tickets')
  await shoot(page, 'sok-1280')
  await page.goto('/search?q=giraff')
  assert.equal(await page.locator('.search-tickets li').count(), 1)
  await page.goto(`/search?q=%23${found.number}`)
  assert.equal(await page.locator('.search-tickets a').getAttribute('href'), `/tickets/${found.number}`)
  await page.leave()
})

test('shortcuts that are off leave "/" alone, but not Ctrl-K', async () => {
  const page = await visit({ who: 'teacher', screen: 'desk' })
  await page.goto('/tickets/mine')
  await ready(page)
  await press(page, '/')
  assert.equal(await page.locator('#palette[open]').count(), 0)
  await press(page, 'Control+k')
  await page.keyboard.type('zebrasal')
  await option(page, /zebrasalen/).waitFor()
  assert.equal(await page.locator('#palette').getByRole('group', { name: t('search.people') }).count(), 0)
  await page.leave()
})

test('without JavaScript a link leads to the search, and the requester finds their own and no word of the notes', async () => {
  const page = await visit({ who: 'teacher', screen: 'phone', javaScript: false })
  await page.goto('/tickets/mine')
  await page.getByRole('link', { name: t('palette.open') }).click()
  await page.getByLabel(t('search.label')).fill('zebra')
  await page.getByRole('button', { name: t('common.search') }).click()
  assert.equal(await page.locator('.search-tickets a').first().getAttribute('href'), `/tickets/${found.number}`)
  await page.getByLabel(t('search.label')).fill('giraff')
  await page.getByRole('button', { name: t('common.search') }).click()
  await page.getByText(t('search.nothing', { question: 'giraff' })).waitFor()
  await page.leave()
})

for (const language of ['sv', 'en']) {
  test(`the search in ${language}: on 320 pixels, light and dark`, async () => {
    for (const who of ['teacher', found.role]) {
      const page = await visit({ who, language, screen: 'narrow', bypassCSP: true })
      for (const path of ['/search', '/search?q=zebra', '/search?q=tapirer', '/search?q=p%C3%A5']) {
        await page.goto(path)
        assert.equal(await page.locator('html').getAttribute('lang'), language)
        await checkAccessibility(page, `${path} ${language}`)
        await checkWidth(page, `${path} ${language}`)
      }
      await ready(page)
      await press(page, 'Control+k')
      await page.keyboard.type('zebra')
      await option(page, /zebrasalen/).waitFor()
      await checkWidth(page, `the palette ${language}`)
      await checkAccessibility(page, `the palette ${language}`)
      await page.leave()
    }
  })
}

test('pictures of the search and the palette', async () => {
  for (const [screen, colorScheme] of [['phone', 'light'], ['phone', 'dark'], ['desk', 'light'], ['desk', 'dark']]) {
    for (const who of ['teacher', found.role]) {
      const page = await visit({ who, screen, colorScheme })
      await page.goto('/search?q=zebra')
      await shoot(page, `sok-${screen}-${colorScheme}-${who}`)
      await ready(page)
      await press(page, 'Control+k')
      await page.keyboard.type(who === 'teacher' ? 'zebra' : 'amir')
      await page.locator('#palette [role=option]', { hasText: who === 'teacher' ? 'zebrasalen' : 'Amir' }).first().waitFor()
      await press(page, 'ArrowDown')
      await shoot(page, `palett-${screen}-${colorScheme}-${who}`)
      await page.leave()
    }
  }
})
