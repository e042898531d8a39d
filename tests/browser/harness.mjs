// What the browser tests share: one service, one Chromium, people who sign in, and the checks that hold on every page.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { query } from '../support/database.mjs'
import { Service } from '../support/service.mjs'

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const shots = 'build/shots'
mkdirSync(shots, { recursive: true })

export const people = {
  teacher: 'larare@skola.example',
  manager: 'chef@skola.example',
  administrator: 'admin@skola.example',
  ITS: 'its@skola.example',
  ITP: 'itp@skola.example',
  SEK: 'sek@skola.example',
  VAKT: 'vakt@skola.example',
}

export const screens = {
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
  desk: { width: 1280, height: 800 },
}

let service, browser, hours, stuck = false

/** The service under test; for what a page cannot do. */
export const runningService = () => service

function launchBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path))
  assert(executablePath, 'no Chromium is installed')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
}

/** What `promise` gives, or an error after `seconds`: opening and closing windows have no limit of their own in Playwright. */
async function within(seconds, promise, what) {
  const limit = new AbortController()
  const late = sleep(seconds * 1000, null, { signal: limit.signal }).then(() => { throw new Error(`${what} took more than ${seconds} s`) })
  try {
    return await Promise.race([promise, late])
  } finally {
    limit.abort()
  }
}

/** A new window. A Chromium that has stopped answering is replaced, once and in the open: it is no fault of the page under test. */
async function newWindow(options) {
  const opened = async () => {
    const context = await browser.newContext(options)
    return { context, page: await context.newPage() }
  }
  if (!stuck) {
    try {
      return await within(30, opened(), 'opening a window')
    } catch (error) {
      console.log(`# ${error.message}; Chromium is started anew`)
    }
  }
  browser.close().catch(() => {})
  browser = await launchBrowser()
  stuck = false
  return within(30, opened(), 'opening a window')
}

/** Closes a person's window; a Chromium that does not manage it is replaced at the next visit. */
async function closeWindow(context) {
  await within(30, context.close(), 'closing a window').catch(error => {
    console.log(`# ${error.message}`)
    stuck = true
  })
}

export async function open() {
  ;[service, browser] = await Promise.all([Service.start({ env: { ANSVAR_MAIL_INCOMING: 'maildir', ANSVAR_MAIL_SENDER: 'ansvar@skola.example' } }), launchBrowser()])
  // All scenarios together write the same few people more letters than one hour takes (mail/budget.hpp): here an hour is two seconds long.
  hours = setInterval(() => query(service.data, 'UPDATE letters SET counted_at = NULL WHERE counted_at IS NOT NULL').catch(() => {}), 2000)
  // Pictures for the README show a school that has been at it for a while.
  if (process.env.ANSVAR_KEEP_SHOTS) await service.command('demo', '--tickets', '600')
  return service
}

export async function close() {
  clearInterval(hours)
  await within(30, browser?.close(), 'closing Chromium').catch(error => console.log(`# ${error.message}`))
  const ended = await service?.stop()
  assert.deepEqual(ended, { code: 0, signal: null }, 'the service ends by itself and says so')
}

/**
 * A person's own browser window. `who` of `people` is signed in by a mailed link; without `who` it is a stranger.
 * Every window counts violations of the content policy and errors of scripts; `leave` checks that there were none.
 */
export async function visit({ who, screen = 'desk', language = 'sv', javaScript = true, bypassCSP = false, colorScheme = 'light' } = {}) {
  const { context, page } = await newWindow({
    baseURL: service.url,
    viewport: screens[screen],
    locale: language === 'sv' ? 'sv-SE' : 'en-GB',
    timezoneId: 'Europe/Stockholm',
    javaScriptEnabled: javaScript,
    isMobile: false,
    hasTouch: screen === 'phone',
    colorScheme,
    bypassCSP,
  })
  context.setDefaultTimeout(20_000)
  const faults = []
  page.on('pageerror', error => faults.push(`script: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== service.url) faults.push(`a request to a third party: ${url.origin}`)
  })
  if (javaScript) {
    await page.exposeFunction('reportViolation', text => faults.push(`policy: ${text}`))
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', e => window.reportViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`)))
  }
  page.faults = faults
  page.leave = async () => {
    await closeWindow(context)
    assert.deepEqual(faults, [], 'no violations of the policy, no script errors, nothing fetched from elsewhere')
  }
  if (who) {
    await signIn(page, who)
    await speak(page, language)
  }
  return page
}

/** A signed-in person's own language, which counts for more than the browser's, by the button at the foot of the page. */
async function speak(page, language) {
  if ((await page.locator('html').getAttribute('lang')) === language) return
  await page.locator(`button[name=language][value=${language}]`).click()
  await page.locator(`html[lang=${language}]`).waitFor()
}

/** The link opens a page; only its button uses the link up. */
export async function signIn(page, who) {
  await page.goto(await service.link(people[who] ?? who))
  await page.getByRole('main').getByRole('button').first().click()
  await page.waitForURL(url => !/sign-in/.test(url.pathname))
}

/**
 * axe-core's rules for WCAG 2.2 AA and good habits: no violations. The page's window must have been opened with `bypassCSP`.
 * `look`: 'colors' asks about colours alone, 'words' about everything else; a page seen in light, dark and another language needs each once.
 */
export async function checkAccessibility(page, name, { look = 'all' } = {}) {
  const colors = ['color-contrast', 'link-in-text-block']
  const tags = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
  const question = { all: { runOnly: tags }, colors: { runOnly: { type: 'rule', values: colors } },
    words: { runOnly: tags, rules: Object.fromEntries(colors.map(rule => [rule, { enabled: false }])) } }[look]
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(asked => window.axe.run({ ...asked, resultTypes: ['violations'] }), question)
  const found = violations.map(v => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join('\n    ')}`)
  assert.deepEqual(found, [], `axe on ${name}`)
}

/** Sets the letters' ordinary size, 16 pixels unless the person has chosen otherwise in the browser's settings. */
export async function setLetterSize(page, pixels) {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setFontSizes', { fontSizes: { standard: pixels, fixed: pixels } })
  await session.detach()
}

/** Nothing sticks out to the right: a person on a small screen never scrolls sideways. */
export async function checkWidth(page, name) {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= limit) return []
    return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > limit + 1)
      .slice(-5).map(e => `${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)} of ${limit}`)
  })
  assert.deepEqual(wide, [], `${name} scrolls sideways`)
}

/** A picture for a person to look at, in build/shots; `keep` also puts it among the README's. */
export async function shoot(page, name, { keep = false, fullPage = false } = {}) {
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage })
  if (keep && process.env.ANSVAR_KEEP_SHOTS) {
    mkdirSync('docs/shots', { recursive: true })
    await page.screenshot({ path: `docs/shots/${name}.png`, fullPage })
  }
}

/** What `action` costs on the wire: bytes of all answers (heads included) and the number of requests, as Chromium counted them. */
export async function wireSize(page, action) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const seen = { bytes: 0, requests: 0, urls: [] }
  session.on('Network.loadingFinished', event => { seen.bytes += event.encodedDataLength })
  session.on('Network.responseReceived', event => { seen.requests += 1; seen.urls.push(new URL(event.response.url).pathname) })
  await action()
  await page.waitForLoadState('networkidle')
  await session.detach()
  return seen
}

/** Presses keys one after another, as a person who never touches the mouse. */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key)
}

/** The accessible name of what has the focus. */
export function focused(page) {
  return page.evaluate(() => {
    const e = document.activeElement
    return e?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent.trim() ?? e?.textContent.trim() ?? ''
  })
}
