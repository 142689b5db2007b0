"""What differs between two versions of a case as plain values, and the one made into the other, there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tertius.errors import UsageError

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
        at: How many entries of its block stand before one that comes or goes; None: it comes as the last.
    """

    path: Path
    before: Any
    after: Any
    at: int | None = None

    def turned(self) -> Difference:
        """The way back."""
        return Difference(self.path, self.after, self.before, self.at)

    def to_plain(self) -> list[Any]:
        """As JSON: the path, lists that hold the value before and after, or none, and the place in the block."""
        sides = [[] if value is NOTHING else [value] for value in (self.before, self.after)]
        return [list(self.path), *sides, *([] if self.at is None else [self.at])]

    @classmethod
    def of_plain(cls, plain: Any) -> Difference:
        """From JSON."""
        path, before, after, *at = plain
        return cls(tuple(path), *(value[0] if value else NOTHING for value in (before, after)), *at)


def plain_keys(value: Any) -> Any:
    """Plain values with texts as their keys, which they have in JSON."""
    if isinstance(value, Mapping):
        return {str(key): plain_keys(inner) for key, inner in value.items()}
    return [plain_keys(item) for item in value] if isinstance(value, list | tuple) else value


def differences(before: Any, after: Any, path: Path = ()) -> Iterator[Difference]:
    """Yield what differs, in an order in which it can be carried out; turned and reversed it leads back to the letter.

    An entry that comes or goes is one place. Where those that stay stand in another order, their whole block is.
    """
    if before is after:
        return
    if not _alike(before, after):
        if type(before) is not type(after) or before != after or _orders(before) != _orders(after):
            yield Difference(path, before, after)
        return
    for place, key in reversed(list(enumerate(before))):
        if key not in after:
            yield Difference((*path, key), before[key], NOTHING, place)
    for key, value in before.items():
        if key in after:
            yield from differences(value, after[key], (*path, key))
    for place, (key, value) in enumerate(after.items()):
        if key not in before:
            yield Difference((*path, key), NOTHING, value, place)


def _alike(before: Any, after: Any) -> bool:
    """Whether two blocks have those entries that both have in the same order."""
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return False
    return [key for key in before if key in after] == [key for key in after if key in before]


def _orders(value: Any) -> Any:
    """The order of the entries in every block of a value: values that are equal may differ in that alone."""
    if isinstance(value, Mapping):
        return [(key, _orders(inner)) for key, inner in value.items()]
    return [_orders(item) for item in value] if isinstance(value, list) else type(value)


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


def with_inner(values: Any, path: Path, value: Any, at: int | None = None) -> Any:
    """The values with another one at a path; blocks around it that are not there are made.

    Args:
        values: Plain values; they stay as they are.
        path: The place.
        value: What is to stand there; `NOTHING` takes away what does.
        at: The place in its block of an entry that is new there; None for the last.

    Raises:
        UsageError: The path leads into a list, to no item of it.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(values, list):
        return _with_item(values, step, rest, value)
    block = dict(values) if isinstance(values, Mapping) else {}
    made = with_inner(block.get(step, NOTHING), rest, value, at)
    if made is NOTHING:
        block.pop(step, None)
    elif rest or at is None or step in block or at >= len(block):
        block[step] = made
    else:
        entries = list(block.items())
        block = dict([*entries[:at], (step, made), *entries[at:]])
    return block


def _with_item(values: list[Any], step: str, rest: Path, value: Any) -> list[Any]:
    if not (step.isdecimal() and step.isascii()) or int(step) > len(values):
        raise UsageError(f"found {step!r} where the number of an item belongs: there are {len(values)}, the first is 0")
    place = int(step)
    made = with_inner(values[place] if place < len(values) else NOTHING, rest, value)
    return [*values[:place], *([] if made is NOTHING else [made]), *values[place + 1 :]]


def carried_out(values: Any, changes: Iterable[Difference]) -> Any:
    """The values after differences; the values themselves stay as they are."""
    for change in changes:
        values = with_inner(values, change.path, change.after, change.at)
    return values
