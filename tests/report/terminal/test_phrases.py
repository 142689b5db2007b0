"""How numbers and dates are written."""

from __future__ import annotations

import datetime as dt

import pytest

from tertius.case.fields import Entry
from tertius.case.parse.quantity import read_quantity
from tertius.report.text.phrases import date, evidence, level, listed, plain_percent, plain_points, probability


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (53.14, (0, 100), "53.1"),
        (-0.001, (0, 100), "0.0"),
        (7.6, (4, 10), "7.60"),
        (0.25, (0, 1), "0.250"),
        (1234.5, (0, 5000), "1234"),
        (-3.5, (-10, 10), "-3.5"),
        (0.00051, (0, 0.001), "0.000510"),
    ],
)
def test_a_level_has_the_decimals_of_its_scale(value: float, scale: tuple[float, float], text: str) -> None:
    assert level(value, scale) == text


def test_points_percents_and_dates() -> None:
    assert (plain_points(40.04), plain_points(-0.04), plain_points(-2.13)) == ("40.0", "0.0", "-2.1")
    assert (plain_percent(0.584), plain_percent(1.0)) == ("58%", "100%")
    assert date(dt.date(2019, 1, 7)) == "7 January 2019"
    assert (listed(["a", "b"]), listed([])) == ("a, b", "–")


def test_a_probability_is_written_in_percent() -> None:
    assert probability(read_quantity("0.1 to 0.4")) == "10% to 40%"
    assert probability(read_quantity(0.25)) == "25%"


def test_evidence_says_only_what_is_there() -> None:
    assert evidence(Entry()) == ""
    assert evidence(Entry(why="trade fell by half")) == "trade fell by half"
    assert evidence(Entry(source=("a", "b"), method="observed")) == "Observed; source: a, b"
    assert evidence(Entry(why="Why?", method="derived")) == "Why? Derived"
