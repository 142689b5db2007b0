"""What coalitions are worth, and how it is divided: a client and its patrons, games, exchange networks."""
