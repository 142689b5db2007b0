"""Forecasts: the same bits whatever the threads, figures that are those of the draws, and what was interrupted."""

from __future__ import annotations

import json
import math
import signal
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.analysis.forecast import Forecast
from tertius.analysis.forecast.accumulator import accumulator_of, bounds_of
from tertius.analysis.forecast.draw_writer import DrawWriter
from tertius.case import read_text
from tertius.case.model import Case
from tertius.draws import draw_at, sample, uncertain_of
from tertius.errors import CaseError, UsageError
from tertius.rules import theory_named
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory

DRAWS = 200
ensemble = import_module("tertius.analysis.forecast.forecast")  # the package offers the function of this name


def uncertain_patrons() -> Case:
    """The two patrons, with ranges: what the goods are worth, what each can supply, what a price is worth."""
    text = (Path(tertius.__file__).parent / "gallery" / "two-patrons" / "case.yaml").read_text("utf-8")
    for certain, range_ in (
        ("weight: 10", "weight: 6 to 14, likely 10"),
        ("first-supply: 100%", "first-supply: 60% to 100%"),
        ("second-supply: 80%", "second-supply: 40% to 90%, likely 80%"),
    ):
        assert text.count(certain) == 1
        text = text.replace(certain, range_)
    return read_text(text)


@pytest.fixture(scope="module")
def patrons() -> Case:
    return uncertain_patrons()


@pytest.fixture(scope="module")
def told(patrons: Case) -> Forecast:
    return tertius.forecast(patrons, DRAWS, seed=5)


def settled(case: Case, theory: str) -> Settlements:
    uncertain = uncertain_of(case)
    values = sample(uncertain, 0, DRAWS, seed=5)
    return theory_named(theory).settle_many(case, [number.path for number in uncertain], values, hands=True)


def test_one_thread_and_two_say_the_same_to_the_bit(patrons: Case, told: Forecast) -> None:
    one = json.dumps(tertius.forecast(patrons, DRAWS, seed=5, threads=1).to_dict())
    assert one == json.dumps(told.to_dict())
    assert one != json.dumps(tertius.forecast(patrons, DRAWS, seed=6, threads=1).to_dict())


def test_the_size_of_a_batch_does_not_matter(patrons: Case, told: Forecast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "BATCH", 37)
    assert tertius.forecast(patrons, DRAWS, seed=5).to_dict() == told.to_dict()


@pytest.mark.parametrize("theory", ["renegotiate", "hold"])
def test_figures_are_those_of_the_draws(patrons: Case, told: Forecast, theory: str) -> None:
    many, outlook = settled(patrons, theory), told.theories[theory]
    rest = many.settled
    assert outlook.draws == DRAWS
    assert outlook.unsettled == int((~rest).sum())
    bounds = bounds_of(patrons)
    for t, talk in enumerate(patrons.talks):
        assert outlook.agreement[talk].value == pytest.approx(many.agreed[rest, t].mean())
    assert outlook.all_agreed.value == pytest.approx(many.agreed[rest].all(axis=1).mean())
    for k, issue in enumerate(patrons.issues):
        t = list(patrons.talks).index(str(patrons.talk_of(issue)))
        there = many.levels[rest & many.agreed[:, t], k]
        fan, width = outlook.levels[issue], bounds.levels[1, k] - bounds.levels[0, k]
        assert fan.draws == len(there)
        for end, q in ((fan.low, 0.1), (fan.middle, 0.5), (fan.high, 0.9)):
            if len(there):
                assert end.value == pytest.approx(np.quantile(there, q), abs=width / 1000)
    for i, actor in enumerate(patrons.actors):
        fan, width = outlook.payoffs[actor], bounds.payoffs[1, i] - bounds.payoffs[0, i]
        assert fan.middle.value == pytest.approx(np.median(many.payoffs[rest, i]), abs=width / 1000)
        assert fan.mean == pytest.approx(many.payoffs[rest, i].mean(), abs=width / 1000)
        assert fan.variance == pytest.approx(many.payoffs[rest, i].var(), abs=(width / 1000) ** 2 + 0.01)


def test_combinations_add_up(told: Forecast) -> None:
    for outlook in (told.pooled, *told.theories.values()):
        assert sum(figure.value for figure in outlook.together.values()) == pytest.approx(1)
        everyone = outlook.together.get(tuple(told.case.talks))
        assert outlook.all_agreed.value == pytest.approx(everyone.value if everyone else 0)


