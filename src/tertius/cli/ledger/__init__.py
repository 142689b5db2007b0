"""``tertius ledger``: a group of commands, one file for those that write, one for those that read."""
