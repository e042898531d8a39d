// Two tickets into one and apart again, a part of one split off, and what stands beside the conversation: by keyboard, without JavaScript,
// narrow, in both languages.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, shoot, visit } from './harness.mjs'

/** A ticket of the teacher's; gives its number. */
async function file(teacher, text) {
  await teacher.goto('/tickets/new?area=B003')
  await teacher.locator('#body').fill(text)
  await teacher.locator('#send').click()
  return (await teacher.locator('.facts a').first().textContent()).trim()
}

for (const language of ['sv', 'en']) {
  const t = texts(language)
  test(`m merges a ticket into another one, and it comes apart again, ${language}`, async () => {
    const teacher = await visit({ who: 'teacher', language, javaScript: false })
    const target = await file(teacher, `Skrivaren i B12 skriver inte, ${language}`)
    const source = await file(teacher, `Nu skriver den streck, ${language}`)

    const agent = await visit({ who: 'ITS', language, bypassCSP: true })
    await agent.goto(`/tickets/${source}`)
    await agent.keyboard.press('m')
    await agent.waitForURL(`**/tickets/${source}/merge`)
    await checkAccessibility(agent, `merge, ${language}`)
    await agent.keyboard.type('999999999')
    await agent.keyboard.press('Enter')
    await agent.getByText(t('field.unknown_ticket')).first().waitFor()
    await checkAccessibility(agent, `merge with a fault, ${language}`)
    await agent.locator('#into').fill(target)
    await agent.keyboard.press('Enter')
    const button = agent.getByRole('button', { name: t('merge.button', { source, target }) })
    await button.waitFor()
    assert((await agent.locator('main').textContent()).includes(t('merge.what.undo')))
    await checkAccessibility(agent, `merge shown, ${language}`)
    await shoot(agent, `slå-ihop-${language}`, { fullPage: true })
    await button.focus()
    await agent.keyboard.press('Enter')
    await agent.waitForURL(`**/tickets/${target}?from=${source}`)
    await agent.getByText(t('merge.came_from', { number: source })).waitFor()
    const talk = await agent.locator('.messages').textContent()
    assert(talk.includes('Nu skriver den streck') && talk.includes(t('merge.from', { number: source })), 'the source is part of the conversation')
    await checkAccessibility(agent, `merged, ${language}`)

    // Whoever asked comes to where it goes on, and what they write stands there.
    await teacher.goto(`/tickets/${source}`)
    assert.equal(new URL(teacher.url()).pathname, `/tickets/${target}`)
    await teacher.locator('#reply').fill(`Det är streck på alla, ${language}`)
    await teacher.locator('form.my-reply button[type=submit]').click()

    await agent.goto(`/tickets/${source}?stay=1`)
    await agent.getByText(t('merge.away_title')).waitFor()
    assert.equal(await agent.locator('#composer').count(), 0, 'nothing is written on a merged ticket')
    await checkAccessibility(agent, `a merged ticket itself, ${language}`)
    await agent.getByRole('button', { name: t('merge.unmerge') }).click()
    await agent.waitForURL(`**/tickets/${source}`)
    await agent.goto(`/tickets/${target}`)
    const after = await agent.locator('.messages').textContent()
    assert(after.includes('Det är streck på alla') && !after.includes('Nu skriver den streck'), 'everything is where it was written')
    await agent.leave()
    await teacher.leave()
  })

  test(`without JavaScript, narrow: merge, split, history, checklist, tags, time, ${language}`, async () => {
    const teacher = await visit({ who: 'teacher', language, javaScript: false })
    const target = await file(teacher, `Datorn startar inte, ${language}`)
    const source = await file(teacher, `Den är helt svart, ${language}`)
    await teacher.goto(`/tickets/${target}`)
    await teacher.locator('#reply').fill(`Dörren till A3 går inte att låsa, ${language}`)
    await teacher.locator('form.my-reply button[type=submit]').click()
    await teacher.leave()

    const agent = await visit({ who: 'ITS', language, javaScript: false, screen: 'narrow' })
    await agent.goto(`/tickets/${source}/merge?into=${target}`)
    await checkWidth(agent, 'merge')
    await agent.getByRole('button', { name: t('merge.button', { source, target }) }).click()
    assert.equal(new URL(agent.url()).pathname, `/tickets/${target}`)
    await checkWidth(agent, 'a ticket with another merged into it')

    await agent.goto(`/tickets/${target}/split`)
    await checkWidth(agent, 'split')
    await agent.getByRole('button', { name: t('split.button') }).click()
    await agent.getByText(t('field.required.messages')).first().waitFor()
    await agent.getByLabel(/Dörren till A3/).check()
    await agent.getByLabel(t('split.subject')).fill(`Dörren till A3, ${language}`)
    await agent.locator('#area').selectOption('B051')
    await agent.getByRole('button', { name: t('split.button') }).click()
    await agent.locator('#beside').getByText(`Dörren till A3, ${language}`).count()
    await agent.goto(`/tickets/${target}`)
    await agent.locator('article').filter({ hasText: 'Dörren till A3' }).getByText(t('split.taken_along_elsewhere')).waitFor()
    await agent.goto(`/tickets/${target}/history`)
    await checkWidth(agent, 'history')
    assert((await agent.locator('.history li').count()) > 3)

    await agent.goto(`/tickets/${target}`)
    await agent.locator('#tags > summary').click()
    await agent.locator('#tag').fill('Datorer, Hus B')
    await agent.locator('#tags form[action$="/tags"] button').click()
    assert.deepEqual(await agent.locator('.pane-head .tag').allTextContents(), ['datorer', 'hus b'])
    await agent.locator('#time-spent > summary').click()
    await agent.locator('#time').fill('länge')
    await agent.locator('#time-spent form[action$="/time"] button').click()
    await agent.getByText(t('field.not_a_time')).first().waitFor()
    assert.equal(await agent.locator('#time').inputValue(), 'länge', 'what was typed is kept')
    await agent.locator('#time').fill('1 h 20')
    await agent.locator('#time-spent form[action$="/time"] button').click()
    await agent.locator('#checklist > summary').click()
    await agent.locator('#item').fill('Ring tillbaka')
    await agent.locator('#checklist form[action$="/checklist"] button').click()
    await agent.locator('.tools button[value=resolved]').click()
    await agent.getByRole('heading', { name: t('unfinished.title') }).waitFor()
    await checkWidth(agent, 'unfinished')
    await agent.getByRole('button', { name: t('unfinished.anyway.resolved') }).click()
    assert((await agent.locator('.pane-head').textContent()).includes(t('state.resolved')))
    await checkWidth(agent, 'a ticket with everything beside it')
    await agent.leave()

    for (const colorScheme of ['light', 'dark']) {
      for (const screen of ['desk', 'phone']) {
        const looking = await visit({ who: 'ITS', language, screen, colorScheme, bypassCSP: true })
        await looking.goto(`/tickets/${target}`)
        await looking.locator('#beside').scrollIntoViewIfNeeded()
        await checkAccessibility(looking, `beside, ${screen}, ${colorScheme}, ${language}`)
        await shoot(looking, `bredvid-${screen}-${colorScheme}-${language}`, { fullPage: true })
        await looking.goto(`/tickets/${target}/split`)
        await checkAccessibility(looking, `split, ${screen}, ${colorScheme}, ${language}`)
        await shoot(looking, `bryt-ut-${screen}-${colorScheme}-${language}`, { fullPage: true })
        await looking.goto(`/tickets/${target}/history`)
        await checkAccessibility(looking, `history, ${screen}, ${colorScheme}, ${language}`)
        await looking.leave()
      }
    }
  })
}
