"""What an answer hangs on, in sentences: where agreements appear and disappear, and which outputs never move.

What the parties of a talk believe, in sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tertius.analysis.forecast.sensitivity import Threshold
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.case.beliefs import about_of, on_scale_of, prior_of, propagate_beliefs, words_of
from tertius.case.entries import Belief, Heard
from tertius.case.groups import number_at
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.draws.uncertain import believed_middles
from tertius.scenarios.outputs import kind_and_id


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


def beliefs_at(case: Case, talk: str) -> list[str]:
    """Every belief of a talk in a sentence without an end, those included that follow from signals on others."""
    return [says for belief, says in beliefs_told(case).values() if talk in belief.talks]


def beliefs_told(case: Case) -> dict[str, tuple[Belief, str]]:
    """The beliefs by their keys in `propagate_beliefs`, each with such a sentence."""
    middles = believed_middles(case)
    return {ident: (belief, _words(case, belief, middles[ident])) for ident, belief in propagate_beliefs(case).items()}


def _words(case: Case, belief: Belief, middle: float) -> str:
    """``they take the salience of toll for Upper to be 57.5 in the middle, where it is 40``; then what they heard."""
    path = about_of(case, belief) or tuple(belief.about.split("."))
    now, truly = _middle(path, middle), _middle(path, _true_middle(case, belief))
    taken = f"they take the {label_of(case, path)} to be {now} in the middle, where it is {truly}"
    return "".join([taken, *_reasons(case, path, belief)])


def _reasons(case: Case, path: Path, belief: Belief) -> Iterator[str]:
    if belief.number is not None and not belief.number.certain:
        yield f"; the range of the belief is {words_of(path, prior_of(case, belief))}"
    if belief.signals and prior_of(case, belief).certain:
        yield "; no signal can change what is certain"
    elif belief.signals:
        yield f"; they have heard {', and then '.join(_signal(case, path, one) for one in belief.signals)}"
    elif belief.number is None:
        yield "; it moves together with another number, on which they have heard a signal"


def _signal(case: Case, path: Path, heard: Heard) -> str:
    point = words_of(path, on_scale_of(case, path, heard.above))
    sent = [words_of(("probability",), number) for number in (heard.if_true, heard.if_false)]
    return f"a signal that it is above {point}, sent with {sent[0]} if that is so and with {sent[1]} if not"


def _middle(path: Path, value: float) -> str:
    return words_of(path, Quantity(float(f"{value:.3g}"), float(f"{value:.3g}")))


def _true_middle(case: Case, belief: Belief) -> float:
    found = number_at(case, belief.about)
    return float("nan") if found is None else on_scale_of(case, found[0], found[1]).middle
