"""What the Answer shows of a case, as plain values: its talks, its scales, what an edit changed, what is missing."""
