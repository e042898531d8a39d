// An August day at the school office: a unit, a list of people, a role with dates, rights, and somebody who leaves. In both languages.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, screens, shoot, visit } from './harness.mjs'
import { api, fileTicket } from './school.mjs'

for (const language of ['sv', 'en']) {
  const t = texts(language)
  const mark = language === 'sv' ? 'Svea' : 'Erin'
  const name = `${mark} Ny`, mail = `${mark.toLowerCase()}@skola.example`

  test(`the office in August (${language})`, async () => {
    const page = await visit({ who: 'administrator', language, bypassCSP: true })
    const look = async what => {
      await checkAccessibility(page, what)
      await page.setViewportSize(screens.narrow)
      await checkWidth(page, what)
      await page.setViewportSize(screens.desk)
      await shoot(page, `people-${language}-${what}`, { fullPage: true })
    }
    const openPerson = async () => {
      await page.goto(`/admin/people?q=${encodeURIComponent(name)}`)
      await page.getByRole('link', { name, exact: true }).click()
    }

    await page.goto('/admin/units')
    await page.getByLabel(t('units.name')).fill(`${mark}skolan`)
    await page.getByRole('button', { name: t('units.add') }).click()
    await page.getByText(t('units.saved')).waitFor()
    await look('unit')

    await page.goto('/admin/people/import')
    await page.getByLabel(t('import.text')).fill(`mail;name\n${mail};${name}\nnix;Fel`)
    await page.getByRole('button', { name: t('import.preview') }).click()
    await page.locator('#faults').waitFor()
    await look('import-faults')
    await page.getByLabel(t('import.text')).fill(`mail;name;unit;roles\n${mail};${name};${mark}skolan;ITS\n${people.VAKT};;;`)
    await page.getByRole('button', { name: t('import.preview') }).click()
    await page.getByText(name).waitFor()
    await look('import-preview')
    assert.equal(await page.locator('input[name=left]:checked').count(), 0, 'nobody leaves unasked')
    await page.getByRole('button', { name: t('import.do') }).click()
    await page.getByRole('heading', { name: t('import.done_title') }).waitFor()
    await look('import-done')

    await page.goto('/admin/roles/VAKT')
    await page.getByLabel(t('roles.person'), { exact: true }).fill('Ingen Alls')
    await page.getByRole('button', { name: t('roles.add_holder') }).click()
    await page.locator('#person-error').waitFor()
    assert.equal(await page.getByLabel(t('roles.person'), { exact: true }).inputValue(), 'Ingen Alls')
    await page.getByLabel(t('roles.person'), { exact: true }).fill(name)
    await page.getByLabel(t('away.first_day')).fill(`${new Date().getFullYear() + 1}-08-01`)
    await page.getByRole('button', { name: t('roles.add_holder') }).click()
    await page.getByText(t('roles.saved')).waitFor()
    await page.getByRole('heading', { name: t('roles.held_later') }).waitFor()
    await look('role')

    await openPerson()
    await page.getByLabel(t('people.is_auditor')).check()
    await page.getByRole('button', { name: t('common.save') }).click()
    await openPerson()
    assert(await page.getByLabel(t('people.is_auditor')).isChecked())
    await look('person')

    // She takes a ticket, and leaves: it goes back to its queue, she is out, and it can be undone.
    const number = await fileTicket(people.teacher, { subject: `Projektorn, ${mark}`, body: 'Projektorn lyser inte', area: 'B017' })
    const agent = await visit({ who: mail, language, javaScript: false })
    await agent.goto(`/tickets/${number}`)
    await agent.getByRole('button', { name: t('ticket.take') }).click()
    await agent.getByText(t('state.in_progress')).first().waitFor()
    const { role } = await api(`/tickets/${number}`)

    await openPerson()
    await page.getByRole('link', { name: t('departure.link') }).click()
    await page.getByRole('link', { name: `Projektorn, ${mark}` }).waitFor()
    await look('departure')
    await page.getByRole('button', { name: t('departure.do') }).click()
    await page.getByRole('button', { name: t('departure.return') }).waitFor()
    await look('departed')
    await agent.goto('/account')
    assert.match(new URL(agent.url()).pathname, /^\/sign-in/)
    await agent.leave()
    const after = await api(`/tickets/${number}`)
    assert.equal(after.role, role)
    assert(!after.assignee, 'the ticket waits in its queue for whoever takes it')
    await page.getByRole('button', { name: t('departure.return') }).click()
    await openPerson()
    await page.getByRole('link', { name: t('departure.link') }).waitFor()
    await page.leave()
  })
}
