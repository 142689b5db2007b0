"""What reaches a table from outside: who walks away from a party, who is heard, and what is promised elsewhere."""
