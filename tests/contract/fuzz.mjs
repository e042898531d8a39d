// Every operation of the contract with what its schemas allow and with what they do not: the hostile strings, payloads and depths of
// ../shared/corpora in every field, one after the other and at random. No answer is a 5xx, none is missing, each is as the contract says.
// `[FUZZ_SECONDS=15] [FUZZ_SEED=n] node --test-reporter=tap tests/contract/fuzz.mjs`; five minutes: tests/trials/fuzz_api.mjs
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { contract, faultOf, operations, resolve } from '../support/contract.mjs'
import { Service } from '../support/service.mjs'

const seconds = Number(process.env.FUZZ_SECONDS ?? 15), seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1e9)
const askers = 3
const corpora = '../shared/corpora'
let state = seed >>> 0
/** Mulberry32: the same seed asks the same questions. */
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  const part = ((t ^ (t >>> 14)) >>> 0) / 4294967296
  return below === undefined ? part : Math.floor(part * below)
}
const pick = list => list[random(list.length)]

/** Hostile texts: naughty strings, attacks, other sizes and shapes. */
function hostileTexts() {
  const lines = folder => readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile() && file.name.endsWith('.txt'))
    .flatMap(file => readFileSync(join(file.parentPath ?? file.path, file.name), 'latin1').split('\n').map(line => Buffer.from(line, 'latin1').toString('utf8')).filter(Boolean))
  return [...JSON.parse(readFileSync(join(corpora, 'strings/blns.json'), 'utf8')), ...lines(join(corpora, 'payloads')),
    '', ' ', '\0', '\ud800', '\uffff', 'x'.repeat(256), 'å'.repeat(70_000), '9'.repeat(400), '-1', '0', '1e999', '99999999999999999999', '\u202e', '2026-02-30', '"v1"', '*', '%', '%00', '..%2f']
}
const texts = existsSync(corpora) ? hostileTexts() : []
const deep = levels => '['.repeat(levels) + ']'.repeat(levels)
/** Values of any kind, as JSON text. */
const oddities = ['null', 'true', '0', '-1', '1e308', '1e400', '-0.0', '9007199254740993', '18446744073709551616', '0.1', '[]', '{}', '[[]]', '{"":{}}', deep(31), deep(33), deep(2000), '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"',
  `[${'1,'.repeat(2000)}1]`, `{${Array.from({ length: 500 }, (_, i) => `"k${i}":1`)}}`, '01', '+1', 'NaN', "'x'", '"\x01"', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '// x\n1', '"\xff']

/** A value that the schema allows. */
function valid(schema) {
  schema = resolve(schema) ?? {}
  if (schema.enum) return pick(schema.enum)
  if (schema.anyOf ?? schema.oneOf) return valid(pick(schema.anyOf ?? schema.oneOf))
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(valid))
  switch (pick([schema.type ?? 'null'].flat())) {
    case 'integer': return (schema.minimum ?? 0) + random(pick([2, 50, 2000]))
    case 'number': return random() * 100
    case 'boolean': return random(2) === 1
    case 'string': return schema.format === 'date' ? pick(['2026-11-02', '2030-01-31']) : (texts.length && random(3) === 0 ? pick(texts) : pick(['Skrivaren i 4B', 'ITS', 'skrivare', 'x', '1.5.0', 'its@skola.example'])).slice(0, schema.maxLength ?? 100) || 'x'
    case 'array': return Array.from({ length: random(4) }, () => valid(schema.items))
    case 'object': return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name) || random(2)).map(([name, part]) => [name, valid(part)]))
    default: return null
  }
}

/** Each operation with its fields. */
const all = operations.map(one => ({ ...one, fields: [...one.parameters.map(({ name, in: place }) => ({ place, name })),
  ...Object.keys(resolve(one.body?.schema)?.properties ?? {}).map(name => ({ place: 'body', name })), ...(one.body ? [{ place: 'whole' }] : [])] }))

/** Places in the whole space of fields and texts, in an order without pattern: every field gets every text when there is time. */
const places = all.flatMap(operation => operation.fields.map(field => ({ operation, field })))

const coded = text => Array.from(Buffer.from(String(text)), byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
const usual = { number: () => 1001 + random(4), draft: () => 1 + random(3), replay: () => 1 + random(2), version: () => 1 + random(2), seq: () => 1 + random(3), role: () => pick(['ITS', 'VAKT', 'TRIAGE']) }

/** One request: valid but for `field`, if there is one, which is given `text` or something odder. */
function question({ operation, field }, text) {
  const { parameters, body } = operation
  const isField = (place, name) => field?.place === place && field.name === name
  let path = operation.path
  const query = [], headers = { 'if-match': '*' }
  for (const { name, in: place, schema, required, example } of parameters) {
    const value = isField(place, name) ? text : place === 'path' ? usual[name]?.() ?? 1 : example ?? valid(schema)
    if (place === 'path') path = path.replace(`{${name}}`, coded(value))
    else if (!required && !isField(place, name) && random(3)) continue
    else if (place === 'query') query.push(`${name}=${coded(value)}`)
    else if (isField(place, name)) headers[name.toLowerCase()] = Buffer.from(String(value)).toString('latin1').replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '')
  }
  if (query.length) path += `?${query.join('&')}`
  if (!body) return { path, headers }
  let payload
  if (field?.place === 'whole') {
    const whole = JSON.stringify(valid(body.schema))
    payload = pick([() => pick(oddities), () => whole.slice(0, random(whole.length + 1)), () => whole + whole, () => whole.replace('{', '{"okänt":1,'), () => JSON.stringify(text), () => text])()
  } else {
    const rows = Object.entries(valid(body.schema)).filter(([name]) => name !== field?.name || field.place !== 'body').map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    if (field?.place === 'body') rows.push(`${JSON.stringify(field.name)}:${random(4) ? JSON.stringify(text) : pick(oddities)}`)
    payload = `{${rows.join(',')}}`
  }
  headers['content-type'] = 'application/json'
  return { path, headers, payload: Buffer.from(payload) }
}

