"""A variant that says another case: what is different goes into its list of changes, and its base is never touched."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from tertius.case.actions import Change
from tertius.case.edit.changes import apply_steps, steps_of
from tertius.case.fields import Number
from tertius.case.files.variants import Variant, is_variant
from tertius.case.load import read_text
from tertius.case.model import Case
from tertius.case.parse.characters import text_of
from tertius.case.parse.tree import read_tree
from tertius.case.paths import CHANGEABLE, SETTINGS, bare_type, fields_of, marks_of, model_of, step_into, type_at
from tertius.case.plain import plain_of
from tertius.case.rewriting.said import said_of
from tertius.case.rewriting.splices import Lines, OutOfOrdinaryError
from tertius.case.rewriting.yaml.blocks import Editor, Seat
from tertius.case.rewriting.yaml.nodes import read_nodes
from tertius.case.rewriting.yaml.scalars import number_in_place
from tertius.errors import CaseError, UsageError

_OWN = ("case", "title", "summary")
"""What a variant says itself, beside its changes."""

_REACHED = (*CHANGEABLE, *SETTINGS)
"""The fields of a case into which a change may lead."""

_ROUNDS = 1_000
_GONE: Any = object()
_BASE = re.compile(r"""^[\s{]*["']?base["']?\s*:""", re.MULTILINE)


def says_variant(data: bytes) -> bool:
    """Whether the bytes of a YAML file are those of a variant."""
    text = text_of(data)[0]
    return _BASE.search(text) is not None and is_variant(read_tree(text).value)


def rewrite_variant(path: FilePath, data: bytes, before: Case, after: Case) -> bytes:
    """The bytes of a variant that says another case.

    Raises:
        UsageError: No changes of its base make that case.
    """
    text = text_of(data)[0]
    lines = Lines.of(text)
    old = Variant.model_validate(read_tree(text).value)
    own = {name: getattr(after, name) for name in _OWN if getattr(after, name) != getattr(before, name)}
    changes = _merged(old.changes, _changes_between(before, after))
    try:
        for kept in (_without_idle(old.changes, changes), changes):
            new = _edited(lines, old, old.model_copy(update={**own, "changes": kept}))
            if kept and _reads_as(new, path, after):
                return data[: 3 * data.startswith(b"\xef\xbb\xbf")] + new.encode()
    except OutOfOrdinaryError as error:
        raise UsageError(f"{path.name} cannot be changed in its place: {error}") from None
    raise UsageError(f"{path.name}: no changes of '{old.base}' make this case; save it as a case of its own")


def _edited(lines: Lines, old: Variant, new: Variant) -> str:
    editor = Editor(lines.text)
    editor.change(read_nodes(lines.text), said_of(old, new), said_of(new, old), Seat(Variant, 0, -2))
    return lines.applied(editor.splices)


def _reads_as(text: str, path: FilePath, meant: Case) -> bool:
    try:
        return plain_of(read_text(text, path.as_posix())) == plain_of(meant)
    except CaseError:
        return False


def _without_idle(old: Sequence[Change], changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes without those that were edited: a number that is set back needs no change any more."""
    return tuple(change for place, change in enumerate(changes) if place >= len(old) or change == old[place])


def _merged(old: Sequence[Change], new: Sequence[Change]) -> tuple[Change, ...]:
    """A list of changes with further ones: what is set already is set to another value there."""
    merged = list(old)
    for change in new:
        place = _last_set(merged, change)
        if place is None:
            merged.append(change)
        else:
            merged[place] = merged[place].model_copy(update={"to": _in_notation(merged[place], change)})
    return tuple(merged)


def _last_set(changes: Sequence[Change], change: Change) -> int | None:
    """Where a path is set already, if nothing behind that touches it."""
    for place in range(len(changes) - 1, -1, -1):
        one, other = f"{changes[place].path}.", f"{change.path}."
        if one == other and change.verb == changes[place].verb == "set":
            return place
        if one.startswith(other) or other.startswith(one):
            return None
    return None


def _in_notation(old: Change, new: Change) -> Any:
    kind = type_at(tuple(new.path.split(".")))
    number = next((mark for mark in marks_of(kind) if isinstance(mark, Number)), None)
    return new.to if number is None else number_in_place(number, new.to, str(old.to))


def _changes_between(before: Case, after: Case) -> list[Change]:
    """Changes that make one case of another, one after the other, each with what goes along.

    Raises:
        UsageError: There are none.
    """
    made: list[Change] = []
    stands = plain_of(after)
    for _ in range(_ROUNDS):
        stood = plain_of(before)
        differing = [head for head in fields_of(Case) if stood.get(head) != stands.get(head)]
        if not {*_REACHED}.intersection(differing):
            _check_others(differing)
            return made
        for change in _edits((), Case, stood, stands):
            done = apply_steps(before, steps_of((), [change]))
            if not done.findings:
                before = done.case
                made.append(change)
                break
        else:
            break
    raise UsageError("a variant cannot say what was changed: save it as a case of its own")


def _check_others(heads: Sequence[str]) -> None:
    """Moves and claims go with what they need, so that they are looked at when the variant is read."""
    others = [head for head in heads if head not in (*_OWN, "moves", "claims", "answered_by")]
    if others:
        raise UsageError(
            f"a variant changes what is in its base, and has no {' and no '.join(others)} of its own: change the base, "
            "or save it as a case of its own"
        )


def _edits(path: tuple[str, ...], kind: Any, stood: Any, stands: Any) -> Iterator[Change]:
    """Yield the changes at and below a path: what is new first, then what is set, then what goes."""
    names = [name for name in {**stood, **stands} if stood.get(name, _GONE) != stands.get(name, _GONE)]
    if not path:
        names = [name for name in names if name in _REACHED]
    entries = typing.get_origin(bare_type(kind)) is dict
    later: list[Change] = []
    for name in names:
        here, inner = (*path, str(name)), step_into(kind, str(name))
        at, one, other = ".".join(here), stood.get(name, _GONE), stands.get(name, _GONE)
        if _is_inner(inner, one, other, path):
            yield from _edits(here, inner, {} if one is _GONE else one, {} if other is _GONE else other)
        elif other is _GONE:
            later.append(Change.model_validate({"remove": at}))
        elif one is _GONE and entries:
            yield Change.model_validate({"add": at, "value": other})
        else:
            yield Change.model_validate({"set": at, "to": other})
    yield from later


def _is_inner(kind: Any, one: Any, other: Any, path: tuple[str, ...]) -> bool:
    """Whether what differs is to be looked for below: in a collection, or in an entry or a block that both have."""
    if not path:
        return typing.get_origin(bare_type(kind)) is dict
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return False
    by_id = typing.get_origin(bare_type(kind)) is dict and bare_type(typing.get_args(bare_type(kind))[0]) is str
    return by_id or model_of(kind) is not None
