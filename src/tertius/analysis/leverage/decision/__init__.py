"""Leverage on a decision by many, every number at its middle: `leverage_on_decision` gives a `DecisionLeverage`.

For each issue: the `Sway` of each actor alone, who is pivotal, the smallest `Coalition` for each, and `Concessions`.
"""
