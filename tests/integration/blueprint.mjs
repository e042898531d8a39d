// The whole main job over HTTP against the real binary: every row of the Blueprint reaches its lead, with receipt, timeline and letters;
// and of 400 requests written as teachers write them none is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '../support/client.mjs'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'
import { texts } from '../support/texts.mjs'
import { readTable } from './csv.mjs'
import { readLetter } from './letter.mjs'

const areas = readTable('routing/data/matrix-1.4.0.csv')
const requests = readTable('routing/data/requests.csv')
const people = readTable('sql/demo/people.csv')
const t = texts('sv')
const at = name => `${name}@skola.example`

const absences = new Map(readTable('sql/demo/absences.csv').map(absence => [absence.email, absence.substitute]))

/** The mail addresses of those who hold a role today, or of who stands in for them. */
const holders = role => people.filter(person => person.roles.split(';').includes(role)).map(person => absences.get(person.email) ?? person.email).sort()
const managerOf = mail => people.find(person => person.email === mail).manager

let service
const clients = new Map()
const ids = new Map()

/** A client that acts as the person with this address. */
async function as(mail) {
  if (!clients.has(mail)) clients.set(mail, new Client(service.url, await service.token(mail)))
  return clients.get(mail)
}

async function file(client, ticket) {
  const answer = await client.file(ticket)
  assert.equal(answer.status, 201, answer.text)
  const filed = JSON.parse(answer.text)
  assert.equal(answer.headers.location, `/api/v1/tickets/${filed.number}`)
  return filed
}

/** Every number in a queue, page by page. */
async function numbersIn(role, client, limit = 50) {
  const numbers = []
  for (let after = null, pages = 0; ; ++pages) {
    assert.ok(pages < 100, `the pages of ${role} do not end`)
    const answer = await client.request('GET', `/api/v1/queues/${encodeURIComponent(role)}/tickets?state=open&limit=${limit}${after ? '&after=' + encodeURIComponent(after) : ''}`)
    assert.equal(answer.status, 200, answer.text)
    const page = JSON.parse(answer.text)
    assert.ok(page.items.length <= limit)
    numbers.push(...page.items.map(item => item.number))
    if (page.next === null) return numbers
    after = page.next
  }
}

/** Waits until the outbox is empty; the letters that then lie in DIR/mail. An hour passes at each look (mail/budget.hpp): what would be told in
 * a digest goes by itself. */
async function letters() {
  for (let waiting; ; await sleep(100)) {
    await query(service.data, `UPDATE letters SET counted_at = NULL, due_at = IF(state IN ('waiting', 'digest'), UTC_TIMESTAMP(6) - INTERVAL 1 SECOND, due_at),
      state = IF(state = 'digest', 'waiting', state) WHERE state IN ('waiting', 'digest') OR (counted_at IS NOT NULL AND state = 'sent')`)
    ;[[waiting]] = await query(service.data, "SELECT COUNT(*) FROM letters WHERE state IN ('waiting', 'claimed', 'digest')")
    if (waiting === '0') break
  }
  const [[dead]] = await query(service.data, "SELECT COUNT(*) FROM letters WHERE state <> 'sent'")
  assert.equal(dead, '0', 'letters that were not sent')
  return (await service.letters()).map(readLetter)
}

before(async () => {
  service = await Service.start()
  for (const [id, email] of await query(service.data, 'SELECT id, email FROM people')) ids.set(email, Number(id))
})

after(async () => {
  clients.forEach(client => client.close())
  await service?.stop()
})

/** Who shall have a ticket of this row, asked by `requester`: role, assignee (or null), and who is told. */
function lead(area, requester) {
  const [role, initials] = area.responsible.split(';')[0].trim().split(':')
  if (role === 'Resp chef') return { role, assignee: managerOf(requester), told: [managerOf(requester)] }
  if (role === '') {
    const holder = people.find(person => person.initials.replaceAll('.', '') === initials.replaceAll('.', '')).email
    return { role: 'TRIAGE', assignee: holder, told: [holder] }
  }
  return { role, assignee: null, told: holders(role) }
}

