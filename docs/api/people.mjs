// Keeps people in step with another register: node docs/api/people.mjs URL TOKEN < people.json
// The register says [{"mail", "name", "title", "room", "gone"}]; whoever it does not name is left alone. Run it as often as you like: what is so
// already is not asked for again. The token is an administrator's, with people:read and people:write.
const [url, token] = process.argv.slice(2)

/** @returns {Promise<any>} the JSON of a good answer */
async function ask(method, path, body) {
  const answer = await fetch(url + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path}: ${json.detail} ${JSON.stringify(json.errors ?? '')}`)
  return json
}

for (const { gone, ...said } of JSON.parse(await new Response(process.stdin).text())) {
  const mail = said.mail.toLowerCase()
  const known = (await ask('GET', `/api/v1/people?limit=200&q=${encodeURIComponent(mail)}`)).items.find(person => person.mail === mail)
  if (!known && !gone) console.log('added', (await ask('POST', '/api/v1/people', said)).id)
  if (!known) continue
  const other = Object.fromEntries(Object.entries(said).filter(([field, value]) => field !== 'mail' && value !== known[field]))
  if (Object.keys(other).length) console.log('changed', (await ask('PATCH', `/api/v1/people/${known.id}`, other)).id)
  if (gone && !known.left_at) console.log('left', (await ask('POST', `/api/v1/people/${known.id}/departure`)).id)
  if (!gone && known.left_at) console.log('returned', (await ask('POST', `/api/v1/people/${known.id}/return`)).id)
}
