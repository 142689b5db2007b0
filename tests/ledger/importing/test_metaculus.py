"""Exports of Metaculus are read, from hand-written tables with its columns; the questions are invented."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.errors import CaseError, UsageError
from tertius.ledger.importing.metaculus import METACULUS

knows, read = METACULUS.knows, METACULUS.read

QUESTIONS = (
    "Question ID", "Question URL", "Question Title", "Question Type", "MC Options (All)", "Lower Bound", "Upper Bound",
    "Continuous Range", "Scheduled Close Time", "Actual Close Time", "Resolution", "Resolution Known Time",
)  # fmt: skip
FORECASTS = (
    "Question ID", "Forecaster ID", "Forecaster Username", "Start Time", "End Time", "Probability Yes",
    "Probability Yes Per Category", "Continuous CDF",
)  # fmt: skip
CLOSES = "2024-06-30 12:00:00+00:00"


def asked(ident: int, kind: str = "binary", **other: Any) -> dict[str, Any]:
    row = {
        "Question ID": ident,
        "Question URL": f"https://example.org/{ident}",
        "Question Title": f"Invented question {ident}?",
        "Question Type": kind,
        "Scheduled Close Time": CLOSES,
    }
    if kind == "numeric":
        row |= {"Lower Bound": 0, "Upper Bound": 100, "Continuous Range": "[0.0, 25.0, 50.0, 75.0, 100.0]"}
    if kind == "multiple_choice":
        row |= {"MC Options (All)": """['the north', "the south's", 'neither']"""}
    return row | {key.replace("_", " "): value for key, value in other.items()}


def said(ident: int, day: int, hour: int = 9, who: str = "", **other: Any) -> dict[str, Any]:
    return {
        "Question ID": ident,
        "Forecaster ID": who,
        "Forecaster Username": who or "recency_weighted",
        "Start Time": f"2024-05-{day:02} {hour:02}:00:00.5+00:00",
    } | {key.replace("_", " "): value for key, value in other.items()}


def table(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def export(folder: Path, questions: list[dict[str, Any]], forecasts: list[dict[str, Any]]) -> Path:
    """The archive that "download data" gives."""
    made = [
        table(folder / "question_data.csv", QUESTIONS, questions),
        table(folder / "forecast_data.csv", FORECASTS, forecasts),
    ]
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        for path in made:
            archive.write(path, path.name)
    return folder / "export.zip"


def test_the_communitys_forecast_is_the_crowd_once_a_day(tmp_path: Path) -> None:
    rows = [
        said(1, 3, 8, Probability_Yes=0.2, End_Time="2024-05-03 20:00:00+00:00"),
        said(1, 3, 20, Probability_Yes=0.3, End_Time="2024-05-05 01:00:00+00:00"),
        said(1, 5, 1, Probability_Yes=0.35),
        said(1, 3, 8, Forecaster_Username="unweighted", Probability_Yes=0.9),
        said(1, 3, 8, who="17", Probability_Yes=0.8),
        said(7, 3, Probability_Yes=0.8),
    ]
    archive = export(tmp_path, [asked(1, Resolution="no", Resolution_Known_Time="2024-06-02 10:00:00+00:00")], rows)
    assert knows(archive)
    found = read([archive])
    (question,) = found.questions
    assert (question.id, question.by, question.group) == ("metaculus/1", date(2024, 6, 30), "metaculus/1")
    assert [(one.as_of, one.rivals["crowd"]) for one in found.forecasts] == [
        (date(2024, 5, 3), 0.3),
        (date(2024, 5, 5), 0.35),
    ]
    (end,) = found.resolutions
    assert (end.outcome, end.on, end.source) == (0.0, date(2024, 6, 2), "https://example.org/1")
    assert found.left_out == {"forecasts of questions that are not there": 1}
    assert read([tmp_path]) == read([tmp_path / "forecast_data.csv", tmp_path / "question_data.csv"]) == found


def test_without_it_the_crowd_is_the_median_of_the_forecasters(tmp_path: Path) -> None:
    rows = [said(1, 3, who=str(who), Probability_Yes=who / 10) for who in (1, 2, 6)]
    rows += [said(1, 4, who="6", Probability_Yes=0.9), said(1, 5, who="1", Probability_Yes=0.95)]
    found = read([export(tmp_path, [asked(1)], rows)])
    assert [(one.as_of.day, one.rivals["crowd"]) for one in found.forecasts if one.as_of] == [(3, 0.2), (5, 0.9)]


def test_of_an_anonymous_export_what_metaculus_worked_out_is_known_by_its_name(tmp_path: Path) -> None:
    columns = tuple("Forecaster (Anonymized)" if one == "Forecaster ID" else one for one in FORECASTS)
    rows = [said(1, 3, Probability_Yes=0.4), said(1, 3, Probability_Yes=0.9)]
    for row, name in zip(rows, ("recency_weighted", "0f" * 32), strict=True):
        row.pop("Forecaster ID")
        row |= {"Forecaster (Anonymized)": name}
    questions = table(tmp_path / "q.csv", QUESTIONS, [asked(1)])
    found = read([questions, table(tmp_path / "f.csv", columns, rows)])
    assert [one.rivals["crowd"] for one in found.forecasts] == [0.4]


def test_each_option_is_a_question_of_one_group_and_of_two_the_first(tmp_path: Path) -> None:
    two = {"MC_Options_(All)": "['yes', 'no']", "Resolution": "no", "Actual_Close_Time": CLOSES}
    rows = [
        said(1, 3, Probability_Yes_Per_Category="[0.5, 0.3, None]"),
        said(2, 3, Probability_Yes_Per_Category="[0.25, 0.75]"),
    ]
    many = asked(1, "multiple_choice", Resolution="the south's", Actual_Close_Time=CLOSES)
    found = read([export(tmp_path, [many, asked(2, "multiple_choice", **two)], rows)])
    assert [(one.id, one.text, one.group) for one in found.questions] == [
        ("metaculus/1/1", "Invented question 1?: the north", "metaculus/1"),
        ("metaculus/1/2", "Invented question 1?: the south's", "metaculus/1"),
        ("metaculus/1/3", "Invented question 1?: neither", "metaculus/1"),
        ("metaculus/2/1", "Invented question 2?: yes", "metaculus/2"),
    ]
    assert [(one.question[-3:], one.rivals["crowd"]) for one in found.forecasts] == [
        ("1/1", 0.5), ("1/2", 0.3), ("1/3", 0.0), ("2/1", 0.25),
    ]  # fmt: skip
    assert [one.outcome for one in found.resolutions] == [0.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("resolution", "outcome"),
    [("37.5", 37.5), ("above_upper_bound", 100.0), ("below_lower_bound", 0.0), ("120", 100.0), ("annulled", None)],
)
def test_a_number_is_a_level_with_the_shares_of_its_curve(tmp_path: Path, resolution: str, outcome: float) -> None:
    question = asked(1, "numeric", Resolution=resolution, Resolution_Known_Time=CLOSES)
    found = read([export(tmp_path, [question], [said(1, 3, Continuous_CDF="[0.2, 0.4, 0.6, 0.8, 0.85]")])])
    assert found.questions[0].scale == (0.0, 100.0)
    (crowd,) = found.forecasts
    assert crowd.rivals["crowd"] == pytest.approx({0.1: 0.0, 0.25: 6.25, 0.5: 37.5, 0.75: 68.75, 0.9: 100.0})
    assert found.resolutions[0].outcome == outcome


def test_what_is_left_out_is_counted_by_its_reason(tmp_path: Path) -> None:
    questions = [asked(1, "date"), asked(2, "conditional"), asked(3, Scheduled_Close_Time=""), asked(4)]
    found = read([export(tmp_path, questions, [said(1, 3), said(1, 4), said(4, 3)])])
    assert len(found.questions) == 1
    assert found.left_out == {
        "questions about a date": 1,
        "questions of the kind conditional": 1,
        "questions without a day on which they close": 1,
        "forecasts of questions that are left out": 2,
        "forecasts that name no number": 1,
    }


def test_every_mistake_is_told_with_its_row(tmp_path: Path) -> None:
    questions = [
        asked(1),
        asked(1),
        asked(3, Scheduled_Close_Time="soon"),
        asked(4, "numeric", Upper_Bound=-1),
        asked(5, Resolution="maybe", Resolution_Known_Time=CLOSES),
        asked(6, "multiple_choice", **{"MC_Options_(All)": "north, south"}),
        asked(7, "numeric"),
        asked(8, Resolution="yes"),
    ]
    rows = [
        said(1, 3, Probability_Yes=63),
        said(7, 3, Continuous_CDF="[0.1, 0.2]"),
        said(7, 3, Continuous_CDF="[0.5, 0.4, 0.6, 0.7, 0.8]"),
        said(7, 3, Continuous_CDF="__import__('os')"),
        said(1, 3, Probability_Yes=0.5, Start_Time=""),
    ]
    with pytest.raises(CaseError) as caught:
        read([export(tmp_path, questions, rows)])
    told = [str(one).partition("_data.csv:")[2] for one in caught.value.problems]
    assert told == [
        "2: Probability Yes is '63': probabilities from 0 to 1",
        "3: Continuous CDF is '[0.1, 0.2]': 5 numbers, as the question has; here are 2",
        "4: Continuous CDF is '[0.5, 0.4, 0.6, 0.7, 0.8]': probabilities that do not fall",
        "5: Continuous CDF is '__import__('os')': numbers in square brackets with commas",
        "6: Start Time is '': the moment from which it stood",
        "3: Question ID is '1': each question once",
        "4: Scheduled Close Time is 'soon': a moment such as 2025-03-01 12:00:00+00:00",
        "5: Upper Bound is '-1': more than the Lower Bound, which is 0",
        "6: Resolution is 'maybe': yes, no, annulled or ambiguous",
        "7: MC Options (All) is 'north, south': ['one', 'two']",
        "9: Resolution Known Time is '': the moment at which the outcome was known",
    ]


def test_what_is_no_export_is_told(tmp_path: Path) -> None:
    forecasts = table(tmp_path / "f.csv", FORECASTS, [])
    assert knows(forecasts)
    with pytest.raises(UsageError, match=r"holds no questions of Metaculus.*question_data\.csv"):
        read([forecasts])
    torn = export(tmp_path, [asked(1)] * 50, [])
    torn.write_bytes(torn.read_bytes()[:-40])
    with pytest.raises(UsageError):
        read([torn])
    with pytest.raises(UsageError, match="there is no file"):
        read([tmp_path / "gone.zip"])
    excel = tmp_path / "e.csv"
    excel.write_text("\ufeff" + ";".join(QUESTIONS) + "\n", "utf-8")
    assert knows(excel)
    with pytest.raises(UsageError, match=r"no column 'Question ID'.*separated by semicolons"):
        read([excel])


def test_it_goes_into_a_ledger_once_and_the_crowd_is_scored(tmp_path: Path) -> None:
    questions = [
        asked(1, Resolution="yes", Resolution_Known_Time=CLOSES),
        asked(2, "numeric", Resolution="40", Resolution_Known_Time=CLOSES),
    ]
    rows = [said(1, 3, Probability_Yes=0.8), said(2, 3, Continuous_CDF="[0.1, 0.4, 0.6, 0.8, 0.9]")]
    archive, ledger = export(tmp_path, questions, rows), tertius.Ledger(tmp_path / "l.sqlite")
    written = ledger.import_files([archive])
    assert (written.questions, written.forecasts, written.resolutions, written.known) == (2, 2, 2, 0)
    again = ledger.import_files([archive])
    assert (again.questions, again.forecasts, again.resolutions, again.known) == (0, 0, 0, 6)
    crowd = next(one for one in ledger.score().scored if one.name == "crowd")
    assert crowd.brier == pytest.approx(0.04)


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    archive = export(tmp_path, [asked(1)], [said(1, 3, Probability_Yes=0.8)] * 12_000)
    tables = [tmp_path / "question_data.csv", tmp_path / "forecast_data.csv"]
    size = sum(table.stat().st_size for table in tables)
    heard: list[tuple[int, int]] = []
    for files in ([archive], tables):
        heard.clear()
        read(files, lambda done, whole: heard.append((done, whole)))
        assert heard[-1] == (size, size)
        assert [done for done, _ in heard] == sorted(done for done, _ in heard)
        assert len(heard) >= 5
