"""The backtest: scores worked out slowly beside it, cases that were changed, and what it says of so few meetings."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import pytest

from tertius.analysis.forecast.headline import log_pool
from tertius.errors import TertiusError, UsageError
from tertius.kinds import known_rates
from tertius.report.text.scores.backtest import backtest_sentences
from tertius.studies.backtest import backtest as module
from tertius.studies.backtest.backtest import CAP, FORECASTERS, RIVAL, Backtest, backtest, standings_of
from tertius.studies.backtest.frames import frame_names, meetings_of

FRAME = "us-north-korea"


@cache
def found() -> Backtest:
    return backtest([FRAME], draws=16)


def test_every_meeting_of_a_frame_is_forecast_in_the_order_of_days() -> None:
    assert [one.meeting for one in found().tried] == list(meetings_of(FRAME))
    days = [one.meeting.day for one in found().tried]
    assert days == sorted(days)
    assert set(found().standings) == {"all", FRAME}
    assert list(found().to_frame().index) == [one.meeting.id for one in found().tried]


def test_what_is_said_are_probabilities_and_the_rivals_know_nothing() -> None:
    for one in found().tried:
        assert set(one.said) <= set(FORECASTERS)
        assert all(0 <= said <= 1 for said in one.said.values())
        assert one.said["always 50%"] == 0.5
        assert one.said[RIVAL] == known_rates()[one.meeting.kind].rate


def test_scores_are_those_of_a_sum_by_hand() -> None:
    for row in found().standings["all"]:
        some = [one for one in found().tried if row.name in one.said]
        assert row.meetings == len(some)
        squares = [(one.said[row.name] - one.meeting.happened) ** 2 for one in some]
        assert row.brier == pytest.approx(sum(squares) / len(some))
        logs = []
        for one in some:
            p = min(max(one.said[row.name], CAP), 1 - CAP)
            logs.append(-math.log(p if one.meeting.happened else 1 - p))
        assert row.log == pytest.approx(sum(logs) / len(some))
        if row.against is not None:
            rival = [(one.said[RIVAL] - one.meeting.happened) ** 2 for one in some]
            assert row.against.mean == pytest.approx((sum(squares) - sum(rival)) / len(some))


def test_the_pool_gives_the_base_rate_half_of_the_say() -> None:
    for one in found().tried:
        if "measured" not in one.said and one.said["model"] > 0:
            assert one.said["pooled"] == pytest.approx(log_pool(one.said["model"], one.said[RIVAL], 0.5))


def test_a_forecaster_that_is_always_right_is_told_apart_where_there_are_enough() -> None:
    some = found().tried * 3
    right = [replace(one, said={**one.said, "model": float(one.meeting.happened)}) for one in some]
    model = next(row for row in standings_of(right) if row.name == "model")
    assert model.brier == 0
    assert model.against is not None
    assert model.against.told_apart


def test_the_doubt_is_said_first_and_what_cannot_be_told_apart() -> None:
    sentences = list(backtest_sentences(found()))
    assert sentences[0].startswith("Whoever wrote these cases knew how the meetings ended.")
    assert any("cannot be told apart from none" in sentence for sentence in sentences)
    assert found().cautions() == (sentences[0],)


def test_a_case_that_was_changed_is_not_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(replace(one, sha256="0" * 64) for one in meetings_of(FRAME))
    monkeypatch.setattr(module, "meetings_of", lambda frame: changed)
    with pytest.raises(TertiusError, match="not the one that was frozen"):
        backtest([FRAME], draws=16)


def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads() -> None:
    assert backtest([FRAME], draws=16, threads=1).to_dict() == backtest([FRAME], draws=16, threads=2).to_dict()


@pytest.mark.parametrize(
    ("wrong", "said"), [({"frames": ["opec"]}, "opec-plus"), ({"draws": 0}, "1 draw or more"), ({"seed": -1}, "seed")]
)
def test_what_is_wrong_is_said(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        backtest(**wrong)  # type: ignore[arg-type]


def test_every_frame_has_both_outcomes() -> None:
    assert frame_names() == ("eu-budget", "opec-plus", "us-north-korea")
    for frame in frame_names():
        assert {meeting.happened for meeting in meetings_of(frame)} == {True, False}


def test_the_best_is_sought_among_those_who_speak_of_every_meeting() -> None:
    rows = found().standings["all"]
    partial = replace(rows[1], meetings=1, brier=0.0)
    whole = [row for row in rows if row.meetings == len(found().tried)]
    told = replace(found(), standings={**found().standings, "all": (partial, *whole)})
    said = next(one for one in backtest_sentences(told) if "smallest" in one)
    assert "who have a figure for each" in said
    assert said.endswith(f"is that of the base rate, {min(row.brier for row in whole):.3f}.")
