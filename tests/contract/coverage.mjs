// What programs can do that pages can: the right answer, a wrong question, somebody who may not, a confidential ticket.
// `node --test-reporter=tap tests/contract/coverage.mjs`
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { asking } from '../support/asking.mjs'
import { query } from '../support/database.mjs'
import { makeReport } from '../support/report.mjs'
import { Service } from '../support/service.mjs'

let service, tokens
before(async () => {
  service = await Service.start({ env: { ANSVAR_MAIL_INCOMING: 'maildir', ANSVAR_MAIL_SENDER: 'ansvar@skola.example' } })
  const of = name => service.token(`${name}@skola.example`)
  tokens = { admin: await service.token('admin'), teacher: await of('larare'), other: await of('jonas.ek'), its: await of('its'), sek: await of('sek') }
}, { timeout: 120_000 })
after(async () => assert.deepEqual(await service?.stop(), { code: 0, signal: null }))

const { ask, done, faults } = asking(() => ({ url: service.url, tokens }))
const place = (number, rest = '') => `/api/v1/tickets/${number}${rest}`
const file = (who, name, bytes) => done(who, 'POST', `/api/v1/files?name=${encodeURIComponent(name)}`, Buffer.from(bytes))
const newTicket = async more => (await done('teacher', 'POST', '/api/v1/tickets', { body: 'Skrivaren i 4B tar inte papper.', area: 'B003', ...more })).number
const filesOf = async (who, number) => (await done(who, 'GET', place(number, '?fields=&include=timeline'))).timeline.flatMap(({ files = [] }) => files)

