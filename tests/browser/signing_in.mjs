// Every way of Ansvar's own to sign in, in both languages, with JavaScript and without: a password, a second factor, recovery codes, and the
// list of where one is signed in. Mailed links are in `strangers`, the school's own accounts in `providers`.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from './scenario.mjs'
import { setTimeout as sleep } from 'node:timers/promises'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, runningService, screens, visit } from './harness.mjs'

const password = 'sju tranor över blekingska myrar'
const stepSeconds = 30
const pathOf = page => new URL(page.url()).pathname

/** The six digits of that time step (RFC 6238, SHA-1). */
function codeOf(secret, step) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map(letter => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))).update(counter).digest()
  return String((digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The app on somebody's phone: each code newer than the one before, at most a step ahead, as phones' clocks are. */
class App {
  #last = 0

  constructor(secret) {
    this.secret = secret.replaceAll(' ', '')
  }

  /** A code that was not shown before. */
  async code() {
    const now = () => Math.floor(Date.now() / 1000 / stepSeconds)
    this.#last = Math.max(this.#last + 1, now())
    while (this.#last > now() + 1) await sleep(500)
    return this.shown()
  }

  /** The code shown last, again. */
  shown() {
    return codeOf(this.secret, this.#last)
  }
}

/** axe and the smallest screen; a page without JavaScript cannot be asked, and has the same elements. */
async function look(page, name, javaScript) {
  if (!javaScript) return
  await checkAccessibility(page, name)
  await page.setViewportSize(screens.narrow)
  await checkWidth(page, name)
  await page.setViewportSize(screens.desk)
}

async function signOut(page, t) {
  await page.goto('/account/security')
  await page.getByRole('button', { name: t('security.sign_out'), exact: true }).click()
  await page.waitForURL(/sign-in/)
}

/** Fills the form on the page for passwords and sends it. */
async function tryPassword(page, t, mail, typed) {
  await page.goto('/sign-in?next=/account')
  await page.getByText(t('sign_in.with_password')).click()
  await page.locator('#password_mail').fill(mail)
  await page.locator('#password').fill(typed)
  await page.getByRole('button', { name: t('sign_in.in') }).click()
}

/** Types the code that the app shows at the step between the two factors. */
async function typeCode(page, t, code) {
  await page.locator('#code').fill(code)
  await page.getByRole('button', { name: t('sign_in.in') }).click()
}

const codesOn = page => page.locator('#recovery-codes code').allTextContents()

/** The rule of whom the school asks, by the page; `who` must be an administrator that it lets. */
async function setRule(page, t, rule) {
  await page.goto('/admin/sign-in')
  await page.getByRole('radio', { name: t(`sign_in_policy.rule.${rule}`) }).check()
  await page.getByRole('button', { name: t('common.save') }).click()
}

for (const [language, javaScript] of [['sv', true], ['en', true], ['sv', false], ['en', false]]) {
  const t = texts(language)
  const how = `${language}, ${javaScript ? 'with' : 'without'} JavaScript`
  const mark = `${language}${javaScript ? '' : '.utan'}`
  const open = (options = {}) => visit({ language, javaScript, bypassCSP: javaScript, ...options })
  const made = async (name, ...rights) => {
    const mail = `${name}.${mark}@inloggning.example`
    await runningService().command('user', 'add', mail, '--name', `${name} ${mark}`, ...rights)
    return mail
  }

  test(`a password is chosen and is a way in; a wrong one tells nothing (${how})`, async () => {
    const mail = await made('petra')
    const page = await open({ who: mail })
    await page.goto('/account')
    await page.getByRole('link', { name: t('account.security') }).click()
    await look(page, 'security', javaScript)
    await page.getByRole('link', { name: t('security.choose_password') }).click()
    await page.locator('#password').fill('kort')
    await page.getByRole('button', { name: t('common.save') }).click()
    await page.locator('#errors').waitFor()
    assert.equal(await page.locator('#errors a').first().getAttribute('href'), '#password')
    await look(page, 'a password too short', javaScript)
    await page.locator('#password').fill(password)
    await page.locator('#password_again').fill(`${password}n`)
    await page.getByRole('button', { name: t('common.save') }).click()
    await page.locator('#password-again-error').waitFor()
    await page.locator('#password').fill(password)
    await page.locator('#password_again').fill(password)
    await page.getByRole('button', { name: t('common.save') }).click()
    await page.getByText(t('password.saved')).waitFor()
    await signOut(page, t)
    await look(page, 'sign-in', javaScript)

    const answers = []
    for (const [who, typed] of [[mail, `${password}n`], [`ingen.${mark}@inloggning.example`, password]]) {
      await tryPassword(page, t, who, typed)
      await page.locator('#password-error').waitFor()
      answers.push((await page.locator('main').innerHTML()).replaceAll(who, 'WHO'))
      assert.equal(await page.locator('#password').inputValue(), '', 'a password is not sent back')
    }
    assert.equal(answers[0], answers[1], 'known or unknown, the page is the same')
    assert((await page.locator('main').textContent()).includes(t('sign_in.wrong_password')))
    await look(page, 'a wrong password', javaScript)

    await tryPassword(page, t, mail, password)
    await page.waitForURL(/\/account$/)
    await page.leave()
  })

  test(`where one is signed in, one can sign out from elsewhere (${how})`, async () => {
    const mail = await made('olle')
    const [here, there, third] = [await open({ who: mail }), await open({ who: mail }), await open({ who: mail })]
    await here.goto('/account/security')
    await look(here, 'three sessions', javaScript)
    assert.equal(await here.getByRole('button', { name: new RegExp(`^${t('security.end')}`) }).count(), 2)
    await here.getByRole('button', { name: new RegExp(`^${t('security.end')}`) }).first().click()
    await here.getByText(t('security.ended')).waitFor()
    const inside = async () => {
      const paths = []
      for (const page of [there, third]) paths.push(await page.goto('/account').then(() => pathOf(page)))
      return paths.filter(path => path === '/account').length
    }
    assert.equal(await inside(), 1)
    await here.getByRole('button', { name: t('security.end_others') }).click()
    await here.getByText(t('security.ended')).waitFor()
    assert.equal(await inside(), 0)
    await here.goto('/account')
    assert.equal(pathOf(here), '/account')
    for (const page of [here, there, third]) await page.leave()
  })

  test(`the school asks administrators for a second factor: set up, asked for, never taken twice (${how})`, async () => {
    const [first, second] = [await made('astrid', '--administrator'), await made('berit', '--administrator')]

    // Nobody shuts themselves out: one's own code comes first.
    const page = await open({ who: first })
    const waiting = await open({ who: second })
    await setRule(page, t, 'administrators')
    await page.getByText(t('sign_in_policy.own_first')).first().waitFor()
    await look(page, 'the rule needs an own code', javaScript)
    await page.getByRole('main').getByRole('link', { name: t('security.set_up_factor') }).click()
    await page.locator('#code').fill('000000')
    await page.getByRole('button', { name: t('second_factor.confirm') }).click()
    await page.locator('#code-error').waitFor()
    await look(page, 'a new app with a wrong code', javaScript)
    const app = new App(await page.locator('#secret').textContent())
    await page.locator('#code').fill(await app.code())
    await page.getByRole('button', { name: t('second_factor.confirm') }).click()
    assert.equal(new Set(await codesOn(page)).size, 10)
    await look(page, 'recovery codes', javaScript)
    await page.getByRole('link', { name: t('recovery.go_on') }).click()
    await page.getByText(t('security.new_phone')).waitFor()
    assert.equal(await codesOn(page).then(codes => codes.length), 0, 'recovery codes are shown once')
    await look(page, 'security with a second factor', javaScript)
    await setRule(page, t, 'administrators')
    await page.getByText(t('sign_in_policy.saved')).waitFor()
    await look(page, 'the rule', javaScript)

    // Who has none is out, and sets it up before anything opens.
    await waiting.goto('/account')
    assert.match(pathOf(waiting), /^\/sign-in/)
    await waiting.goto(await runningService().link(second))
    await waiting.getByRole('main').getByRole('button').first().click()
    await waiting.getByRole('heading', { name: t('second_factor.set_up_title') }).waitFor()
    assert.equal(pathOf(waiting), '/sign-in/second-factor')
    await look(waiting, 'a second factor must be set up', javaScript)
    for (const path of ['/account', '/admin', '/tickets/mine']) {
      await waiting.goto(path)
      assert.match(pathOf(waiting), /^\/sign-in/, `half-way in, ${path} stays shut`)
    }
    await waiting.goto('/sign-in/second-factor')
    const theirs = new App(await waiting.locator('#secret').textContent())
    await waiting.locator('#code').fill(await theirs.code())
    await waiting.getByRole('button', { name: t('second_factor.confirm') }).click()
    const recovery = await codesOn(waiting)
    assert.equal(recovery.length, 10)
    await waiting.getByRole('link', { name: t('recovery.go_on') }).click()
    await waiting.goto('/admin')
    assert.equal(pathOf(waiting), '/admin')
    await signOut(waiting, t)

    // A code lets in once.
    const link = async () => {
      await waiting.goto(await runningService().link(second))
      await waiting.getByRole('main').getByRole('button').first().click()
      await waiting.getByRole('heading', { name: t('second_factor.title') }).waitFor()
    }
    await link()
    await look(waiting, 'the code is asked for', javaScript)
    await waiting.goto('/admin/people')
    assert.match(pathOf(waiting), /^\/sign-in/, 'half-way in opens nothing')
    await waiting.goto('/sign-in/second-factor')
    await typeCode(waiting, t, theirs.shown())
    await waiting.locator('#code-error').waitFor()
    assert((await waiting.locator('#code-error').textContent()).includes(t('second_factor.wrong')))
    await look(waiting, 'a replayed code', javaScript)
    await typeCode(waiting, t, await theirs.code())
    await waiting.waitForURL(url => !/sign-in/.test(url.pathname))
    await signOut(waiting, t)

    // So does a recovery code.
    for (const fits of [true, false]) {
      await link()
      await waiting.getByText(t('second_factor.use_recovery')).click()
      await waiting.locator('#recovery_code').fill(recovery[0])
      await waiting.getByRole('button', { name: t('second_factor.recovery_button') }).click()
      if (fits) {
        await waiting.waitForURL(url => !/sign-in/.test(url.pathname))
        await signOut(waiting, t)
      }
    }
    await waiting.locator('#recovery-code-error').waitFor()
    await look(waiting, 'a used recovery code', javaScript)
    await waiting.leave()

    await setRule(page, t, 'nobody')
    await page.getByText(t('sign_in_policy.saved')).waitFor()
    await page.leave()
  })
}