const filed = new Map() // number → what was asked, and of whom

async function fileRow(teacher, place, area) {
  const body = `Rad ${area.row} behöver hjälp med något alldeles eget.\nHälsningar från ${area.row}`
  const ticket = await file(teacher, { body, area: place % 2 ? area.row : area.key, room: `R${place}` })
  const wanted = lead(area, at('larare'))
  filed.set(ticket.number, { area, body, wanted, requester: at('larare'), author: at('larare') })

  assert.equal(ticket.role, wanted.role, area.row)
  assert.equal(ticket.assignee, wanted.assignee && ids.get(wanted.assignee), area.row)
  assert.deepEqual([ticket.row, ticket.area, ticket.reason, ticket.state], [area.row, area.key, 'chosen', 'new'])
  assert.ok(!('confidence' in ticket), 'how sure the router was is for those who handle the ticket')
  assert.deepEqual([ticket.priority, ticket.confidential], [area.priority, area.confidential === 'yes'], area.row)

  const shown = await teacher.request('GET', `/api/v1/tickets/${ticket.number}`)
  assert.equal(shown.status, 200)
  const { receipt, timeline, room, requester, url } = JSON.parse(shown.text)
  assert.deepEqual([receipt.row, receipt.area, receipt.matrix_version, receipt.reason], [area.row, area.key, '1.4.0', 'chosen'])
  assert.equal(timeline.length, 1)
  assert.deepEqual([timeline[0].kind, timeline[0].seq, timeline[0].body, timeline[0].actor], ['opened', 1, body, ids.get(at('larare'))])
  assert.deepEqual([room, requester, url], [`R${place}`, ids.get(at('larare')), `${service.url}/tickets/${ticket.number}`])
}

test('a ticket for each of the 150 rows lands with the row’s lead responsible, with receipt and timeline', async () => {
  assert.equal(areas.length, 150)
  const token = await service.token(at('larare'))
  const work = areas.entries()
  await Promise.all(Array.from({ length: 6 }, () => new Client(service.url, token)).map(async teacher => {
    for (const [place, area] of work) await fileRow(teacher, place, area)
    teacher.close()
  }))
  console.log(`# rows that reached their lead responsible: ${filed.size} of 150`)
})

test('“Resp chef” is the requester’s own manager, and B118 goes to the person without a role', async () => {
  const relative = areas.find(area => area.responsible.startsWith('Resp chef'))
  const body = 'Min chef behöver besluta om detta.'
  const ticket = await file(await as(at('jonas.ek')), { body, area: relative.key })
  assert.equal(ticket.assignee, ids.get(at('petra.harlin')))
  filed.set(ticket.number, { area: relative, body, wanted: lead(relative, at('jonas.ek')), requester: at('jonas.ek'), author: at('jonas.ek') })

  const [, alone] = [...filed].find(([, one]) => one.area.row === 'B118')
  assert.equal(alone.wanted.assignee, at('anders.lund'))
})

test('the requester gets a receipt in Swedish and the responsible are told; a confidential letter holds number and link only', async () => {
  const sent = await letters()
  for (const [number, one] of filed) {
    const about = sent.filter(letter => letter.ticket === number)
    assert.deepEqual(about.map(letter => letter.to).sort(), [one.requester, ...one.wanted.told].sort(), `letters of ${one.area.row}`)
    for (const letter of about) {
      const link = `${service.url}/tickets/${number}`
      assert.ok(letter.text.includes(link) && letter.html.includes(link), `the link in a letter of ${one.area.row}`)
      assert.ok(letter.subject.includes(`#${number}`))
      const whole = JSON.stringify([...letter.headers]) + letter.text + letter.html
      if (one.area.confidential === 'yes') {
        assert.ok(!whole.includes(one.area.row) && !whole.includes('alldeles eget') && !whole.includes(one.area.area), `${one.area.row} is confidential`)
        assert.equal(letter.headers.has('list-id'), false)
      } else {
        assert.ok(letter.text.includes(one.body) && letter.subject.includes('behöver'), `the words in a letter of ${one.area.row}`)
        assert.ok(letter.text.startsWith(letter.to === one.requester ? t('mailed.receipt.heading') : 'Nytt ärende till '), letter.text.split('\n')[0])
      }
    }
  }
})