const agent = new http.Agent({ keepAlive: true, maxSockets: askers })
/** {status, headers, text}; rejects when there is no whole answer within ten seconds. */
const ask = (url, token, method, { path, headers, payload }) => new Promise((done, fail) => {
  const request = http.request(url, { path, method, agent, headers: { authorization: `Bearer ${token}`, ...headers, ...(payload && { 'content-length': payload.length }) } }, answer => {
    const parts = []
    answer.on('data', part => parts.push(part)).on('error', fail).on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }))
  })
  request.setTimeout(10_000, () => request.destroy(new Error('no answer in ten seconds'))).on('error', fail)
  request.end(payload)
})

/** As `ask`. A machine that is busy with other things lets requests run out of time; who is told to come again (503, Retry-After) does. */
async function askUntilHeard(...asked) {
  for (let tries = 1; ; ++tries) {
    const answer = await ask(...asked)
    if (answer.status !== 503 || !answer.headers['retry-after'] || tries === 6) return answer
    ++toldToComeAgain
    await new Promise(done => setTimeout(done, 1000 * tries))
  }
}
let toldToComeAgain = 0

/** What is wrong with an answer; nothing when it is as it must be. */
function wrongWith(operation, { status, headers, text }) {
  if (status >= 500) return `answered ${status}`
  if ([308, 413, 414, 431].includes(status)) return // before any operation is known; 308: an empty last part is the path of the list, one slash too long
  return faultOf(status === 404 ? { answers: { 404: contract.components.responses.NotFound } } : operation, { status, type: headers['content-type'], text })
}

test(`whatever is asked is answered, and never with a 5xx (seed ${seed}, ${seconds} s)`, { skip: texts.length === 0 && 'the corpora are not beside the project' }, async () => {
  const service = await Service.start()
  const token = await service.token('admin')
  const faults = [], statuses = new Map()
  let asked = 0
  try {
    for (const body of ['Skrivaren i 4B', 'Projektorn', 'En lampa', 'Ett fönster']) await ask(service.url, token, 'POST', { path: '/api/v1/tickets', headers: { 'content-type': 'application/json' }, payload: Buffer.from(JSON.stringify({ body })) })
    await ask(service.url, token, 'POST', { path: '/api/v1/matrix/drafts', headers: { 'content-type': 'application/json' }, payload: Buffer.from('{"name":"Fuzz"}') })
    const end = performance.now() + seconds * 1000
    const total = places.length * texts.length
    const step = 7919 // a prime that divides neither
    let place = random(total)
    const askOn = async () => {
      while (performance.now() < end && faults.length < 20) {
        place = (place + step) % total
        const one = asked % 8 === 7 ? { operation: pick(all) } : places[place % places.length]
        const request = question(one, texts[Math.floor(place / places.length)])
        ++asked
        const answer = await askUntilHeard(service.url, token, one.operation.method, request).catch(fault => ({ fault }))
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        const fault = answer.fault ? String(answer.fault) : wrongWith(one.operation, answer)
        if (fault) faults.push(`${one.operation.id} ${one.field?.place ?? ''} ${one.field?.name ?? ''} ${fault}: ${request.path.slice(0, 300)} ${JSON.stringify(request.headers).slice(0, 300)} ${request.payload?.toString().slice(0, 500) ?? ''} -> ${answer.text?.slice(0, 300)}`)
      }
    }
    await Promise.all(Array.from({ length: askers }, askOn))
    console.log(`# ${asked} requests of ${total} places; ${JSON.stringify([...statuses].sort())}; told to come again ${toldToComeAgain} times`)
    if (faults.length > 0) console.log((await service.log()).split('\n').filter(line => /"(error|warning)"/.test(line)).slice(-40).map(line => `# ${line}`).join('\n'))
    assert.deepEqual(faults, [])
    assert(asked > 20 * seconds, `${asked} requests say something`)
    for (const status of [200, 201, 400, 404, 422]) assert(statuses.get(status) > 0, `${status} was among the answers`)
    assert(await service.isReady())
  } finally {
    agent.destroy()
    assert.deepEqual(await service.stop(), { code: 0, signal: null })
  }
})
