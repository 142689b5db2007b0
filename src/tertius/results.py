"""What every result is: frozen, and able to show itself as plain values, as a table, a picture and a workbook.

A `Record` has its documented shape in JSON; a `Result` is a record with a table. `frame_of` builds the table.
"""

from __future__ import annotations

import importlib
import io
import math
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tertius.errors import UsageError
from tertius.writing import write_whole

if TYPE_CHECKING:
    import altair
    import pandas as pd


class Record:
    """A result or a part of one: a frozen dataclass that JSON can say."""

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return self.plain(*(field.name for field in fields(self)))  # type: ignore[arg-type]

    def plain(self, *names: str) -> dict[str, Any]:
        """The attributes of these names as values of JSON."""
        return {name: plain(getattr(self, name)) for name in names}


class Result(Record, ABC):
    """A result that shows itself as a table, below what must be known of it; as a picture and as a workbook."""

    def __init_subclass__(cls) -> None:
        """A dataclass writes a representation of its own, unless there is one: that of a result is for readers."""
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = _on_a_screen  # type: ignore[method-assign]

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """The documented table."""

    def ending(self) -> tuple[str, ...]:
        """How it ended and over what, a sentence each."""
        return ()

    def cautions(self) -> tuple[str, ...]:
        """What a reader must know before the numbers, a sentence each."""
        return tuple(str(warning) for warning in getattr(self, "warnings", ()))

    def plot(self, of: str | None = None) -> altair.LayerChart:
        """Its picture as an Altair chart, which a notebook shows.

        Args:
            of: An id, of what the picture is to show alone: a talk, an issue, an actor or an output.

        Raises:
            UsageError: It has no picture, or none of what is asked for; Altair is not installed.
        """
        # Pictures stand far above: what draws them is found by its name when it is asked for, here and nowhere else.
        chart: altair.LayerChart = importlib.import_module("tertius.report.charts.plots").chart_of(self, of)
        return chart

    def to_excel(self, path: Path | str, overwrite: bool = False) -> Path:
        """Writes a workbook: a sheet with title, ending and warnings, and one with the table. Returns its path.

        Raises:
            UsageError: The file exists and `overwrite` is not set, it is no ``.xlsx``, or it cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".xlsx":
            raise UsageError(f"{path}: a workbook ends in .xlsx")
        if os.path.lexists(path) and not overwrite:
            raise UsageError(f"{path} exists already: give another name, or overwrite=True")
        write_whole(path, _workbook(self), overwrite)
        return path

    def _repr_html_(self) -> str:
        title, *rest = (escape(one_line(line)) for line in (title_of(self), *self.ending()))
        cautions = "".join(f"<li>{escape(one_line(one))}</li>" for one in self.cautions())
        head = "".join([f"<p><strong>{title}</strong></p>", *(f"<p>{line}</p>" for line in rest)])
        head += f"<ul>{cautions}</ul>" if cautions else ""
        return head + str(self.to_frame().to_html(float_format=_two_decimals, max_rows=_ROWS_OF_A_PAGE, na_rep=""))


_ROWS_OF_A_SCREEN, _ROWS_OF_A_PAGE, _WIDE, _LONG = 16, 60, 110, 200
"""Rows of a table on a screen and in a notebook; characters of a line of it, and of a sentence."""


def title_of(result: Any) -> str:
    """What a result is and of which case: ``Settlement: Before the summit (as of 2019-01-10)``."""
    kind = "".join(f" {c.lower()}" if c.isupper() else c for c in type(result).__name__).strip().capitalize()
    case = getattr(result, "case", None)
    title, day = getattr(case, "title", ""), getattr(case, "as_of", None)
    return f"{kind}: {title} (as of {day.isoformat()})" if title and day else kind


def one_line(text: str) -> str:
    """The text on one line, with nothing in it that would command a terminal or turn letters."""
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))


def first_of(names: Sequence[str], most: int = 8) -> str:
    """Names with commas between; of too many the first, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _two_decimals(value: float) -> str:
    return f"{value:.2f}"


def _on_a_screen(result: Any) -> str:
    """Title, ending, warnings, then the table with two decimals, as many columns as find room."""
    lines = [title_of(result), *result.ending(), *(f"Warning: {one}" for one in result.cautions())]
    head = [line if len(line) <= _LONG else f"{line[: _LONG - 3]}..." for line in map(one_line, lines)]
    frame = result.to_frame()
    table = ""
    for columns in range(len(frame.columns), 0, -1):
        table = frame.to_string(
            float_format=_two_decimals, max_rows=_ROWS_OF_A_SCREEN, max_cols=columns, max_colwidth=32, na_rep=""
        )
        if max(map(len, table.splitlines()), default=0) <= _WIDE:
            break
    return "\n".join([*head, "", *map(str.rstrip, table.splitlines())])


def _workbook(result: Any) -> bytes:
    """The workbook of a result; what begins like a formula is text."""
    from openpyxl import Workbook

    book = Workbook()
    about, table = book.create_sheet("About", 0), book.create_sheet("Table", 1)
    del book["Sheet"]
    rows = [("", title_of(result)), *(("Ending", line) for line in result.ending())]
    _fill(about, [*rows, *(("Warning", line) for line in result.cautions())])
    frame = result.to_frame().reset_index()
    _fill(table, [tuple(map(str, frame.columns)), *frame.itertuples(index=False, name=None)])
    table.freeze_panes = "A2"
    about.column_dimensions["B"].width = 100
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows; a text that begins with = + - or @ stays one, and what is missing is left empty."""
    from pandas import isna
    from pandas.api.types import is_scalar

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if is_scalar(value) and isna(value):
                continue
            value = value.item() if hasattr(value, "item") else value
            cell = sheet.cell(number, place)
            if isinstance(value, bool | int | float):
                cell.value = value
            else:
                cell.value = one_line(str(value))[:_LONGEST_CELL]
                cell.data_type, cell.quotePrefix = "s", cell.value[:1] in ("=", "+", "-", "@")


_LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""


def plain(value: Any) -> Any:
    """A value as JSON has it: records by `to_dict`, enumerations by their word, days by ISO 8601, null for nan."""
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def frame_of(rows: Iterable[Sequence[Any]], index: Sequence[str], columns: Mapping[str, Any]) -> pd.DataFrame:
    """A table whose columns have the same types when it is empty.

    Args:
        rows: The cells of each row: those of the index, then those of the columns.
        index: Names of the index.
        columns: Column: its type, such as ``string``, ``boolean`` or ``float``.
    """
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=[*index, *columns])
    return frame.astype(dict(columns)).set_index(list(index))