test('of 400 requests without an area, filed for many people, none is lost and none is there twice', async () => {
  assert.equal(requests.length, 400)
  const agents = ['its', 'itp', 'sek', 'vakt', 'adm', 'chef', 'admin'].map(at)
  const requesters = people.filter(person => !person.roles && !person.rights).map(person => person.email)
  assert.ok(requesters.length >= 8)
  const right = new Map()
  const work = requests.entries()
  await Promise.all(agents.map(async agent => {
    const client = await as(agent)
    for (const [place, request] of work) {
      const requester = requesters[place % requesters.length]
      const ticket = await file(client, { subject: request.subject, body: request.body, requester })
      filed.set(ticket.number, { requester, author: agent })
      assert.ok(ticket.role && ticket.reason && ticket.reason !== 'chosen')
      const reached = request.role === 'A.L' ? ticket.assignee === ids.get(at('anders.lund')) : ticket.role === request.role
      const seen = right.get(request.kind) ?? { reached: 0, all: 0 }
      right.set(request.kind, { reached: seen.reached + reached, all: seen.all + 1 })
    }
  }))
  assert.equal(filed.size, 551, 'numbers given out')
  const kinds = [...right].map(([kind, { reached, all }]) => `${kind} ${reached}/${all}`).join(', ')
  console.log(`# requests that reached the right role: ${[...right.values()].reduce((sum, { reached }) => sum + reached, 0)} of 400 (${kinds})`)

  const [[rows, opened, messages, keys]] = await query(service.data, `SELECT (SELECT COUNT(*) FROM tickets), (SELECT COUNT(*) FROM ticket_events WHERE kind = 'opened'),
    (SELECT COUNT(*) FROM ticket_messages), (SELECT COUNT(DISTINCT ticket_id) FROM idempotency_keys)`)
  assert.deepEqual([rows, opened, messages, keys], ['551', '551', '551', '551'])
  const [[bodies]] = await query(service.data, 'SELECT COUNT(DISTINCT body) FROM ticket_messages')
  assert.equal(Number(bodies), new Set([...requests.map(request => request.body.trim()), ...[...filed.values()].flatMap(one => one.body ?? [])]).size)
})

test('the queues of all roles, turned page by page, hold every ticket exactly once', async () => {
  const readers = { TRIAGE: 'its', ITS: 'its', ITP: 'itp', SEK: 'sek', VAKT: 'vakt', ADM: 'adm', REK: 'chef', BIT: 'petra.harlin', LÄR: 'lina.strand',
    MEN: 'maria.nord', SPE: 'susanne.palm', HÄL: 'helena.aberg', 'Resp chef': 'admin' }
  assert.deepEqual(Object.keys(readers).sort(), readTable('routing/data/roles.csv').map(role => role.code).sort())
  const all = []
  for (const [role, reader] of Object.entries(readers)) all.push(...await numbersIn(role, await as(at(reader)), role.length % 2 ? 17 : 50))
  assert.deepEqual(all.sort((a, b) => a - b), [...filed.keys()].sort((a, b) => a - b))
})

test('nobody gets one letter twice, nor a letter about what they wrote themselves', async () => {
  const sent = await letters()
  assert.equal(new Set(sent.map(letter => letter.id)).size, sent.length, 'Message-IDs')
  assert.equal(new Set(sent.map(letter => `${letter.ticket} ${letter.to}`)).size, sent.length, 'letters of one ticket to one person')
  for (const [number, one] of filed) {
    const about = sent.filter(letter => letter.ticket === number)
    assert.equal(about.filter(letter => letter.to === one.requester).length, 1, `the receipt of ${number}`)
    assert.ok(about.length >= 2 || one.author !== one.requester, `${number} reached nobody`)
    if (one.author !== one.requester) assert.ok(!about.some(letter => letter.to === one.author), `${number} was filed by ${one.author}`)
  }
  console.log(`# letters: ${sent.length}`)
})
