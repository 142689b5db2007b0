"""One table written in many spellings: it reads back to the same numbers, or to a message; never to other numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import openpyxl
import pytest

import tertius
from tests.case.tables.reading import Numbers, numbers

NAMES = (
    "Harbour",
    "Fishers",
    "New Town",
    "Österreich",
    "Nord-Ost",
    "Ministry (Finance)",
    "Total Oil",
    "Côte d'Or",
    "B2",
)
ISSUES = ("Fee", "Route length", "Straße", "Quota")
LANGUAGES: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "actor": ("actor", "Stakeholders", "PLAYER", "Actor name", "Country"),
        "issue": ("issue", "Topic", "Policy_Issue"),
        "position": ("position", "Policy.Position", "Ideal point", "position (0-100)", "Preferred position"),
        "salience": ("salience", "Saliency", "Importance (%)", "priority", "salience [0-100]"),
        "capability": ("capability", "Power", "influence_score", "Weights", "Resources (EUR m)", "Votes"),
    },
    {
        "actor": ("Akteur", "Akteure", "Land"),
        "issue": ("Thema", "Sachfrage"),
        "position": ("Position", "Präferenz", "Standpunkt (0 bis 100)"),
        "salience": ("Salienz", "Wichtigkeit", "Bedeutung (in %)"),
        "capability": ("Macht", "Einfluss", "Gewicht", "Stimmen"),
    },
    {
        "actor": ("Acteur", "Pays"),
        "issue": ("Enjeu",),
        "position": ("Position", "Préférence"),
        "salience": ("Saillance", "Importance"),
        "capability": ("Poids", "Pouvoir", "Ressources"),
    },
    {
        "actor": ("Actores", "País"),
        "issue": ("Tema", "Cuestión"),
        "position": ("Posición", "Preferencia"),
        "salience": ("Saliencia", "Importancia"),
        "capability": ("Influencia", "Peso", "Recursos"),
    },
)
COLUMNS = ("position", "salience", "capability")
WORDS = ("NA", "n/a", ".", "-", "?", "k.A.", "")
Cells = list[list[object]]


@dataclass(frozen=True)
class Meaning:
    """What a table says: of each actor and issue three numbers, None where one is missing."""

    rows: dict[tuple[str, str], tuple[float | None, ...]]
    digits: dict[str, int]

    @property
    def issues(self) -> list[str]:
        return list(dict.fromkeys(issue for _, issue in self.rows))

    def expected(self) -> Numbers:
        """With the median of the others on the issue for what is missing."""

        def filled(issue: str, place: int, value: float | None) -> float:
            others = [row[place] for (_, on), row in self.rows.items() if on == issue and row[place] is not None]
            return value if value is not None else float(median(others))  # type: ignore[type-var, arg-type]

        return {
            (actor, issue or "Position"): tuple(filled(issue, place, value) for place, value in enumerate(row))
            for (actor, issue), row in self.rows.items()
        }


def meaning(rng: random.Random) -> Meaning:
    actors = rng.sample(NAMES, rng.randint(3, 6))
    issues = rng.sample(ISSUES, rng.randint(2, 3)) if rng.random() < 0.4 else [""]
    digits = {
        "position": rng.choice((0, 0, 1, 2, 3)),
        "salience": rng.choice((0, 0, 1)),
        "capability": rng.randint(0, 3),
    }
    most = rng.choice((9, 90, 900, 5_000, 80_000, 2_000_000))
    hole = 0.1 if rng.random() < 0.3 else 0.0

    def row() -> tuple[float | None, ...]:
        values = {"position": rng.uniform(0, 100), "salience": rng.uniform(2, 100), "capability": rng.uniform(1, most)}
        return tuple(
            None if rng.random() < hole else round(max(value, 1.0), digits[name]) for name, value in values.items()
        )

    return Meaning({(actor, issue): row() for issue in issues for actor in actors}, digits)


@dataclass(frozen=True)
class Spelling:
    """How numbers are written: the decimal sign, the mark between thousands, and whether zeros at the end stay."""

    decimal: str
    mark: str

    def number(self, value: float | None, digits: int, word: str) -> str:
        if value is None:
            return word
        return f"{value:,.{digits}f}".replace(",", "\0").replace(".", self.decimal).replace("\0", self.mark)


def laid_out(table: Meaning, rng: random.Random, write: Callable[[float | None, str], object]) -> Cells:
    """The cells of a table in one of the ways in which tables are laid out, its headings first."""
    words = rng.choice(LANGUAGES)
    named = table.issues != [""]
    heads = {column: rng.choice(choice) for column, choice in words.items() if named or column != "issue"}
    order = list(heads)
    if rng.random() < 0.6:
        rng.shuffle(order)
    keys = list(table.rows)
    merged = named and rng.random() < 0.2 and len(keys) > 2 * len(table.issues)
    if rng.random() < 0.5 and not merged:
        rng.shuffle(keys)
    extra = rng.choice(("", "", "Region", "position (sd)", "Id"))
    body: Cells = []
    earlier = ""
    for actor, issue in keys:
        shown = "" if merged and issue == earlier else issue
        earlier = issue
        row = dict(zip(COLUMNS, table.rows[actor, issue], strict=True))
        cells: list[object] = []
        for column in order:
            cells.append(actor if column == "actor" else shown if column == "issue" else write(row[column], column))
        body.append([*cells, rng.randint(1, 9)] if extra else cells)
    first: list[object] = [heads[column] for column in order]
    if not named and rng.random() < 0.25 and not extra:
        body.append(total(table, order, rng, write))
    return [[*first, extra] if extra else first, *body]


def total(
    table: Meaning, order: Sequence[str], rng: random.Random, write: Callable[[float | None, str], object]
) -> list[object]:
    """A row of totals or averages."""
    sums = rng.random() < 0.5
    known = {c: [r[n] for r in table.rows.values() if r[n] is not None] for n, c in enumerate(COLUMNS)}
    cells: list[object] = []
    for column in order:
        values = [value for value in known.get(column, ()) if value is not None]
        number = sum(values) if sums else sum(values) / max(len(values), 1)
        cells.append(
            rng.choice(("Total", "Sum") if sums else ("Average", "Mittelwert"))
            if column == "actor"
            else write(round(number, table.digits[column]), column)
        )
    return cells


def written(table: Meaning, rng: random.Random) -> bytes:
    """A text table of it, in some spelling."""
    sign = rng.choice((",", ",", ";", ";", "\t", "|", " "))
    decimal = "." if sign in ",|" or rng.random() < 0.4 else ","
    marks = ["", "", "'", "\u00a0", "\u202f", "," if decimal == "." else "."] + ([" "] if sign != " " else [])
    spelling = Spelling(decimal, rng.choice(marks))
    holes = [word for word in WORDS if word or sign != " "]

    def write(value: float | None, column: str) -> str:
        return spelling.number(value, table.digits[column], rng.choice(holes))

    def cell(value: object) -> str:
        text = str(value)
        return f'"{text}"' if sign in text and sign != " " else text

    cells = laid_out(table, rng, write)
    if sign == " ":
        wide = [max(len(str(row[n])) for row in cells) for n in range(len(cells[0]))]
        lines = ["   ".join(str(c).ljust(w) for c, w in zip(row, wide, strict=True)) for row in cells]
        if any(not str(c) for row in cells for c in row):  # merged cells cannot be aligned by blanks
            return written(table, rng)
    else:
        lines = [sign.join(map(cell, row)) for row in cells]
    above = rng.choice(([], [], [], ["Harbour survey, May 2024", ""], ["# drawn up by hand"]))
    if sign in ";," and rng.random() < 0.15:
        above = [f"sep={sign}"]
    below = rng.choice(([], [], [], ["", "* estimated"], ["Source: interviews"]))
    end = rng.choice(("\n", "\r\n"))
    return end.join([*above, *lines, *below, ""]).encode(rng.choice(("utf-8", "utf-8-sig")))


def write_book(table: Meaning, rng: random.Random, path: Path) -> None:
    """A workbook of it, with its numbers as numbers or as texts."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if rng.random() < 0.3:
        sheet.append(["How this was drawn up"])
        sheet = book.create_sheet("Data")
    spelling = Spelling(rng.choice(",."), rng.choice(("", "", " ")))
    texts = rng.random() < 0.4

    def write(value: float | None, column: str) -> object:
        if value is None:
            return rng.choice(WORDS)
        return spelling.number(value, table.digits[column], "") if texts else value

    if rng.random() < 0.3:
        sheet.append(["Harbour survey"])
    for row in laid_out(table, rng, write):
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)


