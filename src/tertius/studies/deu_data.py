"""DEU: what the actors of the European Union wanted on controversial issues, and what was decided.

Two text tables in one folder. `issues.csv` has a row for each issue:

    isnrnmc    number of the issue
    prnr       the proposal of the Commission that it belongs to; one proposal often raises several issues
    prname     its name (may be left out)
    proc       legislative procedure: CNS (consultation) or COD (codecision)
    wave       EU15_pre2004, EU25_27_post2004 or EU28_DEU3
    rp         the reference point, where things stay without a decision; empty if it is not known
    out        what was decided
    split      which part of the study the issue belongs to: train, dev, or any other word; without it all are in `all`

and `stances.csv` one for each actor with a position on it:

    isnrnmc    number of the issue
    actor      com (Commission), ep (Parliament), or the two letters of a member state
    position   what it wanted
    salience   how much that mattered to it; empty if it is not known

Positions, reference, decision and salience are on scales from 0 to 100.

The published file, with a row for each issue and columns such as ``pcom``, ``scom``, ``pfr``, ``sfr``, is read as it
is: as CSV, a workbook or a file of Stata. Without a column `wave` the year in the code of the proposal tells it
(``2000/0032(COD)``), else a position of Croatia on the proposal; where neither does, it is asked for.

Reference:
    Thomson, R., Stokman, F. N., Achen, C. H. and König, T., eds. (2006). The European Union Decides. Cambridge
    University Press. Thomson, R. et al. (2012). A new dataset on decision-making in the European Union before and after
    the 2004 and 2007 enlargements (DEUII). Journal of European Public Policy 19, 604-622. Arregui, J. and Perarnaud, C.
    (2022). The Decision-making in the European Union (DEU) III dataset, doi:10.34810/data53.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tertius.case.layouts.grids import places_in, text_of_cell
from tertius.case.layouts.issue_rows import read_issue_rows
from tertius.case.parse.characters import first_problems
from tertius.case.parse.origin import closest
from tertius.errors import CaseError, Problem, UsageError

Floats = NDArray[np.float64]
COMMISSION, PARLIAMENT = "com", "ep"
WAVES = ("EU15_pre2004", "EU25_27_post2004", "EU28_DEU3")
ISSUES, STANCES = _FILES = ("issues.csv", "stances.csv")

DEU_MEMBERS = {
    "at": "austria", "be": "belgium", "bu": "bulgaria", "cr": "croatia", "cy": "cyprus", "cz": "czechia",
    "de": "germany", "dk": "denmark", "ee": "estonia", "el": "greece", "es": "spain", "fi": "finland", "fr": "france",
    "hu": "hungary", "ie": "ireland", "it": "italy", "lt": "lithuania", "lu": "luxembourg", "lv": "latvia",
    "mt": "malta", "nl": "netherlands", "pl": "poland", "pt": "portugal", "ro": "romania", "se": "sweden",
    "si": "slovenia", "sk": "slovakia", "uk": "united-kingdom",
}  # fmt: skip
"""The member states by the letters of the data, as the bodies that come with Tertius call them."""

DEU_ACTORS = (COMMISSION, PARLIAMENT, *DEU_MEMBERS)
_ISSUE_COLUMNS = ("isnrnmc", "prnr", "proc", "wave", "rp", "out")
_STANCE_COLUMNS = ("isnrnmc", "actor", "position", "salience")
_TOP = 100.0  # of every scale

WHOLE = "all"
"""The part of every issue where the table has no column `split`."""


@dataclass(frozen=True)
class DeuIssue:
    """One issue, with everybody's stance.

    Attributes:
        ident: Its number.
        proposal: The proposal it belongs to.
        title: The name of the proposal; may be empty.
        procedure: ``CNS`` or ``COD``.
        wave: One of `WAVES`.
        split: Which part of the study it belongs to.
        reference: 0 to 100; None if it is not known.
        outcome: What was decided, 0 to 100.
        actors: (I,) ``com``, ``ep``, or the two letters of a member state.
        positions: (I,) 0 to 100.
        saliences: (I,) 0 to 100; nan where it is not known.
    """

    ident: str
    proposal: str
    title: str
    procedure: str
    wave: str
    split: str
    reference: float | None
    outcome: float
    actors: tuple[str, ...]
    positions: Floats
    saliences: Floats


@dataclass(frozen=True)
class DeuMeta:
    """What was read.

    Attributes:
        folder: Where from.
        issues: How many issues.
        proposals: How many proposals they belong to.
        stances: How many positions.
        splits: How many issues are in each part.
        without_reference: How many issues have no reference.
        without_salience: How many stances have no salience.
        cite: What to cite.
    """

    folder: str
    issues: int
    proposals: int
    stances: int
    splits: Mapping[str, int]
    without_reference: int
    without_salience: int
    cite: tuple[str, ...] = (
        "Thomson et al. 2006, The European Union Decides",
        "Thomson et al. 2012, Journal of European Public Policy 19, 604-622",
        "Arregui & Perarnaud 2022, doi:10.34810/data53",
    )


@dataclass(frozen=True)
class _Row:
    """A row of a table, and what is wrong with it."""

    cells: Mapping[str, str]
    file: str
    line: int

    def fault(self, column: str, found: str, legal: str = "") -> Problem:
        """A mistake in a column."""
        return Problem(self.file, self.line, "", found, legal, column=column)

    def number(self, column: str, faults: list[Problem], needed: bool = True) -> float:
        """The number from 0 to 100 in a column; nan, and a fault if it is needed, where there is none."""
        text = self.cells[column].strip()
        if not text and not needed:
            return math.nan
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not 0 <= value <= _TOP:
            legal = "a number from 0 to 100" + ("" if needed else ", or nothing")
            faults.append(self.fault(column, f"found '{text}'" if text else "found nothing", legal))
        return value


def deu_folder(folder: Path) -> Path:
    """The folder itself, or its `deu3`: whichever holds the tables.

    Raises:
        UsageError: Neither does.
    """
    for place in (folder, folder / "deu3"):
        if (place / ISSUES).is_file() and (place / STANCES).is_file():
            return place
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}: name the one that holds {ISSUES} and {STANCES}")
    place = next((place for place in (folder, folder / "deu3") if any((place / n).is_file() for n in _FILES)), folder)
    missing = [name for name in _FILES if not (place / name).is_file()]
    raise UsageError(f"{place} has no {' and no '.join(missing)}: name the folder that holds {ISSUES} and {STANCES}")


def read_deu(folder: str | Path) -> tuple[tuple[DeuIssue, ...], DeuMeta]:
    """Read every issue of a folder, in the order of `issues.csv`.

    Args:
        folder: Folder that holds the two tables, or one that holds it as `deu3`; or the published file.

    Raises:
        UsageError: The folder or a table is not there.
        CaseError: A column is missing or a cell is wrong; all such mistakes at once, with file and line.
    """
    place = Path(folder)
    if place.is_file():
        rows, stances = _published(place)
    else:
        place = deu_folder(place)
        rows, stances = _rows(place / ISSUES, _ISSUE_COLUMNS), _rows(place / STANCES, _STANCE_COLUMNS)
    faults: list[Problem] = []
    by_issue = _by_issue(stances, {row.cells["isnrnmc"].strip() for row in rows}, faults)
    issues = tuple(_issue(row, by_issue, faults) for row in rows)
    faults += _twice(rows, "isnrnmc")
    if not issues:
        file = place if place.is_file() else place / ISSUES
        faults.append(Problem(str(file), 1, "", "there is no issue", "a row for each issue"))
    if faults:
        raise CaseError(sorted(faults))
    splits = {split: sum(issue.split == split for issue in issues) for split in dict.fromkeys(i.split for i in issues)}
    meta = DeuMeta(
        folder=str(place),
        issues=len(issues),
        proposals=len({issue.proposal for issue in issues}),
        stances=sum(len(issue.actors) for issue in issues),
        splits=splits,
        without_reference=sum(issue.reference is None for issue in issues),
        without_salience=int(sum(np.isnan(issue.saliences).sum() for issue in issues)),
    )
    return issues, meta


def _rows(path: Path, needed: Sequence[str]) -> list[_Row]:
    """The rows of a text table.

    Raises:
        CaseError: It is no text in UTF-8, or columns are missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = [name.strip() for name in reader.fieldnames or ()]
            reader.fieldnames = names
            rows = [_Row({k: v or "" for k, v in row.items() if k}, str(path), reader.line_num) for row in reader]
    except (UnicodeDecodeError, csv.Error) as fault:
        legal = "a text table in UTF-8, with commas between the cells"
        raise CaseError([Problem(str(path), 0, "", f"cannot be read ({fault})", legal)]) from None
    legal, others = f"needed are {', '.join(needed)}", set(names) - set(needed)
    there = ", ".join(names) or "an empty table"
    missing = [
        Problem(str(path), 1, "", f"there is no column '{column}', only {there}", legal, closest(column, others))
        for column in needed
        if column not in names
    ]
    if missing:
        raise CaseError(missing)
    return rows


