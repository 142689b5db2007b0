"""`renegotiate`: if a talk breaks down, every other talk is settled anew.

Each talk settles at the asymmetric Nash bargaining solution given every other, with the walk-away values

    d_i = V_i(the network settled without this talk),

by recursion over sets of talks. Extends Stole & Zwiebel (1996) and de Fontenay & Gans (2014) to several issues
without side payments; no non-cooperative foundation is claimed for the extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from tertius.case.checking import warn_case
from tertius.case.model import Case
from tertius.errors import LimitError, Problem, UsageError
from tertius.rules.account import chances_of, stands_of
from tertius.rules.commitments import commitments_of
from tertius.rules.network import Network, Numbers, Structure, network_of
from tertius.rules.renegotiate_kernel import (
    CYCLING,
    LIMIT,
    TIED,
    TOLERANCE,
    Answers,
    Outcomes,
    settle_draws,
    settle_sets,
    walk_aways,
)
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Shortfall, Status

__all__ = ["MOST_TALKS", "Renegotiate", "renegotiate", "renegotiate_draws"]

MOST_TALKS = 12
SAME = 1e-4  # settlements that differ by less, in levels or in shares of the range, are one and the same
STATED = 2  # how many of the runs are those of the rule; the others only look for further settlements


def renegotiate(network: Network) -> tuple[Outcomes, ...]:
    """Settle every set of talks of a network, from several starts.

    Args:
        network: At most 12 talks.

    Returns:
        The outcomes of all 2^T sets of talks: from the references and from the stand-alone deals, the talks taken
        in the order of the case; then the same with the talks taken in reverse.

    Raises:
        LimitError: There are more talks than can be settled exactly.
    """
    _check_size(network.talks)
    structure, numbers = network.structure, network.numbers
    forward = np.arange(len(network.talks))
    first = settle_sets(structure, numbers, numbers.reference, forward)
    alone = numbers.reference.copy()
    for talk in range(len(network.talks)):
        here = structure.issue_talk == talk
        alone[here] = first.levels[1 << talk][here]
    runs = [first, settle_sets(structure, numbers, alone, forward)]
    if len(network.talks) > 1:
        backward = forward[::-1].copy()
        runs += [settle_sets(structure, numbers, start, backward) for start in (numbers.reference, alone)]
    return tuple(runs)


def renegotiate_draws(structure: Structure, batch: Numbers, threads: int = 1) -> Answers:
    """Settle many draws, each from its references. The bits of the answer do not depend on `threads`.

    Args:
        structure: Who is where; the same for every draw.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        threads: How many draws to settle at a time.
    """
    talks, actors = structure.party.shape
    _check_size(range(talks))
    draws, issues = batch.reference.shape
    answers = Answers(
        levels=np.empty((draws, issues)),
        agreed=np.zeros(draws, np.int64),
        payoffs=np.empty((draws, actors)),
        flags=np.zeros(draws, np.int64),
        residual=np.zeros(draws),
    )
    settle_draws(structure, batch, 0, 0, answers)  # compiles once, before the threads start
    bounds = np.linspace(0, draws, 8 * max(1, threads) + 1).astype(np.int64).tolist()
    with ThreadPoolExecutor(max(1, threads)) as pool:
        parts = [pool.submit(settle_draws, structure, batch, *ends, answers) for ends in pairwise(bounds)]
        for part in parts:
            part.result()
    return answers


@final
class Renegotiate(Rule):
    """The default rule for a network of talks: the others settle anew if one breaks down."""

    key: ClassVar[str] = "renegotiate"
    title: ClassVar[str] = "the others settle anew"
    reference: ClassVar[str] = "Nash 1950; Stole & Zwiebel 1996; de Fontenay & Gans 2014"

    def settle(self, case: Case, without: tuple[str, ...] = ()) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` break down."""
        unknown = [talk for talk in without if talk not in case.talks]
        if unknown:
            raise UsageError(
                f"{case.case} has no talk {', '.join(map(repr, unknown))}: its talks are {', '.join(case.talks)}"
            )
        return _Answer(case).settlement(without)

    def settle_all(self, case: Case) -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        answer = _Answer(case)
        return answer.settlement(()), {talk: answer.settlement((talk,)) for talk in case.talks}


