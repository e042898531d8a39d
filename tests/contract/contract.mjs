// The contract of the API against the service: templates/api/openapi.yaml names its routes and no others, and what it says of requests and
// answers is so. `node --test-reporter=tap tests/contract/contract.mjs`
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'
import { Service } from '../support/service.mjs'

const file = 'templates/api/openapi.yaml'
const contract = parse(readFileSync(file, 'utf8'))
const methods = ['get', 'post', 'put', 'patch', 'delete']
const resolve = part => (part?.$ref ? part.$ref.slice(2).split('/').reduce((at, name) => at[name.replaceAll('~1', '/')], contract) : part)

/** Every operation: {id, method, path, scope, parameters, body, answers}. */
const operations = Object.entries(contract.paths).flatMap(([path, item]) => methods.filter(method => item[method]).map(method => {
  const operation = item[method]
  return { id: operation.operationId, method: method.toUpperCase(), path, scope: operation.security?.[0]?.token?.[0] ?? '', answers: operation.responses,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve), body: resolve(operation.requestBody)?.content['application/json'] }
}))
const operation = id => operations.find(one => one.id === id)

const ajv = new Ajv({ strict: false, allErrors: true })
formats(ajv)
ajv.addSchema(contract, 'contract')

let service, tokens
before(async () => {
  service = await Service.start()
  tokens = { admin: await service.token('admin'), teacher: await service.token('larare@skola.example'), agent: await service.token('its@skola.example') }
  for (let number = 0; number < 3; ++number) await answered('createTicket', { body: { body: `Skrivaren i rum ${number} tar inte papper.` } })
}, { timeout: 120_000 })
after(async () => assert.deepEqual(await service?.stop(), { code: 0, signal: null }))

