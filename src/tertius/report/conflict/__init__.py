"""What the graph model says of a conflict, for people: `words` in sentences, `tables` on the terminal."""
