// A short run of tests/trials/resends.mjs: some hundred resends, two kills.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resend } from '../support/resends.mjs'

test('what is sent again under kills of the service is done once', { timeout: 240_000 }, async () => {
  const { figures, promises } = await resend({ resends: 400, kills: 2, clients: 4 })
  console.log(`# ${JSON.stringify(figures)}`)
  for (const [sentence, holds] of Object.entries(promises)) assert(holds, sentence)
})
