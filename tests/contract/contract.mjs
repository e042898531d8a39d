// The contract of the API against the service: templates/api/openapi.yaml names its routes and no others, and what it says of requests and
// answers is so. `node --test-reporter=tap tests/contract/contract.mjs`
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { absolute, ajv, contract, file, methods, mismatch, operations, resolve } from '../support/contract.mjs'
import { query as ofDatabase } from '../support/database.mjs'
import { makeReport } from '../support/report.mjs'
import { Service } from '../support/service.mjs'

const operation = id => operations.find(one => one.id === id)
const run = promisify(execFile)
const takes = ({ parameters }, header) => parameters.find(({ name }) => name === header)

let service, tokens
before(async () => {
  service = await Service.start()
  tokens = { admin: await service.token('admin'), teacher: await service.token('larare@skola.example'), agent: await service.token('its@skola.example') }
  for (let number = 0; number < 3; ++number) await answered('createTicket', { body: { body: `Skrivaren i rum ${number} tar inte papper.` } })
}, { timeout: 120_000 })
after(async () => assert.deepEqual(await service?.stop(), { code: 0, signal: null }))

/** What else a path names: a second number is of something on the ticket that the first one means. */
const within = { role: 'ITS', code: 'ITS', seq: 1, holder: 1 }

/** What not even the administrator may do to a confidential ticket. */
const asker = { addReader: 'agent', removeReader: 'agent', gatherAlike: 'agent' }

/** Sends one operation; what comes is checked against the contract, undocumented fields included. Gives {status, headers, json}. */
async function send(id, { number, query = '', body, who = asker[id] ?? 'admin', headers = {}, path } = {}) {
  const { method, path: template, answers, isRaw } = operation(id)
  if (isRaw && body === undefined) body = 'Det står i anteckningarna.'
  const whatever = takes(operation(id), 'If-Match')?.required && { 'if-match': '*' }
  const place = path ?? template.replace(/\{(\w+)\}/g, (_, name) => within[name] ?? number)
  const answer = await fetch(service.url + place + query, { method, signal: AbortSignal.timeout(30_000),
    headers: { ...(who && { authorization: `Bearer ${tokens[who]}` }), ...(body !== undefined && { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }), ...whatever, ...headers },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) })
  const what = `${id}: ${method} ${place}${query} -> ${answer.status}`
  const described = resolve(answers[answer.status])
  assert(described, `${what} is in the contract`)
  const [type, content] = Object.entries(described.content ?? {})[0] ?? []
  const text = await answer.text()
  if (type === '*/*') return { status: answer.status, headers: answer.headers, text }
  if (!type) return assert.equal(text, '', what) ?? { status: answer.status, headers: answer.headers, text }
  assert.equal(answer.headers.get('content-type'), type, what)
  const json = JSON.parse(text)
  check(content.schema, json, what)
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    if (name !== 'Link' && !(name === 'WWW-Authenticate' && answer.status !== 401)) assert(answer.headers.get(name), `${what} has ${name} (${resolve(header).description})`)
  }
  return { status: answer.status, headers: answer.headers, json, text }
}

function check(schema, json, what) {
  const wrong = mismatch(schema, json)
  assert(!wrong, `${what}: ${wrong} in ${JSON.stringify(json).slice(0, 400)}`)
}

async function answered(id, asked = {}) {
  const answer = await send(id, asked)
  assert(answer.status < 300, `${id} is answered well: ${answer.status} ${JSON.stringify(answer.json)}`)
  return answer
}

/** An example as it is sent: a day that has to be a coming one is made so, and an address is of somebody who is there. */
const sent = example => example && { ...example, ...(Number.isInteger(example.reader) && { reader: within.reader }), ...(example.until && { until: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) }),
  ...(example.mail && { mail: example.name ? `${randomUUID()}@skola.example` : 'its@skola.example' }), ...(example.code && { code: randomUUID().slice(0, 8) }), ...(example.substitute && { substitute: 'its@skola.example' }), ...(typeof example.reader === 'string' && { reader: 'sek@skola.example' }),
  ...(example.name === 'Fritids' && { name: `Fritids ${randomUUID()}` }), ...(example.calendar && { from: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) }),
  ...(example.tickets && { tickets: within.alike }), ...(example.token && { token: within.undo }), ...(example.fingerprint && { fingerprint: within.fingerprint }), ...(example.file && { file: example.file.replaceAll('2027', new Date().getUTCFullYear() + 1) }) }

