"""`hold`: if a talk breaks down, every other agreement stays as it is (Nash-in-Nash).

Each talk settles at the asymmetric Nash bargaining solution given every other, with the walk-away values

    d_i = V_i(the agreements of the other talks as they stand, without this one),

whose links fire. A settlement is a fixed point of all talks together; there may be several.
Horn & Wolinsky (1988); Collard-Wexler, Gowrisankaran & Lee (2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import LimitError, Problem
from tertius.rules.arrays import Network, Numbers, Structure, Versions, movable_issues
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.kernels.hold import Held, settle_held, settle_held_draws, stand_at
from tertius.rules.bargaining.kernels.state import Answers
from tertius.rules.bargaining.many import settle_batches, settlements_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.perceived import seated_network, settled_in_seats
from tertius.rules.bargaining.solution import Solution, check_talks, distinct, found_apart, mask_of, to_settlement
from tertius.rules.bargaining.versions import settle_variants
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Settlements

MOST_TALKS = 60


STATED = 2  # how many of the runs are those of the rule; the others only look for further settlements


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
    _check_size(network.talks)
    structure, numbers = network.structure, network.numbers
    talks = len(network.talks)
    everything = (1 << talks) - 1 if asked is None else asked
    forward = np.arange(talks)
    movable = movable_issues(structure, numbers)  # any other issue would only stay where a search starts
    starts = (
        numbers.reference,
        _alone(network, forward),
        np.where(movable, 0.0, numbers.reference),
        np.where(movable, 1.0, numbers.reference),
    )
    orders = (forward, forward[::-1].copy()) if talks > 1 else (forward,)
    return tuple(settle_held(structure, numbers, start, order, everything) for order in orders for start in starts)


def hold_draws(structure: Structure, batch: Numbers, threads: int = 1, hands: bool = False) -> Answers:
    """Settle many draws, each from its references. The bits of the answer do not depend on `threads`.

    Args:
        structure: Who is where; the same for every draw.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        threads: How many draws to settle at a time.
        hands: Whether upper hands are wanted.
    """
    full = (1 << structure.party.shape[0]) - 1
    return _settled(structure, batch, full, threads, hands)


def hold_without(structure: Structure, batch: Numbers, asked: int, threads: int = 1) -> Answers:
    """Settle many draws, each from its references, with the talks outside the mask `asked` made to fail beforehand."""
    return _settled(structure, batch, asked, threads, hands=False)


def _settled(structure: Structure, batch: Numbers, asked: int, threads: int, hands: bool) -> Answers:
    _check_size(range(structure.party.shape[0]))

    def settle(structure: Structure, batch: Numbers) -> Answers:
        return settle_batches(settle_held_draws, structure, batch, asked, threads, hands)

    return settled_in_seats(structure, batch, settle)


@final
class Hold(Rule):
    """The second rule for a network of talks: the other agreements stay as they are if one breaks down."""

    key: str = "hold"
    title: str = "if a talk breaks down, the other agreements stay as they are"
    reference: str = "Nash 1950; Horn & Wolinsky 1988; Collard-Wexler, Gowrisankaran & Lee 2019"

    def applies(self, case: Case) -> bool:
        """Whether no issue is left to a decision by weight."""
        return not any(case.decided(issue) for issue in case.issues)

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` have broken down beforehand."""
        check_talks(case, without)
        network = network_of(case, solution, base)
        asked = mask_of(network, [talk for talk in case.talks if talk not in without])
        whole = seated_network(network)
        runs = [_found(whole, held) for held in hold(whole, asked)]
        return _told(case, network, distinct(runs, STATED), without)

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: NDArray[np.float64],
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Settle many draws, each from its references."""
        network = network_of(case, solution)
        answers = hold_draws(network.structure, batch_of(case, network, paths, values), threads, hands)
        return settlements_of(case, network, answers)

    def settle_variants(
        self, case: Case, network: Network, variants: Versions, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """Settle versions of a case's network, each from its references."""

        def solve(structure: Structure, batch: Numbers, asked: int) -> Answers:
            if asked == (1 << len(structure.solution)) - 1:
                return hold_draws(structure, batch, threads, hands)
            return hold_without(structure, batch, asked, threads)

        return settlements_of(case, network, settle_variants(network.structure, variants, solve))

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk what is left of it if that talk breaks down."""
        network = network_of(case, solution)
        whole = seated_network(network)
        known = distinct([_found(whole, held) for held in hold(whole)], STATED)
        left = {}
        for t, talk in enumerate(network.talks):
            held = _without(whole, known[0], t)
            left[talk] = _told(case, network, [_seen(whole, held, known[0].shortfalls)], (talk,))
        return _told(case, network, known, ()), left


def _told(case: Case, network: Network, known: Sequence[Solution], without: tuple[str, ...]) -> Settlement:
    return to_settlement(case, network, Hold.key, [found_apart(network, found) for found in known], without)


def _alone(network: Network, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """The levels of the deals that each talk would strike if every other had failed."""
    structure, numbers = network.structure, network.numbers
    levels = numbers.reference.copy()
    for t in range(len(network.talks)):
        here = structure.issue_talk == t
        levels[here] = settle_held(structure, numbers, numbers.reference, order, 1 << t).levels[here]
    return levels


def _found(network: Network, held: Held) -> Solution:
    fallen = sorted((int(turn), t) for t, turn in enumerate(held.fell) if turn >= 0)
    return _seen(network, held, tuple((t, int(held.loser[t]), float(held.margin[t])) for _, t in fallen))


def _seen(network: Network, held: Held, shortfalls: tuple[tuple[int, int, float], ...]) -> Solution:
    """What the levels and agreements at which a search ended are worth to everyone."""
    structure, numbers = network.structure, network.numbers
    payoffs, walk, hand, units = stand_at(structure, numbers, held.levels, held.agreed)
    return Solution(
        levels=held.levels,
        agreed=int(held.agreed),
        payoffs=payoffs,
        walk=walk,
        hand=hand,
        units=units,
        flags=int(held.flags),
        residual=float(held.residual),
        shortfalls=shortfalls,
        broken=tuple(_levels_without(network, held, t) for t in range(len(network.talks))),
    )


def _levels_without(network: Network, held: Held | Solution, t: int) -> tuple[NDArray[np.float64], int]:
    """Levels and agreements if talk t breaks down and the others hold."""
    here = network.structure.issue_talk == t
    return np.where(here, network.numbers.reference, held.levels), int(held.agreed) & ~(1 << t)


def _without(network: Network, found: Solution, t: int) -> Held:
    levels, agreed = _levels_without(network, found, t)
    nothing = np.full(len(network.talks), -1)
    return Held(levels, agreed, found.flags, found.residual, nothing, np.zeros(len(network.talks)), nothing)


def _check_size(talks: Sequence[object]) -> None:
    if len(talks) > MOST_TALKS:
        found = f"{len(talks)} talks are more than 'hold' settles"
        raise LimitError([Problem(found=found, legal=f"at most {MOST_TALKS} talks")])
