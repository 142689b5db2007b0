"""Questions, forecasts and outcomes that others recorded, read from what they publish, and written into a ledger."""
