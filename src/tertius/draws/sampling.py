"""Draws: versions of a case with every uncertain number fixed, each known by its index alone.

The numbers are spread over the unit cube by sixteen independent scramblings of Sobol's sequence. Draw d is
point d // 16 of scrambling d % 16. So a draw depends on the case, the seed and its index, never on how many
draws there are or how they are cut into batches; and sixteen independent answers to every question are at
hand, whose spread is the Monte Carlo error.

References: I. M. Sobol' (1967), On the distribution of points in a cube, USSR Computational Mathematics and
Mathematical Physics 7(4); A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, Journal of
Complexity 14(4); J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw (2011), Parallel random numbers: as
easy as 1, 2, 3, for the plain pseudo-random draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.draws.distribution import Floats
from tertius.draws.sequence import BITS, Scrambling
from tertius.draws.uncertain import Uncertain, dimensions_of, uncertain_of
from tertius.errors import UsageError

REPLICATES = 16
"""Independent scramblings; draw d belongs to replicate d % 16."""

MOST_DRAWS = REPLICATES * 2**BITS
"""Sobol's sequence ends after 2^30 points."""

_MOST_HELD = 100_000_000
"""Numbers that are kept in memory at once, some 800 MB; a forecast keeps none of its draws, and takes more of them."""

OR_MIDDLES = "it takes 1 or more, or 0 for every number at its middle"

Method = Literal["sobol", "random"]


def sample(case: Case | Iterable[Uncertain], first: int, last: int, seed: int = 0, method: Method = "sobol") -> Floats:
    """The uncertain numbers of a case in the draws `first` to `last` - 1.

    Args:
        case: A case, or its uncertain numbers as `uncertain_of` gives them.
        first: Index of the first draw, 0 or more.
        last: Index after the last draw, above `first`.
        seed: Any whole number, 0 or more.
        method: ``sobol``, or ``random`` for plain pseudo-random draws.

    Returns:
        (last - first, U), a row for each draw and a column for each uncertain number, in the order of
        `uncertain_of`, each on its plain scale. However the draws are cut into calls, a row is the same.

    Raises:
        UsageError: The seed, the range or the method is none.
    """
    uncertain = uncertain_of(case) if isinstance(case, Case) else tuple(case)
    return values_at(uncertain, points_of(uncertain, first, last, seed, method))


