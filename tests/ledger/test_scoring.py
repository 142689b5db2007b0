"""Scores of a ledger against a slow reference that walks day by day, and what they must not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.errors import UsageError
from tertius.ledger.entries import Said, Track
from tertius.ledger.scoring.result import Scores
from tertius.ledger.scoring.score import score
from tests.ledger.tracks import START, track

CHANCES = st.integers(0, 20).map(lambda n: n / 20)


@st.composite
def tracks(draw: st.DrawFn) -> list[Track]:
    """Questions with forecasts on some days, which may lie at or after the day on which they are known."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        days = draw(st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True))
        said: dict[int, Said | None] = {day: draw(st.one_of(st.none(), CHANCES)) for day in sorted(days)}
        rivals = {"base rate": draw(CHANCES)}
        made.append(track(f"q{number}", said, draw(st.sampled_from([0, 1])), draw(st.integers(1, 12)), rivals=rivals))
    return made


def said_on(one: Track, day: int, rival: str = "") -> Said | None:
    """What stood at the end of a day: the last that was written down by then, looked for from the start."""
    stands: Said | None = None
    for entry in one.forecasts:
        voice = entry.rivals.get(rival) if rival else entry.said
        if entry.when.date() <= START + timedelta(day) and voice is not None:
            stands = voice
    return stands


def slow(made: list[Track], rival: str = "", both: bool = False) -> list[float]:
    """The Brier score of each question, day by day up to the one before it was known."""
    found = []
    for one in made:
        assert one.resolved is not None
        assert one.resolved.outcome is not None
        days, day = [], 0
        while START + timedelta(day) < one.resolved.on:
            mine, theirs = said_on(one, day), said_on(one, day, "base rate")
            voice = theirs if rival else mine
            if voice is not None and (not both or (mine is not None and theirs is not None)):
                days.append((float(voice) - one.resolved.outcome) ** 2)  # type: ignore[arg-type]
            day += 1
        if days:
            found.append(sum(days) / len(days))
    return found


def of(found: Scores, name: str) -> float | None:
    return next((one.brier for one in found.scored if one.name == name), None)


@given(tracks())
def test_each_day_counts_once_and_so_does_each_question(made: list[Track]) -> None:
    found = score(made, resamples=50)
    for name, rival in (("tertius", ""), ("base rate", "base rate")):
        each = slow(made, rival)
        assert of(found, name) == (pytest.approx(np.mean(each)) if each else None)


@given(tracks())
def test_differences_are_of_the_days_on_which_both_spoke(made: list[Track]) -> None:
    found = [one for one in score(made, resamples=50).against if one.score == "brier"]
    mine, theirs = slow(made, "", both=True), slow(made, "base rate", both=True)
    assert len(found) == bool(mine)
    for one in found:
        assert one.mean == pytest.approx(np.mean(np.subtract(mine, theirs)))
        assert one.questions == len(mine)


@given(tracks())
def test_the_parts_add_up_to_the_score_in_either_convention(made: list[Track]) -> None:
    once, twice = score(made, resamples=50), score(made, "0-2", resamples=50)
    for one, two in zip(once.scored, twice.scored, strict=True):
        assert one.parts is not None
        assert two.parts is not None
        assert one.brier is not None
        parts = one.parts
        assert parts.reliability - parts.resolution + parts.uncertainty + parts.within == pytest.approx(one.brier)
        assert parts.score == pytest.approx(one.brier)
        assert two.brier == pytest.approx(2 * one.brier)
        assert two.parts.score == pytest.approx(2 * parts.score)
        assert two.log == one.log
        assert sum(row.weight for row in one.calibration) == pytest.approx(one.events)
        assert all(row.observed_low <= row.observed + 1e-12 for row in one.calibration)


def test_a_forecast_stands_until_the_next_and_the_day_of_the_outcome_does_not_count() -> None:
    found = score([track("q", {0: 0.5, 8: 0.9}, 1, 10)])
    assert found.judged[0].days == 10
    assert found.judged[0].score == pytest.approx((8 * 0.25 + 2 * 0.01) / 10)


def test_what_is_written_down_on_the_day_or_after_it_is_not_scored() -> None:
    found = score([track("late", {10: 0.99, 11: 1.0}), track("q", {0: 0.8})])
    assert found.unscored == ("late",)
    assert found.forecaster is not None
    assert found.forecaster.events == 1
    assert "late" in found.cautions()[0]


def test_a_forecast_of_an_earlier_day_that_was_written_down_after_the_outcome_is_named() -> None:
    honest, late = track("honest", {0: 0.8}), track("late", {30: 0.99})
    late = replace(late, forecasts=(replace(late.forecasts[0], as_of=START),))
    found = score([honest, late])
    assert found.late == ("late",)
    assert found.unscored == ()


def test_a_certain_and_wrong_forecast_is_cut_and_counted() -> None:
    found = score([track("q", {0: 1.0}, 0), track("r", {0: 0.5}, 0)], cap=0.01).forecaster
    assert found is not None
    assert found.cut == 1
    assert found.log == pytest.approx((-log(0.01) + log(2)) / 2)


def test_a_level_is_scored_as_a_share_of_its_scale() -> None:
    quantiles = {0.1: 20.0, 0.5: 40.0, 0.9: 60.0}
    small = {share: level / 10 for share, level in quantiles.items()}
    found = score([
        track("a", {0: quantiles}, 70, scale=(0, 100), rivals={"point": 50.0}),
        track("b", {0: small}, 7, scale=(0, 10), rivals={"point": 5.0}),
    ])  # fmt: skip
    me, point = found.scored
    assert found.judged[0].score == pytest.approx(found.judged[1].score)
    assert me.width == pytest.approx(0.4)
    assert (me.covered, me.events, me.brier) == (0.0, 0, None)
    assert point.crps == pytest.approx(0.2)
    assert all(one.missed for one in found.judged)


def test_open_and_void_questions_are_counted_and_not_scored() -> None:
    found = score([track("o", {0: 0.5}, resolved=False), track("v", {0: 0.5}, None)])
    assert (found.open, found.void, found.judged, found.scored) == (1, 1, (), ())
    assert found.to_frame().empty


def test_questions_of_one_group_are_drawn_together() -> None:
    made = [track(f"q{n}", {0: 0.8}, n % 2, rivals={"even": 0.5}, group=f"g{n // 4}") for n in range(12)]
    assert {one.groups for one in score(made).against} == {3}


@pytest.mark.parametrize(
    ("made", "options"),
    [
        ([], {"convention": "0-3"}),
        ([], {"cap": 0.0}),
        ([track("q", {0: {0.5: 1.0}})], {}),
        ([track("q", {0: {}}, 5, scale=(0, 10))], {}),
    ],
)
def test_what_is_no_convention_no_cap_or_no_forecast_is_refused(made: list[Track], options: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="legal"):
        score(made, **options)  # type: ignore[arg-type]
