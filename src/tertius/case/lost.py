"""The parts that were taken out of a case because they were faulty, and what may follow from that."""

from __future__ import annotations

from collections.abc import Iterable

from tertius.case.origin import Path

__all__ = ["Lost"]


class Lost:
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
