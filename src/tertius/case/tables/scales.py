"""Between which ends positions lie: one scale for all issues, or one for each, declared in the call or in the table."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from tertius.case.files.cells import Grid, Row
from tertius.case.parse.naming import Naming
from tertius.case.parse.origin import closest
from tertius.case.parse.quantity import read_quantity
from tertius.case.tables.missing import is_missing
from tertius.case.tables.words import heading_of, plain_words
from tertius.errors import Problem, UsageError

Ends: TypeAlias = tuple[float, float]
Declared: TypeAlias = Ends | Mapping[str, Ends] | None
"""One scale, or one for each issue by its name; under the empty name that of all others."""

ENDS = ("scale low", "scale high")


def _ends(scale: Iterable[float]) -> Ends:
    """The two ends of a scale, in whatever kind of numbers they are given."""
    try:
        low, high = (float(end) for end in scale)
    except (TypeError, ValueError):
        raise UsageError(f"found {scale!r} for a scale: give its two ends, (0, 100)") from None
    return low, high


@dataclass
class Scales:
    """The scales of a table's issues, by the ids of these.

    Attributes:
        ends: The scale of every issue that has none of its own.
        unit: What it counts.
        named: Scales that were declared for single issues, by their ids.
        units: What these count.
        told: Scales that the table itself tells.
        titles: Of each single issue how it was named.
        faulty: Issues of which the table tells no scale that can be.
    """

    ends: Ends | None = None
    unit: str = ""
    named: dict[str, Ends] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    told: dict[str, Ends] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, scale: Declared, unit: str | Mapping[str, str], naming: Naming) -> Scales:
        """The scales as they are declared in a call."""
        given = scale if isinstance(scale, Mapping) else {} if scale is None else {"": scale}
        ends = {title: _ends(own) for title, own in given.items()}
        units = {"": unit} if isinstance(unit, str) else dict(unit)
        scales = cls(ends.pop("", None), units.pop("", ""))
        for title, own in ends.items():
            ident = naming.ident(title, "issue")
            scales.named[ident], scales.titles[ident] = own, title
        scales.units = {naming.ident(title, "issue"): own for title, own in units.items()}
        return scales

    def on(self, issue: str) -> Ends | None:
        """The scale of an issue; None if nothing says it."""
        return self.told.get(issue) or self.named.get(issue) or self.ends

    def unit_of(self, issue: str) -> str:
        """What the scale of an issue counts."""
        own = issue in self.told or issue in self.named
        return self.units.get(issue, "" if own else self.unit)

    def hull(self) -> Ends | None:
        """The lowest and the highest end of all scales; None if there is none."""
        known = [ends for ends in (self.ends, *self.named.values(), *self.told.values()) if ends is not None]
        return (min(low for low, _ in known), max(high for _, high in known)) if known else None

    def check_names(self, issues: Mapping[str, str]) -> None:
        """A `UsageError` if a scale is declared for an issue that there is not."""
        for ident, title in self.titles.items():
            if ident not in issues:
                near = closest(title, issues.values())
                advice = f"{near} " if near else ""
                raise UsageError(
                    f"--scale {title}: the table has no issue '{title}': {advice}issues: {', '.join(issues.values())}"
                )

    def take(self, grid: Grid, heads: Mapping[str, int], naming: Naming) -> Iterator[Problem]:
        """Read the scales that the columns `scale low`, `scale high` and `unit` of a table tell; yields mistakes."""
        parts: dict[str, dict[str, tuple[float, Row]]] = {}
        for row in grid.rows[1:]:
            issue = naming.ident(str(row.cell(heads.get("issue")) or "issue"), "issue")
            if "unit" in heads and row.cell(heads["unit"]) is not None:
                self.units.setdefault(issue, str(row.cell(heads["unit"])))
            for column in ENDS:
                place = heads.get(column)
                cell = row.cell(place)
                if place is None or is_missing(cell):
                    continue
                here = grid.place_below(row, place)
                try:
                    value = read_quantity(cell)
                except PydanticCustomError as error:
                    yield here.put(Problem(**{"where": column, **(error.context or {})}))
                    continue
                first, earlier = parts.setdefault(issue, {}).setdefault(column, (value.middle, row))
                if first != value.middle or not value.certain:
                    found = f"the {column} of this issue is {value} here and {first:g} in row {earlier.line}"
                    legal = "a scale has one end each"
                    yield here.put(Problem(found=found, legal=legal, suggestion="write it once, or the same"))
        yield from self._join(grid, heads, parts)

    def _join(
        self, grid: Grid, heads: Mapping[str, int], parts: Mapping[str, Mapping[str, tuple[float, Row]]]
    ) -> Iterator[Problem]:
        for issue, ends in parts.items():
            row = next(iter(ends.values()))[1]
            here = grid.place_below(row, next(heads[column] for column in ENDS if column in ends))
            if len(ends) < len(ENDS):
                [other] = set(ENDS) - set(ends)
                self.faulty.add(issue)
                yield here.put(Problem(found=f"a scale without its {other}", suggestion="write both ends"))
                continue
            low, high = (ends[column][0] for column in ENDS)
            if not low < high:
                self.faulty.add(issue)
                yield here.put(Problem(found=f"the low end {low:g} of the scale is not below its high end {high:g}"))
                continue
            declared = self.named.get(issue)
            if declared is not None and declared != (low, high):
                found = f"the table tells the scale {low:g} to {high:g}, and --scale {declared[0]:g} to {declared[1]:g}"
                yield here.put(Problem(found=found, suggestion="say it once"))
            self.told[issue] = (low, high)

    def take_sheet(self, grid: Grid, naming: Naming) -> Iterator[Problem]:
        """Read the scales that a sheet of issues tells."""
        ends = {"low": "scale low", "min": "scale low", "high": "scale high", "max": "scale high", "id": "issue"}
        heads: dict[str, int] = {}
        for place, cell in enumerate(grid.rows[0].cells):
            words = plain_words(str(cell or ""))
            heading = heading_of(place, cell)
            column = ends.get(words.removesuffix("imum"), heading.column if heading else "")
            heads.setdefault("issue" if column == "actor" else column, place)
        if "issue" in heads:
            yield from self.take(grid, heads, naming)


def say_scale(title: str) -> str:
    """How the scale of an issue is declared on the command line."""
    return f"--scale {shlex.quote(title)} 0 10"
