"""Whether a holder would carry out its link or threat once the talk has failed.

Links and threats are commitments: the settlement takes them at their stated probability. By itself a holder
carries one out only if that leaves it no worse off than letting it pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.model import Case, Link
from tertius.rules.account import payoff_of

__all__ = ["commitments_of"]

Standing = tuple[Mapping[str, float], Mapping[str, bool]]
"""Levels by issue, and agreements by talk."""


def commitments_of(case: Case, broken: Mapping[str, Standing]) -> dict[str, float]:
    """What carrying out each link and threat would bring its holder, in its points; below zero: not credible.

    Args:
        case: The case.
        broken: For each talk, the levels and agreements if it breaks down and the others have settled anew.
    """
    links = {ident: _worth_of_link(case, ident, *broken[link.if_fails]) for ident, link in case.links.items()}
    return links | {ident: 0.0 - threat.cost.middle for ident, threat in case.threats.items()}


def _worth_of_link(case: Case, ident: str, levels: Mapping[str, float], agreements: Mapping[str, bool]) -> float:
    """V_holder if the linked talk falls for certain, less V_holder if the link is let go."""
    link = case.links[ident]
    falls, stands = (_with_link(case, ident, link, chance) for chance in ("100%", "0%"))
    return payoff_of(falls, levels, agreements, link.holder) - payoff_of(stands, levels, agreements, link.holder)


def _with_link(case: Case, ident: str, link: Link, chance: str) -> Case:
    changed = Link.model_validate({**link.model_dump(), "probability": chance})
    return case.model_copy(update={"links": {**case.links, ident: changed}})
