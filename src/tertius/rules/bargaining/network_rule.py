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
        chances = self._chances(case if base is None else base)  # of a draw too the others know only the ranges
        network = _with_chance(case, network, chances)
        asked = sum(1 << t for t, talk in enumerate(network.talks) if talk not in without)
        network, asked, season = self._in_season(network, asked)
        return self._told(case, network, self.search(network, asked), without, season, chances)

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
        chances, every = self._chances(case, threads=threads), (1 << len(network.talks)) - 1
        batch = _chanced(batch_of(case, network, paths, values), chances)
        answers = self.settle_draws(network.structure, batch, every, threads, hands)
        return settlements_of(case, network, answers, _made(batch))

    def settle_each(
        self, versions: Sequence[DrawnVersion], solution: str = "nash", threads: int = 1, hands: bool = False
    ) -> list[Settlements]:
        """Settle versions of a case, each in its draws: those in which the same sit where are settled in one go."""
        networks, batches, alike = [], [], dict[Hashable, list[int]]()
        for place, one in enumerate(versions):
            network, batch = one.arrays or arrays_of(one.case, one.paths, one.values)
            networks.append(with_solution(one.case, network, solution))
            chances = self._chances(one.case, whole=False, threads=threads)
            batches.append(_chanced(batch, chances))
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
                found[place] = settlements_of(versions[place].case, networks[place], own, _made(batches[place]))
        return [found[place] for place in range(len(versions))]

    def settle_variants(
        self, case: Case, network: Network, variants: Versions, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """Settle versions of a case's network, each from its references."""

        def settle(structure: Structure, batch: Numbers, asked: int) -> Answers:
            every = asked == (1 << len(structure.solution)) - 1
            return self.settle_draws(structure, batch, asked, threads, hands and every)

        chances = self._chances(case, whole=False, threads=threads)
        numbers = _chanced(variants.numbers, chances)
        answers = settle_variants(network.structure, replace(variants, numbers=numbers), settle)
        return settlements_of(case, network, answers, _made(numbers))

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        network = network_of(case, solution)
        chances = self._chances(case)
        network = _with_chance(case, network, chances)
        network, _, season = self._in_season(network, (1 << len(network.talks)) - 1)
        known, broken = self.search_all(network)
        return self._told(case, network, known, (), season, chances), {
            talk: self._told(case, network, left, (talk,), season, chances)
            for talk, left in zip(network.talks, broken, strict=True)
        }

    def _told(
        self,
        case: Case,
        network: Network,
        known: Sequence[Solution],
        without: tuple[str, ...],
        season: int,
        chances: CaseChances | None,
    ) -> Settlement:
        """A settlement that says how likely each deal is made, but for talks that were made to break down."""
        if chances is None:
            return to_settlement(case, network, self.key, known, without, season)
        agreed = {talk: bool(known[0].agreed >> t & 1) for t, talk in enumerate(network.talks)}
        deals = chances.deals(case, self._approval(network, known[0].agreed), agreed)
        told = {talk: deal for talk, deal in deals.items() if talk not in without}
        return to_settlement(case, network, self.key, known, without, season, told)

    def _approval(self, network: Network, asked: int) -> Floats:
        """(T,) P(the actors at home say yes) to each deal of these talks."""
        structure = network.structure
        if not len(structure.elector_talk):
            return np.ones(len(network.talks))
        batch = Numbers(*(np.asarray(array)[None] for array in network.numbers))
        approval: Floats = self.settle_draws(structure, batch, asked, 1, False).approval[0]
        return approval

    def _in_season(self, network: Network, asked: int) -> tuple[Network, int, int]:
        """The network in the season in which it settles, the talks that may still be agreed then, and the season."""

        def settle(structure: Structure, batch: Numbers, mask: int) -> Answers:
            return self.settle_draws(structure, batch, mask, 1, False)

        return network_in_season(network, asked, settle)

    def _chances(self, case: Case, whole: bool = True, threads: int = 1) -> CaseChances | None:
        """The chance of every talk of a case; None if none says why it may fail."""
        return chances_of(case, self.settle_draws, self.key, whole, threads)


def _with_chance(case: Case, network: Network, chances: CaseChances | None) -> Network:
    """The network with the chance of each talk, every number at its middle."""
    if chances is None:
        return network
    return replace(network, numbers=network.numbers._replace(chance=chances.made * firm_chances(case)[0]))


def _chanced(batch: Numbers, chances: CaseChances | None) -> Numbers:
    """Draws with the chance that private numbers leave, beside what they have of tied hands and bodies."""
    return batch if chances is None else batch._replace(chance=batch.chance * chances.made)


def _made(batch: Numbers) -> Floats:
    """(D, T) P(the talk takes place, and a deal that is there is made), the approval of actors at home left out."""
    chance: Floats = batch.chance * batch.occurs
    return chance
