"""What distance from a position costs: |d|^a with its slope and its bend."""

from __future__ import annotations

import math

from tertius.rules.compiled.decorators import kernel

TIP = 1e-2  # distance below which a curve with a < 2 is treated as pointed


@kernel
def loss(d: float, a: float, width: float) -> float:
    """|d|^a; at a = 1 with a kink of the given width, so that it has a slope everywhere."""
    if a == 2.0:
        return d * d
    if a == 1.0:
        return math.sqrt(d * d + width * width) - width
    return abs(d) ** a


@kernel
def loss_slope(d: float, a: float, width: float) -> float:
    """First derivative of `loss`."""
    if a == 2.0:
        return 2.0 * d
    if a == 1.0:
        return d / math.sqrt(d * d + width * width)
    return math.copysign(a * abs(d) ** (a - 1.0), d)


@kernel
def loss_bend(d: float, a: float, width: float) -> float:
    """Second derivative of `loss`.

    Near the tip of a curve that is infinitely bent there (1 < a < 2) it is slope / d instead, with which a
    step lands on the tip where Newton's own would jump to and fro across it.
    """
    if a == 2.0:
        return 2.0
    if a == 1.0:
        return width * width / (d * d + width * width) ** 1.5
    if a < 2.0 and abs(d) < TIP:
        return a * max(abs(d), 1e-12) ** (a - 2.0)
    return a * (a - 1.0) * abs(d) ** (a - 2.0)
