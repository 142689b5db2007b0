"""What the columns of a plain table are, decided from all headings together.

Beside the word of a column may stand a unit (``position (0-100)``), a statistic (``position: sd``), a year, or a name;
and a name is that of an expert or of an issue. What is said in one way alone is read; where two readings remain, the
mistake names both and says how each is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.parse.origin import Place
from tertius.case.tables.words import COLUMNS, NUMBERS, Heading, heading_of, plain_words, without_statistic, word_set
from tertius.errors import Problem

_KINDS = word_set(
    "military economic political diplomatic soft hard financial legal formal informal social technical domestic "
    "foreign external internal ideological structural institutional media militarisch wirtschaftlich politisch "
    "militaire economique politique militar economico politico"
)
_EXPERTS = "an expert's name stands behind a colon, 'position: Anna'"
_ISSUES = "an issue's behind 'on', 'position on tariffs', or the table has a column issue"


@dataclass(frozen=True)
class Headings:
    """The columns of a table by what they hold, each with its place from 0.

    Attributes:
        columns: Column of a plain table: its place, for the columns of everybody and of every issue.
        experts: Name of an expert: column: place, for the columns of that expert alone.
        issues: Title of an issue: column: place, for the columns of that issue alone.
        problems: What can be read in two ways.
        named: Whether there are several columns of a number that a problem is about, so that none is missing.
    """

    columns: Mapping[str, int]
    experts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    issues: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    named: frozenset[str] = frozenset()

    def numbers(self) -> Iterator[tuple[str, int]]:
        """Every column that holds numbers: what they are, and its place."""
        for own in (self.columns, *self.experts.values(), *self.issues.values()):
            for column, place in own.items():
                if column in (*NUMBERS, "reference", "scale low", "scale high"):
                    yield column, place


def count_known(cells: Iterable[Value]) -> int:
    """How many columns of a plain table a row names, as its headings would; two numbers at least count."""
    found = [heading for place, cell in enumerate(cells) if (heading := heading_of(place, cell)) is not None]
    columns = {heading.column for heading in found}
    return len(columns) if columns.intersection(NUMBERS) else 0


def headings_of(grid: Grid) -> Headings:
    """What the columns of a table hold, as its first row says."""
    reader = _Reader(grid)
    if grid.rows:
        reader.read()
    experts, issues = (reader.names, {}) if reader.several == "experts" else ({}, reader.names)
    return Headings(reader.columns, experts, issues, tuple(reader.problems), frozenset(reader.doubted))


class _Reader:
    """Decides for each column of the plain table which heading it is, and for each name what it names."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.columns: dict[str, int] = {}
        self.names: dict[str, dict[str, int]] = {}
        self.several = ""
        self.problems: list[Problem] = []
        self.doubted: set[str] = set()

    def read(self) -> None:
        cells = enumerate(self.grid.rows[0].cells)
        found = [heading for place, cell in cells if (heading := heading_of(place, cell)) is not None]
        named: dict[str, list[Heading]] = {}
        for column in COLUMNS:
            of_column = [heading for heading in found if heading.column == column]
            if column in NUMBERS:
                labelled = self._number(column, of_column)
                if labelled:
                    named[column] = labelled
            else:
                self._one(column, [heading for heading in of_column if heading.kind in ("", "unit")])
        self._name(named)

    def _one(self, column: str, headings: Sequence[Heading]) -> None:
        """Take the heading that is nearest to the first words of a column; two that are as near are a mistake."""
        if not headings:
            return
        least = min(heading.rank for heading in headings)
        first, *others = [heading for heading in headings if heading.rank == least]
        self.columns[column] = first.place
        for other in others:
            legal = "keep one; those of several experts bear their names: 'position: Anna'"
            self._doubt(other, f"two columns hold the {column}: '{first.text}' and '{other.text}'", legal)

    def _number(self, column: str, headings: list[Heading]) -> list[Heading]:
        """Take the column of a number that is everybody's, if there is one; returns those that bear names."""
        highs = [heading for heading in headings if heading.kind == "high"]
        if highs and not any(heading.kind == "low" for heading in headings):
            # Without a lowest value beside it, Max is somebody.
            headings = [replace(one, kind="name") if one in highs else one for one in headings]
        plain = [heading for heading in headings if heading.kind in ("", "unit")]
        if any(heading.how != "loose" for heading in plain):
            headings = [heading for heading in headings if heading.how != "loose"]
        names = [heading for heading in headings if heading.kind == "name"]
        waves = [heading for heading in headings if heading.kind == "wave"]
        centres = [heading for heading in headings if heading.kind == "centre"]
        if waves and (plain or names or len(waves) > 1):
            words = _quoted((*plain, *waves))
            found = f"the columns {words} hold the {column} of several times"
            self._doubt(waves[0], found, "a table describes one day: keep the columns of that day")
            self.columns.setdefault(column, waves[-1].place)
            return []
        ends = [heading for heading in headings if heading.kind in ("low", "high")]
        if ends and not (plain or waves or names or centres):
            found = f"the columns {_quoted(ends)} hold the ends of the {column}"
            self._doubt(ends[0], found, "a range stands in one column, '20 to 40' or '20 to 40, likely 30'")
        self._one(column, plain or waves or ([] if names else centres))
        return names

    def _name(self, named: Mapping[str, list[Heading]]) -> None:
        """Decide whether names are those of experts or of issues."""
        labels = {plain_words(heading.label) or heading.label: heading for own in named.values() for heading in own}
        if len(labels) == 1 and not any(column in self.columns for column in named):
            for column, own in named.items():  # the only columns there are, whatever they are called
                self._one(column, own)
            return
        for column, own in named.items():
            if column in self.columns and any(heading.how != "colon" for heading in own):
                # The column of everybody is there; what else bears the word is not used, or a second column.
                plain = str(self.grid.rows[0].cells[self.columns[column]])
                found = f"two columns hold the {column}: '{plain}' and '{own[0].text}'"
                self._doubt(own[0], found, f"keep one; {_EXPERTS}; {_ISSUES}")
                return
        if not labels:
            return
        doubt = self._doubt_of_names(named, labels)
        if doubt[0]:
            self.doubted.update(named)
            first = next(iter(named.values()))[0]
            problem = Problem(found=f"the columns {_quoted(labels.values())} {doubt[0]}", legal=doubt[1])
            self.problems.append(self._place(first).put(problem))
            return
        self.several = "issues" if any(heading.how == "on" for heading in labels.values()) else "experts"
        spelled: dict[str, str] = {}
        for column, own in named.items():
            for heading in own:
                name = spelled.setdefault(plain_words(heading.label), heading.label)
                taken = self.names.setdefault(name, {})
                if column in taken:
                    text = self.grid.rows[0].cells[taken[column]]
                    self._doubt(heading, f"two columns hold the {column} of {name}: '{text}' and '{heading.text}'")
                taken.setdefault(column, heading.place)

    def _doubt_of_names(self, named: Mapping[str, list[Heading]], labels: Mapping[str, Heading]) -> tuple[str, str]:
        """In which two ways the names can be read, and how each is written; empty if there is one way."""
        hows = {heading.how for own in named.values() for heading in own}
        bases = [base for label in labels if (base := without_statistic(label))]
        if len(bases) > len(set(bases)) or not labels.keys().isdisjoint(bases):
            return "hold ends or statistics of what one says", "a range stands in one column, '20 to 40, likely 30'"
        capability = {plain_words(heading.label) for heading in named.get("capability", ())}
        if set(named) == {"capability"} and (
            "colon" not in hows or any(word in _KINDS for label in capability for word in label.split())
        ):
            return "hold several kinds of capability", "there is one for each actor: keep one, or add them up yourself"
        if "on" in hows:
            if "colon" in hows:
                return "name experts and issues in one table", f"{_EXPERTS}; {_ISSUES}; one table has one of the two"
            if "issue" in self.columns:
                return "name issues, and there is a column issue", "keep one of the two"
            return "", ""
        if "colon" in hows:
            return "", ""
        positions = {plain_words(heading.label) for heading in named.get("position", ())}
        if "issue" in self.columns and "loose" not in hows and set(labels) <= positions:
            return "", ""
        return "can be those of several issues or of several experts", f"{_EXPERTS}; {_ISSUES}"

    def _doubt(self, heading: Heading, found: str, legal: str = "keep one") -> None:
        self.doubted.add(heading.column)
        self.problems.append(self._place(heading).put(Problem(found=found, legal=legal)))

    def _place(self, heading: Heading) -> Place:
        return self.grid.place(self.grid.rows[0], heading.place, heading.text)


