"""A rule for a network of talks: what `renegotiate` and `hold` have in common.

The two differ in what a party has if a talk breaks down, and so in the search for a settlement and in its kernel. How
a question is put to the search, and how its answer is given in the case's own words, is the same.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.errors import LimitError, Problem, UsageError
from tertius.rules.arrays import Floats, Network, Numbers, Structure, Versions
from tertius.rules.bargaining.batch import arrays_of, batch_of
from tertius.rules.bargaining.breakdown.seasons import network_in_season
from tertius.rules.bargaining.chances.deal import CaseChances, chances_of
from tertius.rules.bargaining.many import settlements_of
from tertius.rules.bargaining.network import network_of, with_solution
from tertius.rules.bargaining.solution import Solution, to_settlement
from tertius.rules.bargaining.versions import settle_variants
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.firmness import firm_chances
from tertius.rules.payoffs import fraction_of
from tertius.rules.rule import DrawnVersion, Rule
from tertius.rules.settlement import Settlement, Settlements


def check_size(talks: int, most: int, does: str, suggestion: str = "") -> None:
    """A `LimitError` if there are more talks than a rule settles; `does` says what it does with as many as it can."""
    if talks > most:
        found, legal = f"{talks} talks are more than {does}", f"at most {most} talks"
        raise LimitError([Problem(found=found, legal=legal, suggestion=suggestion)])


def _frozen(structure: Structure) -> Hashable:
    """A structure as a value that can be looked up."""
    return tuple((np.shape(array), np.asarray(array).tobytes()) for array in structure)


class NetworkRule(Rule):
    """A rule for a network of talks. A final class gives the search for settlements and the kernel for many draws."""

    @abstractmethod
    def search(self, network: Network, asked: int) -> list[Solution]:
        """The settlements of a network, the headline first, with the talks outside the mask `asked` made to fail."""

    @abstractmethod
    def search_all(self, network: Network) -> tuple[list[Solution], list[list[Solution]]]:
        """The settlements of a network, the headline first, and for each talk those if it breaks down."""

    @abstractmethod
    def settle_draws(self, structure: Structure, batch: Numbers, asked: int, threads: int, hands: bool) -> Answers:
        """Settle many draws, each from its references, with the talks outside the mask `asked` made to fail."""

    def applies(self, case: Case) -> bool:
        """Whether no issue is left to a decision by weight."""
        return not any(case.decided(issue) for issue in case.issues)

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` break down."""
        mistakes = []
        for name in without:
            if name not in case.talks:
                hint = closest(str(name), case.talks) or f"the talks are {', '.join(case.talks) or 'none'}"
                mistakes.append(f"{case.case} has no talk '{name}': {hint}")
        if mistakes:
            raise UsageError("\n".join(mistakes))
        network = network_of(case, solution, base)
        asked = sum(1 << t for t, talk in enumerate(network.talks) if talk not in without)
        network, asked, season = self._in_season(network, asked)
        settlement = to_settlement(case, network, self.key, self.search(network, asked), without, season)
        private = case if base is None else base  # of a draw too the others know no more than the ranges
        return _with_chances(settlement, self._chances(private, network_of(private, solution)))

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Settle many draws, each from its references."""
        network = network_of(case, solution)
        batch, every = batch_of(case, network, paths, values), (1 << len(network.talks)) - 1
        answers = self.settle_draws(network.structure, batch, every, threads, hands)
        chances = self._chances(case, network, threads=threads)
        return _chanced(chances, case, settlements_of(case, network, answers), answers, paths, values)

    def settle_each(
        self, versions: Sequence[DrawnVersion], solution: str = "nash", threads: int = 1, hands: bool = False
    ) -> list[Settlements]:
        """Settle versions of a case, each in its draws: those in which the same sit where are settled in one go."""
        networks, batches, alike = [], [], dict[Hashable, list[int]]()
        for place, one in enumerate(versions):
            network, batch = one.arrays or arrays_of(one.case, one.paths, one.values)
            networks.append(with_solution(one.case, network, solution))
            batches.append(batch)
            alike.setdefault(_frozen(networks[place].structure), []).append(place)
        found: dict[int, Settlements] = {}
        for places in alike.values():
            structure = networks[places[0]].structure
            whole = Numbers(*map(np.concatenate, zip(*(batches[place] for place in places), strict=True)))
            every = (1 << len(structure.solution)) - 1
            answers, end = self.settle_draws(structure, whole, every, threads, hands), 0
            for place in places:
                start, end = end, end + len(batches[place].reference)
                own = Answers._make(array[start:end] for array in answers)
                one, network = versions[place], networks[place]
                chances = self._chances(one.case, network, whole=False, threads=threads)
                settled = settlements_of(one.case, network, own)
                found[place] = _chanced(chances, one.case, settled, own, one.paths, one.values)
        return [found[place] for place in range(len(versions))]

    def settle_variants(
        self, case: Case, network: Network, variants: Versions, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """Settle versions of a case's network, each from its references."""

        def settle(structure: Structure, batch: Numbers, asked: int) -> Answers:
            every = asked == (1 << len(structure.solution)) - 1
            return self.settle_draws(structure, batch, asked, threads, hands and every)

        answers = settle_variants(network.structure, variants, settle)
        chances = self._chances(case, network, whole=False, threads=threads)
        return _chanced(chances, case, settlements_of(case, network, answers), answers, (), np.empty((1, 0)))

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        network = network_of(case, solution)
        chances = self._chances(case, network)
        network, _, season = self._in_season(network, (1 << len(network.talks)) - 1)
        known, broken = self.search_all(network)
        return _with_chances(to_settlement(case, network, self.key, known, (), season), chances), {
            talk: _with_chances(to_settlement(case, network, self.key, left, (talk,), season), chances)
            for talk, left in zip(network.talks, broken, strict=True)
        }

    def _in_season(self, network: Network, asked: int) -> tuple[Network, int, int]:
        """The network in the season in which it settles, the talks that may still be agreed then, and the season."""

        def settle(structure: Structure, batch: Numbers, mask: int) -> Answers:
            return self.settle_draws(structure, batch, mask, 1, False)

        return network_in_season(network, asked, settle)

    def _chances(self, case: Case, network: Network, whole: bool = True, threads: int = 1) -> CaseChances | None:
        """The chance of every talk of a case; None if none says why it may fail."""
        return chances_of(case, network, self.settle_draws, self.key, whole, threads)


def _with_chances(settlement: Settlement, chances: CaseChances | None) -> Settlement:
    """A settlement that says how likely each deal is made; of talks that were made to break down it says nothing."""
    if chances is None:
        return settlement
    case, without = settlement.case, settlement.settings["without"]
    levels = np.array([fraction_of(case, issue, level) for issue, level in settlement.levels.items()])
    deals = chances.deals(case, levels, settlement.agreements)
    return replace(
        settlement,
        chances={talk: deal for talk, deal in deals.items() if talk not in without},
        alternatives=tuple(_with_chances(other, chances) for other in settlement.alternatives),
    )


def _chanced(
    chances: CaseChances | None,
    case: Case,
    settled: Settlements,
    answers: Answers,
    paths: Sequence[Path],
    values: Floats,
) -> Settlements:
    """Settlements of many draws that say how likely each deal is made, if one is there."""
    if chances is None:
        return settled
    return replace(settled, chance=chances.made * firm_chances(case, paths, values) * chances.at_home(answers.levels))