/** Sends one operation; what comes is checked against the contract, undocumented fields included. Gives {status, headers, json}. */
async function send(id, { number, query = '', body, who = 'admin', headers = {}, path } = {}) {
  const { method, path: template, answers } = operation(id)
  const place = path ?? template.replace('{role}', 'ITS').replace(/\{(\w+)\}/g, (_, name) => (name === 'seq' ? 1 : number))
  const answer = await fetch(service.url + place + query, { method, signal: AbortSignal.timeout(30_000),
    headers: { ...(who && { authorization: `Bearer ${tokens[who]}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body) })
  const what = `${id}: ${method} ${place}${query} -> ${answer.status}`
  const described = resolve(answers[answer.status])
  assert(described, `${what} is in the contract`)
  const [type, content] = Object.entries(described.content ?? {})[0] ?? []
  const text = await answer.text()
  if (!type) return assert.equal(text, '', what) ?? { status: answer.status, headers: answer.headers }
  assert.equal(answer.headers.get('content-type'), type, what)
  const json = JSON.parse(text)
  check(content.schema, json, what)
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    if (name !== 'Link' && !(name === 'WWW-Authenticate' && answer.status !== 401)) assert(answer.headers.get(name), `${what} has ${name} (${resolve(header).description})`)
  }
  return { status: answer.status, headers: answer.headers, json }
}

/** The schema with its references led to the contract, and nothing beside what it says; rows of pages likewise. */
function check(schema, json, what) {
  const valid = ajv.compile({ $ref: undefined, allOf: [absolute(schema)], unevaluatedProperties: false })
  assert(valid(json), `${what}: ${ajv.errorsText(valid.errors)} in ${JSON.stringify(json).slice(0, 400)}`)
  const row = schema.properties?.items?.items
  if (row) json.items.forEach((item, place) => check(row, item, `${what}, item ${place}`))
}

const absolute = part => JSON.parse(JSON.stringify(part).replaceAll('"#/', '"contract#/'))

async function answered(id, asked = {}) {
  const answer = await send(id, asked)
  assert(answer.status < 300, `${id} is answered well: ${answer.status} ${JSON.stringify(answer.json)}`)
  return answer
}

/** An example as it is sent: a day that has to be a coming one is made so, and an address is of somebody who is there. */
const sent = example => example && { ...example, ...(example.until && { until: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) }),
  ...(example.mail && { mail: 'its@skola.example' }) }

const newTicket = async () => (await answered('createTicket', { body: { body: 'Projektorn i aulan visar bara blått.' } })).json.number

/** What has to be so before an operation's example means anything. */
const first = {
  reopenTicket: number => answered('closeTicket', { number }),
  removeLink: number => answered('addLink', { number, body: { ticket: 1001 } }),
  removeWatcher: number => answered('addWatcher', { number, body: { mail: 'its@skola.example' } }),
  unmergeTicket: number => answered('mergeTicket', { number, body: { into: 1001 } }),
}

/** A draft that moves one area between support and caretakers: there is always something to publish. */
async function newDraft() {
  const { json } = await answered('readMatrix')
  const matrix = json.matrix.replace(/^(B003,.*,)(ITS:A\.W|VAKT)(,.*)$/m, (_, before, role, after) => before + (role === 'VAKT' ? 'ITS:A.W' : 'VAKT') + after)
  assert.notEqual(matrix, json.matrix)
  return (await answered('importDraft', { body: { name: 'Skrivarna', matrix } })).json.id
}
const newReplay = async () => (await answered('askReplay', { number: await newDraft(), body: { role: 'ITS' } })).json.id

/** What a number in a path is of. */
const newWebhook = async () => (await answered('createWebhook', { body: operation('createWebhook').body.example })).json.id
const made = { number: () => newTicket(), webhook: newWebhook, draft: newDraft, replay: newReplay,
  version: async () => { await answered('publishDraft', { number: await newDraft(), body: { ...operation('publishDraft').body.example, version: '1.4.2' } }); return 1 } }
const numbered = ({ parameters }) => parameters.find(({ name, in: place }) => place === 'path' && made[name])?.name

/** What an example cannot do by itself: an answer from outside comes by mail only, and a delivery ends when somebody has answered it (webhooks.mjs). */
const byMail = new Set(['shareAnswer', 'resendDelivery'])

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
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=json', file],
    { env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } }).catch(fault => fault)
  assert.deepEqual(JSON.parse(stdout).problems.map(problem => `${problem.ruleId}: ${problem.message} ${problem.location?.[0]?.pointer}`), [], stderr)
})

for (const { id, body, parameters } of operations) {
  const kind = numbered({ parameters })
  const examples = Object.values(body?.examples ?? {}).map(({ value }) => value)
  test(`${id}: its examples are answered as the contract says`, { skip: byMail.has(id) }, async () => {
    for (const example of examples.length ? examples : [body?.example]) {
      if (body) assert(ajv.compile(absolute(body.schema))(example), `the example of ${id} is as its schema says: ${ajv.errorsText()}`)
      const number = await made[kind]?.()
      await first[id]?.(number)
      const query = parameters.filter(({ in: place, required }) => place === 'query' && required).map(({ name, example: value }) => `${name}=${value}`)
      await answered(id, { number, body: sent(example), query: query.length ? `?${query.join('&')}` : '' })
    }
  })

  test(`${id}: refusals are as the contract says`, async () => {
    const number = kind && (kind === 'number' ? 1002 : kind === 'version' ? 1 : await made[kind]())
    const example = body?.example ?? examples[0]
    assert.equal((await send(id, { number, body: example, who: null })).status, 401)
    if (number) assert.equal((await send(id, { number: 99_999_999, body: example })).status, 404)
    if (!body) return
    const unknown = await send(id, { number, body: { ...example, påhittat: 1 } })
    assert.equal(unknown.status, 422)
    assert(unknown.json.errors.some(({ pointer, code }) => pointer === '/påhittat' && code === 'unknown-field'))
    assert.equal((await send(id, { number, body: [] })).status, 400)
    assert.equal((await send(id, { number, body: example, headers: { 'content-type': 'text/plain' } })).status, 415)
    for (const [name, schema] of Object.entries(resolve(body.schema).properties)) {
      const wrong = await send(id, { number, body: { ...example, [name]: { not: 'this' } } })
      assert(wrong.json.errors.some(({ pointer, code }) => pointer === `/${name}` && code === 'wrong-type'), `${name} of ${JSON.stringify(schema)}`)
    }
  })
}

for (const { id, parameters } of operations.filter(one => one.parameters.some(({ name }) => name === 'If-Match'))) {
  test(`${id}: a version that is no longer so is refused`, async () => {
    const number = await newTicket()
    await first[id]?.(number)
    const { body } = operation(id)
    assert.equal((await send(id, { number, body: sent(body?.example), headers: { 'if-match': '"v99"' } })).status, 412, parameters.length)
  })
}

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

test('a cursor of another time is refused, and one that is none', async () => {
  assert.equal((await send('readChanges', { query: '?after=999999999' })).status, 410)
  for (const wrong of ['', 'x', '-1', '1.', '.1', '0.5', '1.x', '99999999999999999999999']) assert.equal((await send('readChanges', { query: `?after=${wrong}` })).status, 422, wrong)
  assert.equal((await send('readChanges', { query: '?after=0&limit=201' })).status, 422)
})
