"""Which claims answer the question of a case, and what to say: read, checked, shown, and kept in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import tertius
from tertius.case import Change, apply_changes, check_case, load, read_text, warn_case
from tertius.case.actions import Answer
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.workbook import workbook_of
from tertius.case.files.write import yaml_of
from tertius.case.parse.comments import with_comments
from tertius.cli import app
from tests.case.conftest import SMALL

ANSWERS = """answered_by:
  # the short form
  - loan-helps
  - claim: grain-matters
    # said aloud
    holds: Yes, a little
    depends: That depends on the loan
"""
ASKED = SMALL + ANSWERS


def told(old: str, new: str) -> list[str]:
    assert old in ASKED
    try:
        read_text(ASKED.replace(old, new), "k.yaml")
    except tertius.CaseError as refused:
        return [str(problem).partition(" ")[2] for problem in refused.problems]
    return []


def test_they_are_read_in_order_and_read_back_from_every_format(tmp_path: Path) -> None:
    case = read_text(ASKED)
    loan, grain = case.answered_by
    assert loan == Answer(claim="loan-helps")
    assert (grain.claim, grain.holds, grain.fails) == ("grain-matters", "Yes, a little", None)
    assert read_text(SMALL + "answered_by: loan-helps\n").answered_by == (loan,)
    assert read_text(SMALL).answered_by == ()
    assert read_text(yaml_of(case)) == case
    (tmp_path / "case.xlsx").write_bytes(workbook_of(case))
    assert load(tmp_path / "case.xlsx") == case
    folder = tmp_path / "csv"
    folder.mkdir()
    for name, data in csv_files_of(case).items():
        (folder / name).write_bytes(data)
    assert load(folder) == case
    assert "answered-by.csv" not in csv_files_of(read_text(SMALL))


def test_comments_beside_them_are_kept() -> None:
    kept = with_comments(ASKED, yaml_of(read_text(ASKED))).splitlines()
    assert kept[kept.index("  # the short form") + 1] == "  - claim: loan-helps"
    assert kept[kept.index("    # said aloud") + 1] == "    holds: Yes, a little"


def test_what_does_not_fit_is_a_mistake_with_its_line() -> None:
    assert told("  - loan-helps", "  - loan-help") == [
        "answer 1, claim, 'loan-help' is not a claim of this case: did you mean 'loan-helps'? (claims: grain-matters, "
        "loan-helps)"
    ]
    (twice,) = told("  - loan-helps", "  - grain-matters")
    assert "answer 2, claim, the claim 'grain-matters' answers the question twice: take one" in twice
    (empty,) = told("Yes, a little", '"..."')
    assert "answer 2, holds, the answer '...' says nothing: say it, or leave it out" in empty
    (unknown,) = told("depends:", "depend:")
    assert "answer 2, unknown field 'depend': did you mean 'depends'?" in unknown
    with pytest.raises(tertius.CaseError, match="an entry for each claim"):
        read_text(SMALL + "answered_by:\n  claim: loan-helps\n  holds: Yes\n", "k.yaml")


def test_a_mistake_in_a_sheet_names_its_cell(tmp_path: Path) -> None:
    for name, data in csv_files_of(read_text(ASKED)).items():
        (tmp_path / name).write_bytes(data)
    sheet = tmp_path / "answered-by.csv"
    text = sheet.read_text(encoding="utf-8-sig")
    sheet.write_text(text.replace("loan-helps", "loan-help") + "grain-matters,No,,\r\n", encoding="utf-8", newline="")
    with pytest.raises(tertius.CaseError) as refused:
        load(tmp_path)
    found = [str(problem) for problem in refused.value.problems]
    assert len(found) == 2
    assert "answered-by.csv:2, column claim: answer 1, claim, 'loan-help' is not a claim" in found[0]
    assert "'grain-matters' stands twice, in row 3 and in row 4" in found[1]


def test_an_answer_without_a_question_and_one_too_long_are_warned_of() -> None:
    assert not [one for one in warn_case(read_text(ASKED)) if one.where.startswith("answered_by")]
    unasked = [
        str(one) for one in warn_case(read_text(ASKED.replace("question: Who concedes on tolls, and why?\n", "")))
    ]
    assert any("and the case asks none: write the question" in one for one in unasked)
    long = [str(one) for one in warn_case(read_text(ASKED.replace("Yes, a little", "so " * 36)))]
    assert any("together the answers can have 36 words" in one for one in long)


def test_they_go_with_their_claims_and_move_nothing() -> None:
    case = read_text(ASKED)
    assert tertius.settle(case).payoffs == tertius.settle(read_text(SMALL)).payoffs
    without = apply_changes(case, Change(remove="needs.food"))
    assert [one.claim for one in without.answered_by] == list(without.claims) == ["loan-helps"]
    assert check_case(without) == []


def test_show_tells_them_with_the_question_and_with_each_claim(tmp_path: Path) -> None:
    file = tmp_path / "k.yaml"
    file.write_text(ASKED, encoding="utf-8")
    words = " ".join(CliRunner().invoke(app, ["show", str(file)]).stdout.split())
    assert "Answered by: loan-helps, grain-matters" in words or "Answered by: loan-helps and grain-matters" in words
    assert "It answers the question. If it holds: Yes, a little. If it depends: That depends on the loan" in words
