"""Tertius puts an argument about negotiations between states to the test.

    import tertius

    case = tertius.load("korea-2019")
    settlement = tertius.settle(case)

The public names are listed below, each with the module that holds it. A name is fetched when it is first
used, so ``import tertius`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tertius.analysis.claims import claims
    from tertius.analysis.decide.decide import Decision, decide
    from tertius.analysis.leverage import leverage
    from tertius.case import (
        Case,
        Change,
        Difference,
        Edit,
        Panel,
        apply_changes,
        bodies,
        check_case,
        check_evidence,
        diff_cases,
        gallery,
        load,
        load_table,
        pool,
        pool_tables,
        read_case,
        warn_case,
    )
    from tertius.draws import draw_at, fix, uncertain_of
    from tertius.errors import CaseError, LimitError, Problem, TertiusError, UsageError
    from tertius.report import render_brief, write_brief
    from tertius.rules import (
        CONCEPTS,
        RULES,
        Settlement,
        Shortfall,
        Spread,
        Status,
        TheoryComparison,
        settle,
        settle_all,
        settle_theories,
    )
    from tertius.voting import Power, power

__version__ = "0.1.0"

__all__ = [
    "CONCEPTS",
    "RULES",
    "Case",
    "CaseError",
    "Change",
    "Decision",
    "Difference",
    "Edit",
    "LimitError",
    "Panel",
    "Power",
    "Problem",
    "Settlement",
    "Shortfall",
    "Spread",
    "Status",
    "TertiusError",
    "TheoryComparison",
    "UsageError",
    "__version__",
    "apply_changes",
    "bodies",
    "check_case",
    "check_evidence",
    "claims",
    "decide",
    "diff_cases",
    "draw_at",
    "fix",
    "gallery",
    "leverage",
    "load",
    "load_table",
    "pool",
    "pool_tables",
    "power",
    "read_case",
    "render_brief",
    "settle",
    "settle_all",
    "settle_theories",
    "uncertain_of",
    "warn_case",
    "write_brief",
]

_HOMES = {
    "Case": "tertius.case",
    "Change": "tertius.case",
    "Difference": "tertius.case",
    "Edit": "tertius.case",
    "Panel": "tertius.case",
    "apply_changes": "tertius.case",
    "bodies": "tertius.case",
    "check_case": "tertius.case",
    "check_evidence": "tertius.case",
    "diff_cases": "tertius.case",
    "gallery": "tertius.case",
    "load": "tertius.case",
    "load_table": "tertius.case",
    "pool": "tertius.case",
    "pool_tables": "tertius.case",
    "read_case": "tertius.case",
    "warn_case": "tertius.case",
    "claims": "tertius.analysis.claims",
    "Power": "tertius.voting",
    "power": "tertius.voting",
    "draw_at": "tertius.draws",
    "fix": "tertius.draws",
    "uncertain_of": "tertius.draws",
    "Decision": "tertius.analysis.decide.decide",
    "decide": "tertius.analysis.decide.decide",
    "leverage": "tertius.analysis.leverage",
    "RULES": "tertius.rules",
    "CONCEPTS": "tertius.rules",
    "Settlement": "tertius.rules",
    "Shortfall": "tertius.rules",
    "Spread": "tertius.rules",
    "Status": "tertius.rules",
    "TheoryComparison": "tertius.rules",
    "settle": "tertius.rules",
    "settle_all": "tertius.rules",
    "settle_theories": "tertius.rules",
    "render_brief": "tertius.report",
    "write_brief": "tertius.report",
    "CaseError": "tertius.errors",
    "LimitError": "tertius.errors",
    "Problem": "tertius.errors",
    "TertiusError": "tertius.errors",
    "UsageError": "tertius.errors",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tertius' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
