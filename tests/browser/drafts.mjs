// A matrix is edited in its table by keyboard, two at once, read in from a file, compared and published from a date; the page prints as the
// poster. In both languages, and once without JavaScript.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, screens, shoot, visit } from './harness.mjs'

const next = new Date().getFullYear() + 2

for (const [language, javaScript] of [['sv', true], ['en', false]]) {
  const t = texts(language)

  test(`the owner of the matrix makes a draft of it (${language}${javaScript ? '' : ', without JavaScript'})`, async () => {
    const page = await visit({ who: 'administrator', language, bypassCSP: true, javaScript })
    const look = async what => {
      if (javaScript) await checkAccessibility(page, what)
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, what)
      await page.setViewportSize(screens.desk)
      await shoot(page, `drafts-${language}-${what}`, { fullPage: true })
    }
    const press = name => page.getByRole('button', { name, exact: true }).click()

    await page.goto('/matrix')
    await page.getByRole('link', { name: t('matrix.drafts') }).click()
    await press(t('matrix.draft.start'))
    await page.locator('#name-error').waitFor()
    await page.locator('#name').fill(`Skolstart ${language}`)
    await press(t('matrix.draft.start'))
    await page.waitForURL(/drafts\/\d+$/)
    const address = new URL(page.url()).pathname

    // By keyboard: the row opens with its name in focus, Enter saves.
    await page.locator('#B017').getByRole('link').press('Enter')
    await page.locator('#row-form').waitFor()
    assert.equal(await page.locator('#name').inputValue(), 'Skrivare')
    if (javaScript) assert.equal(await page.evaluate(() => document.activeElement.id), 'name')
    await look('row')

    // Somebody else is faster: what they did and what was typed are both there.
    const other = await visit({ who: 'administrator', language })
    await other.goto(`${address}?edit=B017`)
    await other.locator('#note').fill('Först')
    await other.locator('#note').press('Enter')
    await other.waitForURL(/#B017$/)
    await other.leave()
    await page.locator('#name').fill('Skrivare och kopiatorer')
    await page.locator('#terms').fill(`${await page.locator('#terms').inputValue()}\npappersslukaren`)
    await page.locator('#name').press('Enter')
    await page.getByText(t('matrix.row.differs')).waitFor()
    assert.equal(await page.locator('#name').inputValue(), 'Skrivare och kopiatorer')
    await look('conflict')
    await page.locator('#name').press('Enter')
    await page.waitForURL(/#B017$/)
    assert.match(await page.locator('#B017').innerText(), /Skrivare och kopiatorer/)
    await look('table')

    // A file: one with faults, then one that is taken.
    await page.goto(`${address}/upload`)
    const file = text => ({ name: 'matrix.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.locator('#matrix').setInputFiles(file('row,level,column,area,responsible,note,source_text\nB1,X,,Y,ITSS,,\n'))
    await press(t('matrix.upload.preview'))
    await page.getByText('ITSS').waitFor()
    await look('upload-faults')
    const csv = await page.request.get(`${address}/files/matrix.csv`).then(answer => answer.text())
    await page.locator('#matrix').setInputFiles(file(csv.replace(',Projektorer,', ',Projektorer och dukar,').replace(/\nB150,[^\n]*/, '')))
    await press(t('matrix.upload.preview'))
    await page.locator('#preview').waitFor()
    await look('upload')
    await press(t('matrix.upload.take'))
    await page.waitForURL(/difference$/)
    await page.getByText('Skrivare och kopiatorer').first().waitFor()
    await look('difference')
    await page.goto(`${address}/history`)
    await page.getByText('pappersslukaren').waitFor()

    // Published from a date: first with what is missing, then whole.
    await page.goto(`${address}/publication`)
    await page.locator('#version').fill(`${next}-${language}`)
    await press(t('matrix.publish'))
    await page.locator('[id="without_replay-error"]').waitFor()
    await look('publication')
    await page.locator('#without_replay').check()
    // Before the other language's version: a draft is published over the version that it is a draft of.
    await page.locator('#from').fill(`${next}-08-${javaScript ? 15 : 14}T07:00`)
    await press(t('matrix.publish'))
    await page.waitForURL(/#versions$/)
    assert.match(await page.locator('table').innerText(), new RegExp(`${next}-${language}`))
    await look('versions')

    // Taken back before its day: the draft is open again.
    const plan = page.locator('tr', { hasText: `${next}-${language}` })
    await plan.getByText(t('matrix.withdraw'), { exact: false }).first().click()
    await plan.getByText(t('matrix.withdraw.hint')).waitFor()
    await look('withdrawal')
    await plan.getByRole('button', { name: t('matrix.withdraw.now') }).click()
    await page.waitForURL(url => url.href.startsWith(new URL(address, page.url()).href))
    await page.goto('/matrix/drafts')
    assert.equal(await plan.getByRole('button', { name: t('matrix.withdraw.now') }).count(), 0)
    await look('withdrawn')

    if (javaScript) {
      // On paper: A3, lying, without what is clicked.
      await page.goto('/matrix')
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.locator('.filters').isVisible(), false)
      await shoot(page, 'matrix-print', { fullPage: true })
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      const [, width, height] = pdf.match(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/)
      assert.deepEqual([Math.round(width), Math.round(height)], [1191, 842])
      assert((pdf.match(/\/Type ?\/Page\b/g) ?? []).length <= 2, 'the poster fits two sides')
      await page.emulateMedia({ media: null })
    }
    await page.leave()
  })
}
