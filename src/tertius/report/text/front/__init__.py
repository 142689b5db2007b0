"""The first page in sentences: the answer, three findings with a number each, what this must not be used for."""
