"""A case file keeps its face when the case changes: what differs is written at its place, all else stays as it is.

`rewrite` is the door. Files are edited as text, cell by cell or value by value, and what was written is read again;
where that does not give the case back, the file is written anew.
"""

from tertius.case.rewriting.rewrite import rewrite

__all__ = ["rewrite"]
