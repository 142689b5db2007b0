"""What the levels of one talk are worth to a party, with every other talk as settled, for many types at once.

With the talk agreed, and the demands of a set S met, the gain of a party of type d over its walk-away value is

    g(x) = constant - sum_k stake_k |x_k - p_k|^a - sum_n left_n prod_k (before_nk - cover_nk x_k).

Stakes and what the other talks leave of a need are weighted with the probability that agreements stand and that
suppliers deliver. What a deal must reach (`unless`) lest a threat or a link fires is a demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints, Numbers, Structure
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.payoffs import REACHED


@dataclass(frozen=True)
class Demand:
    """Levels that a deal of a talk must reach.

    Attributes:
        talk: The talk.
        issues: The issues.
        levels: The level of each, in [0, 1].
        more: Whether each must be at least that, not at most.
    """

    talk: int
    issues: tuple[int, ...]
    levels: tuple[float, ...]
    more: tuple[bool, ...]

    def met(self, levels: Floats) -> Flags:
        """(P,) whether levels (P, K) reach them all."""
        reached = np.ones(len(levels), np.bool_)
        for issue, level, more in zip(self.issues, self.levels, self.more, strict=True):
            short = level - levels[:, issue] if more else levels[:, issue] - level
            reached &= short <= REACHED
        return reached


@dataclass(frozen=True)
class Settled:
    """Types as a batch of draws, and what each settled at.

    Attributes:
        structure: Who is where, stand-ins and joint actors counted.
        numbers: The numbers of each type, arrays (D, ...), in the season in which it settles.
        answers: What each type settles at.
        of_threats: (H,) the demand of each threat; None if it asks for no level.
        of_links: (L,) the same of each link.
    """

    structure: Structure
    numbers: Numbers
    answers: Answers
    of_threats: tuple[Demand | None, ...]
    of_links: tuple[Demand | None, ...]

    @classmethod
    def of(cls, structure: Structure, numbers: Numbers, answers: Answers) -> Settled:
        """The types, with what is demanded at the middles and references as they have drifted until they settle."""
        drifted = np.clip(numbers.reference + answers.season[:, None] * numbers.drift, 0.0, 1.0)
        levels = numbers.demand[0]
        of_links = _demands(structure, structure.demand_link, structure.link_from, levels)
        asked = _demands(structure, structure.demand_threat, structure.threat_talk, levels)
        of_threats = tuple(asked[like] for like in structure.threat_like.tolist())
        return cls(structure, numbers._replace(reference=drifted), answers, of_threats, of_links)

    def demands(self, talk: int) -> list[Demand]:
        """What threats and links ask of a talk, each demand once."""
        every = [one for one in (*self.of_threats, *self.of_links) if one is not None and one.talk == talk]
        return list(dict.fromkeys(every))


def _demands(structure: Structure, whose: Ints, talks: Ints, levels: Floats) -> tuple[Demand | None, ...]:
    """What each link, or threat, demands of the talk that sets it off."""
    found = []
    for row, talk in enumerate(talks.tolist()):
        own = np.flatnonzero(whose == row)
        issues, more = structure.demand_issue[own].tolist(), (structure.demand_side[own] > 0).tolist()
        found.append(Demand(talk, tuple(issues), tuple(levels[own].tolist()), tuple(more)) if len(own) else None)
    return tuple(found)


@dataclass(frozen=True)
class Side:
    """The gain of one party as a function of the talk's levels: D types, n issues of the talk, N needs of the party.

    Attributes:
        curvature: a.
        constant: (D,) what it gains if nothing was lost on the levels.
        stake: (D, n) what it loses at the distance 1.
        position: (D, n) the levels that it wants.
        left: (D, N) what is left of the weight of a need by all that is not on this table.
        before: (D, N, n) what an issue leaves of a need at the low end of the scale.
        cover: (D, N, n) how much less at the high end.
    """

    curvature: float
    constant: Floats
    stake: Floats
    position: Floats
    left: Floats
    before: Floats
    cover: Floats

    def gains(self, levels: Floats) -> Floats:
        """(D, P) the gain of every type at every point (P, n)."""
        gains = np.repeat(self.constant[:, None], len(levels), axis=1)
        for k in range(levels.shape[1]):
            if self.stake[:, k].any():
                far = np.abs(levels[None, :, k] - self.position[:, k, None])
                gains -= self.stake[:, k, None] * (far * far if self.curvature == 2 else far**self.curvature)
        for n in range(self.left.shape[1]):
            open_part = self.left[:, n, None] * np.ones(len(levels))
            for k in range(levels.shape[1]):
                open_part *= self.before[:, n, k, None] - self.cover[:, n, k, None] * levels[None, :, k]
            gains -= open_part
        return gains

    def rows(self, rows: slice) -> Side:
        """The same for some of the types."""
        arrays = {field.name: getattr(self, field.name)[rows] for field in fields(self) if field.name != "curvature"}
        return Side(self.curvature, **arrays)


def side_of(settled: Settled, talk: int, actor: int, met: Sequence[Demand], rows: slice) -> Side:
    """The gain of a party in a talk that is agreed and meets these demands, for some of the types."""
    structure, answers = settled.structure, settled.answers
    numbers = Numbers(*(array[rows] for array in settled.numbers))
    here = np.flatnonzero(structure.issue_talk == talk)
    levels, a = answers.levels[rows].copy(), structure.curvature
    holds = _holds(settled, talk, actor, met, rows)
    issue_holds = np.where(structure.issue_talk >= 0, holds[:, structure.issue_talk], 0.0)
    keep = issue_holds * numbers.keep[:, actor]
    position, salience, reference = numbers.position[:, actor], numbers.salience[:, actor], numbers.reference
    lost = (1 - keep) * np.abs(reference - position) ** a  # of what is agreed elsewhere, and of deals that do not stand
    elsewhere = keep * np.abs(levels - position) ** a
    elsewhere[:, here] = 0.0
    constant = (salience * (1 - lost - elsewhere)).sum(axis=1)
    needs = np.flatnonzero(structure.need_actor == actor)
    constant += numbers.weight[:, needs].sum(axis=1) - _fired(settled, talk, actor, holds, met, rows)
    constant -= answers.walk[rows, talk, actor] * answers.units[rows, actor]
    left, before, cover = _needs(settled, talk, needs, numbers, levels, holds, actor)
    # If the deal does not stand, its issues are at their references, and so is what they leave of a need.
    at_reference = np.prod(1 - numbers.cover[:, needs][:, :, here] * reference[:, None, here], axis=2)
    constant -= ((1 - holds[:, talk, None]) * left * at_reference).sum(axis=1)
    stake = keep[:, here] * salience[:, here]
    return Side(a, constant, stake, position[:, here], holds[:, talk, None] * left, before, cover)


def _needs(
    settled: Settled, talk: int, needs: Ints, numbers: Numbers, levels: Floats, holds: Floats, actor: int
) -> tuple[Floats, Floats, Floats]:
    """What the other talks leave of the weight of each need, and what each issue of this talk leaves: before, cover."""
    structure, keeps = settled.structure, numbers.keep[:, None, actor]
    cover, reference = numbers.cover[:, needs], numbers.reference[:, None, :]
    delivered = keeps * cover
    before = 1 - (1 - keeps) * cover * reference
    agreed, failed = before - delivered * levels[:, None, :], 1 - cover * reference
    left = numbers.weight[:, needs].copy()
    left *= np.prod(failed[:, :, structure.issue_talk < 0], axis=2)
    for other in range(len(structure.solution)):
        there = structure.issue_talk == other
        if other != talk and there.any():
            stands = holds[:, other, None]
            left *= stands * agreed[:, :, there].prod(axis=2) + (1 - stands) * failed[:, :, there].prod(axis=2)
    here = structure.issue_talk == talk
    return left, before[:, :, here], delivered[:, :, here]


def _short(settled: Settled, demand: Demand | None, talk: int, met: Sequence[Demand], rows: slice) -> Flags:
    """(D,) whether an agreed deal falls short of a demand."""
    levels = settled.answers.levels[rows]
    if demand is None:
        return np.zeros(len(levels), np.bool_)
    if demand.talk == talk:
        return np.full(len(levels), demand not in met)
    short: Flags = ~demand.met(levels)
    return short


def _agreed(settled: Settled, talk: int, rows: slice) -> Flags:
    """(D, T) whether each talk is agreed, this one in any case."""
    agreed: Flags = (settled.answers.agreed[rows, None] >> np.arange(len(settled.structure.solution))) & 1 == 1
    agreed[:, talk] = True
    return agreed


def _goes_on(settled: Settled, rows: slice) -> Flags:
    """(D, T) whether each talk could go on in a later season: without a deal it has not failed yet."""
    later: Flags = settled.structure.deadline > settled.answers.season[rows, None]
    return later


def _holds(settled: Settled, talk: int, actor: int, met: Sequence[Demand], rows: slice) -> Floats:
    """(D, T) the probability that the agreement of each talk stands, as the actor sees the links, this one agreed."""
    structure, agreed = settled.structure, _agreed(settled, talk, rows)
    occurs = _occurs(settled, talk, rows)
    holds: Floats = agreed * occurs
    goes_on = _goes_on(settled, rows)
    chance = settled.numbers.link[rows].copy()
    for doubt in np.flatnonzero(structure.doubt_actor == actor):
        chance[:, structure.doubt_link[doubt]] = settled.numbers.doubt[rows, doubt]
    for link, (cause, falls) in enumerate(zip(structure.link_from, structure.link_to, strict=True)):
        fires = (~agreed[:, cause] & ~goes_on[:, cause]) | _short(settled, settled.of_links[link], talk, met, rows)
        holds[:, falls] *= 1 - fires * occurs[:, cause] * chance[:, link]
    return holds


def _occurs(settled: Settled, talk: int, rows: slice) -> Floats:
    """(D, T) the probability that each talk takes place; this one does."""
    occurs = settled.numbers.occurs[rows].copy()
    occurs[:, talk] = 1.0
    return occurs


def _fired(settled: Settled, talk: int, actor: int, holds: Floats, met: Sequence[Demand], rows: slice) -> Floats:
    """(D,) what threats are expected to take from the actor."""
    structure, numbers = settled.structure, settled.numbers
    taken, goes_on = np.zeros(len(holds)), _goes_on(settled, rows)
    waiting, occurs = goes_on & ~_agreed(settled, talk, rows), _occurs(settled, talk, rows)
    for h, cause in enumerate(structure.threat_talk):
        damage = numbers.damage[rows, h] * (structure.threat_target[h] == actor)
        loss = damage + numbers.cost[rows, h] * (structure.threat_holder[h] == actor)
        stilled = holds[:, cause] * ~_short(settled, settled.of_threats[h], talk, met, rows)
        taken += numbers.strike[rows, h] * loss * (occurs[:, cause] - stilled) * ~waiting[:, cause]
    return taken
