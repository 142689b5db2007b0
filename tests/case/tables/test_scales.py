"""A scale for every issue, or one for each: in the call, on the command line, in columns, on a sheet; and warnings."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tests.case.tables.reading import load, load_sheets, mistakes, warnings

HEAD = "actor,issue,position,salience,power"
ROWS = ["Harbour,fee,0.5,80,30", "Fishers,fee,7,60,50", "Harbour,route,0,80,30", "Fishers,route,100,60,50"]
TABLE = "\n".join([HEAD, *ROWS])


def scales(case: tertius.Case) -> dict[str, tuple[float, float]]:
    return {issue.name: issue.scale for issue in case.issues.values()}


def test_an_issue_that_uses_little_of_the_scale_is_warned_of(tmp_path: Path) -> None:
    [said] = warnings(load(tmp_path, TABLE))
    assert said == (
        "t.csv: the positions on 'fee' go from 0.5 to 7, on a scale from 0 to 100: say the scale of each issue: "
        "--scale fee 0 10"
    )
    assert warnings(load(tmp_path, TABLE.replace(",7,", ",70,"))) == []
    alone = "actor,position,salience,power\nA,0.2,50,1\nB,0.9,60,1\n"
    assert "the positions on 'issue' go from 0.2 to 0.9" in warnings(load(tmp_path, alone))[0]


@pytest.mark.parametrize("scale", [{"fee": (0, 10), "": (0, 100)}, {"Fee": (0, 10), "route": (0, 100)}])
def test_a_call_gives_each_issue_its_scale_and_unit(tmp_path: Path, scale: dict[str, tuple[float, float]]) -> None:
    case = load(tmp_path, TABLE, scale=scale, unit={"fee": "EUR"})
    assert scales(case) == {"fee": (0, 10), "route": (0, 100)}
    assert case.issues["fee"].unit == "EUR"
    assert warnings(case) == []


def test_columns_and_a_sheet_tell_the_scale_of_each_issue(tmp_path: Path) -> None:
    wide = [
        HEAD + ",scale low,scale_high,unit",
        ROWS[0] + ",0,10,EUR",
        ROWS[1] + ",,,",
        *(f"{r},0,100," for r in ROWS[2:]),
    ]
    case = load(tmp_path, "\n".join(wide), scale=None)
    assert scales(case) == {"fee": (0, 10), "route": (0, 100)}
    assert (case.issues["fee"].unit, case.issues["route"].unit) == ("EUR", "")
    rows = [line.split(",") for line in TABLE.split("\n")]
    cells = [[float(c) if c[0].isdigit() else c for c in row] for row in rows]
    sheet = [["sheet", "Issues"], ["Issue", "Low", "High", "Unit"], ["fee", 0, 10, "EUR"], ["route", 0, 100, None]]
    told = load_sheets(tmp_path, cells, sheet, scale=None)
    assert scales(told) == scales(case)
    assert told.issues["fee"].unit == "EUR"


def test_what_is_wrong_with_a_scale_is_told(tmp_path: Path) -> None:
    wide = "\n".join(
        [HEAD + ",scale min,scale max", ROWS[0] + ",10,0", ROWS[1] + ",10,0", *(f"{r},0," for r in ROWS[2:])]
    )
    said = mistakes(tmp_path, wide, scale=None)
    assert said[0] == "t.csv:2, column scale min: the low end 10 of the scale is not below its high end 0"
    assert said[1] == "t.csv:4, column scale min: a scale without its scale high: write both ends"
    twice = "\n".join([HEAD + ",scale low,scale high", ROWS[0] + ",0,10", ROWS[1] + ",0,20"])
    assert "the scale high of this issue is 20 here and 10 in row 2" in mistakes(tmp_path, twice)[0]
    clash = "\n".join([HEAD + ",scale low,scale high", ROWS[0] + ",0,10", ROWS[1] + ",,"])
    assert (
        "the table tells the scale 0 to 10, and --scale 0 to 20" in mistakes(tmp_path, clash, scale={"fee": (0, 20)})[0]
    )
    [one] = mistakes(tmp_path, TABLE, scale={"fee": (0, 10)})
    assert one == (
        "t.csv: the scale of 'route' is not declared: say --scale route 0 10 (the column 'position' goes from 0 to 100)"
    )
    with pytest.raises(tertius.UsageError, match=r"--scale fe: the table has no issue 'fe': did you mean 'fee'\?"):
        load(tmp_path, TABLE, scale={"fe": (0, 10), "": (0, 100)})
