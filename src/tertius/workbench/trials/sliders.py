"""The numbers of a case as sliders: how far each goes, where it stands, and its own range; as a page shows them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tertius.case.beliefs import about_of
from tertius.case.edit.changes import bare_case
from tertius.case.edit.numbers import numbers_of
from tertius.case.fields import IN_PERCENT, Number
from tertius.case.labels import legal_at, on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.paths import mark_at
from tertius.draws import uncertain_of
from tertius.report.text.phrases import capital

NOT_TRIED = ("groups", "ties", "events", "sources", "moves", "claims", "comments")

STEPS = 100
"""About so many steps lie between the ends of a slider."""

BEYOND = 2.0
"""A number without an upper end has a slider that goes so many times as far as it may be."""

OPEN = 0.01
"""So near to an end that is not legal itself does a slider go."""


@dataclass(frozen=True)
class Slider:
    """A number that can be moved; all values as the page shows them, probabilities and shares in percent.

    Attributes:
        path: Its path, with dots.
        label: What it is, in words.
        unit: What it is counted in; ``%`` for probabilities and shares.
        says: What the case says of it.
        low: The low end of the slider.
        high: The high end.
        now: Its middle.
        step: How far an arrow key moves it.
        own: The two ends of its own range, if it is uncertain.
        factor: What the page shows is this many times the number itself.
    """

    path: str
    label: str
    unit: str
    says: str
    low: float
    high: float
    now: float
    step: float
    own: tuple[float, float] | None
    factor: float

    def share(self, value: float) -> float:
        """How far along the slider a value lies, from 0 to 1."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def sliders_of(case: Case) -> Mapping[str, Slider]:
    """Every number of a case that a settlement may rest on, by its path, in the order of the model."""
    uncertain = {number.path: number for number in uncertain_of(case)}
    found: dict[str, Slider] = {}
    for number in numbers_of(bare_case(case)):
        path = number.path
        if path[0] in NOT_TRIED or mark_at(path, Number) is None or "signals" in path:
            continue
        place = (about_of(case, case.beliefs[str(path[1])]) or path) if path[0] == "beliefs" else path
        drawn = uncertain.get(path)
        quantity = on_scale_of(case, place, number.quantity) if drawn is None else drawn.quantity
        low, high = _ends(case, place, quantity.low, quantity.high)
        if low >= high:
            continue
        factor = 100.0 if number.unit in IN_PERCENT else 1.0
        now = quantity.middle if drawn is None else drawn.middle
        own = None if quantity.certain else (_tidy(factor * quantity.low), _tidy(factor * quantity.high))
        name = ".".join(map(str, path))
        found[name] = Slider(
            path=name,
            label=capital(number.label),
            unit="%" if factor != 1 else number.unit,
            says=words_of(place, quantity),
            low=_tidy(factor * low),
            high=_tidy(factor * high),
            now=_tidy(factor * now),
            step=_step(factor * (high - low)),
            own=own,
            factor=factor,
        )
    return found


def _ends(case: Case, path: Path, low: float, high: float) -> tuple[float, float]:
    """How far a slider goes: all that is legal; of a number without an end, some way beyond where it may be."""
    least, most, _ = legal_at(case, path)
    if least is None or most is None:
        return 0.0, 0.0
    kind = mark_at(path, Number)
    if kind is not None and kind.open:
        return min(low, OPEN), max(high, 1 - OPEN)
    width = max(abs(low), abs(high), 1.0)
    return (
        least if math.isfinite(least) else low - BEYOND * width,
        most if math.isfinite(most) and most <= max(100.0, BEYOND * width) else BEYOND * width,
    )


def _step(width: float) -> float:
    """A round step: 1 on a scale of 100, 0.05 on one of 6."""
    size = 10.0 ** math.floor(math.log10(width / STEPS))
    return _tidy(next(size * each for each in (1, 2, 5, 10) if size * each >= width / STEPS * 0.999))


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")
