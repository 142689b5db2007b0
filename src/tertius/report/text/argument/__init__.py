"""The argument in the names of its case: what a claim is about, and how it will be tested."""
