"""Who gives way on an issue: the share of the way from an actor's own position toward the other side's."""

from __future__ import annotations

from dataclasses import dataclass

from tertius.case.model import Case
from tertius.rules.settlement import Settlement

__all__ = ["CONCESSION", "Concession", "Want", "concession_of", "wants_of"]

CONCESSION = (
    "how far an outcome lies from an actor’s own position, as a share of the way from there to the position "
    "of the other side, or of the farthest of several."
)
"""The definition, to go on with after the word itself."""


@dataclass(frozen=True)
class Want:
    """The level an actor wants most on an issue.

    Attributes:
        level: On the issue's own scale.
        stated: True for a stance; False for an actor that only needs what the issue supplies, the more the
            better, and whose position is therefore the top of the scale.
    """

    level: float
    stated: bool


@dataclass(frozen=True)
class Concession:
    """How far a party has come from its own position.

    Attributes:
        toward: The party toward whose position it came: of those on that side, the one farthest away; None if
            no other party stands on the side to which the outcome moved.
        share: Share of the way to that position: 0 nothing, 1 all the way, above 1 past it.
    """

    toward: str | None
    share: float


def wants_of(case: Case, issue: str) -> dict[str, Want]:
    """What every actor wants on an issue, in the order of the case; no entry for actors without a stake."""
    scale = case.issues[issue].scale
    wants = {}
    for actor in case.actors:
        stance = case.stances.get(actor, {}).get(issue)
        if stance is not None:
            wants[actor] = Want(stance.position.on(scale).middle, stated=True)
        elif any(need.actor == actor and issue in need.covered_by for need in case.needs.values()):
            wants[actor] = Want(scale[1], stated=False)
    return wants


def concession_of(settlement: Settlement, issue: str, party: str) -> Concession:
    """How far a party with a position has come on an issue of its talk."""
    case = settlement.case
    talk = case.talk_of(issue)
    parties = () if talk is None else case.talks[talk].parties
    wants = {name: want.level for name, want in wants_of(case, issue).items() if name in parties}
    own, level = wants[party], settlement.levels[issue]
    low, high = case.issues[issue].scale
    if abs(level - own) <= 1e-6 * (high - low):
        return Concession(None, 0.0)
    ahead = {name: at for name, at in wants.items() if (at - own) * (level - own) > 0}
    if not ahead:
        return Concession(None, 0.0)
    toward = max(ahead, key=lambda name: abs(ahead[name] - own))
    return Concession(toward, (level - own) / (ahead[toward] - own))
