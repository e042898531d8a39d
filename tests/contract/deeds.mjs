// What agents and administrators do on pages in one breath, done by programs: taking back, answering all, gathering, breaking the glass, what
// goes along with a draft, the mail ledger. `node --test-reporter=tap tests/contract/deeds.mjs`
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { asking } from '../support/asking.mjs'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'

let service, tokens
before(async () => {
  service = await Service.start({ env: { ANSVAR_UNDO_SECONDS: '20' } })
  tokens = { admin: await service.token('admin') }
  for (const [name, mail] of [['teacher', 'larare'], ['other', 'jonas.ek'], ['its', 'its'], ['itp', 'itp'], ['sek', 'sek']]) tokens[name] = await service.token(`${mail}@skola.example`)
}, { timeout: 120_000 })
after(async () => assert.deepEqual(await service?.stop(), { code: 0, signal: null }))

const { ask, done, faults } = asking(() => ({ url: service.url, tokens }))
const place = (number, rest = '') => `/api/v1/tickets/${number}${rest}`
const newTicket = async (more, who = 'teacher') => (await done(who, 'POST', '/api/v1/tickets', { body: 'Skrivaren i 4B tar inte papper.', area: 'B003', ...more })).number
const count = async sql => Number((await query(service.data, sql))[0][0])
const lettersOf = number => count(`SELECT COUNT(*) FROM letters WHERE ticket_id = ${number} AND kind = 'reply'`)
const messagesOf = async number => (await query(service.data, `SELECT body FROM ticket_messages WHERE ticket_id = ${number} ORDER BY seq`)).map(([body]) => body)
const audited = async (kind, id) => (await query(service.data, `SELECT action FROM audit_log WHERE object_kind = '${kind}' AND object_id = '${id}' ORDER BY id`)).map(([action]) => action)
const undo = (who, token, headers) => ask(who, 'POST', '/api/v1/undo', { token }, headers)

test('what is done with undo is taken back: the ticket is as before, no letter is left, and what was written is a draft', async () => {
  const number = await newTicket()
  const kinds = [['POST', '/priority', { priority: 'urgent' }], ['POST', '/state', { state: 'waiting_other' }], ['POST', '/closure', { state: 'resolved' }],
    ['POST', '/reroute', { role: 'VAKT' }], ['PATCH', '', { room: '7C' }], ['POST', '/snooze', { until: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) }],
    ['POST', '/messages', { kind: 'reply', body: 'Fel svar' }], ['POST', '/messages', { kind: 'note', body: 'Fel anteckning' }]]
  const seen = async () => { const { version, changed_at, ...rest } = await done('admin', 'GET', place(number, '?include=')); return rest }
  const before = await seen()
  for (const [method, rest, body] of kinds) {
    const at = `${method} ${rest} ${JSON.stringify(body)}`
    const made = await done('its', method, place(number, rest), { ...body, undo: true })
    assert(made.undo?.token, at)
    const left = Date.parse(made.undo.until) - Date.now()
    assert(left > 0 && left <= 21_000, `${at}: ${left} ms`)
    assert.deepEqual((await undo('its', made.undo.token)).json, { undone: [number], too_late: [], files: 0 }, at)
    assert.deepEqual(await seen(), before, at)
    assert.deepEqual((await undo('its', made.undo.token)).json.type, '/problems/undo-over', `${at} twice`)
  }
  assert.equal(await lettersOf(number), 0)
  assert.deepEqual(await query(service.data, `SELECT body FROM message_drafts WHERE ticket_id = ${number} ORDER BY kind`).then(rows => rows.map(([body]) => body).sort()), ['Fel anteckning', 'Fel svar'])
})

