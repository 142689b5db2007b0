"""What a table says that can be meant, and is often a slip: warnings from comparing its numbers and names."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from typing import Any

from tertius.case.parse.quantity import read_quantity
from tertius.case.tables.scales import say_scale
from tertius.errors import Problem

_NARROW = 0.1
"""An issue that uses less than this share of its scale is asked about."""

_ALIKE = 0.8
_MOST_PAIRS = 20_000
"""Pairs of names that are compared."""


def doubts_of(
    file: str, values: Mapping[str, Any], titles: Mapping[str, str], salience_max: float | None
) -> Iterator[Problem]:
    """What to ask of a table.

    Args:
        file: Its name.
        values: Its actors, issues and stances as plain values.
        titles: Of each issue its name in the table.
        salience_max: The highest salience that is declared.
    """
    yield from _narrow(file, values, titles)
    yield from _fractions(file, values, salience_max)
    yield from _slips(file, values, titles)


def _stances(values: Mapping[str, Any], number: str) -> Iterator[tuple[str, str, Any]]:
    for actor, own in values["stances"].items():
        for issue, stance in own.items():
            if number in stance:
                yield actor, issue, read_quantity(stance[number])


def _narrow(file: str, values: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[Problem]:
    """Issues whose positions use less than a tenth of their scale."""
    spans: dict[str, list[float]] = {}
    for _, issue, quantity in _stances(values, "position"):
        placed = quantity.on(tuple(values["issues"][issue]["scale"]))
        spans.setdefault(issue, []).extend((placed.low, placed.high))
    for issue, ends in spans.items():
        (low, high), least, most = values["issues"][issue]["scale"], min(ends), max(ends)
        if 0 < most - least < _NARROW * (high - low):
            title = titles.get(issue, issue)
            found = f"the positions on '{title}' go from {least:g} to {most:g}, on a scale from {low:g} to {high:g}"
            advice = f"say the scale of each issue: {say_scale(title)}" if len(spans) > 1 else "look at --scale"
            yield Problem(file=file, found=found, suggestion=advice)


def _fractions(file: str, values: Mapping[str, Any], salience_max: float | None) -> Iterator[Problem]:
    """A table all of whose saliences are fractions of one, and whose highest salience is said to be far more."""
    highs = [quantity.high for _, _, quantity in _stances(values, "salience")]
    if salience_max is not None and salience_max >= 10 and highs and 0 < max(highs) * salience_max / 100 <= 1:
        found = (
            f"no salience is above {max(highs) * salience_max / 100:g}, and the highest there is is {salience_max:g}"
        )
        yield Problem(file=file, found=found, suggestion="if they are fractions, say --salience-max 1")


def _slips(file: str, values: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[Problem]:
    """Names that are near each other, where each stands on issues that the other lacks and one on a single issue."""
    stances = values["stances"]
    if len(titles) < 2:
        return
    for one, other in islice(combinations(stances, 2), _MOST_PAIRS):
        theirs, others = set(stances[one]), set(stances[other])
        if theirs & others or min(len(theirs), len(others)) > 1:
            continue
        names = [str(values["actors"][actor]["name"]) for actor in (one, other)]
        if _alike(*names):
            places = [", ".join(titles.get(issue, issue) for issue in stances[actor]) for actor in (one, other)]
            found = f"'{names[0]}' stands on {places[0]} alone, and '{names[1]}' on {places[1]}"
            yield Problem(file=file, found=found, suggestion="if they are one actor, write the name in one way")


def _alike(one: str, other: str) -> bool:
    """Whether two names differ by little more than a slip of the hand; numbers in names tell apart."""
    first, last = ("".join(char for char in name.casefold() if not char.isdecimal()) for name in (one, other))
    if first == last or min(len(first), len(last)) < 4:
        return False
    matcher = difflib.SequenceMatcher(None, first, last)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
