// Five minutes of tests/contract/fuzz.mjs: every field of the API with every text of the corpora, as far as time goes. [FUZZ_SEED=n]
process.env.FUZZ_SECONDS ??= '300'
await import('../contract/fuzz.mjs')
