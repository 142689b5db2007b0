"""Studies: rules and the pool held against decisions that somebody else recorded.

Outside data sets, one per file: each is read from disk as (data, meta), and changed in nothing.
"""

from tertius.studies.deu_data import DeuIssue, DeuMeta, read_deu
from tertius.studies.deu_study import DeuStudy, Scored, validate_deu

__all__ = [
    "DeuIssue",
    "DeuMeta",
    "DeuStudy",
    "Scored",
    "read_deu",
    "validate_deu",
]
