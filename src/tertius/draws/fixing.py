"""A case with some of its numbers made certain: what a draw, or a table of values, says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from tertius.case.beliefs import about_of, all_beliefs
from tertius.case.fields import Number
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import kind_at, marks_of
from tertius.draws.uncertain import scale_of
from tertius.errors import UsageError

__all__ = ["fix"]

_SLACK = 1e-9  # as for levels in a file: percent of a scale may be off its ends by a rounding


def fix(case: Case, values: Mapping[Path, float]) -> Case:
    """The case with these numbers certain. The case that goes in stays as it is, and keeps its file and lines.

    Args:
        case: The case.
        values: The value of each number by its path, on its plain scale: a level on its issue's scale, a
            probability from 0 to 1.

    Raises:
        UsageError: A path leads to no number of the case, or a value is outside the legal range of its kind.
    """
    if any(path[0] == "beliefs" and path[1] not in case.beliefs for path in values):
        case = case.model_copy(update={"beliefs": all_beliefs(case)})
    changes: dict[str, Any] = {}
    for path, value in values.items():
        _check(case, path, value)
        node = changes
        for step in path[:-1]:
            node = node.setdefault(str(step), {})
        node[str(path[-1])] = Quantity(float(value), float(value))
    fixed: Case = _with(case, changes)
    return fixed


def _with(node: Any, changes: Mapping[str, Any]) -> Any:
    """A copy of a part of the case; what is not changed is shared with the case itself."""
    if isinstance(node, BaseModel):
        update = {name: _changed(getattr(node, name), change) for name, change in changes.items()}
        return node.model_copy(update=update)
    if isinstance(node, tuple):
        return tuple(_changed(one, changes[str(n)]) if str(n) in changes else one for n, one in enumerate(node))
    return {**node, **{name: _changed(node[name], change) for name, change in changes.items()}}


def _changed(node: Any, change: Any) -> Any:
    return change if isinstance(change, Quantity) else _with(node, change)


def _check(case: Case, path: Path, value: float) -> None:
    if path[0] == "beliefs" and path[-1] == "number" and path[1] in case.beliefs:
        path = about_of(case, case.beliefs[str(path[1])]) or path
    if not isinstance(_at(case, path), Quantity):
        where = ".".join(map(str, path))
        raise UsageError(f"there is no number at '{where}': take the paths that `uncertain_of` gives")
    scale = scale_of(case, path)
    kind = next(mark for mark in marks_of(kind_at(path)) if isinstance(mark, Number))
    low, high = scale or (kind.low, kind.high)
    legal = kind.legal if scale is None else f"its scale goes from {low:g} to {high:g}"
    slack = 0.0 if scale is None else _SLACK * (scale[1] - scale[0])
    if not (math.isfinite(value) and low is not None and high is not None and low - slack <= value <= high + slack):
        raise UsageError(f"the {label_of(case, path)} cannot be {value:g}: {legal}")


def _at(case: Case, path: Path) -> object:
    node: Any = case
    for step in path:
        if isinstance(node, tuple):
            node = node[step] if isinstance(step, int) and step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else getattr(node, str(step), None)
    return node
