"""Versions of a case in which some numbers stand elsewhere, each settled with every other number at its middle.

The arrays of a version are a patch on those of the case. What the parties do not know of each other stays what it is
in the case: the chances that private numbers leave a deal are those of the case itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from typing import Any

import numpy as np

from tertius.case.edit.parts import patch_of
from tertius.case.labels import on_scale_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import inner_of
from tertius.draws import fix
from tertius.rules.arrays import Floats, Network, Numbers, ranges_of
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.chances.deal import share_chances
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.outside.voice import is_heard
from tertius.rules.bargaining.patches import NetworkPatches
from tertius.rules.rule import DrawnVersion
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory
from tertius.scenarios.scenarios import Scenario

Point = Mapping[Path, float]
"""Where some numbers stand, each on its plain scale."""


class Trials:
    """A case, settled at many points.

    Args:
        case: A checked case.
        theory: The theory that settles it.
        threads: How many points to settle at a time.
    """

    def __init__(self, case: Case, theory: Theory, threads: int = 1) -> None:
        self.case, self.theory, self.threads = case, theory, threads
        self._network = network_of(case) if theory.rule.talks else None
        self._patches = NetworkPatches(case, None) if theory.rule.talks else None

    def settle(self, points: Sequence[Point]) -> Settlements:
        """The settlements (P,), each from its references."""
        if not self.theory.rule.talks:
            return self._decided(points)
        if self._in_cells:
            [many] = self.theory.settle_each([DrawnVersion(self.case, arrays=self._cells(points))], self.threads)
            return many
        return stacked(self._settled(self.versions(points)))

    def versions(self, points: Sequence[Point]) -> list[Case]:
        """The case at each point."""
        return [fix(self.case, point) for point in points]

    @cached_property
    def _in_cells(self) -> bool:
        """Whether all that follows from a number follows from the cells of the arrays in which it stands."""
        case, network = self.case, self._network
        decided = any(talk.rule is not None for talk in case.talks.values())
        asked = network is not None and bool(len(network.structure.elector_actor))
        return not (case.beliefs or case.promises or is_heard(case) or decided or asked)

    def _cells(self, points: Sequence[Point]) -> tuple[Network, Numbers]:
        """The network and its numbers at each point, the unit of every actor as it is there."""
        if self._network is None:
            raise ValueError("a decision without talks has no network")
        network = self._network
        batch = batch_of(self.case, network, *self._table(points))
        for row in range(len(points)):
            numbers = Numbers(*(array[row] for array in batch))
            batch.range[row] = ranges_of(network.structure.curvature, network.structure.need_actor, numbers)
        return network, batch

    def _table(self, points: Sequence[Point]) -> tuple[list[Path], Floats]:
        """The numbers that any point moves, and (P, U) their values at each."""
        paths = list(dict.fromkeys(path for point in points for path in point))
        now = {path: _middle_at(self.case, path) for path in paths}
        values = np.array([[point.get(path, now[path]) for path in paths] for point in points])
        return paths, values.reshape(len(points), len(paths))

    def scenarios(self, points: Sequence[Point]) -> list[Scenario]:
        """The same, one by one, each with all that can be asked of it."""
        versions = self.versions(points)
        whole = self.settle(points)
        if self.theory.rule.talks:
            share_chances(self.case, versions, self.theory.rule.key)
        parts = [_row(whole, place) for place in range(len(points))]
        rest = (True, 1, self.threads)
        return [Scenario(case, self.theory, many, *rest) for case, many in zip(versions, parts, strict=True)]

    def _settled(self, versions: Sequence[Case]) -> list[Settlements]:
        """Versions of the case, each by itself."""
        patches = self._patches
        if patches is None:
            raise ValueError("a decision without talks is settled at once")
        base = DrawnVersion(self.case, arrays=patches.of(patch_of(self.case, self.case)))
        self.theory.settle_each([base], self.threads)  # so that its chances are known
        share_chances(self.case, versions, self.theory.rule.key)
        drawn = [DrawnVersion(one, arrays=patches.of(patch_of(self.case, one))) for one in versions]
        return self.theory.settle_each(drawn, self.threads)

    def _decided(self, points: Sequence[Point]) -> Settlements:
        """A decision without talks, at every point."""
        return self.theory.settle_many(self.case, *self._table(points), threads=self.threads)


def quantity_at(case: Case, path: Path) -> Quantity | None:
    """The number that a case has at a path; None if it has none there."""
    node: Any = case
    for step in path:
        node = node[step] if isinstance(node, tuple) and isinstance(step, int) else inner_of(node, step)
    return node if isinstance(node, Quantity) else None


def stacked(parts: Sequence[Settlements]) -> Settlements:
    """The settlements of several versions as those of one, row below row."""
    names = [field.name for field in fields(Settlements)]
    return Settlements(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _row(whole: Settlements, place: int) -> Settlements:
    """One of many settlements."""
    return Settlements(*(getattr(whole, field.name)[place : place + 1] for field in fields(Settlements)))


def _middle_at(case: Case, path: Path) -> float:
    quantity = quantity_at(case, path)
    return float("nan") if quantity is None else on_scale_of(case, path, quantity).middle
