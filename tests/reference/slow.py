"""The settlement of a network of talks, worked out slowly and plainly, word by word from the theory.

Everything here favours being obviously right over being fast: each talk is searched with a zooming grid over
all its issues, and walk-away values come from a full recursion over the sets of talks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Network

from .payoffs import payoffs_at, units_of
from .talk import NO_LOSS, product_and_rest, settle_talk, upper_hand_in

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STARTS = ("reference", "alone", "bottom", "top")
AT_REST = 1e-9
ALMOST_AT_REST = 1e-7
HARDLY = 1e-5
PATIENCE = 30
MOST_SWEEPS = 200
LEAST_GAIN = 1e-8
SAME_GAIN = 1e-11
UNWANTED = 1e-6
LOSING = 1e-5


@dataclass(frozen=True)
class SlowSettlement:
    """Where each talk of a network settles, or that it fails.

    Attributes:
        levels: (K,) level of each issue, as a fraction.
        agreed: (T,) whether the talk ends in agreement.
        payoffs: (I,) expected payoff of each actor, in its points.
        walk_away: (T, I) payoff if the talk breaks down; the payoff itself for a talk made to break down; nan for
            others than parties.
        upper_hand: (T, I) share of the way from the walk-away value to the best in the zone; nan for failed
            talks and for parties outside the product.
        converged: Whether every set of talks that it rests on came to rest.
        margin: The gain, or loss, on which the closest of all verdicts on the way hangs, as a share of R_i;
            talks in which there is exactly nothing to gain do not count.
        gap: The smallest distance between the worst talk and the next worst failing one of any set that
            fails, as a share of R_i; infinite if at most one talk failed in each.
        slack: Whether some talk on the way leaves a party outside the product exactly at the edge of what
            counts as not losing.
        open: Whether talks are in each other's way in some set, so that it has several settlements.
        sets: How many sets of talks were settled.
        sweeps: The most rounds over the talks that a set took to come to rest.
    """

    levels: Floats
    agreed: Flags
    payoffs: Floats
    walk_away: Floats
    upper_hand: Floats
    converged: bool
    margin: float
    gap: float
    slack: bool
    open: bool
    sets: int
    sweeps: int


@dataclass(frozen=True)
class _Outcome:
    """What a set of talks comes to: the talks that hold, and what they rest on."""

    talks: frozenset[int]
    levels: Floats
    payoffs: Floats
    walk_away: dict[int, Floats]
    converged: bool


def settle_slowly(
    network: Network, failed: frozenset[int] = frozenset(), start: str | Floats = "reference"
) -> SlowSettlement:
    """Settle the network by the rule `renegotiate`.

    Args:
        network: The network; at most one source of each need per talk.
        failed: Rows of the talks made to break down; their links and threats fire.
        start: Where each set of talks starts: at the references ("reference"), at the stand-alone deals
            ("alone"), with every issue of a talk at the "bottom" or the "top" of its scale, or at these levels (K,).
    """
    if isinstance(start, str) and start not in STARTS:
        raise ValueError(f"start {start!r}: choose one of {', '.join(STARTS)}")
    _check_sources(network)
    search = _Search(network, start)
    everyone = frozenset(range(len(network.talks))) - frozenset(failed)
    outcome = search.outcome_of(everyone)
    agreed = _flags(network, outcome.talks)
    walk_away = np.full((len(network.talks), len(network.actors)), np.nan)
    upper_hand = np.full_like(walk_away, np.nan)
    for t in range(len(network.talks)):
        party = network.structure.party[t]
        walk_away[t, party] = outcome.walk_away.get(t, outcome.payoffs)[party]
    gains = (outcome.payoffs - walk_away) / units_of(network)
    for t in outcome.talks:
        if np.nanmin(gains[t]) < -LOSING:
            continue  # somebody would be better off without it
        upper_hand[t] = upper_hand_in(network, t, outcome.levels, agreed, outcome.walk_away[t])
    return SlowSettlement(
        levels=outcome.levels,
        agreed=agreed,
        payoffs=outcome.payoffs,
        walk_away=walk_away,
        upper_hand=upper_hand,
        converged=outcome.converged,
        margin=search.margin,
        gap=search.gap,
        slack=search.slack,
        open=search.open,
        sets=len(search.known),
        sweeps=search.sweeps,
    )


def settle_from_both_starts(
    network: Network, failed: frozenset[int] = frozenset(), tolerance: float = 1e-5
) -> tuple[SlowSettlement, bool]:
    """The settlement with the most agreements of the two starts, and whether the two are the same.

    A tie in the number of agreements goes to the start from the references.
    """
    first, second = (settle_slowly(network, failed, start) for start in ("reference", "alone"))
    return (second if second.agreed.sum() > first.agreed.sum() else first), _same(first, second, tolerance)


def others_found_from(network: Network, settled: SlowSettlement, levels: Floats, tolerance: float = 1e-5) -> bool:
    """Whether the search ends at another settlement than `settled` if every set of talks starts at these levels."""
    return not _same(settled, settle_slowly(network, start=levels), tolerance)


def _same(first: SlowSettlement, second: SlowSettlement, tolerance: float) -> bool:
    return bool(np.all(first.agreed == second.agreed)) and bool(
        np.allclose(first.levels, second.levels, rtol=0, atol=tolerance)
    )


def _check_sources(network: Network) -> None:
    for t in range(len(network.talks)):
        if np.any((network.numbers.cover[:, network.structure.issue_talk == t] > 0).sum(axis=1) > 1):
            raise ValueError(f"talk {network.talks[t]!r} has two sources of one need: not for this reference")


def _flags(network: Network, talks: frozenset[int]) -> Flags:
    return np.array([t in talks for t in range(len(network.talks))], dtype=np.bool_)


class _Search:
    """The recursion over sets of talks, with what it has already found out."""

    def __init__(self, network: Network, start: str | Floats) -> None:
        self.network = network
        self.start = start
        self.known: dict[frozenset[int], _Outcome] = {}
        self.margin = np.inf
        self.gap = np.inf
        self.slack = False
        self.open = False
        self.trail: list[Floats] = []
        self.sweeps = 0

    def outcome_of(self, talks: frozenset[int]) -> _Outcome:
        """What the set of talks comes to when every other talk has failed."""
        if talks not in self.known:
            self.known[talks] = self._settle(talks) if talks else self._nothing()
        return self.known[talks]

    def _nothing(self) -> _Outcome:
        levels = self.network.numbers.reference.copy()
        payoffs = payoffs_at(self.network, levels, _flags(self.network, frozenset()))
        return _Outcome(frozenset(), levels, payoffs, {}, converged=True)

    def _settle(self, talks: frozenset[int]) -> _Outcome:
        """The worst talk without a zone is left without agreement, and comes back if another breaks down."""
        without = {t: self.outcome_of(talks - {t}) for t in sorted(talks)}
        walk_away = {t: outcome.payoffs for t, outcome in without.items()}
        converged = all(outcome.converged for outcome in without.values())
        left, fallen = talks, []
        while True:
            levels, at_rest = self._levels_at_rest(left, walk_away)
            converged = converged and at_rest
            agreed = _flags(self.network, left)
            payoffs = payoffs_at(self.network, levels, agreed)
            failing = self._failing(left, levels, walk_away)
            if not failing:
                break
            fallen.append(min(failing, key=lambda t: (failing[t], t)))
            left = left - {fallen[-1]}
        for t in fallen:
            if self._is_unwanted(t, walk_away[t] - payoffs):
                self.open = True
                return replace(without[t], walk_away=walk_away, converged=converged)
        return _Outcome(left, levels, payoffs, walk_away, converged)

    def _is_unwanted(self, talk: int, changes: Floats) -> bool:
        """Whether no party of a talk would lose, and one would gain, if it were off the table for good."""
        party = self.network.structure.party[talk]
        shares = (changes / units_of(self.network))[party]
        self.margin = min(self.margin, float(np.min(np.abs(np.abs(shares) - UNWANTED))))
        return bool(shares.max() > UNWANTED and shares.min() >= -UNWANTED)

    def _failing(self, talks: frozenset[int], levels: Floats, walk_away: dict[int, Floats]) -> dict[int, float]:
        """The talks in which somebody gains too little, with the smallest gain / R_i."""
        failing = {}
        agreed = _flags(self.network, talks)
        payoffs = payoffs_at(self.network, levels, agreed)
        for t in sorted(talks):
            gains = (payoffs - walk_away[t]) / units_of(self.network)
            product, rest = product_and_rest(self.network, t, levels, agreed)
            inside, outside = gains[product], gains[rest]
            self._note_margins(inside, outside)
            if np.any(inside <= LEAST_GAIN) or np.any(outside < -1.01 * NO_LOSS):
                failing[t] = float(min(np.min(inside, initial=np.inf), np.min(outside, initial=np.inf)))
        if len(failing) > 1:
            lowest, second = sorted(failing.values())[:2]
            self.gap = min(self.gap, second - lowest)
        return failing

    def _note_margins(self, inside: Floats, outside: Floats) -> None:
        """How close the verdict on a talk is; exactly nothing to gain, at the references, does not count as close."""
        gains = np.append(outside[np.abs(outside + NO_LOSS) > 0.01 * NO_LOSS], inside.min() if len(inside) else [])
        gains = np.abs(gains[np.abs(gains) > SAME_GAIN])
        self.margin = min(self.margin, float(np.min(gains, initial=np.inf)))
        self.slack = self.slack or bool(np.any(np.abs(outside + NO_LOSS) <= 0.01 * NO_LOSS))

    def _levels_at_rest(self, talks: frozenset[int], walk_away: dict[int, Floats]) -> tuple[Floats, bool]:
        """Settle talk by talk until no level moves; every talk stays in meanwhile."""
        network = self.network
        agreed = _flags(network, talks)
        levels = self._first_levels(talks)
        moved, quick = np.inf, False
        self.trail = []
        for sweep in range(1, MOST_SWEEPS + 1):
            before = levels.copy()
            for t in sorted(talks):
                levels = settle_talk(network, t, levels, agreed, walk_away[t], quick=quick)
            moved = float(np.max(np.abs(levels - before), initial=0.0))
            self.sweeps = max(self.sweeps, sweep)
            if len(talks) == 1:  # a second look would only repeat the first
                return levels, True
            at_rest = moved <= (AT_REST if sweep < PATIENCE else ALMOST_AT_REST) or (
                moved <= HARDLY and self._feel_alike(before, levels, agreed)
            )
            if at_rest and not quick:
                return levels, True
            if self._cycles(levels, moved):
                return levels, False
            quick = not at_rest  # the last round is always one on the grid
        return levels, moved <= ALMOST_AT_REST

    def _cycles(self, levels: Floats, moved: float) -> bool:
        """Whether the levels, still moving, are where they were a few rounds ago."""
        came_back = any(np.max(np.abs(levels - before)) <= AT_REST for before in self.trail[-8:-1])
        self.trail.append(levels)
        return came_back and moved > HARDLY

    def _feel_alike(self, before: Floats, after: Floats, agreed: Flags) -> bool:
        """Whether nobody's payoff tells the levels apart: a cubic loss is that flat around a shared wish."""
        moved = payoffs_at(self.network, after, agreed) - payoffs_at(self.network, before, agreed)
        return bool(np.all(np.abs(moved) <= 1e-12 * units_of(self.network)))

    def _first_levels(self, talks: frozenset[int]) -> Floats:
        levels = self.network.numbers.reference.copy()
        if not isinstance(self.start, str):
            here = np.isin(self.network.structure.issue_talk, list(talks))
            return np.where(here, self.start, levels)
        if self.start == "reference" or (self.start == "alone" and len(talks) == 1):
            return levels
        for t in talks:
            here = self.network.structure.issue_talk == t
            if self.start == "alone":
                levels[here] = self.outcome_of(frozenset({t})).levels[here]
            else:
                levels[here] = 1.0 if self.start == "top" else 0.0
        return levels
