"""The appendices of a brief, one a file, in the order of a reader's questions."""
