"""Bargaining in a network of talks: a case as arrays, the search for its settlements, and these in the case's words.

`network_of` makes the arrays, `renegotiate` and `hold` search, `NetworkRule` is what the two rules have in common, and
`to_settlement` gives the answer. The compiled functions that they call are in `kernels`.
"""
