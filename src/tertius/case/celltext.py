"""Texts and numbers in the cells of tables: what is written, what is read back, and what would not come back.

A workbook writes a character as ``_x000D_`` that its XML cannot hold, cuts a text at 32,767 characters, and keeps
15 digits of a number. What cannot come back as it was is refused before anything is written. Line breaks are line
feeds everywhere, as in YAML: a carriage return before one, or in its place, says no more.
"""

from __future__ import annotations

import re
from typing import Any

from tertius.case.limits import MAX_CELL, MAX_CSV_CELL
from tertius.case.text import control_in
from tertius.errors import Problem

__all__ = ["cell_problem", "csv_problem", "from_cell", "from_text", "to_cell"]

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNDERSCORE = "_x005F_"
_DECODED = re.compile(f"{_UNDERSCORE}|_x000D_(?=\n)")
_ELSEWHERE = "export a case file or CSV files instead"


def from_text(text: str) -> str:
    """The text that a cell of a text table holds: without outer spaces, and with line feeds between its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def from_cell(text: str) -> str:
    """The text that a cell of a workbook holds, likewise, its codes undone."""
    return from_text(_DECODED.sub(lambda code: "_" if code[0] == _UNDERSCORE else "", text))


def to_cell(value: Any) -> Any:
    """A plain value as a cell of a workbook keeps it: what looks like a code coded, a number of many digits as text."""
    if isinstance(value, str):
        return _CODE.sub(_UNDERSCORE, value)
    if isinstance(value, float) and float(f"{value:.15g}") != value:
        return repr(value)
    return value


def cell_problem(text: str) -> Problem | None:
    """Why a text does not fit into a cell of a workbook; None if it does."""
    if control_in(text):
        return Problem(found=f"found the control character {control_in(text)}", suggestion="leave it out")
    written = to_cell(text)
    # A spreadsheet program counts a character beyond the first 65,536 of Unicode as two.
    count = len(written.encode("utf-16-le")) // 2
    if count > MAX_CELL:
        found = f"it takes {count:,} characters in one cell"
        return Problem(
            found=found,
            legal=f"a cell of a workbook holds at most {MAX_CELL:,}",
            suggestion=f"shorten it, or {_ELSEWHERE}",
        )
    # What a spreadsheet program has saved anew reaches us with its codes half undone.
    if {from_cell(written), from_cell(written.replace(_UNDERSCORE[1:], ""))} != {text.strip()}:
        code = _UNDERSCORE[1:] if _UNDERSCORE[1:] in text else "_x000D_ before a new line"
        return Problem(found=f"a workbook would take {code} for a code of its own", suggestion=_ELSEWHERE)
    return None


def csv_problem(text: str) -> Problem | None:
    """Why a text does not fit into a cell of a CSV file; None if it does."""
    if len(text) > MAX_CSV_CELL:
        found, legal = (
            f"it takes {len(text):,} characters in one cell",
            f"a cell of a CSV file holds at most {MAX_CSV_CELL:,}",
        )
        return Problem(found=found, legal=legal, suggestion="shorten it, or export a case file instead")
    return None
