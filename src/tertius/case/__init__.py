"""Cases: the nouns, reading them with every mistake named, checking them, and the gallery."""

from tertius.case.changes import apply_changes
from tertius.case.checking import Checked, check_case, count_checked, warn_case
from tertius.case.edits import Edit, find_edits
from tertius.case.evidence import EVIDENCE_RULE, NumberEntry, check_evidence, numbers_of
from tertius.case.gallery import gallery, gallery_names, load
from tertius.case.model import (
    Actor,
    Bloc,
    Body,
    Case,
    Change,
    Claim,
    Compare,
    Cover,
    Equilibrium,
    Event,
    EventsTest,
    Group,
    Issue,
    Link,
    Majority,
    Member,
    Move,
    Need,
    PartyPower,
    Reference,
    Source,
    Stance,
    Sweep,
    Talk,
    Threat,
)
from tertius.case.panel import Difference, Panel, pool_tables
from tertius.case.plain import load_table
from tertius.case.pooling import pool
from tertius.case.quantity import Quantity, read_quantity
from tertius.case.reading import read_case, read_text
from tertius.case.shipped import bodies

__all__ = [
    "EVIDENCE_RULE",
    "Actor",
    "Bloc",
    "Body",
    "Case",
    "Change",
    "Checked",
    "Claim",
    "Compare",
    "Cover",
    "Difference",
    "Edit",
    "Equilibrium",
    "Event",
    "EventsTest",
    "Group",
    "Issue",
    "Link",
    "Majority",
    "Member",
    "Move",
    "Need",
    "NumberEntry",
    "Panel",
    "PartyPower",
    "Quantity",
    "Reference",
    "Source",
    "Stance",
    "Sweep",
    "Talk",
    "Threat",
    "apply_changes",
    "bodies",
    "check_case",
    "check_evidence",
    "count_checked",
    "find_edits",
    "gallery",
    "gallery_names",
    "load",
    "load_table",
    "numbers_of",
    "pool",
    "pool_tables",
    "read_case",
    "read_quantity",
    "read_text",
    "warn_case",
]
