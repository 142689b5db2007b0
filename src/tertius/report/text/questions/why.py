"""Sentences on a chain of reasons: the figure, what most of it comes from, and how well its inputs are founded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tertius.analysis.why.payoffs import BARE, BY_SOURCE, TOGETHER, walk_away_label
from tertius.analysis.why.result import Reason, Why
from tertius.analysis.why.talks import nearest_label
from tertius.case.edit.numbers import NumberEntry
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    counted,
    fixed,
    joined,
    percent,
    plain_number,
    points_words,
)

TOLD = 3
"""So many parts of a sum are told."""

SHORT = 2
"""And so many of those that a talk fails by."""


def figure_words(reason: Reason) -> str:
    """The value of a reason with its unit: ``16.3 points``, ``45.8``, ``40 percent``; empty for a heading."""
    if reason.value is None:
        return ""
    if reason.unit in ("probability", "share"):
        return percent(reason.value, hedged=False)
    if reason.unit == "points":
        return f"{fixed(reason.value)} points"
    if reason.unit.startswith("percent"):
        return f"{fixed(reason.value, 2, plus=True)} {reason.unit}"
    number = plain_number(round(reason.value, 1 if abs(reason.value) >= 1 else 3))
    unit = "" if reason.unit.startswith("on the scale") else reason.unit.partition(",")[0]
    return f"{number} {unit}".strip()


def why_sentences(why: Why) -> list[str]:
    """What the figure is, what most of it comes from, and what of it rests on nothing that the case says."""
    root, found = why.root, [_lead(why.root), *_losers(why)]
    for sum_ in [root] if root.adds else [child for child in root.children if child.adds]:
        parts = _largest(sum_)
        if parts:
            whose = "" if sum_ is root else f"{capital(sum_.label)}: "
            found.append(f"{whose}{joined(parts)}." if whose else f"It is made of {joined(parts)}.")
    if root.path is not None:
        number = why.inputs[root.path]
        found.append(f"The case says {number.words}: {founded_words(number, titles_of(why, number))}.")
    bare = [number.label for number in why.inputs.values() if not (number.sources or number.why)]
    if bare:
        more = [f"{counted(len(bare) - TOLD)} more"] if bare[TOLD:] else []
        says = "Nothing is said of why this number is what it is"
        says = says if len(bare) == 1 else "Nothing is said of why these numbers are what they are"
        found.append(f"{says}: {joined([*(f'the {label}' for label in bare[:TOLD]), *more])}.")
    return found


def _losers(why: Why) -> Iterator[str]:
    """Yield, of a talk that fails, who would lose by the nearest deal, through what, and what it has elsewhere."""
    talk = why.case.talks.get(why.of.removeprefix("talk:"))
    rows = {row.label: row for row in why.root.children}
    for party in () if talk is None else talk.parties:
        loss = rows.get(nearest_label(why.case, party))
        if loss is None or loss.value is None or loss.value > -MEASURABLE:
            continue
        parts = sorted((one for one in loss.children if (one.value or 0.0) <= -MEASURABLE), key=_value)
        most = [f"{one.label} ({figure_words(one)})" for one in parts[:SHORT]]
        through = f", most of it through {joined(most)}" if most else ""
        whom = actor_phrase(why.case, party)
        yield f"At the nearest deal {whom} would have {points_words(-loss.value)} less than by walking away{through}."
        kept = rows.get(walk_away_label(why.case, why.of.removeprefix("talk:"), party))
        if kept is not None:
            yield from _elsewhere(whom, kept)


def _elsewhere(whom: str, kept: Reason) -> Iterator[str]:
    """Yield what most of a walk-away value comes from that a party has elsewhere."""
    sums = [one for one in kept.children if one.label == BY_SOURCE]
    parts = [
        one
        for row in sums
        for one in row.children
        if one.label not in (BARE, TOGETHER) and (one.value or 0.0) >= MEASURABLE
    ]
    if parts:
        most = sorted(parts, key=_value)[-SHORT:][::-1]
        yield (
            f"Without the talk {whom} has {figure_words(kept)}; of what comes from elsewhere, the most comes from "
            f"{joined([f'{one.label} ({figure_words(one)})' for one in most])}."
        )


def _value(row: Reason) -> float:
    return row.value or 0.0


def titles_of(why: Why, number: NumberEntry) -> list[str]:
    """The titles of the sources of an input."""
    sources = why.case.sources
    return [sources[ident].title or ident for ident in number.sources if ident in sources]


def _lead(root: Reason) -> str:
    words = figure_words(root)
    return (
        f"{capital(root.label)}{f' {words}' if words and root.label.endswith('of') else f': {words}' if words else ''}."
    )


def _largest(whole: Reason) -> list[str]:
    """The largest parts of a sum, as far as they can be seen."""
    seen = [one for one in whole.children if abs(one.value or 0.0) >= MEASURABLE]
    ranked = sorted(seen, key=lambda one: -abs(one.value or 0.0))
    more = [f"{counted(len(ranked) - TOLD)} smaller parts"] if len(ranked) > TOLD + 1 else []
    return [*(f"{one.label} ({figure_words(one)})" for one in ranked[: TOLD if more else TOLD + 1]), *more]


def founded_words(number: NumberEntry, titles: Sequence[str]) -> str:
    """What the case says of where a number comes from: why, by which sources, of what date and by what method."""
    parts = [number.why or "", *titles]
    parts += [f"as of {number.as_of.isoformat()}"] if number.as_of else []
    parts += [str(number.method)] if number.method else []
    return "; ".join(part for part in parts if part) or "nothing is said"
