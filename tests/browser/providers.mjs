// The school's own sign-in, through a real OpenID provider: in, out, the first time, the next time, and what can go wrong.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { test } from './scenario.mjs'
import { OidcProvider } from '../support/oidc_provider.mjs'
import { texts } from '../support/texts.mjs'
import { checkAccessibility, checkWidth, people, runningService, shoot, visit } from './harness.mjs'
import { eventually, letterTo, linkIn } from './school.mjs'

const sv = texts('sv'), en = texts('en')
const name = 'Kommunen', secret = 'en-hemlighet-for-prov-och-inget-annat'
let provider

/** Registers Ansvar at a provider of our own; needs the service's address. */
async function startProvider() {
  const { url } = runningService()
  provider = await OidcProvider.start({
    client: {
      client_id: 'ansvar',
      client_secret: secret,
      redirect_uris: [`${url}/sign-in/with/kommun/back`],
      post_logout_redirect_uris: [`${url}/sign-in`],
    },
    people: {
      ny: { name: 'Nora Ny', email: 'nora.ny@kommun.example', email_verified: true, locale: 'sv-SE', groups: ['alla'] },
      tekniker: { name: 'Tove Tekniker', email: 'tove@kommun.example', email_verified: true, locale: 'en', groups: ['alla', 'it-support'] },
      larare: { name: 'Lärare', email: people.teacher, email_verified: true, locale: 'sv', groups: [] },
    },
  })
}
after(() => provider?.stop())

/** What happens on the provider's own pages is none of ours. */
async function elsewhere(page, action) {
  const before = page.faults.length
  await action()
  page.faults.length = before
}

/** From our sign-in page through the provider's two pages. */
async function throughProvider(page, who, t = sv) {
  await page.route(url => !url.hostname.startsWith('127.'), route => route.abort())
  await elsewhere(page, async () => {
    await page.getByRole('link', { name: t('provider.sign_in_with', { name }) }).click()
    await page.locator('input[name=login]').fill(who)
    await page.locator('input[name=password]').fill('vad som helst')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(url => url.origin === runningService().url)
  })
}

async function accept(page, what) {
  await checkAccessibility(page, what)
  await checkWidth(page, what)
}

test('an administrator sets the school’s sign-in up, tries it and switches it on', async () => {
  await startProvider()
  const page = await visit({ who: 'administrator', bypassCSP: true })
  await page.goto('/admin/sign-in/providers')
  await accept(page, 'no providers')
  await page.getByRole('link', { name: sv('provider.add') }).click()
  await page.getByRole('button', { name: sv('common.save') }).click()
  await page.locator('#errors').waitFor()
  await accept(page, 'a provider with errors')
  await page.getByLabel(sv('provider.name'), { exact: true }).fill(name)
  await page.locator('#slug').fill('kommun')
  await page.locator('#issuer').fill(`${provider.url}/fel`)
  await page.locator('#client_id').fill('ansvar')
  await page.locator('#client_secret').fill(secret)
  await page.locator('#roles_claim').fill('groups')
  await page.locator('#claim-value-1').fill('it-support')
  await page.locator('#claim-role-1').selectOption('ITS')
  await page.getByRole('button', { name: sv('common.save') }).click()
  await page.getByText('/sign-in/with/kommun/back').waitFor()
  await page.getByRole('button', { name: sv('provider.try') }).click()
  await page.getByText(`${provider.url}/fel/.well-known/openid-configuration`).waitFor()
  await page.locator('#issuer').fill(provider.url)
  await page.locator('#client_secret').fill(secret) // another issuer is not shown the first one's secret
  await page.locator('input[name=is_enabled]').check()
  await page.getByRole('button', { name: sv('common.save') }).click()
  await page.getByRole('link', { name }).click()
  await page.getByRole('button', { name: sv('provider.try') }).click()
  await page.getByText(sv('provider.trial.fine')).waitFor()
  await accept(page, 'a provider')
  await shoot(page, 'provider', { fullPage: true })
  await page.goto('/admin/sign-in/providers')
  await accept(page, 'providers')
  await page.leave()
})

for (const [language, t, who, theirs] of [['sv', sv, 'ny', 'Nora Ny'], ['en', en, 'tekniker', 'Tove Tekniker']]) {
  test(`somebody new signs in at the provider and is known afterwards, ${language}`, async () => {
    const page = await visit({ language, screen: language === 'sv' ? 'narrow' : 'desk', bypassCSP: true })
    await page.goto('/sign-in?next=/tickets/mine')
    await accept(page, 'sign-in with a provider')
    await throughProvider(page, who, t)
    assert.equal(new URL(page.url()).pathname, '/tickets/mine')
    await page.goto('/account')
    await page.getByRole('main').getByText(theirs).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), language)
    await page.goto('/account/connections')
    await page.getByRole('main').getByText(name, { exact: true }).waitFor()
    await accept(page, 'connections')
    await page.leave()
  })
}

