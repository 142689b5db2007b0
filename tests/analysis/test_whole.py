"""The whole analysis: its parts in their order, over the draws and theories that were asked for, and Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

import tertius
from tertius.analysis import whole
from tertius.analysis.whole import Analysis, Asked, analyse
from tertius.case.model import Case
from tests.analysis.claims.dam import dam
from tests.cli.examples import toy_case


@cache
def found() -> Analysis:
    return analyse(dam(), Asked(draws=64))


def test_every_part_that_the_case_gives_rise_to_is_there() -> None:
    told = found()
    assert told.forecast is not None
    assert told.sensitivity is not None
    assert told.gap is not None
    assert told.leverage is not None
    assert told.claims is not None
    assert (told.forecast.draws, told.claims.draws) == (64, 64)
    assert set(told.breakdowns) <= set(dam().talks)
    assert told.attribution is not None
    assert (told.decision, told.stopped) == (None, "")


def test_each_part_is_what_its_own_function_finds() -> None:
    told = found()
    assert told.settlement.levels == tertius.settle(dam()).levels
    assert told.forecast is not None
    assert told.forecast.pooled.levels == tertius.forecast(dam(), 64).pooled.levels
    assert told.leverage is not None
    assert told.leverage.reliance == tertius.leverage(dam()).reliance


def test_moves_and_game_rest_on_the_same_draws() -> None:
    told = analyse(toy_case(), Asked(draws=8, sensitivity=False))
    assert told.game is not None
    assert [search.draws for search in told.searches] == [told.game.draws]
    assert [search.theories for search in told.searches] == [tuple(told.game.by_theory)]
    assert analyse(toy_case(), Asked(draws=8, sensitivity=False, moves=False)).searches == ()


def test_the_theories_asked_for_count_in_every_part_and_the_first_settles_the_talks() -> None:
    told = analyse(toy_case(), Asked(draws=8, theories="hold+egalitarian,renegotiate"))
    assert told.settlement.theory == "hold+egalitarian"
    assert list(told.theories.settlements) == ["hold+egalitarian", "renegotiate"]
    assert told.forecast is not None
    assert list(told.forecast.theories) == ["hold+egalitarian", "renegotiate"]
    one = analyse(toy_case(), Asked(draws=8, solution="egalitarian", sensitivity=False, moves=False))
    assert one.forecast is not None
    assert list(one.forecast.theories) == ["renegotiate+egalitarian", "hold+egalitarian"]


def test_without_draws_or_ranges_there_is_no_forecast_and_nothing_that_rests_on_one() -> None:
    told = analyse(toy_case(), Asked(draws=0))
    assert (told.forecast, told.sensitivity, told.gap, told.claims) == (None, None, None, None)
    sure = Case.model_validate({"case": "sure", "title": "S", "as_of": "2020-01-01", "actors": {"a": "A", "b": "B"}})
    assert analyse(sure).forecast is None


def test_a_case_without_talks_is_decided_under_every_rule() -> None:
    told = analyse(tertius.load("ec-emission-1994"), Asked(draws=8))
    assert told.decision is not None
    assert (told.leverage, told.searches, told.game) == (None, (), None)


@pytest.mark.parametrize(
    ("name", "stopped", "before", "after"),
    [
        ("forecast", "settling draws", (), ("forecast", "sensitivity", "leverage", "game", "claims")),
        ("sensitivity", "looking for the inputs that matter", ("forecast",), ("sensitivity", "leverage", "claims")),
        ("leverage", "working out leverage", ("forecast", "sensitivity"), ("leverage", "game", "claims")),
        ("test_claims", "testing claims", ("forecast", "sensitivity", "leverage"), ("claims",)),
    ],
)
def test_after_an_interrupt_no_other_part_begins_and_what_was_found_is_kept(
    monkeypatch: pytest.MonkeyPatch, name: str, stopped: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    def cut(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(whole, name, cut)
    told = analyse(dam(), Asked(draws=8))
    assert told.stopped == stopped
    assert all(getattr(told, part) is not None for part in before)
    assert all(getattr(told, part) is None for part in after)


def test_progress_is_told_part_by_part() -> None:
    heard: list[str] = []

    @contextmanager
    def telling(doing: str) -> Iterator[whole.Progress]:
        heard.append(doing)
        yield lambda done, of: heard.append("far")

    analyse(toy_case(), Asked(draws=8, sensitivity=False, moves=False), telling)
    assert heard[0] == "Settling every talk, and the case without each of them"
    assert heard[1:3] == ["Settling draws", "far"]


def test_figures_that_rest_on_too_few_draws_at_rest_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "UNRESTED", -1.0)
    assert analyse(dam(), Asked(draws=8)).sensitivity is None
