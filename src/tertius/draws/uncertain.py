"""Which numbers of a case are uncertain, which of them move together, and the case with some of them made certain."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from pydantic import BaseModel

from tertius.case.beliefs import about_of, prior_of, propagate_beliefs, says_anything, signals_on
from tertius.case.bodies import follows_from_leanings
from tertius.case.edit.numbers import NumberEntry, numbers_in, settings_of
from tertius.case.edit.parts import frozen, parts_in
from tertius.case.entries import Body
from tertius.case.fields import Entry
from tertius.case.groups import Side, sides_of
from tertius.case.labels import label_of, legal_at, on_scale_of, scale_of, unit_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import COLLECTIONS
from tertius.draws.bayes import prior_share
from tertius.draws.distribution import Floats, quantile, share_below
from tertius.errors import UsageError


@dataclass(frozen=True)
class Report:
    """A signal on an uncertain number.

    Attributes:
        below: The share of the column of the number below the point that the signal says it is above.
        sent: P(the signal) if that is true, and if it is not.
    """

    below: float
    sent: tuple[Uncertain | float, Uncertain | float]


@dataclass(frozen=True)
class Uncertain:
    """One number of a case that has width.

    Attributes:
        number: What the case says of it: its path, its name in words, its unit, its evidence.
        quantity: The number on its plain scale: percent of an issue's scale are levels of the issue.
        dimension: The column of the unit cube that it is drawn from; numbers that move together share one.
        reversed: It is drawn from 1 - u rather than u, because it falls as the others of its group rise.
        group: The group that it belongs to; empty if it moves on its own.
        about: The number that it is a belief about, whose place in its range it shares; empty if it is none.
        reports: What those who believe it have heard of it.
    """

    number: NumberEntry
    quantity: Quantity
    dimension: int
    reversed: bool = False
    group: str = ""
    about: Path = ()
    reports: tuple[Report, ...] = ()

    @property
    def path(self) -> Path:
        """Where it stands: ``("stances", "usa", "denuclearisation", "salience")``."""
        return self.number.path

    @property
    def place(self) -> Path:
        """The number whose place in its range is drawn: its own, or that of the number that it is a belief about."""
        return self.about or self.path

    @property
    def middle(self) -> float:
        """The value used when one is needed: the middle of its range, at the place where signals have moved it to."""
        if not self.reports:
            return self.quantity.middle
        return float(self.values(_middle_share)[0])

    def values(self, share_of: Callable[[Uncertain], Floats]) -> Floats:
        """The values of the number in some draws.

        Args:
            share_of: Gives (D,) the column of the unit cube that an uncertain number is drawn from.
        """
        column = share_of(self)
        if self.reports:
            signals = []
            for report in self.reports:
                if_true, if_false = (p.values(share_of) if isinstance(p, Uncertain) else p for p in report.sent)
                signals.append((report.below, if_true, if_false))
            column = prior_share(column, signals)
        return quantile(self.quantity, 1 - column if self.reversed else column)

    @property
    def label(self) -> str:
        """What it is, in words with the names of the case."""
        return self.number.label

    @property
    def unit(self) -> str:
        """``points``, ``probability``, ``share``, ``power``, ``capability``, or the scale of the issue."""
        return self.number.unit


_LEANINGS = ("yes", "abstain", "no")


def uncertain_of(case: Case) -> tuple[Uncertain, ...]:
    """The uncertain numbers of a case that can touch a settlement, in the order of the model.

    Those inside moves and claims are not among them, for they are not part of the case as it stands; nor are
    the leanings in a body from which its probability of passing a measure does not follow.
    """
    return UncertainParts(case).base


class UncertainParts:
    """The uncertain numbers of a case, part by part, and those of its versions, which share most of their parts.

    Args:
        base: The case.

    Attributes:
        base: Its uncertain numbers.
    """

    def __init__(self, base: Case) -> None:
        self._around = _around(base)
        self._columns: dict[object, int] = {}
        self._first: dict[Path, tuple[object, tuple[Uncertain, ...]]] = {}  # the part that first came at each path
        self._others: dict[Hashable, tuple[Uncertain, ...]] = {}
        self._whole: dict[str, tuple[object, tuple[Uncertain, ...]]] = {}  # the collection that first came
        self.base = self.of(base)

    def of(self, version: Case) -> tuple[Uncertain, ...]:
        """The uncertain numbers of a version of the case; those that only versions have come after all others."""
        if _around(version) != self._around:
            return uncertain_of(version)
        sides = sides_of(version)
        uncertain: list[Uncertain] = []
        for name in _DRAWN:
            held = getattr(version, name)
            whole = self._whole.get(name)
            if whole is None or whole[0] is not held:
                numbers = [self._in_part(version, path, part, sides) for path, part in parts_in(version, name)]
                whole = held, tuple(chain.from_iterable(numbers))
                self._whole.setdefault(name, whole)
            uncertain += whole[1]
        for path, number in settings_of(version):
            uncertain += self._in_part(version, path, number, sides)
        if version.beliefs:
            known = {number.path: number for number in uncertain}
            uncertain += _believed(version, sides, self._columns, known)
        return tuple(uncertain)

    def in_parts(self, version: Case, parts: Iterable[Path]) -> tuple[Uncertain, ...]:
        """The uncertain numbers in some parts of a version in which nothing but numbers and bodies differs."""
        sides = sides_of(version)
        found: list[Uncertain] = []
        for path in parts:
            part: Any = getattr(version, str(path[0]))
            for step in path[1:]:
                part = part[step]
            found += self._in_part(version, path, part, sides)
        return tuple(found)

    def _in_part(
        self, case: Case, path: Path, part: Entry | Quantity, sides: Mapping[Path, Side]
    ) -> tuple[Uncertain, ...]:
        """The uncertain numbers of one part, worked out once."""
        first = self._first.get(path)
        if first is None:
            first = self._first[path] = part, tuple(_of_part(case, path, part, sides, self._columns))
        if first[0] is part:
            return first[1]
        key = path, frozen(part, in_order=True)
        if key not in self._others:
            self._others[key] = tuple(_of_part(case, path, part, sides, self._columns))
        return self._others[key]


_NOT_DRAWN = ("moves", "claims", "groups", "ties", "events", "sources", "comments")

_DRAWN = tuple(name for name in COLLECTIONS if name not in _NOT_DRAWN)
"""The collections with numbers that a settlement rests on."""


def _around(case: Case) -> Hashable:
    """What the numbers of a part hang on beside the part itself: names, scales and groups."""
    names = tuple((ident, actor.name) for ident, actor in case.actors.items())
    scales = tuple((ident, issue.name, issue.scale, issue.unit) for ident, issue in case.issues.items())
    return names, scales, frozen(case.groups, in_order=True)


def _of_part(
    case: Case, path: Path, part: Entry | Quantity, sides: Mapping[Path, Side], columns: dict[object, int]
) -> Iterator[Uncertain]:
    """The uncertain numbers of one part; adds their columns to those that there are."""
    votes = isinstance(part, Body) and follows_from_leanings(part)
    for number in numbers_in(case, path, part):
        idle = path[0] == "bodies" and number.path[-1] in _LEANINGS and not votes
        believed = path[0] == "beliefs" and number.path[-1] == "number"
        if idle or believed or number.quantity.certain:
            continue
        quantity = on_scale_of(case, number.path, number.quantity)
        side = sides.get(number.path)
        column = columns.setdefault(number.path if side is None else side.group, len(columns))
        if side is None:
            yield Uncertain(number, quantity, column)
        else:
            yield Uncertain(number, quantity, column, side.against, side.group)


def _believed(
    case: Case, sides: Mapping[Path, Side], columns: dict[object, int], known: Mapping[Path, Uncertain]
) -> Iterator[Uncertain]:
    """The beliefs that are uncertain; each is drawn from the column of the number that it is about."""
    beliefs = propagate_beliefs(case)
    whole = case.model_copy(update={"beliefs": beliefs})
    for ident, belief in beliefs.items():
        about, prior = about_of(case, belief), prior_of(case, belief)
        if about is None or prior.certain or not says_anything(case, belief):
            continue
        side = sides.get(about)
        column = columns.setdefault(about if side is None else side.group, len(columns))
        path: Path = ("beliefs", ident, "number")
        entry = NumberEntry(path, label_of(whole, path), prior, unit_of(whole, path), belief.why, belief.source)
        reports = tuple(_report(case, *signal, sides, known) for signal in signals_on(case, belief))
        against, group = (False, "") if side is None else (side.against, side.group)
        yield Uncertain(entry, prior, column, against, group, about, reports)


def _report(case: Case, ident: str, index: int, sides: Mapping[Path, Side], known: Mapping[Path, Uncertain]) -> Report:
    """A signal, as what it says of the column of its number: above a point of it, or below where that is reversed."""
    belief = case.beliefs[ident]
    heard, about = belief.signals[index], about_of(case, belief) or ()
    below = share_below(prior_of(case, belief), on_scale_of(case, about, heard.above).low)
    path = ("beliefs", ident, "signals", index)
    if_true = known.get((*path, "if_true"), heard.if_true.low)
    if_false = known.get((*path, "if_false"), heard.if_false.low)
    if about in sides and sides[about].against:
        return Report(1 - below, (if_false, if_true))
    return Report(below, (if_true, if_false))


def _middle_share(number: Uncertain) -> Floats:
    """The column at which a number stands that is at its middle before any signal."""
    share = share_below(number.quantity, number.quantity.middle)
    return np.array([1 - share if number.reversed else share])


def believed_middles(case: Case) -> dict[str, float]:
    """What the parties of each belief take its number to be, at the middle, on the plain scale of the number.

    Returns:
        By the key of the belief in `propagate_beliefs`.
    """
    beliefs = propagate_beliefs(case)
    drawn = {number.path: number.middle for number in uncertain_of(case) if number.about} if beliefs else {}
    return {
        ident: drawn.get(("beliefs", ident, "number"), prior_of(case, belief).middle)
        for ident, belief in beliefs.items()
    }


def believed_by_talk(case: Case) -> dict[str, dict[str, float]]:
    """Talk: path: what its parties take the number there to be at the middle, on the plain scale of the number."""
    talks: dict[str, dict[str, float]] = {}
    middles = believed_middles(case)
    for ident, belief in propagate_beliefs(case).items():
        for talk in belief.talks:
            talks.setdefault(talk, {})[belief.about] = middles[ident]
    return talks


def dimensions_of(uncertain: Iterable[Uncertain]) -> int:
    """How many columns the unit cube needs."""
    return 1 + max((number.dimension for number in uncertain), default=-1)


def middles_of(uncertain: Iterable[Uncertain]) -> dict[Path, float]:
    """The middle of each uncertain number, by its path: the draw that is used when one is needed."""
    return {number.path: number.middle for number in uncertain}


_SLACK = 1e-9
"""How far, as a share of its scale, a level may be off the ends: percent of a scale are, by a rounding."""


def fix(case: Case, values: Mapping[Path, float]) -> Case:
    """The case with these numbers certain. The case that goes in stays as it is, and keeps its file and lines.

    Args:
        case: The case.
        values: The value of each number by its path, on its plain scale: a level on its issue's scale, a
            probability from 0 to 1.

    Raises:
        UsageError: A path leads to no number of the case, or a value is outside the legal range of its kind.
    """
    if not isinstance(values, Mapping):
        raise UsageError(f"found {type(values).__name__} for the values: give a dict of paths, each with its value")
    if any(_believes(path) and path[1] not in case.beliefs for path in values):
        case = case.model_copy(update={"beliefs": propagate_beliefs(case)})
    changes: dict[str, Any] = {}
    for path, value in values.items():
        _check(case, path, value)
        node = changes
        for step in path[:-1]:
            node = node.setdefault(str(step), {})
        node[str(path[-1])] = Quantity(float(value), float(value))
    fixed: Case = _with(case, changes)
    return fixed


def _with(node: Any, changes: Mapping[str, Any] | Quantity) -> Any:
    """A copy of a part of the case; what is not changed is shared with the case itself."""
    if isinstance(changes, Quantity):
        return changes
    if isinstance(node, BaseModel):
        return node.model_copy(update={name: _with(getattr(node, name), new) for name, new in changes.items()})
    if isinstance(node, tuple):
        return tuple(_with(item, changes[str(n)]) if str(n) in changes else item for n, item in enumerate(node))
    return {**node, **{name: _with(node[name], new) for name, new in changes.items()}}


def _believes(path: Path) -> bool:
    """Whether it leads into a belief, however little a path from Python may be one."""
    return isinstance(path, tuple) and len(path) > 1 and path[0] == "beliefs"


def _dotted(path: Path) -> str:
    return ".".join(map(str, path)) if isinstance(path, tuple) else str(path)


def _check(case: Case, path: Path, value: float) -> None:
    """A number of the case, and a value that it can have; else a `UsageError` says what is wrong."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise UsageError(f"found {value!r} for the value of '{_dotted(path)}': a number is needed")
    if _believes(path) and path[-1] == "number" and path[1] in case.beliefs:
        path = about_of(case, case.beliefs[str(path[1])]) or path
    node: Any = case
    for step in path if isinstance(path, tuple) else ():
        if isinstance(node, tuple):
            node = node[step] if isinstance(step, int) and step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else getattr(node, str(step), None)
    if not isinstance(node, Quantity):
        raise UsageError(f"there is no number at '{_dotted(path)}': take the paths that `uncertain_of` gives")
    scale, (low, high, legal) = scale_of(case, path), legal_at(case, path)
    slack = 0.0 if scale is None else _SLACK * (scale[1] - scale[0])
    if not (math.isfinite(value) and low is not None and high is not None and low - slack <= value <= high + slack):
        raise UsageError(f"the {label_of(case, path)} cannot be {value:g}: {legal}")
