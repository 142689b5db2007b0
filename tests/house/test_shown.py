"""A result that is shown as it is fits a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import tertius

RESULTS: dict[str, Callable[[], Any]] = {
    "settle": lambda: tertius.settle(tertius.load("korea-2019")),
    "forecast": lambda: tertius.forecast(tertius.load("korea-2019"), 2, theories="hold"),
    "decide": lambda: tertius.decide(tertius.load("ec-emission-1994"), draws=0),
    "power": lambda: tertius.power(tertius.load("korea-2019")),
    "leverage": lambda: tertius.leverage(tertius.load("two-patrons")),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_fits_a_screen(name: str) -> None:
    result = RESULTS[name]()
    lines = repr(result).splitlines()
    assert lines[0] == f"{type(result).__name__}("
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 125


def test_it_says_what_was_found() -> None:
    shown = repr(tertius.settle(tertius.load("two-patrons")))
    assert "case=<Case two-patrons>" in shown
    assert "rule='renegotiate'" in shown
    assert "levels={'first-supply': 100.0" in shown
