"""Results in sentences and phrases, without markup: what the terminal and the page both say.

Each file tells one result: `settlement_sentences`, `forecast_sentences`, `leverage_sentences`, `move_sentences`,
`claims_sentences` and so on. `phrases` has the numbers, levels and names that they are made of.
"""
