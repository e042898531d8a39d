// Webhooks as a program receives them: verified by the library of Standard Webhooks, from two instances, through kill -9, beside dead addresses.
// `node --test-reporter=tap tests/contract/webhooks.mjs`
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { Service } from '../support/service.mjs'

const env = { ANSVAR_WEBHOOK_NETWORKS: '127.0.0.1' }
let first, second, admin, agent

/** An address that remembers what it was told; `answer` says what to answer: a status, or a function of the response. */
class Listener {
  calls = []
  answer = 200

  static async start() {
    const listener = new Listener()
    listener.server = createServer(async (request, response) => {
      let payload = ''
      for await (const part of request.setEncoding('utf8')) payload += part
      listener.calls.push({ headers: request.headers, payload, message: JSON.parse(payload), path: request.url })
      const answer = typeof listener.answer === 'function' ? listener.answer(listener.calls.length) : listener.answer
      if (typeof answer === 'number') response.writeHead(answer).end('what it says')
      else answer?.(response)
    })
    await new Promise(done => listener.server.listen(0, '127.0.0.1', done))
    listener.url = `http://127.0.0.1:${listener.server.address().port}/hook`
    return listener
  }

  /** The tickets in the order they were told first; the same message again is the same. */
  tickets() {
    const byId = new Map(this.calls.map(({ headers, message }) => [headers['webhook-id'], message.data.ticket]))
    return [...byId.values()]
  }

  stop() {
    this.server.closeAllConnections()
    return new Promise(done => this.server.close(done))
  }
}

async function api(method, path, body, { service = first, token = admin } = {}) {
  const answer = await fetch(service.url + path, { method, signal: AbortSignal.timeout(30_000),
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }, body: body && JSON.stringify(body) })
  return { status: answer.status, json: answer.status === 204 ? null : await answer.json() }
}

const register = async (url, asked) => {
  const { status, json } = await api('POST', '/api/v1/webhooks', { name: 'Prov', url }, asked)
  assert.equal(status, 201, JSON.stringify(json))
  return json
}
const remove = ({ id }) => api('DELETE', `/api/v1/webhooks/${id}`)
const file = async (asked = {}) => (await api('POST', '/api/v1/tickets', { body: 'Skrivaren tar inte papper', area: 'skrivare' }, asked)).json.number

async function until(what, wanted) {
  for (const end = Date.now() + 60_000; !(await wanted());) {
    assert(Date.now() < end, what())
    await sleep(50)
  }
}

before(async () => {
  first = await Service.start({ env })
  second = await Service.start({ env, data: first.data })
  admin = await first.token('admin')
  agent = await first.token('its@skola.example')
}, { timeout: 120_000 })
after(async () => {
  await second?.stop()
  await first?.stop()
})

test('what comes is verified by the library of Standard Webhooks, also while the secret is changed', async () => {
  const listener = await Listener.start()
  const hook = await register(listener.url, { token: agent })
  const number = await file()
  await until(() => 'it comes', () => listener.calls.length === 1)
  const verify = (secret, { payload, headers }) => new Webhook(secret).verify(payload, headers)
  const message = verify(hook.secret, listener.calls[0])
  assert.equal(message.type, 'ticket.changed')
  assert.deepEqual({ ...message.data, change: 0 }, { change: 0, ticket: number, version: 1, changes: ['opened'], url: `/api/v1/tickets/${number}` })
  assert(!listener.calls[0].payload.includes('papper'))
  assert.throws(() => verify(hook.secret, { ...listener.calls[0], payload: listener.calls[0].payload + ' ' }))
  const { json: changed } = await api('POST', `/api/v1/webhooks/${hook.id}/secret`, undefined, { token: agent })
  assert.notEqual(changed.secret, hook.secret)
  assert.equal((await api('POST', `/api/v1/webhooks/${hook.id}/test`, undefined, { token: agent })).status, 202)
  await until(() => 'the trial comes', () => listener.calls.length === 2)
  assert.equal(verify(hook.secret, listener.calls[1]).type, 'webhook.test')
  assert.equal(verify(changed.secret, listener.calls[1]).type, 'webhook.test')
  await remove(hook)
  await listener.stop()
})