const newTicket = async () => (await answered('createTicket', { body: { body: 'Projektorn i aulan visar bara blått.' } })).json.number

/** The query that an operation cannot do without. */
const required = parameters => {
  const query = parameters.filter(({ in: place, required: isRequired }) => place === 'query' && isRequired).map(({ name, example }) => `${name}=${example}`)
  return query.length ? `?${query.join('&')}` : ''
}

let running
/** What has to be so before an operation's example means anything. */
const first = {
  reopenTicket: number => answered('closeTicket', { number }),
  removeLink: number => answered('addLink', { number, body: { ticket: 1001 } }),
  removeWatcher: number => answered('addWatcher', { number, body: { mail: 'its@skola.example' } }),
  unmergeTicket: number => answered('mergeTicket', { number, body: { into: 1001 } }),
  removeReplay: async number => {
    await answered('stopReplay', { number })
    while (['waiting', 'running'].includes((await answered('readReplay', { number })).json.state)) await new Promise(done => setTimeout(done, 50))
  },
  changeItem: async number => { within.item = (await answered('addItem', { number, body: { item: 'Ring' } })).json.checklist[0].id },
  correctTime: async number => { within.entry = (await answered('addTime', { number, body: { time: '1:20' } })).json.time.entries[0].id },
  runClock: async number => { if (running) await answered('runClock', { number: running, body: { run: 'stop' } }); running = number },
  removeReader: async number => { await first.addReader(number)
    within.reader = (await answered('addReader', { number, body: sent(operation('addReader').body.example) })).json && (await answered('readTicket', { number, who: 'agent' })).json.readers[0].person },
  addReader: async number => { await send('rerouteTicket', { number, body: { role: 'ITS' } }) // it may be there
    await answered('setConfidentiality', { number, body: { to: 'queue' } }) },
  addAbsence: async number => { for (const { id } of (await answered('listAbsences', { number })).json.items) {
    within.absence = id
    await answered('removeAbsence', { number })
  } },
  removeAbsence: async number => { await first.addAbsence(number)
    within.absence = (await answered('addAbsence', { number, body: sent(operation('addAbsence').body.example) })).json.id },
  addUnit: async () => { for (const { id, name } of (await answered('listUnits', { query: '?limit=200' })).json.items) if (name === operation('addUnit').body.example.name) await answered('removeUnit', { number: id }) },
  addHolder: async () => { for (const { id, person } of (await answered('readRole')).json.holders) if (person === 1) await answered('endHolding', { path: `/api/v1/roles/ITS/holders/${id}/end`, body: {} }) },
  endHolding: async () => { await first.addHolder()
    within.holder = (await answered('addHolder', { body: operation('addHolder').body.example })).json.holders.find(({ person }) => person === 1).id },
  moveHolding: () => first.endHolding(),
  useCalendar: async () => answered('useCalendar', { body: sent({ role: 'VAKT', calendar: await newCalendar() }) }),
  addTarget: () => retireTargets('VAKT'), replaceTarget: () => retireTargets('VAKT'),
  undo: async () => { within.undo = (await answered('setPriority', { number: await newTicket(), body: { priority: 'urgent', undo: true } })).json.undo.token },
  readMailOriginal: mail => ofDatabase(service.data, `INSERT INTO incoming_mail_chunks (mail_id, position, bytes) VALUES (${mail}, 0, 'Subject: Reklam')`),
  endKnownFault: number => answered('setKnownFault', { number, body: { text: 'Det är känt.', hours: 1 } }),
  answerSurvey: number => answered('closeTicket', { number }),
  readFile: async number => { const { token } = (await answered('sendFile', { query: '?name=notes.txt' })).json
    within.token = token; await answered('writeMessage', { number, body: { kind: 'reply', body: 'Se filen.', files: [token] } }) },
}

/** A draft that moves one area between support and caretakers: there is always something to publish. */
async function newDraft() {
  const { json } = await answered('readMatrix')
  const matrix = json.matrix.replace(/^(B003,.*,)(ITS:A\.W|VAKT)(,.*)$/m, (_, before, role, after) => before + (role === 'VAKT' ? 'ITS:A.W' : 'VAKT') + after)
  assert.notEqual(matrix, json.matrix)
  return (await answered('importDraft', { body: { name: 'Skrivarna', matrix } })).json.id
}
const newReplay = async () => (await answered('askReplay', { number: await newDraft(), body: { role: 'ITS' } })).json.id

