"""P(agreement) in one figure: measured on recorded talks or the model's own, pooled with a base rate, and in words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.analysis.forecast import Forecast, log_pool
from tertius.analysis.forecast.accumulator import accumulator_of
from tertius.analysis.forecast.draw_writer import DrawWriter
from tertius.analysis.forecast.headline import pooling_of
from tertius.analysis.forecast.summary import summary_of
from tertius.case import read_text
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.errors import UsageError
from tertius.report.text.forecast import forecast_sentences
from tertius.report.text.settlement import miss_words
from tertius.rules.measured.curve import measured_chance
from tertius.rules.settlement import Settlements
from tertius.scenarios.targets import Target, values_of
from tests.report.toy import toy_case
from tests.report.toy_forecast import many_with
from tests.rules.measured.test_talks import ROAD

DRAWS = 64
FIRM = "parties: [east, west]\n    firm: {east: 20% to 60%, west: 50%}"


def road(field: str = "") -> Case:
    """Two towns and a road, with a range, and with what a talk states."""
    text = ROAD.replace("salience: 60", "salience: 40 to 80", 1)
    return read_text(text.replace("parties: [east, west]", field or "parties: [east, west]"))


def ferry(west: str = "0 to 10", **more: object) -> Case:
    """One issue, on which the west may want what there is already; `more` is what the talk states."""
    entries = {
        "case": "ferry", "title": "A ferry", "as_of": "2024-05-01", "actors": {"east": "East", "west": "West"},
        "issues": {"crossings": {"scale": "0 to 20"}},
        "talks": {"timetable": {"parties": ["east", "west"], "without_agreement": {"crossings": 3}, **more}},
        "stances": {
            "east": {"crossings": {"position": 18, "salience": 50}},
            "west": {"crossings": {"position": west, "salience": 50}},
        },
    }  # fmt: skip
    return read_text(json.dumps(entries))


@pytest.fixture(scope="module")
def plain() -> Forecast:
    return tertius.forecast(road(), DRAWS)


@pytest.fixture(scope="module")
def firm() -> Forecast:
    return tertius.forecast(road(FIRM), DRAWS)


def told(forecast: Forecast) -> str:
    return " ".join(forecast_sentences(forecast))


def test_without_private_numbers_the_headline_is_what_was_measured(plain: Forecast) -> None:
    one = plain.headline["works"]
    assert (one.basis, one.model, one.zone, one.theorem) == ("measured", 1.0, 1.0, True)
    assert one.measured is not None
    assert one.probability == pytest.approx(one.measured.chance)
    assert one.probability == pytest.approx(float(measured_chance(one.measured.hope)), abs=0.01)
    assert plain.headline_of_all == pytest.approx(one.probability)
    assert plain.pooled.agreement["works"].value == 1.0
    text = told(plain)
    assert "as in recorded talks whose worse-off side gets" in text
    assert "strangers online" in text
    assert "no state among them" in text


def test_in_every_draw_never_stands_alone(plain: Forecast) -> None:
    [sentence] = [one for one in forecast_sentences(plain) if "in every one of the 64 draws" in one]
    assert "an agreement is all but a theorem of the model here" in sentence
    assert "no more parties than issues on the table" in sentence


def test_with_private_numbers_it_is_the_models_own(firm: Forecast) -> None:
    one = firm.headline["works"]
    assert (one.basis, one.theorem, one.zone) == ("model", False, 1.0)
    assert one.probability == one.model == firm.pooled.agreement["works"].value
    assert one.probability == pytest.approx(1 - 0.5 * 0.4, abs=0.01)  # at most one of the two is tied
    assert one.measured is not None
    text = told(firm)
    assert "a deal is there in every draw, but the two may miss it: 20 percent" in text
    assert "theorem" not in text
    assert "By what was measured on 6,276 recorded talks of strangers online agreement would be" in text
    assert "no state" not in text


@pytest.mark.parametrize(
    ("missed", "narrow", "wide", "words"),
    [
        (0.27, 0.88, 0.51, "the two may miss it: 27 percent (from 12 to 49, depending on how far ranges are trusted)"),
        (0.27, 0.51, 0.88, "the two may miss it: 27 percent (from 12 to 49, depending on how far ranges are trusted)"),
        (0.27, None, None, "the two may miss it: 27 percent"),
        (0.27, math.nan, math.nan, "the two may miss it: 27 percent"),
        (1.0, 0.0, 0.0, "the two are sure to miss it, by what the case states"),
    ],
)
def test_a_miss_is_told_with_how_far_ranges_are_trusted(
    missed: float, narrow: float | None, wide: float | None, words: str
) -> None:
    assert miss_words(2, missed, narrow, wide) == words


def test_a_talk_with_a_deal_in_a_part_of_the_draws_has_that_part_of_the_measured_chance() -> None:
    one = tertius.forecast(ferry(), 256).headline["timetable"]
    assert 0 < one.zone < 1
    assert one.measured is not None
    assert one.probability == pytest.approx(one.zone * one.measured.chance, abs=0.02)


def test_the_kind_sets_a_base_rate_beside_the_headline_and_mixes_nothing_in(plain: Forecast) -> None:
    kind = tertius.forecast(road("parties: [east, west]\n    kind: crisis"), DRAWS)
    one, before = kind.headline["works"], plain.headline["works"]
    assert one.probability == before.probability
    assert one.base_rate is not None
    assert one.base_rate.rate == 0.29
    assert one.measured is not None
    assert one.measured.moved is not None
    assert one.measured.moved < one.measured.chance
    assert "29 percent ended in a compromise" in told(kind)
    assert "with the measured curve moved to it" in told(kind)
    assert "tertius base-rates" in told(plain)


def test_pooling_is_logarithmic_and_tells_all_three_figures(plain: Forecast) -> None:
    pooled = tertius.forecast(road(), DRAWS, base_rate="crisis", weight=0.3)
    one = json.loads(json.dumps(pooled.to_dict()))["headline"]["works"]
    before = plain.headline["works"].probability
    assert one["before"] == before
    assert one["pooled"] == {"kind": "crisis", "rate": 0.29, "weight": 0.3}
    logit = 0.7 * math.log(before / (1 - before)) + 0.3 * math.log(0.29 / 0.71)
    assert one["probability"] == pytest.approx(1 / (1 + math.exp(-logit)))
    slope = 0.7 * one["probability"] * (1 - one["probability"]) / (before * (1 - before))
    assert one["error"] == pytest.approx(slope * plain.headline["works"].error)
    assert "Pooled with the base rate of the kind 'crisis', 29 percent, at a weight of 0.3" in told(pooled)
    assert pooled.pooled.agreement == plain.pooled.agreement


@pytest.mark.parametrize(
    ("p", "weight", "after"), [(0.75, 0.0, 0.75), (0.75, 1.0, 0.29), (1.0, 0.3, 1.0), (0.0, 0.3, 0.0), (1.0, 1.0, 0.29)]
)
def test_the_ends_of_the_pool(p: float, weight: float, after: float) -> None:
    assert log_pool(p, 0.29, weight) == pytest.approx(after)


@pytest.mark.parametrize(
    ("kind", "weight", "said"),
    [
        ("crysis", 0.3, ["did you mean 'crisis'?"]),
        ("crisis", 1.5, ["a weight of 1.5: 0"]),
        ("crisis", math.nan, ["a weight of nan"]),
        ("crisis", None, ["--base-rate without --weight"]),
        (None, 0.5, ["--weight without --base-rate"]),
        ("crysis", -1.0, ["did you mean 'crisis'?", "a weight of -1"]),
    ],
)
def test_mistakes_in_what_is_pooled_are_named_at_once(
    kind: str | None, weight: float | None, said: Sequence[str]
) -> None:
    with pytest.raises(UsageError) as raised:
        pooling_of(kind, weight)
    for words in said:
        assert words in str(raised.value)


def with_chance(case: Case, chance: np.ndarray) -> Settlements:
    many = many_with(case, {"us-china": 0.5}, draws=len(chance))
    return Settlements(many.levels, many.agreed, many.payoffs, many.gains, many.hands, many.settled, chance)


def test_a_draw_counts_with_the_chance_that_its_deal_is_made() -> None:
    case = toy_case()
    chance = np.random.default_rng(2).uniform(0, 1, (320, 3))
    many, counted = with_chance(case, chance), accumulator_of(case)
    counted.add(many, 0)
    summary, made = summary_of(case, counted), many.agreed * chance
    for t, talk in enumerate(case.talks):
        assert summary.agreement[talk].value == pytest.approx(made[:, t].mean(), abs=1e-9)
        assert summary.zone[talk].value == many.agreed[:, t].mean()
    assert summary.all_agreed.value == pytest.approx(made.prod(axis=1).mean(), abs=1e-9)
    assert summary.all_zones.value == many.agreed.all(axis=1).mean()
    assert sum(one.value for one in summary.together.values()) == pytest.approx(1)
    for talks, figure in summary.together.items():
        inside = np.array([talk in talks for talk in case.talks])
        assert figure.value == pytest.approx(np.where(inside, made, 1 - made).prod(axis=1).mean(), abs=1e-8)
    known = summary.levels["trade"].draws
    assert (
        known == many.agreed[:, list(case.talks).index("us-china")].sum()
    )  # levels are those of the deal, made or not


def test_with_every_chance_at_one_the_figures_are_shares_of_whole_draws() -> None:
    case = toy_case()
    many, counted = with_chance(case, np.ones((333, 3))), accumulator_of(case)
    counted.add(many, 0)
    summary = summary_of(case, counted)
    assert summary.agreement == summary.zone
    assert summary.all_agreed == summary.all_zones
    for talks, figure in summary.together.items():
        inside = np.array([talk in talks for talk in case.talks])
        assert figure.value == int((many.agreed == inside).all(axis=1).sum()) / 333


def test_an_agreement_asked_for_by_name_is_its_probability_in_each_draw() -> None:
    case, chance = toy_case(), np.full((8, 3), 0.25)
    many = with_chance(case, chance)
    t = list(case.talks).index("us-china")
    assert values_of(case, Target("agreement", "us-china"), many).tolist() == (many.agreed[:, t] * 0.25).tolist()


def test_what_the_probability_hangs_on_is_in_the_sensitivity() -> None:
    found = tertius.sensitivity(road(FIRM), of="agreement:works", base=32).sensitivity
    assert found is not None
    first = found.ranking("agreement:works")[0][0]
    assert first.path == "talks.works.firm.east.probability"


def test_kept_draws_carry_the_chance_and_are_taken_up_again(tmp_path: Path, firm: Forecast) -> None:
    case, path = road(FIRM), tmp_path / "draws.csv"
    with DrawWriter(case, uncertain_of(case), path) as keeper:
        tertius.forecast(case, DRAWS // 2, keeper=keeper)
    assert "chance:works" in path.read_text("utf-8").splitlines()[0].split(",")
    with DrawWriter(case, uncertain_of(case), path, resume=True) as keeper:
        earlier = keeper.earlier(list(firm.theories), 1, DRAWS)
        resumed = tertius.forecast(case, DRAWS, keeper=keeper, earlier=earlier)
    assert resumed.to_dict() == firm.to_dict()
    with DrawWriter(road(), uncertain_of(road()), tmp_path / "plain.csv") as keeper:
        assert not any(column.startswith("chance:") for column in keeper.columns)


def test_the_table_begins_with_the_headlines(plain: Forecast) -> None:
    frame = plain.to_frame()
    assert frame.index[0] == ("pooled", "headline", "works")
    assert frame.loc[("pooled", "headline", "works"), "middle"] == plain.headline["works"].probability
    assert frame.loc[("pooled", "agreement", "works"), "middle"] == 1.0


def test_where_no_probability_can_be_given_the_forecast_says_why_and_takes_the_measured_one() -> None:
    """At the middles there is no deal, so there is no curve of deals; in some draws there is one all the same."""
    found = tertius.forecast(ferry(west="0 to 5", doubt={"west": "100%"}), 256)
    one = found.headline["timetable"]
    assert one.reason
    assert (one.basis, one.narrow, one.wide) == ("measured", None, None)
    assert f"but no probability can be given: {one.reason}." in told(found)


def test_doubt_about_numbers_that_are_certain_keeps_nobody_from_a_deal() -> None:
    certain = tertius.forecast(read_text(ROAD.replace("[east, west]", "[east, west]\n    doubt: {east: 100%}")), 4)
    assert certain.headline["works"].probability == 1
    assert "a deal is there in every draw, and nothing that the case states keeps the two from making it" in told(
        certain
    )