def test_the_pool_gives_every_theory_the_same_weight(told: Forecast) -> None:
    for talk, figure in told.pooled.agreement.items():
        each = [outlook.agreement[talk].value for outlook in told.theories.values()]
        assert figure.value == pytest.approx(np.mean(each), abs=0.02)


def test_doubt_is_parted_as_the_law_of_total_variance_says(told: Forecast) -> None:
    for actor in told.case.actors:
        doubt = told.doubt_about_payoff(actor)
        fans = [outlook.payoffs[actor] for outlook in told.theories.values()]
        whole = told.pooled.payoffs[actor].variance
        assert doubt.numbers + doubt.theories == pytest.approx(whole, rel=0.02)
        assert doubt.theories == pytest.approx(np.var([fan.mean for fan in fans]))
        assert 0 <= doubt.share_of_theories <= 1
    assert told.doubt_about_payoff("second").theories > 0  # the rules disagree on what a rival patron is worth


def test_the_error_is_the_spread_of_many_forecasts(patrons: Case) -> None:
    runs = [tertius.forecast(patrons, 64, seed, "renegotiate", hands=False) for seed in range(8)]
    middles = [run.pooled.payoffs["client"].middle for run in runs]
    spread = float(np.std([figure.value for figure in middles], ddof=1))
    said = float(np.mean([figure.error for figure in middles]))
    assert said / 4 < spread < 4 * said


def test_one_draw_can_be_looked_at(patrons: Case) -> None:
    theory = theory_named("hold")
    drawn = tertius.draw(patrons, 17, 5, "hold")
    alone = drawn.settlement
    assert drawn.values == draw_at(patrons, 5, 17)
    many = settled(patrons, "hold")
    assert many.levels[17] == pytest.approx(list(alone.levels.values()), abs=1e-4)
    assert alone.payoffs == theory.settle_draw(patrons, draw_at(patrons, 5, 17)).payoffs


