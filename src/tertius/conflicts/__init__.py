"""The graph model of conflict resolution: who can only rank writes options and an order, and learns what would last.

`read_conflict` reads a file (`reading`, `gmcr_file`) into a `Conflict` (`conflict`): states, who can move where, and
who prefers what. `graph_model` (`analysis`) works out which states are stable for whom (`stability`), which would last,
whom a coalition could tempt away from there, and how one gets there from the status quo (`paths`).
"""

from tertius.conflicts.analysis import GraphModel, graph_model
from tertius.conflicts.conflict import Conflict
from tertius.conflicts.reading import read_conflict

__all__ = ["Conflict", "GraphModel", "graph_model", "read_conflict"]
