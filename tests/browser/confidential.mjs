// A confidential ticket: marked on the form, kept from those who are not concerned, opened to named readers, and to an administrator who
// says why.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, shoot, visit } from './harness.mjs'

for (const language of ['sv', 'en']) {
  const t = texts(language)
  test(`a confidential ticket from the form to a broken glass, ${language}`, async () => {
    const teacher = await visit({ who: 'teacher', language, javaScript: false })
    await teacher.goto('/tickets/new?area=B017')
    await teacher.locator('#body').fill(`Om en kollega, ${language}`)
    await teacher.getByRole('checkbox', { name: t('answer.confidential') }).check()
    await teacher.locator('#send').click()
    const number = await teacher.locator('.facts a').first().textContent()
    const place = `/tickets/${number}`
    await teacher.goto(place)
    await teacher.getByText(t('mine.confidential')).waitFor()

    const other = await visit({ who: 'VAKT', language })
    assert.equal((await other.goto(place)).status(), 404)
    await other.leave()

    const agent = await visit({ who: 'ITS', language, bypassCSP: true })
    await agent.goto(place)
    const readers = agent.locator('#who-reads')
    await readers.getByRole('button', { name: t('who_reads.raise.named') }).click()
    await readers.getByText(t('who_reads.readers')).waitFor()
    await readers.getByText('Amir Wallin').first().waitFor()

    const colleague = await visit({ who: 'sara.nordin@skola.example', language })
    assert.equal((await colleague.goto(place)).status(), 404)
    await readers.getByText(t('who_reads.change')).click()
    await readers.getByLabel(t('who_reads.add')).fill('ingen@skola.example')
    await readers.locator('#add-why').fill('Ska hjälpa till')
    await readers.getByRole('button', { name: t('who_reads.add_button') }).click()
    await readers.getByText(t('field.unknown_staff')).waitFor()
    assert.equal(await readers.locator('#add-why').inputValue(), 'Ska hjälpa till')
    await checkAccessibility(agent, `readers with a fault, ${language}`)
    await shoot(agent, `konfidentiellt-fel-${language}`, { fullPage: true })
    await readers.getByLabel(t('who_reads.add')).fill('sara.nordin@skola.example')
    await readers.getByRole('button', { name: t('who_reads.add_button') }).click()
    await readers.getByText('Sara Nordin').first().waitFor()
    assert.equal((await colleague.goto(place)).status(), 200)
    await colleague.goto('/tickets/mine')
    await colleague.getByText(t('mine.named')).waitFor()
    await colleague.leave()

    await agent.goto(place)
    await checkAccessibility(agent, `named readers, ${language}`)
    await agent.goto(`${place}/views`)
    await agent.getByText('Sara Nordin').first().waitFor()
    await checkAccessibility(agent, `views, ${language}`)
    await checkWidth(agent, 'views')

    const administrator = await visit({ who: 'administrator', screen: 'narrow', language, bypassCSP: true })
    assert.equal((await administrator.goto(place)).status(), 404)
    await administrator.goto('/admin/confidential')
    await administrator.getByLabel(t('glass.number')).fill(number)
    await administrator.getByRole('button', { name: t('glass.button') }).click()
    assert.match(await administrator.title(), t.matching('form.title_with_errors'))
    await checkAccessibility(administrator, `glass with a fault, ${language}`)
    await checkWidth(administrator, 'glass')
    await administrator.locator('#reason').fill('Rektorn måste veta det i dag')
    await administrator.getByRole('button', { name: t('glass.button') }).click()
    await administrator.getByText(t('glass.banner_title')).waitFor()
    await checkAccessibility(administrator, `behind the glass, ${language}`)
    await checkWidth(administrator, 'behind the glass')
    await shoot(administrator, `konfidentiellt-glas-${language}`, { fullPage: true })
    await administrator.leave()
    await teacher.goto(place)
    assert((await teacher.locator('.messages').textContent()).includes(t('event.glass_broken_plain', { who: 'Astrid Öman' })))

    await agent.goto(place)
    await readers.getByText(t('who_reads.change')).click()
    await readers.getByLabel(t('who_reads.lower'), { exact: true }).selectOption('open')
    await readers.locator('#lower-why').fill('Det var inget hemligt')
    await readers.getByRole('button', { name: t('who_reads.lower_button'), exact: true }).click()
    await readers.getByRole('button', { name: t('who_reads.raise.queue') }).waitFor()
    await agent.leave()
    await teacher.goto(place)
    await teacher.getByText(t('mine.confidential')).waitFor({ state: 'detached' })
    await teacher.getByRole('button', { name: t('mine.seal') }).click()
    await teacher.getByText(t('mine.confidential')).waitFor()
    await teacher.leave()
  })
}
