// The catalogues in templates/text (sv.txt, sv.mailed.txt, …), so that tests name a text by its key and follow when its wording changes.
import { readdirSync, readFileSync } from 'node:fs'

function read(language) {
  const texts = new Map()
  const files = readdirSync('templates/text').filter(name => name.startsWith(`${language}.`))
  for (const line of files.flatMap(name => readFileSync(`templates/text/${name}`, 'utf8').split('\n'))) {
    const at = line.indexOf(' = ')
    if (at > 0 && !line.startsWith('#')) texts.set(line.slice(0, at).trim(), line.slice(at + 3).trim())
  }
  return texts
}

/** texts('sv')('ticket.send_to', {requester: 'Anna'}). Knows plain arguments only; a text with plurals gives a pattern, see `matching`. */
export function texts(language) {
  const catalogue = read(language)
  const t = (key, values = {}) => {
    if (!catalogue.has(key)) throw new Error(`no text ${key} in ${language}`)
    return catalogue.get(key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
  }
  /** The text with anything in the place of its arguments. */
  t.matching = key => new RegExp('^\\s*' + t(key).split(/\{.*\}|\{\w+\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+') + '\\s*$')
  return t
}
