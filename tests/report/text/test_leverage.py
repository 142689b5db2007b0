"""Leverage told: what its pictures hold, and what its sentences say."""

from __future__ import annotations

from functools import cache

import pytest

import tertius
from tertius.analysis.leverage import Leverage
from tertius.analysis.leverage.leverage import focus_of
from tertius.case import read_text
from tertius.report.charts.leverage import attribution_chart, heat_map, stakes_chart
from tertius.report.text.leverage import (
    attribution_sentences,
    broker_sentences,
    commitment_sentences,
    hand_sentence,
    leverage_sentences,
)
from tests.analysis.leverage.test_attribution import TWO_KEYS
from tests.before import as_before


@cache
def lev(name: str) -> Leverage:
    return tertius.leverage(as_before(tertius.load(name)), threads=1)


def texts(spec: dict) -> list[str]:
    return [row["text"] for layer in spec["layer"] for row in layer["data"]["values"] if "text" in row]


def test_the_heat_map_has_a_cell_for_every_pair() -> None:
    said = texts(heat_map(lev("korea-2019")))
    assert said.count("–") + sum(text.endswith("%") for text in said) == 5 * 4
    assert "25%" in said  # North Korea on the United States


def test_the_bars_of_stakes_are_the_stakes() -> None:
    said = texts(stakes_chart(lev("korea-2019")))
    assert "27.6" in said
    assert "15%" in said
    assert said.index("United States and North Korea") < said.index("North Korea and Russia")


def test_the_waterfall_leads_from_nothing_to_the_position() -> None:
    told = lev("korea-2019").attribution("dprk")
    spec = attribution_chart(told)
    said = texts(spec)
    assert said[0] == "With none of these"
    assert "4 smaller ones together" in said
    bars = [
        row for layer in spec["layer"] for row in layer["data"]["values"] if row["colour"] in ("#0072b2", "#c8500a")
    ]
    assert len(bars) == 11
    assert bars[0]["x2"] == pytest.approx(bars[1]["x"], abs=0.2)  # each begins where the one before it ended


def test_the_sentences_of_the_flagship() -> None:
    told = lev("korea-2019")
    assert focus_of(told) == "dprk"
    assert "got about equally near to their best possible deals" in hand_sentence(told, "us-dprk")
    assert any("costs China 0.3 points" in sentence for sentence in commitment_sentences(told))
    assert broker_sentences(told)[-1].startswith("Without North Korea the network of ties would fall into three parts")
    assert leverage_sentences(told)[-1].startswith("The largest net leverage is that of North Korea over Russia")


def test_what_is_necessary_and_what_works_only_together_is_told() -> None:
    case = read_text(TWO_KEYS, "two-keys.yaml")
    told = tertius.leverage(case, threads=1)
    assert attribution_sentences(told.attribution("price"))[-1] == (
        "Necessary for agreement in the talk “t”: the threat “blow”."
    )
    assert any("need each other" in sentence for sentence in attribution_sentences(told.attribution("a")))
    agreed = attribution_sentences(told.attribution("t"))[0]
    assert agreed == "The agreement in the talk “t” is reached; without any of these features it would be not reached."