test('a group gives a role, and the same person comes back as themselves', async () => {
  const page = await visit({ language: 'en' })
  await page.goto('/sign-in')
  await throughProvider(page, 'tekniker', en)
  await page.goto('/queues/ITS')
  assert.equal(new URL(page.url()).pathname, '/queues/ITS')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.leave()
  const admin = await visit({ who: 'administrator' })
  await admin.goto('/admin/people?q=tove')
  assert.equal(await admin.getByRole('link', { name: 'Tove Tekniker' }).count(), 1)
  await admin.leave()
})

test('an address that is somebody’s is connected once both are proved, and then it is a way in', async () => {
  await (await visit({ who: 'teacher' })).leave() // her own language, which she may have changed, counts once she is in
  const page = await visit({ bypassCSP: true })
  await page.goto('/sign-in')
  await throughProvider(page, 'larare')
  await page.getByRole('heading', { name: sv('provider.collision.title') }).waitFor()
  await accept(page, 'collision')
  const earlier = await letterTo(people.teacher)
  await page.getByRole('button', { name: sv('provider.collision.send') }).click()
  await page.getByRole('heading', { level: 1, name: sv('link_sent.title') }).waitFor()
  const letter = await eventually(async () => {
    const newest = await letterTo(people.teacher)
    return newest !== earlier && newest
  }, 'the sign-in letter')
  await page.goto(linkIn(letter, '/sign-in'))
  await page.getByRole('main').getByRole('button').first().click()
  await page.getByRole('button', { name: sv('provider.connect', { name }) }).waitFor()
  await accept(page, 'a connection on offer')
  await page.getByRole('button', { name: sv('provider.connect', { name }) }).click()
  await page.getByText(sv('provider.connections.connected')).waitFor()
  await page.leave()
  const later = await visit()
  await later.goto('/sign-in?next=/account')
  await throughProvider(later, 'larare')
  await later.getByRole('main').getByText(people.teacher).waitFor()
  await later.leave()
})

test('signing out is ours first, then the provider’s by a link', async () => {
  const page = await visit({ bypassCSP: true })
  await page.goto('/sign-in?next=/account')
  await throughProvider(page, 'ny')
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = '/sign-out'
    document.body.append(form)
    form.submit()
  })
  await page.getByRole('heading', { name: sv('provider.signed_out.title') }).waitFor()
  await accept(page, 'signed out')
  await elsewhere(page, async () => {
    await page.getByRole('link', { name: sv('provider.signed_out.there', { name }) }).click()
    await page.locator('button[value=yes]').click()
    await page.waitForURL(url => url.origin === runningService().url)
  })
  assert.equal(new URL(page.url()).pathname, '/sign-in')
  await page.goto('/account')
  assert.match(page.url(), /sign-in/)
  await page.leave()
})

test('keys that the provider has changed are asked for, without a restart', async () => {
  await provider.restart()
  const page = await visit()
  await page.goto('/sign-in?next=/account')
  await throughProvider(page, 'ny')
  await page.getByRole('main').getByText('Nora Ny').waitFor()
  await page.leave()
})

for (const [language, t] of [['sv', sv], ['en', en]]) {
  test(`a wrong secret ends on a page that says what to do, ${language}`, async () => {
    provider.client.client_secret = 'en-annan-hemlighet-for-prov'
    await provider.restart()
    const page = await visit({ language, bypassCSP: true })
    await page.goto('/sign-in')
    await throughProvider(page, 'ny', t)
    await page.getByRole('heading', { name: t('provider.refused.setup.title', { name }) }).waitFor()
    await page.getByText(`${t('provider.refused.code')} client`).waitFor()
    await accept(page, 'a refusal')
    assert.equal(await page.getByRole('link', { name: t('provider.refused.again') }).count(), 1)
    await page.leave()
  })
}

test('a provider switched off is offered to nobody', async () => {
  const page = await visit({ who: 'administrator' })
  await page.goto('/admin/sign-in/providers')
  await page.getByRole('button', { name: sv('provider.switch_off') }).click()
  await page.getByText(sv('provider.off'), { exact: true }).waitFor()
  const stranger = await visit()
  await stranger.goto('/sign-in')
  assert.equal(await stranger.getByRole('link', { name: sv('provider.sign_in_with', { name }) }).count(), 0)
  await stranger.leave()
  await page.leave()
})
