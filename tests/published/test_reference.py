"""`reference`: what the data say, and a clear word where they do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import tertius

DECISION = (
    "actor,issue,position,salience,capability,status quo\na,x,0,50,1,30\nb,x,90,20,2,30\na,y,10,50,1,\nb,y,60,0,2,\n"
)


def decision(folder: Path, text: str) -> tertius.Case:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return tertius.load_table(path, (0, 100), "", 100, "2024-01-01")


def test_the_reference_points_of_the_european_union(data: Path, tmp_path: Path) -> None:
    """DEU III (Arregui & Perarnaud 2022): the first issues with a reference point stay there."""
    with (data / "deu3" / "issues.csv").open(encoding="utf-8") as file:
        issues = [row for row in csv.DictReader(file) if row["rp"]][:5]
    assert len(issues) == 5
    for row in issues:
        table = f"actor,position,salience,capability,reference\na,0,50,1,{row['rp']}\nb,100,50,1,\n"
        settlement = tertius.settle(decision(tmp_path, table), rule="reference")
        assert settlement.levels["issue"] == float(row["rp"])


def test_without_a_reference_the_rule_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(tertius.CaseError, match="'y' does not say where it stays if nothing is decided"):
        tertius.settle(decision(tmp_path, DECISION), rule="reference")
    whole = decision(tmp_path, DECISION.replace("a,y,10,50,1,", "a,y,10,50,1,70"))
    assert dict(tertius.settle(whole, rule="reference").levels) == {"x": 30, "y": 70}
