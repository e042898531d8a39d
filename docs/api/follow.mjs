// A program that keeps a copy of the tickets its person may see: node docs/api/follow.mjs URL TOKEN [CURSOR]
// Prints each ticket as a line of JSON when it is new or has changed, and {"number", "gone": true} when it may be seen no more.
// Stop it when you like and give it the last cursor it said on stderr: it goes on there and misses nothing.

/**
 * @typedef {{ change: string, ticket: number, readable: boolean, url: string }} Change
 * @typedef {{ items: Change[], next: string, more: boolean }} Changes
 */

const [url, token, cursor] = process.argv.slice(2)

/** @returns {Promise<any>} the JSON of a good answer; waits as it is told when Ansvar is away for a moment */
async function get(path) {
  for (;;) {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
    if (answer.ok) return answer.json()
    const wait = answer.headers.get('retry-after')
    if (!wait) throw new Error(`${path}: ${(await answer.json()).detail}`)
    await new Promise(done => setTimeout(done, wait * 1000))
  }
}

/** @param {Changes} page */
async function take(page) {
  const changed = new Map(page.items.map(change => [change.ticket, change])) // the last change of a ticket is the one that counts
  for (const { ticket, readable, url: place } of changed.values()) {
    console.log(JSON.stringify(readable ? await get(place) : { number: ticket, gone: true }))
  }
}

let next = cursor ?? (await get('/api/v1/changes')).next
for (;;) {
  /** @type {Changes} */
  const page = await get(`/api/v1/changes?limit=200&after=${next}`)
  await take(page)
  next = page.next
  console.error(next)
  if (!page.more) await new Promise(done => setTimeout(done, 1000))
}
