"""The grid of stances: actors down, issues across in the groups of their talks, each with position and salience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tertius.case.entries import Talk
from tertius.case.fields import Fixed
from tertius.case.labels import in_six_digits
from tertius.case.model import Actor, Case, Issue, Stance
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import fields_of, step_into
from tertius.workbench.differences import Path
from tertius.workbench.document import Document
from tertius.workbench.files.journal import Draft
from tertius.workbench.grid.cells import Cell, Head, Line, Table, drawn
from tertius.workbench.grid.columns import Column
from tertius.workbench.grid.words import STANCES

WEIGHT = (0.0, 100.0)

FIELDS = {
    name: Column(name, step_into(Stance, name), fields_of(Stance)[name].description or "", needed=True)
    for name in ("position", "salience")
}

_NAMES = {
    kind: Column("name", step_into(model, "name"), fields_of(model)["name"].description or "")
    for kind, model in (("actors", Actor), ("issues", Issue), ("talks", Talk))
}

Drafts = Mapping[Path, Draft]


def grid_of(document: Document) -> Table:
    """The grid of a case with what is typed and not valid yet."""
    case, drafts = document.case, document.drafts
    groups = issue_groups(case)
    issues = [issue for _, group in groups for issue in group]
    talks = tuple(
        Head(
            case.name(talk) if talk else "Outside every talk", span=2 * len(group), cell=_talk_cell(case, drafts, talk)
        )
        for talk, group in groups
    )
    named = tuple(
        Head(case.name(issue), _scale_words(case, issue), 2, _name(case, drafts, "issues", issue)) for issue in issues
    )
    below = tuple(Head(name, column.help) for _ in issues for name, column in FIELDS.items())
    ends = {issue: case.issues[issue].scale for issue in issues}
    lines = tuple(
        Line(
            ("actors", actor),
            (_name(case, drafts, "actors", actor),),
            _cells(document, actor, ends, f"cells of {actor} on {ends}"),
        )
        for actor in case.actors
    )
    return Table(STANCES, (talks, named, below), ("Actor",), lines)


def issue_groups(case: Case) -> list[tuple[str, list[str]]]:
    """The issues of each talk, and at the end, under no name, those outside every talk."""
    groups = [(talk, [issue for issue in entry.issues if issue in case.issues]) for talk, entry in case.talks.items()]
    settled = {issue for _, group in groups for issue in group}
    groups.append(("", [issue for issue in case.issues if issue not in settled]))
    return [(talk, group) for talk, group in groups if group]


def _scale_words(case: Case, issue: str) -> str:
    entry = case.issues[issue]
    low, high = entry.scale
    anchors = "; ".join(f"{level:g}: {words}" for level, words in sorted(entry.anchors.items()))
    unit = f" {entry.unit}" if entry.unit else ""
    return f"scale from {low:g} to {high:g}{unit}" + (f"; {anchors}" if anchors else "")


def _talk_cell(case: Case, drafts: Drafts, talk: str) -> Cell | None:
    return _name(case, drafts, "talks", talk) if talk else None


def _name(case: Case, drafts: Drafts, collection: str, ident: str) -> Cell:
    path = (collection, ident, "name")
    name: str = getattr(case, collection)[ident].name
    return Cell(path, name, name or ident, column=_NAMES[collection], draft=drafts.get(path))


def _cells(document: Document, actor: str, ends: Mapping[str, tuple[float, float]], question: str) -> tuple[Cell, ...]:
    """The cells of an actor: those of the last version if it has the same stances, none of them with a draft."""
    own, written = document.case.stances.get(actor), document.values.get("stances", {}).get(actor)

    def made() -> tuple[Any, tuple[Cell, ...]]:
        pairs = (_stance(document, actor, issue, scale) for issue, scale in ends.items())
        return written, tuple(cell for pair in pairs for cell in pair)

    if not isinstance(own, Fixed) or any(path[:2] == ("stances", actor) for path in document.drafts):
        return made()[1]
    seen, cells = own.found(question, made)
    return cells if seen == written else made()[1]


def _stance(document: Document, actor: str, issue: str, ends: tuple[float, float]) -> tuple[Cell, Cell]:
    """The two cells of a stance."""
    stance = document.case.stances.get(actor, {}).get(issue)
    written: Mapping[str, Any] = document.values.get("stances", {}).get(actor, {}).get(issue, {})
    at, weighs = ("stances", actor, issue, "position"), ("stances", actor, issue, "salience")
    drafts = document.drafts
    if stance is None:
        return (
            Cell(at, "", "", column=FIELDS["position"], draft=drafts.get(at)),
            Cell(weighs, "", "", column=FIELDS["salience"], draft=drafts.get(weighs)),
        )
    position = Cell(
        at,
        str(written.get("position", "")),
        *short_words(stance.position),
        column=FIELDS["position"],
        drawn=drawn(stance.position, ends, issue),
        draft=drafts.get(at),
    )
    salience = Cell(
        weighs,
        str(written.get("salience", "")),
        *short_words(stance.salience),
        column=FIELDS["salience"],
        drawn=drawn(stance.salience, WEIGHT),
        draft=drafts.get(weighs),
    )
    return position, salience


def short_words(number: Quantity) -> tuple[str, str]:
    """A number as a narrow cell shows it: the likely value, and beside it the range; the range alone without one."""
    if number.certain:
        return in_six_digits(number, percent=False), ""
    sign = "%" if number.percent else ""
    ends = f"{number.low:.6g}–{number.high:.6g}{sign}"
    return (ends, "") if number.likely is None else (f"{number.likely:.6g}{sign}", ends)
