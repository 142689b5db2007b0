"""Tables of votes: who has how much power, without a case around them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import tertius
from tertius.case.layouts.votes import load_votes
from tests.cli.conftest import Call

COUNCIL = "country,abbr,weights,quota\nnorth,n,4,12\nsouth,s,4,12\neast,e,4,12\nwest,w,2,12\nmid,m,2,12\nisle,i,1,12\n"


def indices(path: Path) -> list[Fraction | float]:
    return [member.shapley_shubik for member in tertius.power(load_votes(path)).members]


def test_the_council_of_1958_from_its_votes(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "council.csv"
    path.write_text(COUNCIL, "utf-8")
    assert indices(path) == [Fraction(7, 30)] * 3 + [Fraction(3, 20)] * 2 + [0]
    result = call("power", str(path))
    assert result.exit_code == 0
    assert "7/30" in result.stdout
    assert "the column 'abbr' is not used" in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Mitglied;Stimmen;Schwelle\nA;4;12\nB;4;\nC;4;\nD;2;\nE;2;\nF;1;\n",
        "Member\tSeats\tThreshold\nA\t4\t\nB\t4\t\nC\t4\t\nD\t2\t\nE\t2\t\nF\t1\t\n\t\t12\n",
        "party,votes,quota\nA,0.4,1.2\nB,0.4,1.2\nC,0.4,1.2\nD,0.2,1.2\nE,0.2,1.2\nF,0.1,1.2\n",
    ],
)
def test_headings_quota_and_numbers_stand_in_several_ways(tmp_path: Path, text: str) -> None:
    (tmp_path / "v.csv").write_text(text, "utf-8")
    assert indices(tmp_path / "v.csv") == [Fraction(7, 30)] * 3 + [Fraction(3, 20)] * 2 + [0]


def test_workbooks_and_files_of_stata(tmp_path: Path) -> None:
    rows = [line.split(",") for line in COUNCIL.splitlines()]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "v.xlsx")
    frame = pd.DataFrame([[a, b, int(c), int(d)] for a, b, c, d in rows[1:]], columns=rows[0])
    frame.to_stata(tmp_path / "v.dta", write_index=False)
    for name in ("v.xlsx", "v.dta"):
        assert indices(tmp_path / name)[0] == Fraction(7, 30)


def test_a_veto_has_a_column(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("member,votes,quota,veto\nA,1,2,yes\nB,1,2,\nC,1,2,no\n", "utf-8")
    power = tertius.power(load_votes(tmp_path / "v.csv"))
    assert [member.veto for member in power.members] == [True, False, False]


def test_mistakes_name_their_cells_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text("member,votes,quota,veto\nA,4,12,\nA,4,13,\nB,,12,perhaps\n,3,12,\nC,much,12,\n", "utf-8")
    with pytest.raises(tertius.CaseError) as caught:
        load_votes(path)
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "v.csv:3, column member: 'A' stands twice",
        "v.csv:3, column quota: the quota is 13 here and 12 above",
        "v.csv:4, column votes: 'B' has no number of votes",
        "v.csv:4, column veto: found 'perhaps'",
        "v.csv:5, column member: a row with votes and without a member",
        "v.csv:6, column votes",
    ):
        assert part in said
    path.write_text("member,votes\nA,4\n", "utf-8")
    with pytest.raises(tertius.CaseError, match="there is no column quota, only member, votes"):
        load_votes(path)
