"""Claims: the statements of an argument, put to the test over draws and theories.

    told = tertius.claims(case)

The package is the function too, so that `tertius.claims` can be called whatever was imported first.
"""

import sys
from types import ModuleType
from typing import Any

from tertius.claims.condition import Condition, Literal, find_condition
from tertius.claims.equilibrium import Temptation, Tested
from tertius.claims.events import Clustering, clustering
from tertius.claims.result import ClaimResult, Claims, Curve
from tertius.claims.testing import claims
from tertius.claims.verdict import Spread, Verdict

__all__ = [
    "ClaimResult",
    "Claims",
    "Clustering",
    "Condition",
    "Curve",
    "Literal",
    "Spread",
    "Temptation",
    "Tested",
    "Verdict",
    "claims",
    "clustering",
    "find_condition",
]


class _Package(ModuleType):
    def __call__(self, *arguments: Any, **named: Any) -> Claims:
        return claims(*arguments, **named)


# Python binds `tertius.claims` to this package on any import from it, in place of the function of that name.
sys.modules[__name__].__class__ = _Package
sys.modules[__name__].__doc__ = f"{__doc__}\n{claims.__doc__}"
