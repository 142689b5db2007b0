"""Why a figure of a settlement is what it is: `why` gives its chain of reasons, down to the numbers of the case."""

from tertius.analysis.why.result import Reason, Why
from tertius.analysis.why.why import why

__all__ = ["Reason", "Why", "why"]
