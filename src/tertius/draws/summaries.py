"""Summaries of draws as they come: quantiles, shares and means, each with its Monte Carlo error.

Nothing is kept of a draw but whole numbers in counters, so memory does not grow with the draws, and batches may
be added and summaries merged in any order with the same bits as the answer. Counts are kept apart for each of
the replicates of `sampling`. A figure is that of all draws; its error is

    e = sqrt(sum_r (f_r - mean f)^2 / (R - 1)) / sqrt(R)

over the R replicates that have data, f_r the same figure from replicate r alone; nan if there are fewer than two.

Reference: A. B. Owen (1997), Monte Carlo variance of scrambled net quadrature, SIAM Journal on Numerical
Analysis 34(5), for independent scramblings as replicates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tertius.draws.distribution import Floats
from tertius.draws.sampling import REPLICATES

BINS = 2**12
"""Equal bins of a histogram between the bounds of its quantity."""

_UNITS = 2.0**32
"""Steps into which a mean divides the way between the bounds: sums of whole numbers do not depend on their order.

Over the at most 2^30 draws of a replicate they stay below 2^63."""

_SLACK = 1e-6
"""How far, as a share of the way between them, a value may be beyond the bounds: solvers round."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Estimate:
    """Figures of several quantities, and how far they may be off because the draws are finite.

    Attributes:
        value: (Q,) the figure of each quantity, from all draws; nan without data.
        error: (Q,) its Monte Carlo standard error; nan if fewer than two replicates have data.
    """

    value: Floats
    error: Floats


def _estimate(value: Floats, by_replicate: Floats) -> Estimate:
    """The figure of all draws with the error from those of the replicates (R, Q), nan where one has no data."""
    known = ~np.isnan(by_replicate)
    count = known.sum(axis=0)
    filled = np.where(known, by_replicate, 0.0)
    mean = filled.sum(axis=0) / np.maximum(count, 1)
    squares = np.where(known, (filled - mean) ** 2, 0.0).sum(axis=0)
    error = np.sqrt(squares / np.maximum(count - 1, 1) / np.maximum(count, 1))
    return Estimate(value, np.where(count > 1, error, np.nan))


def _ratio(part: Any, whole: Any) -> Floats:
    """A part as a share of the whole, nan where the whole is 0."""
    ratio: Floats = np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
    return ratio