test('a file goes with a ticket, is listed on its message and comes back byte for byte, never to be shown', async () => {
  const bytes = Buffer.from([0, 1, 2, 255, ...Buffer.from('Åh, vad det krånglar')])
  const sent = await file('teacher', '../Åkes anteckning.bin', bytes)
  assert.equal(sent.name, 'Åkes anteckning.bin')
  assert.equal(sent.bytes, bytes.length)
  const number = await newTicket({ files: [sent.token] })
  assert.deepEqual(await filesOf('teacher', number), [sent])
  const read = await ask('its', 'GET', place(number, `/files/${sent.token}`))
  assert.deepEqual(read.bytes, bytes)
  assert.match(read.headers.get('content-disposition'), /^attachment; .*filename\*=UTF-8''%C3%85kes/)
  assert.match(read.headers.get('content-security-policy'), /sandbox/)
  assert.equal(read.headers.get('x-content-type-options'), 'nosniff')
  assert.equal((await ask('other', 'GET', place(number, `/files/${sent.token}`))).status, 404)
  assert.equal((await ask('teacher', 'GET', place(await newTicket(), `/files/${sent.token}`))).status, 404, 'only where it stands')
  assert.equal(await faults('teacher', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Igen', files: [sent.token] }), '/files unknown-file')
  assert.equal((await ask('teacher', 'GET', place(number, '/files/%E2%90%A3'))).status, 404, 'what no token holds')
  assert.equal(await faults('teacher', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Igen', files: ['å'] }), '/files unknown-file')
})

test('the kind of a file is found by looking at it, and what no page takes the API does not take', async () => {
  assert.equal((await file('teacher', 'bild.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).media_type, 'image/png')
  const program = Buffer.concat([Buffer.from('7f454c4602010100000000000000000002003e0001000000', 'hex'), Buffer.alloc(200)])
  assert.equal(await faults('teacher', 'POST', '/api/v1/files?name=bild.png', program), '/files kind-refused')
  assert.equal(await faults('teacher', 'POST', '/api/v1/files?name=tom', Buffer.alloc(0)), '/files empty')
  assert.equal(await faults('teacher', 'POST', '/api/v1/files?name=stor', Buffer.alloc(10 * 1024 * 1024 + 1, 'x')), '/files too-large')
  assert.equal(await faults('teacher', 'POST', '/api/v1/files?name=', Buffer.from('x')), '/name required')
  assert.equal((await ask('teacher', 'POST', '/api/v1/files?name=x', { json: true })).status, 415)
})

test('nobody takes the file that another has sent, and eleven are too many', async () => {
  const { token } = await file('its', 'en.txt', 'en fil')
  assert.equal(await faults('teacher', 'POST', '/api/v1/tickets', { body: 'Skrivaren', files: [token] }), '/files unknown-file')
  const many = await Promise.all(Array.from({ length: 11 }, (_, at) => file('teacher', `${at}.txt`, `nummer ${at}`)))
  assert.equal(await faults('teacher', 'POST', '/api/v1/tickets', { body: 'Skrivaren', files: many.map(one => one.token) }), '/files too-many')
})

test('a note\'s file is as internal as the note, and a confidential ticket\'s is noted', async () => {
  const number = await newTicket({ confidential: true })
  const { token } = await file('its', 'internt.txt', 'för oss')
  await done('its', 'POST', place(number, '/messages'), { kind: 'note', body: 'Se filen', files: [token] })
  assert.deepEqual(await filesOf('teacher', number), [])
  assert.equal((await ask('teacher', 'GET', place(number, `/files/${token}`))).status, 404)
  assert.equal((await ask('sek', 'GET', place(number, `/files/${token}`))).status, 404)
  assert.equal((await ask('its', 'GET', place(number, `/files/${token}`))).status, 200)
  const { items } = await done('admin', 'GET', `/api/v1/audit?object_kind=ticket&object_id=${number}`)
  assert(items.some(({ action }) => action === 'ticket.viewed'), JSON.stringify(items.map(({ action }) => action)))
})

test('the checklist and the time are told as they stand, and are changed by those who handle the ticket', async () => {
  const number = await newTicket()
  const { checklist: [item] } = await done('its', 'POST', place(number, '/checklist'), { item: 'Ring leverantören' })
  assert.equal(item.done_at, null)
  assert.notEqual((await done('its', 'POST', place(number, `/checklist/${item.id}`), { what: 'done' })).checklist[0].done_at, null)
  assert.deepEqual((await done('its', 'POST', place(number, `/checklist/${item.id}`), { what: 'removed' })).checklist, [])
  assert.equal(await faults('its', 'POST', place(number, '/checklist'), { item: ' ' }), '/item required')
  assert.equal((await ask('teacher', 'POST', place(number, '/checklist'), { item: 'Nej' })).status, 403)
  const { time } = await done('its', 'POST', place(number, '/time'), { time: '1 h 20' })
  assert.equal(time.minutes, 80)
  assert.equal((await done('its', 'POST', place(number, `/time/${time.entries[0].id}`), { time: '20 min' })).time.minutes, 20)
  assert.equal(await faults('its', 'POST', place(number, '/time'), { time: 'en stund' }), '/time not-a-time')
  await done('its', 'POST', place(number, '/clock'), { run: 'start' })
  assert.equal(await faults('its', 'POST', place(number, '/clock'), { run: 'start' }), '/time runs-already')
  const elsewhere = await newTicket()
  await done('its', 'POST', place(elsewhere, '/clock'), { run: 'stop' })
  assert.equal((await done('its', 'GET', place(number))).time.entries.filter(({ minutes }) => minutes === null).length, 1, 'another ticket stops it not')
  assert.equal((await done('its', 'POST', place(number, '/clock'), { run: 'stop' })).time.entries.filter(({ minutes }) => minutes === null).length, 0)
})

test('messages get a ticket of their own, notes alone do not', async () => {
  const number = await newTicket()
  const { seq } = await done('its', 'POST', place(number, '/messages'), { kind: 'note', body: 'Två saker' })
  assert.equal(await faults('its', 'POST', place(number, '/split'), { messages: [seq] }), '/messages notes-alone')
  assert.equal(await faults('its', 'POST', place(number, '/split'), { messages: [] }), '/messages required')
  const made = await done('its', 'POST', place(number, '/split'), { messages: [1], subject: 'Pappret', area: 'B003' })
  assert.notEqual(made.number, number)
  assert((await done('its', 'GET', place(number))).links.some(({ ticket }) => ticket === made.number))
})

test('a reply solves in the same breath, and the requester answers whether it helped', async () => {
  const number = await newTicket()
  assert.equal(await faults('teacher', 'POST', place(number, '/survey'), { helped: true }), '/helped not-done')
  assert.equal((await done('its', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Klart', then: 'resolved' })).state, 'resolved')
  assert.equal(await faults('its', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Klart', then: 'rejected' }), '/then unknown-value')
  await done('teacher', 'POST', place(number, '/survey'), { helped: false, words: 'Den stannar än.' })
  assert.equal((await ask('its', 'POST', place(number, '/survey'), { helped: true })).status, 403)
})

test('a view is kept under its name, shows its tickets, and only its owner throws it away', async () => {
  const number = await newTicket()
  const name = 'Skrivare till oss'
  const view = await done('its', 'POST', '/api/v1/views', { name, filter: 'role=ITS&state=new', share: 'ITS' })
  assert((await done('its', 'GET', '/api/v1/views')).items.some(({ id }) => id === view.id))
  assert((await done('its', 'GET', `/api/v1/views/${view.id}/tickets?limit=200`)).items.some(row => row.number === number))
  const first = await done('its', 'GET', `/api/v1/views/${view.id}/tickets?limit=1`)
  assert.notEqual((await done('its', 'GET', `/api/v1/views/${view.id}/tickets?limit=1&after=${first.next}`)).items[0].number, first.items[0].number)
  assert.equal((await ask('sek', 'GET', `/api/v1/views/${view.id}`)).status, 404)
  assert.equal((await ask('sek', 'GET', `/api/v1/views/${view.id}/tickets`)).status, 404)
  for (const [wrong, fault] of [[{ name, filter: 'role=VAKT' }, '/filter unknown-value'], [{ name, filter: 'role=ITS&colour=red' }, '/filter unknown-value'],
    [{ name, filter: 'role=ITS&state=lost' }, '/filter unknown-value'], [{ name, filter: '' }, '/filter unknown-value'],
    [{ name: ' ', filter: 'role=ITS' }, '/name required'], [{ name, filter: 'role=ITS', share: 'VAKT' }, '/share unknown-value']]) {
    assert.equal(await faults('its', 'POST', '/api/v1/views', wrong), fault, JSON.stringify(wrong))
  }
  assert.equal((await ask('its', 'DELETE', `/api/v1/views/${view.id}`)).status, 204)
  assert.equal((await ask('its', 'GET', `/api/v1/views/${view.id}`)).status, 404)
})

test('a view is changed by its owner alone, and what is not named stays', async () => {
  const view = await done('its', 'POST', '/api/v1/views', { name: 'Skrivare', filter: 'role=ITS&state=new', share: 'ITS' })
  const at = `/api/v1/views/${view.id}`
  const changed = await done('its', 'PATCH', at, { name: 'Skrivare och papper' })
  assert.deepEqual(changed, { ...view, name: 'Skrivare och papper' })
  assert.equal((await done('its', 'PATCH', at, { filter: 'role=ITS&tag=papper' })).filter, 'role=ITS&tag=papper')
  assert.equal((await done('its', 'PATCH', at, { share: null })).share, null)
  assert.deepEqual(await done('its', 'GET', at), { ...changed, filter: 'role=ITS&tag=papper', share: null })
  for (const [wrong, fault] of [[{ name: ' ' }, '/name required'], [{ share: 'VAKT' }, '/share unknown-value'], [{ filter: 'role=VAKT' }, '/filter unknown-value']]) {
    assert.equal(await faults('its', 'PATCH', at, wrong), fault)
  }
  await done('its', 'PATCH', at, { share: 'ITS' })
  assert.equal((await ask('sek', 'PATCH', at, { name: 'Vår' })).status, 404)
  assert.equal((await done('its', 'GET', at)).name, 'Skrivare och papper')
})

test('the queues one works in are told with what their tabs count, and the counts follow what happens', async () => {
  const counts = async who => Object.fromEntries((await done(who, 'GET', '/api/v1/queues')).items.map(queue => [queue.role, queue.counts]))
  const before = await counts('its')
  assert.equal((await ask('teacher', 'GET', '/api/v1/queues')).status, 404)
  assert(!('ITS' in await counts('sek')), 'of one\'s own queues alone')
  const number = await newTicket(), sealed = await newTicket({ confidential: true })
  const filed = await counts('its')
  assert.equal(filed.ITS.all, before.ITS.all + 2)
  assert.equal(filed.ITS.unassigned, before.ITS.unassigned + 2)
  const me = (await done('admin', 'GET', '/api/v1/people?q=its@')).items[0].id
  await done('its', 'POST', place(number, '/assignment'), { assignee: me })
  await done('its', 'POST', place(sealed, '/state'), { state: 'waiting_other' })
  const after = (await counts('its')).ITS
  assert.deepEqual([after.mine - before.ITS.mine, after.waiting - before.ITS.waiting, after.all - before.ITS.all], [1, 1, 2])
  const page = await done('its', 'GET', '/api/v1/queues/ITS/tickets?view=mine&limit=200')
  assert.equal(page.items.length, after.mine)
})

test('one reads one\'s own tickets as they stand, and those in one\'s hands', async () => {
  const list = async (who, which, rest = '') => done(who, 'GET', `/api/v1/tickets?list=${which}${rest}`)
  const has = async (who, which, number) => (await list(who, which, '&limit=200')).items.some(row => row.number === number)
  const number = await newTicket()
  assert(await has('teacher', 'open', number))
  assert(!await has('other', 'open', number))
  await done('its', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Vi kommer.' })
  assert(await has('teacher', 'answered', number))
  assert(!await has('teacher', 'open', number))
  assert(await has('its', 'assigned', number), 'a reply takes a ticket that nobody has')
  await done('its', 'POST', place(number, '/closure'), { state: 'resolved' })
  assert(!await has('its', 'assigned', number))
  const silent = await newTicket()
  assert(!await has('teacher', 'done', silent))
  await done('its', 'POST', place(silent, '/closure'), { state: 'resolved' })
  assert(await has('teacher', 'done', silent), 'it was closed without an answer')
  assert(!await has('teacher', 'open', silent))
  await newTicket()
  const one = await list('teacher', 'open', '&limit=1')
  assert.equal(one.items.length, 1)
  const two = await list('teacher', 'open', `&limit=1&after=${one.next}`)
  assert.notEqual(two.items[0].number, one.items[0].number)
  assert.equal(await faults('teacher', 'GET', '/api/v1/tickets?list=lost'), '/list unknown-value')
  assert.equal(await faults('teacher', 'GET', '/api/v1/tickets?after=bakom'), '/after malformed')
  const sealed = await newTicket({ confidential: true })
  await done('its', 'POST', place(sealed, '/readers'), { reader: 'sek@skola.example', why: 'Behövs' })
  assert.deepEqual((await list('sek', 'named')).items.filter(row => row.number === sealed).map(row => row.requester_name).length, 1)
})

test('people say when they are away, of themselves alone; an administrator of anybody', async () => {
  const person = async mail => (await done('admin', 'GET', `/api/v1/people?q=${mail}`)).items[0]
  const teacher = await person('larare@'), other = await person('jonas.ek@')
  const day = ahead => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
  const at = `/api/v1/people/${teacher.id}/absences`
  const absence = await done('teacher', 'POST', at, { first_day: day(20), last_day: day(22) })
  assert.equal((await done('teacher', 'POST', at, { first_day: day(20), last_day: day(22) })).id, absence.id, 'said twice it is one')
  assert.deepEqual((await done('admin', 'GET', at)).items, [absence])
  assert.equal(await faults('teacher', 'POST', at, { first_day: day(21), last_day: day(30) }), '/first_day overlaps')
  assert.equal(await faults('teacher', 'POST', at, { first_day: day(9), last_day: day(8) }), '/last_day dates-reversed')
  assert.equal(await faults('teacher', 'POST', at, { first_day: 'i morgon', last_day: day(8) }), '/first_day not-a-date')
  assert.equal(await faults('teacher', 'POST', at, { first_day: day(40), last_day: day(41), substitute: 'larare@skola.example' }), '/substitute own-substitute')
  for (const [method, path, body] of [['GET', at], ['POST', at, { first_day: day(50), last_day: day(50) }], ['POST', `${at}/${absence.id}/removal`], ['GET', `/api/v1/people/${teacher.id}`]]) {
    assert.equal((await ask('other', method, path, body)).status, 404)
  }
  assert.equal((await ask('other', 'POST', `/api/v1/people/${other.id}/absences/${absence.id}/removal`)).status, 404, 'it is not theirs')
  await done('admin', 'POST', `${at}/${absence.id}/removal`)
  assert.deepEqual((await done('teacher', 'GET', at)).items, [])
  assert.equal((await done('teacher', 'GET', `/api/v1/people/${teacher.id}`)).mail, 'larare@skola.example')
})

test('people, units and roles are read page by page by administrators', async () => {
  for (const list of ['people', 'units', 'roles']) {
    assert.equal((await ask('its', 'GET', `/api/v1/${list}`)).status, 404, list)
    const all = (await done('admin', 'GET', `/api/v1/${list}?limit=200`)).items, read = []
    for (let after; after !== null;) {
      const page = await done('admin', 'GET', `/api/v1/${list}?limit=${list === 'people' ? 40 : 1}${after ? `&after=${after}` : ''}`)
      read.push(...page.items)
      after = page.next
    }
    assert(all.length > 1)
    assert.deepEqual(read.slice(0, all.length), all, list)
  }
  assert.equal(await faults('admin', 'GET', '/api/v1/people?role=INGEN'), '/role unknown-role')
  assert.equal(await faults('admin', 'GET', '/api/v1/people?unit=99999'), '/unit unknown-unit')
  const holders = (await done('admin', 'GET', '/api/v1/roles/ITS')).holders.map(({ person }) => person)
  const found = (await done('admin', 'GET', '/api/v1/people?role=ITS&limit=200')).items
  assert(found.length > 0)
  for (const { id, roles } of found) assert(holders.includes(id) && roles.includes('ITS'))
})

test('a dead letter is found and sent again, once', async () => {
  await newTicket()
  const sent = async () => (await done('admin', 'GET', '/api/v1/letters?state=sent')).items[0] ?? new Promise(again => setTimeout(() => again(sent()), 50))
  const { id } = await sent()
  assert.equal((await ask('admin', 'POST', `/api/v1/letters/${id}/resending`)).status, 404, 'it is not dead')
  await query(service.data, `UPDATE letters SET state = 'dead' WHERE id = ${id}`)
  assert((await done('admin', 'GET', '/api/v1/letters?state=dead')).items.some(letter => letter.id === id && letter.can_be_sent_again))
  assert.equal((await ask('its', 'GET', '/api/v1/letters')).status, 404)
  assert.deepEqual(await done('admin', 'POST', `/api/v1/letters/${id}/resending`), { id, state: 'waiting' })
  assert.equal((await ask('admin', 'POST', `/api/v1/letters/${id}/resending`)).status, 404)
})

/** The actions of the audit on somebody or something, newest first. */
const audited = async (kind, id) => (await query(service.data, `SELECT action FROM audit_log WHERE object_kind = '${kind}' AND object_id = '${id}' ORDER BY id DESC`)).map(([action]) => action)

test('administrators keep people in step: add, change, leave, return; nobody else', async () => {
  const anna = { name: 'Anna Exempelsson', mail: 'anna.exempelsson@skola.example', room: '4B', roles: ['VAKT'] }
  const key = { 'idempotency-key': 'anna' }
  const made = await ask('admin', 'POST', '/api/v1/people', anna, key)
  assert.equal(made.status, 201)
  const { id } = made.json, at = `/api/v1/people/${id}`
  assert.equal(made.headers.get('location'), at)
  assert.deepEqual((await ask('admin', 'POST', '/api/v1/people', anna, key)).json, made.json, 'the same key adds nobody')
  assert.deepEqual(await audited('person', id), ['person.added'])
  assert.equal(await faults('admin', 'POST', '/api/v1/people', anna), '/mail address-taken')
  const before = await done('admin', 'GET', at)
  assert.deepEqual(await done('admin', 'PATCH', at, { room: '5C' }), { ...before, room: '5C' }, 'what is not sent stays')
  assert.deepEqual((await done('admin', 'PATCH', at, { is_manager: true, manages_unit: 1, roles: ['ITS'] })).roles, ['ITS'])
  assert.deepEqual(await done('admin', 'PATCH', at, { is_manager: false, room: null, roles: ['VAKT'] }), { ...before, room: '' })
  for (const [wrong, fault] of [[{ name: ' ' }, '/name required'], [{ name: null }, '/name required'], [{ mail: 'ingen' }, '/mail not-an-address'], [{ mail: 'its@skola.example' }, '/mail address-taken'],
    [{ unit: 99999 }, '/unit unknown-value'], [{ unit: 0 }, '/unit unknown-value'], [{ manager: 99999 }, '/manager unknown-value'], [{ manager: id }, '/manager own-manager'],
    [{ roles: ['INGEN'] }, '/roles unknown-role'], [{ room: 'x'.repeat(61) }, '/room too-long'], [{ title: 'a\u202eb' }, '/title bad-characters'], [{ is_auditor: 'ja' }, '/is_auditor wrong-type'], [{ language: 'sv' }, '/language unknown-field']]) {
    assert.equal(await faults('admin', 'PATCH', at, wrong), fault, JSON.stringify(wrong))
  }
  for (const [method, path, body] of [['POST', '/api/v1/people', anna], ['PATCH', at, { room: '1' }], ['GET', `${at}/departure`], ['POST', `${at}/departure`], ['POST', `${at}/return`], ['POST', `${at}/second-factor/removal`]]) {
    assert.equal((await ask('its', method, path, body)).status, 404, `${method} ${path}`)
  }
  assert.deepEqual(await done('admin', 'POST', `${at}/second-factor/removal`), { id, had_one: false })
  assert.deepEqual((await done('admin', 'GET', `${at}/departure`)).roles.map(({ code }) => code), ['VAKT'])
  const left = await done('admin', 'POST', `${at}/departure`)
  assert(left.left_at)
  assert.deepEqual(left.roles, [])
  assert.deepEqual(await done('admin', 'POST', `${at}/departure`), left, 'twice is once')
  assert.equal((await done('admin', 'POST', `${at}/return`)).left_at, null)
  assert.deepEqual((await audited('person', id)).slice(0, 3), ['person.returned', 'person.left', 'person.changed'])
})

test('a list of people is looked at, carried out once as it was looked at, and nothing else', async () => {
  const lists = '/api/v1/people-imports', stays = 'sara.nordin@skola.example'
  const send = async file => { const { status, headers, json } = await ask('admin', 'POST', lists, { file })
    assert.equal(status, 201)
    assert.equal(headers.get('location'), `${lists}/${json.id}`)
    return json }
  const found = async mail => (await done('admin', 'GET', `/api/v1/people?q=${mail}`)).items[0]
  const gone = await done('admin', 'POST', '/api/v1/people', { name: 'Gro Gick', mail: 'gro.gick@skola.example', roles: ['VAKT'] })
  const file = 'mail;namn;rum;roller\nlina.lista@skola.example;Lina Lista;7B;VAKT\r\njonas.ek@skola.example;;9Z;\nlarare@skola.example;;;\n'
  const { id, plan, carried_out } = await send(file), at = `${lists}/${id}`
  assert.equal(carried_out, null)
  assert.deepEqual([plan.counts.added, plan.counts.changed, plan.counts.unchanged, plan.faults], [1, 1, 1, []])
  assert.deepEqual(plan.added, [{ line: 2, id: null, name: 'Lina Lista', mail: 'lina.lista@skola.example', fields: { name: { before: null, after: 'Lina Lista' }, room: { before: null, after: '7B' }, roles: { before: null, after: 'VAKT' } } }])
  assert.deepEqual(plan.changed.map(({ line, mail, fields }) => [line, mail, fields.room.after]), [[3, 'jonas.ek@skola.example', '9Z']])
  assert(plan.absent.some(one => one.id === gone.id) && !plan.absent.some(({ mail }) => mail === 'admin@skola.example'), 'nobody lets themselves leave')
  assert.equal(await found('lina.lista@'), undefined, 'looking changes nothing')
  const confirm = more => ['admin', 'POST', `${at}/confirmation`, { fingerprint: plan.fingerprint, ...more }]
  assert.equal(await faults(...confirm({ leaving: [gone.id, (await found('admin@')).id, 0] })), '/leaving unknown-value')
  assert.equal(await faults(...confirm({ leaving: Array(501).fill(gone.id) })), '/leaving too-many')
  assert.equal(await faults(...confirm({ fingerprint: 'ett annat' })), '/fingerprint changed-meanwhile')
  await done('admin', 'PATCH', `/api/v1/people/${(await found('jonas.ek@')).id}`, { room: '1A' })
  assert.equal(await faults(...confirm({ leaving: [gone.id] })), '/fingerprint changed-meanwhile')
  assert.equal(await found('lina.lista@'), undefined)
  const now = await done('admin', 'GET', at)
  const answers = await Promise.all([1, 2].map(() => done('admin', 'POST', `${at}/confirmation`, { fingerprint: now.plan.fingerprint, leaving: [gone.id] })))
  assert.deepEqual(answers[0], { id, plan: null, carried_out: { added: 1, changed: 1, unchanged: 1, left: 1 } })
  assert.deepEqual(answers[1], answers[0], 'twice is once')
  assert.deepEqual(await done('admin', 'GET', at), answers[0])
  const lina = await found('lina.lista@')
  assert.deepEqual([lina.room, lina.roles, (await found('jonas.ek@')).room], ['7B', ['VAKT'], '9Z'])
  assert((await done('admin', 'GET', `/api/v1/people/${gone.id}`)).left_at)
  assert((await found(stays)).left_at === null, 'who is not said to leave stays')
  assert.deepEqual(await audited('import', id), ['people.imported'])

  const back = await send('mail\ngro.gick@skola.example\n')
  assert.deepEqual(back.plan.changed.map(({ fields }) => fields), [{ left: { before: true, after: false } }])
  const wrong = await ask('admin', 'POST', lists, { file: 'mail;enhet\ningen\nlarare@skola.example;Ingenstans' }, { 'accept-language': 'sv' })
  assert.deepEqual(wrong.json.errors, [{ pointer: '/file', code: 'bad-mail', detail: 'Rad 2: ”ingen” är ingen e-postadress.' }, { pointer: '/file', code: 'unknown-unit', detail: 'Rad 3: Det finns ingen enhet som heter ”Ingenstans”.' }])
  for (const [text, fault] of [['', '/file nothing-sent'], ['namn\nA', '/file no-mail-column'], ['mail;"oj', '/file unclosed-quote'], ['x'.repeat(8 * 1024 * 1024 + 1), '/file too-large']]) assert.equal(await faults('admin', 'POST', lists, { file: text }), fault)
  for (const [method, path, body] of [['POST', lists, { file }], ['GET', at], ['POST', `${at}/confirmation`, { fingerprint: '' }]]) assert.equal((await ask('its', method, path, body)).status, 404)
})

test('two who change different fields at once both have their way', async () => {
  const { id } = await done('admin', 'POST', '/api/v1/people', { name: 'Två Samtidigt', mail: 'tva.samtidigt@skola.example' })
  const unit = await done('admin', 'POST', '/api/v1/units', { name: 'Samtidiga skolan' })
  await done('admin', 'POST', '/api/v1/roles', { code: 'SAMT', name_sv: 'a', name_en: 'a', kind: 'queue' })
  const both = async (path, one, other) => {
    await Promise.all([one, other].map(body => done('admin', 'PATCH', path, body)))
    const now = await done('admin', 'GET', path)
    for (const [name, value] of Object.entries({ ...one, ...other })) assert.equal(now[name], value, `${name} of ${path}`)
  }
  for (let time = 0; time < 20; time += 1) {
    await both(`/api/v1/people/${id}`, { room: `${time}` }, { title: `${time}` })
    await both(`/api/v1/units/${unit.id}`, { name: `Samtidiga skolan ${time}` }, { head: time % 2 ? id : null })
    await both('/api/v1/roles/SAMT', { name_sv: `${time}` }, { name_en: `${time}` })
  }
})

test('a second factor that is lost is taken away, with a line in the audit', async () => {
  const { id } = (await done('admin', 'GET', '/api/v1/people?q=jonas.ek@')).items[0]
  await query(service.data, `INSERT INTO second_factors (person_id, sealed_secret, confirmed_at) VALUES (${id}, 'x', UTC_TIMESTAMP(6))`)
  assert.deepEqual(await done('admin', 'POST', `/api/v1/people/${id}/second-factor/removal`), { id, had_one: true })
  assert.equal((await audited('person', id))[0], 'second_factor.reset')
})

test('the last administrator neither leaves nor loses the right', async () => {
  const administrators = await query(service.data, "SELECT id FROM people WHERE is_administrator = 1 AND email IS NOT NULL AND left_at IS NULL")
  assert.equal(administrators.length, 1)
  const at = `/api/v1/people/${administrators[0][0]}`
  assert.equal(await faults('admin', 'POST', `${at}/departure`), ' last-administrator')
  assert.equal(await faults('admin', 'PATCH', at, { is_administrator: false }), '/is_administrator last-administrator')
})

test('units are added, changed and removed by administrators', async () => {
  const key = { 'idempotency-key': 'enhet' }
  const unit = await done('admin', 'POST', '/api/v1/units', { name: 'Östra skolan' }, key)
  assert.deepEqual(await done('admin', 'POST', '/api/v1/units', { name: 'Östra skolan' }, key), unit)
  const at = `/api/v1/units/${unit.id}`, head = (await done('admin', 'GET', '/api/v1/people?q=jonas.ek@')).items[0].id
  const part = await done('admin', 'POST', '/api/v1/units', { name: 'Östra skolans kök', parent: unit.id, head })
  assert.deepEqual(await done('admin', 'PATCH', `/api/v1/units/${part.id}`, { name: 'Köket i öst' }), { ...part, name: 'Köket i öst' })
  assert.deepEqual(await done('admin', 'GET', `/api/v1/units/${part.id}`), { ...part, name: 'Köket i öst' })
  for (const [wrong, fault] of [[{ parent: part.id }, '/parent below-itself'], [{ parent: 99999 }, '/parent unknown-value'], [{ head: 99999 }, '/head unknown-person'],
    [{ name: '' }, '/name required'], [{ name: 'KÖKET I ÖST' }, '/name name-taken'], [{ name: 'x'.repeat(101) }, '/name too-long']]) {
    assert.equal(await faults('admin', 'PATCH', at, wrong), fault, JSON.stringify(wrong))
  }
  assert.equal(await faults('admin', 'POST', '/api/v1/units', { name: 'Ny', parent: 99999 }), '/parent unknown-value')
  assert.equal(await faults('admin', 'POST', `${at}/removal`), ' in-use')
  for (const [method, path, body] of [['POST', '/api/v1/units', { name: 'Min' }], ['GET', at], ['PATCH', at, { name: 'Min' }], ['POST', `${at}/removal`]]) {
    assert.equal((await ask('its', method, path, body)).status, 404, `${method} ${path}`)
  }
  for (const { id } of [part, unit]) await done('admin', 'POST', `/api/v1/units/${id}/removal`)
  assert.deepEqual(await audited('unit', part.id), ['unit.deleted', 'unit.changed', 'unit.added'])
  assert.equal((await ask('admin', 'GET', at)).status, 404)
})

test('roles and who holds them are looked after by administrators', async () => {
  const role = { code: 'BIBL', name_sv: 'Bibliotek', name_en: 'Library', kind: 'queue' }
  const at = '/api/v1/roles/BIBL'
  assert.deepEqual((await done('admin', 'POST', '/api/v1/roles', role, { 'idempotency-key': 'roll' })).holders, [])
  assert.equal(await faults('admin', 'POST', '/api/v1/roles', role), '/code code-taken')
  assert.equal(await faults('admin', 'POST', '/api/v1/roles', { ...role, code: 'A/B', kind: 'relative' }), '/code bad-code, /kind unknown-value')
  const changed = await done('admin', 'PATCH', at, { mail: 'Biblioteket@skola.example' })
  assert.deepEqual([changed.name_sv, changed.mail, changed.is_staffed], ['Bibliotek', 'biblioteket@skola.example', false])
  assert.equal((await done('admin', 'PATCH', at, { name_en: 'The library' })).mail, 'biblioteket@skola.example', 'what is not sent stays')
  assert.equal((await done('admin', 'PATCH', at, { mail: null })).mail, null)
  assert.equal(await faults('admin', 'PATCH', at, { name_sv: ' ' }), '/name_sv required')
  assert.equal(await faults('admin', 'PATCH', at, { mail: 'ingen' }), '/mail not-an-address')
  const [jonas, teacher] = await Promise.all(['jonas.ek@', 'larare@'].map(async q => (await done('admin', 'GET', `/api/v1/people?q=${q}`)).items[0].id))
  await done('admin', 'POST', `${at}/holders`, { person: jonas }, { 'idempotency-key': 'innehav' })
  await done('admin', 'POST', `${at}/holders`, { person: jonas }, { 'idempotency-key': 'innehav' })
  const both = await done('admin', 'POST', `${at}/holders`, { person: teacher, first_day: '2026-01-01', last_day: '2099-12-31', unit: 1 })
  assert.deepEqual(both.holders.map(({ person, unit }) => [person, unit]), [[jonas, null], [teacher, 1]])
  assert.equal(both.is_staffed, true)
  for (const [wrong, fault] of [[{ person: jonas }, '/person held-already'], [{ person: 99999 }, '/person unknown-person'], [{ person: jonas, unit: 99999 }, '/unit unknown-unit'], [{}, '/person required'],
    [{ person: 1, last_day: '2020-01-01' }, '/last_day is-past'], [{ person: 1, first_day: 'i dag' }, '/first_day not-a-date'], [{ person: 1, first_day: '2099-02-01', last_day: '2099-01-01' }, '/last_day dates-reversed']]) {
    assert.equal(await faults('admin', 'POST', `${at}/holders`, wrong), fault, JSON.stringify(wrong))
  }
  const holding = `${at}/holders/${both.holders[1].id}`
  assert.equal(await faults('admin', 'POST', `${holding}/move`, { to: 'left' }), '/to unknown-value')
  assert.deepEqual((await done('admin', 'POST', `${holding}/move`, { to: 'up' })).holders.map(({ person }) => person), [teacher, jonas])
  assert.equal(await faults('admin', 'POST', `${holding}/end`, { last_day: 'snart' }), '/last_day not-a-date')
  assert.equal((await done('admin', 'POST', `${holding}/end`, { last_day: '2099-06-12' })).holders[0].last_day, '2099-06-12')
  assert.deepEqual((await done('admin', 'POST', `${holding}/end`, {})).holders.map(({ person }) => person), [jonas])
  for (const [method, path, body] of [['POST', '/api/v1/roles', role], ['PATCH', at, { mail: null }], ['POST', `${at}/holders`, { person: jonas }], ['POST', `${holding}/move`, { to: 'up' }], ['POST', `${holding}/end`, {}]]) {
    assert.equal((await ask('its', method, path, body)).status, 404, `${method} ${path}`)
  }
  assert.equal((await ask('admin', 'POST', `/api/v1/roles/ITS/holders/${both.holders[0].id}/end`, {})).status, 404, 'it is of another role')
  assert.deepEqual((await audited('role', 'BIBL')).map(action => action.slice(5)),
    ['holder_ended', 'holder_ended', 'holder_earlier', 'holder_added', 'holder_added', 'changed', 'changed', 'changed', 'added'])
})

test('canned replies are looked after by those of the role; a colleague is not written over', async () => {
  const toner = { name: 'Toner', body: 'Hej {förnamn}, ny toner är på väg.', role: 'ITS' }, at = '/api/v1/canned-replies'
  const key = { 'idempotency-key': 'toner' }
  const made = await done('its', 'POST', at, toner, key)
  assert.deepEqual(await done('its', 'POST', at, toner, key), made)
  assert.deepEqual(made, { id: made.id, ...toner })
  const one = `${at}/${made.id}`
  const first = await ask('its', 'GET', one)
  assert.deepEqual(await done('its', 'PATCH', one, { name: 'Toner slut' }, { 'if-match': first.headers.get('etag') }), { ...made, name: 'Toner slut' })
  assert.equal((await ask('its', 'PATCH', one, { name: 'Min' }, { 'if-match': first.headers.get('etag') })).status, 412)
  assert.equal((await ask('its', 'DELETE', one, undefined, { 'if-match': first.headers.get('etag') })).status, 412)
  for (const [wrong, fault] of [[{ name: ' ' }, '/name required'], [{ body: null }, '/body required'], [{ body: '{lösenord}' }, '/body unknown-reply-field'], [{ role: 'VAKT' }, '/role required'], [{ role: null }, '/role required']]) {
    assert.equal(await faults('its', 'PATCH', one, wrong), fault, JSON.stringify(wrong))
  }
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Min' }], ['DELETE']]) assert.equal((await ask('sek', method, one, body)).status, 404, method)
  assert.equal((await ask('teacher', 'GET', at)).status, 404)
  assert(!(await done('sek', 'GET', at)).items.some(({ id }) => id === made.id))
  assert((await done('its', 'GET', at)).items.some(({ id }) => id === made.id))
  const everybodys = await done('admin', 'POST', at, { name: 'Hej', body: 'Hej!' })
  assert.equal(everybodys.role, null)
  assert.equal((await ask('its', 'GET', `${at}/${everybodys.id}`)).status, 404)
  assert.equal((await ask('its', 'DELETE', one)).status, 204)
  assert.equal((await ask('its', 'GET', one)).status, 404)
})

test('the example of the documentation keeps people in step', async () => {
  const inStep = register => new Promise((done, failed) => {
    const program = execFile(process.execPath, ['docs/api/people.mjs', service.url, tokens.admin], (fault, stdout, stderr) => fault ? failed(new Error(stderr)) : done(stdout))
    program.stdin.end(JSON.stringify(register))
  })
  const bo = { mail: 'Bo.Registersson@skola.example', name: 'Bo Registersson', title: 'Vikarie' }
  assert.match(await inStep([bo]), /^added \d+\n$/)
  assert.equal(await inStep([bo]), '', 'nothing is done twice')
  assert.match(await inStep([{ ...bo, title: 'Lärare' }]), /^changed \d+\n$/)
  assert.match(await inStep([{ ...bo, title: 'Lärare', gone: true }]), /^left \d+\n$/)
  assert.match(await inStep([{ ...bo, title: 'Lärare' }]), /^returned \d+\n$/)
})

const day = ahead => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

test('a calendar is made, changed, filled and emptied by administrators, each noted, and what is past stays', async () => {
  assert.equal((await ask('its', 'GET', '/api/v1/calendars')).status, 404)
  assert.equal((await ask('its', 'POST', '/api/v1/calendars', { name: 'Min egen' })).status, 404)
  const [school] = (await done('admin', 'GET', '/api/v1/calendars')).items
  const { id } = await done('admin', 'POST', '/api/v1/calendars', { name: 'Skolrestaurangen', like: school.id })
  const at = `/api/v1/calendars/${id}`
  assert.equal(await faults('admin', 'POST', '/api/v1/calendars', { name: 'Skolrestaurangen' }), '/name name-taken')
  assert.equal(await faults('admin', 'POST', '/api/v1/calendars', { name: ' ' }), '/name required')
  assert.equal(await faults('admin', 'POST', '/api/v1/calendars', { name: 'En annan', like: 999999 }), '/like unknown-value')
  const model = await done('admin', 'GET', `/api/v1/calendars/${school.id}`), made = await done('admin', 'GET', at)
  assert.deepEqual([made.week, made.closed_days], [model.week, model.closed_days])
  const week = ['07:00–14:00', '07:00–14:00', '07:00–14:00', '07:00–14:00', '07:00–10:00, 11:00–13:00', '', '']
  const changed = await done('admin', 'POST', `${at}/versions`, { valid_from: '2020-01-01', week, half_days: ['walpurgis_night'] })
  assert.deepEqual([changed.version, changed.week, changed.half_days], [2, week, ['walpurgis_night']])
  assert.deepEqual(changed.closed_days, made.closed_days.filter(name => name !== 'walpurgis_night'), 'what is not named stays')
  for (const [wrong, fault] of [[{ week: ['8-16'] }, '/week out-of-range'], [{ week: week.with(0, 'alltid') }, '/week hours-wrong'], [{ closed_days: ['fredag'] }, '/closed_days unknown-value'],
    [{ half_day_ends: '25' }, '/half_day_ends time-wrong'], [{ valid_from: 'nu' }, '/valid_from date-needed'], [{}, '/valid_from nothing-changed']]) {
    assert.equal(await faults('admin', 'POST', `${at}/versions`, { valid_from: '2020-01-01', ...wrong }), fault, JSON.stringify(wrong))
  }
  assert.equal((await ask('admin', 'POST', `${at}/versions`, { valid_from: '2020-01-01', week: model.week }, { 'if-match': '"v1"' })).status, 412)
  const entry = { kind: 'break', name: 'Stängt', from: day(30), to: day(32) }
  assert.deepEqual((await done('admin', 'POST', `${at}/entries`, entry)).entries.find(({ name }) => name === 'Stängt'), { ...entry, hours: '' })
  assert.equal(await faults('admin', 'POST', `${at}/entries`, { ...entry, to: day(29) }), '/to ends-first')
  assert.equal(await faults('admin', 'POST', `${at}/entries`, { ...entry, kind: 'holiday' }), '/kind unknown-value')
  for (const time of ['once', 'twice']) assert(!(await done('admin', 'POST', `${at}/removals`, entry)).entries.some(({ name }) => name === 'Stängt'), time)
  assert.equal((await ask('its', 'POST', `${at}/entries`, entry)).status, 404)
  assert.deepEqual([...new Set(await audited('calendar', id))], ['calendar.changed', 'calendar.added'])
  assert.equal(await faults('admin', 'POST', `/api/v1/calendars/${school.id}/entries`, { ...entry, from: '2020-01-01', to: '2020-01-02' }), '/from day-has-been')
})

test('who follows a calendar is said from a day on', async () => {
  const { id } = await done('admin', 'POST', '/api/v1/calendars', { name: 'Kvällsöppet' })
  const uses = '/api/v1/calendars/uses'
  const use = await done('admin', 'POST', uses, { role: 'SEK', calendar: id, from: day(5) })
  const listed = (await done('admin', 'GET', uses)).items.find(({ calendar }) => calendar === id)
  assert.deepEqual(listed, { ...use, id: listed.id })
  for (const [wrong, fault] of [[{ role: 'INGEN', calendar: id, from: day(5) }, '/role unknown-value'], [{ calendar: 999999, from: day(5) }, '/calendar unknown-value'], [{ from: day(5) }, '/calendar school-needs-one'],
    [{ role: 'VAKT', calendar: id, from: day(0) }, '/from in-the-past'], [{ unit: 999999, calendar: id, from: day(5) }, '/unit unknown-value'], [{ role: 'SEK', calendar: id, from: day(6) }, '/from nothing-changed']]) {
    assert.equal(await faults('admin', 'POST', uses, wrong), fault, JSON.stringify(wrong))
  }
  assert.equal((await ask('sek', 'POST', uses, { role: 'SEK', from: day(5) })).status, 404)
  assert.deepEqual((await audited('calendar', id))[0], 'calendar.followed')
  assert.equal((await done('admin', 'POST', uses, { role: 'SEK', from: day(6) })).calendar, null)
})

test('the days of an iCalendar file are shown before they are saved, and come once', async () => {
  const { id } = await done('admin', 'POST', '/api/v1/calendars', { name: 'Ur en fil' })
  const at = `/api/v1/calendars/${id}/imports`
  const compact = ahead => day(ahead).replaceAll('-', '')
  const file = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Skolan//SV', 'BEGIN:VEVENT', 'UID:1', `DTSTART;VALUE=DATE:${compact(40)}`, `DTEND;VALUE=DATE:${compact(43)}`, 'SUMMARY:Lov', 'END:VEVENT',
    'BEGIN:VEVENT', 'UID:2', `DTSTART:${compact(50)}T080000Z`, `DTEND:${compact(50)}T090000Z`, 'SUMMARY:Möte', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
  const shown = await done('admin', 'POST', at, { file, kind: 'study_day', rehearse: true })
  assert.deepEqual(shown, { added: [{ kind: 'study_day', name: 'Lov', from: day(40), to: day(42), hours: '' }], left_out: 1, is_cut: false })
  assert.deepEqual((await done('admin', 'GET', `/api/v1/calendars/${id}`)).entries, [])
  assert.deepEqual(await done('admin', 'POST', at, { file, kind: 'study_day' }), shown)
  assert.deepEqual((await done('admin', 'GET', `/api/v1/calendars/${id}`)).entries, shown.added)
  assert.deepEqual((await done('admin', 'POST', at, { file })).added, [])
  assert.equal(await faults('admin', 'POST', at, { file: 'ingen kalender' }), '/file not-ical')
  assert.equal(await faults('admin', 'POST', at, { file, kind: 'term' }), '/kind unknown-value')
})

test('a target is made, replaced and retired by administrators, each noted, and decides at once', async () => {
  assert.equal((await ask('its', 'GET', '/api/v1/targets')).status, 404)
  const { id } = await done('admin', 'POST', '/api/v1/targets', { role: 'ITP', priority: 'high', first_response_minutes: 25 })
  const decides = async () => (await done('admin', 'GET', '/api/v1/targets/trial?role=ITP&priority=high')).target
  assert.equal((await decides()).id, id)
  for (const [wrong, fault] of [[{ role: 'ITP', priority: 'high' }, '/area twice'], [{ area: 'B999' }, '/area unknown-value'], [{ level: 'HÖG' }, '/level unknown-value'], [{ unit: 999999 }, '/unit unknown-value'],
    [{ role: 'INGEN' }, '/role unknown-value'], [{ priority: 'soon' }, '/priority unknown-value'], [{ role: 'ITP', resolution_minutes: 0 }, '/resolution_minutes out-of-range']]) {
    assert.equal(await faults('admin', 'POST', '/api/v1/targets', wrong), fault, JSON.stringify(wrong))
  }
  const next = await done('admin', 'POST', `/api/v1/targets/${id}/successor`, { role: 'ITP', priority: 'high', first_response_minutes: 45 })
  assert.notEqual(next.id, id)
  assert.deepEqual(await decides(), next)
  assert.equal((await ask('admin', 'POST', `/api/v1/targets/${id}/successor`, { role: 'ITP' })).status, 404)
  assert.equal((await ask('its', 'POST', `/api/v1/targets/${next.id}/retirement`)).status, 404)
  await done('admin', 'POST', `/api/v1/targets/${next.id}/retirement`)
  assert.notEqual((await decides())?.id, next.id)
  assert.equal((await ask('admin', 'POST', `/api/v1/targets/${next.id}/retirement`)).status, 404)
  assert.deepEqual([...await audited('target', id), ...await audited('target', next.id)], ['target.added', 'target.retired', 'target.changed'])
})

/** Lays a mail from somebody new into the service's Maildir and waits until it is held: whoever has been let in once is known. */
async function mailIn({ subject, from = `okand${subject.length}@annan.example` }) {
  const name = `${Date.now()}.${subject.length}.test`, folder = join(service.data, 'mail-in')
  const lines = [`From: Någon <${from}>`, 'To: ansvar@skola.example', `Subject: ${subject}`, `Message-ID: <${name}@annan.example>`, 'Content-Type: text/plain; charset=utf-8', '', 'Hej, kan ni hjälpa mig?', '']
  await writeFile(join(folder, 'tmp', name), lines.join('\r\n'))
  await rename(join(folder, 'tmp', name), join(folder, 'new', name))
  for (let round = 0; round < 300; ++round) {
    const found = (await done('admin', 'GET', '/api/v1/mails?state=held')).items.find(mail => mail.subject === subject)
    if (found) return found
    await sleep(100)
  }
  assert.fail(`${subject} is not held: ${JSON.stringify(await query(service.data, 'SELECT id, state, outcome, reason, subject, due_at, NOW(6) FROM incoming_mails'))}`)
}

test('a mail that is held is read, let in or thrown away by administrators, once, and each is noted', async () => {
  const held = await mailIn({ subject: 'en fraga utifran', from: 'okand@annan.example' }), at = `/api/v1/mails/${held.id}`
  assert.deepEqual([held.state, held.from, held.ticket, held.handled_by], ['held', 'okand@annan.example', null, null])
  for (const who of ['its', 'teacher']) {
    assert.equal((await ask(who, 'GET', '/api/v1/mails')).status, 404)
    assert.equal((await ask(who, 'GET', at)).status, 404)
    assert.equal((await ask(who, 'POST', `${at}/admission`)).status, 404)
    assert.equal((await ask(who, 'POST', `${at}/discarding`)).status, 404)
  }
  const read = await done('admin', 'GET', at)
  assert.deepEqual([read.text.trim(), read.from_name, read.files], ['Hej, kan ni hjälpa mig?', 'Någon', []])
  assert.equal((await ask('admin', 'POST', `${at}/retry`)).status, 404, 'it could be read')
  const key = { 'idempotency-key': `in-${held.id}` }
  const let_in = await ask('admin', 'POST', `${at}/admission`, undefined, key)
  assert.equal(let_in.status, 200, String(let_in.bytes))
  assert.equal(let_in.json.outcome, 'opened')
  assert.deepEqual((await ask('admin', 'POST', `${at}/admission`, undefined, key)).json, let_in.json, 'the same answer to the same key')
  for (const late of ['admission', 'discarding']) assert.equal((await ask('admin', 'POST', `${at}/${late}`)).status, 409)
  const kept = (await done('admin', 'GET', '/api/v1/mails?state=done')).items.find(({ id }) => id === held.id)
  assert.equal(kept.ticket, let_in.json.ticket)
  assert.deepEqual(await audited('mail', held.id), ['mail.admitted', 'mail.viewed'])

  const rubbish = await mailIn({ subject: 'reklam utifran, mycket' })
  assert.deepEqual(await done('admin', 'POST', `/api/v1/mails/${rubbish.id}/discarding`), { id: rubbish.id, outcome: 'discarded', ticket: null })
  assert.equal((await ask('admin', 'POST', `/api/v1/mails/${rubbish.id}/admission`)).status, 409)
  assert.deepEqual(await audited('mail', rubbish.id), ['mail.discarded'])
  assert.equal(await faults('admin', 'GET', '/api/v1/mails?state=lost'), '/state unknown-state')
  assert.equal(await faults('admin', 'GET', '/api/v1/mails?after=bakom'), '/after malformed')
})

test('a mail that could not be read is read once more, and one of a confidential ticket is told to those who read it alone', async () => {
  const failed = await mailIn({ subject: 'trasigt mejl' })
  await query(service.data, `UPDATE incoming_mails SET state = 'failed', outcome = 'unreadable' WHERE id = ${failed.id}`)
  assert((await done('admin', 'GET', '/api/v1/mails?state=failed')).items.some(({ id }) => id === failed.id))
  assert.equal((await ask('its', 'POST', `/api/v1/mails/${failed.id}/retry`)).status, 404)
  assert.deepEqual(await done('admin', 'POST', `/api/v1/mails/${failed.id}/retry`), { id: failed.id, state: 'waiting' })
  assert.equal((await mailIn({ subject: 'ett annat mejl' })).state, 'held')

  const number = await newTicket({ confidential: true })
  await query(service.data, `UPDATE incoming_mails SET ticket_id = ${number}, seq = 1, state = 'done' WHERE id = ${failed.id}`)
  const listed = (await done('admin', 'GET', '/api/v1/mails?state=done')).items.find(({ id }) => id === failed.id)
  assert.deepEqual([listed.subject, listed.from, listed.confidential], [null, null, true])
  assert.equal((await ask('admin', 'GET', `/api/v1/mails/${failed.id}`)).status, 404)
  assert.equal((await ask('teacher', 'GET', `/api/v1/mails/${failed.id}`)).status, 404)
  assert.equal((await done('its', 'GET', `/api/v1/mails/${failed.id}`)).subject, 'trasigt mejl')
})

test('a report is read by managers as a draft, and for good when it is issued; who has touched it since is told', async () => {
  const asked = { title: 'Läget i augusti', from: '2026-08-01', to: '2026-08-31' }
  const draft = await makeReport(service, 'admin@skola.example', asked), id = await makeReport(service, 'admin@skola.example', { ...asked, isIssued: true })
  const counted = await done('admin', 'GET', `/api/v1/reports/${draft}`)
  assert.deepEqual([counted.title, counted.from, counted.to, counted.issued_at, counted.checksum], [...Object.values(asked), null, null])
  assert(counted.document.headings.length > 0)
  assert.equal((await ask('admin', 'GET', `/api/v1/reports/${draft}/check`)).status, 404, 'only what is issued is counted again')
  const answer = await fetch(`${service.url}/api/v1/reports/${id}`, { headers: { authorization: `Bearer ${tokens.admin}` } })
  const text = await answer.text(), issued = JSON.parse(text)
  const document = JSON.stringify(issued.document)
  assert(text.includes(`"document":${document}`), 'its keys are in order')
  assert.equal(issued.checksum, createHash('sha256').update(document).digest('hex'))
  assert.deepEqual((await done('admin', 'GET', '/api/v1/reports?limit=2')).items.map(each => [each.id, each.issued_by !== null]), [[id, true], [draft, false]])
  const again = await done('admin', 'GET', `/api/v1/reports/${id}/check`)
  assert.deepEqual([again.untouched, again.different], [true, []])
  for (const path of ['', `/${id}`, `/${id}/check`]) assert.equal((await ask('teacher', 'GET', `/api/v1/reports${path}`)).status, 404)
  await query(service.data, `UPDATE period_reports SET document = REPLACE(document, 'augusti', 'september') WHERE id = ${id}`)
  assert.equal((await done('admin', 'GET', `/api/v1/reports/${id}/check`)).untouched, false)
})

test('who is told that it takes long is agreed by administrators, all steps at once, and noted', async () => {
  const at = '/api/v1/settings/escalation', steps = [{ clock: 'first_response', percent: 90, whom: ['holder', 'role_head'] }]
  for (const who of ['its', 'teacher']) for (const asked of [['GET'], ['PUT', { steps }]]) assert.equal((await ask(who, asked[0], at, asked[1])).status, 404)
  const before = await ask('admin', 'GET', at), tag = before.headers.get('etag')
  for (const [wrong, fault] of [[[{ ...steps[0], clock: 'lunch' }], '/steps/0/clock unknown-value'], [[{ ...steps[0], percent: 1001 }], '/steps/0/percent out-of-range'], [[steps[0], { ...steps[0], whom: [] }], '/steps/1/whom required-whom, /steps/1/percent step-twice'],
    [[{ ...steps[0], whom: ['rektorn'] }], '/steps/0/whom unknown-value'], [[{ ...steps[0], why: 1 }], '/steps/0/why unknown-field'], [[{ ...steps[0], percent: '9' }], '/steps/0/percent wrong-type'],
    [['nu'], '/steps wrong-type'], [Array.from({ length: 31 }, (_, each) => ({ ...steps[0], percent: each + 1 })), '/steps too-many'], [null, '/steps required']]) {
    assert.equal(await faults('admin', 'PUT', at, { steps: wrong }), fault, JSON.stringify(wrong))
  }
  const changed = await ask('admin', 'PUT', at, { steps }, { 'if-match': tag })
  assert.deepEqual([changed.status, changed.json], [200, { steps }])
  assert.equal((await ask('admin', 'PUT', at, { steps: [] }, { 'if-match': tag })).status, 412, 'somebody was faster')
  assert.deepEqual((await done('admin', 'GET', at)).steps, steps)
  assert.deepEqual(await audited('setting', 'escalation_steps'), ['setting.changed'])
  await done('admin', 'PUT', at, before.json)
})

test('when questions without an answer end is agreed by administrators, all rules at once, and noted', async () => {
  const at = '/api/v1/settings/unanswered', rules = [{ role: null, remind: 4, close: 9 }, { role: 'ITS', remind: null, close: null }]
  for (const who of ['its', 'teacher']) for (const asked of [['GET'], ['PUT', { rules }]]) assert.equal((await ask(who, asked[0], at, asked[1])).status, 404)
  const before = await ask('admin', 'GET', at), tag = before.headers.get('etag')
  for (const [wrong, fault] of [[[{ role: null, remind: 0, close: 9 }], '/rules/0/remind out-of-range'], [[{ role: null, remind: 5, close: 5 }], '/rules/0/close closes-too-soon'], [[{ role: null, remind: 5, close: null }], '/rules/0/close out-of-range'],
    [[{ role: 'INGEN', remind: 1, close: 2 }], '/rules/0/role unknown-role'], [[rules[1], rules[1]], '/rules/1/role given-twice'], [[rules[0], rules[0]], '/rules/1/role given-twice'],
    [[{ ...rules[0], days: 3 }], '/rules/0/days unknown-field'], [null, '/rules required']]) {
    assert.equal(await faults('admin', 'PUT', at, { rules: wrong }), fault, JSON.stringify(wrong))
  }
  const changed = await ask('admin', 'PUT', at, { rules }, { 'if-match': tag })
  assert.deepEqual([changed.status, changed.json], [200, { rules }])
  assert.equal((await ask('admin', 'PUT', at, { rules: [] }, { 'if-match': tag })).status, 412, 'somebody was faster')
  assert.deepEqual((await done('admin', 'GET', at)).rules, rules)
  assert.deepEqual(await audited('setting', 'unanswered_rules'), ['setting.changed'])
  await done('admin', 'PUT', at, before.json)
})

test('a program writes, issues, follows and throws away reports as managers do, and what is issued is never changed', async () => {
  const asked = { title: 'Hösten', from: '2026-08-01', to: '2026-08-31' }, key = { 'idempotency-key': 'hosten-1' }
  for (const who of ['teacher', 'its']) assert.equal((await ask(who, 'POST', '/api/v1/reports', asked)).status, 404)
  const made = await ask('admin', 'POST', '/api/v1/reports', { ...asked, filter: { level: 'HYGIEN', role: 'ITS' }, texts: { state: 'Bra.', outlook: 'Mer.' } }, key)
  assert.equal(made.status, 201)
  const at = made.headers.get('location'), { id } = made.json
  assert.deepEqual((await ask('admin', 'POST', '/api/v1/reports', { ...asked, filter: { level: 'HYGIEN', role: 'ITS' }, texts: { state: 'Bra.', outlook: 'Mer.' } }, key)).json, made.json)
  for (const [wrong, fault] of [[{ title: ' ' }, '/title required'], [{ title: 'x'.repeat(201) }, '/title too-long'], [{ from: '2026-09-01' }, '/from bad-period'], [{ to: 'nu' }, '/from bad-period'],
    [{ filter: { role: 'INGEN' } }, '/filter/role unknown-value'], [{ filter: { area: 'ingen' } }, '/filter/area unknown-value'], [{ filter: { level: 'HÖG' } }, '/filter/level unknown-value'],
    [{ filter: { unit: '999999' } }, '/filter/unit unknown-value'], [{ filter: { priority: 'soon' } }, '/filter/priority unknown-value'], [{ filter: { channel: 'fax' } }, '/filter/channel unknown-value'],
    [{ filter: { colour: 'red' } }, '/filter/colour unknown-field'], [{ filter: { role: 1 } }, '/filter/role wrong-type'], [{ texts: { poem: 'x' } }, '/texts/poem unknown-field'],
    [{ texts: { state: 'x'.repeat(5001) } }, '/texts/state bad-text']]) {
    assert.equal(await faults('admin', 'POST', '/api/v1/reports', { ...asked, ...wrong }), fault, JSON.stringify(wrong))
    assert.equal(await faults('admin', 'PATCH', at, wrong), fault, JSON.stringify(wrong))
  }
  const version = (await ask('admin', 'GET', at)).headers.get('etag')
  const changed = await ask('admin', 'PATCH', at, { to: '2026-08-15', filter: { role: null, unit: '-' }, texts: { outlook: 'Mindre.' } }, { 'if-match': version })
  assert.deepEqual([changed.json.title, changed.json.to, changed.json.filter.level, changed.json.filter.role, changed.json.filter.unit], ['Hösten', '2026-08-15', 'HYGIEN', null, '-'])
  assert.deepEqual((await done('admin', 'GET', at)).texts, { state: 'Bra.', outlook: 'Mindre.' }, 'what is not sent stays')
  for (const [method, path] of [['PATCH', at], ['DELETE', at], ['POST', `${at}/issue`]]) {
    assert.equal((await ask('admin', method, path, method === 'PATCH' ? { title: 'En annan' } : undefined, { 'if-match': version })).status, 412, method)
    assert.equal((await ask('its', method, path, method === 'PATCH' ? { title: 'En annan' } : undefined)).status, 404, method)
  }
  assert.equal((await ask('admin', 'POST', `${at}/successor`)).status, 404, 'of a draft there is none')
  const issued = await ask('admin', 'POST', `${at}/issue`, undefined, { 'if-match': changed.headers.get('etag') })
  assert.deepEqual([issued.status, issued.json.title, issued.json.checksum?.length], [200, 'Hösten', 64])
  for (const [method, path] of [['PATCH', at], ['DELETE', at], ['POST', `${at}/issue`]]) assert.equal((await ask('admin', method, path, method === 'PATCH' ? { title: 'En annan' } : undefined)).status, 404, method)
  const next = await done('admin', 'POST', `${at}/successor`)
  assert.deepEqual([next.instead_of, next.title, next.issued_at], [id, 'Hösten', null])
  assert.equal((await ask('admin', 'DELETE', `/api/v1/reports/${next.id}`)).status, 204)
  assert.equal((await ask('admin', 'GET', `/api/v1/reports/${next.id}`)).status, 404)
  assert.deepEqual([await audited('export', `report/${id}`), await audited('export', `report/${next.id}`)], [['report.issued'], ['report.draft_removed']])
})

test('a token that may read reports alone writes none', async () => {
  tokens.reader = await service.command('token', 'create', '--name', 'reader', '--as', 'admin', '--scopes', 'reports:read')
  assert.equal((await ask('reader', 'GET', '/api/v1/reports')).status, 200)
  assert.equal((await ask('reader', 'POST', '/api/v1/reports', { title: 'Hösten', from: '2026-08-01', to: '2026-08-31' })).status, 403)
})

test('how the service is, and what waits in it, is told to administrators', async () => {
  const before = await done('admin', 'GET', '/api/v1/health')
  assert.deepEqual([before.draining, before.durable], [false, true])
  await query(service.data, "INSERT INTO incoming_mails (hash, bytes, received_at, state, due_at) VALUES (SHA2(UUID(), 256), 1, NOW(), 'held', NOW())")
  assert.equal((await done('admin', 'GET', '/api/v1/health')).mails.held, before.mails.held + 1)
  assert.equal((await ask('its', 'GET', '/api/v1/health')).status, 404)
})
