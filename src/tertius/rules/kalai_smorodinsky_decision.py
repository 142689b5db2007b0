"""`kalai-smorodinsky-decision`: all bargain over all issues together, and go the same share of the way to their best.

    max lambda  s.t.  V_i(x) >= d_i + lambda c_i (I_i - d_i),   d_i = V_i(reference)

I_i is the best that i can have while nobody is worse off than at the reference, c_i the capability as a share of the
largest. Where no x leaves everybody better off nothing is decided.
"""

from __future__ import annotations

from typing import ClassVar, final

from tertius.rules.together import Together

__all__ = ["KalaiSmorodinskyDecision"]


@final
class KalaiSmorodinskyDecision(Together):
    """Kalai and Smorodinsky's solution of all actors over all issues, the reference as disagreement."""

    key: ClassVar[str] = "kalai-smorodinsky-decision"
    title: ClassVar[str] = "all bargain over all issues together, at Kalai and Smorodinsky's solution"
    reference: ClassVar[str] = "Kalai & Smorodinsky 1975; Imai 1983"
    solution: ClassVar[str] = "kalai-smorodinsky"
