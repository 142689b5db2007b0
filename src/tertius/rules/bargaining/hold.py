"""`hold`: if a talk breaks down, every other agreement stays as it is (Nash-in-Nash).

Each talk settles at the asymmetric Nash bargaining solution given every other, with the walk-away values

    d_i = V_i(the agreements of the other talks as they stand, without this one),

whose links fire. A settlement is a fixed point of all talks together; there may be several.
Horn & Wolinsky (1988); Collard-Wexler, Gowrisankaran & Lee (2019).
"""

from __future__ import annotations

from typing import NamedTuple, final

import numpy as np

from tertius.rules.arrays import Floats, Network, Numbers, Structure, movable_issues
from tertius.rules.bargaining.kernels.layout import HELD_AS_IS
from tertius.rules.bargaining.many import settle_batches
from tertius.rules.bargaining.network_rule import NetworkRule, check_partings, check_size
from tertius.rules.bargaining.perceived import bargaining_network
from tertius.rules.bargaining.solution import Solution, distinct
from tertius.rules.bargaining.workspace import Answers, Held, settle_held, stand_at

MOST_TALKS = 60
"""So many fit into the bits of a mask."""


def hold(network: Network, asked: int | None = None) -> tuple[Held, ...]:
    """Settle a network whose other agreements stay as they are if a talk breaks down, from several starts.

    Args:
        network: At most 60 talks.
        asked: Mask of the talks that may be agreed; the others have failed. All of them if left out.

    Returns:
        From the references and from the stand-alone deals, the talks taken in the order of the case; then from
        the lowest and the highest levels of the issues that can move; then from all four with the talks taken
        in reverse.

    Raises:
        LimitError: There are more talks than fit.
    """
    check_size(len(network.talks), MOST_TALKS, "'hold' settles")
    check_partings(network.structure, MOST_TALKS, "'hold' settles")
    structure, numbers = network.structure, network.numbers
    talks = len(network.talks)
    everything = (1 << talks) - 1 if asked is None else asked
    alone = numbers.reference.copy()  # the deals that each talk would strike if every other had failed
    for t in range(talks):
        here = structure.issue_talk == t
        alone[here] = settle_held(structure, numbers, numbers.reference, False, 1 << t).levels[here]
    movable = movable_issues(structure, numbers)  # any other issue would only stay where a search starts
    starts = (
        numbers.reference,
        alone,
        np.where(movable, 0.0, numbers.reference),
        np.where(movable, 1.0, numbers.reference),
    )
    directions = (False, True) if talks > 1 else (False,)
    return tuple(
        settle_held(structure, numbers, start, backward, everything) for backward in directions for start in starts
    )


def hold_draws(
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
        asked: Mask of the talks that may be agreed; the others have failed beforehand. All of them if left out.
        start: (K,) the levels at which each search starts; its references if left out.
    """
    check_size(len(structure.party), MOST_TALKS, "'hold' settles")
    check_partings(structure, MOST_TALKS, "'hold' settles")
    return settle_batches(HELD_AS_IS, structure, batch, asked, threads, hands, start)


@final
class Hold(NetworkRule):
    """The second rule for a network of talks: the other agreements stay as they are if one breaks down."""

    key: str = "hold"
    title: str = "if a talk breaks down, the other agreements stay as they are"
    reference: str = "Nash 1950; Horn & Wolinsky 1988; Collard-Wexler, Gowrisankaran & Lee 2019"

    def search(self, network: Network, asked: int | None = None) -> list[Solution]:
        """The settlements of a network, with the talks outside the mask `asked` failed beforehand."""
        whole, every = bargaining_network(network), (1 << len(network.talks)) - 1 if asked is None else asked
        return distinct([_solution_of(whole, held, every) for held in hold(whole, asked)])

    def search_from(self, network: Network, asked: int, start: Floats) -> Solution:
        """The settlement of a set of talks to which a search from these levels leads."""
        whole = bargaining_network(network)
        return _solution_of(whole, settle_held(whole.structure, whole.numbers, start, False, asked), asked)

    def search_all(self, network: Network) -> tuple[list[Solution], list[list[Solution]]]:
        """The settlements of a network, and for each talk what is left of the headline if it breaks down."""
        known, whole = self.search(network), bargaining_network(network)
        first = known[0]
        every, left = (1 << len(network.talks)) - 1, []
        for t, (levels, agreed) in enumerate(first.broken):
            ended = Ended(agreed, every & ~(1 << t), first.parted, first.flags, first.residual, first.shortfalls)
            left.append([solution_at(whole, levels, ended)])
        return known, left

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
        return hold_draws(structure, batch, threads, hands, asked, start)


class Ended(NamedTuple):
    """How a search ended.

    Attributes:
        agreed: Mask of the talks in agreement.
        asked: Mask of the talks that might have been.
        parted: Mask of the partings, as in `Solution`.
        flags: How the search ended, as in `Solution`.
        residual: Largest move of a level in its last round.
        shortfalls: The talks that lack a zone, as in `Solution`.
    """

    agreed: int
    asked: int
    parted: int
    flags: int
    residual: float
    shortfalls: tuple[tuple[int, int, float], ...]


def _solution_of(network: Network, held: Held, asked: int) -> Solution:
    """What a search for the settlement of a set of talks has found."""
    fallen = sorted((int(turn), t) for t, turn in enumerate(held.fell) if turn >= 0)
    lacking = tuple((t, int(held.loser[t]), float(held.margin[t])) for _, t in fallen)
    ended = Ended(int(held.agreed), asked, held.parted, int(held.flags), held.residual, lacking)
    return solution_at(network, held.levels, ended)


def solution_at(network: Network, levels: Floats, ended: Ended) -> Solution:
    """What the levels (K,) in [0, 1] and agreements at which a search ended are worth to everyone."""
    structure, reference = network.structure, network.numbers.reference
    payoffs, walk, hand, units, made = stand_at(
        structure, network.numbers, levels, ended.agreed, ended.asked, ended.parted
    )
    broken = (
        (np.where(structure.issue_talk == t, reference, levels), ended.agreed & ~(1 << t))
        for t in range(len(network.talks))
    )
    return Solution(
        levels,
        ended.agreed,
        payoffs,
        walk,
        hand,
        units,
        ended.flags,
        float(ended.residual),
        ended.shortfalls,
        broken=tuple(broken),
        if_made=made,
        parted=ended.parted,
    )
