"""What coalitions are worth, on the terminal: patrons, exchange networks, tables joined."""
