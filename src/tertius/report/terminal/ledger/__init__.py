"""The ledger on the terminal."""
