"""Bayes' rule on a number: where in its range a draw lies once a signal has been heard.

A signal says that a number X is above a point c. It is sent with probability a if that is true, and b if it is not.
With p = P(X < c) the posterior puts the share

    m = b p / (b p + a (1 - p))

of all probability below c, and leaves the two parts of the range as they are in themselves: a draw d of the prior has
the weight a or b. So the value at the share u of the posterior is the value of the prior at the share

    v(u) = u p / m                           for u < m,
    v(u) = p + (u - m) (1 - p) / (1 - m)     from there on.

Draws at the shares v(u) are draws of the posterior, without weights, and each stays as near to what it was as its
place in the range: with common random numbers a draw before and after a signal differ by the signal alone. A second
signal goes the same way on top of the first, its point at the share that it has by then.

Reference: any text on probability; M. Spence (1973), Job market signaling, Quarterly Journal of Economics 87(3), and
J. D. Fearon (1997), Signaling foreign policy interests, Journal of Conflict Resolution 41(1), on signals between
parties.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Signal = tuple[float, Floats | float, Floats | float]
"""The share of the prior, before any signal, below the point; P(signal if true); P(signal if not)."""


def posterior_below(below: Floats | float, if_true: Floats | float, if_false: Floats | float) -> Floats:
    """P(X < c | signal), m = b p / (b p + a (1 - p)); p itself where the signal cannot have been sent.

    Args:
        below: p, the share of the prior below the point.
        if_true: a.
        if_false: b.
    """
    low, high = np.multiply(if_false, below), np.multiply(if_true, np.subtract(1.0, below))
    whole = low + high
    share: Floats = np.where(whole > 0, np.divide(low, np.where(whole > 0, whole, 1.0)), below)
    return share


def prior_share(u: Floats, signals: Sequence[Signal]) -> Floats:
    """v(u): where in the prior the value at the share u of the posterior after some signals lies.

    Args:
        u: Shares of the posterior, 0 to 1, of any shape.
        signals: The signals in the order in which they were heard; likelihoods of the shape of `u` or plain numbers.

    Returns:
        Shares of the prior; a larger u never gives a smaller share. Those that a signal rules out are not among them.
    """
    steps: list[tuple[Floats, Floats]] = []
    for share, if_true, if_false in signals:
        below = np.full(np.shape(u), share, dtype=np.float64)
        for before, after in steps:  # where the point lies once the earlier signals have been heard
            below = _broken_line(below, before, after)
        steps.append((below, posterior_below(below, if_true, if_false)))
    v = np.asarray(u, dtype=np.float64)
    for before, after in reversed(steps):
        v = _broken_line(v, after, before)
    return v


def _broken_line(share: Floats, knee: Floats, to: Floats) -> Floats:
    """The broken line through (0, 0), (knee, to) and (1, 1)."""
    falling = share < knee
    low = to * np.divide(share, knee, out=np.zeros_like(share), where=knee > 0)
    rest = np.divide(share - knee, 1 - knee, out=np.zeros_like(share), where=knee < 1)
    line = np.where(falling, low, to + (1 - to) * rest)
    shares: Floats = np.clip(line, 0.0, 1.0)
    return shares