test('without undo nothing waits, and of one who does not handle the ticket nothing is held', async () => {
  const number = await newTicket()
  assert(!('undo' in await done('its', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Vi kommer' })))
  assert.equal((await done('teacher', 'POST', place(number, '/messages'), { kind: 'reply', body: 'Tack', undo: true })).undo, null)
  assert.equal(await count(`SELECT COUNT(*) FROM ticket_messages WHERE ticket_id = ${number} AND held_until IS NOT NULL`), 0)
  await done('its', 'POST', place(number, '/priority'), { priority: 'urgent' })
  assert.equal((await done('its', 'POST', place(number, '/priority'), { priority: 'urgent', undo: true })).undo, null, 'nothing has changed')
  assert.equal(await faults('its', 'POST', place(number, '/priority'), { priority: 'low', undo: 'ja' }), '/undo wrong-type')
})

test('one takes back one\'s own alone, not after somebody else, and not when the time is over', async () => {
  const number = await newTicket()
  const urgent = async () => (await done('its', 'POST', place(number, '/priority'), { priority: 'urgent', undo: true })).undo.token
  const first = await urgent()
  for (const who of ['admin', 'itp', 'teacher']) assert.equal((await undo(who, first)).status, 410, who)
  assert.equal((await undo('its', 'påhittad')).status, 410)
  await done('its', 'POST', place(number, '/state'), { state: 'waiting_other' })
  const late = await undo('its', first)
  assert.deepEqual([late.status, late.json.type], [409, '/problems/undo-too-late'])
  assert.equal((await done('its', 'GET', place(number))).priority, 'urgent', 'it stands')
  await done('its', 'POST', place(number, '/priority'), { priority: 'normal' })
  const second = await urgent()
  await query(service.data, `UPDATE undo_steps SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE ticket_id = ${number}`)
  assert.deepEqual([(await undo('its', second)).status, (await done('its', 'GET', place(number))).priority], [410, 'urgent'])
})

test('the same key gives the same token, and takes back once', async () => {
  const number = await newTicket(), key = { 'idempotency-key': randomUUID() }
  const asked = ['its', 'POST', place(number, '/messages'), { kind: 'reply', body: 'En gång', undo: true }, key]
  const made = await done(...asked)
  assert.deepEqual(await done(...asked), made)
  assert.deepEqual(await messagesOf(number), ['Skrivaren i 4B tar inte papper.', 'En gång'])
  const back = { 'idempotency-key': randomUUID() }
  const taken = await undo('its', made.undo.token, back)
  assert.deepEqual((await undo('its', made.undo.token, back)).json, taken.json)
  assert.equal(await count(`SELECT COUNT(*) FROM ticket_events WHERE ticket_id = ${number} AND kind = 'undone'`), 1)
})

/** A ticket that three others lie under: two of ITS, one that its agent does not handle. */
async function family() {
  const [parent, one, two, elsewhere] = [await newTicket(), await newTicket(), await newTicket({}, 'other'), await newTicket()]
  for (const child of [one, two, elsewhere]) await done('admin', 'POST', place(child, '/links'), { ticket: parent, kind: 'parent' })
  await done('admin', 'POST', place(elsewhere, '/watchers'), { mail: 'its@skola.example' })
  await done('admin', 'POST', place(elsewhere, '/reroute'), { role: 'VAKT' })
  return { parent, one, two, elsewhere }
}

test('a reply to all stands in each ticket below that one handles, solves each, and is taken back in all', async () => {
  const { parent, one, two, elsewhere } = await family()
  const written = await done('its', 'POST', place(parent, '/messages'), { kind: 'reply', body: 'Skrivarna är lagade', then: 'resolved', below: true, undo: true })
  assert.deepEqual(written.below, { answered: [one, two], left_out: [elsewhere] })
  for (const number of [parent, one, two]) {
    assert.equal((await messagesOf(number)).at(-1), 'Skrivarna är lagade')
    assert.equal((await done('its', 'GET', place(number))).state, 'resolved')
  }
  assert.deepEqual(await messagesOf(elsewhere), ['Skrivaren i 4B tar inte papper.'])
  assert.deepEqual((await undo('its', written.undo.token)).json, { undone: [parent, one, two], too_late: [], files: 0 })
  for (const number of [parent, one, two]) assert.equal((await done('its', 'GET', place(number))).state, 'new')
  assert.equal(await faults('its', 'POST', place(parent, '/messages'), { kind: 'note', body: 'Bara vi', below: true }), '/below replies-alone')
  assert.equal(await faults('its', 'POST', place(parent, '/messages'), { kind: 'reply', body: ' ', below: true }), '/body required')
  assert.equal((await ask('sek', 'POST', place(parent, '/messages'), { kind: 'reply', body: 'Nej', below: true })).status, 404)
  const own = await done('teacher', 'POST', place(parent, '/messages'), { kind: 'reply', body: 'Än då?', below: true })
  assert.deepEqual(own.below.answered, [], 'a requester handles none of them')
  assert(!(await messagesOf(one)).includes('Än då?'))
})

test('a file goes with a reply to all, to each', async () => {
  const { parent, one, two } = await family()
  const { token } = await done('its', 'POST', '/api/v1/files?name=karta.txt', Buffer.from('Ta till vänster'))
  await done('its', 'POST', place(parent, '/messages'), { kind: 'reply', body: 'Se kartan', files: [token], below: true })
  for (const number of [parent, one, two]) {
    const files = (await done('its', 'GET', place(number, '?include=timeline'))).timeline.flatMap(({ files: of = [] }) => of)
    assert.deepEqual(files.map(({ name }) => name), ['karta.txt'])
  }
})

test('when one of them takes no answer nothing is written in any, and which one is told', async () => {
  const { parent, one, two } = await family()
  await done('its', 'POST', place(two, '/confidentiality'), { to: 'queue' })
  const { name } = (await done('admin', 'GET', '/api/v1/people?q=vakt@')).items[0]
  for (const key of [undefined, randomUUID()]) {  // a confidential ticket names nobody who may not read it
    const refused = await ask('its', 'POST', place(parent, '/messages'), { kind: 'reply', body: `Lagad, @${name}`, below: true, undo: true }, key && { 'idempotency-key': key })
    assert.deepEqual([refused.status, refused.json.type], [409, '/problems/conflict'])
    assert.match(refused.json.detail, new RegExp(`${two}`))
  }
  for (const number of [parent, one, two]) assert.deepEqual(await messagesOf(number), ['Skrivaren i 4B tar inte papper.'])
  assert.equal(await count(`SELECT COUNT(*) FROM undo_steps WHERE ticket_id IN (${parent}, ${one}, ${two})`), 0)
})

/** How often a sentence stands in each ticket, and how many letters tell of it. */
const standing = async (numbers, body) => Promise.all(numbers.map(async number => [(await messagesOf(number)).filter(each => each === body).length, await lettersOf(number)]))

test('the same key answers all once, also when the service dies under way', { timeout: 180_000 }, async () => {
  for (let turn = 0; turn < 4; ++turn) {
    const { parent, one, two } = await family(), body = `Svar till alla ${turn}`
    const asked = ['its', 'POST', place(parent, '/messages'), { kind: 'reply', body, below: true }, { 'idempotency-key': randomUUID() }]
    if (turn > 0) {
      const lost = ask(...asked).catch(() => undefined)
      await sleep(turn * 15)
      await service.kill()
      await lost
      await service.launch()
    }
    const before = await standing([parent, one, two], body)
    assert(before.every(([messages]) => messages === before[0][0]), `all or none: ${JSON.stringify(before)}`)
    const answers = await Promise.all([0, 1, 2].map(async () => { for (;;) { const answer = await ask(...asked); if (answer.status !== 409) return answer; await sleep(50) } }))
    assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201])
    for (const { json } of answers) assert.deepEqual(json, answers[0].json)
    assert.deepEqual(await standing([parent, one, two], body), [[1, 1], [1, 1], [1, 1]])
  }
})

/** Three who say the same, in one house; the word keeps them apart from others'. */
const alike = async word => {
  const numbers = []
  for (const who of ['teacher', 'other', 'sek']) numbers.push(await newTicket({ body: `${word} blinkar och piper.`, subject: `${word} blinkar`, room: 'B214' }, who))
  return numbers
}

test('tickets that say the same are listed and gathered under a new one, once for a key', async () => {
  const numbers = await alike('Batteribacken'), at = place(numbers[0], '/alike')
  const { items, parent, subject, body } = await done('its', 'GET', at)
  assert.deepEqual(items.map(({ number }) => number).filter(number => numbers.includes(number)), numbers)
  assert.deepEqual([parent, typeof subject, items[0].house, items[0].is_parent], [null, 'string', 'B', false])
  for (const [who, status] of [['teacher', 403], ['other', 404]]) {
    assert.equal((await ask(who, 'GET', at)).status, status)
    assert.equal((await ask(who, 'POST', at, { tickets: numbers })).status, status)
  }
  for (const [wrong, fault] of [[{ tickets: [] }, '/tickets none-chosen'], [{ tickets: [...numbers, 999_999] }, '/tickets unknown-ticket'], [{ tickets: [-1] }, '/tickets unknown-ticket'],
    [{ tickets: numbers, parent: 999_999 }, '/parent unknown-value'], [{ tickets: [numbers[1]], parent: numbers[1] }, '/tickets none-chosen'], [{ tickets: numbers, body: ' ' }, '/body required']]) {
    assert.equal(await faults('its', 'POST', at, wrong), fault, JSON.stringify(wrong))
  }
  const tickets = await count('SELECT COUNT(*) FROM tickets')
  const key = { 'idempotency-key': randomUUID() }
  const gathered = await done('its', 'POST', at, { tickets: numbers }, key)
  assert.deepEqual(await done('its', 'POST', at, { tickets: numbers }, key), gathered)
  assert.equal(await count('SELECT COUNT(*) FROM tickets'), tickets + 1, 'one new ticket')
  assert.deepEqual(gathered.gathered, numbers)
  const made = await done('its', 'GET', place(gathered.parent))
  assert.equal(made.subject, subject)
  assert.deepEqual(made.links.map(({ ticket, kind }) => `${ticket} ${kind}`).sort(), numbers.map(number => `${number} child`).sort())
  assert.equal(made.timeline[0].body, body)
  assert.deepEqual((await done('its', 'GET', at)).items, [], 'it lies under another now')
})

test('tickets are gathered under one of them, or none is', async () => {
  const numbers = await alike('Ljudmixern'), [first, second, third] = numbers, at = place(first, '/alike')
  assert.deepEqual(await done('its', 'POST', at, { tickets: numbers, parent: second }), { parent: second, gathered: [first, third] })
  const others = await alike('Dokumentkameran')
  await done('its', 'POST', place(others[2], '/links'), { ticket: others[0], kind: 'related' })
  for (const key of [undefined, randomUUID()]) {
    const refused = await ask('its', 'POST', place(others[0], '/alike'), { tickets: others, parent: others[0] }, key && { 'idempotency-key': key })
    assert.deepEqual([refused.status, refused.json.type], [409, '/problems/conflict'])
    assert.match(refused.json.detail, new RegExp(`${others[2]}`))
  }
  assert.deepEqual((await done('its', 'GET', place(others[1]))).links, [], 'nothing is half done')
  const two = { tickets: [others[0], others[1]], parent: others[0] }
  const both = await Promise.all([0, 1].map(() => ask('its', 'POST', place(others[0], '/alike'), two)))
  assert(both.some(({ status }) => status === 200), 'two at once: one does it, the other is told')
  assert.deepEqual((await done('its', 'GET', place(others[1]))).links.map(({ ticket, kind }) => [ticket, kind]), [[others[0], 'parent']])
})

test('an administrator breaks a glass with a reason, is told the same of every number, and is noted', async () => {
  const sealed = await newTicket({ confidential: true }), open = await newTicket(), reason = 'Rektor har bett om en genomgång.'
  assert.equal((await ask('admin', 'GET', place(sealed))).status, 404)
  assert.equal((await ask('its', 'POST', '/api/v1/glass', { number: sealed, reason })).status, 404)
  for (const [wrong, fault] of [[{ reason: 'kort' }, '/reason too-short'], [{ reason: 'x'.repeat(1001) }, '/reason too-long'], [{ number: 0 }, '/number unknown-value'], [{ number: null }, '/number required']]) {
    assert.equal(await faults('admin', 'POST', '/api/v1/glass', { number: sealed, reason, ...wrong }), fault, JSON.stringify(wrong))
  }
  assert.equal((await ask('admin', 'GET', place(sealed))).status, 404)
  for (const number of [open, 999_999]) {
    assert.deepEqual(await done('admin', 'POST', '/api/v1/glass', { number, reason }), { number, ticket: place(number) })
    assert.deepEqual(await audited('ticket', number), [])
  }
  const key = { 'idempotency-key': randomUUID() }
  for (const time of ['once', 'twice']) assert.deepEqual(await done('admin', 'POST', '/api/v1/glass', { number: sealed, reason }, key), { number: sealed, ticket: place(sealed) }, time)
  assert.deepEqual(await audited('ticket', sealed), ['ticket.glass_broken'])
  const read = await done('admin', 'GET', place(sealed))
  assert(read.timeline.some(({ kind, data }) => kind === 'glass_broken' && data.why === reason))
  assert.equal((await ask('admin', 'POST', place(sealed, '/messages'), { kind: 'reply', body: 'Nej' })).status, 403)
  assert.equal(await count(`SELECT COUNT(*) FROM letters WHERE ticket_id = ${sealed} AND kind LIKE 'glass%'`) > 0, true)
})

test('the tickets that a draft wants elsewhere are listed, as far as one sees them, and those that are named go along', async () => {
  const [mine, stays] = [await newTicket(), await newTicket()]
  await newTicket({ confidential: true })
  const { matrix } = await done('admin', 'GET', '/api/v1/matrix')
  const moved = matrix.replace(/^(B003,.*,)(ITS:A\.W)(,.*)$/m, '$1VAKT$3')
  assert.notEqual(moved, matrix)
  const { id } = await done('admin', 'POST', '/api/v1/matrix/drafts', { name: 'Skrivarna', matrix: moved }), at = `/api/v1/matrix/drafts/${id}`
  const { items, hidden } = await done('admin', 'GET', `${at}/moves`)
  const one = items.find(({ ticket }) => ticket === mine)
  assert.deepEqual([one.from, one.to, one.is_changed], ['ITS', 'VAKT', true])
  assert(hidden > 0, 'a confidential one is counted')
  assert.equal((await ask('its', 'GET', `${at}/moves`)).status, 404)
  const publication = { version: '9.0.1', without_replay: true }
  assert.equal(await faults('admin', 'POST', `${at}/publication`, { ...publication, tickets: [mine], move_tickets: true }), '/tickets tickets-or-all')
  assert.equal(await faults('admin', 'POST', `${at}/publication`, { ...publication, tickets: [mine, 999_999] }), '/tickets unknown-ticket')
  await done('admin', 'POST', `${at}/publication`, { ...publication, tickets: [mine] })
  for (let round = 0; (await done('admin', 'GET', place(mine))).role !== 'VAKT'; ++round) {
    assert(round < 300, 'it goes along')
    await sleep(100)
  }
  assert.equal((await done('admin', 'GET', place(stays))).role, 'ITS')
})

test('addresses that letters come back from are listed for administrators', async () => {
  await query(service.data, `INSERT INTO bounced_addresses (email, times, status, bounced_at) VALUES ('jonas.ek@skola.example', 2, '5.1.1', '2026-01-02 03:04:05'), ('borta@annan.example', 1, '5.0.0', '2026-01-01')`)
  assert.equal((await ask('its', 'GET', '/api/v1/bounced-addresses')).status, 404)
  const { items } = await done('admin', 'GET', '/api/v1/bounced-addresses')
  assert.deepEqual(items.map(({ mail, times }) => [mail, times]), [['jonas.ek@skola.example', 2], ['borta@annan.example', 1]])
  assert.deepEqual([items[0].status, items[0].bounced_at.slice(0, 19), items[1].name], ['5.1.1', '2026-01-02T03:04:05', null])
  const page = await done('admin', 'GET', '/api/v1/bounced-addresses?limit=1')
  assert.equal((await done('admin', 'GET', `/api/v1/bounced-addresses?limit=1&after=${page.next}`)).items[0].mail, 'borta@annan.example')
})

test('a mail comes back byte for byte to whoever may read it, and each reading is noted', async () => {
  const raw = 'From: a@annan.example\r\nSubject: =?utf-8?q?=C3=85h?=\r\n\r\nHej\r\n'
  const [[id]] = await query(service.data, `INSERT INTO incoming_mails (hash, bytes, received_at, state, due_at, outcome, from_email, from_name, subject)
    VALUES (SHA2(UUID(), 256), ${raw.length}, NOW(), 'held', NOW(), 'held', 'a@annan.example', '', 'Åh'); SET @id = LAST_INSERT_ID();
    INSERT INTO incoming_mail_chunks VALUES (@id, 0, X'${Buffer.from(raw).toString('hex')}'); SELECT @id`)
  const at = `/api/v1/mails/${id}/original`
  for (const who of ['its', 'teacher']) assert.equal((await ask(who, 'GET', at)).status, 404)
  const read = await ask('admin', 'GET', at)
  assert.deepEqual([String(read.bytes), read.headers.get('content-type')], [raw, 'message/rfc822'])
  assert.match(read.headers.get('content-disposition'), new RegExp(`^attachment; .*mail-${id}\\.eml`))
  assert.deepEqual(await audited('mail', id), ['mail.viewed'])
  await query(service.data, `DELETE FROM incoming_mail_chunks WHERE mail_id = ${id}`)
  assert.equal((await ask('admin', 'GET', at)).status, 404, 'it is not kept any more')
  assert.deepEqual(await audited('mail', id), ['mail.viewed'])
})
