"""An actor, talk, link, need or threat as a form, and back: the fields are those of the model, names stand for ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tertius.case.model import Case
from tertius.case.parse.naming import numbered, slug
from tertius.case.paths import NOUNS
from tertius.case.plain import plain_of
from tertius.errors import CaseError
from tertius.workbench.differences import NOTHING, inner
from tertius.workbench.document import Document, Outcome, Put
from tertius.workbench.grid.columns import Callings, Column, columns_of, in_percent

FIRST = {
    "actors": ("name", "country"),
    "talks": ("name", "parties", "chance", "kind"),
    "links": ("name", "holder", "if_fails", "then_falls", "probability"),
    "needs": ("name", "actor", "weight"),
    "threats": ("name", "holder", "target", "if_fails", "damage", "cost", "credibility"),
}
"""What can be chosen in the picture, and the fields that are shown at once; the others are behind a fold."""

PARTS = {"talks": ("without_agreement", "level", "On the table"), "needs": ("covered_by", "share", "Covered by")}
"""What an entry holds by issue: its field, the number in it, and what it is called on the page."""

LATER = ("power",)
"""Fields of their own sheets, which no form needs."""


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        name: Its name in the format.
        words: What it is called.
        help: What belongs there.
        kind: How it is filled in: ``text``, ``long``, ``one`` or ``many``.
        value: What stands there: a text, an id, or a list of ids.
        options: Id and name of each that can be chosen.
        first: Whether it is shown at once.
        refers: The collection whose ids it takes; empty if it takes none.
    """

    name: str
    words: str
    help: str
    kind: str
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    first: bool = False
    refers: str = ""


def fields_of_entry(case: Case, values: Mapping[str, Any], collection: str, entry: Mapping[str, Any]) -> list[Field]:
    """The fields of a form, filled in with an entry as plain values; those shown at once come first."""
    callings, columns = Callings(values), columns_of(collection)
    names = dict.fromkeys([*FIRST[collection], *columns])
    return [_field(callings, columns[name], collection, entry) for name in names if name in columns]


def _field(callings: Callings, column: Column, collection: str, entry: Mapping[str, Any]) -> Field:
    value, name = entry.get(column.heading, NOTHING), column.heading
    words = column.words[:1].upper() + column.words[1:]
    says = "what people call it" if name == "name" else column.help
    help_ = says + (f"; {column.default} if left out" if column.default else "")
    shown = (name, words, help_)
    first = name in FIRST[collection]
    if column.refers and name != "can_close":
        block = callings.values.get(column.refers, {})
        options = tuple((ident, callings.name(column.refers, ident)) for ident in block)
        if column.one:
            return Field(*shown, "one", "" if value is NOTHING else str(value), options, first, column.refers)
        if name != "as_one":
            listed = [] if value is NOTHING else [value] if isinstance(value, str) else list(value)
            return Field(*shown, "many", listed, options, first, column.refers)
    if column.choices:
        options = tuple((one, one) for one in column.choices)
        return Field(*shown, "one", "" if value is NOTHING else str(value), options, first)
    text = column.text(value, callings)
    return Field(*shown, "long" if name == "why" else "text", text, (), first)


@dataclass(frozen=True)
class Part:
    """What an entry holds by issue, as rows of a form.

    Attributes:
        title: What it is called.
        rows: Id and name of each issue, and its number in words.
        options: Issues that can come in.
        help: What the number is.
    """

    title: str
    rows: tuple[tuple[str, str, str], ...]
    options: tuple[tuple[str, str], ...]
    help: str


def part_of(case: Case, collection: str, ident: str, entry: Mapping[str, Any]) -> Part | None:
    """The rows by issue of an entry; None if it holds none."""
    if collection not in PARTS:
        return None
    name, number, title = PARTS[collection]
    held = entry.get(name) or {}
    rows = tuple((str(issue), case.name(str(issue)), _number_words(one, number)) for issue, one in held.items())
    free = [issue for issue in case.issues if issue not in held and (collection != "talks" or not case.talk_of(issue))]
    says = "where it stays without a deal" if collection == "talks" else "share of the need at the top of its scale"
    return Part(title, rows, tuple((issue, case.name(issue)) for issue in free), says)


def _number_words(one: Any, number: str) -> str:
    value = one.get(number, "") if isinstance(one, Mapping) else one
    return in_percent(value) if number == "share" else str(value)


