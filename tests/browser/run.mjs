// The browser tests: `node --test-reporter=tap tests/browser/run.mjs`. One service and one Chromium serve them all; they run in this order,
// for the people in them meet each other's tickets.
import { after, before } from 'node:test'
import { close, open } from './harness.mjs'

before(open, { timeout: 180_000 })
after(close, { timeout: 120_000 })

await import('./slice.mjs')
await import('./without_javascript.mjs')
await import('./strangers.mjs')
await import('./every_page.mjs')
await import('./budgets.mjs')
