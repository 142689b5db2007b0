"""The numbers of a case that can be changed, how far, and how large a change of each is.

    share of a change = |to - now| / width

The width is that of the scale on which the number lies: of the issue for a level, 100 points for a salience, 1 for a
probability. Points of needs and threats, powers and capabilities have no upper end: their width is the largest number
of that kind in the case, and no less than what 100 percent of it, or an even power of 1, stands for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tertius.case.beliefs import about_of
from tertius.case.bodies import follows_from_leanings
from tertius.case.edit.changes import bare_case
from tertius.case.edit.numbers import NumberEntry, numbers_of, path_of_words
from tertius.case.fields import Number
from tertius.case.labels import legal_at, on_scale_of, scale_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.case.paths import mark_at
from tertius.draws import uncertain_of
from tertius.errors import UsageError, check_all

REACH = 10.0
"""A number without an upper end is looked for up to so many widths."""

OPEN = 1e-3
"""A number whose ends are not legal themselves, a discount factor, is tried no nearer to either."""

_NOT_HERE = ("groups", "ties", "events", "sources", "moves", "claims", "comments")
_EVEN = {"power": 1.0, "capability": 0.0}


@dataclass(frozen=True)
class Lever:
    """A number of a case that can be changed.

    Attributes:
        number: What the case says of it.
        now: Its middle, on its plain scale.
        low: The lowest value that it is tried at.
        high: The highest.
        own: The two ends of its own range; None if the case is certain of it.
        width: What a change of it is a share of.
    """

    number: NumberEntry
    now: float
    low: float
    high: float
    own: tuple[float, float] | None
    width: float

    @property
    def path(self) -> Path:
        """Where it stands."""
        return self.number.path

    @property
    def near(self) -> float:
        """The highest value, or without an upper end that of its own range or of the largest of its kind."""
        ends = (self.low + self.width, self.now, self.own[1] if self.own else self.now)
        return min(self.high, max(ends))

    @property
    def name(self) -> str:
        """Its path with dots."""
        return ".".join(map(str, self.path))

    def share(self, value: float) -> float:
        """How large the change to a value is."""
        return abs(value - self.now) / self.width

    def within(self, value: float) -> bool:
        """Whether a value lies in the number's own range."""
        return self.own is not None and self.own[0] <= value <= self.own[1]


def levers_of(case: Case) -> tuple[Lever, ...]:
    """Every number that the case gives and that a settlement may rest on, in the order of the model.

    Those of moves and claims are not among them, nor votes and quotas of bodies, nor what a signal says.
    """
    bare, uncertain = bare_case(case), {number.path: number for number in uncertain_of(case)}
    numbers = [number for number in numbers_of(bare) if _movable(case, number.path)]
    found = []
    for number in numbers:
        place = _about(case, number.path)
        drawn = uncertain.get(number.path)
        quantity = on_scale_of(case, place, number.quantity) if drawn is None else drawn.quantity
        now = quantity.middle if drawn is None else drawn.middle
        width = _width(case, place, numbers)
        low, high = _legal(case, place, now, width)
        if low < high:
            own = None if quantity.certain else (quantity.low, quantity.high)
            found.append(Lever(number, now, low, high, own, width))
    return tuple(found)


def levers_named(case: Case, inputs: Sequence[str] | None) -> tuple[Lever, ...]:
    """The levers of these paths, or of what stands under them; all of them if none are named.

    Raises:
        UsageError: A path leads to none of them; each mistake with what is near.
    """
    known = levers_of(case)
    if inputs is None:
        return known
    chosen: dict[Path, Lever] = {}
    check_all(*(lambda asked=asked: chosen.update(_named(case, known, asked)) for asked in inputs))
    return tuple(lever for lever in known if lever.path in chosen)


def lever_at(case: Case, path: str) -> Lever:
    """The lever of one path, or of the words by which the case calls the number.

    Raises:
        UsageError: There is none, or several numbers stand under the path.
    """
    found = levers_named(case, [path])
    exact = [lever for lever in found if lever.name == path] or list(found)
    if len(exact) > 1:
        raise UsageError(f"several numbers stand under '{path}': name one of {_some(lever.name for lever in exact)}")
    return exact[0]


def _named(case: Case, known: Sequence[Lever], asked: str) -> dict[Path, Lever]:
    path = path_of_words(case, asked) if " " in asked else asked
    found = {lever.path: lever for lever in known if f"{lever.name}.".startswith(f"{path}.")}
    if not found:
        near = closest(path, [lever.name for lever in known])
        says = "take the path of a number that the case gives, such as " + (
            known[0].name if known else "issues.x.level"
        )
        raise UsageError(f"there is no number to change at '{asked}': {near or says}")
    return found


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:6]) + (", ..." if len(listed) > 6 else "")


def _movable(case: Case, path: Path) -> bool:
    """Whether the number at a path may be changed by itself."""
    if path[0] in _NOT_HERE or mark_at(path, Number) is None or "signals" in path:
        return False
    if path[0] == "bodies":
        return path[-1] == "passes" or follows_from_leanings(case.bodies[str(path[1])])
    return True


def _about(case: Case, path: Path) -> Path:
    """The path whose scale a number has: of a belief that of the number that it is about."""
    if path[0] == "beliefs":
        return about_of(case, case.beliefs[str(path[1])]) or path
    return path


def _width(case: Case, path: Path, numbers: Iterable[NumberEntry]) -> float:
    """What a change of the number at a path is a share of."""
    scale, kind = scale_of(case, path), mark_at(path, Number)
    if scale is not None:
        return scale[1] - scale[0]
    if kind is None or kind.low is None or kind.high is None:  # a drift, in levels a season
        issue = next((str(step) for step in path if step in case.issues), "")
        low, high = case.issues[issue].scale if issue else (0.0, 1.0)
        return high - low
    if kind.high <= 100:
        return kind.high - kind.low
    alike = [on_scale_of(case, one.path, one.quantity) for one in numbers if mark_at(one.path, Number) == kind]
    return max([_EVEN.get(kind.kind, kind.full or 1.0), *(quantity.high for quantity in alike)]) or 1.0


def _legal(case: Case, path: Path, now: float, width: float) -> tuple[float, float]:
    """Between which values a number is tried: all that are legal, and of those without end the nearest."""
    low, high, _ = legal_at(case, path)
    if low is None or high is None:
        return now, now
    kind = mark_at(path, Number)
    if kind is not None and kind.open:
        return min(now, OPEN), max(now, 1 - OPEN)
    low = now - width if math.isinf(low) else low
    high = now + width if math.isinf(high) else high if high <= 100 or high - low <= width else REACH * width
    return low, max(high, now)
