"""Entries that come and go: a name is enough, the id is made of it; what goes with an entry is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tertius.case.edit.cascade import references_of
from tertius.case.files.layout import Sheet, ids_of
from tertius.case.parse.naming import numbered, slug
from tertius.case.paths import CHANGEABLE
from tertius.errors import Problem, UsageError
from tertius.workbench.differences import NOTHING, Path, inner
from tertius.workbench.document import Document, Outcome, Put
from tertius.workbench.grid.blocks import with_numbers
from tertius.workbench.grid.columns import SHEET, Callings, Column, columns_of
from tertius.workbench.grid.sheets import LEFT_OUT, NAMES
from tertius.workbench.grid.telling import in_names
from tertius.workbench.grid.words import STANCES, heading_words, noun_of


@dataclass(frozen=True)
class Asked:
    """What must be said of a new row.

    Attributes:
        name: The field of the form.
        words: What it is called.
        help: What belongs there.
        options: The names of which one must be taken; empty if any text will do.
        long: Whether it may have several lines.
        many: Whether several of the options may be taken; they come a line each.
        needed: Whether it must be said.
    """

    name: str
    words: str
    help: str = ""
    options: tuple[str, ...] = ()
    long: bool = False
    many: bool = False
    needed: bool = True


def asked_of(document: Document, name: str) -> tuple[Asked, ...]:
    """What a form asks for a new row of a sheet; nothing if it takes none."""
    if name in (STANCES, "actors"):
        return (Asked("name", "Name", "who has a stake"),)
    callings = Callings(document.values)
    if name == "issues":
        return _of_issue(callings)
    sheet = SHEET.get(name)
    if sheet is None:
        return ()
    lacked = tuple(_of_column(callings, column) for column in _lacked(sheet))
    if sheet.keys == ("id",):
        return (Asked("name", "Name", "what people call it"), *lacked, *_settled_by(document, callings, name))
    keys = tuple(_of_key(document, callings, sheet, place) for place in range(len(sheet.keys)))
    return (*keys, *lacked)


def _lacked(sheet: Sheet) -> list[Column]:
    """What an entry is none without, beside its name: it may be said in the form, or typed into cells later."""
    return [column for column in columns_of(sheet.name).values() if column.needed and column.heading not in NAMES]


def _of_column(callings: Callings, column: Column) -> Asked:
    options = tuple(callings.options(column.refers)) if column.refers in _CHOSEN else column.choices
    many = bool(column.refers) and not column.one and column.refers in _CHOSEN[:2]
    return Asked(column.heading, column.words.capitalize(), column.help, options, many=many, needed=False)


_CHOSEN = ("actors", "talks", "actors or bodies")
"""What is short enough to be chosen from."""


def _of_issue(callings: Callings) -> tuple[Asked, ...]:
    talks = tuple(callings.options("talks"))
    own = columns_of("issues")
    at_talk = Asked(
        "talk", "Talk", "the negotiation at which it is settled; none if it stands outside", talks, needed=False
    )
    return (
        Asked("name", "Name", "the question that is settled"),
        Asked("scale", "Scale", "its lowest and highest level, such as 0 to 100", needed=False),
        Asked("unit", "Unit", own["unit"].help, needed=False),
        Asked("anchors", "Words of the scale", "what levels mean, one a line: 40: half of it", long=True, needed=False),
        *([at_talk] if talks else ()),
        Asked("level", "Level without an agreement", "where it stays if nothing is agreed"),
    )


def _settled_by(document: Document, callings: Callings, name: str) -> tuple[Asked, ...]:
    """What a new talk may bring to its table."""
    free = tuple(callings.name("issues", ident) for ident in _outside(document))
    says = "what is on its table; without an agreement each stays at the level it has"
    return (Asked("issues", "Settles", says, free, many=True, needed=False),) if name == "talks" and free else ()


def _outside(document: Document) -> list[str]:
    """The issues that stand at a level of their own, outside every talk."""
    return [ident for ident, issue in document.case.issues.items() if issue.level is not None]


def _of_key(document: Document, callings: Callings, sheet: Sheet, place: int) -> Asked:
    key = sheet.keys[place]
    words = heading_words(key).capitalize()
    collection = ids_of(sheet, key)
    if key == "level":
        return Asked(key, "Level", "a point of the scale")
    if key in ("member", "majority", "bloc"):
        return Asked(key, words, "an actor of the case, or another name" if key == "member" else "what people call it")
    return Asked(key, words, "", tuple(callings.options(collection)))


class Refused(Exception):  # noqa: N818  (what a form hears, not what went wrong)
    """A row that cannot be added, with what is wrong in each field of the form."""

    @property
    def fields(self) -> dict[str, str]:
        """What is wrong, by field."""
        return dict(self.args[0])


def add(document: Document, name: str, given: Mapping[str, str], window: str = "") -> tuple[Path, Outcome]:
    """Add a row. A form that says it all is taken whole or not at all; what it leaves out is typed into cells.

    Args:
        document: The open case.
        name: The sheet.
        given: What the form holds.
        window: Which window asks.

    Returns:
        The path of the entry, and what became of the edits.

    Raises:
        Refused: Something in the form is missing or wrong; nothing was added.
        UsageError: There is no such sheet, or it takes no rows.
    """
    fields = asked_of(document, name)
    if not fields or name in LEFT_OUT:
        raise UsageError(f"there is no sheet '{name}' to which rows can be added")
    lines = {one.name for one in fields if one.long or one.many}
    told = {key: str(text) if key in lines else " ".join(str(text).split()) for key, text in given.items()}
    wrong = _wrong(document, name, told)
    if wrong:
        raise Refused(wrong)
    if name == "issues":
        return _add_issue(document, told, window)
    if name in (STANCES, "actors"):
        at: Path = ("actors", new_id(document, "actors", told["name"]))
        return at, document.edit([Put(at, {"name": told["name"]})], f"new actor {told['name']}", window)
    sheet = SHEET[name]
    at, puts = _named_put(document, sheet, told) if sheet.keys == ("id",) else _inner_puts(document, sheet, told)
    lacked = [column.heading for column in _lacked(sheet)]
    said = f"new {noun_of(name)} {told.get('name') or told[sheet.keys[0]]}"
    if lacked and (all(map(told.get, lacked)) or told.get("issues")):
        return at, _at_once(document, puts, said, window, [*lacked, "issues"])
    return at, document.edit(puts, said, window)


def _wrong(document: Document, name: str, told: Mapping[str, str]) -> dict[str, str]:
    """What is missing in a form, or is none of what can be chosen."""
    wrong = {}
    for one in asked_of(document, name):
        text = told.get(one.name, "")
        unknown = [taken for taken in (text.splitlines() if one.many else [text]) if taken not in one.options]
        if one.needed and not text:
            wrong[one.name] = f"{one.words} {'are' if one.many else 'is'} missing"
        elif text and one.options and unknown:
            wrong[one.name] = f"there is no {one.words.lower()} '{unknown[0]}'"
    return wrong


def new_id(document: Document, collection: str, name: str) -> str:
    """The id of a new entry: made of its name, and not used for anything else."""
    taken = {ident for block in document.values.values() if isinstance(block, Mapping) for ident in block}
    taken |= {path[1] for path in document.drafts if len(path) > 1}
    return numbered(slug(name, noun_of(collection)), taken)


def _named_put(document: Document, sheet: Sheet, told: Mapping[str, str]) -> tuple[Path, list[Put]]:
    """The edits that begin an entry: its name, or an empty block under an id that is made of it, and what was said."""
    ident = new_id(document, sheet.name, told["name"])
    path = _entry(sheet, [ident])
    named = next((field for field in NAMES if field in columns_of(sheet.name)), "")
    puts = [Put((*path, named), told["name"]) if named else Put(path, {}), *_said(document, sheet, path, told)]
    issues = _idents(document, "issues", told.get("issues", "")) if sheet.name == "talks" else []
    return path, puts + [put for issue in issues for put in _onto_table(document, ident, issue)]


def _entry(sheet: Sheet, ids: list[str]) -> Path:
    return tuple(map(str, sheet.entry_path(ids)))


def _idents(document: Document, collection: str, lines: str) -> list[str]:
    """The ids of names, one a line."""
    names = Callings(document.values).names
    return [names.ident(collection, line) for line in lines.splitlines()]


def _said(document: Document, sheet: Sheet, entry: Path, told: Mapping[str, str]) -> list[Put]:
    """The edits for what a form says beside the name of an entry."""
    callings, puts = Callings(document.values), []
    for column in _lacked(sheet):
        text = told.get(column.heading, "")
        if not text:
            continue
        path = tuple(map(str, sheet.field_path(entry, column.heading)))
        if _of_column(callings, column).many:
            puts.append(Put(path, _idents(document, column.refers, text)))
        else:
            puts.append(Put(path, column.value(with_numbers([[text]], {0: column}, {})[0][0], callings)))
    return puts


def _inner_puts(document: Document, sheet: Sheet, told: Mapping[str, str]) -> tuple[Path, list[Put]]:
    """The edits that begin an entry inside another: a block under the ids of both, and what was said."""
    callings = Callings(document.values)
    owner, key = sheet.keys
    ids = [callings.names.ident(ids_of(sheet, owner), told[owner]), told[key]]
    if key in ("majority", "bloc", "member"):
        known = callings.names.ident("actors", told[key])
        ids[1] = known if key == "member" and known in document.values.get("actors", {}) else slug(told[key])
    elif key == "level":
        ids[1] = with_numbers([[told[key]]], {0: _LEVEL}, {})[0][0]
    else:
        ids[1] = callings.names.ident(ids_of(sheet, key), told[key])
    path = _entry(sheet, ids)
    if inner(document.values, path) is not NOTHING:
        raise Refused({key: f"{told[owner]} and {told[key]} have their row already"})
    said = _said(document, sheet, path, told)
    if sheet.name == _LEVELS and ids[1] in _outside(document):
        return path, [*_onto_table(document, *ids), *said]
    if key in ("majority", "bloc"):
        return path, [Put((*path, "name"), told[key]), *said]
    return path, said or [Put(path, "" if sheet.bare else {})]


_LEVELS = "levels without agreement"


def _onto_table(document: Document, talk: str, issue: str) -> list[Put]:
    """The edits that bring an issue from outside every talk to a talk: it stays at its level without an agreement."""
    own: Path = ("issues", issue, "level")
    level = inner(document.values, own)
    stays = level if isinstance(level, Mapping) else {"level": level}
    return [Put(own, NOTHING), Put(("talks", talk, "without_agreement", issue), stays)]


_LEVEL = columns_of(_LEVELS)["level"]


def _add_issue(document: Document, told: Mapping[str, str], window: str) -> tuple[Path, Outcome]:
    """Add an issue with its scale, its anchors, and the level at which it stays."""
    callings = Callings(document.values)
    ident = new_id(document, "issues", told["name"])
    at: Path = ("issues", ident)
    level = with_numbers([[told["level"]]], {0: _LEVEL}, {})[0][0]
    entry: dict[str, Any] = {"name": told["name"]}
    entry |= {key: told[key] for key in ("scale", "unit") if told.get(key)}
    anchors = _anchors(told.get("anchors", ""))
    if anchors:
        entry["anchors"] = anchors
    if told.get("talk"):
        talk = callings.names.ident("talks", told["talk"])
        puts = [Put(at, entry), Put(("talks", talk, "without_agreement", ident), {"level": level})]
    else:
        puts = [Put(at, {**entry, "level": level})]
    fields = ("scale", "anchors", "level", "unit")
    return at, _at_once(document, puts, f"new issue {told['name']}", window, fields)


def _at_once(document: Document, puts: Sequence[Put], said: str, window: str, names: Sequence[str]) -> Outcome:
    """Make all edits of a form or none.

    Args:
        document: The open case.
        puts: The edits.
        said: What they are.
        window: Which window asks.
        names: The fields of the form that a problem may be about, beside the name.

    Raises:
        Refused: Something is wrong; nothing was added.
    """
    outcome = document.edit(puts, said, window)
    if outcome.refused:
        problems = {draft.problem for draft in outcome.refused.values()}
        for path in outcome.refused:
            document.drop_draft(path)
        if outcome.done:
            document.undo(window)
        fields = {_field_of(problem, names): told_problem(in_names(document, problem)) for problem in sorted(problems)}
        if len(fields) > 1:  # what only follows from the others is about no field
            fields.pop("name", None)
        raise Refused(fields)
    return outcome


def _anchors(text: str) -> dict[str, str]:
    """Points of a scale with their words, one a line: ``40: half of it``."""
    anchors = {}
    for line in filter(str.strip, text.splitlines()):
        level, colon, words = line.partition(":")
        if not colon:
            raise Refused({"anchors": f"found '{line.strip()}' where a level and its words belong: 40: half of it"})
        anchors[with_numbers([[level.strip()]], {0: _LEVEL}, {})[0][0]] = words.strip()
    return anchors


def _field_of(problem: Problem, names: Sequence[str]) -> str:
    """The field of the form that a problem is about, as far as can be told."""
    steps = problem.column.split("/")
    return next((name for name in names if name in steps), "name")


def told_problem(problem: Problem) -> str:
    """What is wrong and what to do, in one sentence."""
    return f"{problem.found}: {problem.advice}" if problem.advice else problem.found


def remove(document: Document, path: Path, window: str = "") -> Outcome:
    """Take a row away, with what means nothing without it.

    Raises:
        UsageError: It cannot be taken away.
    """
    callings = Callings(document.values)
    called = " and ".join(callings.name(path[place], path[place + 1]) for place in range(0, len(path) - 1, 2))
    puts = [Put(path, NOTHING), *_unnamed(document, path)]
    outcome = document.edit(puts, f"{called} removed", window)
    if outcome.refused:
        problems = [draft.problem for draft in outcome.refused.values()]
        for refused in outcome.refused:
            document.drop_draft(refused)
        raise UsageError("; ".join(told_problem(problem) for problem in problems))
    return outcome


def _unnamed(document: Document, path: Path) -> list[Put]:
    """The edits that take a move out of the lists that name it; what else there is goes with its entry by itself."""
    if path[0] in CHANGEABLE or len(path) != 2:
        return []
    references = references_of(document.case, {(path[0], path[1])})
    named = [ref.path for ref in references if (ref.collection, ref.ident) == path and isinstance(ref.path[-1], int)]
    lists = dict.fromkeys(tuple(map(str, place[:-1])) for place in named)
    return [Put(place, [one for one in inner(document.values, place) if one != path[1]] or NOTHING) for place in lists]
