// A unit's manager or an administrator lets another role answer there; people of the unit see their own answer with the municipality's beside it.
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, screens, shoot, visit } from './harness.mjs'

for (const [language, javaScript] of [['sv', true], ['en', false]]) {
  const t = texts(language)

  test(`an exception is made, seen and removed (${language}${javaScript ? '' : ', without JavaScript'})`, async () => {
    const page = await visit({ who: 'administrator', language, bypassCSP: true, javaScript })
    const look = async what => {
      if (javaScript) await checkAccessibility(page, what)
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, what)
      await shoot(page, `exceptions-${language}-${what}-narrow`, { fullPage: true })
      await page.setViewportSize(screens.desk)
      await shoot(page, `exceptions-${language}-${what}`, { fullPage: true })
    }
    await page.goto('/matrix/exceptions')
    await page.getByRole('button', { name: t('exception.save'), exact: true }).click()
    await page.getByText(t('exception.fault.no-note')).first().waitFor()
    await look('faults')
    await page.locator('#unit').selectOption({ index: 1 })
    await page.locator('#area').selectOption('B017')
    await page.locator('#role').selectOption('VAKT')
    await page.locator('#note').fill('Vaktmästaren har nyckeln till skrivarrummet.')
    await page.getByRole('button', { name: t('exception.save'), exact: true }).click()
    await page.getByText(t('exception.made')).waitFor()
    await look('list')
    await page.locator('form[action$=removal] button').first().click()
    await page.getByText(t('exception.removed')).waitFor()
    await look('removed')
  })
}
