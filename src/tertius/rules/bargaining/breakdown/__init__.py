"""What a case says of talks that fail although a deal would suit all, as arrays: terms, electors at home, seasons."""
