"""How two cases differ: what stood there and what stands now, in the words of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.paths import COLLECTIONS, describe_path
from tertius.case.plain import plain_of
from tertius.results import Record

_LOOKED_AT = tuple(name for name in COLLECTIONS if name not in ("moves", "claims"))
_EVIDENCE = ("why", "source", "as_of", "known_since", "method")
_LONG = re.compile(r"\d+\.\d{11,}")


@dataclass(frozen=True)
class Edit(Record):
    """One place at which two cases differ.

    Attributes:
        path: Where it is.
        what: What it is, in words with the names of the case.
        stood: What the first case says there; None if nothing.
        stands: What the second says there; None if nothing.
    """

    path: Path
    what: str
    stood: str | None
    stands: str | None

    def __str__(self) -> str:
        if self.stood is None:
            return f"{self.what}: new, {self.stands}"
        if self.stands is None:
            return f"{self.what}: gone, was {self.stood}"
        return f"{self.what}: {self.stands}, was {self.stood}"

    def to_dict(self) -> dict[str, str | None]:
        """The documented shape of an edit in JSON."""
        return {"path": ".".join(map(str, self.path)), "what": self.what, "stood": self.stood, "stands": self.stands}


def diff_cases(before: Case, after: Case) -> tuple[Edit, ...]:
    """Where two cases differ, but for their evidence, their moves, and their claims with what these answer.

    Args:
        before: The first case.
        after: The second.

    Returns:
        What differs, in the order of the format; an entry that only one of them has is one edit.
    """
    seen = _Pair(before, after)
    found = [edit for name in _LOOKED_AT for edit in seen.between(name)]
    if before.curvature != after.curvature:
        found.append(Edit(("curvature",), "curvature", f"{before.curvature:g}", f"{after.curvature:g}"))
    return (*found, *seen.settings())


class _Pair:
    """Two cases as plain values, with their numbers by path."""

    def __init__(self, before: Case, after: Case) -> None:
        self.raw = plain_of(before), plain_of(after)
        self.numbers: tuple[Mapping[Path, NumberEntry], ...] = tuple(
            {number.path: number for number in numbers_of(case)} for case in (before, after)
        )

    def between(self, collection: str) -> Iterator[Edit]:
        """The edits in one collection."""
        first, second = (raw.get(collection, {}) for raw in self.raw)
        for ident in dict.fromkeys([*first, *second]):
            path: Path = (collection, ident)
            if collection == "stances":
                inner = [part.get(ident, {}) for part in (first, second)]
                for issue in dict.fromkeys([*inner[0], *inner[1]]):
                    yield from self._entry((*path, issue), inner[0].get(issue), inner[1].get(issue))
            else:
                yield from self._entry(path, first.get(ident), second.get(ident))

    def settings(self) -> Iterator[Edit]:
        """The edits of numbers that stand in the case itself."""
        for path in dict.fromkeys(at for known in self.numbers for at in known if len(at) == 1):
            yield from self._leaf(path, [raw.get(str(path[0])) for raw in self.raw])

    def _entry(self, path: Path, first: Any, second: Any) -> Iterator[Edit]:
        if first is None or second is None:
            words = [None if entry is None else in_line(_bare(entry)) for entry in (first, second)]
            yield Edit(path, describe_path(path), *words)
            return
        leaves = [dict(_leaves(path, entry)) for entry in (first, second)]
        for at in dict.fromkeys([*leaves[0], *leaves[1]]):
            yield from self._leaf(at, [leaf.get(at) for leaf in leaves])

    def _leaf(self, at: Path, values: list[Any]) -> Iterator[Edit]:
        numbers = [known.get(at) for known in self.numbers]
        if values[0] != values[1]:
            label = next((number.label for number in numbers if number is not None), describe_path(at))
            words = [
                None if value is None else number.words if number is not None else in_line(value)
                for number, value in zip(numbers, values, strict=True)
            ]
            yield Edit(at, label, *words)


def _bare(entry: Any) -> Any:
    """What an entry says, without the evidence for it."""
    if not isinstance(entry, dict):
        return entry
    return {name: _bare(inner) for name, inner in entry.items() if name not in _EVIDENCE}


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _EVIDENCE:
                yield from _leaves((*path, str(name)), inner)
    elif value is not None:
        yield path, value


def in_line(value: Any) -> str:
    """Plain values in one line: ``holder china, probability 5% to 30%``."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_inner(inner)}" for name, inner in value.items()) or "nothing"
    if isinstance(value, list):
        return ("; " if any(isinstance(one, list) for one in value) else ", ").join(map(_inner, value)) or "nothing"
    return _LONG.sub(lambda number: f"{float(number[0]):.10g}", str(value))  # 0.7 for what became of 70 percent


def _inner(value: Any) -> str:
    return f"({in_line(value)})" if isinstance(value, dict) else in_line(value)
