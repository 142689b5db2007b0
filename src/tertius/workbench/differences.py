"""What differs between two versions of a case as plain values, and the one made into the other, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Any = _Nothing()
"""Stands where there is no value."""


@dataclass(frozen=True)
class Difference:
    """One place in which two versions differ.

    Attributes:
        path: The place.
        before: What stood there; `NOTHING` if nothing did.
        after: What stands there now; `NOTHING` if nothing does.
    """

    path: Path
    before: Any
    after: Any

    def turned(self) -> Difference:
        """The way back."""
        return Difference(self.path, self.after, self.before)

    def to_plain(self) -> list[Any]:
        """As JSON: the path, and lists that hold the value before and after, or none."""
        return [list(self.path), *([] if value is NOTHING else [value] for value in (self.before, self.after))]

    @classmethod
    def of_plain(cls, plain: Any) -> Difference:
        """From JSON."""
        path, before, after = plain
        return cls(tuple(path), *(value[0] if value else NOTHING for value in (before, after)))


def plain_keys(value: Any) -> Any:
    """Plain values with texts as their keys, which they have in JSON."""
    if isinstance(value, Mapping):
        return {str(key): plain_keys(inner) for key, inner in value.items()}
    return [plain_keys(item) for item in value] if isinstance(value, list | tuple) else value


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield what differs. Where entries come or go, their whole block counts as one place, so that order is kept."""
    if isinstance(before, Mapping) and isinstance(after, Mapping) and list(before) == list(after):
        for key, value in before.items():
            yield from differences(value, after[key], (*path, key))
    elif before != after or type(before) is not type(after) or _order(before) != _order(after):
        yield Difference(path, before, after)


def _order(value: Any) -> Any:
    return list(value) if isinstance(value, Mapping) else None


def inner(values: Any, path: Iterable[str]) -> Any:
    """What stands at a path; `NOTHING` if nothing does."""
    for step in path:
        if isinstance(values, Mapping) and step in values:
            values = values[step]
        elif isinstance(values, list) and step.isdecimal() and int(step) < len(values):
            values = values[int(step)]
        else:
            return NOTHING
    return values


def with_inner(values: Any, path: Path, value: Any) -> Any:
    """The values with another one at a path; blocks around it that are not there are made."""
    if not path:
        return value
    step, *rest = path
    if isinstance(values, list):
        place = int(step)
        made = with_inner(values[place] if place < len(values) else NOTHING, tuple(rest), value)
        return [*values[:place], *([] if made is NOTHING else [made]), *values[place + 1 :]]
    block = dict(values) if isinstance(values, Mapping) else {}
    made = with_inner(block.get(step, NOTHING), tuple(rest), value)
    if made is NOTHING:
        block.pop(step, None)
    else:
        block[step] = made
    return block


def carried_out(values: Any, changes: Iterable[Difference]) -> Any:
    """The values after differences; the values themselves stay as they are."""
    for change in changes:
        values = with_inner(values, change.path, change.after)
    return values
