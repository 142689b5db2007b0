"""Pictures of results in a notebook: the specs of the brief as Altair charts; what has none says which have."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import Any

import pytest

import tertius
from tertius.analysis.forecast.sensitivity import Threshold
from tertius.errors import UsageError
from tertius.report.charts.claims import VERDICTS, claims_bars
from tertius.report.charts.decision import weighed
from tertius.report.charts.plots import picture_of
from tests.house.test_shown import few_claims
from tests.report.charts.looking import cut, overlaps, rows_of, texts_of
from tests.rough import few_types

PATRONS, KOREA = tertius.load("two-patrons"), tertius.load("korea-2019")
PATRONS_IN_DOUBT = tertius.apply_changes(
    PATRONS, [tertius.Change(set="stances.client.first-price.salience", to="10 to 30")]
)


def results() -> dict[str, Any]:
    return {
        "settlement": tertius.settle(KOREA),
        "forecast": tertius.forecast(PATRONS, 4),
        "leverage": tertius.leverage(PATRONS),
        "attribution": tertius.leverage(PATRONS).attribution("first"),
        "sensitivity": tertius.sensitivity(KOREA, of="level:tariff-relief", quick=True),
        "claims": few_claims(),
        "moves": tertius.moves(KOREA, "dprk", theories=("hold",), draws=2),
        "decision": tertius.decide(tertius.load("ec-emission-1994"), draws=0),
    }


def test_every_result_with_a_picture_gives_it_as_an_altair_chart() -> None:
    altair = pytest.importorskip("altair")
    with few_types():  # no figure is looked at
        found = results()
    for name, result in found.items():
        chart = result.plot()
        assert isinstance(chart, altair.LayerChart), name
        spec = chart.to_dict()
        picture = picture_of(result)
        assert [layer["mark"] for layer in spec["layer"]] == [layer["mark"] for layer in picture.spec["layer"]], name
        assert spec["title"]["text"]
        assert spec["description"] == picture.says
        assert not cut(picture.spec), name
        assert not overlaps(picture.spec), name


def test_a_picture_can_be_of_one_talk_issue_actor_or_output() -> None:
    settlement = tertius.settle(KOREA)
    assert "Denuclearisation of North Korea" in texts_of(picture_of(settlement, "us-dprk").spec)
    assert "Denuclearisation of North Korea" not in texts_of(picture_of(settlement, "tariff-relief").spec)
    held = tertius.leverage(KOREA)
    assert "without China" in texts_of(picture_of(held, "dprk").spec)
    with pytest.raises(UsageError, match="there is no talk or issue 'us-dpkr': did you mean 'us-dprk'"):
        picture_of(settlement, "us-dpkr")


def test_what_has_no_picture_says_which_results_have_one() -> None:
    with pytest.raises(
        UsageError, match="a Power has no picture: those that have one are Attribution, Claims, Decision"
    ):
        tertius.power(KOREA).plot()


def test_without_altair_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "altair":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match=r"pip install 'tertius\[plot\]'"):
        tertius.settle(PATRONS).plot()


def test_marks_of_a_decision_are_as_large_as_capability_times_salience() -> None:
    decision = tertius.decide(tertius.load("ec-emission-1994"), draws=0)
    [issue] = decision.issues
    spec = picture_of(decision).spec
    shares = {one.actor: one.share for one in weighed(decision.case, issue)}
    case = decision.case
    products = {
        a: case.capability(a, issue).middle * own[issue].salience.middle  # type: ignore[union-attr]
        for a, own in case.stances.items()
    }
    assert shares == pytest.approx({a: product / sum(products.values()) for a, product in products.items()})
    sizes = [row["size"] for row in rows_of(spec) if row.get("shape", "diamond") != "diamond"]
    areas = sorted(sizes, reverse=True)[:2]
    first, second = sorted(shares.values(), reverse=True)[:2]
    assert areas[1] / areas[0] == pytest.approx(second / first, abs=0.01)
    told = " ".join(texts_of(spec))
    for rule, answer in decision.issues[issue].answers.items():
        assert answer.level is None or rule in told
    assert "weighted-mean (naive)" in told


def test_claims_are_told_by_colour_shape_and_word() -> None:
    claims = few_claims()
    assert len(VERDICTS) == len({colour for colour, _ in VERDICTS.values()}) == len({s for _, s in VERDICTS.values()})
    told = texts_of(picture_of(claims).spec)
    assert all(result.verdict.value in told for result in claims.results)
    counts = [text for text in texts_of(claims_bars(claims)) if text.isdigit()]
    assert sum(map(int, counts)) == len(claims.results)


def test_a_tornado_marks_where_an_agreement_disappears() -> None:
    matters = tertius.sensitivity(PATRONS_IN_DOUBT, quick=True)
    first = matters.inputs[0]
    number = first.numbers[0].quantity
    value = number.low + 0.25 * (number.high - number.low)
    spec = picture_of(replace(matters, thresholds=(Threshold(first, matters.talks[0], value, appears=False),))).spec
    [mark] = [row for row in rows_of(spec) if row.get("size") == 110]
    assert mark["x"] == pytest.approx(6 + 0.25 * (360 - 12), abs=0.1)
    assert "Where an agreement appears or disappears" in texts_of(spec)
    assert f"An agreement in {matters.talks[0]} disappears when" in " ".join(texts_of(spec))
