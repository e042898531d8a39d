// The overview as managers use it: filters without scripts, tables behind every chart, on a phone, in the dark and on paper.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { checkAccessibility, checkWidth, people, shoot, visit } from './harness.mjs'
import { api, fileTicket } from './school.mjs'
import { texts } from '../support/texts.mjs'

const t = texts('sv')

test('there is something to look at', async () => {
  for (let n = 0; n < 6; ++n) {
    const number = await fileTicket(people.teacher, { subject: `Projektorn i B${n} lyser inte`, body: 'Den slutade i morse.', area: 'B070' })
    if (n % 2 === 0) await api(`/tickets/${number}/messages`, { method: 'POST', body: { kind: 'reply', body: 'Vi kommer.' } })
  }
})

test('a manager narrows the overview down without scripts, and each figure lists its tickets', async () => {
  const page = await visit({ who: 'manager', javaScript: false })
  await page.goto('/overview?period=today')
  await page.locator('details.period summary').click()
  await page.getByLabel(t('report.filter.role'), { exact: true }).selectOption({ index: 1 })
  await page.getByLabel(t('report.filter.priority')).selectOption('normal')
  await page.getByRole('button', { name: t('report.show'), exact: true }).click()
  const asked = new URL(page.url())
  assert.equal(asked.searchParams.get('priority'), 'normal')
  assert(asked.searchParams.get('role'))
  await page.getByRole('link', { name: t('report.tab.unit') }).click()
  assert.equal(new URL(page.url()).searchParams.get('priority'), 'normal')
  const link = page.locator('.tile .figure a').first()
  const open = Number(await link.textContent())
  await link.click()
  assert.equal(await page.locator('.ticket-list tbody tr').count(), Math.min(open, 50))
  await page.leave()
})

test('the overview is accessible in both languages, in light and dark, and fits a phone', async () => {
  for (const [language, colorScheme, screen] of [['sv', 'light', 'desk'], ['en', 'dark', 'desk'], ['sv', 'light', 'phone'], ['en', 'light', 'phone']]) {
    const page = await visit({ who: 'manager', language, colorScheme, screen, bypassCSP: true })
    for (const path of ['/overview?period=term&by=area', '/overview/tickets?at=new&period=term', '/help/measures']) {
      await page.goto(path)
      await page.evaluate(() => document.querySelectorAll('main details').forEach(part => { part.open = true }))
      await checkAccessibility(page, `${path} ${language} ${colorScheme} ${screen}`)
      await checkWidth(page, path)
    }
    await page.goto('/overview?period=term')
    await shoot(page, `oversikt-${language}-${colorScheme}-${screen}`, { fullPage: true })
    await page.leave()
  }
})

test('on paper the overview has its charts and all its tables, and nothing to click', async () => {
  const page = await visit({ who: 'manager' })
  await page.goto('/overview?period=term')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('form:visible').count(), 0)
  assert.equal(await page.locator('.tools:visible').count(), 0)
  assert.equal(await page.locator('header.bar:visible').count(), 0)
  assert(await page.locator('svg.chart:visible').count() >= 1)
  for (const table of ['lines', 'measures', 'weeks', 'ages', 'arrivals', 'outcomes']) assert(await page.locator(`table.${table}`).isVisible(), table)
  assert((await page.locator('.basis').last().textContent()).includes(t('report.without_confidential')))
  await shoot(page, 'oversikt-print', { fullPage: true })
  await page.leave()
})

test('a manager writes a status report, issues it, checks it, and prints it without the page around it', async () => {
  const draft = await visit({ who: 'manager', javaScript: false })
  await draft.goto('/overview?period=term')
  await draft.getByRole('link', { name: t('period_report.link') }).last().click()
  await draft.getByLabel(t('period_report.title')).fill('Lägesrapport hösten')
  await draft.getByRole('button', { name: t('period_report.begin') }).click()
  const at = new URL(draft.url()).pathname
  await draft.locator('#text_outlook').fill('Projektorerna byts ut.\n\nSedan skrivarna.')
  await draft.getByRole('button', { name: t('period_report.save') }).click()
  assert.equal(await draft.locator('#text_outlook').inputValue(), 'Projektorerna byts ut.\n\nSedan skrivarna.')
  await draft.leave()
  for (const [language, screen, colorScheme] of [['sv', 'phone', 'light'], ['en', 'desk', 'dark']]) {
    const page = await visit({ who: 'manager', language, screen, colorScheme, bypassCSP: true })
    for (const path of [at, '/reports']) {
      await page.goto(path)
      await checkAccessibility(page, `${path} ${language}`)
      await checkWidth(page, path)
    }
    await page.goto(at)
    await shoot(page, `lagesrapport-utkast-${language}-${screen}`, { fullPage: true })
    await page.leave()
  }
  const page = await visit({ who: 'manager', bypassCSP: true })
  await page.goto(at)
  await page.getByRole('button', { name: t('period_report.issue'), exact: true }).click()
  assert.equal(new URL(page.url()).pathname, at)
  assert(await page.getByText('Sedan skrivarna.').isVisible())
  await checkAccessibility(page, 'issued report')
  await shoot(page, 'lagesrapport', { fullPage: true })
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('header.bar:visible, form:visible, .tools:visible, .crumb:visible').count(), 0)
  assert(await page.locator('.period-report table.needs').isVisible())
  await shoot(page, 'lagesrapport-print', { fullPage: true })
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('link', { name: t('period_report.check') }).click()
  assert(await page.getByText(t('period_report.check.untouched')).isVisible())
  await checkAccessibility(page, 'check of a report')
  await shoot(page, 'lagesrapport-kontroll', { fullPage: true })
  await page.leave()
})

test('a workbook can be taken home', async () => {
  const page = await visit({ who: 'manager' })
  await page.goto('/overview')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: t('report.xlsx') }).click()])
  assert.match(download.suggestedFilename(), /^oversikt-.*\.xlsx$/)
  await page.leave()
})
