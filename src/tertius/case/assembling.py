"""From the sheets of a workbook or a folder to the checked case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tertius.case.grid import Grid
from tertius.case.layout import CASE_SHEET, SHEETS
from tertius.case.model import Case
from tertius.case.origin import Origin
from tertius.case.reading import case_of
from tertius.case.sheets import SheetReader
from tertius.errors import Problem

__all__ = ["case_of_sheets"]

_ORDER = (CASE_SHEET, *(sheet.name for sheet in SHEETS))


def case_of_sheets(
    file: str, grids: Mapping[str, Grid], problems: Sequence[Problem] = (), lost: Collection[str] = ()
) -> Case:
    """The case that sheets hold, in the order of the format, whichever way they lie.

    Args:
        file: Name of the file in messages that no cell is to blame for.
        grids: The sheets by their names.
        problems: Mistakes found in reading them.
        lost: Names of sheets that could not be read: that something of theirs is missing is no further mistake.

    Raises:
        CaseError: There are mistakes: all of them, each with its cell.
    """
    reader = SheetReader()
    # The order of entries breaks ties, so it must not depend on how somebody has sorted the sheets.
    for name in (*(name for name in _ORDER if name in grids), *(name for name in grids if name not in _ORDER)):
        reader.take(name, grids[name])
    reader.damaged |= {(sheet.path[0],) for sheet in SHEETS if sheet.name in lost}
    notes = tuple(note for grid in grids.values() for note in grid.notes)
    origin = Origin(file, cells=reader.cells, notes=notes)
    return case_of(reader.raw, origin, (*problems, *reader.problems), reader.damaged)