test('a program hears of what its person may see, and manages what is its own', async () => {
  const listener = await Listener.start()
  const teacher = await first.token('larare@skola.example')
  const hook = await register(listener.url, { token: teacher })
  await file()
  const own = await file({ token: teacher })
  await until(() => 'its own comes', () => listener.calls.length === 1)
  assert.deepEqual(listener.tickets(), [own])
  assert.deepEqual(listener.calls[0].message.data.changes, [], 'what happened is for those who may read notes')
  assert.equal((await api('GET', `/api/v1/webhooks/${hook.id}`, undefined, { token: agent })).status, 404)
  assert.deepEqual((await api('GET', '/api/v1/webhooks', undefined, { token: agent })).json.items, [])
  assert.equal((await api('GET', `/api/v1/webhooks/${hook.id}`)).status, 200, 'administrators see all')
  await remove(hook)
  await listener.stop()
})

test('two instances under load, killed again and again, tell every ticket in order and leave none out', { timeout: 240_000 }, async () => {
  const listener = await Listener.start()
  const hook = await register(listener.url, { token: agent })
  listener.answer = () => response => setTimeout(() => response.writeHead(200).end(), 5)
  const wanted = []
  let writing = true
  const writer = async service => {
    while (writing) {
      const number = await file({ service }).catch(() => null)
      if (number) wanted.push(number)
      else await sleep(100)
    }
  }
  const writers = [writer(first), writer(first), writer(second)]
  for (let kill = 0; kill < 3; ++kill) {
    await sleep(2000)
    await second.kill()
    await second.launch()
  }
  writing = false
  await Promise.all(writers)
  const missing = () => wanted.filter(number => !listener.tickets().includes(number))
  // A claim of a killed instance runs out after a minute.
  for (const end = Date.now() + 120_000; missing().length && Date.now() < end;) await sleep(200)
  assert.deepEqual(missing(), [])
  const places = new Map(listener.calls.map(({ headers, message }) => [headers['webhook-id'], Number(message.data.change)]))
  const inOrder = [...places.values()]
  assert.deepEqual(inOrder, [...inOrder].sort((a, b) => a - b), 'in the order of the feed')
  assert.equal(new Set(inOrder).size, inOrder.length, 'each change has one id')
  const payloads = new Map()
  for (const { headers, payload } of listener.calls) {
    assert.equal(payloads.get(headers['webhook-id']) ?? payload, payload, 'a message that is sent again is the same')
    payloads.set(headers['webhook-id'], payload)
  }
  console.log(`# ${wanted.length} tickets written by those who got an answer, ${inOrder.length} changes told, ${listener.calls.length - inOrder.length} of them again`)
  await remove(hook)
  await listener.stop()
})

test('an address that hangs, one that is away and one that leads on hold nobody up, and no redirect is followed', async () => {
  const quick = await Listener.start(), hanging = await Listener.start(), leading = await Listener.start(), away = await Listener.start()
  await away.stop()
  hanging.answer = () => null
  leading.answer = () => response => response.writeHead(302, { location: quick.url + '/led' }).end()
  const hooks = [await register(hanging.url), await register(leading.url), await register(away.url), await register(quick.url)]
  const wanted = []
  for (let i = 0; i < 5; ++i) wanted.push(await file())
  await until(() => `the quick one hears all: ${quick.tickets()}`, () => wanted.every(number => quick.tickets().includes(number)))
  assert.equal(hanging.calls.length, 1, 'the hanging one is still at the first')
  assert(quick.calls.every(({ path }) => path === '/hook'))
  const delivery = async hook => (await api('GET', `/api/v1/webhooks/${hook.id}/deliveries?limit=200`)).json.items.at(-1)
  await until(() => 'the answers are kept', async () => (await delivery(hooks[1])).status === 302 && (await delivery(hooks[2])).attempts > 0)
  assert.equal((await delivery(hooks[1])).state, 'waiting')
  assert.equal((await delivery(hooks[2])).status, null)
  for (const hook of hooks) await remove(hook)
  for (const listener of [quick, hanging, leading]) await listener.stop()
})