let published = 1
/** What a number in a path is of. */
const newWebhook = async () => (await answered('createWebhook', { body: operation('createWebhook').body.example })).json.id
const newView = async () => (await answered('createView', { body: operation('createView').body.example })).json.id
const newCalendar = async () => (await answered('addCalendar', { body: sent(operation('addCalendar').body.example) })).json.id
const retireTargets = async code => { for (const { id, role } of (await answered('listTargets')).json.items) if (role === code) await answered('retireTarget', { number: id }) }
const newTarget = async () => { await retireTargets('SEK')
  return (await answered('addTarget', { body: { role: 'SEK', first_response_minutes: 30 } })).json.id }
/** A mail whose original is not kept any more: what decides about mails is in coverage.mjs. */
const newMail = async () => (await ofDatabase(service.data, `INSERT INTO incoming_mails (hash, bytes, received_at, state, due_at, outcome, from_email, from_name, subject)
  VALUES (SHA2(UUID(), 256), 1, NOW(), 'done', NOW(), 'discarded', 'okand@annan.example', '', 'Reklam'); SELECT LAST_INSERT_ID()`))[0][0]
const newReply = async () => (await answered('createCannedReply', { body: operation('createCannedReply').body.example })).json.id
const newPerson = async () => (await answered('addPerson', { body: sent(operation('addPerson').body.example) })).json.id
const newImport = async () => { const { id, plan } = (await answered('sendPeople', { body: operation('sendPeople').body.example })).json
  within.fingerprint = plan.fingerprint
  return id }
const newReport = isIssued => makeReport(service, 'admin@skola.example', { title: 'Hösten', from: '2026-08-01', to: '2026-08-31', isIssued })
const made = { mail: newMail, import: newImport, report: () => newReport(false), calendar: newCalendar, target: newTarget, unit: async () => (await answered('addUnit', { body: { name: randomUUID() } })).json.id, reply: newReply, number: () => newTicket(), view: newView, person: async () => (await answered('listPeople', { query: '?q=larare@' })).json.items[0].id, webhook: newWebhook, draft: newDraft, replay: newReplay,
  exception: async () => (await answered('makeException', { body: operation('makeException').body.example })).json.id,
  version: async () => { await answered('publishDraft', { number: await newDraft(), body: { ...operation('publishDraft').body.example, version: `1.4.${++published}` } }); return 1 } }
/** What a draft of a report is not enough for. */
const issued = { checkReport: () => newReport(true), followReport: () => newReport(true) }
/** Three who say the same; gives the first of their tickets. */
async function newAlike() {
  within.alike = []
  for (const requester of ['larare', 'jonas.ek', 'sara.nordin']) {
    const body = { body: 'Skrivaren på plan 2 skriver inte ut.', area: 'B017', requester: `${requester}@skola.example` }
    within.alike.push((await answered('createTicket', { who: 'agent', body })).json.number)
  }
  return within.alike[0]
}
/** A version that is to come: nothing else can be taken back. */
const instead = { ...issued, gatherAlike: newAlike, changePerson: newPerson, leavePerson: newPerson, returnPerson: newPerson, withdrawVersion: async () => (await answered('publishDraft', { number: await newDraft(),
  body: { ...operation('publishDraft').body.example, version: `1.4.${++published}`, from: '2099-01-01T06:00:00Z' } })).json.id }
const numbered = ({ parameters }) => parameters.find(({ name, in: place }) => place === 'path' && made[name])?.name

/** What an example cannot do by itself: a letter dies after days of tries (coverage.mjs), an answer from outside comes by mail only as do mails (coverage.mjs), and a delivery ends when somebody has answered it (webhooks.mjs). */
const byMail = new Set(['shareAnswer', 'resendDelivery', 'resendLetter', 'admitMail', 'discardMail', 'retryMail'])