def test_what_was_interrupted_says_so(patrons: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "BATCH", 64)

    def stop_after_two(done: int, whole: int) -> None:
        if done >= 2 * 2 * 64:
            raise KeyboardInterrupt

    part = tertius.forecast(patrons, DRAWS, seed=5, progress=stop_after_two)
    assert part.interrupted
    assert part.draws == 64  # the batch in which it was stopped is not counted half
    assert part.to_dict()["theories"] == tertius.forecast(patrons, 64, seed=5).to_dict()["theories"]

    def stop_at_once(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tertius.forecast(patrons, DRAWS, progress=stop_at_once)


class Impatient:
    """A keeper during whose second batch somebody presses Ctrl-C."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}

    def keep(self, first: int, values: np.ndarray, settled: Mapping[str, Settlements]) -> None:
        for theory, many in settled.items():
            self.rows[theory] = self.rows.get(theory, 0) + many.draws
        if first == 64:
            signal.raise_signal(signal.SIGINT)


def test_a_batch_is_counted_and_kept_whole_or_not_at_all(patrons: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "BATCH", 64)
    keeper = Impatient()
    part = tertius.forecast(patrons, DRAWS, seed=5, keeper=keeper)
    assert part.interrupted
    assert set(keeper.rows.values()) == {part.draws}
    assert {outlook.draws for outlook in part.theories.values()} == {part.draws}
    assert part.pooled.draws == part.draws * len(part.theories)


def test_ctrl_c_while_draws_are_looked_into_costs_none(patrons: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Theory, "settle_draw", stop)
    whole = tertius.forecast(patrons, 64, seed=5)
    assert (whole.draws, whole.looked_into) == (64, 0)


def test_draws_that_do_not_come_to_rest_are_counted_and_in_no_figure(patrons: Case) -> None:
    many = settled(patrons, "renegotiate")
    halted = replace(many, settled=np.arange(DRAWS) % 4 != 0)
    counted = accumulator_of(patrons)
    counted.add(halted, 0)
    from tertius.analysis.forecast.summary import summary_of

    outlook = summary_of(patrons, counted)
    assert outlook.unsettled == DRAWS // 4
    assert outlook.payoffs["client"].draws == DRAWS - DRAWS // 4
    kept = np.median(many.payoffs[halted.settled, 0])
    assert outlook.payoffs["client"].middle.value == pytest.approx(kept, abs=0.1)


def test_a_forecast_without_anything_uncertain_has_one_value(patrons: Case) -> None:
    from tertius.draws import fix

    middle = fix(patrons, {n.path: n.quantity.middle for n in uncertain_of(patrons)})
    told = tertius.forecast(middle, 20, theories="renegotiate")
    fan = told.pooled.payoffs["client"]
    assert fan.low.value == fan.high.value == pytest.approx(tertius.settle(patrons).payoffs["client"], abs=1e-3)
    assert told.pooled.agreement["with-first"].value == 1.0


def test_a_few_draws_have_no_error_to_speak_of(patrons: Case) -> None:
    told = tertius.forecast(patrons, 1)
    assert math.isnan(told.pooled.payoffs["client"].middle.error)
    assert (
        json.loads(json.dumps(told.to_dict(), allow_nan=False))["pooled"]["payoffs"]["client"]["middle"]["error"]
        is None
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"draws": 0}, "a forecast takes 1 draw or more"),
        ({"threads": 0}, "it takes 1 or more"),
        ({"seed": -1}, "seed"),
        ({"theories": "weighted-mean"}, "does not apply to two-patrons: those that do are renegotiate"),
        ({"theories": "hold+nahs"}, "did you mean 'nash'"),
        ({"theories": ""}, "no theory named"),
    ],
)
def test_bad_questions_say_what_is_legal(patrons: Case, arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        tertius.forecast(patrons, **arguments)


def test_a_decision_by_weight_has_a_forecast_too() -> None:
    case = tertius.load("ec-emission-1994")
    told = tertius.forecast(case, 64)
    [issue] = told.pooled.levels
    assert list(told.theories) == ["weighted-mean"]
    assert told.pooled.levels[issue].middle.value == pytest.approx(tertius.settle(case).levels[issue], abs=0.2)
    with pytest.raises((UsageError, CaseError)):
        tertius.forecast(case, 10, theories="hold")


def test_frame_and_notebook(told: Forecast) -> None:
    frame = told.to_frame()
    assert list(frame.columns) == ["low", "middle", "high", "error", "draws"]
    assert frame.loc[("pooled", "payoff", "client"), "middle"] == told.pooled.payoffs["client"].middle.value
    assert (
        frame.loc[("hold", "agreement", "with-first"), "middle"] == told.theories["hold"].agreement["with-first"].value
    )
    assert "with-second: client" in told._repr_html_()


@pytest.fixture
def kept(patrons: Case, tmp_path: Path) -> Path:
    path = tmp_path / "draws.csv"
    with DrawWriter(patrons, uncertain_of(patrons), path) as keeper:
        tertius.forecast(patrons, 40, seed=5, theories="hold", keeper=keeper)
    return path


def test_every_draw_can_be_kept(patrons: Case, kept: Path) -> None:
    import pandas as pd

    frame = pd.read_csv(kept)
    assert len(frame) == 40
    assert list(frame["draw"]) == list(range(40))
    many = settled(patrons, "hold")
    assert frame["payoff:client"].to_numpy() == pytest.approx(many.payoffs[:40, 0], abs=0)
    number = uncertain_of(patrons)[0]
    assert frame[".".join(map(str, number.path))].to_numpy() == pytest.approx(
        sample(uncertain_of(patrons), 0, 40, seed=5)[:, 0], abs=0
    )


def test_a_file_of_draws_is_not_replaced_unasked(patrons: Case, kept: Path) -> None:
    before = kept.read_bytes()
    with pytest.raises(UsageError, match="is there already"), DrawWriter(patrons, (), kept):
        pass
    assert kept.read_bytes() == before
    with pytest.raises(UsageError, match="cannot be written"), DrawWriter(patrons, (), kept.parent / "no" / "x.csv"):
        pass


def test_what_telling_takes_makes_no_batch_smaller_and_is_at_most_half_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, clock, sizes, told = uncertain_patrons(), [0.0], [], []
    monkeypatch.setattr(ensemble, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(ensemble, "BATCH", 64)

    class Slow:
        def keep(self, first: int, values: Any, settled: Any) -> None:
            sizes.append(len(values))
            clock[0] += 0.3

    def partial(found: Forecast) -> None:
        told.append(found.draws)
        clock[0] += 0.8  # longer than a batch may take

    found = ensemble.forecast(case, 512, theories="hold", keeper=Slow(), partial=partial)
    assert sizes == [64] * 8
    assert told == [64, 256, 448]
    assert found.pooled == tertius.forecast(case, 512, theories="hold").pooled