test('private addresses are refused after their names were looked up, and addresses that are none at once', async () => {
  const listener = await Listener.start()
  const { port } = new URL(listener.url)
  for (const url of [`https://127.0.0.2:${port}/`, `http://[::1]:${port}/`, `http://0.0.0.0:${port}/`, 'http://169.254.169.254/latest/meta-data']) {
    const hook = await register(url)
    await api('POST', `/api/v1/webhooks/${hook.id}/test`)
    const delivery = async () => (await api('GET', `/api/v1/webhooks/${hook.id}/deliveries`)).json.items[0]
    await until(() => `${url} is tried`, async () => (await delivery()).state === 'failed')
    assert.equal((await delivery()).answer, 'the address leads to a network that may not be called', url)
    await remove(hook)
  }
  for (const url of ['ftp://a.example', 'https://user:word@a.example/', 'skolan', '']) assert.equal((await api('POST', '/api/v1/webhooks', { name: 'Prov', url })).status, 422, url)
  assert.equal(listener.calls.length, 0)
  await listener.stop()
})

test('an endless answer is read no further than it helps', async () => {
  const listener = await Listener.start()
  listener.answer = () => response => {
    response.writeHead(200)
    const more = () => { while (response.write('x'.repeat(65536))); }
    response.on('drain', more).on('error', () => {})
    more()
  }
  const hook = await register(listener.url)
  await api('POST', `/api/v1/webhooks/${hook.id}/test`)
  const delivery = async () => (await api('GET', `/api/v1/webhooks/${hook.id}/deliveries`)).json.items[0]
  await until(() => 'it ends', async () => (await delivery()).state === 'delivered')
  assert((await delivery()).answer.length <= 500)
  await remove(hook)
  await listener.stop()
})

test('410 pauses, its maker gets a letter, and what happened meanwhile comes when it goes on', async () => {
  const listener = await Listener.start()
  listener.answer = 410
  const teacher = await first.token('larare@skola.example') // who is not sent so many letters that this one waits
  const hook = await register(listener.url, { token: teacher })
  const lost = await file({ token: teacher })
  const state = async () => (await api('GET', `/api/v1/webhooks/${hook.id}`)).json
  await until(() => 'it is paused', async () => (await state()).state === 'paused')
  assert.equal((await state()).paused_why, 'gone')
  await until(() => 'the letter comes', async () => (await first.letters()).some(letter => letter.includes('larare@skola.example') && /webhook/i.test(letter)))
  const meanwhile = await file({ token: teacher })
  listener.answer = 200
  await api('POST', `/api/v1/webhooks/${hook.id}/resumption`)
  await until(() => 'the next one comes', () => listener.tickets().includes(meanwhile))
  const { json } = await api('GET', `/api/v1/webhooks/${hook.id}/deliveries`)
  const failed = json.items.find(item => item.payload.data.ticket === lost)
  assert.equal(failed.state, 'failed')
  assert.equal((await api('POST', `/api/v1/webhooks/${hook.id}/deliveries/${failed.id}/resending`)).status, 202)
  await until(() => 'the lost one comes again', () => listener.calls.filter(({ message }) => message.data.ticket === lost).length === 2)
  assert.equal(new Set(listener.calls.filter(({ message }) => message.data.ticket === lost).map(({ headers }) => headers['webhook-id'])).size, 1)
  await remove(hook)
  await listener.stop()
})
