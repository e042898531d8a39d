// What another helpdesk had is text here, whatever it looks like: nothing of it runs, loads, leads away or becomes part of a page.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from './scenario.mjs'
import { runningService, visit } from './harness.mjs'

const ours = ['<script>alert(1)</script>', '<img src=x onerror=alert(2)>', '"><svg onload=alert(3)>', "' autofocus onfocus=alert(4) x='", '[klicka](javascript:alert(5))',
  '<javascript:alert(6)>', '![bild](https://annan.example/x.png)', '</textarea><iframe src="https://annan.example">', '{{title}} {{{content}}}', '<base href="https://annan.example/">',
  '<a href="data:text/html,<script>alert(7)</script>">hej</a>', '&lt;script&gt;alert(8)&lt;/script&gt;', '<form action="https://annan.example"><button>Spara</button></form>', '\u202Efdp.exe']
const collected = '../shared/corpora/payloads' // beside the repository, and absent in a clean clone
const linesOf = file => readFileSync(file, 'utf8').split(/\r?\n/).filter(line => line.trim() && !line.startsWith('#'))
const theirs = existsSync(collected) ? readdirSync(collected, { recursive: true }).filter(name => /xss/i.test(name) && /\.(txt|fuzz)$/.test(name)).flatMap(name => linesOf(join(collected, name))) : []
const most = 200 // of the collected ones, evenly
const texts = [...ours, ...theirs.filter((_, at) => at % Math.ceil(theirs.length / most) === 0)]

const perTicket = 25
const field = text => `"${text.replaceAll('"', '""')}"`
const table = (name, head, rows) => [name, [head, ...rows.map(row => row.map(field).join(','))].join('\n') + '\n']
const tickets = texts.filter((_, at) => at % perTicket === 0).length

/** The three files of an old helpdesk that says these texts in every place it has. */
function oldHelpdesk(folder) {
  mkdirSync(join(folder, 'files'))
  writeFileSync(join(folder, 'files/a.txt'), 'a')
  const ticketOf = at => String(Math.floor(at / perTicket))
  const kinds = ['message', 'reply', 'note']
  const files = [
    table('tickets.csv', 'id,subject,requester,requester_name,queue,state,assignee,opened', texts.map((text, at) => [ticketOf(at), text, 'larare@skola.example', text, text, 'in_progress', 'its@skola.example', '2024-05-06 09:00']).filter((_, at) => at % perTicket === 0)),
    table('messages.csv', 'id,ticket,at,kind,body,author,author_name,format', texts.map((text, at) => [String(at), ticketOf(at), `2024-05-06 ${10 + (at % perTicket) % 12}:00`, kinds[at % 3], text, '', text, at % 2 ? 'html' : 'text'])),
    table('files.csv', 'message,name,path', texts.map((text, at) => [String(at), `${text}.txt`, 'files/a.txt'])),
  ]
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
}

/** What a page must not have: what runs, what leads elsewhere, and what takes the page's own place. */
const foreign = page => page.evaluate(() => [...document.querySelectorAll('*')].filter(element =>
  [...element.attributes].some(({ name, value }) => /^on/i.test(name) || (/^(href|src|action|formaction|data)$/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)) ||
    (/^(src|action|formaction)$/i.test(name) && new URL(value, location.href).origin !== location.origin)) ||
  ['IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(element.tagName) || (element.tagName === 'SCRIPT' && !element.getAttribute('src')?.startsWith('/assets/'))).map(element => element.outerHTML.slice(0, 200)))

test(`what looks like a program in ${texts.length} texts of another helpdesk is read as it was written`, async () => {
  const service = runningService()
  const folder = await mkdtemp(join(tmpdir(), 'ansvar-old-'))
  oldHelpdesk(folder)
  const report = await service.command('tickets', 'import', 'csv', folder, '--fallback', 'ITS', '--name', 'fientlig')
  assert.match(report, new RegExp(`${tickets} tickets read: ${tickets} new`))
  await rm(folder, { recursive: true })
  const { items } = await (await fetch(`${service.url}/api/v1/queues/ITS/tickets?limit=200`, { headers: { authorization: `Bearer ${await service.token('its@skola.example')}` } })).json()
  const brought = items.filter(ticket => ticket.opened_at.startsWith('2024-05-06'))
  assert.equal(brought.length, tickets)
  const opened = brought.find(ticket => ticket.subject === ours[0])
  assert(opened, 'the API tells the subject as it was written')

  for (const who of ['ITS', 'teacher']) {
    const page = await visit({ who })
    page.on('dialog', dialog => { page.faults.push(`a dialog: ${dialog.message()}`); dialog.dismiss() })
    const places = [...brought.map(ticket => `/tickets/${ticket.number}`), ...(who === 'ITS' ? [`/tickets/${opened.number}/history`, '/queues/ITS?view=all', '/search?q=alert'] : ['/tickets/mine'])]
    for (const place of places) {
      await page.goto(place)
      assert.deepEqual(await foreign(page), [], place)
    }
    await page.goto(`/tickets/${opened.number}`)
    await page.getByRole('heading', { level: 1, name: ours[0] }).waitFor()
    await page.locator('.message-head b', { hasText: ours[1] }).waitFor()
    for (const text of who === 'ITS' ? [ours[0], ours[2], ours[8]] : [ours[0]]) await page.locator('.message .written', { hasText: text }).first().waitFor()
    await page.leave()
  }
})
