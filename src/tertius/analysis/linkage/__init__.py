"""Linkage: who gains if talks are joined.

tertius.linkage(case)
"""

from tertius.analysis.linkage.linkage import Linkage, Table, linkage
from tertius.analysis.linkage.logrolling import logrolling_potential

__all__ = ["Linkage", "Table", "linkage", "logrolling_potential"]