class _Counters:
    """What all summaries share: which replicate a row belongs to, and what is missing."""

    def __init__(self, quantities: int) -> None:
        self.known: Ints = np.zeros((REPLICATES, quantities), dtype=np.int64)
        self.missing: Ints = np.zeros((REPLICATES, quantities), dtype=np.int64)

    @property
    def counters(self) -> tuple[NDArray[Any], ...]:
        """The arrays of counts, to which those of another summary are added."""
        return self.known, self.missing

    def _take(self, values: ArrayLike, first_index: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Count a batch: its values as floats, and which of them are there."""
        batch = np.asarray(values, dtype=np.float64)
        if batch.ndim != 2 or batch.shape[1] != self.known.shape[1]:
            raise ValueError(f"values of shape {batch.shape}, not (n, {self.known.shape[1]})")
        there = ~np.isnan(batch)
        self._add(self.known, there, first_index)
        self._add(self.missing, ~there, first_index)
        return batch, there

    @staticmethod
    def _add(counter: Ints, values: NDArray[Any], first_index: int) -> None:
        """Add whole numbers, a row for each draw, to the replicates of their draws."""
        np.add.at(counter, _replicates(len(values), first_index), values.astype(np.int64))

    def merge(self, other: Self) -> None:
        """Add what another summary of the same quantities has counted in other draws."""
        for own, more in zip(self.counters, other.counters, strict=True):
            if own.shape != more.shape:
                raise ValueError("summaries of other quantities cannot be merged")
            own += more


def _replicates(rows: int, first_index: int) -> Ints:
    return (np.arange(rows, dtype=np.int64) + first_index) % REPLICATES


class Share(_Counters):
    """How often each of Q statements is true: its probability over the draws.

    Attributes:
        known: (16, Q) draws of each replicate in which the statement is true or false.
        missing: (16, Q) draws in which it is neither, such as who has the upper hand where there is no deal.
    """

    def __init__(self, quantities: int) -> None:
        super().__init__(quantities)
        self.true: Ints = np.zeros_like(self.known)

    @property
    def counters(self) -> tuple[NDArray[Any], ...]:
        """The arrays of counts."""
        return *super().counters, self.true

    def add(self, values: ArrayLike, first_index: int) -> None:
        """Add draws `first_index` and on: (n, Q), 1 or true, 0 or false, nan for neither."""
        batch, there = self._take(values, first_index)
        self._add(self.true, there & (batch != 0), first_index)

    def probability(self) -> Estimate:
        """The share of draws in which each statement is true, of those in which it is true or false.

        Where it is true in every draw, or in none, the error is 0: the draws show no case of the other kind.
        """
        return _estimate(_ratio(self.true.sum(axis=0), self.known.sum(axis=0)), _ratio(self.true, self.known))


class _Bounded(_Counters):
    """A summary of quantities between known bounds."""

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        self.low: Floats = np.atleast_1d(np.asarray(low, dtype=np.float64))
        self.high: Floats = np.atleast_1d(np.asarray(high, dtype=np.float64))
        if self.low.shape != self.high.shape or self.low.ndim != 1 or not np.all(self.low <= self.high):
            raise ValueError("bounds are two arrays of shape (Q,), the low ones not above the high ones")
        super().__init__(len(self.low))
        self._width: Floats = np.where(self.high > self.low, self.high - self.low, 1.0)

    def _shares(self, batch: Floats, there: NDArray[np.bool_]) -> Floats:
        """Where values lie between the bounds, 0 to 1; 0 for those that are missing."""
        shares: Floats = np.where(there, (batch - self.low) / self._width, 0.0)
        if shares.size and not (shares.min() >= -_SLACK and shares.max() <= 1 + _SLACK):
            raise ValueError(f"a value lies outside the bounds of its quantity: {batch[np.abs(shares - 0.5) > 0.5][0]}")
        return np.clip(shares, 0.0, 1.0)

    def merge(self, other: Self) -> None:
        """Add what another summary of the same quantities, with the same bounds, has counted in other draws."""
        if not (np.array_equal(self.low, other.low) and np.array_equal(self.high, other.high)):
            raise ValueError("summaries with other bounds cannot be merged")
        super().merge(other)


class Mean(_Bounded):
    """The mean of each of Q quantities between known bounds, exact to 2^-32 of the way between them."""

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        super().__init__(low, high)
        self.sums: Ints = np.zeros_like(self.known)

    @property
    def counters(self) -> tuple[NDArray[Any], ...]:
        """The arrays of counts."""
        return *super().counters, self.sums

    def add(self, values: ArrayLike, first_index: int) -> None:
        """Add draws `first_index` and on: (n, Q), nan where there is no value.

        Raises:
            ValueError: A value lies outside its bounds.
        """
        batch, there = self._take(values, first_index)
        self._add(self.sums, np.rint(_UNITS * self._shares(batch, there)), first_index)

    def mean(self) -> Estimate:
        """The mean over the draws in which there is a value."""
        whole = self._values(_ratio(self.sums.sum(axis=0), self.known.sum(axis=0)))
        return _estimate(whole, self._values(_ratio(self.sums, self.known)))

    def _values(self, shares: Floats) -> Floats:
        return self.low + self._width * shares / _UNITS


class Histogram(_Bounded):
    """Where the values of each of Q quantities between known bounds lie, in 2^12 equal bins.

    It takes 512 kilobytes for each quantity, however many draws there are.

    Attributes:
        counts: (16, Q, 4096) draws of each replicate in each bin.
        least: (16, Q) smallest value of each replicate; infinite without data.
        most: (16, Q) largest value.
    """

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        super().__init__(low, high)
        self.counts: Ints = np.zeros((*self.known.shape, BINS), dtype=np.int64)
        self.least: Floats = np.full(self.known.shape, np.inf)
        self.most: Floats = np.full(self.known.shape, -np.inf)

    @property
    def counters(self) -> tuple[NDArray[Any], ...]:
        """The arrays of counts."""
        return *super().counters, self.counts

    def add(self, values: ArrayLike, first_index: int) -> None:
        """Add draws `first_index` and on: (n, Q), nan where there is no value.

        Raises:
            ValueError: A value lies outside its bounds.
        """
        batch, there = self._take(values, first_index)
        bins = np.minimum((BINS * self._shares(batch, there)).astype(np.int64), BINS - 1)
        rows = _replicates(len(batch), first_index)
        row, column = np.nonzero(there)
        np.add.at(self.counts, (rows[row], column, bins[row, column]), 1)
        np.minimum.at(self.least, rows, np.where(there, batch, np.inf))
        np.maximum.at(self.most, rows, np.where(there, batch, -np.inf))

    def merge(self, other: Self) -> None:
        """Add what another summary of the same quantities, with the same bounds, has counted in other draws."""
        super().merge(other)
        np.minimum(self.least, other.least, out=self.least)
        np.maximum(self.most, other.most, out=self.most)

    def quantile(self, q: float) -> Estimate:
        """The value below which the share q of the draws lies, of those with a value; within a bin's width.

        As NumPy has it: the value of rank q (n - 1), counted from 0, in a straight line between two ranks. A
        value is placed in its bin by its rank there. `q` 0 and 1 give the smallest and the largest value exactly.
        """
        least, most = self.least.min(axis=0, keepdims=True), self.most.max(axis=0, keepdims=True)
        whole = self._at(q, self.counts.sum(axis=0, keepdims=True), least, most)
        return _estimate(whole[0], self._at(q, self.counts, self.least, self.most))

    def _at(self, q: float, counts: Ints, least: Floats, most: Floats) -> Floats:
        """(R, Q) quantiles of counts (R, Q, bins)."""
        reached = counts.cumsum(axis=2)
        count = reached[..., -1]
        rank = q * (count - 1)
        below = np.floor(rank).astype(np.int64)
        lower = self._ranked(below, counts, reached, least, most)
        upper = self._ranked(np.minimum(below + 1, count - 1), counts, reached, least, most)
        quantiles: Floats = np.where(count > 0, lower + (rank - below) * (upper - lower), np.nan)
        return quantiles

    def _ranked(self, rank: Ints, counts: Ints, reached: Ints, least: Floats, most: Floats) -> Floats:
        """(R, Q) the value of a rank, counted from 0: nan without data."""
        count = reached[..., -1]
        place = np.minimum((reached <= rank[..., None]).sum(axis=2), BINS - 1)[..., None]
        here = np.take_along_axis(counts, place, axis=2)[..., 0]
        before = np.take_along_axis(reached, place, axis=2)[..., 0] - here
        share = (place[..., 0] + (rank - before + 0.5) / np.maximum(here, 1)) / BINS
        # Without data the extremes are infinite, and a value is not asked for.
        low, high = np.where(count > 0, least, 0.0), np.where(count > 0, most, 0.0)
        inside = np.clip(self.low + self._width * share, low, high)
        value: Floats = np.where(rank >= count - 1, high, np.where(rank <= 0, low, inside))
        return value