_OF_ISSUE = {
    "isnrnmc": "isnrnmc;id;issue;issue id;isnr",
    "prnr": "prnr;proposal;proposal number",
    "prname": "prname;name;title;proposal name",
    "cod": "cod;code;procedure number",
    "proc": "proc;procedure",
    "wave": "wave",
    "rp": "rp;ref;reference;reference point",
    "out": "out;outcome;decision",
    "split": "split",
}
"""The words by which the columns of an issue are known in the published file."""

_YEAR = re.compile(r"\b(\d{4})/\d")

_NEWEST = "cr"
"""The member that was there in the last wave alone."""


def _published(file: Path) -> tuple[list[_Row], list[_Row]]:
    """The issues and the stances in the published file.

    Raises:
        CaseError: It cannot be read, or columns are missing.
    """
    table = read_issue_rows(file)
    places = places_in(table.grid, _OF_ISSUE)
    missing = [column for column in ("isnrnmc", "prnr", "out") if column not in places]
    if missing:
        found = f"there is no column {' and no column '.join(map(repr, missing))}"
        legal = f"needed are {', '.join(_ISSUE_COLUMNS)}, and a position and a salience for each actor"
        raise CaseError([Problem(table.grid.file, 1, "", found, legal)])
    issues, stances = list[_Row](), list[_Row]()
    there: dict[str, set[str]] = {}
    for line in table.grid.rows[1:]:
        cells = {column: text_of_cell(line.cell(places.get(column))) for column in _OF_ISSUE}
        if not cells["isnrnmc"] or not cells["out"]:
            continue  # an issue on which nothing was decided says nothing of how well it was foretold
        own = []
        for actor, (position, salience) in table.actors.items():
            wants, cares = text_of_cell(line.cell(position)), text_of_cell(line.cell(salience))
            if wants:
                stance = {"isnrnmc": cells["isnrnmc"], "actor": actor, "position": wants, "salience": cares}
                own.append(_Row(stance, table.grid.file, line.line))
        cells["split"] = cells["split"] or WHOLE
        issues.append(_Row(cells, table.grid.file, line.line))
        stances += own
        there.setdefault(cells["prnr"], set()).update(row.cells["actor"] for row in own)
    timed = [replace(row, cells={**row.cells, "wave": _wave(row, there[row.cells["prnr"]])}) for row in issues]
    untold = [
        row.fault("wave", "the wave cannot be told without a column for it", f"one of {', '.join(WAVES)}")
        for row in timed
        if not row.cells["wave"]
    ]
    if untold:
        raise CaseError(first_problems(untold))
    return timed, stances


