"""What would change an answer, in short sentences: where agreements tip, what hangs on a number, what that rests on."""

from __future__ import annotations

from tertius.analysis.forecast.evidence import EvidenceGap, Weakness
from tertius.analysis.forecast.sensitivity import Input, Threshold
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.case.fields import Method
from tertius.case.model import Case
from tertius.report.text.front.groups import input_phrase
from tertius.report.text.phrases import capital, counted, issue_name, joined, level_number, talk_phrase
from tertius.report.text.sensitivity import tipping_words
from tertius.scenarios.targets import kind_and_id

MOST = 6
"""So many thresholds are told one by one."""

_METHODS: dict[Method | None, str] = {
    "observed": "observed",
    "derived": "derived",
    "elicited": "asked of experts",
    "judgement": "a judgement",
    None: "no origin given",
}

_FIND: dict[Method | None, str] = {
    "observed": "a newer figure",
    "derived": "the figures behind it",
    "elicited": "a record of it",
    "judgement": "a record, or several experts",
    None: "where it comes from",
}

_OLD = 1.0


def tipping_sentences(matters: WhatMatters) -> list[str]:
    """Where a deal appears or disappears as one number alone moves; first the talks that have no such place."""
    case = matters.case
    sentences = [tipping_sentence(case, one) for one in matters.thresholds[:MOST]]
    if len(matters.thresholds) > MOST:
        sentences.append(f"{capital(counted(len(matters.thresholds) - MOST))} more such places are left out here.")
    crossed = {one.talk for one in matters.thresholds}
    none = [talk for talk in matters.talks if talk not in crossed]
    if none:
        every = (
            "any of the talks"
            if len(none) == len(case.talks) > 1
            else joined([talk_phrase(case, t) for t in none], "or")
        )
        sentences.insert(0, f"No single number, moved within its range, makes or breaks a deal in {every}.")
    return sentences


def tipping_sentence(case: Case, threshold: Threshold) -> str:
    """``A deal in the talk “Trade” disappears when the salience of Arms for China is above 71.3 (45 to 75)``."""
    return f"A deal in {talk_phrase(case, threshold.talk)} {tipping_words(threshold)}."


def input_words(case: Case, moved: Input) -> str:
    """What an input is: the label of its number, or of whom a group is, and of how many numbers."""
    group = moved.numbers[0].group
    if not group:
        return capital(moved.label)
    name = capital(case.name(group).replace("-", " ") if case.name(group) == group else case.name(group))
    return f"{name}: {counted(len(moved.numbers))} numbers that move together"


def evidence_words(weakness: Weakness) -> str:
    """``a judgement``; ``observed, 3 years old, poor source``."""
    words, age = _METHODS[weakness.method], weakness.age
    if age is not None and age >= _OLD:
        words += f", {age:.0f} year{'' if round(age) == 1 else 's'} old"
    return f"{words}, poor source" if weakness.reliability == "low" else words


def find_words(weakness: Weakness) -> str:
    """What would make the evidence stronger."""
    return _FIND[weakness.method]


def most_in_doubt(gap: EvidenceGap) -> str:
    """The level that varies most, as a share of its scale; empty if none does."""
    found = gap.sensitivity
    spread: dict[str, float] = {}
    for row, output in enumerate(found.outputs):
        kind, ident = kind_and_id(output)
        if kind == "level" and output in gap.outputs:
            low, high = gap.case.issues[ident].scale
            spread[output] = float(found.variance[row]) / (high - low) ** 2
    return max(spread, key=spread.__getitem__, default="")


def swing_sentence(matters: WhatMatters, output: str) -> str:
    """What the picture of the level in most doubt shows, and its longest bar; empty if no input alone moves it."""
    case, issue = matters.case, kind_and_id(output)[1]
    longest = max(matters.tornado, key=lambda bar: abs(bar.swing(output)))
    low, high = (level_number(case, issue, end[output]) for end in (longest.low, longest.high))
    if low == high:
        return ""
    return (
        f"The level most in doubt, {issue_name(case, issue)}, as one input alone goes from its low to its high end: by "
        f"{input_phrase(case, longest.input)} from {low} to {high}."
    )
