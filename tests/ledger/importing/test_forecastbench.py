"""Sets of ForecastBench are read: prices are the crowd, levels of a series are not, and what is left out is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.errors import CaseError, UsageError
from tertius.ledger.importing.forecastbench import knows, read
from tests.ledger.importing.sets import market, outcome, series, write_set


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_set(tmp_path / "q.json", "questions", [market(), series(), market("m2", freeze_datetime_value="N/A")])


def test_the_price_of_a_market_is_the_crowd(questions: Path) -> None:
    found = read([questions])
    one = found.questions[0]
    assert (one.id, one.by, one.source) == (
        "forecastbench/2024-03-03/inventedmarket/m1",
        date(2024, 6, 30),
        "ForecastBench",
    )
    assert one.resolves == "Resolves to the outcome of an invented market.\nYes if the ribbon is cut."
    (crowd,) = found.forecasts
    assert (crowd.question, crowd.who, crowd.said, crowd.rivals, crowd.as_of) == (
        one.id,
        "ForecastBench",
        None,
        {"crowd": 0.3},
        date(2024, 2, 22),
    )
    assert found.left_out == {"prices that are not given": 1}


def test_a_series_is_a_question_for_each_day_and_its_level_is_no_crowd(questions: Path) -> None:
    asked = [one for one in read([questions]).questions if "series" in one.id]
    assert [(one.id, one.by) for one in asked] == [
        ("forecastbench/2024-03-03/inventedseries/s1/2024-03-10", date(2024, 3, 10)),
        ("forecastbench/2024-03-03/inventedseries/s1/2024-04-02", date(2024, 4, 2)),
    ]
    assert asked[1].text == "Invented: will s1 be higher on 2024-04-02 than on 2024-03-03?"
    assert {one.group for one in asked} == {"forecastbench/inventedseries/s1"}


def test_outcomes_are_those_of_their_day_and_neither_yes_nor_no_is_void(questions: Path, tmp_path: Path) -> None:
    rows = [
        outcome("m1", 1.0),
        outcome("m2", 0.4),
        outcome("s1", 0.0, "2024-03-10", "inventedseries"),
        outcome("s1", 0.0, "2024-04-02", "inventedseries", resolved=False),
        outcome("s1", 1.0, "2024-04-03", "inventedseries"),
        outcome("other", 1.0),
        outcome(["m1", "m2"], 1.0, direction=[1, -1]),
    ]
    found = read([write_set(tmp_path / "r.json", "resolutions", rows), questions])
    assert [(one.question.split("/", 2)[2], one.outcome, one.on) for one in found.resolutions] == [
        ("inventedmarket/m1", 1.0, date(2024, 5, 1)),
        ("inventedmarket/m2", None, date(2024, 5, 1)),
        ("inventedseries/s1/2024-03-10", 0.0, date(2024, 3, 10)),
    ]
    assert found.resolutions[1].source == "ForecastBench resolved it to 0.4, which is neither yes nor no"
    assert found.left_out == {
        "prices that are not given": 1,
        "outcomes that are not known yet": 1,
        "outcomes of questions that are not in the question sets": 2,
        "outcomes of combinations": 1,
    }


def test_a_market_named_for_several_days_ended_on_the_first(questions: Path, tmp_path: Path) -> None:
    rows = [outcome("m1", 1.0, "2024-05-20"), outcome("m1", 1.0, "2024-05-03"), outcome("m1", 1.0, "2024-06-01")]
    found = read([questions, write_set(tmp_path / "r.json", "resolutions", rows)])
    assert [one.on for one in found.resolutions] == [date(2024, 5, 3)]


def test_combinations_and_questions_without_a_last_day_are_counted(tmp_path: Path) -> None:
    rows = [market(["a", "b"], combination_of=[market("a"), market("b")]), market(market_info_close_datetime="N/A")]  # type: ignore[arg-type]
    found = read([write_set(tmp_path / "q.json", "questions", rows)])
    assert found.questions == ()
    assert found.left_out == {"combinations of two questions": 1, "questions without a last day": 1}


def test_a_moment_is_of_its_day_in_utc(tmp_path: Path) -> None:
    late = market(market_info_close_datetime="2024-06-30T22:59:00-05:00")
    assert read([write_set(tmp_path / "q.json", "questions", [late])]).questions[0].by == date(2024, 7, 1)


def test_every_mistake_is_told_with_its_file_and_row(tmp_path: Path) -> None:
    rows: list[Any] = [
        market(freeze_datetime_value="3.5"),
        market("", source=7),
        "no object",
        series(resolution_dates=["soon"]),
        market("m3", market_info_close_datetime="some day"),
        market("m4"),
        market("m4", question="Invented: another one?"),
    ]
    ends = [outcome("m4", "yes"), outcome("m4", 1.0, "soon"), outcome("m4", 1.0, resolved="true")]
    ends += [outcome("m4", 1.0), outcome("m4", 0.0)]
    files = [write_set(tmp_path / "q.json", "questions", rows), write_set(tmp_path / "r.json", "resolutions", ends)]
    with pytest.raises(CaseError) as caught:
        read(files)
    told = [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]
    assert told == [
        "q.json: question 1, freeze_datetime_value is '3.5': of a market a price from 0 to 1, or N/A",
        "q.json: question 2, id is '': a text that is not empty",
        "q.json: question 2, source is 7: a text that is not empty",
        "q.json: question 3, it is no object: an object with its id",
        "q.json: question 4, resolution_dates is ['soon']: days such as 2026-03-01, or N/A for a market",
        "q.json: question 5, market_info_close_datetime is 'some day': a day with its hour, or N/A",
        "q.json: question 7, forecastbench/2024-03-03/inventedmarket/m4 is asked before in other words: once each",
        "r.json: resolution 1, resolved_to is 'yes': a number, or null",
        "r.json: resolution 2, resolution_date is 'soon': a day such as 2026-03-01",
        "r.json: resolution 3, resolved is 'true': true or false",
        "r.json: resolution 5, resolved_to is 0.0: forecastbench/2024-03-03/inventedmarket/m4 ends otherwise in a row "
        "before",
    ]


def test_outcomes_without_their_questions_and_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="say nothing without their questions"):
        read([write_set(tmp_path / "r.json", "resolutions", [outcome("m1", 1.0)])])
    other = tmp_path / "other.json"
    for text in ("[]", '{"forecast_due_date": "2024-03-03"}', '{"questions": []}', "{", "\ufeff[", "[" * 100_000):
        other.write_text(text, "utf-8")
        assert not knows(other)
        with pytest.raises(UsageError, match=r"other\.json"):
            read([other])
    other.write_bytes(b"\xff\xfe[")
    with pytest.raises(UsageError, match="no text in UTF-8"):
        read([other])
    with pytest.raises(UsageError, match="there is no file"):
        read([tmp_path / "nowhere.json"])


def test_an_outcome_that_is_no_number_of_json_is_none(questions: Path, tmp_path: Path) -> None:
    file = write_set(tmp_path / "r.json", "resolutions", [outcome("m1", float("nan"))])
    assert "NaN" in file.read_text("utf-8")
    (end,) = read([questions, file]).resolutions
    assert (end.outcome, end.source) == (None, "ForecastBench resolved it without an outcome")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "N/A", "1", "2024-03-10", "\ud800"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "source"]), inner, max_size=2),
    max_leaves=4,
)


@given(
    asked=st.lists(st.dictionaries(st.sampled_from(sorted(market())), anything), max_size=2),
    ended=st.lists(st.dictionaries(st.sampled_from(sorted(outcome("m1", 1))), anything), max_size=2),
    due=anything,
)
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, asked: list[Any], ended: list[Any], due: Any
) -> None:
    folder = tmp_path_factory.mktemp("sets")
    rows = [market("m0"), *(market() | one for one in asked)]
    ends = [outcome("m1", 1.0) | one for one in ended]
    files = [
        write_set(folder / "q.json", "questions", rows, forecast_due_date=due),
        write_set(folder / "r.json", "resolutions", ends),
    ]
    try:
        found = read(files)
    except (UsageError, CaseError):
        return
    assert all(0 <= one.rivals["crowd"] <= 1 for one in found.forecasts)
    known = {one.id for one in found.questions}
    assert {one.question for one in (*found.forecasts, *found.resolutions)} <= known
