"""Many cases in one table: how each talk ends, how sure that is, and what was wrong with cases that are not valid.

The name to start from is `batch`.
"""

from tertius.analysis.batch.batch import batch
from tertius.analysis.batch.result import Batch, BatchCase, BatchRow

__all__ = ["Batch", "BatchCase", "BatchRow", "batch"]
