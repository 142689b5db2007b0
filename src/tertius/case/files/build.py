"""From plain values to a checked case, with all mistakes at once: those of shape, and parts that do not fit together.

What is wrong in shape is taken out and the rest is read again, until it is a case. So the second kind of mistake can be
looked for in the same go; `Shape.lost` says what was taken out, for nothing that only follows from it is reported.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from tertius.case.check.check import check_case, note_sound
from tertius.case.misfits import kind_of, problem_of
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems, problems_of_size
from tertius.case.parse.origin import DamagedPaths, Origin, Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import bare_type, fields_of, model_at, type_at
from tertius.errors import CaseError, Problem

_STAND_INS: dict[str, Any] = {"case": "case", "title": "title", "as_of": "9999-12-31", "actors": {}}
_ROUNDS = 30
"""Readings of a case, each without what was wrong in the one before."""

_SCALARS: dict[Any, Any] = {str: "none", Quantity: 0, float: 1, bool: True, dt.date: "0001-01-01", Any: 0}
"""Harmless values for fields that an entry needs: by name for the case itself, by kind for all others."""


@dataclass
class Shape:
    """What could be made of plain values.

    Attributes:
        case: The case, or what is left of it without its faulty parts.
        problems: What was wrong, with the path of each.
        lost: Paths of the parts that were taken out.
    """

    case: Case | None
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)


def shape_case(value: Any, damaged: Collection[Path] = ()) -> Shape:
    """Return the case that plain values describe, taking out what is wrong.

    Args:
        value: The values, as `read_tree` gives them.
        damaged: Paths already known to be faulty: what is wrong there is not reported again.
    """
    if not isinstance(value, Mapping):
        found = "the file is empty" if value is None else f"found {kind_of(value)} where a case belongs"
        legal = "a case starts with `case:`, `title:` and `as_of:`"
        return Shape(None, [((), Problem(found=found, legal=legal))])
    raw = _copied(value)
    shape = Shape(None, lost=set(damaged))
    for _ in range(_ROUNDS):
        try:
            shape.case = Case.model_validate(raw)
            return shape
        except ValidationError as error:
            findings = [(item, path_of(item["loc"])) for item in error.errors(include_url=False)]
            earlier = DamagedPaths(shape.lost)
            new = [(path, problem_of(item, path)) for item, path in findings if not earlier.touches(path)]
            # A field is not missing besides if its misspelt name has just been reported.
            meant = {(*path[:-1], p.suggestion.removeprefix("did you mean '").removesuffix("'?")) for path, p in new}
            shape.problems += [(at, p) for at, p in new if at not in meant or not p.found.endswith("is missing")]
            causes = [path if item["type"] == "missing" else _existing(raw, path) for item, path in findings]
            # What is wrong is taken out; a field that its entry needs gets a stand-in, so the rest can be checked.
            for (_, path), cause in zip(findings, causes, strict=True):
                if isinstance(cause[-1], int):
                    # Without the item all later ones would have another number: the whole list goes.
                    path = cause = cause[:-1]
                stand_in, block = _stand_in(path), _block_at(raw, cause[:-1])
                if block is not None and stand_in is not None:
                    block[cause[-1]] = stand_in
                elif block is not None:
                    block.pop(cause[-1], None)
            shape.lost.update(causes)
    shape.lost.add(())
    return shape


def _block_at(raw: Any, path: Path) -> dict[Any, Any] | None:
    """Return the block at a path, made empty if something else stands there; None if the path is gone."""
    for step in path:
        if isinstance(raw, list):
            if not isinstance(step, int) or step >= len(raw):
                return None
        elif step not in raw:
            return None
        if not isinstance(raw[step], dict | list):
            raw[step] = {}
        raw = raw[step]
    return raw if isinstance(raw, dict) else None


def _stand_in(path: Path) -> Any:
    """Return a harmless value for a field that its entry needs; None if it can do without."""
    if len(path) == 1:
        return _STAND_INS.get(str(path[0]))
    model = model_at(path[:-1])
    info = fields_of(model).get(str(path[-1])) if model is not None else None
    if info is None or not info.is_required():
        return None
    kind = bare_type(type_at(path))
    if typing.get_origin(kind) is typing.Literal:
        return typing.get_args(kind)[0]
    return [] if typing.get_origin(kind) is tuple else _SCALARS[kind]


def path_of(loc: Sequence[Any]) -> Path:
    """Return the path in the file of a finding of pydantic, which marks a faulty key with a last step of its own."""
    steps = loc[:-1] if loc and loc[-1] == "[key]" else loc
    return tuple(step if isinstance(step, int) else str(step) for step in steps)


def _existing(raw: Any, path: Path) -> Path:
    """Return the longest part of a path that the values have."""
    for length, step in enumerate(path):
        if isinstance(raw, dict) and str(step) in raw:
            raw = raw[str(step)]
        elif isinstance(raw, list) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
        else:
            return path[:length]
    return path


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list | tuple) else value


def case_of(value: Any, origin: Origin, problems: Sequence[Problem] = (), damaged: Collection[Path] = ()) -> Case:
    """The checked case that plain values describe.

    Args:
        value: Blocks as dict, lists as list, numbers as number words.
        origin: Where each of them stands.
        problems: Mistakes found in reading them.
        damaged: Paths already known to be faulty.

    Raises:
        CaseError: There are mistakes of writing, of structure or of sense: all of them together.
    """
    sizes = [origin.place(path).put(problem) for path, problem in problems_of_size(value)]
    if sizes:
        raise CaseError(first_problems([*problems, *sizes]))
    shape = shape_case(value, damaged)
    found = [*problems, *(origin.place(path).put(problem) for path, problem in shape.problems)]
    if shape.case is not None:
        shape.case._origin = origin
        found += check_case(shape.case, shape.lost)
    if found or shape.case is None:
        raise CaseError(first_problems(found))
    note_sound(shape.case)
    return shape.case
