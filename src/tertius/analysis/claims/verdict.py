"""The verdict on a claim: it holds in nearly all draws and theories, in nearly none, or it depends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from tertius.results import Record

Floats = NDArray[np.float64]

HOLDS, FAILS = 0.95, 0.05
"""A claim holds from this share of draws and theories on, and fails up to this one."""

ENOUGH = 200
"""On fewer draws a verdict is given, but with a warning."""

_HAIR = 1e-9


class Verdict(Enum):
    """What became of a claim."""

    HOLDS = "holds"
    DEPENDS = "depends"
    FAILS = "fails"
    UNTESTED = "not tested"


@dataclass(frozen=True)
class DrawQuantiles(Record):
    """A figure over draws and theories: its median, and the range in which four of five lie.

    Attributes:
        low: One in ten lies below.
        median: The median.
        high: One in ten lies above.
    """

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Frequency:
    """In how many draws and theories a claim holds.

    Attributes:
        share: The share, of those that bear on it; each theory counts the same. nan if none does.
        theories: Theory: the share under it alone.
        unsettled: Share of draws and theories that do not bear on the claim: a version did not come to rest there, or
            has no such quantity.
    """

    share: float
    theories: Mapping[str, float]
    unsettled: float

    @property
    def verdict(self) -> Verdict:
        """Holds, fails, or depends."""
        return verdict_of(self.share)


@dataclass(frozen=True)
class Alike(Record):
    """In how many cases built alike, with other numbers, a claim holds.

    Attributes:
        share: Of those that bear on it; each theory counts the same. nan if none does.
        cases: How many cases there are.
        unsettled: Share of cases and theories that do not bear on it.
    """

    share: float
    cases: int
    unsettled: float


def verdict_of(share: float) -> Verdict:
    """The verdict on a share of draws and theories; the two ends belong to holds and fails."""
    if not np.isfinite(share):
        return Verdict.UNTESTED
    if share >= HOLDS - _HAIR:
        return Verdict.HOLDS
    return Verdict.FAILS if share <= FAILS + _HAIR else Verdict.DEPENDS


def frequency_of(holds: Floats, theories: tuple[str, ...]) -> Frequency:
    """In how many draws and theories a claim holds.

    Args:
        holds: (T, D) 1 where it holds, 0 where it does not, nan where the draw does not bear on it.
        theories: (T,) their names.
    """
    shares = {name: _mean_of(row) for name, row in zip(theories, holds, strict=True)}
    known = [share for share in shares.values() if np.isfinite(share)]
    return Frequency(float(np.mean(known)) if known else float("nan"), shares, float(np.isnan(holds).mean()))


def quantiles_of(values: Floats) -> DrawQuantiles:
    """The quantiles of a figure; what is nan is left out."""
    known = values[np.isfinite(values)]
    if not known.size:
        return DrawQuantiles(*(float("nan"),) * 3)
    low, median, high = np.quantile(known, [0.1, 0.5, 0.9])
    return DrawQuantiles(float(low), float(median), float(high))


def _mean_of(row: Floats) -> float:
    known = row[np.isfinite(row)]
    return float(known.mean()) if known.size else float("nan")
