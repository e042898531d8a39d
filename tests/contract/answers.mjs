// Every answer of the API that the integration tests met is as the contract says. They write them to a file that ANSVAR_API_LOG names:
// `ANSVAR_API_LOG=build/a/api.jsonl build/a/test_integration; ANSVAR_API_LOG=… node --test-reporter=tap tests/contract/answers.mjs`
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { faultOf, operationOf } from '../support/contract.mjs'

const file = process.env.ANSVAR_API_LOG
const lines = file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line)) : []

test('what the integration tests were answered is in the contract', { skip: lines.length === 0 && 'they have not run with ANSVAR_API_LOG' }, () => {
  const faults = new Map(), met = new Set()
  for (const { method, path, status, type, body } of lines) {
    if ([405, 413, 414, 431].includes(status) || method === 'HEAD' || method === 'OPTIONS') continue // no operation's
    const operation = operationOf(method, path)
    if (!operation) continue // tests ask for what is not there, too
    const fault = faultOf(operation, { status, type, text: body })
    if (fault) faults.set(`${method} ${operation.path}: ${fault}`, body.slice(0, 300))
    met.add(operation.id)
  }
  assert.deepEqual([...faults], [])
  console.log(`# ${lines.length} answers of ${met.size} operations`)
  assert(met.size > 10)
})