class _Answer:
    """The outcomes of every set of talks of one case, told in the case's own words."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.network = network_of(case)
        self.runs = renegotiate(self.network)
        self.warnings = tuple(warn_case(case))

    def settlement(self, without: tuple[str, ...]) -> Settlement:
        """The headline settlement with the talks `without` broken down, and its alternatives.

        The headline is that of the rule's own two starts, the one with more agreements if they differ. Searches
        that did not come to rest give way to those that did.
        """
        asked = self._mask([talk for talk in self.case.talks if talk not in without])
        order = sorted(
            self.runs[:STATED], key=lambda run: (not _rests(run, asked), -int(run.agreed[asked]).bit_count())
        )
        headline = order[0]
        others: list[Outcomes] = []
        for run in (*order[1:], *self.runs[STATED:]):
            if _rests(run, asked) and not any(_same(run, known, asked) for known in (headline, *others)):
                others.append(run)
        told = tuple(self._told(run, asked, without, several=True) for run in others)
        return self._told(headline, asked, without, several=bool(others), alternatives=told)

    def _told(
        self,
        outcomes: Outcomes,
        asked: int,
        without: tuple[str, ...],
        several: bool,
        alternatives: tuple[Settlement, ...] = (),
    ) -> Settlement:
        network = self.network
        structure, numbers = network.structure, network.numbers
        walk, hand = walk_aways(structure, numbers, outcomes, asked)
        points, agreed = outcomes.units, int(outcomes.agreed[asked])
        parties = {talk: structure.party[t].nonzero()[0] for t, talk in enumerate(network.talks)}
        return Settlement(
            case=self.case,
            rule=Renegotiate.key,
            settings={
                "draw": "middle",
                "without": list(without),
                "tolerance": TOLERANCE,
                "starts": ["references", "stand-alone deals"],
            },
            levels=self._levels(outcomes.levels[asked]),
            agreements=self._agreements(agreed),
            stands=self._stands(agreed),
            payoffs=_named(network.actors, outcomes.payoffs[asked] * points),
            ranges=_named(network.actors, numbers.range),
            walk_away={
                talk: {network.actors[i]: float(walk[t, i] * points[i]) for i in parties[talk]}
                for t, talk in enumerate(network.talks)
            },
            upper_hand={
                talk: {network.actors[i]: float(hand[t, i]) for i in parties[talk] if np.isfinite(hand[t, i])}
                for t, talk in enumerate(network.talks)
                if agreed >> t & 1
            },
            shortfalls=self._shortfalls(outcomes, asked),
            commitments=commitments_of(self.case, self._broken(outcomes, asked)),
            status=_status(int(outcomes.flags[asked]), several),
            residual=float(outcomes.residual[asked]),
            alternatives=alternatives,
            warnings=(*self.warnings, *_ties(outcomes, asked)),
        )

    def _mask(self, talks: Sequence[str]) -> int:
        return sum(1 << self.network.talks.index(talk) for talk in talks)

    def _agreements(self, agreed: int) -> dict[str, bool]:
        return {talk: bool(agreed >> t & 1) for t, talk in enumerate(self.network.talks)}

    def _stands(self, agreed: int) -> dict[str, float]:
        agreements, chances = self._agreements(agreed), chances_of(self.case)
        return {talk: stands_of(self.case, agreements, talk, chances) for talk in self.case.talks}

    def _levels(self, fractions: NDArray[np.float64]) -> dict[str, float]:
        """Levels on their own scales."""
        levels = {}
        for issue, fraction in zip(self.network.issues, fractions, strict=True):
            low, high = self.case.issues[issue].scale
            levels[issue] = low + (high - low) * float(fraction)
        return levels

    def _broken(self, outcomes: Outcomes, asked: int) -> dict[str, tuple[dict[str, float], dict[str, bool]]]:
        """Levels and agreements if each talk breaks down, among the talks asked for."""
        broken = {}
        for t, talk in enumerate(self.network.talks):
            mask = asked & ~(1 << t)
            agreed = int(outcomes.agreed[mask])
            broken[talk] = (self._levels(outcomes.levels[mask]), self._agreements(agreed))
        return broken

    def _shortfalls(self, outcomes: Outcomes, asked: int) -> dict[str, Shortfall]:
        """Talk by talk, in the order in which they fell out: who lacks how much."""
        shortfalls, mask = {}, asked
        while (worst := int(outcomes.worst[mask])) >= 0:
            party = int(outcomes.loser[mask])
            points = max(0.0, -float(outcomes.margin[mask])) * float(outcomes.units[party])
            shortfalls[self.network.talks[worst]] = Shortfall(self.network.actors[party], points)
            mask &= ~(1 << worst)
        return shortfalls


def _check_size(talks: Sequence[object]) -> None:
    if len(talks) > MOST_TALKS:
        found = f"{len(talks)} talks are more than 'renegotiate' settles exactly"
        advice = "merge talks between the same parties, or leave out those that matter least"
        raise LimitError([Problem(found=found, legal=f"at most {MOST_TALKS} talks", suggestion=advice)])


def _rests(outcomes: Outcomes, asked: int) -> bool:
    return not outcomes.flags[asked] & (CYCLING | LIMIT)


def _same(first: Outcomes, second: Outcomes, asked: int) -> bool:
    """Whether two runs agree on levels, agreements, payoffs and every walk-away value."""
    agreed = int(first.agreed[asked])
    if agreed != second.agreed[asked] or _apart(first.levels[asked], second.levels[asked]):
        return False
    masks = [agreed, *(agreed & ~(1 << t) for t in range(agreed.bit_length()))]
    return not any(_apart(first.payoffs[mask], second.payoffs[mask]) for mask in masks)


def _apart(first: NDArray[np.float64], second: NDArray[np.float64]) -> bool:
    return bool(np.abs(first - second).max(initial=0.0) >= SAME)


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


def _status(flags: int, several: bool) -> Status:
    if flags & CYCLING:
        return Status.CYCLING
    if flags & LIMIT:
        return Status.LIMIT
    return Status.SEVERAL if several else Status.SETTLED


def _ties(outcomes: Outcomes, asked: int) -> list[Problem]:
    """What to say if a talk with two sources of one need had two equally good answers."""
    if not outcomes.flags[asked] & TIED:
        return []
    found = "a talk with two sources of one need has another set of levels that is just as good"
    return [
        Problem(
            found=found,
            suggestion="merge the two issues, or treat the levels shown as one of several answers",
        )
    ]
