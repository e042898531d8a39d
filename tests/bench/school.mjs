// A school with many tickets, and people in it, for measurements.
import { query } from '../support/database.mjs'

const first = 1001
const original = 2000

/**
 * Fills the demo school of `service` up to so many tickets: some thousand are made, the rest are copies by SQL with their timelines and terms.
 * Words keep the shares they have there; each copy came three days before the next, and of the newest 1 % some are open. What is there
 * already stays.
 */
export async function fill(service, tickets) {
  const ask = sql => query(service.data, sql)
  const one = async sql => Number((await ask(sql))[0][0])
  if ((await one('SELECT COUNT(*) FROM tickets')) >= tickets) return
  await service.command('demo', '--tickets', String(original))
  const columnsOf = async (table, others) =>
    (await ask(`SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '${table}' ` +
      `AND GENERATION_EXPRESSION IS NULL AND COLUMN_NAME NOT IN ('${others.join("','")}')`)).map(row => row[0])
  const columns = await columnsOf('tickets', ['id', 'state', 'opened_at', 'resolved_at'])
  const copies = Math.ceil(tickets / original) - 1, step = 20, past = copies - Math.ceil(copies / 100)
  for (let from = 1; from <= copies; from += step) {
    const rounds = `seq_${from}_to_${Math.min(from + step - 1, copies)} s`
    const before = `INTERVAL 3 * (${copies} - s.seq) DAY`
    await ask(`INSERT INTO tickets (id, state, opened_at, resolved_at, ${columns}) SELECT STRAIGHT_JOIN t.id + ${original} * s.seq, ` +
      `IF(s.seq > ${past}, t.state, 'closed'), t.opened_at - ${before}, ` +
      `IF(s.seq > ${past}, t.resolved_at, COALESCE(t.resolved_at, t.opened_at)) - ${before}, ${columns.map(name => `t.${name}`)} ` +
      `FROM ${rounds} JOIN tickets t WHERE t.id < ${first + original}`)
    for (const table of ['ticket_events', 'ticket_messages', 'ticket_terms']) {
      const same = await columnsOf(table, ['ticket_id'])
      await ask(`INSERT INTO ${table} (ticket_id, ${same}) SELECT x.ticket_id + ${original} * s.seq, ${same.map(name => `x.${name}`)} ` +
        `FROM ${rounds} JOIN ${table} x WHERE x.ticket_id < ${first + original}`)
    }
  }
  await ask('INSERT INTO changes (ticket_id, last_ticket_id, seq, role_code, reach, made_at) ' +
    "SELECT MIN(id), MAX(id), 1, 'ITS', 'open', UTC_TIMESTAMP(6) FROM tickets")
  await ask('ANALYZE TABLE tickets, ticket_events, ticket_messages, ticket_terms')
}

/** Signs in by a link, as the page's form does; gives the session's cookie. */
export async function signIn(service, mail) {
  const link = await service.link(mail)
  const form = /<form[^>]*action="([^"]+)"/.exec(await (await fetch(link)).text())
  const answer = await fetch(new URL(form[1].replaceAll('&amp;', '&'), link), {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ next: '' }), headers: { origin: service.url, 'sec-fetch-site': 'same-origin' },
  })
  const cookies = answer.headers.getSetCookie().map(line => line.split(';')[0])
  if (!cookies.length) throw new Error(`no session: ${answer.status}`)
  return cookies.join('; ')
}

/** One line of a table for RESULTS.md, after a second of warming up. */
export async function measure(load, name, url, { seconds, clients, pause = 0, ...options }) {
  await load(url, { clients, seconds: 1, pause, ...options })
  const { perSecond, p50, p99, max, errors, bad } = await load(url, { clients, seconds, pause, ...options })
  console.log(`${name.padEnd(42)}  ${(clients + (pause ? ` +${pause}ms` : '')).padStart(9)}  ${perSecond.toFixed(0).padStart(9)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${max.toFixed(1).padStart(6)}  ${String(errors + bad).padStart(6)}`)
}
export const heading = `${'what'.padEnd(42)}    clients  answers/s  p50 ms  p99 ms  max ms  faults`