test('the contract names the routes of the API with their scopes, and no others', () => {
  const served = readFileSync('tests/snapshots/routes.txt', 'utf8').trim().split('\n').map(line => line.split(' '))
    .filter(([path]) => path.startsWith('/api/v')).map(([path, method, , , scope]) => `${method} ${path} ${scope ?? ''}`)
  const named = operations.map(({ method, path, scope }) => `${method} ${path} ${scope}`)
  assert.deepEqual(named.sort(), served.sort())
  assert.equal(new Set(operations.map(({ id }) => id)).size, operations.length, 'each operation has a name of its own')
})

test('the contract is served as it is', async () => {
  const answer = await fetch(`${service.url}/api/openapi.yaml`)
  assert.equal(answer.headers.get('content-type'), 'application/yaml')
  assert.equal(await answer.text(), readFileSync(file, 'utf8'))
})

test('redocly finds nothing wrong with the contract', async () => {
  const { stdout, stderr } = await run(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=json', file],
    { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } }).catch(fault => fault)
  assert.deepEqual(JSON.parse(stdout).problems.map(problem => `${problem.ruleId}: ${problem.message} ${problem.location?.[0]?.pointer}`), [], stderr)
})

test('the contract says what everything is', () => {
  for (const { id, parameters } of operations) for (const { name, description, schema } of parameters) assert(description && schema, `${name} of ${id}`)
  const arrays = (part, place) => {
    if (part?.type === 'array') assert(part.items, `${place} says what its items are`)
    if (part && typeof part === 'object') Object.entries(part).forEach(([name, inner]) => arrays(inner, `${place}/${name}`))
  }
  arrays(contract.paths, '')
  arrays(contract.components, '')
})

for (const { id, body, parameters } of operations) {
  const kind = numbered({ parameters })
  const examples = Object.values(body?.examples ?? {}).map(({ value }) => value)
  test(`${id}: its examples are answered as the contract says`, { skip: byMail.has(id) }, async () => {
    for (const example of examples.length ? examples : [body?.example]) {
      if (body) assert(ajv.compile(absolute(body.schema))(example), `the example of ${id} is as its schema says: ${ajv.errorsText()}`)
      const number = await (instead[id] ?? made[kind])?.()
      await first[id]?.(number)
      await answered(id, { number, body: sent(example), query: required(parameters) })
    }
  })

  test(`${id}: refusals are as the contract says`, async () => {
    const number = kind && (kind === 'number' ? 1002 : kind === 'version' ? 1 : await (issued[id] ?? made[kind])())
    const example = body?.example ?? examples[0]
    assert.equal((await send(id, { number, body: example, who: null })).status, 401)
    if (number) assert.equal((await send(id, { number: 99_999_999, body: example })).status, 404)
    if (!body) return
    const unknown = await send(id, { number, body: { ...example, påhittat: 1 } })
    assert.equal(unknown.status, 422)
    assert(unknown.json.errors.some(({ pointer, code }) => pointer === '/påhittat' && code === 'unknown-field'))
    assert.equal((await send(id, { number, body: [] })).status, 400)
    const [name, value] = Object.entries(example)[0]
    for (const broken of [`{"${name}":${JSON.stringify(value)},"${name}":${JSON.stringify(value)}}`, '['.repeat(40), `{"${name}":${'['.repeat(40)}${']'.repeat(40)}}`, '{', '"\ud800"']) {
      assert.equal((await send(id, { number, body: broken })).status, 400, broken)
    }
    assert.equal((await send(id, { number, body: example, headers: { 'content-type': 'text/plain' } })).status, 415)
    for (const [name, schema] of Object.entries(resolve(body.schema).properties)) {
      const wrong = await send(id, { number, body: { ...example, [name]: resolve(schema).type === 'object' ? ['not this'] : { not: 'this' } } })
      assert(wrong.json.errors.some(({ pointer, code }) => pointer === `/${name}` && code === 'wrong-type'), `${name} of ${JSON.stringify(schema)}`)
    }
  })
}

for (const { id, parameters } of operations.filter(one => takes(one, 'If-Match'))) {
  test(`${id}: a version that is no longer so is refused, and one that is missing`, async () => {
    const number = await made[numbered({ parameters })]?.()
    await first[id]?.(number)
    const { body } = operation(id)
    for (const tag of ['"v99"', '"v99-0123"', 'v1', '', '"v"', 'W/"v1"', '"x"']) assert.equal((await send(id, { number, body: sent(body?.example), headers: { 'if-match': tag } })).status, 412, tag)
    const { method, path } = operation(id)
    const bare = await fetch(service.url + path.replace(/\{\w+\}/, number), { method, headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(sent(body?.example) ?? {}) })
    if (takes(operation(id), 'If-Match').required) assert.equal(bare.status, 428)
    else assert(bare.ok)
  })
}

