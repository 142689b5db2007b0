"""Every number that a case gives, with its name, its unit and its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import ValidationError

from tertius.case.actions import MOVE_KINDS, Signal
from tertius.case.edit.moves import case_before, changes_of_move
from tertius.case.edit.parts import parts_of
from tertius.case.fields import IN_PERCENT, Entry, Means, Method
from tertius.case.labels import label_of, unit_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import SETTINGS, Dead, mark_at, resolve, value_at
from tertius.errors import UsageError


@dataclass(frozen=True)
class Evidence:
    """What an entry says about where its numbers come from."""

    why: str | None = None
    sources: tuple[str, ...] = ()
    as_of: dt.date | None = None
    known_since: dt.date | None = None
    method: Method | None = None

    def below(self, entry: Entry) -> Evidence:
        """Return the evidence of an entry inside the one that this evidence belongs to."""
        own = Evidence(entry.why, entry.source, entry.as_of, entry.known_since, entry.method)
        if own.why is None and not own.sources and own.method is None:
            own = replace(own, why=self.why, sources=self.sources, method=self.method)
        as_of, known_since = own.as_of or self.as_of, own.known_since or self.known_since
        return replace(own, as_of=as_of, known_since=known_since)


@dataclass(frozen=True)
class NumberEntry:
    """One number of a case, for endnotes and tables.

    Attributes:
        path: Where it stands: ``("stances", "usa", "denuclearisation", "salience")``.
        label: What it is, in words with the names of the case.
        quantity: The number; a level may be in percent of its scale.
        unit: ``points``, ``probability``, ``share``, ``power``, ``votes``, or the scale of the issue.
        why: The reason given.
        sources: Ids of its sources.
        as_of: The date that the number describes.
        known_since: When it became public.
        method: How it was obtained.
    """

    path: Path
    label: str
    quantity: Quantity
    unit: str
    why: str | None = None
    sources: tuple[str, ...] = ()
    as_of: dt.date | None = None
    known_since: dt.date | None = None
    method: Method | None = None

    @property
    def words(self) -> str:
        """The number as people read it: probabilities and shares in percent."""
        if self.unit in IN_PERCENT and not self.quantity.percent:
            return str(self.quantity.in_percent())
        return str(self.quantity)


def path_of_words(case: Case, words: str) -> str:
    """The path of the number that a case calls so, in any case of letters; a text with blanks is no path.

    Raises:
        UsageError: No number is called so, or several are.
    """
    asked = words.casefold()
    found = [".".join(map(str, one.path)) for one in numbers_of(case) if one.label.casefold() == asked]
    if len(found) > 1:
        raise UsageError(f"several numbers are '{words}': say which, by its path: {', '.join(found)}")
    if found:
        return found[0]
    near = closest(words, (one.label for one in numbers_of(case)))
    raise UsageError(f"there is no number '{words}': {near or 'give its path, such as issues.toll.level'}")


def numbers_of(case: Case) -> list[NumberEntry]:
    """Return every number that the case gives (none left at its default), in the order of the model.

    Those of the case itself come last.
    """
    parts: list[tuple[Path, Entry | Quantity]] = [(path, part) for path, part in parts_of(case) if path[0] != "claims"]
    return [number for path, part in (*parts, *settings_of(case)) for number in numbers_in(case, path, part)]


def settings_of(case: Case) -> Iterator[tuple[Path, Quantity]]:
    """Yield the numbers that stand in the case itself, and in no entry of it, each with its path."""
    values = ((name, getattr(case, name)) for name in SETTINGS)
    return (((name,), value) for name, value in values if isinstance(value, Quantity))


def numbers_in(case: Case, path: Path, part: Entry | Quantity) -> Iterator[NumberEntry]:
    """Yield the numbers that a part of the case gives; one of the case itself stands on the evidence of the case."""
    yield from _numbers(case, part, path, path, Evidence() if isinstance(part, Entry) else Evidence().below(case))


def _numbers(case: Case, value: object, path: Path, target: Path, outer: Evidence) -> Iterator[NumberEntry]:
    """Yield the numbers in a part of the case.

    `path` is where they stand in the file, `target` what they are numbers of; a move's changes differ there.
    """
    if path == target and path[0] == "moves" and path[-1] in (*MOVE_KINDS, "changes"):
        yield from _move_numbers(case, value, path, outer)
    elif isinstance(value, Entry):
        evidence = outer.below(value)
        for name in type(value).model_fields:
            if name in value.model_fields_set:
                inner = getattr(value, name)
                yield from _numbers(case, inner, (*path, name), (*target, name), evidence)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(case, inner, (*path, str(key)), (*target, str(key)), outer)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _numbers(case, inner, (*path, index), (*target, index), outer)
    elif isinstance(value, Quantity | float):
        yield from _entry(case, value, path, target, outer)


def _entry(case: Case, value: Quantity | float, path: Path, target: Path, evidence: Evidence) -> Iterator[NumberEntry]:
    """The number at a path, if the field that it is written in or brought to holds numbers that are drawn."""
    means = mark_at(target, Means)
    if means is None or not means.drawn:
        return
    label = label_of(case, target)
    if path != target and path[0] == "moves":
        label = f"{label}, changed by the move '{case.moves[str(path[1])].name or path[1]}'"
    quantity = value if isinstance(value, Quantity) else Quantity(value, value)
    grounds = (evidence.why, evidence.sources, evidence.as_of, evidence.known_since, evidence.method)
    yield NumberEntry(path, label, quantity, unit_of(case, target), *grounds)


def _move_numbers(case: Case, kind: object, path: Path, outer: Evidence) -> Iterator[NumberEntry]:
    """Yield the numbers that the changes of a move bring, or one of its ready-made kinds.

    A change that leads nowhere is the business of `check_case`.
    """
    ident = str(path[1])
    start = case_before(case, ident)
    evidence = outer.below(kind) if isinstance(kind, Entry) else outer
    if isinstance(kind, Signal) and kind.if_true is not None and kind.if_false is not None:
        for name, sent in (("if_true", kind.if_true), ("if_false", kind.if_false)):
            yield from _entry(case, sent, (*path, name), ("beliefs", kind.path, "signals", 0, name), evidence)
        return
    for step in changes_of_move(start, ident, case.moves[ident]):
        change = step.change
        if step.at[:3] != path or change.verb == "remove":
            continue
        try:
            value = value_at(resolve(start, change.path, change.verb), change)
        except (Dead, ValidationError):
            continue
        yield from _numbers(start, value, step.at_value, step.target, evidence.below(change))
