// When the school answers, and how soon: a calendar is changed, a studiedag added, days read from a file, the year looked at; a target
// is tried, added and taken away. In both languages, and once without JavaScript.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, screens, shoot, visit } from './harness.mjs'

const next = new Date().getFullYear() + 1
const ical = name => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kommunen//SV\r\n` +
  `BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:${name}lov\r\nDTSTART;VALUE=DATE:${next}1101\r\nDTEND;VALUE=DATE:${next}1106\r\nEND:VEVENT\r\n` +
  `BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:${name}dag\r\nDTSTART;VALUE=DATE:${next}0913\r\nEND:VEVENT\r\n` +
  `BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:${name}möte\r\nDTSTART:${next}0914T120000\r\nDTEND:${next}0914T130000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
const file = (name, text) => ({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) })

for (const [language, javaScript] of [['sv', true], ['en', false]]) {
  const t = texts(language)
  const mark = language === 'sv' ? 'Hass' : 'Ivy'

  test(`a school makes its calendar and its targets (${language}${javaScript ? '' : ', without JavaScript'})`, async () => {
    const page = await visit({ who: 'administrator', language, bypassCSP: true, javaScript })
    const look = async what => {
      if (javaScript) await checkAccessibility(page, what)
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, what)
      await page.setViewportSize(screens.desk)
      await shoot(page, `calendars-${language}-${what}`, { fullPage: true })
    }
    const press = name => page.getByRole('button', { name, exact: true }).click()
    const said = text => page.getByText(text, { exact: true }).first().waitFor()

    await page.goto('/admin')
    await page.getByRole('link', { name: t('admin.calendars') }).click()
    await page.getByLabel(t('calendars.name'), { exact: true }).fill(`${mark}kalendern`)
    await press(t('calendars.add'))
    await said(t('calendars.added'))
    const path = new URL(page.url()).pathname

    // A studiedag, first with a slip of the finger: nothing typed is lost.
    await page.getByLabel(t('calendars.entry_kind'), { exact: true }).selectOption('study_day')
    await page.getByLabel(t('calendars.entry_name'), { exact: true }).fill('Planering')
    await press(t('calendars.enter_button'))
    await page.locator('#from-error').waitFor()
    assert.equal(await page.getByLabel(t('calendars.entry_name'), { exact: true }).inputValue(), 'Planering')
    assert.equal(await page.getByLabel(t('calendars.entry_kind'), { exact: true }).inputValue(), 'study_day')
    await look('entry-wrong')
    await page.getByLabel(t('calendars.first_day'), { exact: true }).fill(`${next}-03-08`)
    await press(t('calendars.enter_button'))
    await said(t('calendars.saved'))
    await look('calendar')

    // Another week, seen before it is saved.
    await page.getByRole('link', { name: t('calendars.change'), exact: true }).click()
    await page.getByLabel(t('calendars.weekday.5'), { exact: true }).fill('8-26')
    await press(t('calendars.preview'))
    await page.locator('#week_5-error').waitFor()
    await page.getByLabel(t('calendars.weekday.5'), { exact: true }).fill('8-12, 12.30-14')
    await page.locator('#day_maundy_thursday').selectOption('half')
    await press(t('calendars.preview'))
    await page.getByRole('heading', { name: t('calendars.preview_title') }).waitFor()
    assert(await page.getByText('08:00–12:00, 12:30–14:00').count(), 'the new hours are shown')
    await look('preview')
    await press(t('calendars.save'))
    await said(t('calendars.saved'))
    assert(await page.getByText('08:00–12:00, 12:30–14:00').count())

    // A file: one that is none, and one with a lov, a day and a meeting.
    await page.getByRole('link', { name: t('calendars.import'), exact: true }).click()
    await page.getByLabel(t('calendars.import.file')).setInputFiles(file('x.ics', 'hej'))
    await press(t('calendars.import.preview'))
    await page.locator('#file-error').waitFor()
    assert.equal(await page.locator('#file-error').innerText(), t('calendars.import.not_ical'))
    await page.getByLabel(t('calendars.import.file')).setInputFiles(file('lov.ics', ical(mark)))
    await press(t('calendars.import.preview'))
    await page.getByText(`${mark}lov`).waitFor()
    assert.deepEqual(await page.locator('select').evaluateAll(all => all.map(one => one.value)), ['break', 'nothing', 'break'])
    await page.locator('select').first().selectOption('half_day')
    await look('import')
    await press(t('calendars.import.save'))
    await said(t('calendars.saved'))
    await page.getByText(`${mark}lov`, { exact: true }).waitFor()
    assert.equal(await page.getByText(`${mark}möte`, { exact: true }).count(), 0)

    // The year on one paper.
    await page.goto(`${path}/year?year=${next}`)
    await page.getByText(`${mark}lov`).first().waitFor()
    await page.getByText(t('swedish_day.midsummer_eve')).first().waitFor()
    await look('year')
    await page.emulateMedia({ media: 'print' })
    await shoot(page, `calendars-${language}-year-print`, { fullPage: true })
    await page.emulateMedia({ media: null })

    // Out again, and who follows it.
    await page.goto(path)
    await page.locator('li', { hasText: `${mark}dag` }).getByRole('button').first().click()
    await said(t('calendars.saved'))
    assert.equal(await page.locator('li', { hasText: `${mark}dag` }).getByRole('button').count(), 0)
    await page.goto('/admin/calendars')
    await page.getByLabel(t('calendars.role'), { exact: true }).selectOption(language === 'sv' ? 'VAKT' : 'SEK')
    await page.getByLabel(t('calendars.calendar'), { exact: true }).selectOption({ label: `${mark}kalendern` })
    await page.getByLabel(t('calendars.from_day'), { exact: true }).fill('2020-01-01')
    await press(t('calendars.follow_button'))
    await page.locator('#from-error').waitFor()
    assert.equal(await page.locator('#from-error').innerText(), t('calendars.in_the_past'))
    await page.getByLabel(t('calendars.from_day'), { exact: true }).fill(`${next}-01-01`)
    await press(t('calendars.follow_button'))
    await said(t('calendars.saved'))
    await look('list')

    // Targets: what wins now, a more specific one, what wins then, and back.
    await page.getByRole('link', { name: t('targets.title') }).first().click()
    const tried = async () => {
      await page.locator('#try_priority').selectOption('high')
      await page.locator('#try_role').selectOption(language === 'sv' ? 'VAKT' : 'SEK')
      await press(t('targets.try_button'))
      return page.locator('#trial b').innerText()
    }
    const before = await tried()
    await page.locator('#role').selectOption(language === 'sv' ? 'VAKT' : 'SEK')
    await page.getByLabel(t('targets.first_response'), { exact: true }).fill('snart')
    await page.getByLabel(t('targets.resolution'), { exact: true }).fill('1,5 h')
    await press(t('targets.add'))
    await page.locator('#first-response-error').waitFor()
    assert.equal(await page.getByLabel(t('targets.resolution'), { exact: true }).inputValue(), '1,5 h')
    await page.getByLabel(t('targets.first_response'), { exact: true }).fill('45 min')
    await press(t('targets.add'))
    await said(t('targets.saved'))
    const after = (await tried()).replace(/\.$/, '')
    assert.notEqual(after, before)
    await page.getByText(t('targets.others')).waitFor()
    await look('targets')
    await page.getByRole('row', { name: after }).getByRole('button').click()
    await said(t('targets.saved'))
    assert.equal(await tried(), before)
    await page.leave()
  })
}
