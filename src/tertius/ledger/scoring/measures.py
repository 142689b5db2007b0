"""The scores of one forecast of one question: of an event by its probability, of a level by its distribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from tertius.errors import UsageError
from tertius.ledger.entries import Said
from tertius.scores.brier import brier_score, log_score
from tertius.scores.crps import crps_of_quantiles
from tertius.scores.distance import absolute_error

if TYPE_CHECKING:
    from tertius.scores.arguments import Array

RANGE = (0.1, 0.9)
"""The ends of a range that is meant to hold eight outcomes in ten."""


def brier_of(said: Said, outcome: float) -> float:
    """Brier score of a probability, 0 to 1."""
    return float(brier_score(said, outcome)[0])  # type: ignore[arg-type]  # a forecast that does not fit was refused


def log_of(said: Said, outcome: float, cap: float) -> float:
    """Log score of a probability cut to ``cap .. 1 - cap``, in nats."""
    return float(log_score(np.clip(said, cap, 1 - cap), outcome)[0])  # type: ignore[arg-type]


def is_cut(said: Said, cap: float) -> bool:
    """Whether a probability lies beyond the cap."""
    return not isinstance(said, Mapping) and not cap <= said <= 1 - cap


def crps_of(said: Said, outcome: float) -> float:
    """CRPS of quantiles, in units of the scale; of one level alone its distance."""
    if isinstance(said, Mapping):
        shares, levels = _points(said)
        return float(crps_of_quantiles(shares, levels, outcome)[0])
    return float(absolute_error(said, outcome)[0])


def range_of(said: Said) -> tuple[float, float]:
    """The range meant to hold eight outcomes in ten, on straight lines between the quantiles given."""
    if isinstance(said, Mapping):
        shares, levels = _points(said)
        low, high = np.interp(RANGE, shares, levels)
        return float(low), float(high)
    return float(said), float(said)


def middle_of(said: Said) -> float:
    """A probability itself; of a distribution its median."""
    if isinstance(said, Mapping):
        return float(np.interp(0.5, *_points(said)))
    return float(said)


def check_fits(found: list[str | None]) -> None:
    """All misfits at once.

    Raises:
        UsageError: There is one.
    """
    wrong = list(dict.fromkeys(one for one in found if one))
    if wrong:
        raise UsageError("\n".join(wrong))


def _points(said: Mapping[float, float]) -> tuple[Array, Array]:
    """The shares, rising, and their levels."""
    points = sorted((float(share), float(level)) for share, level in said.items())
    shares, levels = np.array(points, dtype=np.float64).T
    return shares, levels
