// RFC 4180, as our data files are: quotes, doubled quotes, line breaks within.
import { readFileSync } from 'node:fs'

/** The rows of a CSV file as objects by column name. */
export function readTable(path) {
  const rows = [[]]
  for (const [, quoted, plain, end] of readFileSync(path, 'utf8').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end !== ',') rows.push([])
  }
  const [columns, ...lines] = rows.filter(row => row.length > 1)
  return lines.map(line => Object.fromEntries(columns.map((name, at) => [name, line[at] ?? ''])))
}
