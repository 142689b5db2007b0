"""A panel of experts as a page shows it, and as edits of the case: in its names and ids."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tertius.case.labels import label_of
from tertius.case.layouts.blind_sheet import asks_capability, names_of
from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity
from tertius.case.tables.expert_panel import Difference, Panel
from tertius.case.tables.words import NUMBERS
from tertius.report.text.phrases import capital, level_number, points_words
from tertius.workbench.differences import NOTHING
from tertius.workbench.document import Put

SHOWN = 40
"""So many differences are shown, the largest first."""

APART = 3
"""From so many experts on it is said who stands apart."""


class InCase:
    """What a panel calls its actors and issues, as ids of the case.

    Attributes:
        actors: Id of the panel: id of the case.
        issues: Likewise.
        unknown: Names that the case does not have.
    """

    def __init__(self, case: Case, panel: Panel) -> None:
        self.case = case
        self.unknown: list[str] = []
        self.actors = self._ids("actors", panel)
        self.issues = self._ids("issues", panel)

    def _ids(self, collection: str, panel: Panel) -> dict[str, str]:
        known = {name.casefold(): ident for ident, name in names_of(self.case, collection).items()}
        found = {}
        for ident, entry in getattr(panel.case, collection).items():
            name = entry.name or ident
            if name.casefold() in known:
                found[ident] = known[name.casefold()]
            else:
                self.unknown.append(name)
        return found

    def knows(self, difference: Difference) -> bool:
        """Whether the case has the actor and the issue, and rests on such a number."""
        if difference.number == "capability" and not asks_capability(self.case):
            return False
        return difference.actor in self.actors and difference.issue in self.issues


def expert_of(table: str) -> str:
    """Whose table it is."""
    return Path(table).stem


def differences_told(case: Case, panel: Panel) -> list[dict[str, Any]]:
    """Where experts differ, the furthest first: what each says, the pool, how far apart, who stands apart."""
    ids = InCase(case, panel)
    return [_told(ids, panel, one) for one in panel.differences if ids.knows(one) and one.spread > 0][:SHOWN]


def _told(ids: InCase, panel: Panel, one: Difference) -> dict[str, Any]:
    case, actor, issue = ids.case, ids.actors[one.actor], ids.issues[one.issue]
    low, high = case.issues[issue].scale
    if one.number == "position":
        apart = level_number(case, issue, one.spread * (high - low))
    else:
        apart = points_words(100 * one.spread)
    return {
        "label": capital(label_of(case, ("stances", actor, issue, one.number))),
        "answers": [str(one.answers[table]) if table in one.answers else "" for table in panel.tables],
        "pooled": str(one.pooled),
        "apart": apart,
        "share": one.spread,
        "who": _apart(one.answers),
        "places": [_place(one, table, (low, high)) for table in panel.tables],
    }


def _place(one: Difference, table: str, scale: tuple[float, float]) -> dict[str, float] | None:
    """Where the answer of a table lies, as shares of the scale."""
    if table not in one.answers or one.number == "capability":
        return None
    answer, (low, high) = one.answers[table], scale if one.number == "position" else (0.0, 100.0)
    return {name: (value - low) / (high - low) for name, value in _ends(answer).items()}


def _ends(answer: Quantity) -> dict[str, float]:
    return {"low": answer.low, "middle": answer.middle, "high": answer.high}


def _apart(answers: Mapping[str, Quantity]) -> str:
    """The expert furthest from the median of all; empty if there are too few, or several are as far."""
    if len(answers) < APART:
        return ""
    middle = statistics.median(answer.middle for answer in answers.values())
    away = sorted(((abs(answer.middle - middle), table) for table, answer in answers.items()), reverse=True)
    return expert_of(away[0][1]) if away[0][0] > away[1][0] + 1e-9 else ""


def puts_of(case: Case, panel: Panel) -> list[Put]:
    """The pool as edits of a case: each number becomes the range of what the experts say, with who said what."""
    ids, puts = InCase(case, panel), []
    by_stance: dict[tuple[str, str], dict[str, Difference]] = {}
    for one in panel.differences:
        if ids.knows(one):
            by_stance.setdefault((one.actor, one.issue), {})[one.number] = one
    for (actor, issue), numbers in by_stance.items():
        path = ("stances", ids.actors[actor], ids.issues[issue])
        puts += [Put((*path, number), str(one.pooled)) for number, one in numbers.items()]
        puts += [Put((*path, "why"), _why(panel, actor, issue, numbers)), Put((*path, "method"), "elicited")]
        stance = case.stances.get(path[1], {}).get(path[2])
        if stance is not None and stance.source:
            puts.append(Put((*path, "source"), NOTHING))
    return puts


def _why(panel: Panel, actor: str, issue: str, numbers: Mapping[str, Difference]) -> str:
    """``Pooled from 2 experts. anna: position 40, salience 60 to 80 (seen in the press); ben: ...``."""
    said = []
    for table, own in panel.cases.items():
        stance = own.stances.get(actor, {}).get(issue)
        if stance is None:
            continue
        known = {number: numbers[number] for number in NUMBERS if number in numbers}
        words = [f"{number} {one.answers[table]}" for number, one in known.items() if table in one.answers]
        said.append(f"{expert_of(table)}: {', '.join(words)}{f' ({stance.why})' if stance.why else ''}")
    count = "1 expert" if len(said) == 1 else f"{len(said)} experts"
    return f"Pooled from {count}. {'; '.join(said)}"