def outcomes(folder: Path, seeds: range) -> Iterator[bool]:
    """Of each seed whether its table was read; a table that is read to other numbers is an error."""
    for seed in seeds:
        rng = random.Random(f"meaning {seed}")
        table = meaning(rng)
        path = folder / ("t.xlsx" if rng.random() < 0.05 else "t.csv")
        if path.suffix == ".xlsx":
            write_book(table, rng, path)
        else:
            path.write_bytes(written(table, rng))
        try:
            case = tertius.load_table(path, (0, 100), "", 100, "2024-01-01", "median")
        except tertius.CaseError as error:
            told = [problem for problem in error.problems if problem.found and problem.file]
            yield len(told) < len(error.problems)
            continue
        found, wanted = numbers(case), table.expected()
        shown = path.read_text("utf-8") if path.suffix == ".csv" else ""
        assert found.keys() == wanted.keys(), (seed, shown)
        assert all(found[key] == pytest.approx(wanted[key], rel=1e-9) for key in wanted), (seed, shown)
        yield True


def test_a_table_in_many_spellings_is_the_same_or_a_message(tmp_path: Path) -> None:
    read = list(outcomes(tmp_path, range(250)))
    assert sum(read) > 0.85 * len(read)


@pytest.mark.long
def test_thousands_of_tables_in_many_spellings_are_the_same_or_a_message(tmp_path: Path) -> None:
    read = list(outcomes(tmp_path, range(250, 11_000)))
    assert sum(read) > 0.85 * len(read)
