"""Reading a text as a plain table in a test: the case, its numbers, and what is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tertius

DECLARED: dict[str, Any] = {"scale": (0, 100), "salience_max": 100, "as_of": "2024-01-01"}
Numbers = dict[tuple[str, str], tuple[float, ...]]


def load(folder: Path, text: str, name: str = "t.csv", **declared: Any) -> tertius.Case:
    (folder / name).write_text(text, "utf-8")
    return tertius.load_table(folder / name, **{**DECLARED, **declared})


def load_sheets(folder: Path, *sheets: Iterable[Iterable[object]], **declared: Any) -> tertius.Case:
    """The case of a workbook with these sheets, named A, B and so on, or as the first cell of `name` rows says."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        lines = [list(row) for row in rows]
        title = str(lines.pop(0)[1]) if lines[0][0] == "sheet" else chr(ord("A") + number)
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(folder / "t.xlsx")
    return tertius.load_table(folder / "t.xlsx", **{**DECLARED, **declared})


def numbers(case: tertius.Case) -> Numbers:
    """Of each actor and issue, by their names: position, salience and capability at their middle."""
    return {
        (case.name(actor), case.issues[issue].name): tuple(
            round(getattr(stance, number).middle, 9) for number in ("position", "salience", "capability")
        )
        for actor, own in case.stances.items()
        for issue, stance in own.items()
    }


def column(case: tertius.Case, number: str) -> list[float]:
    """One number of all stances, in their order."""
    return [getattr(stance, number).middle for own in case.stances.values() for stance in own.values()]


def mean(case: tertius.Case) -> float:
    """The weighted mean of the one issue."""
    (level,) = tertius.settle(case, rule="weighted-mean").levels.values()
    return level


def mistakes(folder: Path, text: str, name: str = "t.csv", **declared: Any) -> list[str]:
    with pytest.raises(tertius.CaseError) as caught:
        load(folder, text, name, **declared)
    return [str(problem).replace(f"{folder.as_posix()}/", "") for problem in caught.value.problems]


def warnings(case: tertius.Case) -> list[str]:
    return [str(problem).split("/")[-1] for problem in tertius.warn_case(case)]
