"""A decision in sentences: where it falls, how far the rules are apart, how sure one can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tertius.analysis.decide.answers import CONSTANTS, NO_ANSWER
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.case.tables.imputation import imputed_in
from tertius.rules.settlement import Status

if TYPE_CHECKING:
    from tertius.analysis.decide.decide import Decided, Decision


_CLOSE = 0.05
"""Rules whose levels lie within this share of the scale agree, for most purposes."""


_FAR = 0.2


_ALMOST = 1e-9


BEST = "weighted-mean"
"""The rule that is hardest to beat, with which the words begin."""


def level_of(value: float, scale: tuple[float, float], unit: str = "") -> str:
    """A level to about a thousandth of its scale, with its unit."""
    decimals = min(9, max(0, 3 - math.ceil(math.log10(scale[1] - scale[0]))))
    text = f"{value:.{decimals}f}"
    text = text.lstrip("-") if float(text) == 0 else text
    return f"{text} {unit}" if unit else text


def decision_sentences(decision: Decision, issue: str) -> Iterator[str]:
    """Short sentences on one issue, the most important first."""
    one = decision.issues[issue]
    at = _only_place(decision, issue)
    if at is not None:
        who, level = _everybody(decision, issue), _told(decision, issue, at)
        yield f"{who} at {level}, so that is where the decision falls: there is nothing to decide between them."
    else:
        yield from _where(decision, one)
        yield from _apart(decision, one)
        yield from _how_sure(decision, one)
        yield from _astray(decision, one)
        yield from _experts(decision, one)
    yield from _not_settled(decision, one)
    imputed = imputed_in(decision.case, issue)
    if imputed:
        yield f"Imputed, and not known: {_listed(imputed)}. Each stands as wide as the numbers of the others."


def _only_place(decision: Decision, issue: str) -> float | None:
    """Where all stand, for certain, if they stand at one place."""
    scale = decision.case.issues[issue].scale
    wishes = [own[issue].position.on(scale) for own in decision.case.stances.values() if issue in own]
    low, high = min(wish.low for wish in wishes), max(wish.high for wish in wishes)
    return low if high - low <= _ALMOST * (scale[1] - scale[0]) else None


def _everybody(decision: Decision, issue: str) -> str:
    count = sum(issue in own for own in decision.case.stances.values())
    return {1: "The only actor stands", 2: "Both actors stand"}.get(count, f"All {count} actors stand")


def _told(decision: Decision, issue: str, level: float) -> str:
    entry = decision.case.issues[issue]
    return level_of(level, entry.scale, entry.unit)


def _where(decision: Decision, one: Decided) -> Iterator[str]:
    """The pooled forecast, or the level of the rule that is hardest to beat."""
    first = one.answers.get(BEST)
    if one.pool is not None:
        scale = decision.case.issues[one.issue].scale
        half, most = ranges_of(one.pool)
        yield (
            f"The pooled forecast is {_told(decision, one.issue, one.pool.median)}: as likely as not within "
            f"{level_of(half[0], scale)} to {level_of(half[1], scale)}, and in 4 of 5 cases within "
            f"{level_of(most[0], scale)} to {_told(decision, one.issue, most[1])}."
        )
    elif first is not None and first.level is not None:
        level = _told(decision, one.issue, first.level)
        yield (
            f"The weighted mean falls at {level}. On decisions of the European Union no single model has clearly had "
            "a lower mean error; it never ends at a pole, where many decisions do."
        )


def _apart(decision: Decision, one: Decided) -> Iterator[str]:
    there = [answer for answer in one.answers.values() if answer.level is not None and answer.rule not in CONSTANTS]
    if len(there) < 2:
        return
    lowest = min(there, key=lambda answer: answer.level or 0.0)
    highest = max(there, key=lambda answer: answer.level or 0.0)
    entry, (low, high) = decision.case.issues[one.issue], one.spread
    share = (high - low) / (entry.scale[1] - entry.scale[0])
    if share <= _ALMOST:
        yield f"{len(there)} rules have an answer, and all say {_told(decision, one.issue, high)}."
        return
    ends = f"from {level_of(low, entry.scale)} ({lowest.rule}) to {_told(decision, one.issue, high)} ({highest.rule})"
    yield f"{len(there)} rules have an answer, {ends}, {100 * share:.0f} percent of the scale apart: {_verdict(share)}."


def _verdict(share: float) -> str:
    if share <= _CLOSE:
        return "it matters little which one is right"
    return (
        "which one is right may well matter more than any number in the table" if share > _FAR else "the choice matters"
    )


def _how_sure(decision: Decision, one: Decided) -> Iterator[str]:
    first = one.answers.get(BEST) or next(iter(one.answers.values()))
    if one.pool is not None and one.pool.outside:
        yield f"The pool is used outside of what it was fitted on. {' '.join(one.pool.outside)}"
    if first.draws is None or first.level is None:
        yield "The numbers of the table are taken as certain; give ranges to see how far they move the answer."
        return
    scale, drawn = decision.case.issues[one.issue].scale, first.draws
    low, high = level_of(drawn.low, scale), _told(decision, one.issue, drawn.high)
    many = f"{decision.draws:,} draws of the uncertain numbers"
    here = f"at {high}" if drawn.low == drawn.high else f"between {low} and {high}"
    said = f"In 80 percent of {many} {first.rule} falls {here}"
    if one.spread[0] == one.spread[1]:
        yield f"{said}."
        return
    less = drawn.high - drawn.low < one.spread[1] - one.spread[0]
    yield (
        f"{said}: doubt about the numbers moves it {'less' if less else 'no less'} than the choice of the rule does."
    )


def _experts(decision: Decision, one: Decided) -> Iterator[str]:
    """How far the tables of several experts are apart in what follows from them."""
    rule = BEST if BEST in one.answers else next(iter(one.answers))
    levels = {name: level for name, every in one.tables.items() if (level := every.get(rule)) is not None}
    if len(levels) < 2:
        return
    lowest, highest = min(levels, key=lambda name: levels[name]), max(levels, key=lambda name: levels[name])
    scale = decision.case.issues[one.issue].scale
    if levels[highest] - levels[lowest] <= _ALMOST * (scale[1] - scale[0]):
        yield f"On the table of each expert alone {rule} falls at {_told(decision, one.issue, levels[highest])}."
        return
    low, high = level_of(levels[lowest], scale), _told(decision, one.issue, levels[highest])
    yield (
        f"The experts differ: {rule} falls at {low} on {lowest} alone and at {high} on {highest}. `tertius pool` says "
        "on which numbers they differ most."
    )


def _astray(decision: Decision, one: Decided) -> Iterator[str]:
    """Rules whose answer at the middle of the numbers is unlike most of their draws."""
    scale = decision.case.issues[one.issue].scale
    slack = _CLOSE * (scale[1] - scale[0])
    names = [
        answer.rule
        for answer in one.answers.values()
        if answer.level is not None
        and answer.draws is not None
        and not answer.draws.low - slack <= answer.level <= answer.draws.high + slack
    ]
    if names:
        own = _verb(names, "its", "their")
        yield (
            f"{_capital(_listed(names))} {_verb(names, 'lies', 'lie')} outside of {own} own range, which holds most "
            "draws: small changes of the numbers carry the answer far."
        )


def _not_settled(decision: Decision, one: Decided) -> Iterator[str]:
    every = one.answers.values()
    circling = [answer.rule for answer in every if answer.status == Status.CYCLING.value]
    moving = [answer.rule for answer in every if answer.status == Status.LIMIT.value]
    staying = [answer.rule for answer in every if answer.status == Status.STAYS.value]
    refused = [answer for answer in every if answer.status == NO_ANSWER]
    restless = [f"{_listed(circling)} {_verb(circling, 'goes', 'go')} in circles"] if circling else []
    rounds = "the only round" if decision.rounds == 1 else f"{decision.rounds} rounds"
    restless += [f"{_listed(moving)} {_verb(moving, 'had', 'had')} not come to rest after {rounds}"] if moving else []
    if restless:
        yield f"{_capital('; '.join(restless))}: what stands there is the last round, not an answer."
    if staying:
        yield f"Under {_listed(staying)} nothing leaves everybody better off, so things stay as they are."
    for why in dict.fromkeys(answer.why for answer in refused):
        names = [answer.rule for answer in refused if answer.why == why]
        yield f"{_capital(_listed(names))} {_verb(names, 'has', 'have')} no answer: {why}."


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _verb(names: Sequence[str], one: str, several: str) -> str:
    return one if len(names) == 1 else several


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
