"""The tables of several experts, pooled to one case whose ranges are their spread; and where they differ most.

Nothing is filled in: an actor or an issue that a table leaves out is a mistake, or, if the tables are said to be
partial, pooled from those that have it, with a warning.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tertius.case.files.build import case_of
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import Naming, source_id
from tertius.case.parse.origin import Origin, closest
from tertius.case.parse.quantity import Quantity
from tertius.case.tables.experts import check_headings, experts_in, pool
from tertius.case.tables.plain import read_table
from tertius.case.tables.scales import Declared
from tertius.case.tables.words import NUMBERS
from tertius.errors import CaseError, Problem, UsageError, disk_told
from tertius.results import Result, frame_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Difference:
    """What the experts say of one number.

    Attributes:
        actor: Id of the actor.
        issue: Id of the issue.
        number: ``position``, ``salience`` or ``capability``.
        answers: Table: its answer; tables that leave it out are not named.
        pooled: Their range.
        spread: Distance between the lowest and the highest middle, as a share of the scale: that of the issue; 100
            points; the largest capability in any table.
    """

    actor: str
    issue: str
    number: str
    answers: Mapping[str, Quantity]
    pooled: Quantity
    spread: float


@dataclass(frozen=True)
class Panel(Result):
    """The pooled case, and how far the experts are apart.

    Attributes:
        case: The case; its ranges are what the experts say, its `why` who said what.
        tables: The names of the tables.
        differences: Every number, the largest spread first.
        warnings: What a reader must know: what was left out, what is not used.
        cases: What each table says by itself, by its name; the same actor and issue have the same id in all.
    """

    case: Case
    tables: tuple[str, ...]
    differences: tuple[Difference, ...]
    warnings: tuple[Problem, ...]
    cases: Mapping[str, Case]

    def to_frame(self) -> pd.DataFrame:
        """One row per number, the largest spread first: the answer of each table, the pooled range, the spread."""
        rows = []
        for difference in self.differences:
            actor, issue, number = difference.actor, difference.issue, difference.number
            answers = (str(difference.answers.get(table, "")) for table in self.tables)
            rows.append((actor, issue, number, *answers, str(difference.pooled), difference.spread))
        kinds = {**dict.fromkeys([*self.tables, "pooled"], "string"), "spread": "float64"}
        return frame_of(rows, ["actor", "issue", "number"], kinds)


@disk_told()
def pool_tables(
    tables: Sequence[str | os.PathLike[str]],
    scale: Declared = None,
    unit: str | Mapping[str, str] = "",
    salience_max: float | None = None,
    as_of: str | dt.date = "",
    weights: Sequence[float] | None = None,
    partial: bool = False,
    name: str = "pooled",
) -> Panel:
    """Pool several experts' plain tables of the same actors and issues; each number as `pool` does.

    Args:
        tables: Two tables or more, or one with columns of several experts: ``position: Anna``, ``position: Ben``.
        scale: Lowest and highest position, as for `load_table`; so are unit, salience_max and as_of.
        unit: What the scale counts.
        salience_max: The highest salience there is.
        as_of: The day that the tables describe.
        weights: How much each table counts, above 0; all the same if left out.
        partial: Whether tables may leave out an actor or an issue; it is then pooled from the others.
        name: Id of the pooled case.

    Raises:
        UsageError: There are fewer than two tables, one is named twice, or the weights do not fit.
        CaseError: A table is not complete, or one leaves out what another has: all mistakes of all tables.
    """
    files = [Path(table) for table in tables]
    listed = [(file, expert) for file in files for expert in experts_in(file) or ("",)]
    if len({file.resolve() for file in files}) < len(files) or len(listed) < 2:
        for file in files:
            check_headings(file)
        raise UsageError("to pool takes two tables or more, each of them once, or one with columns of several experts")
    counts = [1.0] * len(listed) if weights is None else list(weights)
    if len(counts) != len(listed) or not all(0 < count < float("inf") for count in counts):
        raise UsageError("the weights to pool with are as many as the tables, each above 0")
    cases: dict[str, Case] = {}
    problems: list[Problem] = []
    naming = Naming()
    for file, expert in listed:
        name_of_table = (f"{file.as_posix()}: {expert}" if len(files) > 1 else expert) if expert else file.as_posix()
        try:
            table = read_table(file, naming, scale, unit, salience_max, str(as_of), expert=expert)
        except CaseError as error:
            problems += error.problems
        else:
            cases[name_of_table] = table
    if problems:
        raise CaseError(first_problems(problems))
    missing = list(_missing(cases))
    if missing and not partial:
        raise CaseError(first_problems(missing))
    warnings = list(dict.fromkeys([*(note for case in cases.values() for note in case.origin.notes), *missing]))
    largest = {file: _largest_capability([case]) for file, case in cases.items()}
    if max(largest.values()) > min(largest.values()) * (1 + 1e-9):
        found = f"the largest capability is {', '.join(f'{value:g} in {file}' for file, value in largest.items())}"
        legal = "only ratios within a table matter: let the strongest have the same number in every table"
        warnings.append(Problem(found=found, legal=legal))
    differences = _differences(cases, dict(zip(cases, counts, strict=True)))
    case = case_of(_values(cases, differences, name, counts), Origin(notes=tuple(warnings)))
    ordered = sorted(differences, key=lambda difference: -difference.spread)
    return Panel(case, tuple(cases), tuple(ordered), tuple(warnings), cases)


def _missing(cases: Mapping[str, Case]) -> Iterator[Problem]:
    """What a table leaves out that another has: whole actors and issues, then single stances."""
    suggestion = "add it, or name it as the other table does; or pool what there is and say so (--partial)"
    for file, case in cases.items():
        for kind, word in (("actors", "actor"), ("issues", "issue")):
            own = getattr(case, kind)
            first: dict[str, tuple[str, str]] = {}
            for other, theirs in cases.items():
                for ident, entry in getattr(theirs, kind).items():
                    first.setdefault(ident, (entry.name, other))
            for ident, (title, other) in first.items():
                if ident not in own:
                    found = f"the {word} '{title}' is missing, which {other} has"
                    near = closest(title, [entry.name for entry in own.values()])
                    legal = suggestion if near else ""
                    yield Problem(file=file, found=found, legal=legal, suggestion=near or suggestion)
        for (actor, issue), other in _stances(cases).items():
            if actor in case.actors and issue in case.issues and issue not in case.stances.get(actor, {}):
                found = f"'{case.name(actor)}' has no row on '{case.name(issue)}', and has one in {other}"
                yield Problem(file=file, found=found, suggestion=suggestion)


def _stances(cases: Mapping[str, Case]) -> dict[tuple[str, str], str]:
    """Every actor and issue in the order in which they are first named, with the first table that has them."""
    first: dict[tuple[str, str], str] = {}
    for file, case in cases.items():
        for actor, stances in case.stances.items():
            for issue in stances:
                first.setdefault((actor, issue), file)
    return first


def _largest_capability(cases: Sequence[Case]) -> float:
    stances = (stance for case in cases for own in case.stances.values() for stance in own.values())
    return max((stance.capability.middle for stance in stances if stance.capability is not None), default=0.0)


def _differences(cases: Mapping[str, Case], weights: Mapping[str, float]) -> list[Difference]:
    full = {"salience": 100.0, "capability": _largest_capability(list(cases.values()))}
    differences = []
    for actor, issue in _stances(cases):
        for number in NUMBERS:
            answers: dict[str, Quantity] = {}
            for file, case in cases.items():
                stance = case.stances.get(actor, {}).get(issue)
                quantity = None if stance is None else getattr(stance, number)
                if quantity is not None:
                    # One expert may write 40% of the scale and another a level on it.
                    answers[file] = quantity.on(case.issues[issue].scale) if number == "position" else quantity
            middles = [quantity.middle for quantity in answers.values()]
            low, high = next(case.issues[issue].scale for case in cases.values() if issue in case.issues)
            size = full.get(number, high - low)
            pooled = pool(list(answers.values()), [weights[file] for file in answers])
            spread = (max(middles) - min(middles)) / size if size else 0.0
            differences.append(Difference(actor, issue, number, answers, pooled, spread))
    return differences


def _values(
    cases: Mapping[str, Case], differences: Sequence[Difference], name: str, weights: Sequence[float]
) -> dict[str, Any]:
    first = next(iter(cases.values()))
    title = name.replace("-", " ").capitalize()
    values: dict[str, Any] = {"case": name, "title": title, "as_of": first.as_of.isoformat()}
    for kind in ("actors", "issues"):
        values[kind] = {}
        for case in cases.values():
            for ident, entry in getattr(case, kind).items():
                values[kind].setdefault(ident, entry.model_dump(include=entry.model_fields_set))
    for ident, issue in values["issues"].items():
        answers = [
            (theirs.reference.on(theirs.scale), weight)
            for case, weight in zip(cases.values(), weights, strict=True)
            if (theirs := case.issues.get(ident)) is not None and theirs.reference is not None
        ]
        if answers:
            issue["reference"] = pool(*zip(*answers, strict=True))
    sources: dict[str, Any] = {}
    stances: dict[str, dict[str, dict[str, Any]]] = {}
    for actor, issue in _stances(cases):
        own = {file: case.stances[actor][issue] for file, case in cases.items() if issue in case.stances.get(actor, {})}
        titles = [cases[file].sources[ident].title for file, stance in own.items() for ident in stance.source]
        named = [source_id(title, sources) for title in dict.fromkeys(titles)]
        tables = "1 table" if len(own) == 1 else f"{len(own)} tables"
        said = "; ".join(
            f"{Path(file).name}: {', '.join(f'{number} {getattr(stance, number)}' for number in NUMBERS)}"
            + (f" ({stance.why})" if stance.why else "")
            for file, stance in own.items()
        )
        stances.setdefault(actor, {})[issue] = {
            "why": f"Pooled from {tables}. {said}",
            "source": named,
            "method": "elicited",
        }
    for difference in differences:
        stances[difference.actor][difference.issue][difference.number] = difference.pooled
    return {**values, "stances": stances, "sources": sources}
