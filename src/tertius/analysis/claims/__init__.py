"""Claims: the statements of an argument, put to the test over draws and theories.

told = tertius.claims(case)
"""

from tertius.analysis.claims.condition import Condition, Literal, find_condition
from tertius.analysis.claims.equilibrium import Temptation, Tested
from tertius.analysis.claims.events import Clustering, Window, clustering
from tertius.analysis.claims.result import ClaimResult, Claims, Curve
from tertius.analysis.claims.testing import claims
from tertius.analysis.claims.verdict import Alike, DrawQuantiles, Verdict

__all__ = [
    "Alike",
    "ClaimResult",
    "Claims",
    "Clustering",
    "Condition",
    "Curve",
    "DrawQuantiles",
    "Literal",
    "Temptation",
    "Tested",
    "Verdict",
    "Window",
    "claims",
    "clustering",
    "find_condition",
]