for (const { id, body, parameters, method } of operations.filter(one => one.scope.endsWith(':write') && !byMail.has(one.id))) {
  test(`${id}: ${method === 'POST' ? 'the same key does it once' : 'it takes no key'}`, async () => {
    assert.equal(Boolean(takes({ parameters }, 'Idempotency-Key')), method === 'POST')
    if (method !== 'POST') return
    const number = await (instead[id] ?? made[numbered({ parameters })])?.()
    await first[id]?.(number)
    const example = sent(body?.example ?? Object.values(body?.examples ?? {})[0]?.value)
    const asked = { number, query: required(parameters), body: example, headers: { 'idempotency-key': `${id} ${randomUUID()}` } }
    const done = await answered(id, asked)
    assert(!done.headers.has('idempotent-replayed'))
    const again = await answered(id, asked)
    assert.equal(again.headers.get('idempotent-replayed'), 'true')
    assert.equal(again.text, done.text)
    for (const name of ['location', 'etag']) assert.equal(again.headers.get(name), done.headers.get(name))
    const other = await send(id, { ...asked, body: { ...example, note: 'en annan' } })
    assert.equal(other.status, 422)
    assert.equal(other.json.type, '/problems/idempotency-mismatch')
    assert.equal((await send(id, { ...asked, headers: { 'idempotency-key': 'x'.repeat(256) } })).status, 400)
  })
}

for (const { id, parameters, method } of operations) {
  test(`${id}: its address has manners`, async () => {
    const number = await (issued[id] ?? made[numbered({ parameters })])?.()
    await first[id]?.(number)
    const place = operation(id).path.replace(/\{(\w+)\}/g, (_, name) => within[name] ?? number)
    const headers = { authorization: `Bearer ${tokens.admin}` }
    const query = required(parameters).slice(1)
    const choices = await fetch(service.url + place, { method: 'OPTIONS', headers })
    assert.equal(choices.status, 204)
    const allowed = choices.headers.get('allow').split(', ')
    assert(allowed.includes(method) && allowed.includes('OPTIONS'))
    for (const other of methods.map(name => name.toUpperCase()).filter(name => !allowed.includes(name))) {
      const refused = await fetch(service.url + place, { method: other, headers })
      assert.equal(refused.status, 405, other)
      assert.equal(refused.headers.get('allow'), choices.headers.get('allow'))
      assert.equal((await refused.json()).type, '/problems/method-not-allowed')
    }
    for (const wrong of ['p%C3%A5hittat=1', '__proto__=1', ...parameters.filter(({ in: where }) => where === 'query').slice(0, 1).map(({ name, example }) => `${name}=${example ?? 1}&${name}=2`)]) {
      const refused = await send(id, { number, query: `?${[query, wrong].filter(Boolean).join('&')}`, body: method === 'GET' ? undefined : {} })
      assert.equal(refused.status, 422, wrong)
      assert(refused.json.errors.some(({ code }) => ['unknown-field', 'given-twice'].includes(code)), wrong)
    }
    if (method !== 'GET') return
    const read = await answered(id, { number, query: query && `?${query}` })
    const tag = read.headers.get('etag')
    assert(tag, 'it has an ETag')
    const again = await send(id, { number, query: query && `?${query}`, headers: { 'if-none-match': `"x", W/${tag}` } })
    const known = ['readChanges', 'readOverview'].includes(id) ? [200, 304] : [304] // what changes by itself
    assert(known.includes(again.status), `${again.status} for ${tag}, now ${again.headers.get('etag')}`)
    assert.equal((await send(id, { number, query: query && `?${query}`, headers: { 'if-none-match': '"x"' } })).status, 200)
    const head = await fetch(service.url + place + (query && `?${query}`), { method: 'HEAD', headers })
    assert.equal(head.status, 200)
    assert.equal(await head.text(), '')
    assert.equal(head.headers.get('content-type'), read.headers.get('content-type'))
    assert(head.headers.get('etag'))
  })
}

