"""A ledger handed on: whole in one file of JSON, from which it is made again, and as tables of CSV."""
