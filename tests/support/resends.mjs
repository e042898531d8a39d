// Idempotency-Key under kill -9: programs send each request several times, two at once and after lost answers, while the service dies again
// and again. Used by the suite for a short run and by tests/trials/resends.mjs for a long one.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from './client.mjs'
import { query } from './database.mjs'
import { Service } from './service.mjs'

/** Gives the figures and what was promised: {sentence: does it hold}. */
export async function resend({ resends, kills, clients }) {
  const service = await Service.start({ demo: true })
  const token = await service.token('admin')
  const others = new Map()
  let sent = 0, done = 0, contradicted = 0, replayed = 0

  const first = JSON.parse((await new Client(service.url, token).file({ body: 'Ett ärende som alla svarar på' })).text).number

  /** What a program can make: a ticket, a message, a draft of the matrix. */
  const makings = [
    name => ['/api/v1/tickets', { subject: name, body: 'Skrivaren i A12 skriver inte ut.' }],
    name => [`/api/v1/tickets/${first}/messages`, { kind: 'note', body: name }],
    name => ['/api/v1/matrix/drafts', { name }],
  ]

  /** Sends until there is an answer, and then some more times, two at once: all must be the same. */
  async function keepMaking(name) {
    const pair = [new Client(service.url, token), new Client(service.url, token)]
    for (let turn = 0; sent < resends; ++turn) {
      const [path, body] = makings[turn % makings.length](`Omsändning ${name}-${turn}`)
      const headers = { 'idempotency-key': randomUUID(), 'if-match': '*' }
      const answers = new Set()
      let heard = 0
      const send = async client => {
        ++sent
        try {
          const answer = await client.request('POST', path, { body, headers })
          if (answer.status === 201) {
            ++heard
            replayed += answer.headers['idempotent-replayed'] === 'true' ? 1 : 0
            answers.add(answer.headers.location + answer.text)
          } else {
            others.set(answer.status, (others.get(answer.status) ?? 0) + 1)
            await sleep(20)
          }
        } catch (fault) {
          if (fault.code === 'ECONNREFUSED') --sent // it came nowhere
          await sleep(20)
        }
      }
      while (heard < 4) await Promise.all(pair.map(send))
      ++done
      if (answers.size !== 1) ++contradicted
    }
    for (const client of pair) client.close()
  }

  const load = Array.from({ length: clients }, (_, at) => keepMaking(at))
  let killed = 0
  for (; killed < kills && sent < resends; ++killed) {
    await sleep(300 + Math.random() * 1500)
    await service.kill()
    await service.launch()
  }
  await Promise.all(load)

  const count = async sql => Number((await query(service.data, sql))[0][0])
  const doubles = async (from, column, where) => count(`SELECT COUNT(*) - COUNT(DISTINCT ${column}) FROM ${from} WHERE ${where}`)
  const double = (await doubles('tickets', 'subject', "subject LIKE 'Omsändning %'")) + (await doubles('matrix_drafts', 'name', "name LIKE 'Omsändning %'")) +
    (await doubles('ticket_messages', 'body', "body LIKE 'Omsändning %'"))
  const stored = (await count("SELECT COUNT(*) FROM tickets WHERE subject LIKE 'Omsändning %'")) + (await count("SELECT COUNT(*) FROM matrix_drafts WHERE name LIKE 'Omsändning %'")) +
    (await count("SELECT COUNT(*) FROM ticket_messages WHERE body LIKE 'Omsändning %'"))
  const ended = await service.stop()

  return { figures: { kills: killed, sent, 'asked for': done, stored, 'answered from what is kept': replayed, 'other answers': JSON.stringify([...others]) }, promises: {
    'nothing was done twice': double === 0,
    'everything asked for is there once': stored === done,
    'every key was answered the same each time': contradicted === 0,
    'many were answered from what is kept': replayed > done,
    'the service was killed under way': killed > 0,
    'the service ends well': ended.code === 0,
  } }
}
