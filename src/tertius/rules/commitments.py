"""Whether a holder would carry out its link or threat once the talk has failed.

Links and threats are commitments: the settlement takes them at their stated probability. By itself a holder
carries one out only if that leaves it no worse off than letting it pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.model import Case
from tertius.rules.account import chances_of, payoff_of

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
    holder, chances = case.links[ident].holder, chances_of(case)
    falls, stands = (payoff_of(case, levels, agreements, holder, {**chances, ident: chance}) for chance in (1.0, 0.0))
    return falls - stands
