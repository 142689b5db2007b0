"""Outside data sets, one per file: each is read from disk as (data, meta), and changed in nothing."""

from tertius.sources.deu import DeuIssue, DeuMeta, read_deu

__all__ = ["DeuIssue", "DeuMeta", "read_deu"]
