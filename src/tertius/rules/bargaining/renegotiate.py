"""`renegotiate`: if a talk breaks down, every other talk is settled anew.

Each talk settles at the asymmetric Nash bargaining solution given every other, with the walk-away values

    d_i = V_i(the network settled without this talk),

by recursion over sets of talks. Extends Stole & Zwiebel (1996) and de Fontenay & Gans (2014) to several issues
without side payments; no non-cooperative foundation is claimed for the extension.
"""

from __future__ import annotations

from dataclasses import replace
from typing import final

import numpy as np

from tertius.rules.arrays import Floats, Network, Numbers, Structure
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT, RENEGOTIATE
from tertius.rules.bargaining.many import settle_batches
from tertius.rules.bargaining.network_rule import NetworkRule, check_partings, check_size
from tertius.rules.bargaining.perceived import bargaining_network
from tertius.rules.bargaining.solution import SAME, Solution, distinct, of_actors
from tertius.rules.bargaining.workspace import Answers, Outcomes, settle_sets, walk_aways

MOST_TALKS = 12
"""So many talks have 4,096 sets, each of which is settled."""

MOST_PARTED = 15
"""Talks and the ways in which parties leave them: few of the sets that these bits name are ones that can be."""


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
    _check_size(network.structure)
    structure, numbers = network.structure, network.numbers
    full = (1 << len(network.talks)) - 1
    first = settle_sets(structure, numbers, numbers.reference, False, full)
    alone = numbers.reference.copy()
    for talk in range(len(network.talks)):
        here = structure.issue_talk == talk
        alone[here] = first.levels[1 << talk][here]
    runs = [first, settle_sets(structure, numbers, alone, False, full)]
    if len(network.talks) > 1:
        runs += [settle_sets(structure, numbers, start, True, full) for start in (numbers.reference, alone)]
    return tuple(runs)


def renegotiate_draws(
    structure: Structure,
    batch: Numbers,
    threads: int = 1,
    hands: bool = False,
    asked: int | None = None,
    start: Floats | None = None,
) -> Answers:
    """Settle many draws, each from its references. The bits of the answer do not depend on `threads`.

    Args:
        structure: Who is where; the same for every draw.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        threads: How many draws to settle at a time.
        hands: Whether upper hands are wanted.
        asked: Mask of the talks that may be agreed; the others are made to fail. All of them if left out.
        start: (K,) the levels at which each search starts; its references if left out.
    """
    _check_size(structure)
    return settle_batches(RENEGOTIATE, structure, batch, asked, threads, hands, start)


@final
class Renegotiate(NetworkRule):
    """The default rule for a network of talks: the others settle anew if one breaks down."""

    key: str = "renegotiate"
    title: str = "if a talk breaks down, the others settle anew"
    reference: str = "Nash 1950; Stole & Zwiebel 1996; de Fontenay & Gans 2014"

    def search(self, network: Network, asked: int) -> list[Solution]:
        """The settlements of a set of talks."""
        return self._search(network, [asked])[0]

    def search_from(self, network: Network, asked: int, start: Floats) -> Solution:
        """The settlement of a set of talks to which a search from these levels leads."""
        _check_size(network.structure)
        whole = bargaining_network(network)
        return solution_of(whole, settle_sets(whole.structure, whole.numbers, start, False, asked), asked)

    def search_all(self, network: Network) -> tuple[list[Solution], list[list[Solution]]]:
        """The settlements of all talks, and of those that are left if one breaks down: the same search finds both."""
        every = (1 << len(network.talks)) - 1
        known, *broken = self._search(network, [every, *(every & ~(1 << t) for t in range(len(network.talks)))])
        return known, broken

    def _search(self, network: Network, sets: list[int]) -> list[list[Solution]]:
        """The settlements of several sets of talks."""
        whole = bargaining_network(network)
        runs, found = renegotiate(whole), []
        for asked in sets:
            known = distinct(
                [solution_of(whole, run, asked) for run in runs]
                + [other for run in runs for other in others_of(whole, run, asked)]
            )
            found.append([of_actors(network, _with_open(whole, one, runs, asked)) for one in known])
        return found

    def settle_draws(
        self,
        structure: Structure,
        batch: Numbers,
        asked: int,
        threads: int,
        hands: bool,
        start: Floats | None = None,
    ) -> Answers:
        """Settle many draws, each from its references or from one start for all."""
        return renegotiate_draws(structure, batch, threads, hands, asked, start)


def solution_of(network: Network, outcomes: Outcomes, asked: int, rest: int | None = None) -> Solution:
    """The outcome of the set of talks `asked`, or with only those of `rest` still on the table."""
    rest = asked if rest is None else rest
    walk, hand, made = walk_aways(network.structure, network.numbers, outcomes, asked, rest)
    broken = [asked & ~(1 << t) for t in range(len(network.talks))]
    fallen = sorted((int(turn), t) for t, turn in enumerate(outcomes.fell[rest]) if turn >= 0)
    several = [int(mask) for mask in np.flatnonzero(outcomes.others) if mask & ~asked == 0 and mask != asked]
    return Solution(
        levels=outcomes.levels[rest],
        agreed=int(outcomes.agreed[rest]),
        payoffs=outcomes.payoffs[rest],
        walk=walk,
        hand=hand,
        if_made=made,
        units=outcomes.units,
        flags=int(outcomes.flags[asked]),
        residual=float(outcomes.residual[asked]),
        shortfalls=tuple((t, int(outcomes.loser[rest, t]), float(outcomes.margin[rest, t])) for _, t in fallen),
        broken=tuple((outcomes.levels[mask], int(outcomes.agreed[mask])) for mask in broken),
        parted=int(outcomes.parted[rest]),
        several=tuple(asked & ~mask for mask in several if not any(mask & other == mask != other for other in several)),
    )


def _with_open(network: Network, known: Solution, runs: tuple[Outcomes, ...], asked: int) -> Solution:
    """The solution, told without which talks the others settle elsewhere from another start.

    To the starts of the runs comes the solution itself: what the breakdown of a talk brings is a difference from it.
    """
    followed = settle_sets(network.structure, network.numbers, known.levels, False, asked)
    several = set(known.several)
    for t, (levels, agreed) in enumerate(known.broken):
        mask = asked & ~(1 << t)
        for run in (*runs, followed) if mask != asked else ():
            rests = not run.flags[mask] & (CYCLING | LIMIT)
            moved = np.abs(run.levels[mask] - levels).max(initial=0.0) >= SAME
            if rests and (moved or int(run.agreed[mask]) != agreed):
                several.add(1 << t)
    return replace(known, several=tuple(sorted(several)))


def others_of(network: Network, outcomes: Outcomes, asked: int) -> list[Solution]:
    """The other settlements of a set in which talks are in each other's way: another of them is off the table."""
    talks = [t for t in range(len(network.talks)) if int(outcomes.others[asked]) >> t & 1]
    return [solution_of(network, outcomes, asked, asked & ~(1 << t)) for t in talks]


def _check_size(structure: Structure) -> None:
    advice = "merge talks between the same parties, or leave out those that matter least"
    check_size(len(structure.party), MOST_TALKS, "'renegotiate' settles exactly", advice)
    check_partings(structure, MOST_PARTED, "'renegotiate' settles exactly")
