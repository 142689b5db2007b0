"""What an answer hangs on, in sentences: where agreements appear and disappear, and which outputs never move.

Also what the parties of a talk believe, and which signals they have heard.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tertius.case.beliefs import about_of, prior_of, propagate_beliefs
from tertius.case.entries import Belief
from tertius.case.fields import IN_PERCENT
from tertius.case.groups import number_at
from tertius.case.labels import in_six_digits, label_of, on_scale_of, words_of
from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity
from tertius.draws.uncertain import believed_middles
from tertius.report.text.phrases import joined, plain_percent, with_error
from tertius.scenarios.targets import kind_and_id

if TYPE_CHECKING:
    from tertius.analysis.forecast.sensitivity import Threshold
    from tertius.analysis.forecast.sensitivity_report import WhatMatters


def output_words(case: Case, output: str) -> str:
    """``agreement in us-dprk``, ``level of tariffs``, ``payoff of China``."""
    kind, ident = kind_and_id(output)
    return {
        "agreement": f"agreement in {ident}",
        "level": f"level of {ident}",
        "payoff": f"payoff of {case.name(ident)}",
    }[kind]


def share_sentence(outputs: Sequence[str], theory: str) -> str:
    """What the share of the doubt is, of which outputs and under which theory."""
    return (
        f"Share of the doubt: how much of it about {_kinds(outputs)} would go if the input were known, under "
        f"'{theory}'. Behind ± stands half of the 95 percent interval; shares nearer than that are not ranked."
    )


def _kinds(outputs: Sequence[str]) -> str:
    found = {kind_and_id(output)[0] for output in outputs}
    words = {"level": "levels", "agreement": "agreements", "payoff": "payoffs"}
    return joined([words[kind] for kind in words if kind in found]) or "the answer"


def share_words(share: float, error: float) -> str:
    """A share of the doubt with its error: ``40% ± 12``; an estimate above all or below nothing is told as that."""
    return with_error(plain_percent(min(1.0, max(0.0, share))), 100 * error, 0)


def still_sentence(matters: WhatMatters, output: str) -> str:
    """Says of an output that it does not move; in the quick look, that no input alone moves it."""
    what = output_words(matters.case, output)
    if matters.sensitivity is not None:
        return f"{what}: the same in every draw."
    return f"{what}: the same at both ends of every input alone."


def threshold_sentences(matters: WhatMatters) -> list[str]:
    """A sentence for each threshold, and for each talk that has none; the talks in the order of the case."""
    sentences = []
    for talk in matters.talks:
        found = [threshold_sentence(threshold) for threshold in matters.thresholds if threshold.talk == talk]
        agreed = matters.tornado[0].low[f"agreement:{talk}"] > 0
        none = (
            f"There is {'an agreement' if agreed else 'no agreement'} in {talk} wherever any one input stands in its "
            "range, the others at their medians: none has a threshold."
        )
        sentences += found or [none]
    return sentences


def threshold_sentence(threshold: Threshold) -> str:
    """``An agreement in us-dprk disappears when salience of arms for China is above 71.3``, and its range."""
    return f"An agreement in {threshold.talk} {tipping_words(threshold)}."


def tipping_words(threshold: Threshold) -> str:
    """``disappears when the salience of Arms for China is above 71.3 (45 to 75)``."""
    first, verb = threshold.input.numbers[0], "appears" if threshold.appears else "disappears"
    group = f"the group '{first.group}' moves so far that the " if first.group else "the "
    return f"{verb} when {group}{first.label} is above {threshold_value(threshold)} ({first.number.words})"


def threshold_value(threshold: Threshold) -> str:
    """Where it is, to about a thousandth of the range; probabilities and shares in percent."""
    first = threshold.input.numbers[0]
    factor, sign = (100.0, "%") if first.unit in IN_PERCENT else (1.0, "")
    decimals = max(0, 3 - math.ceil(math.log10((first.quantity.high - first.quantity.low) * factor)))
    return f"{threshold.value * factor:.{decimals}f}{sign}"


def beliefs_at(case: Case, talk: str) -> list[str]:
    """Every belief of a talk in a sentence without an end, those included that follow from signals on others."""
    return [says for belief, says in beliefs_told(case).values() if talk in belief.talks]


def beliefs_told(case: Case) -> dict[str, tuple[Belief, str]]:
    """The beliefs by their keys in `propagate_beliefs`, each with such a sentence."""
    middles = believed_middles(case)
    return {ident: (belief, _words(case, belief, middles[ident])) for ident, belief in propagate_beliefs(case).items()}


def _words(case: Case, belief: Belief, believed: float) -> str:
    """``they take the salience of toll for Upper to be 57.5 in the middle, where it is 40``; then what they heard."""
    path = about_of(case, belief) or tuple(belief.about.split("."))
    number = number_at(case, belief.about)
    true = float("nan") if number is None else on_scale_of(case, *number).middle
    now, truly = (words_of(path, Quantity(float(f"{value:.3g}"), float(f"{value:.3g}"))) for value in (believed, true))
    text = f"they take the {label_of(case, path)} to be {now} in the middle, where it is {truly}"
    if belief.number is not None and not belief.number.certain:
        text += f"; the range of the belief is {words_of(path, prior_of(case, belief))}"
    if belief.signals and prior_of(case, belief).certain:
        return f"{text}; no signal can change what is certain"
    if belief.signals:
        signals = []
        for heard in belief.signals:
            point = words_of(path, on_scale_of(case, path, heard.above))
            yes, no = (in_six_digits(number, percent=True) for number in (heard.if_true, heard.if_false))
            signals.append(f"a signal that it is above {point}, sent with {yes} if that is so and with {no} if not")
        return f"{text}; they have heard {', and then '.join(signals)}"
    if belief.number is None:
        return f"{text}; it moves together with another number, on which they have heard a signal"
    return text
