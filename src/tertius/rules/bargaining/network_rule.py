"""A rule for a network of talks: what `renegotiate` and `hold` have in common.

The two differ in what a party has if a talk breaks down, and so in the search for a settlement and in its kernel. How
a question is put to the search, and how its answer is given in the case's own words, is the same.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.errors import LimitError, Problem, UsageError
from tertius.rules.arrays import (
    Flags,
    Floats,
    Network,
    Numbers,
    Structure,
    Versions,
    as_batch,
    first_draw,
    movable_issues,
)
from tertius.rules.bargaining.batch import arrays_of
from tertius.rules.bargaining.breakdown.leaving import partings_of
from tertius.rules.bargaining.breakdown.seasons import network_in_season
from tertius.rules.bargaining.chances.deal import CaseChances, chances_of
from tertius.rules.bargaining.chances.later import not_worked_out, told_as
from tertius.rules.bargaining.many import settlements_of
from tertius.rules.bargaining.network import network_of, with_solution
from tertius.rules.bargaining.outside.promises import (
    Solve,
    WithPromises,
    expected_answers,
    expected_solution,
    settle_with_promises,
)
from tertius.rules.bargaining.outside.voice import Said, is_heard, reliance_shares, with_voice
from tertius.rules.bargaining.solution import Solution, of_actors, to_settlement
from tertius.rules.bargaining.versions import settle_variants
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.firmness import firm_chances
from tertius.rules.payoffs import fraction_of, on_scale
from tertius.rules.rule import DrawnVersion, Rule
from tertius.rules.settlement import DealChances, Settlement, Settlements


def check_size(talks: int, most: int, does: str, suggestion: str = "") -> None:
    """A `LimitError` if there are more talks than a rule settles; `does` says what it does with as many as it can."""
    if talks > most:
        found, legal = f"{talks} talks are more than {does}", f"at most {most} talks"
        raise LimitError([Problem(found=found, legal=legal, suggestion=suggestion)])


def check_partings(structure: Structure, most: int, does: str) -> None:
    """A `LimitError` if there are more ways in which parties can leave talks than a rule settles beside the talks."""
    partings, talks = len(partings_of(structure)["parting_talk"]), len(structure.party)
    if partings and talks + partings > most:
        found = f"{talks} talks and {partings} ways in which a party leaves one of them are more than {does}"
        advice = "name who refused, or who can close a talk alone, only where it matters most"
        raise LimitError([Problem(found=found, legal=f"at most {most} together", suggestion=advice)])


def _frozen(structure: Structure) -> Hashable:
    """A structure as a value that can be looked up."""
    return tuple((np.shape(array), np.asarray(array).tobytes()) for array in structure)


OPEN_PROMISES = Problem(
    found="which promises the deals hold is open: several sets of them, or none, are such that no deal would change",
    suggestion="take the promises shown as one answer of several, and try the case with fewer of them",
)


class Known(NamedTuple):
    """The settlements of a network.

    Attributes:
        network: The network.
        solutions: The settlements, the headline first.
        held: The promises that its deals hold.
        if_kept: (K,) the levels of the headline if all of them are kept.
        is_open: Whether other promises might be held as well.
    """

    network: Network
    solutions: Sequence[Solution]
    held: tuple[str, ...] = ()
    if_kept: Floats | None = None
    is_open: bool = False


class NetworkRule(Rule):
    """A rule for a network of talks. A final class gives the search for settlements and the kernel for many draws."""

    @abstractmethod
    def search(self, network: Network, asked: int) -> list[Solution]:
        """The settlements of a network, the headline first, with the talks outside the mask `asked` made to fail."""

    @abstractmethod
    def search_all(self, network: Network) -> tuple[list[Solution], list[list[Solution]]]:
        """The settlements of a network, the headline first, and for each talk those if it breaks down."""

    @abstractmethod
    def search_from(self, network: Network, asked: int, start: Floats) -> Solution:
        """The settlement of a set of talks to which a search leads that starts at the levels (K,), in [0, 1]."""

    @abstractmethod
    def settle_draws(
        self,
        structure: Structure,
        batch: Numbers,
        asked: int,
        threads: int,
        hands: bool,
        start: Floats | None = None,
    ) -> Answers:
        """Settle many draws, each from its references or a start (K,); talks outside the mask `asked` have failed."""

    def applies(self, case: Case) -> bool:
        """Whether no issue is left to a decision by weight."""
        return not any(case.decided(issue) for issue in case.issues)

    def settle(
        self,
        case: Case,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        base: Case | None = None,
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case, every number at its middle; the talks in `without` break down."""
        # Of a draw too the others know only the ranges.
        known = self._chances_as_asked(case if base is None else base, chances)
        return told_as(self._settle(case, without, solution, base, known), chances)

    def follow(
        self,
        case: Case,
        levels: Mapping[str, float] | None,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case by one search that starts at given levels."""
        known = self._chances(case, whole=False) if chances is True else self._chances_as_asked(case, chances)
        return told_as(self._settle(case, without, solution, None, known, levels), chances)

    def _settle(
        self,
        case: Case,
        without: tuple[str, ...],
        solution: str,
        base: Case | None,
        chances: CaseChances | None,
        levels: Mapping[str, float] | None = None,
    ) -> Settlement:
        """The settlement from the starts that the rule names, or from given levels alone."""
        mistakes = []
        for name in without:
            if name not in case.talks:
                hint = closest(str(name), case.talks) or f"the talks are {', '.join(case.talks) or 'none'}"
                mistakes.append(f"{case.case} has no talk '{name}': {hint}")
        if mistakes:
            raise UsageError("\n".join(mistakes))
        network = _with_chance(case, network_of(case, solution, base), chances)
        if not case.promises:  # else who hears whom hangs on what is promised
            network = self._heard(case if base is None else base, network)
        asked = sum(1 << t for t, talk in enumerate(network.talks) if talk not in without)
        network, asked, season = self._in_season(network, asked)
        start = None if levels is None else start_at(case, network, levels)
        return self._told(case, self._known(case, network, asked, start), without, season, chances)

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
        return self._settle_version(DrawnVersion(case, paths, values), solution, threads, hands, whole=True)

    def settle_each(
        self, versions: Sequence[DrawnVersion], solution: str = "nash", threads: int = 1, hands: bool = False
    ) -> list[Settlements]:
        """Settle versions of a case, each in its draws: those in which the same sit where are settled in one go."""
        if any(is_heard(one.case) or one.case.promises for one in versions):
            return [self._settle_version(one, solution, threads, hands) for one in versions]
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
                batch = batches[place]
                found[place] = settlements_of(
                    versions[place].case, networks[place], own, _made(batch), reference=_references(batch, own)
                )
        return [found[place] for place in range(len(versions))]

    def settle_variants(
        self,
        case: Case,
        network: Network,
        variants: Versions,
        threads: int = 1,
        hands: bool = False,
        start: Floats | None = None,
    ) -> Settlements:
        """Settle versions of a case's network, each from its references or from one start for all."""

        def settle(structure: Structure, batch: Numbers, asked: int) -> Answers:
            every = asked == (1 << len(structure.solution)) - 1
            return self.settle_draws(structure, batch, asked, threads, hands and every, start)

        def solve(structure: Structure, batch: Numbers) -> Answers:
            copies = len(batch.reference) // len(variants.tabled)
            tabled, failed = (np.tile(fate, (copies, 1)) for fate in (variants.tabled, variants.failed))
            return settle_variants(structure, Versions(batch, tabled, failed), settle)

        chances = self._chances(case, whole=False, threads=threads)
        numbers = _chanced(variants.numbers, chances)
        answers, held = self._answered(case, network, numbers, solve)
        return settlements_of(case, network, answers, _made(numbers), held, _references(numbers, answers))

    def settle_all(
        self, case: Case, solution: str = "nash", chances: DealChances = True
    ) -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        found, broken = self._settle_all(case, solution, self._chances_as_asked(case, chances))
        return told_as(found, chances), {talk: told_as(one, chances) for talk, one in broken.items()}

    def _settle_all(
        self, case: Case, solution: str, chances: CaseChances | None
    ) -> tuple[Settlement, dict[str, Settlement]]:
        network = network_of(case, solution)
        network, every = _with_chance(case, network, chances), (1 << len(network.talks)) - 1
        if not case.promises:
            network = self._heard(case, network)
        network, _, season = self._in_season(network, every)
        if case.promises:
            known = self._known(case, network, every)
            broken = [self._known(case, network, every & ~(1 << t)) for t in range(len(network.talks))]
        else:
            first, left = self.search_all(network)
            known, broken = Known(network, first), [Known(network, one) for one in left]
        return self._told(case, known, (), season, chances), {
            talk: self._told(case, one, (talk,), season, chances)
            for talk, one in zip(network.talks, broken, strict=True)
        }

    def _settle_version(
        self, version: DrawnVersion, solution: str, threads: int, hands: bool, whole: bool = False
    ) -> Settlements:
        """Settle one version of a case in its draws; `whole` is that of `chances_of`."""
        network, batch = version.arrays or arrays_of(version.case, version.paths, version.values)
        network, every = with_solution(version.case, network, solution), (1 << len(network.talks)) - 1
        batch = _chanced(batch, self._chances(version.case, whole=whole, threads=threads))

        def solve(structure: Structure, numbers: Numbers) -> Answers:
            return self.settle_draws(structure, numbers, every, threads, hands)

        answers, held = self._answered(version.case, network, batch, solve)
        return settlements_of(version.case, network, answers, _made(batch), held, _references(batch, answers))

    def _answered(self, case: Case, network: Network, batch: Numbers, solve: Solve) -> tuple[Answers, Flags | None]:
        """The answers to draws of a case, with what reaches its tables from outside; which promises deals hold."""
        if not case.promises:
            return solve(*self._with_voice(case, network, network.structure, batch)), None
        found = self._promising(case, network, batch, solve)
        return expected_answers(found), found.held

    def _promising(self, case: Case, network: Network, batch: Numbers, solve: Solve) -> WithPromises:
        """What draws of a case come to with the promises that its deals hold."""

        def listen(structure: Structure, numbers: Numbers, said: Said) -> tuple[Structure, Numbers]:
            return self._with_voice(case, network, structure, numbers, said)

        return settle_with_promises(case, network, network.structure, batch, solve, listen)

    def _with_voice(
        self, case: Case, network: Network, structure: Structure, batch: Numbers, said: Said | None = None
    ) -> tuple[Structure, Numbers]:
        """The network in which those outside a table are heard there, if the case says so."""
        if not is_heard(case):
            return structure, batch
        return with_voice(network, structure, batch, reliance_shares(case, self._settle_rows, self.key), said)

    def _heard(self, case: Case, network: Network) -> Network:
        """The same for a network with every number at its middle."""
        structure, batch = self._with_voice(case, network, network.structure, as_batch(network.numbers))
        if structure is network.structure:
            return network
        return replace(network, structure=structure, numbers=first_draw(batch))

    def _known(self, case: Case, network: Network, asked: int, start: Floats | None = None) -> Known:
        """The settlements of a network with every number at its middle, with the promises that its deals hold."""

        def search(given: Network) -> list[Solution]:
            return self.search(given, asked) if start is None else [self.search_from(given, asked, start)]

        if not case.promises:
            return Known(network, search(network))

        def solve(structure: Structure, numbers: Numbers) -> Answers:
            return self.settle_draws(structure, numbers, asked, 1, True)

        found = self._promising(case, network, as_batch(network.numbers), solve)
        heard = self._heard(case, network)
        if not found.held.any():
            return Known(heard, search(heard), is_open=bool(found.open[0]))
        whole = replace(
            network,
            structure=found.whole,
            numbers=first_draw(found.numbers),
        )
        rows = {network.talks.index(promise.talk) for promise in case.promises.values()}
        left = {t: of_actors(heard, self.search(heard, asked & ~(1 << t))[0]) for t in rows}
        broken = {t: (one.levels, one.agreed) for t, one in left.items()}
        named = replace(network, structure=found.structure)
        known = [expected_solution(named, found, one, broken) for one in search(whole)]
        held = tuple(ident for ident, holds in zip(case.promises, found.held[0], strict=True) if holds)
        return Known(named, known, held, found.answers.levels[0], bool(found.open[0]))

    def _told(
        self,
        case: Case,
        found: Known,
        without: tuple[str, ...],
        season: int,
        chances: CaseChances | None,
    ) -> Settlement:
        """A settlement that says how likely each deal is made, but for talks that were made to break down."""
        network, known = found.network, found.solutions
        if chances is None:
            return _promised(to_settlement(case, network, self.key, known, without, season), found)
        agreed = {talk: bool(known[0].agreed >> t & 1) for t, talk in enumerate(network.talks)}
        deals = chances.deals(case, self._approval(network, known[0].agreed), agreed)
        told = {talk: deal for talk, deal in deals.items() if talk not in without}
        return _promised(to_settlement(case, network, self.key, known, without, season, told), found)

    def _approval(self, network: Network, asked: int) -> Floats:
        """(T,) P(the actors at home say yes) to each deal of these talks."""
        structure = network.structure
        if not len(structure.elector_talk):
            return np.ones(len(network.talks))
        batch = as_batch(network.numbers)
        approval: Floats = self.settle_draws(structure, batch, asked, 1, False).approval[0]
        return approval

    def _in_season(self, network: Network, asked: int) -> tuple[Network, int, int]:
        """The network in the season in which it settles, the talks that may still be agreed then, and the season."""
        return network_in_season(network, asked, self._settle_rows)

    def _settle_rows(self, structure: Structure, batch: Numbers, asked: int) -> Answers:
        """Settle rows of a batch one after the other, without upper hands."""
        return self.settle_draws(structure, batch, asked, 1, False)

    def _chances_as_asked(self, case: Case, chances: DealChances) -> CaseChances | None:
        return self._chances(case) if chances is True else not_worked_out(case, chances or {})

    def _chances(self, case: Case, whole: bool = True, threads: int = 1) -> CaseChances | None:
        """The chance of every talk of a case; None if none says why it may fail."""
        return chances_of(case, self.settle_draws, self.key, whole, threads)


def start_at(case: Case, network: Network, levels: Mapping[str, float]) -> Floats:
    """(K,) where a search starts that is given levels: an issue that cannot move starts at its reference."""
    start, movable = network.numbers.reference.copy(), movable_issues(network.structure, network.numbers)
    for k, issue in enumerate(network.issues):
        if movable[k] and issue in levels:
            start[k] = fraction_of(case, issue, levels[issue])
    return start


def _with_chance(case: Case, network: Network, chances: CaseChances | None) -> Network:
    """The network with the chance of each talk, every number at its middle."""
    if chances is None:
        return network
    return replace(network, numbers=network.numbers._replace(chance=chances.made * firm_chances(case)[0]))


def _chanced(batch: Numbers, chances: CaseChances | None) -> Numbers:
    """Draws with the chance that private numbers leave, beside what they have of tied hands and bodies."""
    return batch if chances is None else batch._replace(chance=batch.chance * chances.made)


def _promised(settlement: Settlement, found: Known) -> Settlement:
    """The settlement with the promises that its deals hold, and where the issues stand if these are kept."""
    if found.is_open:
        settlement = replace(settlement, warnings=(*settlement.warnings, OPEN_PROMISES))
    if found.if_kept is None:
        return settlement
    case, issues = settlement.case, found.network.issues
    levels = {k: float(on_scale(case, k, x)) for k, x in zip(issues, found.if_kept.tolist(), strict=True)}
    return replace(settlement, promised=found.held, if_kept=levels)


def _references(batch: Numbers, answers: Answers) -> Floats:
    """(D, K) where issues stand without a deal, as they have drifted by the season in which each draw settles."""
    return np.clip(batch.reference + answers.season[:, None] * batch.drift, 0.0, 1.0)


def _made(batch: Numbers) -> Floats:
    """(D, T) P(the talk takes place, and a deal that is there is made), the approval of actors at home left out."""
    chance: Floats = batch.chance * batch.occurs
    return chance