def _quoted(headings: Iterable[Heading]) -> str:
    return ", ".join(f"'{heading.text}'" for heading in headings)


def table_of(grid: Grid, headings: Headings, expert: str) -> Grid:
    """The table of one expert: its columns and those of all, under the words of a plain table."""
    own = {**headings.columns, **headings.experts.get(expert, {})}
    others = {place for name, theirs in headings.experts.items() if name != expert for place in theirs.values()}
    heads = grid.rows[0].cells
    words: dict[int, Value] = {place: column for column, place in own.items()}
    kept = [place for place in range(len(heads)) if place not in others]
    kept += range(len(heads), max(len(row.cells) for row in grid.rows))
    first = tuple(words.get(place, heads[place]) for place in kept if place < len(heads))
    rows = [Row(grid.rows[0].line, first, tuple(kept))]
    for row in grid.rows[1:]:
        rows.append(Row(row.line, tuple(row.cell(place) for place in kept if place < len(row.cells)), tuple(kept)))
    damaged = frozenset((line, kept.index(column)) for line, column in grid.damaged if column in kept)
    return replace(grid, rows=tuple(rows), heads=grid.heads or heads, damaged=damaged)


def long_table(grid: Grid, headings: Headings) -> Grid:
    """The same with a row for each actor and issue, where each issue has columns of its own.

    An actor has no row on an issue of which it has no number.
    """
    if not headings.issues:
        return grid
    shared = [column for column in headings.columns if column != "issue"]
    numbers = [column for column in NUMBERS if column not in shared]
    first = (*shared, *numbers, "issue")
    rows: list[Row] = []
    damaged = set(grid.damaged)
    heads = grid.rows[0].cells
    for row in grid.rows[1:]:
        for title, own in headings.issues.items():
            places = [own.get(column, headings.columns.get(column, -1)) for column in first]
            cells = [row.cell(place) if place >= 0 else None for place in places[:-1]]
            if any(row.cell(place) is not None or grid.spoils(row, place) for place in own.values()):
                rows.append(Row(row.line, (*cells, title), tuple(max(place, 0) for place in places)))
    head = Row(grid.rows[0].line, first, rows[0].columns if rows else ())
    return replace(grid, rows=(head, *rows), heads=grid.heads or heads, damaged=frozenset(damaged))
