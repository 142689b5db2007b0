"""Where a case was read from: the file, and the line or cell of every entry and field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tertius.errors import Problem

__all__ = ["Origin", "Path", "Place"]

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
