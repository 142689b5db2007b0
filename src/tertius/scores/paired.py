"""What of a mean difference can be told apart from chance, when there are few groups: honest down to two of them.

The percentile bootstrap is too narrow below some twenty groups. There Student's t stands in its place, with a test of
signs that assumes no distribution; and both must agree before a difference counts as told apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tertius.scores.arguments import Array, as_coverage
from tertius.scores.bootstrap import RESAMPLES, bootstrap_mean, by_group, differences

FEW_GROUPS = 20
"""Below so many groups the interval is Student's."""

_EXACT = 14
"""Up to so many groups every pattern of signs is tried."""


@dataclass(frozen=True)
class PairedDifference:
    """A mean difference of two forecasters' scores on the same cases, and what can be told of it.

    Attributes:
        mean: First less second, in the units of the score.
        low: Lower end of its interval; NaN with one group.
        high: Upper end; NaN with one group.
        method: Of the interval: ``t`` below 20 groups, ``bootstrap`` from 20 on, ``none`` with one.
        p: Two-sided, of the test that turns the signs of whole groups; NaN with one group.
        smallest: How large a mean difference would have had to be for its interval to leave 0 out; NaN with one group.
        coverage: Of the interval.
        cases: How many cases.
        groups: How many groups.
    """

    mean: float
    low: float
    high: float
    method: str
    p: float
    smallest: float
    coverage: float
    cases: int
    groups: int

    @property
    def told_apart(self) -> bool:
        """Whether it is told apart from 0: its interval leaves 0 out and so does the test of signs."""
        return bool((self.low > 0 or self.high < 0) and self.p <= 1 - self.coverage + 1e-12)


def paired_difference(
    scores: ArrayLike,
    rival: ArrayLike,
    groups: Iterable[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    coverage: float = 0.95,
) -> PairedDifference:
    """The mean of ``scores - rival`` over the same cases, with an interval and a test that hold with few groups.

        m = sum_g S_g / N,   e_g = S_g - m n_g,   v = G / (G - 1) sum_g e_g^2 / N^2,   m -+ t_(G-1) sqrt(v)

    with S_g the sum of the n_g differences of group g, N their number and G that of the groups: for groups of one size
    the interval of Student's t over their means. From 20 groups on it is that of `bootstrap_mean`. The test turns the
    sign of each S_g and counts how often |sum_g +-S_g| comes out as large as it did: exact up to 14 groups, from drawn
    signs above. With G groups no p lies below 2 / 2^G, so that fewer than six tell nothing apart at 0.05.

    Args:
        scores: Of the first forecaster, shape (cases,).
        rival: Of the second, on the same cases in the same order.
        groups: The group of each case, any labels; without it every case stands for itself.
        resamples: How many draws of groups or of signs.
        seed: Which draws.
        coverage: Of the interval, above 0 and below 1.

    Raises:
        UsageError: A score is not finite, or the two or the groups have different numbers of cases.

    Reference:
        Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human
        Resources 50, 317-372. Signs: Fisher, R. A. (1935). The Design of Experiments. Oliver and Boyd, section 21.
    """
    d = differences(scores, rival)
    labels = None if groups is None else list(groups)
    sums, counts = by_group(d, labels)
    mean, many = float(d.mean()), len(sums)
    low, high, method = np.nan, np.nan, "none"
    if many >= FEW_GROUPS:
        found = bootstrap_mean(d, labels, resamples, seed, coverage)
        low, high, method = found.low, found.high, "bootstrap"
    elif many > 1:
        half = _half_of_t(sums - mean * counts, len(d), as_coverage(coverage))
        low, high, method = mean - half, mean + half, "t"
    p = _turned(sums, resamples, seed) if many > 1 else np.nan
    smallest = max(mean - low, high - mean) if many > 1 else np.nan
    return PairedDifference(mean, low, high, method, p, smallest, as_coverage(coverage), len(d), many)


def _half_of_t(left: Array, cases: int, coverage: float) -> float:
    """Half the width of Student's interval, from what each group leaves of its sum."""
    from scipy.special import stdtrit

    groups = len(left)
    error = np.sqrt(groups / (groups - 1) * (left**2).sum()) / cases
    return float(stdtrit(groups - 1, (1 + coverage) / 2) * error)


def _turned(sums: Array, resamples: int, seed: int) -> float:
    """The share of patterns of signs under which the sum is as large as it is; that of the groups is one of them."""
    groups = len(sums)
    least = abs(sums.sum()) - 1e-12 * np.abs(sums).sum()
    if groups <= _EXACT:
        patterns = (np.arange(2**groups)[:, None] >> np.arange(groups)) & 1
        return float((np.abs((2 * patterns - 1) @ sums) >= least).mean())
    signs = np.random.default_rng(seed).integers(0, 2, (resamples, groups)) * 2 - 1
    return float((1 + (np.abs(signs @ sums) >= least).sum()) / (1 + resamples))
