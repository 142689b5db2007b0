"""A theory whose draws are settled by the workers of a cluster, to the same bits as here.

Everything that settles many draws asks a theory, and a theory its rule. `OnCluster` is a rule that cuts what it is
asked into stretches of draws, has another rule settle each of them on a worker, and joins the answers in their order.
No draw knows of another, so neither the length of the stretches nor who settles them changes a bit.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, final

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.cluster.cluster import Cluster
from tertius.cluster.held import HeldCase
from tertius.errors import Problem
from tertius.rules.arrays import Floats, Network, Numbers, Versions
from tertius.rules.bargaining.chances.deal import is_private, know_chances, known_chances
from tertius.rules.bargaining.outside.voice import is_heard, know_reliances, known_reliances
from tertius.rules.rule import DrawnVersion, Rule
from tertius.rules.settlement import DealChances, Settlement, Settlements
from tertius.rules.theory import Theory

FEWEST = 64
"""Fewer draws are settled here: to send them takes longer."""

SHORTEST, LONGEST = 32, 256
"""Draws of one task, unless less is left: few enough that all workers have some, enough that sending them is little."""

MOST_ABREAST = 16
"""So many times as many draws as elsewhere are settled in one go, at most: the numbers of all of them are in memory."""

CASES_AT_HAND = 64
"""So many cases a worker keeps unpacked."""

Piece = tuple[bytes, Sequence[Path], Floats, tuple[Network, Numbers] | None]
"""Some draws of a version: its case, packed, and the other attributes of a `DrawnVersion`."""


def theory_on(client: Any, theory: Theory) -> Theory:
    """The theory with its draws settled on the cluster of a `distributed.Client`; itself without a client."""
    return theory if client is None else Theory(OnCluster(theory.rule, Cluster(client=client)), theory.solution)


@final
class OnCluster(Rule):
    """A rule whose draws are settled on a cluster; what it is asked of the middles it settles here.

    Attributes:
        rule: The rule that settles.
    """

    def __init__(self, rule: Rule, cluster: Cluster) -> None:
        self.rule, self._cluster = rule, cluster
        self.key, self.title, self.reference = rule.key, rule.title, rule.reference
        self.talks, self.offered = rule.talks, rule.offered
        self.abreast = min(MOST_ABREAST, cluster.threads)

    def applies(self, case: Case) -> bool:
        """Whether the rule says anything about this case."""
        return self.rule.applies(case)

    def lacks(self, case: Case) -> list[Problem]:
        """What the rule must know and the case does not say."""
        return self.rule.lacks(case)

    def settle(
        self,
        case: Case,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        base: Case | None = None,
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case, every number at its middle."""
        return self.rule.settle(case, without, solution, base, chances)

    def follow(
        self,
        case: Case,
        levels: Mapping[str, float] | None,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        chances: DealChances = True,
    ) -> Settlement:
        """Settle a case by one search that starts at given levels."""
        return self.rule.follow(case, levels, without, solution, chances)

    def settle_all(
        self, case: Case, solution: str = "nash", chances: DealChances = True
    ) -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
        return self.rule.settle_all(case, solution, chances)

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Settle many draws, each from its references; on `threads` threads here if they are few."""
        return self.settle_each([DrawnVersion(case, paths, values)], solution, threads, hands)[0]

    def settle_each(
        self, versions: Sequence[DrawnVersion], solution: str = "nash", threads: int = 1, hands: bool = False
    ) -> list[Settlements]:
        """Settle versions of a case, each in its draws; on `threads` threads here if these are few."""
        draws = sum(map(_draws, versions))
        if draws < FEWEST:
            return self.rule.settle_each(versions, solution, threads, hands)
        self._get_to_know(versions, solution, threads)
        tasks = list(_tasks(versions, self._cluster.share(draws, SHORTEST, LONGEST)))
        packed = _packed_once()

        def asked(pieces: Sequence[tuple[int, DrawnVersion]]) -> tuple[Any, ...]:
            sent = [_sent_version(one, packed) for _, one in pieces]
            return (pickle.dumps((self.rule, sent, solution, hands)),)

        found: list[list[Settlements]] = [[] for _ in versions]
        for pieces, answer in zip(tasks, self._cluster.answers(settle_pieces, map(asked, tasks)), strict=True):
            for (place, _), many in zip(pieces, answer, strict=True):
                found[place].append(many)
        return [_joined(parts, hands) for parts in found]

    def settle_variants(
        self,
        case: Case,
        network: Network,
        variants: Versions,
        threads: int = 1,
        hands: bool = False,
        start: Floats | None = None,
    ) -> Settlements:
        """Settle versions of a case's network; on `threads` threads here if they are few."""
        draws = len(variants.tabled)
        if draws < FEWEST:
            return self.rule.settle_variants(case, network, variants, threads, hands, start)
        packed, length = pickle.dumps(HeldCase(case)), self._cluster.share(draws, SHORTEST, LONGEST)

        def asked(first: int) -> tuple[Any, ...]:
            rows = slice(first, first + length)
            cut = Versions(_rows(variants.numbers, rows), variants.tabled[rows], variants.failed[rows])
            return (pickle.dumps((self.rule, packed, network, cut, hands, start)),)

        tasks = map(asked, range(0, draws, length))
        return _joined(list(self._cluster.answers(settle_versions, tasks)), hands)

    def _get_to_know(self, versions: Sequence[DrawnVersion], solution: str, threads: int) -> None:
        """Work out once what each task would work out again of its version, which may take as long as many draws.

        Of several versions each is a task, which settles its first draw; of one it is done here on all threads.
        """
        unknown = [_piece(one, slice(0, 1)) for one in versions if self._is_unknown(one.case)]
        if len(unknown) < 2:
            self.rule.settle_each(unknown, solution, threads)
            return
        tasks = ((pickle.dumps((self.rule, _sent_version(one, _packed_once()), solution)),) for one in unknown)
        for one, (chances, reliances) in zip(unknown, self._cluster.answers(learn, tasks), strict=True):
            know_chances(one.case, chances)
            know_reliances(one.case, reliances)

    def _is_unknown(self, case: Case) -> bool:
        private = any(is_private(talk) for talk in case.talks.values())
        if private and not any(rule == self.key for rule, _ in known_chances(case)):
            return True
        return is_heard(case) and self.key not in known_reliances(case)


