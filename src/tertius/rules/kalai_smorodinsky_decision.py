"""`kalai-smorodinsky-decision`: all bargain over all issues together, each the same share of the way to its best.

    max lambda  s.t.  V_i(x) >= d_i + lambda c_i (I_i - d_i),   d_i = V_i(reference)

I_i is the best that i can have while nobody is worse off than at the reference, c_i the capability as a share of the
largest. Where no x leaves everybody better off nothing is decided.
"""

from __future__ import annotations

from typing import final

from tertius.rules.joint_bargaining import JointBargaining


@final
class KalaiSmorodinskyDecision(JointBargaining):
    """Kalai and Smorodinsky's solution of all actors over all issues, the reference as disagreement."""

    key: str = "kalai-smorodinsky-decision"
    title: str = "all bargain over all issues together, at Kalai and Smorodinsky's solution"
    reference: str = "Kalai & Smorodinsky 1975; Imai 1983"
    solution: str = "kalai-smorodinsky"
