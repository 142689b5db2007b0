"""What those do who do not sit at a table: they walk away from a party, are heard there, and keep promises elsewhere."""
