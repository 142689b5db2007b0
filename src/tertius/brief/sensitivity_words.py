"""What an answer hangs on, in sentences: where agreements appear and disappear, and which outputs never move."""

from __future__ import annotations

import math

from tertius.case.model import Case
from tertius.forecast.sensitivity import Threshold
from tertius.forecast.sensitivity_report import WhatMatters
from tertius.scenarios.outputs import kind_and_id

__all__ = ["output_words", "still_sentence", "threshold_sentence", "threshold_sentences"]


def output_words(case: Case, output: str) -> str:
    """``agreement in us-dprk``, ``level of tariffs``, ``payoff of China``."""
    kind, ident = kind_and_id(output)
    return {
        "agreement": f"agreement in {ident}",
        "level": f"level of {ident}",
        "payoff": f"payoff of {case.name(ident)}",
    }[kind]


def still_sentence(told: WhatMatters, output: str) -> str:
    """Says of an output that it does not move; in the quick look, that no input alone moves it."""
    what = output_words(told.case, output)
    if told.sensitivity is not None:
        return f"{what}: the same in every draw."
    return f"{what}: the same at both ends of every input alone."


def threshold_sentences(told: WhatMatters) -> list[str]:
    """A sentence for each threshold, and for each talk that has none; the talks in the order of the case."""
    sentences = []
    for talk in told.talks:
        found = [threshold_sentence(one) for one in told.thresholds if one.talk == talk]
        sentences += found or [_no_threshold(told, talk)]
    return sentences


def threshold_sentence(one: Threshold) -> str:
    """``An agreement in us-dprk disappears when salience of arms for China is above 71.3``, and its range."""
    first = one.input.numbers[0]
    group = f"the group '{first.group}' moves so far that the " if first.group else "the "
    verb = "appears" if one.appears else "disappears"
    value = _number(one.value, first.quantity.high - first.quantity.low, first.unit)
    return f"An agreement in {one.talk} {verb} when {group}{first.label} is above {value} ({first.number.words})."


def _no_threshold(told: WhatMatters, talk: str) -> str:
    agreed = told.tornado[0].low[f"agreement:{talk}"] > 0
    verdict = "an agreement" if agreed else "no agreement"
    return (
        f"There is {verdict} in {talk} wherever any one input stands in its range, the others at their medians: "
        "none has a threshold."
    )


def _number(value: float, width: float, unit: str) -> str:
    """A value to about a thousandth of its range; probabilities and shares in percent."""
    factor, sign = (100.0, "%") if unit in ("probability", "share") else (1.0, "")
    decimals = max(0, 3 - math.ceil(math.log10(width * factor)))
    return f"{value * factor:.{decimals}f}{sign}"
