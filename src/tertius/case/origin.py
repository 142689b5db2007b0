"""Where a case was read from: the file, and the line of every entry and field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Origin", "Path"]

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class Origin:
    """The file of a case and the line of each path in it.

    Attributes:
        file: Name of the file as the user gave it; empty for a case made in Python.
        lines: Line, from 1, of each path: ``("stances", "usa", "denuclearisation", "position")``.
    """

    file: str = ""
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest entry around it; 0 if nothing is known."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 0

    def __eq__(self, other: object) -> bool:
        """Where a case was read from does not make it another case."""
        return isinstance(other, Origin)

    __hash__ = None  # type: ignore[assignment]
