"""A case as its parts, and the patch that makes a version of it: the parts in which the two differ.

A part is an entry that stands by itself: an actor, a talk, a link, the stance of an actor on an issue. A change copies
what it touches and shares all the rest, so parts that are the same object are passed over without a look into them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from tertius.case.fields import Entry, Fixed
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import COLLECTIONS

_ALONE = tuple(name for name in Case.model_fields if name not in COLLECTIONS)
"""The fields of a case that hold one value."""

_HASHABLE = (str, float, bool, type(None), Quantity)
"""What an entry holds most often, and needs no other form to be looked up by."""


@dataclass(frozen=True)
class Patch:
    """What makes a version of a case.

    Attributes:
        base: The case.
        version: The version.
        parts: The parts in which they differ, by their paths: what the version has there, None if it has nothing.
        stood: What the base has there.
    """

    base: Case
    version: Case
    parts: Mapping[Path, Any]
    stood: Mapping[Path, Any]

    @cached_property
    def key(self) -> Hashable:
        """What two patches of a case have in common if they make versions that are equal."""
        return frozenset((path, frozen(part)) for path, part in self.parts.items())

    @cached_property
    def frozen(self) -> Mapping[Path, Hashable]:
        """The parts of the version as values that can be looked up, to the order in which they are written."""
        return {path: frozen(part, in_order=True) for path, part in self.parts.items()}

    @cached_property
    def key_in_order(self) -> Hashable:
        """What they have in common if these versions are also written in the same order, on which bits may hang."""
        return (
            *sorted(self.frozen.items(), key=_by_path),
            *filter(None, (_order(self.base, self.version, name) for name in COLLECTIONS)),
        )

    @cached_property
    def plain(self) -> bool:
        """Whether nothing but numbers and bodies differs: who is where, and who believes what, stays the same.

        Of such parts each fits to the others if it does so alone.
        """
        return not any(_order(self.base, self.version, name) for name in COLLECTIONS) and all(
            part is not None
            and self.stood[path] is not None
            and path[0] != "beliefs"
            and (path[0] == "bodies" or same_but_numbers(self.stood[path], part))
            for path, part in self.parts.items()
        )


def patch_of(base: Case, version: Case) -> Patch:
    """The patch that makes a version of a case.

    Args:
        base: The case.
        version: The same after any changes.
    """
    found: dict[Path, tuple[Any, Any]] = {}
    for name in _ALONE:
        if getattr(base, name) != getattr(version, name):
            found[(name,)] = getattr(base, name), getattr(version, name)
    for name in COLLECTIONS:
        before, after = getattr(base, name), getattr(version, name)
        if before is after:
            continue
        if name == "stances":
            for actor in {**before, **after}:
                _differing(("stances", actor), before.get(actor, {}), after.get(actor, {}), found)
        else:
            _differing((name,), before, after, found)
    stood, parts = ({path: pair[side] for path, pair in found.items()} for side in (0, 1))
    return Patch(base, version, parts, stood)


def parts_of(case: Case) -> Iterator[tuple[Path, Entry]]:
    """Every part of a case with its path, in the order of the model."""
    return (found for name in COLLECTIONS for found in parts_in(case, name))


def parts_in(case: Case, name: str) -> Iterator[tuple[Path, Entry]]:
    """Yield the parts of one collection of a case, each with its path."""
    for ident, entry in getattr(case, name).items():
        if name == "stances":
            yield from (((name, ident, issue), stance) for issue, stance in entry.items())
        else:
            yield (name, ident), entry


def same_but_numbers(before: Any, after: Any) -> bool:
    """Whether two parts of a case, or what is in them, differ in nothing but their numbers."""
    if isinstance(before, Quantity):
        return isinstance(after, Quantity)
    if isinstance(before, Entry):
        return type(before) is type(after) and all(
            same_but_numbers(before.__dict__[name], after.__dict__[name]) for name in _fields(type(before))
        )
    if isinstance(before, dict) and isinstance(after, dict):
        same = before is after or list(before) == list(after)
        return same and all(map(same_but_numbers, before.values(), after.values()))
    return bool(before is after or before == after)


def frozen(value: Any, in_order: bool = False) -> Hashable:
    """A part of a case as a value that can be looked up: the same for parts that are equal.

    Args:
        value: An entry, or what an entry holds.
        in_order: Whether what is listed by its ids must also be in the same order.
    """
    if isinstance(value, Entry):
        held = [value.__dict__[name] for name in _fields(type(value))]
        return (type(value), *[one if type(one) in _HASHABLE else frozen(one, in_order) for one in held])
    if isinstance(value, Fixed):  # which versions share
        return value.found(f"frozen {in_order}", lambda: _frozen_items(value, in_order))
    if isinstance(value, dict):
        return _frozen_items(value, in_order)
    return tuple(frozen(inner, in_order) for inner in value) if isinstance(value, tuple | list) else value


def _frozen_items(value: Mapping[Any, Any], in_order: bool) -> Hashable:
    items = [(key, frozen(inner, in_order)) for key, inner in value.items()]
    return tuple(items) if in_order else frozenset(items)


@cache  # pydantic looks its fields up anew every time
def _fields(kind: type[Entry]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


def _differing(
    path: Path, before: Mapping[str, Any], after: Mapping[str, Any], found: dict[Path, tuple[Any, Any]]
) -> None:
    """Adds what differs between two collections of parts: what is in the first and in the second."""
    if before is after:
        return
    for ident in {**before, **after}:
        first, second = before.get(ident), after.get(ident)
        if first is not second and first != second:
            found[(*path, ident)] = first, second


def _order(base: Case, version: Case, name: str) -> Hashable:
    """The ids of a collection in the order of the version; None if it is that of the base."""
    before, after = getattr(base, name), getattr(version, name)
    if before is after or _ids(before) == _ids(after):
        return None
    return name, _ids(after)


def _ids(collection: Mapping[str, Any]) -> Hashable:
    return tuple((ident, tuple(inner)) if isinstance(inner, dict) else ident for ident, inner in collection.items())


def _by_path(item: tuple[Path, Hashable]) -> str:
    return str(item[0])
