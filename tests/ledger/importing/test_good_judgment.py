"""Tables of the Good Judgment Project are read, from hand-written ones in their form; the questions are invented."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.errors import CaseError, UsageError
from tertius.ledger.importing.good_judgment import GOOD_JUDGMENT

knows, read = GOOD_JUDGMENT.knows, GOOD_JUDGMENT.read

IFPS = (
    "ifp_id", "q_type", "q_text", "q_desc", "q_status", "date_start", "date_suspend", "date_to_close", "date_closed",
    "outcome", "short_title", "days_open", "n_opts", "options",
)  # fmt: skip
SURVEY = (
    "ifp_id", "ctt", "cond", "training", "team", "user_id", "forecast_id", "fcast_type", "answer_option", "value",
    "fcast_date", "expertise", "q_status", "viewtime", "year", "timestamp",
)  # fmt: skip


def ifp(ident: str, **other: Any) -> dict[str, Any]:
    return {
        "ifp_id": ident,
        "q_type": 0,
        "q_text": "Invented: will the ferry run\r by July?",
        "q_status": "closed",
        "date_to_close": "6/30/12",
        "date_closed": "6/25/12",
        "outcome": "a",
        "n_opts": 2,
        "options": "(a) Yes, (b) No",
    } | other


def word(ident: str, user: int | str, day: str, value: float, option: str = "a", **other: Any) -> dict[str, Any]:
    return {
        "ifp_id": ident,
        "user_id": user,
        "fcast_type": 0,
        "answer_option": option,
        "value": value,
        "fcast_date": day,
    } | other


def table(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]], **form: Any) -> Path:
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", **form)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_crowd_is_the_median_of_the_latest_words_that_were_not_withdrawn(tmp_path: Path) -> None:
    ifps = table(tmp_path / "ifps.csv", IFPS, [ifp("1001-0", q_desc="As the harbour’s list says.")])
    rows = [
        word("1001-0", 1, "2012-05-01", 0.9, timestamp="2012-05-01 18:00:00"),
        word("1001-0", 1, "2012-05-01", 0.2, timestamp="2012-05-01 09:00:00"),
        word("1001-0", 1, "2012-05-01", 0.1, "b", timestamp="2012-05-01 18:00:00"),
        word("1001-0", 2, "2012-05-01", 0.5),
        word("1001-0", 3, "5/2/12", 0.1),
        word("1001-0", 1, "2012-05-04", 0.9, fcast_type=4),
        word("1001-0", "NULL", "2012-05-05", 0.9),
        word("1002-0", 1, "2012-05-05", 0.9),
    ]
    survey = table(tmp_path / "survey_fcasts.yr1.csv", SURVEY, rows)
    assert knows(ifps)
    found = read([ifps, survey])
    (question,) = found.questions
    assert question.text == "Invented: will the ferry run by July? (a) Yes"
    assert question.resolves == "the outcome is (a) Yes\nAs the harbour’s list says."
    assert (question.id, question.by, question.group) == (
        "good-judgment/1001-0",
        date(2012, 6, 30),
        "good-judgment/1001",
    )
    assert [(one.as_of, one.rivals["crowd"]) for one in found.forecasts] == [
        (date(2012, 5, 1), 0.7),
        (date(2012, 5, 2), 0.5),
        (date(2012, 5, 4), 0.3),
    ]
    assert [(one.outcome, one.on) for one in found.resolutions] == [(1.0, date(2012, 6, 25))]
    assert found.left_out == {"forecasts of nobody": 1, "forecasts of questions that are not there": 1}
    tabs = table(tmp_path / "survey_fcasts.yr1.tab", SURVEY, rows, delimiter="\t")
    assert read([tabs, ifps]) == found
    survey.unlink()
    assert read([tmp_path]) == found


def test_each_of_several_options_is_a_question_of_one_group(tmp_path: Path) -> None:
    options = "(a) Less than 3, (b) Between 3 and 5, inclusive, (c) More"
    rows = [
        word("1003-0", 1, "2012-05-01", value, option) for option, value in zip("abc", (0.2, 0.5, 0.3), strict=True)
    ]
    ifps = table(tmp_path / "ifps.csv", IFPS, [ifp("1003-0", q_type=6, n_opts=3, options=options, outcome="b")])
    found = read([ifps, table(tmp_path / "s.csv", SURVEY, rows)])
    assert [one.id for one in found.questions] == [f"good-judgment/1003-0/{letter}" for letter in "abc"]
    assert found.questions[1].text.endswith("(b) Between 3 and 5, inclusive")
    assert {one.group for one in found.questions} == {"good-judgment/1003"}
    assert [one.rivals["crowd"] for one in found.forecasts] == [0.2, 0.5, 0.3]
    assert [one.outcome for one in found.resolutions] == [0.0, 1.0, 0.0]


def test_conditional_open_and_void_questions(tmp_path: Path) -> None:
    rows = [ifp("1-1"), ifp("2-0", q_status="open", outcome=""), ifp("3-0", q_status="voided", outcome="")]
    found = read([table(tmp_path / "ifps.csv", IFPS, rows)])
    assert [one.id for one in found.questions] == ["good-judgment/2-0", "good-judgment/3-0"]
    assert [(one.question, one.outcome) for one in found.resolutions] == [("good-judgment/3-0", None)]
    assert found.left_out == {"conditional questions": 1}


def test_every_mistake_is_told_with_its_row(tmp_path: Path) -> None:
    asked = [ifp("1-0"), ifp("1-0"), ifp("2-0", n_opts=1), ifp("3-0", outcome="c"), ifp("4-0", date_to_close="June")]
    rows = [
        word("1-0", 1, "2012-05-01", 63),
        word("1-0", 1, "2012-05-01", 0.5, "c"),
        word("1-0", 1, "some day", 0.5),
        word("1-0", 1, "", 0.5),
        word("1-0", 1, "2012-05-01", 0.5, timestamp="2012-05-01 25:00:00"),
    ]
    ifps = table(tmp_path / "a.csv", IFPS, asked)
    ifps.write_bytes(ifps.read_bytes().replace(b"\r by", b" by"))  # so that each row is a line
    with pytest.raises(CaseError) as caught:
        read([ifps, table(tmp_path / "b.csv", SURVEY, rows)])
    assert [str(one).partition(".csv:")[2] for one in caught.value.problems] == [
        "3: ifp_id is '1-0': each question once",
        "4: n_opts is '1': how many options there are, 2 or more",
        "5: outcome is 'c': one of a, b",
        "6: date_to_close is 'June': a day such as 2012-06-25 or 6/25/12",
        "2: value is '63': a probability from 0 to 1",
        "3: answer_option is 'c': one of a, b",
        "4: fcast_date is 'some day': a day such as 2012-06-25 or 6/25/12",
        "5: fcast_date is '': a day such as 2012-06-25 or 6/25/12",
        "6: timestamp is '2012-05-01 25:00:00': a time of day",
    ]


def test_forecasts_alone_say_what_is_missing(tmp_path: Path) -> None:
    survey = table(tmp_path / "s.csv", SURVEY, [word("1-0", 1, "2012-05-01", 0.5)])
    assert knows(survey)
    with pytest.raises(UsageError, match=r"give its ifps\.csv too"):
        read([survey])


def test_a_table_that_lacks_a_column_is_told_and_another_one_of_the_folder_counted(tmp_path: Path) -> None:
    folder = tmp_path / "gjp"
    folder.mkdir()
    ifps = table(folder / "ifps.csv", IFPS, [ifp("1-0")])
    other = table(folder / "members.csv", ("user_id", "country"), [])
    assert read([folder]).left_out == {"tables with neither questions nor forecasts": 1}
    torn = table(folder / "yr1.csv", tuple(one for one in SURVEY if one != "value"), [])
    semicolons = table(folder / "yr2.csv", SURVEY, [], delimiter=";")
    with pytest.raises(UsageError) as caught:
        read([folder])
    for path, said in (
        (torn, "yr1.csv has no column 'value': it has 'ifp_id'"),
        (semicolons, "yr2.csv has no column 'ifp_id', 'user_id'"),
        (semicolons, "its cells are separated by semicolons"),
    ):
        assert said in str(caught.value)
        assert knows(path)
    assert not knows(other)
    with pytest.raises(UsageError, match=r"members\.csv has no column"):
        read([ifps, other])


def test_a_mark_at_the_head_says_that_it_is_utf_8(tmp_path: Path) -> None:
    ifps = table(tmp_path / "ifps.csv", IFPS, [ifp("1-0", q_text="Invented: l’été?")])
    once = read([ifps])
    ifps.write_bytes(ifps.read_bytes().decode("cp1252").encode("utf-8-sig"))
    assert read([ifps]) == once
    assert once.questions[0].text.startswith("Invented: l’été?")


def test_it_goes_into_a_ledger_once_whichever_file_is_named_first(tmp_path: Path) -> None:
    ifps = table(tmp_path / "ifps.csv", IFPS, [ifp("1001-0")])
    survey = table(tmp_path / "s.csv", SURVEY, [word("1001-0", 1, "2012-05-01", 0.8)])
    ledger = tertius.Ledger(tmp_path / "l.sqlite")
    written = ledger.import_files([survey, ifps])
    assert (written.platform, written.questions, written.forecasts, written.resolutions) == ("Good Judgment", 1, 1, 1)
    assert ledger.import_files([ifps, survey]).known == 3