test('what is chosen comes, and nothing else', async () => {
  const number = await newTicket()
  const whole = (await answered('readTicket', { number })).json
  const parts = ['timeline', 'receipt', 'watchers', 'tags', 'links', 'readers', 'checklist', 'time']
  for (const name of [...Object.keys(contract.components.schemas.TicketFields.properties), ...parts]) assert(name in whole, name)
  const keys = async query => Object.keys((await answered('readTicket', { number, query })).json).sort()
  assert.deepEqual(await keys('?fields=subject,state&include='), ['number', 'state', 'subject'])
  assert.deepEqual(await keys('?fields=state&include=tags,timeline'), ['number', 'state', 'tags', 'timeline'])
  assert.deepEqual((await keys('?include=time')).filter(name => parts.includes(name)), ['time'])
  for (const [id, query] of [['readQueue', '?'], ['search', '?q=projektorn&']]) {
    const row = async rest => (await answered(id, { query: query + rest })).json.items[0]
    const schema = contract.components.schemas[id === 'search' ? 'Found' : 'QueueRow'].properties
    assert.deepEqual(Object.keys(await row('')).sort(), Object.keys(schema).filter(name => !name.endsWith('_name') || name === 'area_name').sort())
    assert.deepEqual(Object.keys(await row('fields=state&include=people')).sort(), ['assignee_name', 'number', 'requester_name', 'state'])
    const page = await answered(id, { query: `${query}fields=state&limit=1` })
    const next = /^<(.*)>; rel="next"$/.exec(page.headers.get('link'))[1]
    const second = await fetch(service.url + next, { headers: { authorization: `Bearer ${tokens.admin}` } })
    assert.deepEqual(Object.keys((await second.json()).items[0]).sort(), ['number', 'state'], 'Link leads to the same choice')
    for (const wrong of ['fields=password', 'fields=', 'fields=state,,', 'include=secrets', 'include=people,people2']) {
      const refused = await send(id, { query: query + wrong })
      assert.equal(refused.status, wrong === 'fields=' ? 200 : 422, wrong)
    }
  }
})

test('a token with a rate is held to it, and is told', async () => {
  tokens.slow = await service.command('token', 'create', '--name', 'slow', '--as', 'admin', '--rate', '3')
  assert.match(await service.command('token', 'list'), /slow .*rate: 3 /)
  for (let left = 2; left >= 0; --left) {
    const { headers } = await answered('readAreas', { who: 'slow' })
    assert.equal(headers.get('ratelimit-policy'), '"token";q=3;w=60')
    assert.match(headers.get('ratelimit'), new RegExp(`^"token";r=${left};t=\\d+$`))
  }
  const refused = await send('readAreas', { who: 'slow' })
  assert.equal(refused.status, 429)
  assert.match(refused.headers.get('ratelimit'), /r=0/)
  assert(Number(refused.headers.get('retry-after')) <= 20)
  assert(!(await answered('readAreas')).headers.has('ratelimit'), 'a token of the command line has none')
})

test('pages of lists are as the contract says, and lead through all of it', async () => {
  for (const [id, query] of [['readQueue', '?limit=1'], ['search', '?q=skrivaren&limit=1'], ['readAudit', '?limit=1']]) {
    const page = await answered(id, { query })
    assert.equal(page.json.items.length, 1)
    const next = await answered(id, { query: `${query}&after=${page.json.next}` })
    assert.notDeepEqual(next.json.items[0], page.json.items[0])
    assert.equal((await send(id, { query: `${query}&after=bakåt` })).status, 422)
    assert.equal((await send(id, { query: query.replace('limit=1', 'limit=0') })).status, 422)
  }
})

/** Reads on from a cursor until there is no more; `seen` gets each ticket of each change. */
async function follow(cursor, seen, { who = 'admin', limit = 3 } = {}) {
  for (;;) {
    const { json } = await answered('readChanges', { query: `?after=${cursor}&limit=${limit}`, who })
    for (const { change, ticket, readable } of json.items) {
      assert(!seen.has(`${change}/${ticket}`), `change ${change} of ${ticket} comes once`)
      seen.set(`${change}/${ticket}`, { ticket, readable })
    }
    cursor = json.next
    if (!json.more) return cursor
  }
}

