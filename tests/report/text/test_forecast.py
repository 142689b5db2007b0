"""A forecast in sentences and fans: agreements, whence the doubt, and the digits of its figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import Estimate, Quantiles
from tertius.report.charts.dark import INNER, OUTER
from tertius.report.charts.drawing import WIDTH
from tertius.report.charts.fans import fan_chart
from tertius.report.charts.pins import LEFT, RIGHT
from tertius.report.text.forecast import chance_cell, ends, forecast_sentences, level_sentence
from tests.report.toy import toy_case
from tests.report.toy_forecast import DRAWS, forecast_of, many_with


def torn() -> Forecast:
    """One talk likely, one that hangs on the theory, one sure; levels higher under the second theory."""
    case = toy_case()
    first = many_with(case, {"us-dprk": 0.7, "us-china": 0.0})
    second = many_with(case, {"us-dprk": 0.7, "us-china": 1.0}, shift=0.3, unsettled=3)
    return forecast_of(case, first, second)


def agreed() -> Forecast:
    case = toy_case()
    return forecast_of(case, many_with(case, {}), many_with(case, {}))


def test_the_fan_spans_the_draws_between_its_ends() -> None:
    forecast = agreed()
    spec = fan_chart(forecast, ["trade"])
    rects = {row["colour"]: row for layer in spec["layer"] for row in layer["data"]["values"] if "x2" in row}
    fan = forecast.pooled.levels["trade"]
    for colour, (low, high) in ((OUTER, (fan.low.value, fan.high.value)), (INNER, fan.half)):
        assert rects[colour]["x"] == pytest.approx(LEFT + (RIGHT - LEFT) * low / 100, abs=0.1)
        assert rects[colour]["x2"] == pytest.approx(LEFT + (RIGHT - LEFT) * high / 100, abs=0.1)
    assert fan.half == pytest.approx((35, 45), abs=0.5)
    texts = {row["text"] for layer in spec["layer"] for row in layer["data"]["values"] if "text" in row}
    assert {"32.0 to 48.0", "without a deal 20", "China wants 20", "United States wants 100"} <= texts, texts


def test_a_talk_that_never_agrees_has_no_fan() -> None:
    case = toy_case()
    forecast = forecast_of(case, many_with(case, {"us-china": 0.0}))
    spec = fan_chart(forecast, ["trade"])
    rows = [row for layer in spec["layer"] for row in layer["data"]["values"]]
    assert "no agreement in any draw" in {row.get("text") for row in rows}
    assert not {OUTER, INNER} & {row.get("colour") for row in rows}
    assert level_sentence(forecast, "trade") == ""
    never = "In the model “US–China trade talks” ends in agreement in none of the 320 draws: no deal leaves all "
    assert f"{never}parties better off." in forecast_sentences(forecast)


def test_a_decision_shows_the_marks_of_all_who_decide() -> None:
    stances = {
        actor: {"trade": {"position": 40, "salience": "10 to 20", "capability": 1}}
        for actor in ("usa", "china", "dprk")
    }
    case = toy_case(talks={}, needs={}, links={}, threats={}, bodies={}, stances=stances)
    assert case.decided("trade")
    forecast = forecast_of(case, many_with(case, {}))
    marks = [r for layer in fan_chart(forecast, ["trade"])["layer"] for r in layer["data"]["values"] if "shape" in r]
    assert len(marks) == 3
    assert len({mark["y"] for mark in marks}) == 3


def test_labels_of_fans_stay_inside_the_picture() -> None:
    case = toy_case()
    for shift in (-0.3, 0.0, 0.5):
        spec = fan_chart(forecast_of(case, many_with(case, {}, shift=shift)), list(case.issues))
        for layer in spec["layer"]:
            assert all(0 <= row["x"] <= WIDTH for row in layer["data"]["values"])


def test_sentences_say_whence_the_doubt_comes() -> None:
    assert "comes from the numbers; 'renegotiate' and 'hold' hardly differ" in " ".join(forecast_sentences(agreed()))
    told = " ".join(forecast_sentences(torn()))
    assert re.search(r"which theory holds makes up \d\d% of that about four of them", told)
    case = toy_case()
    far = forecast_of(case, many_with(case, {}), many_with(case, {}, shift=0.5))
    assert "is mostly which theory holds" in " ".join(forecast_sentences(far))
    alone = " ".join(forecast_sentences(forecast_of(case, many_with(case, {}))))
    assert "theories" not in alone
    assert "theory holds" not in alone


def test_without_a_draw_at_rest_nothing_can_be_said() -> None:
    case = toy_case()
    lost = forecast_of(case, many_with(case, {}, unsettled=DRAWS))
    assert forecast_sentences(lost)[0] == "No draw came to rest, so nothing can be said."


def test_the_digits_of_a_fan_are_those_of_its_largest_error() -> None:
    fan = Quantiles(Estimate(10.123, 0.01), Estimate(20.456, 2.0), Estimate(30.789, 0.0), 20.0, 4.0, 100)
    assert ends(fan) == ("10", "20", "31")
    assert ends(replace(fan, middle=Estimate(20.456, float("nan")))) == ("10.1", "20.5", "30.8")


@pytest.mark.parametrize(("value", "words"), [(1.0, "in every draw"), (0.0, "in no draw"), (float("nan"), "–")])
def test_what_is_so_in_all_draws_is_short_in_a_table(value: float, words: str) -> None:
    assert chance_cell(Estimate(value, 0.0), 100) == words
