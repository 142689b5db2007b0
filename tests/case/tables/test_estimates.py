"""One expert's lowest, best and highest values in three columns, as IDEA and SHELF ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius

ANNA = """actor,position low,position best,position high,salience low,salience best,salience high,capability
A,10,20,40,50,60,70,10
B,60,80,90,40,40,40,20
"""
BEN = """actor;lowest position;most likely position;highest position;salience;capability
A;12,5;25;50;55;10
B;60;;95;45;20
"""


def read(path: Path, text: str) -> tertius.Case:
    path.write_text(text, "utf-8")
    return tertius.load_table(path, (0, 100), "", 100, "2024-01-01")


def test_three_columns_are_one_range(tmp_path: Path) -> None:
    case = read(tmp_path / "anna.csv", ANNA)
    stances = case.stances["a"]["issue"], case.stances["b"]["issue"]
    assert [str(stance.position) for stance in stances] == ["10 to 40, likely 20", "60 to 90, likely 80"]
    assert [str(stance.salience) for stance in stances] == ["50 to 70, likely 60", "40"]
    assert case.origin.notes == ()


def test_decimal_commas_and_a_best_value_that_is_missing(tmp_path: Path) -> None:
    case = read(tmp_path / "ben.csv", BEN)
    assert str(case.stances["a"]["issue"].position) == "12.5 to 50, likely 25"
    assert str(case.stances["b"]["issue"].position) == "60 to 95"


def test_such_tables_go_into_the_pool(tmp_path: Path) -> None:
    (tmp_path / "anna.csv").write_text(ANNA, "utf-8")
    (tmp_path / "ben.csv").write_text(BEN, "utf-8")
    panel = tertius.pool_tables([tmp_path / "anna.csv", tmp_path / "ben.csv"], (0, 100), "", 100, "2024-01-01")
    position = panel.case.stances["a"]["issue"].position
    assert (position.low, position.high) == (10, 50)
    assert not [warning for warning in panel.warnings if "not used" in str(warning)]


@pytest.mark.parametrize(("row", "said"), [("A,,20,40", "nothing to 40"), ("A,50,20,40", "the low end 50 is above")])
def test_ends_that_are_missing_or_crossed_are_mistakes(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(tertius.CaseError, match=said):
        read(tmp_path / "t.csv", ANNA.replace("A,10,20,40", row))
