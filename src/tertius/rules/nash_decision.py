"""`nash-decision`: all bargain over all issues together, and settle where the product of their gains is largest.

    max_x  sum_i c_i log(V_i(x) - V_i(reference))   s.t.  V_i(x) > V_i(reference)

V is the payoff of the network model, c the capability. Where no x leaves everybody better off nothing is decided.
"""

from __future__ import annotations

from typing import final

from tertius.rules.joint_bargaining import JointBargaining


@final
class NashDecision(JointBargaining):
    """Nash's bargaining solution of all actors over all issues, the reference as disagreement."""

    key: str = "nash-decision"
    title: str = "all bargain over all issues together, at Nash's solution"
    reference: str = "Nash 1950; Achen 2006"
    solution: str = "nash"
