"""Common draws: a case, and cases made of it by changes, with the same numbers wherever nothing was changed.

What differs between two cases in the same draw is then the work of the changes, not of chance. A number is known by
its path. One that the base draws too stands at the same place u of its range in every case, whatever the range is
now; in a case that leaves it alone it has the very same value. One that only a changed case draws has a stream of
pseudo-random numbers of its own, made of its path, so that the draws of the base are those of `sample`, bit by bit.

Reference: P. Glasserman and D. D. Yao (1992), Some guidelines and guarantees for common random numbers, Management
Science 38(6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.draws.distribution import Floats, quantile
from tertius.draws.sampling import REPLICATES, Method, points_of, pseudo_random
from tertius.draws.uncertain import Uncertain, UncertainParts


@dataclass(frozen=True)
class Drawn:
    """The numbers of one case in a stretch of draws.

    Attributes:
        paths: (U,) where the uncertain numbers stand in the case.
        values: (D, U) their values, each on its plain scale.
    """

    paths: tuple[Path, ...]
    values: Floats


class CommonDraws:
    """A stretch of the draws of a base case, for the base itself and for cases made of it.

    A column that many of these cases share is drawn once, and kept.

    Args:
        base: The case whose draws they are.
        first: Index of the first draw.
        last: Index after the last draw.
        seed: Any whole number, 0 or more.
        method: ``sobol`` or ``random``.

    Raises:
        UsageError: The seed, the range or the method is none.
    """

    def __init__(self, base: Case, first: int, last: int, seed: int = 0, method: Method = "sobol") -> None:
        self._first, self._last, self._seed = first, last, seed
        self._parts = UncertainParts(base)
        uncertain = self._parts.base
        self._points = points_of(uncertain, first, last, seed, method)
        self._columns = {number.place: number.dimension for number in uncertain}
        self._groups = {number.group: number.dimension for number in uncertain if number.group}
        self._kept: dict[Hashable, Floats] = {}

    def of(self, case: Case) -> Drawn:
        """The uncertain numbers of the base, or of a case that changes have made of it, in these draws."""
        return self._drawn(self._parts.of(case))

    def in_parts(self, version: Case, parts: Iterable[Path]) -> Drawn:
        """The uncertain numbers in some parts of a version in which nothing but numbers and bodies differs."""
        return self._drawn(self._parts.in_parts(version, parts))

    def _drawn(self, uncertain: Sequence[Uncertain]) -> Drawn:
        known = [self._places.get(id(number), -1) for number in uncertain]
        values = self._base[:, known]
        for column, number in enumerate(uncertain):
            if known[column] < 0:
                values[:, column] = self._values(number)
        return Drawn(tuple(number.path for number in uncertain), values)

    def values(self, path: Sequence[str | int], quantity: Quantity) -> Floats:
        """(D,) a number that is no part of the case as it stands, such as the cost of a move."""
        if quantity.certain:
            return np.full(self._draws, quantity.low)
        return self._computed_once((tuple(path), quantity), lambda: quantile(quantity, self._own(path)))

    @cached_property
    def _places(self) -> dict[int, int]:
        """The columns of the numbers of the base, each known as the object that it is in all versions."""
        return {id(number): column for column, number in enumerate(self._parts.base)}

    @cached_property
    def _base(self) -> Floats:
        """(D, U + 1) the uncertain numbers of the base, and a column that says nothing."""
        columns = [self._values(number) for number in self._parts.base]
        return np.stack([*columns, np.zeros(self._draws)], axis=1)

    @property
    def _draws(self) -> int:
        return self._last - self._first

    def _values(self, number: Uncertain) -> Floats:
        key = self._place(number), number.quantity, number.reversed, number.reports
        return self._computed_once(key, lambda: number.values(self._share))

    def _computed_once(self, key: Hashable, compute: Callable[[], Floats]) -> Floats:
        """(D,) values that are kept; not to be written to."""
        if key not in self._kept:
            self._kept[key] = compute()
            self._kept[key].flags.writeable = False
        return self._kept[key]

    def _share(self, number: Uncertain) -> Floats:
        """(D,) the shares at which a number stands: a column of the unit cube, or the stream of a path."""
        place = self._place(number)
        shares: Floats = self._points[:, place] if isinstance(place, int) else self._own(place)
        return shares

    def _place(self, number: Uncertain) -> int | Path:
        column = self._columns.get(number.place, self._groups.get(number.group))
        if column is not None:
            return column
        # A group that the base does not draw still moves together.
        return ("groups", number.group) if number.group else number.place

    def _own(self, path: Sequence[str | int]) -> Floats:
        """Pseudo-random shares of a path: draw d has the number at the counter d."""
        digest = hashlib.sha256("\0".join(map(str, path)).encode()).digest()
        words = [int.from_bytes(digest[place : place + 4], "little") for place in range(0, 16, 4)]
        stream = np.random.SeedSequence(int(self._seed), spawn_key=(REPLICATES + 1, *words))
        return pseudo_random(stream, self._first, self._last)[:, 0]
