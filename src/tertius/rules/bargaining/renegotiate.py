"""`renegotiate`: if a talk breaks down, every other talk is settled anew.

Each talk settles at the asymmetric Nash bargaining solution given every other, with the walk-away values

    d_i = V_i(the network settled without this talk),

by recursion over sets of talks. Extends Stole & Zwiebel (1996) and de Fontenay & Gans (2014) to several issues
without side payments; no non-cooperative foundation is claimed for the extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import LimitError, Problem
from tertius.rules.arrays import Network, Numbers, Structure, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.kernels.renegotiate import Outcomes, settle_draws, settle_sets, walk_aways
from tertius.rules.bargaining.kernels.state import Answers
from tertius.rules.bargaining.many import settle_batches, settlements_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.perceived import seated_network, settled_in_seats
from tertius.rules.bargaining.solution import Solution, check_talks, distinct, found_apart, mask_of, to_settlement
from tertius.rules.bargaining.versions import settle_variants
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Settlements

MOST_TALKS = 12


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
    forward, full = np.arange(len(network.talks)), (1 << len(network.talks)) - 1
    first = settle_sets(structure, numbers, numbers.reference, forward, full)
    alone = numbers.reference.copy()
    for talk in range(len(network.talks)):
        here = structure.issue_talk == talk
        alone[here] = first.levels[1 << talk][here]
    runs = [first, settle_sets(structure, numbers, alone, forward, full)]
    if len(network.talks) > 1:
        backward = forward[::-1].copy()
        runs += [settle_sets(structure, numbers, start, backward, full) for start in (numbers.reference, alone)]
    return tuple(runs)


def renegotiate_draws(structure: Structure, batch: Numbers, threads: int = 1, hands: bool = False) -> Answers:
    """Settle many draws, each from its references. The bits of the answer do not depend on `threads`.

    Args:
        structure: Who is where; the same for every draw.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        threads: How many draws to settle at a time.
        hands: Whether upper hands are wanted.
    """
    full = (1 << structure.party.shape[0]) - 1
    return _settled(structure, batch, full, threads, hands)


def renegotiate_without(structure: Structure, batch: Numbers, asked: int, threads: int = 1) -> Answers:
    """Settle many draws, each from its references, with the talks outside the mask `asked` made to fail."""
    return _settled(structure, batch, asked, threads, hands=False)


def _settled(structure: Structure, batch: Numbers, asked: int, threads: int, hands: bool) -> Answers:
    _check_size(range(structure.party.shape[0]))

    def settle(structure: Structure, batch: Numbers) -> Answers:
        return settle_batches(settle_draws, structure, batch, asked, threads, hands)

    return settled_in_seats(structure, batch, settle)


@final
class Renegotiate(Rule):
    """The default rule for a network of talks: the others settle anew if one breaks down."""

    key: str = "renegotiate"
    title: str = "if a talk breaks down, the others settle anew"
    reference: str = "Nash 1950; Stole & Zwiebel 1996; de Fontenay & Gans 2014"

    def applies(self, case: Case) -> bool:
        """Whether no issue is left to a decision by weight."""
        return not any(case.decided(issue) for issue in case.issues)

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` break down."""
        check_talks(case, without)
        return _Answer(case, solution, base).settlement(without)

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
        answers = renegotiate_draws(network.structure, batch_of(case, network, paths, values), threads, hands)
        return settlements_of(case, network, answers)

    def settle_variants(
        self, case: Case, network: Network, variants: Versions, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """Settle versions of a case's network, each from its references."""

        def solve(structure: Structure, batch: Numbers, asked: int) -> Answers:
            if asked == (1 << len(structure.solution)) - 1:
                return renegotiate_draws(structure, batch, threads, hands)
            return renegotiate_without(structure, batch, asked, threads)

        return settlements_of(case, network, settle_variants(network.structure, variants, solve))

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        answer = _Answer(case, solution)
        return answer.settlement(()), {talk: answer.settlement((talk,)) for talk in case.talks}


class _Answer:
    """The outcomes of every set of talks of one case."""

    def __init__(self, case: Case, solution: str, base: Case | None = None) -> None:
        self.case = case
        self.network = network_of(case, solution, base)
        self.whole = seated_network(self.network)
        self.runs = renegotiate(self.whole)

    def settlement(self, without: tuple[str, ...]) -> Settlement:
        """The headline settlement with the talks `without` broken down, and its alternatives."""
        asked = mask_of(self.network, [talk for talk in self.case.talks if talk not in without])
        known = distinct([found_apart(self.network, _found(self.whole, run, asked)) for run in self.runs], STATED)
        return to_settlement(self.case, self.network, Renegotiate.key, known, without)


def _found(network: Network, outcomes: Outcomes, asked: int) -> Solution:
    """The outcome of the set of talks `asked`."""
    walk, hand = walk_aways(network.structure, network.numbers, outcomes, asked)
    broken = [asked & ~(1 << t) for t in range(len(network.talks))]
    return Solution(
        levels=outcomes.levels[asked],
        agreed=int(outcomes.agreed[asked]),
        payoffs=outcomes.payoffs[asked],
        walk=walk,
        hand=hand,
        units=outcomes.units,
        flags=int(outcomes.flags[asked]),
        residual=float(outcomes.residual[asked]),
        shortfalls=tuple(_shortfalls(outcomes, asked)),
        broken=tuple((outcomes.levels[mask], int(outcomes.agreed[mask])) for mask in broken),
    )


def _shortfalls(outcomes: Outcomes, mask: int) -> list[tuple[int, int, float]]:
    """Talk by talk, in the order in which they fell out: who lacks how much."""
    shortfalls = []
    while (worst := int(outcomes.worst[mask])) >= 0:
        shortfalls.append((worst, int(outcomes.loser[mask]), float(outcomes.margin[mask])))
        mask &= ~(1 << worst)
    return shortfalls


def _check_size(talks: Sequence[object]) -> None:
    if len(talks) > MOST_TALKS:
        found = f"{len(talks)} talks are more than 'renegotiate' settles exactly"
        advice = "merge talks between the same parties, or leave out those that matter least"
        raise LimitError([Problem(found=found, legal=f"at most {MOST_TALKS} talks", suggestion=advice)])
