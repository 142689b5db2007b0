"""Telling a settlement that was found in arrays in the case's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.check.check import warn_case
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import Problem, UsageError
from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.fixed_point import CYCLING, LIMIT, TIED, TOLERANCE
from tertius.rules.bargaining.perceived import first_of, told_apart
from tertius.rules.payoffs import chances_of, commitments_of, stands_of
from tertius.rules.settlement import Settlement, Shortfall, Status

SAME = 1e-4  # settlements that differ by less, in levels or in shares of the range, are one and the same


Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """One settlement of a network, as a rule found it.

    Attributes:
        levels: (K,) levels, in [0, 1].
        agreed: Mask of the talks in agreement.
        payoffs: (I,) payoffs, in units of each actor.
        walk: (T, I) payoffs if each talk breaks down, in units of each actor.
        hand: (T, I) upper hands; nan where there is none.
        units: (I,) the points of one unit of each actor.
        flags: CYCLING, LIMIT and TIED bits.
        residual: Largest move of a level in the last round.
        shortfalls: (talk, party, smallest gain in units) of the talks that lack a zone, as they fell out.
        broken: For each talk the levels and the mask of agreements if it breaks down.
    """

    levels: Floats
    agreed: int
    payoffs: Floats
    walk: Floats
    hand: Floats
    units: Floats
    flags: int
    residual: float
    shortfalls: tuple[tuple[int, int, float], ...]
    broken: tuple[tuple[Floats, int], ...]


def check_talks(case: Case, without: tuple[str, ...]) -> None:
    """Every talk named exists; the `UsageError` lists all that do not."""
    mistakes = []
    for name in without:
        if name not in case.talks:
            hint = closest(name, case.talks) or f"the talks are {', '.join(case.talks) or 'none'}"
            mistakes.append(f"{case.case} has no talk '{name}': {hint}")
    if mistakes:
        raise UsageError("\n".join(mistakes))


def mask_of(network: Network, talks: Sequence[str]) -> int:
    """The bit mask of a set of talks."""
    return sum(1 << network.talks.index(talk) for talk in talks)


def rests(found: Solution) -> bool:
    """Whether the search came to rest."""
    return not found.flags & (CYCLING | LIMIT)


def distinct(runs: Sequence[Solution], stated: int) -> list[Solution]:
    """The headline of several runs of one rule, and the further settlements among them.

    The headline is that of the first `stated` runs with the most agreements. Searches that did not come to rest
    give way to those that did, and are no further settlement.
    """
    order = sorted(runs[:stated], key=lambda run: (not rests(run), -run.agreed.bit_count()))
    known = [order[0]]
    for run in (*order[1:], *runs[stated:]):
        if rests(run) and not any(_same(run, other) for other in known):
            known.append(run)
    return known


def found_apart(network: Network, found: Solution) -> Solution:
    """A settlement found with stand-ins and joint actors, told of the actors of the network.

    What a joint party lacks is told of its first member at the table, at the same share of its own range.
    """
    structure = network.structure
    actors = structure.party.shape[1]
    if len(found.payoffs) == actors:
        return found
    return replace(
        found,
        payoffs=found.payoffs[:actors],
        walk=found.walk[:, :actors],
        hand=told_apart(structure, found.hand),
        units=found.units[:actors],
        shortfalls=tuple((t, first_of(structure, t, party), margin) for t, party, margin in found.shortfalls),
    )


def to_settlement(
    case: Case, network: Network, rule: str, known: Sequence[Solution], without: Sequence[str]
) -> Settlement:
    """The headline, the first of `known`, as a `Settlement` with the others as its alternatives."""
    starts = ["references", "stand-alone deals"]
    settings = {
        "draw": "middle",
        "without": list(without),
        "solution": network.solution,
        "solutions": {name: talk.rule or talk.solution or network.solution for name, talk in case.talks.items()},
        "tolerance": TOLERANCE,
        "starts": starts,
    }
    teller = _Teller(case, network, rule, settings)
    several = len(known) > 1
    others = tuple(teller.told(found, several) for found in known[1:])
    return teller.told(known[0], several, others)


class _Teller:
    def __init__(self, case: Case, network: Network, rule: str, settings: dict[str, Any]) -> None:
        self.case, self.network, self.rule, self.settings = case, network, rule, settings
        self.chances = chances_of(case)
        self.warnings = tuple(warn_case(case))

    def told(self, found: Solution, several: bool, alternatives: tuple[Settlement, ...] = ()) -> Settlement:
        actors, talks, points = self.network.actors, self.network.talks, found.units
        parties = {talk: [actors.index(party) for party in self.case.talks[talk].parties] for talk in talks}
        agreements = self._agreements(found.agreed)
        return Settlement(
            case=self.case,
            rule=self.rule,
            settings=self.settings,
            levels=self._levels(found.levels),
            agreements=agreements,
            stands={talk: stands_of(self.case, agreements, talk, self.chances) for talk in self.case.talks},
            payoffs=_named(actors, (found.payoffs * points)[: len(actors)]),
            ranges=_named(actors, self.network.numbers.range[: len(actors)]),
            walk_away={
                talk: {actors[i]: float(found.walk[t, i] * points[i]) for i in parties[talk]}
                for t, talk in enumerate(talks)
            },
            upper_hand={
                talk: {actors[i]: float(found.hand[t, i]) for i in parties[talk] if np.isfinite(found.hand[t, i])}
                for t, talk in enumerate(talks)
                if agreements[talk]
            },
            shortfalls={
                talks[t]: Shortfall(actors[party], max(0.0, -margin) * float(points[party]))
                for t, party, margin in found.shortfalls
            },
            commitments=commitments_of(
                self.case,
                {
                    talk: (self._levels(levels), self._agreements(agreed))
                    for talk, (levels, agreed) in zip(talks, found.broken, strict=True)
                },
            ),
            status=_status(found.flags, several),
            residual=found.residual,
            alternatives=alternatives,
            warnings=(*self.warnings, *_ties(found)),
        )

    def _agreements(self, agreed: int) -> dict[str, bool]:
        return {talk: bool(agreed >> t & 1) for t, talk in enumerate(self.network.talks)}

    def _levels(self, fractions: Floats) -> dict[str, float]:
        """Levels on their own scales."""
        levels = {}
        for issue, fraction in zip(self.network.issues, fractions, strict=True):
            low, high = self.case.issues[issue].scale
            levels[issue] = low + (high - low) * float(fraction)
        return levels


def _same(first: Solution, second: Solution) -> bool:
    """Whether two runs agree on levels, agreements, payoffs and every walk-away value."""
    apart = first.agreed != second.agreed or _apart(first.levels, second.levels)
    return not (apart or _apart(first.payoffs, second.payoffs) or _apart(first.walk, second.walk))


def _apart(first: Floats, second: Floats) -> bool:
    return bool(np.abs(first - second).max(initial=0.0) >= SAME)


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _status(flags: int, several: bool) -> Status:
    if flags & CYCLING:
        return Status.CYCLING
    if flags & LIMIT:
        return Status.LIMIT
    return Status.SEVERAL if several else Status.SETTLED


def _ties(found: Solution) -> list[Problem]:
    """What to say if a talk with two sources of one need had two equally good answers."""
    if not found.flags & TIED:
        return []
    return [
        Problem(
            found="a talk with two sources of one need has another set of levels that is just as good",
            suggestion="merge the two issues, or treat the levels shown as one of several answers",
        )
    ]