def plain_entry(values: Mapping[str, Any], collection: str, asked: Mapping[str, Any], old: Mapping[str, Any]) -> Any:
    """The entry that a form describes, as plain values; what the form does not show stays as it was."""
    callings, columns = Callings(values), columns_of(collection)
    entry = dict(old)
    for name, given in asked.items():
        column = columns.get(name)
        if column is None:
            continue
        value = _typed(column, given, callings)
        if isinstance(given, str) and column.text(old.get(name, NOTHING), callings) == given:
            value = old.get(name, NOTHING)  # as it was written
        if value is NOTHING or value in ("", []):
            entry.pop(name, None)
        else:
            entry[name] = value
    if collection in PARTS and isinstance(asked.get("rows"), Mapping):
        name, number, _ = PARTS[collection]
        held = old.get(name) or {}
        rows = {issue: _row(held.get(issue), number, str(text)) for issue, text in asked["rows"].items()}
        entry = {**entry, name: rows} if rows else {key: value for key, value in entry.items() if key != name}
    return entry


def _typed(column: Column, given: Any, callings: Callings) -> Any:
    """What was typed or chosen as a plain value; a share stays in percent, so that a mistake is told in percent."""
    if not isinstance(given, str) or column.one:
        return given
    return given.strip() if column.share else column.value(given, callings)


def _row(held: Any, number: str, text: str) -> Any:
    """The number of an issue with the evidence that it has; as it was written, if it still says the same."""
    if held is not None and _number_words(held, number) == text:
        return held
    return {**held, number: text} if isinstance(held, Mapping) else text


def kept(
    document: Document, of: str, asked: Mapping[str, Any], window: str
) -> tuple[dict[str, str], Outcome | None, str]:
    """Take an entry of a form into the case, as one step.

    Returns:
        What is wrong, by field; what became of the edits, if nothing was; and collection and id of the entry.
    """
    case, values = document.case, document.values
    collection, _, ident = of.partition(".")
    old = inner(values, (collection, ident)) if ident else NOTHING
    before = {"name": old} if isinstance(old, str) else {} if old is NOTHING else dict(old)
    entry = plain_entry(values, collection, asked, before)
    name = str(asked.get("name") or "") or NOUNS[collection]
    ident = ident or numbered(slug(name, NOUNS[collection]), _taken(values))
    gone = _standing(case, collection, entry)
    try:
        document.tried((collection, ident), entry, gone)
    except CaseError as error:
        return _mistakes(error, collection, ident), None, of
    puts = [Put((collection, ident), entry)]
    if old is not NOTHING:
        names = [key for key in dict.fromkeys([*before, *entry]) if before.get(key) != entry.get(key)]
        puts = [Put((collection, ident, key), entry.get(key, NOTHING), before.get(key, "")) for key in names]
        puts = [Put((collection, ident), entry)] if isinstance(old, str) else puts
    puts += [Put(path, NOTHING) for path in gone]
    said = f"{NOUNS[collection]} “{entry.get('name') or case.name(ident)}”"
    return {}, document.edit(puts, said, window) if puts else Outcome(), f"{collection}.{ident}"


def _standing(case: Case, collection: str, entry: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The standing levels of issues that come on the table of a talk, which they have no more."""
    table = entry.get("without_agreement") or {} if collection == "talks" else {}
    known = [issue for issue in table if issue in case.issues]
    return [("issues", issue, "level") for issue in known if case.issues[issue].level is not None]


def _taken(values: Mapping[str, Any]) -> set[str]:
    return {ident for block in values.values() if isinstance(block, Mapping) for ident in block}


def _mistakes(error: CaseError, collection: str, ident: str) -> dict[str, str]:
    """What is wrong, by the field of the form; under no name what is about something else."""
    found: dict[str, str] = {}
    for problem in error.problems:
        steps = problem.column.split("/")
        own = steps[:2] == [collection, ident] and len(steps) > 2
        place = (
            ".".join(steps[2:4] if steps[2:3] in (["without_agreement"], ["covered_by"]) else steps[2:3]) if own else ""
        )
        text = "; ".join(filter(None, [problem.found, problem.legal, problem.suggestion]))
        found[place] = f"{found[place]} {text}" if place in found else text
    return found


def blank_of(case: Case, collection: str) -> dict[str, Any]:
    """A new entry before anything is said of it."""
    return {"credibility": "100%"} if collection == "threats" else {}


def entry_of(case: Case, collection: str, ident: str) -> dict[str, Any]:
    """An entry as plain values."""
    return plain_of(getattr(case, collection)[ident])