/** Follows until `wanted` of what was seen is true. */
async function followUntil(cursor, seen, wanted, asked) {
  for (const end = Date.now() + 20_000; ;) {
    cursor = await follow(cursor, seen, asked)
    if (wanted([...seen.values()])) return cursor
    assert(Date.now() < end, `what is awaited comes: ${JSON.stringify([...seen])}`)
    await new Promise(done => setTimeout(done, 50))
  }
}

test('a webhook is its owner’s and the administrators’, and nobody else knows of it', async () => {
  const number = (await answered('createWebhook', { who: 'agent', body: operation('createWebhook').body.example })).json.id
  for (const id of ['readWebhook', 'listDeliveries', 'pauseWebhook', 'resumeWebhook', 'rotateWebhookSecret', 'testWebhook', 'removeWebhook']) {
    assert.equal((await send(id, { number, who: 'teacher' })).status, 404, id)
  }
  assert.deepEqual((await answered('listWebhooks', { who: 'teacher' })).json.items, [])
  for (const who of ['agent', 'admin']) assert.equal((await answered('readWebhook', { number, who })).json.id, number)
})

test('whoever follows the changes while four write meets every one once', async () => {
  const seen = new Map()
  let cursor = (await answered('readChanges')).json.next
  const written = []
  const writer = async () => {
    for (let turn = 0; turn < 8; ++turn) {
      const number = await newTicket()
      await answered('setState', { number, body: { state: 'in_progress' } })
      written.push(number)
    }
  }
  const writing = Promise.all([writer(), writer(), writer(), writer()])
  cursor = await followUntil(cursor, seen, all => all.length >= 20)
  await writing
  assert.equal(written.length, 32)
  await followUntil(cursor, seen, all => written.every(number => all.filter(({ ticket }) => ticket === number).length === 2))
})

test('a program hears of what its person may see, and that a ticket has left it', async () => {
  const start = (await answered('readChanges', { who: 'agent' })).json.next
  const mine = (await answered('createTicket', { body: { body: 'Skrivaren krånglar', area: 'skrivare' } })).json.number
  const sealed = (await answered('createTicket', { body: { body: 'Skrivaren krånglar för en elev', area: 'skrivare', confidential: true } })).json.number
  const others = (await answered('createTicket', { body: { body: 'En lampa är trasig' } })).json
  if (others.role !== 'VAKT') await answered('rerouteTicket', { number: others.number, body: { role: 'VAKT' } })
  const agent = new Map(), teacher = new Map(), all = new Map()
  await followUntil(start, all, seen => [mine, sealed].every(number => seen.some(({ ticket }) => ticket === number)))
  let cursor = await followUntil(start, agent, seen => seen.some(({ ticket }) => ticket === mine), { who: 'agent' })
  assert([...agent.values()].filter(({ ticket }) => ticket === mine).every(({ readable }) => readable))
  await follow(start, teacher, { who: 'teacher' })
  assert.deepEqual([...teacher.values()], [], 'a teacher hears of nobody else’s tickets')
  await answered('rerouteTicket', { number: mine, body: { role: 'VAKT', reason: 'Det är elen.' } })
  agent.clear()
  cursor = await followUntil(cursor, agent, seen => seen.some(({ ticket, readable }) => ticket === mine && !readable), { who: 'agent' })
  assert.equal((await send('readTicket', { number: mine, who: 'agent' })).status, 404)
})

