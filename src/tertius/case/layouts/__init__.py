"""Tables of other shapes than the plain one, each read as a case: votes, a row for each issue, the exchange model's."""
