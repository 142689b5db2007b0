"""A quantity of a settled version by its name: ``payoffs.dprk``, ``walk_away.us-dprk.usa``, ``reliance.dprk.china``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.leverage.reliance import losses_between
from tertius.case.model import Case
from tertius.draws import Drawn
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.theory import Theory
from tertius.scenarios.network_draws import NetworkDraws
from tertius.scenarios.scenarios import Scenarios, Settled

Floats = NDArray[np.float64]
Arrays = tuple[Network, Numbers]


class Version:
    """One version of a case in many draws under one theory, and every quantity that a claim may ask of it.

    Args:
        settled: The version, settled.
        theory: Who settled it.
        arrays: Makes arrays of the version: its network at the middle, and the numbers of every draw.
        threads: Draws settled at a time.
    """

    def __init__(self, settled: Settled, theory: Theory, arrays: Callable[[], Arrays], threads: int) -> None:
        self.case, self.many = settled.case, settled.many
        self._settled, self._theory, self._arrays, self._threads = settled, theory, arrays, threads
        self._losses: dict[tuple[str, str], Floats] = {}

    @cached_property
    def _ground(self) -> NetworkDraws:
        """For what takes further settlements, and is seldom asked for."""
        drawn = self._settled.drawn
        return NetworkDraws(self.case, self._theory, *self._arrays(), drawn.paths, drawn.values, True, 0, self._threads)

    @cached_property
    def hands(self) -> Floats:
        """(D, T, I) upper hands, which cost a settlement of their own."""
        return self._ground.settle(self._ground.versions(self._ground.each(1)), hands=True).hands

    def values(self, quantity: str) -> Floats:
        """(D,) a quantity in every draw.

        Payoffs, gains, walk-away values and reliance are in points of the actor, levels on the scale of the issue,
        agreements 1 or 0, upper hand and net leverage shares. It is nan where the version has no such quantity: the
        draw did not come to rest, the version lacks the actor, issue or talk, or a failed talk has no upper hand.
        """
        head, *idents = quantity.split(".")
        if head == "payoffs":
            return self._settled.payoff(idents[0])
        if head == "levels":
            return self._settled.level(idents[0])
        if head == "agreements":
            return self._settled.agreed(idents[0])
        values = self._of_two(head, idents[0], idents[1])
        return np.where(self.many.settled, values, np.nan)

    def _of_two(self, head: str, first: str, second: str) -> Floats:
        """A quantity of a talk and a party, or of two actors."""
        if head in ("reliance", "net_leverage"):
            if first not in self.case.actors or second not in self.case.actors:
                return np.full(self.many.draws, np.nan)
            if head == "reliance":
                return self._loss(first, second)
            return self._share(second, first) - self._share(first, second)
        if first not in self.case.talks or second not in self.case.talks[first].parties:
            return np.full(self.many.draws, np.nan)
        talk, party = list(self.case.talks).index(first), list(self.case.actors).index(second)
        gains = self.many.gains[:, talk, party]
        if head == "gains":
            return gains
        return self.hands[:, talk, party] if head == "upper_hand" else self.many.payoffs[:, party] - gains

    def _loss(self, actor: str, other: str) -> Floats:
        """What an actor would lose if another walked away from it."""
        pair = (actor, other)
        if pair not in self._losses:
            self._losses |= losses_between(self._ground, self.many, [pair])
        return self._losses[pair]

    def _share(self, actor: str, other: str) -> Floats:
        """The same as a share of its range; who has nothing at stake relies on nobody."""
        share: Floats = np.nan_to_num(self._loss(actor, other) / self._ground.ranges[self._ground.actor(actor)])
        return share


class SettledVersions:
    """Versions of a base case over its common draws; a version that several claims need is settled once.

    Args:
        bench: The base, its theories and its draws.
    """

    def __init__(self, bench: Scenarios) -> None:
        self.bench = bench
        self._cases: list[Case] = []
        self._versions: list[dict[str, Version]] = []

    @property
    def settled(self) -> int:
        """How many versions are on the shelf."""
        return len(self._cases)

    def version(self, case: Case) -> dict[str, Version]:
        """Theory: the version under it."""
        if case not in self._cases:
            self._cases.append(case)
            self._versions.append(self._made(case))
        return self._versions[self._cases.index(case)]

    def _made(self, case: Case) -> dict[str, Version]:
        """The version under every theory; theories with one solution share its arrays."""
        settled = self.bench.settle(case)
        arrays = {
            key: cache(partial(_arrays_of, case, self.bench.common.of(case), key))
            for key in dict.fromkeys(theory.solution.key for theory in self.bench.theories)
        }
        return {
            theory.name: Version(settled[theory.name], theory, arrays[theory.solution.key], self.bench.threads)
            for theory in self.bench.theories
        }

    def values(self, case: Case, quantity: str) -> Floats:
        """(T, D) a quantity of a version, theory by theory."""
        return np.stack([version.values(quantity) for version in self.version(case).values()])

    def inputs(self, cases: Sequence[Case]) -> Drawn:
        """Every uncertain number of these versions: as the base draws it, or as the first version that has it does."""
        columns: dict[tuple[str | int, ...], Floats] = {}
        for drawn in (self.bench.common.of(case) for case in (self.bench.base, *cases)):
            for place, path in enumerate(drawn.paths):
                columns.setdefault(path, drawn.values[:, place])
        kept = {path for case in cases for path in self.bench.common.of(case).paths}
        paths = tuple(path for path in columns if path in kept)
        values = [columns[path] for path in paths]
        return Drawn(paths, np.stack(values, axis=1) if values else np.empty((self.bench.draws, 0)))


def _arrays_of(case: Case, drawn: Drawn, solution: str) -> Arrays:
    network = network_of(case, solution)
    return network, batch_of(case, network, drawn.paths, drawn.values)
