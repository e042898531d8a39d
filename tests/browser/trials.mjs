// The matrix is tried and mended: corrections propose a word, the word goes into a draft, the draft is tried on past tickets, the tickets
// behind a figure are read, and the health page shows what is weak. With a script in Swedish, without one in English.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, screens, shoot, visit } from './harness.mjs'
import { api, eventually, fileTicket } from './school.mjs'

for (const [language, javaScript, word] of [['sv', true, 'snurrapparaten'], ['en', false, 'snurrpetaren']]) {
  const t = texts(language)

  test(`corrections teach a draft, and it is tried before it takes effect (${language}${javaScript ? '' : ', without JavaScript'})`, async () => {
    for (let times = 0; times < 3; ++times) {
      const number = await fileTicket(people.teacher, { subject: `Min ${word}`, body: `Hej! ${word} vill inte ha papper.` })
      await api(`/tickets/${number}/reroute`, { method: 'POST', body: { area: 'B017', reason: 'Det är en skrivare' } })
    }
    const page = await visit({ who: 'administrator', language, bypassCSP: true, javaScript })
    const look = async what => {
      if (javaScript) await checkAccessibility(page, what)
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, what)
      await page.setViewportSize(screens.desk)
      await shoot(page, `trials-${language}-${what}`, { fullPage: true })
    }
    const press = name => page.getByRole('button', { name, exact: true }).click()

    await page.goto('/matrix/learning')
    await press(t('learning.count'))
    const row = page.locator('tr', { has: page.getByRole('link', { name: word }) })
    await eventually(async () => {
      await page.goto('/matrix/learning')
      return row.count()
    }, `${word} is proposed`)
    await look('learning')
    await row.locator('select[name=draft]').selectOption({ label: t('learning.new_draft') })
    await row.locator('form[action$=acceptance] button').click()
    await page.getByText(t('learning.said.accepted')).waitFor()
    assert.equal(await row.count(), 0, 'what is decided is not proposed any more')

    const path = await draftPath(page)
    // Trained anew: the difference says so and leads to the replay.
    await page.goto(path)
    await press(t('matrix.retrain.now'))
    const drop = page.getByRole('button', { name: t('matrix.retrain.drop') })
    for (let tries = 0; tries < 100 && !(await drop.count()); ++tries) {  // it has a low priority, too
      await page.waitForTimeout(1000)
      await page.goto(path)
    }
    assert(await drop.count(), 'the draft is trained anew')
    await look('retrained')
    await page.goto(`${path}/difference`)
    await page.getByText(t('matrix.retrain.try_it')).waitFor()
    await look('retrained-difference')
    await page.goto(`${path}/replays`)
    await page.getByLabel(t('replay.from'), { exact: true }).fill('')
    await press(t('replay.start'))
    await page.locator('#from-error').waitFor()
    await look('replay-wrong')
    await page.getByLabel(t('replay.from'), { exact: true }).fill('2020-01-01')
    await press(t('replay.start'))
    await page.waitForURL(/\/replays\/\d+$/)
    for (let tries = 0; tries < 100 && !(await page.locator('#moves').count()); ++tries) {  // it has a low priority: a busy machine lets it wait
      await page.waitForTimeout(1000)
      if (!javaScript) await page.reload()
    }
    assert(await page.locator('#moves').count(), `the replay is done: ${await page.locator('#state').textContent()}`)
    await look('replay')
    await page.locator('.tile .figure a').first().click()
    assert(await page.locator('.ticket-list tbody tr').count(), 'tickets stand behind the figure')
    await look('tickets')
    await page.goto(`${path}/replays`)
    await page.getByText(t('replay.state.done')).first().waitFor()
    await look('replays')

    // Removed again: with its figures, after it was read what that means.
    const before = await page.locator('a[href*="/replays/"]').count()
    await page.locator('a[href*="/replays/"]').first().click()
    await page.getByText(t('replay.remove'), { exact: true }).click()
    await page.getByText(t('replay.remove.publishing')).waitFor()
    await look('replay-removal')
    await press(t('replay.remove.now'))
    await page.waitForURL(/\/replays$/)
    assert.equal(await page.locator('a[href*="/replays/"]').count(), before - 1)

    await page.goto('/matrix/health')
    await page.getByRole('heading', { name: t('matrix_health.unheld') }).waitFor()
    await look('health')
    await page.leave()
  })
}

/** The newest draft's page. */
async function draftPath(page) {
  await page.goto('/matrix/health')
  const link = page.locator('a[href^="/matrix/drafts/"]').first()
  return new URL(await link.getAttribute('href'), page.url()).pathname
}
