"""What a number of a case is, in words, and in which unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tertius.case.actions import Change
from tertius.case.fields import Entry, Number
from tertius.case.groups import number_at
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.paths import marks_of, type_at

_PATTERNS: dict[tuple[str, str], str] = {
    ("issues", "level"): "standing level of {1}",
    ("issues", "reference"): "level of {1} without a decision",
    ("talks", "without_agreement"): "level of {3} without an agreement in {1}",
    ("talks", "power"): "bargaining power of {3} in {1}",
    ("stances", "position"): "position of {1} on {2}",
    ("stances", "salience"): "salience of {2} for {1}",
    ("stances", "capability"): "capability of {1} on {2}",
    ("actors", "capability"): "capability of {1}",
    ("needs", "weight"): "weight of the need '{1}'",
    ("needs", "covered_by"): "share of the need '{1}' that {3} covers",
    ("links", "probability"): "probability of the link '{1}'",
    ("threats", "damage"): "damage by the threat '{1}'",
    ("threats", "cost"): "cost of carrying out the threat '{1}'",
    ("threats", "credibility"): "credibility of the threat '{1}'",
    ("bodies", "quota"): "votes needed in {1}",
    ("bodies", "passes"): "probability that {1} passes the measure",
    ("bodies", "yes"): "probability that any other member of {1} votes yes",
    ("bodies", "abstain"): "probability that any other member of {1} abstains",
    ("bodies", "no"): "probability that any other member of {1} votes no",
    ("moves", "cost"): "cost of the move '{1}'",
    ("moves", "chance"): "chance that the move '{1}' succeeds",
}


_VOTES = {
    ("members", "weight"): "votes of {3} in {1}",
    ("members", "yes"): "probability that {3} votes yes in {1}",
    ("members", "abstain"): "probability that {3} abstains in {1}",
    ("members", "no"): "probability that {3} votes no in {1}",
    ("majorities", "quota"): "needed for the majority '{3}' in {1}",
    ("blocs", "yes"): "probability that the bloc '{3}' votes yes in {1}",
    ("blocs", "abstain"): "probability that the bloc '{3}' abstains in {1}",
    ("blocs", "no"): "probability that the bloc '{3}' votes no in {1}",
}


_BELIEFS = {
    "above": "what the signal on {1} says the number is above",
    "if_true": "likelihood of the signal on {1} if true",
    "if_false": "likelihood of the signal on {1} if not true",
}


_UNITS = {"number of points": "points", "salience": "points"}


def label_of(case: Case, path: Path) -> str:
    """Return what the number at a path is, with the names of the case; the path itself at worst."""
    if path[0] == "beliefs":
        return _of_belief(case, path)
    names = [_name(case, path, index) for index in range(len(path))]
    head, field = str(path[0]), str(path[3 if path[0] == "stances" and len(path) > 3 else 2])
    if head == "bodies" and (field, str(path[-1])) in _VOTES:
        pattern = _VOTES[field, str(path[-1])]
    elif head == "bodies" and "weights" in path[4:5]:
        pattern = "weight of {5} for the majority '{3}' in {1}"
    else:
        pattern = _PATTERNS.get((head, field), ".".join(map(str, path)).replace("{", "{{").replace("}", "}}"))
    return pattern.format(*names)


def _whole(case: Case, written: str) -> Path:
    """The path of a number, with the field that its entry stands for."""
    found = number_at(case, written)
    return tuple(written.split(".")) if found is None else found[0]


def _of_belief(case: Case, path: Path) -> str:
    """``position of China on arms, as the parties of sea talks take it to be``."""
    belief = case.beliefs.get(str(path[1]))
    if belief is None:
        known = number_at(case, str(path[1]))  # a move tells what its signal is on, before there is a belief
        name = f"'{path[1]}'" if known is None else f"the {label_of(case, known[0])}"
        return _BELIEFS.get(str(path[-1]), "what '{1}' takes the number to be").replace("{1}", name)
    about = label_of(case, _whole(case, belief.about))
    if path[-1] in _BELIEFS:
        return _BELIEFS[str(path[-1])].replace("{1}", f"the {about}")
    talks = " and of ".join(case.name(talk) for talk in belief.talks)
    return f"{about}, as the parties of {talks} take it to be"


def _name(case: Case, path: Path, index: int) -> str:
    ident = str(path[index])
    if path[0] == "moves" and index == 1 and ident in case.moves:
        return case.moves[ident].name or ident
    if path[0] == "bodies" and index in (3, 5) and str(path[1]) in case.bodies:
        return _name_in_body(case, path, index)
    return case.name(ident)


def _name_in_body(case: Case, path: Path, index: int) -> str:
    """The name of a member, a bloc or a further majority."""
    body, ident = case.bodies[str(path[1])], str(path[index])
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
    number = next((part for part in marks_of(type_at(path)) if isinstance(part, Number)), None)
    if number is None:
        return "votes"
    if number.kind != "level":
        return _UNITS.get(number.kind, number.kind)
    ident = str({"issues": path[1], "talks": path[3] if len(path) > 3 else "", "stances": path[2]}[str(path[0])])
    if ident not in case.issues:
        return "level"
    issue = case.issues[ident]
    low, high = issue.scale
    return f"{issue.unit}, {low:g} to {high:g}" if issue.unit else f"on the scale {low:g} to {high:g}"


def plain_of(case: Entry) -> dict[str, Any]:
    """The plain values of a case or an entry, as `read_tree` would give them: number words, ISO dates, blocks."""
    return _entry(case)


def _entry(entry: Entry) -> dict[str, Any]:
    values = {}
    for name in entry.field_order():
        info, value = type(entry).model_fields[name], getattr(entry, name)
        companion = isinstance(entry, Change) and name in ("to", "value")
        if name in entry.model_fields_set and (companion or (value is not None and value != info.default)):
            values[info.alias or name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        return _entry(value)
    if isinstance(value, Mapping):
        return {_number(key) if isinstance(key, float) else key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Quantity):
        return number_words(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _number(value) if isinstance(value, float) else value


def in_words(value: Any) -> Any:
    """A value of a field as a change takes it: a quantity in number words, anything else as it is."""
    return number_words(value) if isinstance(value, Quantity) else value


def number_words(quantity: Quantity) -> Any:
    """Number words that read back as the very same quantity."""
    if quantity.certain and not quantity.percent:
        return _number(quantity.low)
    short = str(quantity)
    if read_quantity(short) == quantity:
        return short
    sign = "%" if quantity.percent else ""
    if quantity.certain:
        return f"{quantity.low!r}{sign}"
    likely = "" if quantity.likely is None else f", likely {quantity.likely!r}{sign}"
    shape = f", {quantity.shape}" if quantity.shape else ""
    return f"{quantity.low!r}{sign} to {quantity.high!r}{sign}{likely}{shape}"


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
