// The doors for programs of other helpdesks: osTicket's as its public documentation shows it, and each request that docs/moving.md names.
// `node --test-reporter=tap tests/contract/doors.mjs`
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { Service } from '../support/service.mjs'

let service, token, teacher, admin
before(async () => {
  service = await Service.start({ env: { ANSVAR_OSTICKET: 'true', ANSVAR_OSTICKET_TOPICS: '12=skrivare,1=nyckel' } })
  token = await service.token('its@skola.example')
  admin = await service.token('admin')
  teacher = await service.token('larare@skola.example')
}, { timeout: 120_000 })
after(() => service?.stop())

const gif = 'R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='
/** As in their documentation, with an address of the school's. */
const theirs = {
  alert: true, autorespond: true, source: 'API', name: 'Angry User', email: 'larare@skola.example', phone: '3185558634X123', subject: 'Testing API',
  ip: '123.211.233.122', message: 'MESSAGE HERE',
  attachments: [{ 'file.txt': 'data:text/plain;charset=utf-8,content' }, { 'image.gif': `data:image/gif;base64,${gif}` }],
}

async function send(body, { key = token, path = '/api/tickets.json', headers = {} } = {}) {
  const answer = await fetch(service.url + path, { method: 'POST', signal: AbortSignal.timeout(30_000),
    headers: { ...(key && { 'X-API-Key': key }), ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

async function api(method, path, body, key = token) {
  const answer = await fetch(service.url + path, { method, headers: { authorization: `Bearer ${key}`, ...(method !== 'GET' && { 'if-match': '*' }), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body) })
  return { status: answer.status, json: await answer.json() }
}

async function opened(body, asked) {
  const { status, type, text } = await send(body, asked)
  assert.equal(status, 201, text)
  assert.match(type, /^text\/plain/)
  assert.match(text, /^\d+$/, 'the number and nothing else')
  return (await api('GET', `/api/v1/tickets/${text}`, undefined, admin)).json
}

test('a ticket as osTicket’s documentation shows it', async () => {
  const ticket = await opened({ ...theirs, topicId: 12 })
  assert.equal(ticket.subject, 'Testing API')
  assert.equal(ticket.area, 'skrivare')
  assert.equal(ticket.timeline[0].body, 'MESSAGE HERE')
  assert.equal(ticket.channel, 'api')
  const other = await opened({ ...theirs, topicId: 12 }, { path: '/api/http.php/tickets.json', headers: { 'content-type': 'application/json' } })
  assert.notEqual(other.number, ticket.number)
  assert.equal(other.requester, ticket.requester, 'the requester is who the address belongs to')
})

test('a message of HTML becomes text, by data URL as programs write it', async () => {
  const html = '<h2>Góod däy!</h2><br/><p>My device is bröken.<b>ÄGAIN!</b></p><script>alert(1)</script>'
  const ticket = await opened({ ...theirs, message: `data:text/html;charset=utf-8,${html}`, attachments: undefined })
  assert.match(ticket.timeline[0].body, /Góod däy![^]*My device is bröken\.ÄGAIN!/)
  assert(!ticket.timeline[0].body.includes('<') && !ticket.timeline[0].body.includes('alert'))
  const base64 = await opened({ ...theirs, message: `data:text/plain;base64,${Buffer.from('Skrivaren står').toString('base64')}`, attachments: [] })
  assert.equal(base64.timeline[0].body, 'Skrivaren står')
})

test('priority, source and own fields are heeded', async () => {
  const ticket = await opened({ ...theirs, topicId: 'skrivare', priority: 4, source: 'Phone', building: 'Hus B', attachments: [] })
  assert.equal(ticket.priority, 'urgent')
  assert.equal(ticket.channel, 'phone')
  assert.match(ticket.timeline[0].body, /building: Hus B/)
  assert.equal((await opened({ ...theirs, topicId: 'skrivare', priorityId: 1, attachments: [] })).priority, 'low')
})

test('attachments are kept, those that are not taken are named', async () => {
  const ticket = await opened({ ...theirs, attachments: [{ name: 'bild.gif', type: 'image/gif', encoding: 'base64', data: gif }, { 'tom.txt': 'data:,' }] })
  assert.match(ticket.timeline[0].body, /tom\.txt/)
  assert(!ticket.timeline[0].body.includes('bild.gif'))
})

test('no receipt goes out when the program asks for none', async () => {
  const { number } = await opened({ ...theirs, autorespond: false, attachments: [] })
  const second = await opened({ ...theirs, attachments: [] })
  const receiptOf = async ticket => (await service.letters()).some(letter => letter.includes('larare@skola.example') && letter.includes(`<t${ticket}@`))
  for (const end = Date.now() + 20_000; !(await receiptOf(second.number));) {
    assert(Date.now() < end, 'the second one’s receipt comes')
    await new Promise(done => setTimeout(done, 100))
  }
  assert(!(await receiptOf(number)))
})

test('what is wrong is said as there', async () => {
  assert.deepEqual(await send(theirs, { key: '' }), { status: 401, type: 'text/plain; charset=utf-8', text: 'Valid API key required' })
  assert.equal((await send(theirs, { key: 'BA00B76BAA30F62E1940B46CC1C3C73C' })).text, 'Valid API key required')
  assert.deepEqual(await send({ ...theirs, email: 'its@skola.example' }, { key: teacher }), { status: 401, type: 'text/plain; charset=utf-8', text: 'API key not authorized' }, 'who may not file for others')
  for (const missing of ['email', 'name', 'subject', 'message']) {
    const { status, text } = await send({ ...theirs, [missing]: undefined })
    assert.equal(status, 400)
    assert.equal(text, `Unable to create new ticket: validation errors:\n${missing}: ${missing} is a required field`)
  }
  assert.deepEqual(await send({ ...theirs, email: 'stranger@elsewhere.example' }), { status: 403, type: 'text/plain; charset=utf-8', text: 'Ticket denied' })
  for (const wrong of ['{}x', '[]', '{"email":', '"text"', '']) assert.equal((await send(wrong)).status, 400, wrong)
  assert.equal((await send('{}')).status, 400)
  for (const wrong of [{ attachments: 'x' }, { attachments: [1] }, { message: { a: 1 } }, { own: [1] }]) assert.equal((await send({ ...theirs, ...wrong })).status, 400, JSON.stringify(wrong))
  assert.equal((await send({ ...theirs, attachments: [{ 'image.png': 'data:image/png;base64,R0lGODdhMAA...' }] })).text, 'image.png: Poorly encoded base64 data')
  assert.equal((await send({ ...theirs, email: 'nobody', attachments: [] })).status, 400)
  assert.equal((await send({ ...theirs, topicId: 'no-such-area', attachments: [] })).status, 400)
})

test('a program that repeats itself with a key of its own makes one ticket', async () => {
  const headers = { 'Idempotency-Key': 'felanmalan-1' }
  const first = await send({ ...theirs, attachments: [] }, { headers })
  assert.equal(first.status, 201)
  assert.deepEqual(await send({ ...theirs, attachments: [] }, { headers }), first)
  assert.equal((await send({ ...theirs, subject: 'Another', attachments: [] }, { headers })).status, 422)
})

test('the door is closed when nobody has opened it', async () => {
  const closed = await Service.start()
  const answer = await fetch(`${closed.url}/api/tickets.json`, { method: 'POST', headers: { 'X-API-Key': token }, body: JSON.stringify(theirs) })
  assert.equal(answer.status, 404)
  await closed.stop()
})

const blocks = [...readFileSync('docs/moving.md', 'utf8').matchAll(/^```http\n([^]*?)\n```$/gm)].map(([, text]) => text.split('\n'))
test('docs/moving.md names what Zammad’s usual calls are here', () => assert(blocks.length >= 12, `${blocks.length} requests`))
for (const [line, body] of blocks) {
  test(`instead of Zammad’s: ${line} ${body ?? ''}`, async () => {
    const [method, path] = line.split(' ')
    const fresh = async () => (await api('POST', '/api/v1/tickets', { body: 'Skrivaren tar inte papper', area: 'skrivare' })).json.number
    const number = path.includes('1042') ? await fresh() : 0, other = body?.includes('1001') ? await fresh() : 0
    const { status, json } = await api(method, path.replace('1042', number), body && JSON.parse(body.replace('1001', other)))
    assert([200, 201].includes(status), JSON.stringify(json))
    if (path.startsWith('/api/v1/queues') || path.startsWith('/api/v1/search')) assert(json.items.length > 0, 'there is something to list')
    if (method === 'GET' && number) assert.equal(json.timeline[0].body, 'Skrivaren tar inte papper')
  })
}
