// One scenario of the browser tests.
import { test as nodeTest } from 'node:test'

/** As node:test's, and over after four minutes: what waits for ever must cost one scenario, not all of them, and be named. */
export const test = (name, scenario) => nodeTest(name, { timeout: 240_000 }, scenario)
