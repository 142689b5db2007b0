"""Commands about what coalitions are worth: patrons, exchange networks, tables joined."""
