"""The ledger: forecasts written down before the day, resolved after it, and scored beside their rivals.

    from tertius import Ledger

    ledger = Ledger("ledger.sqlite")
    ledger.add(case, "us-dprk", by=date(2019, 3, 1), resolves="a joint text is signed")

A question, what was forecast of it and how it ended are entries that are never changed: a correction is a new one.
"""
