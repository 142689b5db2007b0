"""Where a case was read from, which parts of it were faulty, and how a validator says what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from tertius.errors import Problem

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Where something is written.

    Attributes:
        file: Name of the file as the user gave it.
        line: Line of a text file, or row of a sheet, from 1; 0 if it is not known.
        sheet: Name of the sheet, in a workbook.
        column: Heading of the column in a text table; letter of the column in a sheet.
    """

    file: str = ""
    line: int = 0
    sheet: str = ""
    column: str = ""

    def put(self, problem: Problem) -> Problem:
        """The problem, said of this place."""
        return replace(problem, file=self.file, line=self.line, sheet=self.sheet, column=self.column)


@dataclass(frozen=True, eq=False)
class Origin:
    """The file of a case and the line of each path in it; the cell, for what stands in a table.

    Attributes:
        file: Name of the file as the user gave it; empty for a case made in Python.
        lines: Line, from 1, of each path: ``("stances", "usa", "denuclearisation", "position")``.
        cells: Where each path stands that was read from a table, be it in the same file or in another.
        notes: What reading had to take for granted (an encoding, say): nothing wrong, but a reader must know.
    """

    file: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)
    cells: Mapping[Path, Place] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()

    def place(self, path: Path) -> Place:
        """The place of a path, or of the nearest entry around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.cells:
                return self.cells[path[:end]]
            if path[:end] in self.lines:
                return Place(self.file, self.lines[path[:end]])
        return Place(self.file)

    def __eq__(self, other: object) -> bool:
        """Where a case was read from does not make it another case."""
        return isinstance(other, Origin)

    __hash__ = None  # type: ignore[assignment]


class DamagedPaths:
    """A set of paths that answers quickly, however many there are."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.paths = frozenset(paths)
        self._around = frozenset(path[:end] for path in self.paths for end in range(len(path)))

    def holds(self, path: Path) -> bool:
        """Return whether a path was taken out, by itself or with something around it."""
        return any(path[:end] in self.paths for end in range(len(path) + 1))

    def touches(self, path: Path) -> bool:
        """Return whether something was taken out at, around or inside a path."""
        return path in self._around or self.holds(path)

    def entries(self, collection: str) -> list[str]:
        """Return the ids of the entries of a collection that were taken out."""
        if (collection,) not in self._around:
            return []
        return sorted(str(path[1]) for path in self.paths if len(path) == 2 and path[0] == collection)


def mistake(found: str, legal: str = "", suggestion: str = "") -> PydanticCustomError:
    """The error to raise inside a validator; `reading` turns it into a `Problem` with file and line."""
    context = {"found": found, "legal": legal, "suggestion": suggestion}
    return PydanticCustomError("mistake", "{found}", context)


def closest(word: str, legal: Iterable[str], cutoff: float = 0.6) -> str:
    """``did you mean 'capability'?`` for the legal word nearest to `word`; empty if none is near.

    Args:
        word: What was written.
        legal: What may be meant.
        cutoff: How near it must be, from 0 to 1 for the same.
    """
    near = nearest(word, legal, cutoff)
    return f"did you mean '{near}'?" if near else ""


def nearest(word: str, legal: Iterable[str], cutoff: float = 0.6) -> str:
    """The legal word itself that is nearest to `word`, in any capitals; empty if none is near."""
    lowered = {name.lower(): name for name in legal}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=cutoff)
    return lowered[near[0]] if near else ""
