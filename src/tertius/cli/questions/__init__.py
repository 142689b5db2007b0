"""Commands that ask a case a question: what it would take."""