def _wave(row: _Row, actors: set[str]) -> str:
    """The wave of an issue; empty if neither the table nor its proposal tells it."""
    if row.cells["wave"]:
        return row.cells["wave"]
    year = _YEAR.search(row.cells["cod"])
    if year is not None and 1995 <= int(year[1]) <= 2008:
        return WAVES[0] if int(year[1]) <= 2001 else WAVES[1]
    return WAVES[2] if _NEWEST in actors else ""


def _by_issue(stances: Sequence[_Row], known: set[str], faults: list[Problem]) -> dict[str, list[_Row]]:
    """The stances on every issue that is known."""
    grouped: dict[str, list[_Row]] = {ident: [] for ident in known}
    for row in stances:
        ident = row.cells["isnrnmc"].strip()
        if ident not in grouped:
            faults.append(row.fault("isnrnmc", f"there is no issue '{ident}'", f"an issue of {ISSUES}"))
            continue
        if row.cells["actor"].strip() not in DEU_ACTORS:
            faults.append(row.fault("actor", f"found '{row.cells['actor']}'", f"one of {', '.join(DEU_ACTORS)}"))
        grouped[ident].append(row)
    for rows in grouped.values():
        faults += _twice(rows, "actor")
    return grouped


def _twice(rows: Sequence[_Row], column: str) -> Iterator[Problem]:
    """A fault for every row that has the same in a column as a row above it."""
    seen: dict[str, int] = {}
    for row in rows:
        value = row.cells[column].strip()
        if value in seen:
            yield row.fault(column, f"'{value}' stands in line {seen[value]} already", "one row for each")
        seen.setdefault(value, row.line)


def _issue(row: _Row, by_issue: Mapping[str, Sequence[_Row]], faults: list[Problem]) -> DeuIssue:
    cells = {name: text.strip() for name, text in row.cells.items()}
    stances = by_issue[cells["isnrnmc"]]
    if not stances:
        faults.append(
            row.fault("isnrnmc", f"nobody has a position on issue '{cells['isnrnmc']}'", f"rows in {STANCES}")
        )
    if cells["wave"] not in WAVES:
        faults.append(row.fault("wave", f"found '{cells['wave']}'", f"one of {', '.join(WAVES)}"))
    cells.setdefault("split", WHOLE)
    faults += [row.fault(name, "found nothing", "a word") for name in ("prnr", "split") if not cells[name]]
    reference = row.number("rp", faults, needed=False)
    return DeuIssue(
        ident=cells["isnrnmc"],
        proposal=cells["prnr"],
        title=cells.get("prname", ""),
        procedure=cells["proc"],
        wave=cells["wave"],
        split=cells["split"],
        reference=None if math.isnan(reference) else reference,
        outcome=row.number("out", faults),
        actors=tuple(stance.cells["actor"].strip() for stance in stances),
        positions=np.array([stance.number("position", faults) for stance in stances]),
        saliences=np.array([stance.number("salience", faults, needed=False) for stance in stances]),
    )
