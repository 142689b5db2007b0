"""What a number of a case is: its kind, its scale and legal range, its name in words, its unit.

All of it is said once, in the fields of the model: `Number` is the kind, `Means` the name and whose payoff it is in.
"""

from __future__ import annotations

import math
from functools import lru_cache

from tertius.case.fields import CHANGE, IN_PERCENT, LEVEL, Means, Number
from tertius.case.groups import number_at
from tertius.case.model import Case, Promise
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import keys_along, mark_at, model_at


@lru_cache(maxsize=4096)  # asked for every number of every version of a case
def issue_at(path: Path) -> str:
    """The issue on whose scale the number at a path lies; empty if it is no level and no position."""
    return _issue_along(path) if mark_at(path, Number) == LEVEL else ""


def _issue_along(path: Path) -> str:
    """The first issue that a path names; empty if it names none."""
    if path[0] == "stances":
        return str(path[2])
    keys = [("issues", path[1])] if path[0] == "issues" else keys_along(path)
    return next((str(ident) for collection, ident in keys if collection == "issues"), "")


def scale_of(case: Case, path: Path) -> tuple[float, float] | None:
    """The scale of the issue on which the number at a path lies; None if it is no level and no position."""
    issue = issue_at(path)
    return case.issues[issue].scale if issue in case.issues else None


def on_scale_of(case: Case, path: Path, quantity: Quantity) -> Quantity:
    """A number as the number at a path is counted: percent as levels of an issue, or as shares of what is full."""
    scale, kind = scale_of(case, path), mark_at(path, Number)
    if scale is not None:
        return quantity.on(scale)
    return quantity if kind is None or kind.full is None else quantity.of(kind.full)


def legal_at(case: Case, path: Path) -> tuple[float | None, float | None, str]:
    """What the number at a path can be: the lowest and the highest value, in words too; None where no number is."""
    scale, kind = scale_of(case, path), mark_at(path, Number)
    if scale is not None:
        return *scale, f"its scale goes from {scale[0]:g} to {scale[1]:g}"
    if kind is None:
        return None, None, ""
    return -math.inf if kind.low is None else kind.low, math.inf if kind.high is None else kind.high, kind.legal


def moved_by(case: Case, promise: Promise) -> tuple[Path, Quantity, Quantity] | None:
    """The number that a promise moves: its full path, what it is, and what it is to be, on its plain scale.

    None if the path of the promise leads to no number.
    """
    found = number_at(case, promise.moves)
    if found is None:
        return None
    path, stands = found
    return path, on_scale_of(case, path, stands), on_scale_of(case, path, promise.to)


def move_words(case: Case, promise: Promise) -> str:
    """What a promise moves: ``position of China on Arms, from 30 to 80``."""
    found = moved_by(case, promise)
    if found is None:
        return f"{promise.moves} to {promise.to}"
    path, stands, to = found
    return f"{label_of(case, path)}, from {words_of(path, stands)} to {words_of(path, to)}"


def words_of(path: Path, number: Quantity) -> str:
    """A number as people read it: what is counted from 0 to 1 in percent, with at most six digits."""
    kind = mark_at(path, Number)
    return in_six_digits(number, kind is not None and kind.unit in IN_PERCENT)


def in_six_digits(number: Quantity, percent: bool) -> str:
    """A number in words with at most six digits; in percent if it is counted from 0 to 1."""
    share = percent and not number.percent
    shown = number.scaled(100) if share else number
    ends = [f"{end:.6g}" for end in dict.fromkeys([shown.low, shown.high])]
    sign = "%" if share or number.percent else ""
    likely = "" if shown.likely is None else f", likely {shown.likely:.6g}{sign}"
    shape = f", {number.shape}" if number.shape else ""
    return " to ".join(f"{end}{sign}" for end in ends) + likely + shape


def label_of(case: Case, path: Path) -> str:
    """Return what the number at a path is, with the names of the case; the path itself at worst."""
    model = model_at(path)
    means = mark_at((*path, getattr(model, "shorthand", "")) if model is not None else path, Means)
    label = "" if means is None else means.label
    if path[0] != "beliefs":
        names = (_name(case, path, index) for index in range(len(path)))
        return ".".join(map(str, path)) if means is None else label.format(*names)
    belief = case.beliefs.get(str(path[1]))
    if belief is None:
        known = number_at(case, str(path[1]))  # a move tells what its signal is on, before there is a belief
        return label.replace("{1}", str(path[1]) if known is None else f"the {label_of(case, known[0])}")
    about = label_of(case, _whole(case, belief.about))
    if path[-1] != "number":
        return label.replace("{1}", f"the {about}")
    talks = " and of ".join(case.name(talk) for talk in belief.talks)
    return f"{about}, as the parties of {talks} take it to be"


def _whole(case: Case, written: str) -> Path:
    """The path of a number, with the field that its entry stands for."""
    found = number_at(case, written)
    return tuple(written.split(".")) if found is None else found[0]


def _name(case: Case, path: Path, index: int) -> str:
    """The name of what a step of a path leads to: a move, a member, bloc or majority of a body, anything else."""
    ident = str(path[index])
    if path[0] == "moves" and index == 1 and ident in case.moves:
        return case.moves[ident].name or ident
    if path[0] != "bodies" or index not in (3, 5) or str(path[1]) not in case.bodies:
        return case.name(ident)
    body = case.bodies[str(path[1])]
    if index == 3 and path[2] in ("majorities", "blocs"):
        part = body.majorities.get(ident) if path[2] == "majorities" else body.blocs.get(ident)
        return (part.name if part is not None else "") or ident
    member = body.members.get(ident)
    return (member.name if member is not None else "") or case.name(ident)


def unit_of(case: Case, path: Path) -> str:
    """Return the unit of the number at a path: points, probability, share, power, votes, or its scale."""
    if path[0] == "beliefs" and path[-1] in ("number", "above"):
        belief = case.beliefs.get(str(path[1]))
        return "level" if belief is None else unit_of(case, _whole(case, belief.about))
    kind, issue = mark_at(path, Number), issue_at(path)
    if kind is None:
        return "votes"
    if kind == CHANGE and _issue_along(path) in case.issues:
        return f"{case.issues[_issue_along(path)].unit or 'of its scale'}, each season"
    if issue not in case.issues:
        return kind.unit
    low, high = case.issues[issue].scale
    unit = case.issues[issue].unit
    return f"{unit}, {low:g} to {high:g}" if unit else f"on the scale {low:g} to {high:g}"
