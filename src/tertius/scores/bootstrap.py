"""How sure a mean score is, when cases come in groups: the bootstrap over whole groups.

Issues of one proposal, or questions about one negotiation, are right or wrong together. Resampling single cases would
treat them as independent and give errors that are too small.

Reference:
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge University Press.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tertius.errors import UsageError
from tertius.scores.arguments import Array, as_coverage, as_numbers

RESAMPLES = 10_000
_AT_ONCE = 2_000_000  # group numbers held at one time; 16 MB


@dataclass(frozen=True)
class BootstrapMean:
    """A mean over cases, and how sure it is.

    Attributes:
        mean: The mean over all cases, in the units of the score.
        error: Its standard error, over resamples of whole groups.
        low: Lower end of the percentile interval.
        high: Upper end.
        coverage: The share that the interval is meant to cover.
        cases: How many cases.
        groups: How many groups; under 20 or so both error and interval come out too small.
        resamples: How many resamples.
        seed: Which resamples; the same seed gives the same answer.
    """

    mean: float
    error: float
    low: float
    high: float
    coverage: float
    cases: int
    groups: int
    resamples: int
    seed: int


def bootstrap_mean(
    scores: ArrayLike,
    groups: Iterable[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    coverage: float = 0.95,
) -> BootstrapMean:
    """The mean of scores with its standard error and percentile interval, by resampling whole groups.

        m_b = sum_(g in b) S_g / sum_(g in b) n_g

    with S_g the sum of the scores in group g, n_g their number, and b a draw of G groups out of G with replacement. The
    error is the standard deviation of m_b, the interval runs between its quantiles (1 -+ coverage) / 2.

    Args:
        scores: One for each case, shape (cases,): any score of this package, or errors, or hits as 0 and 1.
        groups: The group of each case, any labels; without it every case stands for itself.
        resamples: How many draws of groups, at least 2.
        seed: Which draws.
        coverage: Of the interval, above 0 and below 1.

    Raises:
        UsageError: A score is not finite (an infinite log score has no mean), there are fewer than two groups, or
            lengths differ.
    """
    s = as_numbers("scores", scores)
    if resamples < 2:
        raise UsageError(f"{resamples} resamples: at least 2 are needed, {RESAMPLES:,} are usual")
    sums, counts = by_group(s, groups)
    if len(sums) < 2:
        raise UsageError("all cases are in one group: how sure the mean is cannot be told from fewer than two groups")
    random, batch = np.random.default_rng(seed), max(1, _AT_ONCE // len(sums))
    means = np.empty(resamples)
    for start in range(0, resamples, batch):
        drawn = random.integers(len(sums), size=(min(batch, resamples - start), len(sums)))
        means[start : start + batch] = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    tail = (1 - as_coverage(coverage)) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return BootstrapMean(
        mean=float(s.mean()),
        error=float(means.std(ddof=1)),
        low=float(low),
        high=float(high),
        coverage=float(coverage),
        cases=len(s),
        groups=len(sums),
        resamples=resamples,
        seed=seed,
    )


def bootstrap_difference(
    scores: ArrayLike,
    rival: ArrayLike,
    groups: Iterable[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    coverage: float = 0.95,
) -> BootstrapMean:
    """The mean difference of two forecasters' scores on the same cases, ``scores - rival``, likewise.

    Paired: each resample holds the same cases for both, so what makes cases hard for both cancels. Where small scores
    are good, below 0 means that the first did better, and an interval without 0 that chance explains it poorly.

    Args:
        scores: Of the first forecaster, shape (cases,).
        rival: Of the second, on the same cases in the same order.
        groups: As in `bootstrap_mean`, as are the rest.
        resamples: How many draws of groups.
        seed: Which draws.
        coverage: Of the interval.

    Raises:
        UsageError: As `bootstrap_mean`, or the two have different numbers of cases.
    """
    return bootstrap_mean(differences(scores, rival), groups, resamples, seed, coverage)


def differences(scores: ArrayLike, rival: ArrayLike) -> Array:
    """(cases,) the scores less those of the rival, on the same cases in the same order."""
    first, second = as_numbers("scores", scores), as_numbers("rival", rival)
    if len(first) != len(second):
        raise UsageError(f"{len(first)} scores against {len(second)} of the rival: both are of the same cases")
    return first - second


def by_group(scores: Array, groups: Iterable[Hashable] | None) -> tuple[Array, Array]:
    """Sum and number of the scores in each group, in the order in which groups come up.

    Raises:
        UsageError: There are more or fewer labels than scores.
    """
    labels = range(len(scores)) if groups is None else list(groups)
    if len(labels) != len(scores):
        raise UsageError(f"{len(labels)} groups for {len(scores)} scores: name the group of each case")
    order: dict[Hashable, int] = {}
    group_of = np.array([order.setdefault(label, len(order)) for label in labels])
    sums, counts = np.bincount(group_of, weights=scores), np.bincount(group_of)
    return np.asarray(sums, dtype=np.float64), counts.astype(np.float64)
