"""Cases: the nouns, reading them with every mistake named, checking them, and the gallery."""

from typing import TYPE_CHECKING

import lazy_loader

from tertius.case.actions import Change, Claim, Compare, Equilibrium, EventsTest, Move, Sweep
from tertius.case.bodies import bodies
from tertius.case.check.changes import apply_changes
from tertius.case.check.check import Checked, check_case, count_checked, open_comments, warn_case
from tertius.case.check.evidence import EVIDENCE_RULE, check_evidence
from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.entries import (
    Belief,
    Bloc,
    Body,
    Demand,
    Heard,
    Majority,
    Member,
    PartyDoubt,
    PartyFirm,
    PartyKeeps,
    PartyPatience,
    PartyPower,
    Ratifier,
    Reference,
    Talk,
)
from tertius.case.load import gallery, gallery_names, load, read_case, read_text
from tertius.case.model import Actor, Case, Comment, Cover, Event, Group, Issue, Link, Need, Source, Stance, Threat, Tie
from tertius.case.parse.quantity import Quantity, read_quantity

if TYPE_CHECKING:
    from tertius.case.edit.diff import Edit, diff_cases
    from tertius.case.tables.expert_panel import Difference, Panel, pool_tables
    from tertius.case.tables.experts import pool
    from tertius.case.tables.plain import load_table
else:  # most cases are no tables
    __getattr__, _, _ = lazy_loader.attach(
        __name__,
        submod_attrs={
            "edit.diff": ["Edit", "diff_cases"],
            "tables.expert_panel": ["Difference", "Panel", "pool_tables"],
            "tables.experts": ["pool"],
            "tables.plain": ["load_table"],
        },
    )

__all__ = [
    "EVIDENCE_RULE",
    "Actor",
    "Belief",
    "Bloc",
    "Body",
    "Case",
    "Change",
    "Checked",
    "Claim",
    "Comment",
    "Compare",
    "Cover",
    "Demand",
    "Difference",
    "Edit",
    "Equilibrium",
    "Event",
    "EventsTest",
    "Group",
    "Heard",
    "Issue",
    "Link",
    "Majority",
    "Member",
    "Move",
    "Need",
    "NumberEntry",
    "Panel",
    "PartyDoubt",
    "PartyFirm",
    "PartyKeeps",
    "PartyPatience",
    "PartyPower",
    "Quantity",
    "Ratifier",
    "Reference",
    "Source",
    "Stance",
    "Sweep",
    "Talk",
    "Threat",
    "Tie",
    "apply_changes",
    "bodies",
    "check_case",
    "check_evidence",
    "count_checked",
    "diff_cases",
    "gallery",
    "gallery_names",
    "load",
    "load_table",
    "numbers_of",
    "open_comments",
    "pool",
    "pool_tables",
    "read_case",
    "read_quantity",
    "read_text",
    "warn_case",
]
