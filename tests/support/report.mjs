// A Lägesrapport, made as a manager makes one in the browser.
import assert from 'node:assert/strict'
import { signIn } from '../bench/school.mjs'

/** Begins one as `mail`, and issues it when asked to. Gives its number. */
export async function makeReport(service, mail, { title, from, to, isIssued }) {
  const cookie = await signIn(service, mail)
  const send = async (path, form) => {
    const answer = await fetch(service.url + path, { method: 'POST', redirect: 'manual', headers: { cookie, origin: service.url, 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(form) })
    assert.equal(answer.status, 303, `${path}: ${await answer.text()}`)
    return answer.headers.get('location')
  }
  const place = await send('/reports', { title, from, to })
  if (isIssued) await send(`${place}/issue`, { title, version: 1 })
  return Number(place.split('/').at(-1))
}
