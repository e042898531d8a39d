// Why a ticket has taken so long, and who is told that it does.
import assert from 'node:assert/strict'
import { test } from './scenario.mjs'
import { texts } from '../support/texts.mjs'
import { people, shoot, visit } from './harness.mjs'
import { api, fileTicket } from './school.mjs'

const t = texts('sv')

test('an agent reads how the time of a ticket was counted; the requester does not', async () => {
  const number = await fileTicket(people.teacher, { subject: 'Klockan i salen går fel', body: 'Klockan i sal 12 går en kvart för sent.' })
  const { role } = await api(`/tickets/${number}`)
  await api(`/tickets/${number}/state`, { method: 'POST', body: { state: 'waiting_requester' } })
  const agent = await visit({ who: role })
  await agent.goto(`/tickets/${number}`)
  // Nobody has answered: that time runs while the solution's stands still, and the question is not waited for in vain.
  await agent.getByText(t('ticket.first_answer_runs')).waitFor()
  await agent.getByText(t.matching('ticket.reminds_and_closes')).waitFor()
  const why = agent.locator('aside details', { has: agent.getByRole('link', { name: t('clock.show_all'), includeHidden: true }) })
  await why.locator('summary').click()
  assert.match(await why.textContent(), new RegExp(t('clock.cause.waiting_requester')))
  await shoot(agent, 'klockan-pa-arendet')
  await agent.getByRole('link', { name: t('clock.show_all') }).click()
  await agent.getByRole('heading', { level: 1, name: t('clock.title', { number: `#${number}` }) }).waitFor()
  await shoot(agent, 'klockan', { fullPage: true })
  const counted = await api(`/tickets/${number}/clock`)
  assert.equal(counted.stretches.at(-1).cause, 'waiting_requester')
  assert.equal(counted.stretches.at(-1).mode, 'paused')

  const teacher = await visit({ who: 'teacher' })
  await teacher.goto(`/tickets/${number}`)
  await teacher.getByText(t('mine.closes', { when: '' }).split('.')[1].trim()).waitFor()
  assert.equal((await teacher.goto(`/tickets/${number}/clock`)).status(), 403)
  await teacher.leave()
  await agent.leave()
})

test('an administrator says who is told when, also on a phone without JavaScript', async () => {
  const administrator = await visit({ who: 'administrator', screen: 'phone', javaScript: false })
  await administrator.goto('/admin')
  await administrator.getByRole('link', { name: t('admin.escalation'), exact: true }).click()
  const last = administrator.locator('fieldset').last()
  await last.getByLabel(t('escalation.percent')).fill('fort')
  await administrator.getByRole('button', { name: t('common.save') }).click()
  assert.match(await administrator.title(), t.matching('form.title_with_errors'))
  await shoot(administrator, 'paminnelser-390-fel', { fullPage: true })
  const wrong = administrator.locator('fieldset.field-wrong')
  await wrong.getByLabel(t('escalation.percent')).fill('300')
  await wrong.getByLabel(t('escalation.choice.managers')).check()
  await administrator.getByRole('button', { name: t('common.save') }).click()
  await administrator.getByText(t('escalation.saved')).waitFor()
  await shoot(administrator, 'paminnelser-390', { fullPage: true })
  assert.ok((await administrator.getByLabel(t('escalation.percent')).evaluateAll(fields => fields.map(field => field.value))).includes('300'))
  await administrator.leave()
})

test('an administrator says when a question without an answer is closed', async () => {
  const administrator = await visit({ who: 'administrator', screen: 'phone', javaScript: false })
  await administrator.goto('/admin')
  await administrator.getByRole('link', { name: t('admin.unanswered'), exact: true }).click()
  const rule = number => administrator.locator('fieldset').nth(number)
  await rule(0).getByLabel(t('unanswered.close')).fill('5')
  await rule(1).getByLabel(t('unanswered.mode')).selectOption('never')
  await administrator.getByRole('button', { name: t('common.save') }).click()
  assert.match(await administrator.title(), t.matching('form.title_with_errors'))
  await administrator.getByRole('link', { name: t('field.closes_too_soon') }).click()
  await shoot(administrator, 'fragor-utan-svar-390-fel', { fullPage: true })
  await rule(0).getByLabel(t('unanswered.close')).fill('12')
  await administrator.getByRole('button', { name: t('common.save') }).click()
  await administrator.getByText(t('unanswered.saved')).waitFor()
  assert.equal(await rule(0).getByLabel(t('unanswered.close')).inputValue(), '12')
  assert.equal(await rule(1).getByLabel(t('unanswered.mode')).inputValue(), 'never')
  await rule(0).getByLabel(t('unanswered.close')).fill('10')
  await rule(1).getByLabel(t('unanswered.mode')).selectOption('school')
  await administrator.getByRole('button', { name: t('common.save') }).click()
  await administrator.leave()
})
