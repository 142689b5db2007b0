"""An edit inside one part of a case, such as a number of a stance: that part alone is read anew, the others are shared.

What is kept of parts that are shared need not be found out again, so the checks take a fraction of the time. Whatever
is no such edit, or is not valid, takes the whole road, which also says what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from tertius.case.check.check import check_case, note_sound
from tertius.case.model import Case
from tertius.case.parse.origin import Origin
from tertius.case.paths import COLLECTIONS, with_value
from tertius.case.plain import plain_of
from tertius.errors import UsageError
from tertius.workbench.differences import NOTHING, Difference, Path, carried_out, inner, plain_keys, with_inner


def with_parts(case: Case, values: Any, changes: Iterable[Difference], origin: Origin) -> tuple[Case, Any] | None:
    """The case after changes, checked, and its plain values; None if that takes the whole road.

    Args:
        case: A valid case.
        values: The same as plain values.
        changes: What is to stand where.
        origin: Where the new case stands.
    """
    made = unchecked(case, values, changes)
    if made is None:
        return None
    made[0]._origin = origin
    if check_case(made[0]):
        return None
    note_sound(made[0])
    return made


def unchecked(case: Case, values: Any, changes: Iterable[Difference]) -> tuple[Case, Any] | None:
    """The same, as it must be if it is known that it fits together."""
    listed = list(changes)
    parts = dict.fromkeys(part_at(change.path) for change in listed)
    if not parts or any(not part or inner(values, part) is NOTHING for part in parts):
        return None
    try:
        after = carried_out(values, listed)
        for part in parts:
            entry = type(_entry(case, part)).model_validate(inner(after, part))
            after = with_inner(after, part, plain_keys(plain_of(entry)))
            case = with_value(case, part, entry)
    except (ValidationError, UsageError):
        return None
    return case, after


def part_at(path: Path) -> Path:
    """The part of a case that a path leads into, and not merely to; empty if there is none."""
    if not path or path[0] not in COLLECTIONS:
        return ()
    length = 3 if path[0] == "stances" else 2
    return path[:length] if len(path) > length else ()


def _entry(case: Case, part: Path) -> Any:
    entry: Any = getattr(case, part[0])
    for step in part[1:]:
        entry = entry[step]
    return entry
