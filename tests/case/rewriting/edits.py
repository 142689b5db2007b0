"""Random edits of a case: numbers, texts, entries put in and taken out, with all that goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from tertius.case import Case
from tertius.case.actions import Change
from tertius.case.edit.changes import apply_steps, steps_of
from tertius.case.edit.numbers import numbers_of
from tertius.case.parse.origin import Path
from tertius.case.paths import COLLECTIONS, inner_of, type_at, value_at, with_value, without_value
from tertius.case.plain import plain_of

__all__ = ["edited_cases", "set_at"]

TEXTS = (
    "short", "it's: a # tempting, text", "two\nlines\n\nand a third", "yes", "12", '"q"', "- a", "{", "a, b", "é",
    "many words " * 20 + "and an end", "a\\b", "2019-01-10", "0.50", "a:", "? a", "& b", "a  b" * 40,
)  # fmt: skip
NUMBERS = (0, 1, 7.25, "20% to 40%", "30 to 50, likely 40", "10%", "0.1 to 0.3, triangular", 0.07, "35%")

Draw = Callable[[st.SearchStrategy[Any]], Any]


def set_at(case: Case, path: Path | str, value: Any) -> Case:
    """The case with a plain value at a path."""
    steps = path.split(".") if isinstance(path, str) else [str(step) for step in path]
    change = Change.model_validate({"set": ".".join(steps), "to": value})
    return with_value(case, steps, value_at(type_at(tuple(steps)), change))


def _entries(case: Case) -> Iterator[Path]:
    for collection in COLLECTIONS:
        for ident, entry in getattr(case, collection).items():
            if collection == "stances":
                yield from (("stances", ident, issue) for issue in entry)
            else:
                yield (collection, ident)
    yield from (("needs", need, "covered_by", issue) for need, one in case.needs.items() for issue in one.covered_by)


def _number(case: Case, draw: Draw) -> Case:
    path = draw(st.sampled_from(numbers_of(case))).path
    return set_at(case, path, draw(st.sampled_from(NUMBERS)))


def _text(case: Case, draw: Draw) -> Case:
    path = draw(st.sampled_from([*_entries(case), ("title",), ("summary",), ("question",)]))
    return set_at(case, path if len(path) == 1 else (*path, "why"), draw(st.sampled_from(TEXTS)))


def _removal(case: Case, draw: Draw) -> Case:
    path = draw(st.sampled_from(list(_entries(case))))
    if path[0] in ("moves", "claims", "ties", "comments", "groups") or draw(st.booleans()):
        return without_value(case, path)
    change = Change.model_validate({"remove": ".".join(map(str, path))})
    return apply_steps(case, steps_of((), [change])).case


def _addition(case: Case, draw: Draw) -> Case:
    path = draw(st.sampled_from([path for path in _entries(case) if len(path) == 2]))
    entry: Any = case
    for step in path:
        entry = inner_of(entry, step)
    return with_value(case, [str(path[0]), f"{path[1]}-{draw(st.integers(1, 9))}"], entry)


def _renaming(case: Case, draw: Draw) -> Case:
    collection = draw(st.sampled_from([name for name in ("actors", "issues", "sources") if getattr(case, name)]))
    entries = getattr(case, collection)
    old = draw(st.sampled_from(list(entries)))
    return case.model_copy(
        update={collection: {f"{name}-new" if name == old else name: one for name, one in entries.items()}}
    )


def _holds(case: Case) -> bool:
    try:
        return plain_of(Case.model_validate(plain_of(case))) == plain_of(case)
    except ValidationError:
        return False


@st.composite
def edited_cases(draw: Draw, case: Case, most: int = 4) -> Case:
    """A case after one edit or several that a file can hold, whether or not its parts still fit together."""
    for _ in range(draw(st.integers(1, most))):
        edit = draw(st.sampled_from([_number, _number, _text, _removal, _addition, _renaming]))
        try:
            new = edit(case, draw)
        except ValidationError:
            continue
        case = new if new.stances and _holds(new) else case
    return case
