// The browser tests: `node --test-reporter=tap tests/browser/run.mjs`. One service and one Chromium serve them all; they run in this order,
// for the people in them meet each other's tickets.
import { after, before } from 'node:test'
import { close, open } from './harness.mjs'

before(open, { timeout: 180_000 })
after(close, { timeout: 120_000 })

// With names, only these: run.mjs slice budgets
const all = ['slice', 'without_javascript', 'strangers', 'signing_in', 'live_form', 'away', 'people', 'calendars', 'drafts', 'confidential', 'queue', 'merging', 'requester', 'mail', 'providers', 'undo', 'clocks', 'trials', 'live', 'ahead', 'search', 'writing', 'overview', 'every_page', 'budgets', 'moved_in']
for (const name of process.argv.length > 2 ? process.argv.slice(2) : all) await import(`./${name}.mjs`)
