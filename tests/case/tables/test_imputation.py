"""Numbers that are missing: a mistake, or filled in because somebody asked for it, and marked wherever they go."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.case.tables.imputation import imputed_in
from tertius.errors import CaseError, UsageError
from tertius.report.text.decision import decision_sentences

HEAD = "issue,actor,position,salience,capability\n"
ROWS = "fare,A,10,,5\nfare,B,20,40,\nfare,C,30 to 50,60,20\nfare,D,90,80,30\nday,A,70,10,5\nday,B,,20,7\n"


def load(folder: Path, text: str = HEAD + ROWS, impute: str | None = "median") -> Case:
    (folder / "gaps.csv").write_text(text, encoding="utf-8")
    return tertius.load_table(folder / "gaps.csv", (0, 100), "", 100, "2024-01-01", impute)


def test_without_asking_a_number_that_is_missing_is_a_mistake_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as told:
        load(tmp_path, impute=None)
    places = [(problem.line, problem.column) for problem in told.value.problems]
    assert places == [(2, "salience"), (3, "capability"), (7, "position")]


def test_what_is_missing_is_the_median_of_the_others_on_the_issue_as_wide_as_they_are(tmp_path: Path) -> None:
    case = load(tmp_path)
    assert str(case.stances["a"]["fare"].salience) == "40 to 80, likely 60"
    assert str(case.stances["b"]["fare"].capability) == "5 to 30, likely 20"
    assert str(case.stances["b"]["day"].position) == "70"  # there is one other only
    mean = load(tmp_path, impute="mean")
    assert mean.stances["b"]["fare"].capability is not None
    assert mean.stances["b"]["fare"].capability.middle == pytest.approx(55 / 3)
    assert str(case.stances["c"]["fare"].position) == "30 to 50"


def test_it_is_marked_in_warnings_reasons_words_and_files(tmp_path: Path) -> None:
    case = load(tmp_path)
    notes = [problem for problem in tertius.warn_case(case) if "imputed" in problem.found]
    assert [(note.line, note.column) for note in notes] == [(7, "position"), (2, "salience"), (3, "capability")]
    assert case.stances["a"]["fare"].why == "imputed: salience 40 to 80, likely 60, the median and range of 3 others"
    assert imputed_in(case, "fare") == ["the salience of A", "the capability of B"]
    decision = tertius.decide(case, ["mean"], draws=0)
    assert (
        "Imputed, and not known: the salience of A and the capability of B."
        in list(decision_sentences(decision, "fare"))[-1]
    )
    assert any("was imputed" in warning for warning in decision.to_dict()["warnings"])
    again = tmp_path / "case.yaml"
    again.write_text(yaml_of(case), encoding="utf-8")
    assert imputed_in(tertius.load(again), "day") == ["the position of B"]


def test_a_reason_that_is_there_stays(tmp_path: Path) -> None:
    case = load(tmp_path, "actor,position,salience,capability,why\nA,10,,5,said so.\nB,20,40,6,\nC,1,2,3,\n")
    assert (
        case.stances["a"]["issue"].why
        == "said so. imputed: salience 2 to 40, likely 21, the median and range of 2 others"
    )
    assert case.stances["b"]["issue"].why is None
    assert imputed_in(case, "issue") == ["the salience of A"]


def test_what_nobody_has_stays_a_mistake_and_so_does_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as told:
        load(tmp_path, "actor,position,salience,capability\nA,10,,5\nB,odd,,6\nC,,,x\n")
    places = {(problem.line, problem.column) for problem in told.value.problems}
    assert places >= {(2, "salience"), (3, "salience"), (3, "position"), (4, "capability")}
    assert (4, "position") not in places


def test_percent_and_plain_numbers_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(CaseError):
        load(tmp_path, "actor,position,salience,capability\nA,10%,5,5\nB,20,5,6\nC,,5,5\n")
    case = load(tmp_path, "actor,position,salience,capability\nA,10%,5,5\nB,20%,5,6\nC,,5,5\n")
    assert case.stances["c"]["issue"].position.on((0, 100)).middle == 15


def test_a_way_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is imputed by 'mode': the ways are median, mean"):
        load(tmp_path, impute="mode")


def test_a_file_of_ktab_is_filled_in_too(tmp_path: Path) -> None:
    text = "Name,x,3,1,,\nActor,Description,Power,Position,Salience\nA,a,10,0,20\nB,b,20,100,\nC,c,30,50,40\n"
    (tmp_path / "ktab.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError):
        tertius.load_table(tmp_path / "ktab.csv")
    case = tertius.load_table(tmp_path / "ktab.csv", as_of="2024-01-01", impute="median")
    (issue,) = case.issues
    assert str(case.stances["b"][issue].salience) == "20 to 40, likely 30"


WORDS = ["NA", "n/a", "N.A.", ".", "-", "–", "?", "#N/A", "NaN", "k.A.", "n.d.", "missing", "don't know", "..", "null"]


@pytest.mark.parametrize("word", WORDS)
def test_words_for_a_missing_number_count_as_missing_where_somebody_asks(tmp_path: Path, word: str) -> None:
    text = f"actor,position,salience,capability\nHarbour,40,80,30\nFishers,90,60,50\nTown,{word},40,20\nBank,70,50,10\n"
    case = load(tmp_path, text)
    assert str(case.stances["town"]["issue"].position) == "40 to 90, likely 70"
    with pytest.raises(CaseError) as told:
        load(tmp_path, text, None)
    [problem] = told.value.problems
    assert f"'{word}' says that the number is missing: find it out, or fill it in" in str(problem)


@pytest.mark.parametrize(("column", "code"), [(3, "999"), (3, "-99"), (1, "-99"), (2, "-999"), (3, "9999"), (1, "999")])
@pytest.mark.parametrize("impute", [None, "median"])
def test_codes_for_a_missing_number_are_asked_about_and_never_part_of_a_range(
    tmp_path: Path, column: int, code: str, impute: str | None
) -> None:
    rows = [["A", "40", "80", "30"], ["B", "90", "60", "50"], ["C", "50", "40", "20"], ["D", "70", "50", "10"]]
    rows[2][column] = code
    text = "actor,position,salience,capability\n" + "".join(",".join(row) + "\n" for row in rows)
    with pytest.raises(CaseError) as told:
        load(tmp_path, text, impute)
    [problem] = told.value.problems
    assert str(problem).split("/")[-1].startswith("gaps.csv:4, column ")
    assert f"{code} often stands for a number that is missing" in str(problem)


def test_a_code_is_a_number_where_the_others_are_like_it_or_it_is_written_so(tmp_path: Path) -> None:
    head = "actor,position,salience,capability\n"
    like = load(tmp_path, head + "A,10,5,999\nB,20,5,950\nC,30,5,1200\n")
    assert like.stances["a"]["issue"].capability.middle == 999
    meant = load(tmp_path, head + "A,10,5,999.0\nB,20,5,9\nC,30,5,12\n")
    assert meant.stances["a"]["issue"].capability.middle == 999
