"""Versions of a case over common draws: settled once, kept, and held against each other.

`Scenarios` settles any version of a case (a variant, a move made, a link taken away) in the same draws and under the
same theories, and keeps it; each answer is a `Scenario`. `compare` and `what_if` hold two versions against each other.
`Target` names what is asked of a settlement: ``payoff:dprk``, ``level:tariffs``.
"""
