"""What a cell of a workbook is to hold, in the way of what stood there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tertius.case.fields import Number
from tertius.case.files.cells import Value, to_cell
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.yaml.scalars import number_in_place

_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")


class FilledRows:
    """The rows of a sheet that are not empty.

    Attributes:
        lines: The number of each in the sheet, from 1.
        cells: What stands in it.
    """

    lines: list[int]
    cells: list[list[Value]]

    def rows(self) -> Sequence[Sequence[Value]]:
        """What stands in the cells."""
        return self.cells

    def row_at(self, line: int) -> int:
        """The row that has a number in the sheet, from 1.

        Raises:
            OutOfOrdinaryError: It is empty.
        """
        if line not in self.lines:
            raise OutOfOrdinaryError(f"row {line} is empty")
        return self.lines.index(line)


def cell_value(value: Any, number: Number | None, stood: Any, number_format: str) -> Any:
    """The value of a cell: shown as percent if that is how it is shown, else as text or number.

    Args:
        value: A plain value.
        number: What its field says of numbers; None if it holds none.
        stood: What the cell held.
        number_format: How the cell shows numbers.
    """
    percent = "%" in number_format
    if isinstance(stood, str) and number is not None and value is not None:
        value = number_in_place(number, value, stood)
    elif percent and isinstance(value, int | float) and number is not None and number.full is not None:
        return value / number.full
    elif percent and isinstance(value, int | float):
        value = repr(value)
    elif percent and isinstance(value, str) and _PERCENT.fullmatch(value):
        return float(value[:-1]) / 100
    return to_cell(value)
