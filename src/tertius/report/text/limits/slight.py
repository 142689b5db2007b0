"""Deals that are next to nothing: every issue stands within a hundredth of its scale of where it stands without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tertius.report.text.phrases import capital, joined, percent, talk_phrase
from tertius.report.text.upper_hand import in_name_only
from tertius.rules.settlement import Settlement

if TYPE_CHECKING:
    from tertius.analysis.forecast.result import Forecast

SHOWN = 0.05
"""A share of the draws below this is not told."""


def slight_sentence(settlement: Settlement) -> str:
    """Which deals are next to nothing; empty if none is, but for those that are agreements in name only."""
    slight = [talk for talk in settlement.next_to_nothing if not in_name_only(settlement, talk)]
    if not slight:
        return ""
    names = joined([talk_phrase(settlement.case, talk) for talk in slight])
    return f"What is agreed in {names} is next to nothing: no issue moves by one percent of its scale."


def slight_share_sentences(forecast: Forecast) -> list[str]:
    """In which share of the draws each talk ends with a deal that is next to nothing, where that is not seldom."""
    return [
        f"{capital(talk_phrase(forecast.case, talk))}: in {percent(share.value)} of the draws the deal is next to "
        "nothing, for no issue moves by one percent of its scale."
        for talk, share in forecast.pooled.slight.items()
        if share.value >= SHOWN
    ]