test('the example of the documentation keeps a copy', async () => {
  const program = spawn(process.execPath, ['docs/api/follow.mjs', service.url, tokens.agent], { stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    let printed = '', said = 0
    const tickets = () => printed.split('\n').slice(0, -1).map(line => JSON.parse(line))
    program.stdout.setEncoding('utf8').on('data', text => { printed += text })
    program.stderr.on('data', () => { said += 1 })
    const until = async (what, wanted) => {
      for (const end = Date.now() + 20_000; !wanted();) {
        assert(Date.now() < end && program.exitCode === null, `${what}: ${printed}`)
        await new Promise(done => setTimeout(done, 50))
      }
    }
    await until('it follows', () => said > 0)
    const { number } = (await answered('createTicket', { body: { body: 'Skrivaren krånglar', area: 'skrivare' } })).json
    await until('a new ticket comes', () => tickets().some(ticket => ticket.subject && ticket.number === number))
    await answered('rerouteTicket', { number, body: { role: 'VAKT' } })
    await until('it is gone', () => tickets().some(ticket => ticket.gone && ticket.number === number))
  } finally {
    program.kill()
  }
})

/** A way to the service on which the first answer to a POST to `path` is lost after the service has given it. */
async function losingFirst(path) {
  let lost = 0
  const proxy = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const headers = Object.fromEntries(['authorization', 'content-type', 'idempotency-key', 'if-match'].flatMap(name => request.headers[name] ? [[name, request.headers[name]]] : []))
    const answer = await fetch(service.url + request.url, { method: request.method, headers, body: body.length ? body : undefined })
    if (request.method === 'POST' && request.url === path && lost === 0) {
      lost = 1
      return response.destroy()
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type'), ...answer.headers.get('etag') && { etag: answer.headers.get('etag') } })
    response.end(await answer.text())
  })
  await new Promise(done => proxy.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${proxy.address().port}`, lost: () => lost, close: () => proxy.close() }
}

for (const [language, runtime, program] of [['JavaScript', process.execPath, 'docs/api/tickets.mjs'], ['Python', 'python3', 'docs/api/tickets.py']]) {
  test(`the example in ${language} files one ticket with its file, also when an answer is lost, and works with it`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ansvar-'))
    const picture = join(folder, 'skärm ett.txt')
    await writeFile(picture, 'Så här ser det ut.')
    const way = await losingFirst('/api/v1/tickets')
    try {
      const text = `Projektorn i sal ${language} blinkar`
      const { stdout } = await run(runtime, [program, way.url, tokens.agent, 'ITS', text, picture])
      assert.equal(way.lost(), 1)
      const [first, ...queue] = stdout.trim().split('\n')
      const number = Number(/^#(\d+) /.exec(first)[1])
      assert.equal(queue.filter(line => line.endsWith(text)).length, 1, stdout)
      const ticket = (await answered('readTicket', { number, who: 'agent' })).json
      assert.equal(ticket.state, 'in_progress')
      assert.deepEqual(ticket.timeline.flatMap(({ files = [] }) => files.map(({ name }) => name)), ['skärm ett.txt'])
      assert.equal(ticket.timeline.filter(({ kind }) => kind === 'replied').length, 1)
      const refused = await run(runtime, [program, service.url, tokens.agent, 'ITS', '']).then(() => assert.fail('an empty text is refused'), error => error)
      assert.equal(refused.code, 1)
      assert.match(refused.stderr, /^validation .*\/body/)
    } finally {
      way.close()
      await rm(folder, { recursive: true })
    }
  })
}

test('the lines with curl in the documentation do what they say', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ansvar-'))
  await writeFile(join(folder, 'skylt.jpg'), 'En bild')
  const { number } = (await answered('createTicket', { body: { body: 'Skrivaren krånglar', area: 'skrivare' } })).json
  const token = (await answered('sendFile', { query: '?name=skylt.jpg', who: 'agent' })).json.token
  const blocks = [...readFileSync('docs/api.md', 'utf8').matchAll(/^```sh\n([^`]*curl[^`]*)^```/gm)].map(([, block]) => block)
  assert.equal(blocks.length, 3)
  try {
    for (const block of blocks) {
      const { headers } = await send('readTicket', { number, query: '?fields=state&include=', who: 'agent' })
      const script = block.replaceAll('1042', number).replaceAll('"v3-9c1f…"', headers.get('etag')).replaceAll('["8c1d…"]', `["${token}"]`)
      const { stdout } = await run('bash', ['-euc', `curl() { command curl --silent --show-error --fail-with-body "$@"; }\n${script}`],
        { cwd: folder, env: { ...process.env, ANSVAR: service.url, TOKEN: tokens.agent } })
      assert.match(stdout, /"(number|token)":/)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  const ticket = (await answered('readTicket', { number, who: 'agent' })).json
  assert.equal(ticket.state, 'in_progress')
  assert(ticket.timeline.some(({ files = [] }) => files.some(each => each.token === token)))
})

test('a cursor of another time is refused, and one that is none', async () => {
  assert.equal((await send('readChanges', { query: '?after=999999999' })).status, 410)
  for (const wrong of ['', 'x', '-1', '1.', '.1', '0.5', '1.x', '99999999999999999999999']) assert.equal((await send('readChanges', { query: `?after=${wrong}` })).status, 422, wrong)
  assert.equal((await send('readChanges', { query: '?after=0&limit=201' })).status, 422)
})
