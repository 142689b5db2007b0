"""What coalitions are worth, in sentences: patrons, exchange networks, tables joined."""
