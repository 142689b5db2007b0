"""The page of a ledger: calibration, scores, questions, and what was missed and why; `ledger_page` writes it."""
