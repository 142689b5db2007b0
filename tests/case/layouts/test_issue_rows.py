"""A row for each issue with columns for each actor, the shape in which data on the European Union are published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import tertius
from tertius.case.layouts.issue_rows import load_issue_rows
from tests.cli.conftest import Call

ROWS = "id,ref,out,pa,pb,pc,sa,sb,sc\n1,0,70,0,80,100,40,60,80\n2,,20,20,0,50,70,30,50\n"


def middles(case: tertius.Case) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        actor: {issue: (one.position.middle, one.salience.middle) for issue, one in own.items()}
        for actor, own in case.stances.items()
    }


def test_every_row_is_an_issue_and_every_pair_of_columns_an_actor(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, "utf-8")
    result = call("import", str(path), str(tmp_path / "d"), "--layout", "deu", "--as-of", "2024-01-01")
    assert result.exit_code == 0
    case = tertius.load(tmp_path / "d")
    assert middles(case) == {
        "a": {"issue-1": (0, 40), "issue-2": (20, 70)},
        "b": {"issue-1": (80, 60), "issue-2": (0, 30)},
        "c": {"issue-1": (100, 80), "issue-2": (50, 50)},
    }
    assert case.issues["issue-1"].reference is not None
    assert case.issues["issue-2"].reference is None
    assert "nothing of capability" in result.stderr.replace("\n", " ")
    assert "what was decided is no part of a case" in result.stderr.replace("\n", " ")
    # 12,800 / 180, by hand: (0 * 40 + 80 * 60 + 100 * 80) / 180
    assert tertius.settle(case, rule="weighted-mean").levels["issue-1"] == pytest.approx(12_800 / 180)


@pytest.mark.parametrize(
    "text",
    [
        "isnrnmc;rp;out;pos_a;sal_a;pos_b;sal_b;pos_c;sal_c\n1;0;70;0;40;80;60;100;80\n2;;20;20;70;0;30;50;50\n",
        "Issue,position A,salience A,position B,salience B,position C,salience C,prnr,proc\n"
        "1,0,40,80,60,100,80,7,COD\n2,20,70,0,30,50,50,7,COD\n",
        "id,pa,sa,pb,sb,pc,sc,pd,sd\n1,0,0.4,80,.6,100,0.8,NA,0.5\n2,20,0.7,0,0.3,50,0.5,.,\n",
    ],
)
def test_headings_scales_and_missing_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    case = load_issue_rows(tmp_path / "t.csv", salience_max=1 if "0.4" in text else 100, as_of="2024-01-01")
    assert middles(case) == {
        "a": {"issue-1": (0, pytest.approx(40)), "issue-2": (20, pytest.approx(70))},
        "b": {"issue-1": (80, pytest.approx(60)), "issue-2": (0, pytest.approx(30))},
        "c": {"issue-1": (100, pytest.approx(80)), "issue-2": (50, pytest.approx(50))},
    }
    halves = [note for note in case.origin.notes if "1 stance has a position or a salience alone" in str(note)]
    assert len(halves) == ("pd" in text)


def test_a_file_of_stata(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(ROWS, "utf-8")
    pd.read_csv(tmp_path / "t.csv").to_stata(tmp_path / "t.dta", write_index=False)
    one, other = (load_issue_rows(tmp_path / name, as_of="2024-01-01") for name in ("t.csv", "t.dta"))
    assert one == other


def test_mistakes_name_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,pa,sa,pb,sb\n1,500,40,80,much\n1,1,1,1,1\n,5,5,5,5\n", "utf-8")
    with pytest.raises(tertius.CaseError) as caught:
        load_issue_rows(path, as_of="2024-01-01")
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "t.csv:2, column pa",
        "t.csv:2, column sb",
        "t.csv:3, column id: the issue '1' stands twice",
        "t.csv:4",
    ):
        assert part in said
    path.write_text("id,prnr,proc\n1,2,3\n", "utf-8")
    with pytest.raises(tertius.CaseError, match="no two columns hold the position and salience of an actor"):
        load_issue_rows(path)


def test_layouts_are_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(ROWS, "utf-8")
    where = (str(tmp_path / "t.csv"), str(tmp_path / "d"))
    assert "the layouts are deu, exchange and votes" in call("import", *where, "--layout", "wide").stderr.replace(
        "\n", " "
    )
    assert call("import", *where, "--layout", "deu", "--impute", "mean").exit_code == 2
    assert call("import", *where, "--layout", "votes", "--as-of", "2024-01-01").exit_code == 2
