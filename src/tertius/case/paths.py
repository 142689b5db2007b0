"""Whether the paths in changes and claims lead to something: ``needs.fuel.weight``, ``gains.us-dprk.usa``."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tertius.case.editing import inner_of
from tertius.case.findings import COLLECTIONS, Desk, Finding
from tertius.case.kinds import bare_type, fields_of, step_into
from tertius.case.model import Case, Change
from tertius.case.origin import Path
from tertius.case.problem import closest

__all__ = ["CHANGEABLE", "QUANTITIES", "Dead", "check_quantities", "resolve", "value_at"]

QUANTITIES: dict[str, tuple[str, ...]] = {
    "payoffs": ("actors",),
    "levels": ("issues",),
    "agreements": ("talks",),
    "gains": ("talks", "party"),
    "walk_away": ("talks", "party"),
    "upper_hand": ("talks", "party"),
    "reliance": ("actors", "actors"),
    "net_leverage": ("actors", "actors"),
}
"""What a claim can be about, and of what: a talk is followed by one of its parties."""

CHANGEABLE = tuple(name for name in COLLECTIONS if name not in ("groups", "moves", "claims"))
"""The collections that a path may lead into."""


class Dead(Exception):  # noqa: N818  (a path is dead; it is no error of the program)
    """A path that leads nowhere: found, legal, suggestion."""

    def __init__(self, found: str, legal: str = "", suggestion: str = "") -> None:
        super().__init__(found)
        self.found, self.legal, self.suggestion = found, legal, suggestion


def resolve(data: Any, path: str, verb: str) -> Any:
    """Return the type of what a change edits; raise `Dead` if the path leads nowhere.

    Args:
        data: The case, or its plain values.
        path: The path, with dots between its parts.
        verb: ``set``, ``add`` or ``remove``.
    """
    steps = path.split(".")
    if path != "curvature" and (steps[0] not in CHANGEABLE or len(steps) == 1):
        legal = f"a path starts with one of {', '.join(CHANGEABLE)}, then an id"
        near = closest(steps[0], CHANGEABLE) if steps[0] not in CHANGEABLE else ""
        raise Dead(f"the path '{path}' leads nowhere", legal, near)
    kind: Any = Case
    node: Any = data
    for index, step in enumerate(steps):
        kind, node = _step(kind, node, step, verb if index == len(steps) - 1 else "", path)
    return kind


def _step(kind: Any, node: Any, step: str, verb: str, path: str) -> tuple[Any, Any]:
    bare = bare_type(kind)
    if typing.get_origin(bare) is dict:
        return typing.get_args(bare)[1], _entry(node or {}, step, verb, path)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return _field(bare, step, verb, path), inner_of(node, step)
    raise Dead(f"the path '{path}' goes on after a field that holds no fields", "", "end it there")


def _entry(node: dict[str, Any], step: str, verb: str, path: str) -> Any:
    known = [str(key) for key in node]
    if verb == "add":
        if step in known:
            raise Dead(f"there is already something at '{path}'", "", "use `set` to change it")
        return None
    if step not in known:
        near = closest(step, known)
        listed = ", ".join(known[:12]) or "none"
        hint = near or ("use `add` for something new" if verb == "set" else "")
        raise Dead(f"there is no '{step}' in the path '{path}'", f"known: {listed}", hint)
    return next(value for key, value in node.items() if str(key) == step)


def _field(model: type[BaseModel], step: str, verb: str, path: str) -> Any:
    fields = fields_of(model)
    if step not in fields:
        legal = f"legal here: {', '.join(fields)}"
        raise Dead(f"unknown field '{step}' in the path '{path}'", legal, closest(step, fields))
    if verb == "add":
        raise Dead(f"'{step}' in the path '{path}' is a field, not an entry", "", "use `set`")
    if verb == "remove" and fields[step].is_required():
        raise Dead(f"the field '{step}' in the path '{path}' cannot be taken away", "an entry needs it")
    return step_into(model, step)


def value_at(kind: Any, change: Change) -> Any:
    """Return the value that a `set` or `add` brings, read as the field reads it.

    Raises:
        ValidationError: The value does not fit the field.
    """
    return TypeAdapter(kind).validate_python(change.to if change.verb == "set" else change.value)


def check_quantities(desk: Desk) -> Iterator[Finding]:
    """Yield the quantities of claims that are not of this case, or not of this kind."""
    for ident, claim in desk.case.claims.items():
        for form in ("compare", "sweep"):
            part = getattr(claim, form)
            if part is not None:
                changes = (*part.changes, *part.against) if form == "compare" else ()
                yield from _check_quantity(desk, ("claims", ident, form, "quantity"), part.quantity, changes)


def _check_quantity(desk: Desk, at: Path, quantity: str, changes: Iterable[Change]) -> Iterator[Finding]:
    head, *steps = quantity.split(".")
    kinds = QUANTITIES.get(head)
    if kinds is None:
        yield Finding(at, f"unknown quantity '{quantity}'", _legal_quantities(), closest(head, QUANTITIES))
        return
    if len(steps) != len(kinds):
        yield Finding(at, f"the quantity '{quantity}' has {len(steps)} parts after '{head}'", f"write {_form(head)}")
        return
    for kind, step in zip(kinds, steps, strict=True):
        if kind == "party":
            yield from _check_party(desk, at, steps[0], step)
        elif not desk.has(kind, step) and not _added(changes, kind, step):
            yield desk.unknown(at, kind, step)
    if kinds == ("actors", "actors") and steps[0] == steps[1]:
        yield Finding(at, f"the quantity '{quantity}' names one actor twice", f"write {_form(head)}")


def _check_party(desk: Desk, at: Path, talk: str, party: str) -> Iterator[Finding]:
    entry = desk.case.talks.get(talk)
    if entry is not None and party not in entry.parties and desk.whole("talks", talk):
        legal = f"parties: {', '.join(entry.parties)}"
        yield Finding(at, f"'{party}' is not a party of the talk '{talk}'", legal, closest(party, entry.parties))


def _added(changes: Iterable[Change], kind: str, ident: str) -> bool:
    return any(change.add == f"{kind}.{ident}" for change in changes)


def _form(head: str) -> str:
    words = {"actors": "ACTOR", "issues": "ISSUE", "talks": "TALK", "party": "PARTY"}
    return ".".join([head, *(words[kind] for kind in QUANTITIES[head])])


def _legal_quantities() -> str:
    return f"write one of {', '.join(_form(head) for head in QUANTITIES)}"
