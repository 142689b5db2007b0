"""A chain of reasons as plain values: rows in words, sums that add up as they are shown, inputs with evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate
from typing import Any

from tertius.analysis.forecast.evidence import weakness_of
from tertius.analysis.why.result import Reason, Why
from tertius.case.check.evidence import sources_of
from tertius.case.edit.numbers import NumberEntry
from tertius.case.model import Case
from tertius.report.brief.notes import safe_address
from tertius.report.text.evidence import weakness_words
from tertius.report.text.phrases import capital, date, fixed, many
from tertius.report.text.questions.why import figure_words
from tertius.workbench.grid.sheets import home_of

DECIMALS = {"points": 1, "percent": 2}
"""Of the units in which there are sums, how many decimals are shown."""

OPEN = 2
"""So many levels of a chain are open at first."""

SLIGHT = 0.05
"""Parts of a sum, in points, that are told together where there are several of them."""


def row_told(reason: Reason, depth: int = 0) -> dict[str, Any]:
    """A row with all below it.

    Args:
        reason: The row.
        depth: How far below the figure it stands.
    """
    parts = [*_folded(reason)] if reason.adds else list(reason.children)
    told = [row_told(part, depth + 1) for part in parts]
    if reason.adds:
        _lay_out(reason, parts, told)
    return {
        "label": capital(reason.label),
        "words": figure_words(reason),
        "input": reason.path or "",
        "adds": reason.adds,
        "whole": {"words": figure_words(reason), "bar": _bar(0.0, reason.value or 0.0, *_ends(parts))},
        "rest": _rest(reason, parts) if reason.adds else "",
        "rows": told,
        "open": depth < OPEN,
        "bar": None,
    }


def _folded(reason: Reason) -> Iterator[Reason]:
    """Yield the parts of a sum; those too small to be seen as one, if there are several."""
    slight = [part for part in reason.children if part.unit == "points" and abs(part.value or 0.0) < SLIGHT]
    if len(slight) < 2 or len(slight) == len(reason.children):
        yield from reason.children
        return
    yield from (part for part in reason.children if part not in slight)
    yield Reason(
        f"{many(len(slight), 'part')} of less than {SLIGHT:g} points each",
        sum(part.value or 0.0 for part in slight),
        "points",
        None,
        tuple(slight),
    )


def _lay_out(whole: Reason, parts: list[Reason], told: list[dict[str, Any]]) -> None:
    """Give each part of a sum its sign and its bar, which begins where the last one ended."""
    ends = _ends(parts)
    sums = [0.0, *accumulate(part.value or 0.0 for part in parts)]
    for start, end, part, row in zip(sums, sums[1:], parts, told, strict=False):
        row["bar"] = _bar(start, end, *ends)
        row["words"] = fixed(part.value or 0.0, _decimals(whole), plus=True)


def _ends(parts: Iterable[Reason]) -> tuple[float, float]:
    """Between which two figures a running sum moves, nothing counted."""
    sums = [0.0, *accumulate(part.value or 0.0 for part in parts)]
    return min(sums), max(sums)


def _bar(start: float, end: float, low: float, high: float) -> dict[str, Any]:
    """A bar from one figure to another, in percent of the way from the lowest to the highest."""
    width = high - low or 1.0
    ends = sorted(round(100 * (value - low) / width, 2) for value in (start, end))
    zero = round(100 * -low / width, 2)
    return {"x": ends[0], "width": round(max(ends[1] - ends[0], 0.4), 2), "zero": zero, "up": end >= start}


def _decimals(whole: Reason) -> int:
    return DECIMALS.get(whole.unit, 1)


def _rest(whole: Reason, parts: Iterable[Reason]) -> str:
    """By how much the parts, each as it is shown, do not add up to what is shown of the sum; empty if they do."""
    decimals = _decimals(whole)
    shown = sum(round(part.value or 0.0, decimals) for part in parts)
    rest = round(round(whole.value or 0.0, decimals) - shown, decimals)
    return fixed(rest, decimals, plus=True) if rest else ""


def inputs_told(why: Why, sliders: Collection[str]) -> dict[str, dict[str, Any]]:
    """The numbers of the case that a chain names, by their paths with dots.

    Args:
        why: The chain.
        sliders: The paths of the numbers that can be tried in a what-if.
    """
    return {path: input_told(why.case, number, path in sliders) for path, number in why.inputs.items()}


def input_told(case: Case, number: NumberEntry, tried: bool) -> dict[str, Any]:
    """One number: what the case says, why, by which sources, how old and how found, and where it stands."""
    path = tuple(map(str, number.path))
    day = number.as_of or number.known_since
    return {
        "label": capital(number.label),
        "says": number.words,
        "ranged": not number.quantity.certain,
        "why": number.why or "",
        "sources": [{"title": one.title, "address": safe_address(one)} for one in sources_of(case, number)],
        "rests": capital(f"it {weakness_words(weakness_of(case, number))}"),
        "dated": "" if day is None else date(day),
        "bare": not number.sources and number.why is None,
        "key": "/".join(path),
        "path": ".".join(path),
        "sheet": home_of(path),
        "tried": tried,
    }
