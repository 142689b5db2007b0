"""The forecast section of the page: agreements, fans, whence the doubt; and what the page says without a forecast."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import Estimate, Quantiles
from tertius.report.charts.dark import INNER, OUTER
from tertius.report.charts.drawing import WIDTH
from tertius.report.charts.fans import fan_chart
from tertius.report.charts.pins import LEFT, RIGHT
from tertius.report.page.forecast import inputs_part
from tertius.report.page.page import render_brief
from tertius.report.text.forecast import chance_cell, ends, forecast_sentences, lead_sentence, level_sentence
from tests.report.page.test_page import DAY, Reader
from tests.report.toy import korea, settlement_of, toy_case
from tests.report.toy_forecast import DRAWS, forecast_of, many_with, sensitivity_of

NOT_TOLD = "this brief does not show how the answer moves within them"


def torn() -> Forecast:
    """One talk likely, one that hangs on the theory, one sure; levels higher under the second theory."""
    case = toy_case()
    first = many_with(case, {"us-dprk": 0.7, "us-china": 0.0})
    second = many_with(case, {"us-dprk": 0.7, "us-china": 1.0}, shift=0.3, unsettled=3)
    return forecast_of(case, first, second)


def agreed() -> Forecast:
    case = toy_case()
    return forecast_of(case, many_with(case, {}), many_with(case, {}))


def page_of(forecast: Forecast | None, **more: Any) -> tuple[str, str, Reader]:
    """The page, the text of its section on the forecast, and its reader."""
    settlement, breakdowns = korea()
    html = render_brief(settlement, breakdowns, DAY, forecast=forecast, **more)
    section = re.search(r'<section aria-labelledby="forecast">.*?\n</section>', html, re.DOTALL)
    return html, " ".join(Reader(section[0]).text.split()) if section else "", Reader(html)


def test_the_section_tells_agreements_fans_and_what_did_not_come_to_rest() -> None:
    html, text, page = page_of(torn())
    for words in (
        "Here 320 draws take each of the 3 uncertain numbers", "under each of 2 theories (renegotiate, hold)",
        "US–North Korea summit. Agreement: likely (70%)", "Beijing meetings. Agreement: in every draw",
        "in no draw under 'renegotiate' and in every draw under 'hold'.",
        "3 of 640 settlements (0.5%) did not come to rest", "an agreement is all but a theorem of the model here",
        "rounded to their Monte Carlo error",
    ):  # fmt: skip
        assert words in text, words
    ids = {value for _, attribute, value in page.attributes if attribute == "id"}
    assert {v[1:] for _, a, v in page.attributes if a == "href" and v.startswith("#")} <= ids
    assert "script" not in page.tags
    assert html.count('aria-label="Agreement: ') == 3
    row = re.search(r'<tr><th scope="row">US–China trade talks</th>(.*)</tr>', html[html.index('id="forecast"') :])
    assert row
    assert re.findall(r">([^<]+)</td>", row[1]) == [
        "roughly even chance (50%)",
        "model",
        "50%",
        "0%",
        "100%",
        "theories",
    ]


def test_with_a_forecast_the_page_no_longer_says_that_numbers_stand_at_their_middle_everywhere() -> None:
    html, _, page = page_of(agreed())
    text = " ".join(page.text.split())
    assert NOT_TOLD not in text
    assert "takes the middle of each" not in text
    assert "Outside the forecast every uncertain number stands at its middle" in text
    assert "These are results of a model of bargaining" in text
    assert "not what will happen" in text
    assert (
        "over 320 draws, all talks end in agreement every time, which is no finding"
        in text[: text.index("Seven terms")]
    )
    assert "tertius run toy-korea --draws 320 --seed 1 --no-sensitivity</code>" in html


def test_without_one_it_says_so_and_how_it_was_made() -> None:
    html, section, page = page_of(None)
    assert section == ""
    assert NOT_TOLD in " ".join(page.text.split())
    assert "tertius run toy-korea --draws 0</code>" in html


def test_a_case_without_ranges_says_that_nothing_is_drawn() -> None:
    bare = toy_case(talks={}, stances={}, needs={}, links={}, threats={}, bodies={})
    html = render_brief(settlement_of(bare, {}), {}, DAY)
    assert "The case gives every number without a range. So there is nothing to draw" in html
    assert "at its middle" not in html
    assert "--draws" not in html


def test_likelihood_and_confidence_never_meet_in_one_sentence() -> None:
    _, text, _ = page_of(torn(), sensitivity=sensitivity_of(toy_case(), {"level:trade": [0.5]}))
    for sentence in re.split(r"(?<=[.:]) ", text):
        assert not ("likely" in sentence and "confiden" in sentence)


def test_the_inputs_that_matter_are_ranked_over_what_is_worked_out() -> None:
    found = sensitivity_of(
        toy_case(),
        {"payoff:usa": [0.9, 0.0, 0.0], "level:trade": [0.1, 0.5, 0.0], "agreement:us-dprk": [0.2, 0.6, 0.0]},
    )
    part = inputs_part(found)
    assert part is not None
    assert [row["mean"] for row in part["rows"]] == ["55%", "15%", "0%"]
    assert part["rows"][0]["most"] == "whether “US–North Korea summit” ends in agreement"
    assert (part["rows"][0]["share"], part["rows"][0]["error"]) == ("60%", "7%")
    assert part["settlements"] == "320"
    assert inputs_part(sensitivity_of(toy_case(), {"payoff:usa": [0.9]})) is None
    _, text, page = page_of(agreed(), sensitivity=found, evidence_gap=["A number rests on <nothing>."])
    assert "The inputs that matter most" in text
    assert re.search(r"Where the evidence is thin What to find out next: [^.]+\. A number rests on <nothing>\.", text)
    bare = page_of(agreed(), sensitivity=found)[1]
    assert "Where the evidence is thin" not in bare
    assert "nothing" not in page.tags


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
    html = render_brief(settlement_of(case, {"trade": 40}), {}, DAY, forecast=forecast)
    text = " ".join(Reader(html).text.split())
    assert "each actor would have it" in text
    assert "over 320 draws, the level that moves most is that of Opening of the Chinese market" in text


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


def test_the_least_probable_agreement_leads() -> None:
    case = toy_case()
    forecast = forecast_of(case, many_with(case, {"us-dprk": 0.3}))
    lead = lead_sentence(forecast)
    assert "the least probable agreement is that in “US–North Korea summit”, unlikely (30%)" in lead
    lost = forecast_of(case, many_with(case, {}, unsettled=DRAWS))
    assert forecast_sentences(lost)[0] == "No draw came to rest, so nothing can be said."


def test_a_forecast_without_a_draw_at_rest_is_still_a_page() -> None:
    case = toy_case()
    _, text, _ = page_of(forecast_of(case, many_with(case, {}, unsettled=DRAWS)))
    assert "No draw came to rest" in text
    assert "nan" not in text


def test_the_digits_of_a_fan_are_those_of_its_largest_error() -> None:
    fan = Quantiles(Estimate(10.123, 0.01), Estimate(20.456, 2.0), Estimate(30.789, 0.0), 20.0, 4.0, 100)
    assert ends(fan) == ("10", "20", "31")
    assert ends(replace(fan, middle=Estimate(20.456, float("nan")))) == ("10.1", "20.5", "30.8")


@pytest.mark.parametrize(("value", "words"), [(1.0, "in every draw"), (0.0, "in no draw"), (float("nan"), "–")])
def test_what_is_so_in_all_draws_is_short_in_a_table(value: float, words: str) -> None:
    assert chance_cell(Estimate(value, 0.0), 100) == words
