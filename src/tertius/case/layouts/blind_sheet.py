"""The sheet that an expert fills in without seeing the numbers of a case or of other experts; and what came back.

The sheet is a plain table: a row for every actor and issue, with lowest, likely and highest position and salience; the
sheet `issues` says the scales and what their levels mean. Filled in, it is what `tertius pool` takes. A row in which no
position and no salience is given says that the actor has no stake.
"""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tertius.case.files.spreadsheets import unsafe_workbook
from tertius.case.model import Case
from tertius.errors import CaseError, Problem, disk_told

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ASKED = (
    "Position low",
    "Position likely",
    "Position high",
    "Salience low",
    "Salience likely",
    "Salience high",
)
"""The columns to fill in."""

NOTES = {
    "Position low": "The lowest level on the scale of the issue that the actor may want. The sheet 'issues' says what "
    "the levels mean. Leave the whole row empty if the actor has no stake.",
    "Position likely": "The level that the actor wants, as you see it. Enough by itself if you are sure.",
    "Position high": "The highest level that the actor may want.",
    "Salience low": "How much the issue matters to the actor, from 0 (not at all) to 100 (nothing matters more): at "
    "least.",
    "Salience likely": "How much the issue matters to the actor, as you see it. Enough by itself if you are sure.",
    "Salience high": "How much it matters, at most.",
    "Capability": "How much the actor can move the decision; only the ratios between the actors matter.",
    "Reason": "Why, in a line: what you have read or seen.",
}

_EVEN = 1
_ROOM = {"Issue": 34, "Actor": 26, "Reason": 60, "What its levels mean": 90}


def names_of(case: Case, collection: str) -> dict[str, str]:
    """What a sheet calls the entries of a collection, by their ids: their names; with the id where two share one."""
    names = {ident: entry.name or ident for ident, entry in getattr(case, collection).items()}
    count = Counter(name.casefold() for name in names.values())
    return {ident: f"{name} ({ident})" if count[name.casefold()] > 1 else name for ident, name in names.items()}


def asks_capability(case: Case) -> bool:
    """Whether a case rests on capabilities: only a decision without talks does."""
    return not case.talks


def blind_sheet(case: Case, expert: str = "") -> bytes:
    """A sheet for one expert, as the bytes of an .xlsx file; no number of the case but the ends of its scales is in it.

    Args:
        case: The case.
        expert: Who is asked; stands at the head of the sheet `issues`.
    """
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "answers"
    heads = ["Issue", "Actor", *ASKED, "Capability", "Reason"]
    rows: list[list[Any]] = [heads]
    even = None if asks_capability(case) else _EVEN
    for issue in names_of(case, "issues").values():
        rows += [[issue, actor, *[None] * len(ASKED), even, None] for actor in names_of(case, "actors").values()]
    _fill(sheet, rows)
    if even is not None:  # a plain table has this column; nothing hangs on it here
        sheet.column_dimensions["I"].hidden = True
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    issues = book.create_sheet("issues")
    named = names_of(case, "issues")
    scales = [[named[ident], *entry.scale, entry.unit, _anchors(entry.anchors)] for ident, entry in case.issues.items()]
    _fill(issues, [["Issue", "Low", "High", "Unit", "What its levels mean"], *scales])
    issues.freeze_panes = "B2"
    book.properties.title = f"{case.title}: sheet {expert}".strip()
    book.properties.creator = "Tertius"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _anchors(anchors: Any) -> str:
    return "\n".join(f"{level:g}: {meaning}" for level, meaning in sorted(anchors.items()))


def _fill(sheet: Worksheet, rows: list[list[Any]]) -> None:
    """Rows of cells, headings first; a text stays one even where it looks like a formula."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(line, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            note = NOTES.get(str(rows[0][place - 1]))
            if line == 1:
                cell.font = Font(bold=True)
                cell.comment = Comment(note, "Tertius", width=320, height=110) if note else None
            elif value is None:
                cell.fill = PatternFill("solid", fgColor="FFF8E1")
    for place, head in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(place)].width = _ROOM.get(head, 11)


@disk_told()
def without_empty_rows(path: Path) -> tuple[bytes, int]:
    """A filled sheet in which the rows without an answer are empty, so that it can be read as a plain table.

    Args:
        path: An .xlsx file.

    Returns:
        The sheet, every row in its place, and how many rows of it have an answer.

    Raises:
        CaseError: It is no workbook that can be read.
    """
    import openpyxl

    unsafe = unsafe_workbook(path)
    if unsafe is not None:
        raise CaseError([Problem(file=path.name, found=unsafe[0], suggestion=unsafe[1])])
    try:
        book = openpyxl.load_workbook(path)
    except (ValueError, KeyError, OSError) as error:
        found = f"this is no workbook that can be read: {error}"
        raise CaseError([Problem(file=path.name, found=found, suggestion="save it as .xlsx")]) from None
    answered = sum(_clear(sheet) for sheet in book.worksheets if sheet.title.strip().lower() != "issues")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), answered


def _clear(sheet: Worksheet) -> int:
    """Empty the rows of a sheet in which nothing is answered; how many have an answer."""
    rows = sheet.iter_rows()
    heads = [str(cell.value or "").strip().lower() for cell in next(rows, ())]
    places = [place for place, head in enumerate(heads) if head.startswith(("position", "salience"))]
    answered = 0
    for row in rows:
        given = any(str(row[place].value or "").strip() or row[place].value == 0 for place in places)
        answered += given
        if places and not given:
            for cell in row:
                cell.value = None
    return answered
