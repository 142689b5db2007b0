"""A plain table keeps its face: numbers change in their cells, actors come and go with their rows."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tertius
from tertius.case import Case
from tertius.case.paths import with_value
from tertius.case.plain import plain_of
from tertius.case.rewriting import rewrite
from tests.case.rewriting.edits import set_at
from tests.case.rewriting.test_tables import remove

TABLE = """\
Votes on the fee;;;;
;;;;
Actor;Position (years);Salience;Capability;Remark
North;4,5;0,8;8;"first; of all"
South; 10 ;0,6;16;
East;7 to 8;0,4;8,5;

"""
LONG = """\
actor,issue,position,salience,capability,reference
North,Fee,10,80,5,20
South,Fee,90,50,5,
North,Term,1,30,5,4
South,Term,9,70,5,4
"""
WIDE = """\
actor\tcapability\tposition on Fee\tsalience on Fee\tposition on Term\tsalience on Term
North\t5\t10\t80\t1\t30
South\t5\t90\t50\t9\t70
"""


def table_of(folder: Path, text: str, **declared: Any) -> tuple[Path, Case]:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return path, tertius.load_table(path, as_of="2024-01-01", **declared)


def again(path: Path, before: Case, after: Case, **declared: Any) -> tuple[str, Case]:
    """What the table says afterwards, and the case that it is then."""
    path.write_bytes(rewrite(path, path.read_bytes(), before, after)[path])
    case = tertius.load_table(path, as_of="2024-01-01", **declared)
    assert plain_of(case) == plain_of(after)
    return path.read_bytes().decode(), case


def test_numbers_change_in_their_cells_and_in_the_notation_of_the_table(tmp_path: Path) -> None:
    declared = {"scale": (4, 10), "unit": "years", "salience_max": 1}
    path, case = table_of(tmp_path, TABLE, **declared)
    assert case.stances["north"]["issue"].salience.low == 80
    text, case = again(path, case, set_at(case, "stances.north.issue.salience", 85), **declared)
    assert text == TABLE.replace("North;4,5;0,8", "North;4,5;0,85")
    text, case = again(path, case, set_at(case, "stances.east.issue.position", "7.5 to 8, likely 8"), **declared)
    assert text == TABLE.replace("North;4,5;0,8", "North;4,5;0,85").replace("7 to 8", "7,5 to 8, likely 8")
    text, case = again(path, case, set_at(case, "stances.east.issue.capability", 9), **declared)
    assert "East;7,5 to 8, likely 8;0,4;9;\n" in text


def test_actors_come_and_go_with_their_rows(tmp_path: Path) -> None:
    declared = {"scale": (4, 10), "salience_max": 1}
    path, case = table_of(tmp_path, TABLE, **declared)
    new = with_value(case, ("actors", "west"), case.actors["east"].model_copy(update={"name": "West"}))
    new = new.model_copy(update={"stances": {**new.stances, "west": new.stances["south"]}})
    text, case = again(path, case, new, **declared)
    assert text == TABLE.replace("8,5;\n", "8,5;\nWest;10;0,6;16;\n")
    text, _ = again(path, case, remove(case, "actors.west"), **declared)
    assert text == TABLE


@pytest.mark.parametrize("text", [LONG, WIDE], ids=["a row for each issue", "columns for each issue"])
def test_tables_of_several_issues_are_edited_in_their_shape(tmp_path: Path, text: str) -> None:
    declared = {"scale": {"Fee": (0, 100), "Term": (0, 10)}, "salience_max": 100}
    path, case = table_of(tmp_path, text, **declared)
    new, case = again(path, case, set_at(case, "stances.south.term.position", 8), **declared)
    assert new == text.replace("Term,9", "Term,8").replace("50\t9", "50\t8")
    more = with_value(case, ("actors", "west"), case.actors["south"].model_copy(update={"name": "West"}))
    more = more.model_copy(update={"stances": {**more.stances, "west": more.stances["north"]}})
    new, case = again(path, case, more, **declared)
    assert new.splitlines()[-1] in ("West,Term,1,30,5,", "West\t5\t10\t80\t1\t30")
    new, case = again(path, case, remove(case, "actors.west"), **declared)
    assert new == text.replace("Term,9", "Term,8").replace("50\t9", "50\t8")


def test_the_level_without_a_decision_changes_wherever_it_stands(tmp_path: Path) -> None:
    declared = {"scale": {"Fee": (0, 100), "Term": (0, 10)}, "salience_max": 100}
    path, case = table_of(tmp_path, LONG, **declared)
    text, _ = again(path, case, set_at(case, "issues.term.reference", 5), **declared)
    assert text == LONG.replace(",5,4\n", ",5,5\n")


def test_a_workbook_with_a_plain_table_is_edited_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["A title"], [], ["Actor", "Position", "Salience", "Capability"], ["N", 4, 0.8, 8], ["S", 10, 0.6, 9]):
        sheet.append(row)
    sheet["C4"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "table.xlsx"
    path.write_bytes(out.getvalue())
    declared: dict[str, Any] = {"scale": (4, 10), "salience_max": 1, "as_of": "2024-01-01"}
    case = tertius.load_table(path, **declared)
    after = set_at(set_at(case, "stances.n.issue.salience", 75), "stances.s.issue.position", 9.5)
    path.write_bytes(rewrite(path, path.read_bytes(), case, after)[path])
    assert plain_of(tertius.load_table(path, **declared)) == plain_of(after)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet["C4"].value, sheet["B5"].value, sheet["A1"].value) == (0.75, 9.5, "A title")


def test_what_a_plain_table_cannot_hold_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path, case = table_of(tmp_path, TABLE, scale=(4, 10), salience_max=1)
    parties = {"t": {"parties": ["north", "south"], "without_agreement": {"issue": 4}}}
    talks = Case.model_validate({**plain_of(case), "talks": parties})
    with pytest.raises(tertius.UsageError, match="a plain table has no place for talks: save it as a case of its own"):
        rewrite(path, path.read_bytes(), case, talks)
    for after in (set_at(case, "actors.north.country", "Norway"), set_at(case, "stances.north.issue.why", "so")):
        with pytest.raises(tertius.UsageError, match="save it as a case of its own"):
            rewrite(path, path.read_bytes(), case, after)
