"""Where each talk settles or why it fails, while somebody types."""

from __future__ import annotations

from typing import Any

from tertius.case.model import Case
from tertius.report.text.settlement import settlement_sentences
from tertius.rules import settle


def warm(case: Case | None, asked: dict[str, Any], told: Any) -> Any:
    """Loads what is compiled, so that the first answer is as quick as the others."""
    from tertius.case.load import read_gallery_case

    settle(read_gallery_case("two-patrons"))
    return True


def answer(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The settlement with every number at its middle, in sentences."""
    settlement = settle(case)
    return {"status": settlement.status.value, "sentences": list(settlement_sentences(settlement))}