def settle_pieces(task: bytes) -> list[Settlements]:
    """A task of a cluster: some draws of one version or of several, settled on one thread."""
    rule, sent, solution, hands = pickle.loads(task)  # noqa: S301 - written by `OnCluster`
    versions = [DrawnVersion(_case_of(packed), paths, values, arrays) for packed, paths, values, arrays in sent]
    return [_sent(many, hands) for many in rule.settle_each(versions, solution, 1, hands)]


def learn(task: bytes) -> tuple[Any, Any]:
    """A task of a cluster: what is worked out of a version before any draw of it is settled."""
    rule, (packed, paths, values, arrays), solution = pickle.loads(task)  # noqa: S301 - written by `OnCluster`
    case = _case_of(packed)
    rule.settle_each([DrawnVersion(case, paths, values, arrays)], solution)
    return known_chances(case), known_reliances(case)


def settle_versions(task: bytes) -> Settlements:
    """A task of a cluster: some versions of a network, settled on one thread."""
    rule, packed, network, variants, hands, start = pickle.loads(task)  # noqa: S301 - written by `OnCluster`
    return _sent(rule.settle_variants(_case_of(packed), network, variants, 1, hands, start), hands)


@lru_cache(maxsize=CASES_AT_HAND)
def _case_of(packed: bytes) -> Case:
    """A case, the same object each time: what is known of it is known as long as it lives."""
    held: HeldCase = pickle.loads(packed)  # noqa: S301 - written by `OnCluster`
    return held.case


def _packed_once() -> Callable[[Case], bytes]:
    """Packs cases, each once."""
    known: dict[int, bytes] = {}

    def packed(case: Case) -> bytes:
        if id(case) not in known:
            known[id(case)] = pickle.dumps(HeldCase(case))
        return known[id(case)]

    return packed


def _sent_version(version: DrawnVersion, packed: Callable[[Case], bytes]) -> Piece:
    return packed(version.case), version.paths, version.values, version.arrays


def _draws(version: DrawnVersion) -> int:
    return len(version.values if version.arrays is None else version.arrays[1].reference)


def _tasks(versions: Sequence[DrawnVersion], length: int) -> Iterator[list[tuple[int, DrawnVersion]]]:
    """Yield stretches of `length` draws, in pieces of one version each, with the place of the version."""
    task: list[tuple[int, DrawnVersion]] = []
    room = length
    for place, version in enumerate(versions):
        first, draws = 0, _draws(version)
        while first < draws:
            taken = min(room, draws - first)
            task.append((place, _piece(version, slice(first, first + taken))))
            first, room = first + taken, room - taken
            if not room:
                yield task
                task, room = [], length
    if task:
        yield task


def _piece(version: DrawnVersion, rows: slice) -> DrawnVersion:
    if version.arrays is None:
        return replace(version, values=version.values[rows])
    network, numbers = version.arrays
    return replace(version, arrays=(network, _rows(numbers, rows)))


def _rows(numbers: Numbers, rows: slice) -> Numbers:
    return Numbers(*(array[rows] for array in numbers))


def _sent(many: Settlements, hands: bool) -> Settlements:
    """Settlements without upper hands that nobody asked for."""
    return many if hands else replace(many, hands=np.empty((0, 0, 0)))


def _joined(parts: Sequence[Settlements], hands: bool) -> Settlements:
    """Settlements in the order of the draws, with no upper hands if nobody asked for them."""
    many = Settlements.joined(parts)
    return many if hands else replace(many, hands=np.broadcast_to(np.nan, many.gains.shape))
