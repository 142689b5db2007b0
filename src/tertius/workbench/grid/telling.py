"""What the page says of a cell: what it holds, what its level means, where it comes from, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from tertius.case.fields import Entry
from tertius.case.labels import issue_at, legal_at
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import inner_of
from tertius.errors import Problem
from tertius.report.text.phrases import capital, level_words, plain_number
from tertius.workbench.differences import Path, inner
from tertius.workbench.document import Document
from tertius.workbench.grid.cells import Cell, Table, typed_words
from tertius.workbench.grid.columns import Callings
from tertius.workbench.grid.filling import said_of
from tertius.workbench.grid.sheets import home_of
from tertius.workbench.grid.words import heading_words

_QUOTED = re.compile(r"'([^\W_][\w-]*)'")
_MISSING = re.compile(r"the field '([a-z_]+)' is missing")
_MEANT = re.compile(r"(?:did you mean|write) '?(?P<value>[^'?]+?)'?\??", re.IGNORECASE)
NAMED = 4
"""So many of what went with an entry are named, by collection."""

_METHODS = {"observed": "observed", "derived": "derived from other numbers", "elicited": "asked of experts"}


@dataclass(frozen=True)
class Mistake:
    """Something that was typed and is not valid.

    Attributes:
        path: Where.
        what: What the cell holds, in words.
        text: What was typed.
        found: What is wrong.
        legal: What would be right.
        suggestion: What to do.
        instead: The text that the suggestion means, if it can be put there at once.
        before: What was there; empty if nothing was.
        sheet: The sheet in which it stands.
    """

    path: Path
    what: str
    text: str
    found: str
    legal: str
    suggestion: str
    instead: str = ""
    before: str = ""
    sheet: str = ""


def mistakes_of(document: Document, table: Table) -> list[Mistake]:
    """What is typed into a case and not valid, those of the sheet first and as its cells have them."""
    cells = {cell.path: cell for cell in table.cells()}
    told = [_mistake(document, table, path, cells.get(path)) for path in document.drafts]
    return sorted(told, key=lambda one: one.path not in cells)


def _mistake(document: Document, table: Table, path: Path, cell: Cell | None) -> Mistake:
    draft = document.drafts[path]
    problem = in_names(document, draft.problem)
    meant = _MEANT.fullmatch(problem.suggestion)
    there = inner(document.values, path)
    plain = str(there) if isinstance(there, str | int | float) else ""
    before = cell.text if cell is not None else plain
    typed = typed_words(draft)
    return Mistake(
        path=path,
        what=_what(document, table, path),
        text=typed,
        found=problem.found,
        legal=problem.legal,
        suggestion=problem.suggestion,
        instead=typed if draft.theirs else meant["value"] if meant and _may_stand(meant["value"]) else "",
        before=before if before != typed else "",
        sheet=home_of(path),
    )


def _may_stand(text: str) -> bool:
    """Whether a suggestion is one text that can be put into the cell, and no advice."""
    return " or " not in text and len(text) <= 60


def in_names(document: Document, problem: Problem, before: Mapping[str, Any] | None = None) -> Problem:
    """A problem with names in the place of the ids that it quotes."""
    called = _waiting(document) | _called(document.values, before or {})
    found, legal, suggestion = (_say(called, text) for text in (problem.found, problem.legal, problem.suggestion))
    return replace(problem, found=found, legal=legal, suggestion=suggestion)


def _say(called: Mapping[str, str], text: str) -> str:
    plain = _MISSING.sub(lambda found: f"still to be said: {heading_words(found[1])}", text)
    return _QUOTED.sub(lambda found: f"'{called.get(found[1], found[1])}'", plain)


def _waiting(document: Document) -> dict[str, str]:
    """What entries are called that wait for the rest of them, by id."""
    return {path[1]: str(draft.text) for path, draft in document.drafts.items() if path[2:] in (("name",), ("title",))}


def _what(document: Document, table: Table, path: Path) -> str:
    """What a cell holds; an entry that waits for the rest of it has its name already."""
    return capital(_say(_waiting(document), said_of(document, table, path)))


def also_words(before: Mapping[str, Any], after: Mapping[str, Any], path: Path) -> list[str]:
    """What went with an entry that was taken away: a line for each collection, by name."""
    callings, told = Callings(before), []
    for collection, block in before.items():
        if not isinstance(block, Mapping) or collection == "stances":
            continue
        left = after.get(collection, {})
        gone = [ident for ident in block if ident not in left and (collection, ident) != path]
        names = [_said(block[ident]) or callings.name(collection, ident) for ident in gone]
        if names:
            more = f", and {len(names) - NAMED} more" if len(names) > NAMED else ""
            told.append(f"{capital(collection)}: {'; '.join(names[:NAMED])}{more}")
    return told


def _said(entry: Any) -> str:
    """What a claim says."""
    return str(entry.get("says", "")) if isinstance(entry, Mapping) else ""


def _called(*values: Mapping[str, Any]) -> dict[str, str]:
    """What every id is called, now or before."""
    called: dict[str, str] = {}
    for one in values:
        callings = Callings(one)
        for collection, block in one.items():
            if isinstance(block, Mapping) and collection != "stances":
                called |= {ident: callings.name(collection, ident) for ident in block if ident not in called}
    return called


@dataclass(frozen=True)
class About:
    """What is known of a cell.

    Attributes:
        what: What it holds.
        value: What stands there, in words.
        facts: What follows, each with its heading.
        help: What belongs there.
    """

    what: str
    value: str
    facts: tuple[tuple[str, str], ...]
    help: str


def about(document: Document, table: Table, path: Path) -> About | None:
    """What is known of a cell of a sheet; None if it has no such cell."""
    cell = next((cell for cell in table.cells() if cell.path == path), None)
    if cell is None:
        return None
    facts = [*_level_facts(document, path), *_evidence(document, path)]
    help_words = cell.column.help if cell.column is not None else ""
    return About(_what(document, table, path), cell.text or "nothing yet", tuple(facts), help_words)


def _level_facts(document: Document, path: Path) -> Iterator[tuple[str, str]]:
    """What a number means on its scale."""
    found = reduce(inner_of, path, document.case)
    issue = issue_at(path)
    case = document.case
    if issue not in case.issues:
        legal = legal_at(case, path)[2]
        if isinstance(found, Quantity) and legal:
            yield "Legal", legal
        return
    low, high = case.issues[issue].scale
    if isinstance(found, Quantity):
        level = found.on((low, high))
        yield "Means", level_words(case, issue, level.middle)
        if not level.certain:
            ends = (level_words(case, issue, end) for end in (level.low, level.high))
            yield "Range", " to ".join(ends)
    unit = case.issues[issue].unit
    yield "Scale", f"{plain_number(low)} to {plain_number(high)}{f', {unit}' if unit else ''}"
    if path[0] == "stances":
        stays = level_words(case, issue, case.reference(issue))
        yield "Without an agreement", stays


def _evidence(document: Document, path: Path) -> Iterator[tuple[str, str]]:
    """Why the numbers of the entry are what they are, and from where."""
    entry = reduce(inner_of, path[:-1], document.case)
    if not isinstance(entry, Entry):
        return
    if entry.why:
        yield "Reason", entry.why
    if entry.source:
        callings = Callings(document.values)
        yield "Source", "; ".join(callings.name("sources", one) for one in entry.source)
    facts = (("method", entry.method), ("as_of", entry.as_of), ("known_since", entry.known_since))
    for name, fact in facts:
        if fact is not None:
            yield heading_words(name).capitalize(), _METHODS.get(str(fact), str(fact))