def points_of(uncertain: Sequence[Uncertain], first: int, last: int, seed: int, method: Method = "sobol") -> Floats:
    """The points of the unit cube at which uncertain numbers stand in the draws `first` to `last` - 1.

    Returns:
        (last - first, dimensions) shares, 0 to 1; which column a number takes is its `dimension`.

    Raises:
        UsageError: The seed, the range or the method is none.
    """
    check_seed(seed)
    _check_whole("index of a draw", first)
    if not _is_whole(last) or last <= first:
        raise UsageError(f"no draws from {first} to {last!r}: ask for one or more")
    check_index(last - 1)
    if method not in get_args(Method):
        near = closest(str(method), get_args(Method))
        legal = f"a method is one of {', '.join(get_args(Method))}"
        raise UsageError(f"there is no method '{method}': {f'{near} ({legal})' if near else legal}")
    dimensions = dimensions_of(uncertain)
    if not uncertain:
        return np.empty((last - first, 0))
    if method == "sobol":
        return _sobol(dimensions, first, last, seed)
    stream = np.random.SeedSequence(int(seed), spawn_key=(REPLICATES,))
    return pseudo_random(stream, first, last, blocks=-(-dimensions // 4))[:, :dimensions]


def values_at(uncertain: Sequence[Uncertain], points: Floats) -> Floats:
    """The values of uncertain numbers at points of the unit cube.

    Args:
        uncertain: (U,) the numbers, as `uncertain_of` gives them.
        points: (n, dimensions) shares, 0 to 1.

    Returns:
        (n, U), each number on its plain scale.
    """
    values = np.empty((len(points), len(uncertain)))
    for column, number in enumerate(uncertain):
        values[:, column] = number.values(lambda drawn: points[:, drawn.dimension])
    return values


def draw_at(case: Case, seed: int, index: int, method: Method = "sobol") -> dict[Path, float]:
    """One draw: the path and value of every uncertain number, in the order of the model.

    Raises:
        UsageError: The seed, the index or the method is none.
    """
    check_index(index)
    uncertain = uncertain_of(case)
    [row] = sample(uncertain, index, index + 1, seed, method)
    return {number.path: float(value) for number, value in zip(uncertain, row, strict=True)}


def most_draws_held(case: Case) -> int:
    """How many draws of a case are kept at once, with what each of them comes to, by what does not forecast."""
    actors = len(case.actors)
    each = len(uncertain_of(case)) + len(case.issues) + actors * (1 + len(case.talks))
    return max(REPLICATES, _MOST_HELD // max(1, each))


def check_seed(seed: int) -> None:
    """A seed is a whole number, 0 or more; else a `UsageError` says so."""
    _check_whole("seed", seed)


def check_index(index: int) -> None:
    """An index is a whole number from 0, and below `MOST_DRAWS`; else a `UsageError` says so."""
    _check_whole("index of a draw", index)
    if index >= MOST_DRAWS:
        raise UsageError(f"draw {index} is beyond the last one: a case has at most {MOST_DRAWS} draws")


def check_count(count: Any, what: str, legal: str, least: int = 1, most: int | None = None) -> None:
    """How often something is done, or how many there are, is a whole number within limits.

    Args:
        count: The number, from Python too: of numpy, or no number at all.
        what: What is counted: ``draws``.
        legal: What is legal, as the end of a sentence: ``it takes 1 draw or more``.
        least: The lowest legal number.
        most: The highest, if there is one.

    Raises:
        UsageError: It is none of these.
    """
    if not _is_whole(count):
        raise UsageError(f"found {count!r} for the number of {what}: {legal}, a whole number")
    if count < least:
        raise UsageError(f"{count} {what}: {legal}")
    if most is not None and count > most:
        raise UsageError(f"{count:,} {what} are too many: at most {most:,}")


def _check_whole(name: str, value: int) -> None:
    if not _is_whole(value) or value < 0:
        raise UsageError(f"the {name} is {value!r}: it is a whole number, 0 or more")


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _sobol(dimensions: int, first: int, last: int, seed: int) -> Floats:
    """Points of the unit cube (last - first, dimensions), each replicate by its own scrambling."""
    points = np.empty((last - first, dimensions))
    for replicate in range(REPLICATES):
        start = -((replicate - first) // REPLICATES)
        stop = -((replicate - last) // REPLICATES)
        if stop <= start:
            continue
        own = _scrambling(dimensions, int(seed), replicate).points(start, stop)
        points[start * REPLICATES + replicate - first :: REPLICATES] = own
    return points


@lru_cache(maxsize=4 * REPLICATES)
def _scrambling(dimensions: int, seed: int, replicate: int) -> Scrambling:
    entropy = np.random.SeedSequence(seed, spawn_key=(replicate,))
    return Scrambling(dimensions, np.random.default_rng(entropy))


def pseudo_random(seed: np.random.SeedSequence, first: int, last: int, blocks: int = 1) -> Floats:
    """(last - first, 4 blocks) pseudo-random shares: draw d has those at the counters from d * blocks on.

    Philox gives four numbers for each count.
    """
    [low, high] = seed.generate_state(2, np.uint64)
    philox = np.random.Philox(key=[low, high], counter=int(first) * blocks)
    shares: Floats = np.random.Generator(philox).random((last - first, 4 * blocks))
    return shares


def check_threads(threads: int | None) -> None:
    """A number of threads is 1 or more; else a `UsageError` says so."""
    if threads is not None:
        check_count(threads, "threads", "it takes 1 or more")
