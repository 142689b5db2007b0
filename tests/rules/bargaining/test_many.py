"""Many draws in one call: each row is what the case with those numbers fixed settles to, in the base case's unit."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case.model import Case
from tertius.draws import fix, sample, uncertain_of
from tertius.rules import RULES, theory_named
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tests.before import as_before

CASES = ["korea-2019", "black-sea-grain-2022", "two-patrons"]


def drawn(case: Case, draws: int) -> tuple[list[tuple[str | int, ...]], np.ndarray]:
    uncertain = uncertain_of(case)
    return [number.path for number in uncertain], sample(uncertain, 0, draws, seed=3)


@pytest.mark.parametrize("name", [*CASES, "ec-emission-1994"])
def test_a_row_of_a_batch_is_the_network_of_the_case_with_those_numbers_fixed(name: str) -> None:
    case = tertius.load(name)
    paths, values = drawn(case, 3)
    network = network_of(case)
    batch = batch_of(case, network, paths, values)
    for d, row in enumerate(values):
        fixed = network_of(fix(case, dict(zip(paths, row, strict=True))), base=case)
        for field, array in fixed.numbers._asdict().items():
            if field == "chance":  # how firm each party is: put in by the rule where there is one draw
                continue
            assert np.allclose(getattr(batch, field)[d], array, rtol=0, atol=1e-12), field
    assert np.array_equal(batch.range[0], network.numbers.range)


def test_the_ranges_of_a_draw_are_those_of_the_base_case() -> None:
    case = tertius.load("korea-2019")
    paths, [row] = drawn(case, 1)
    fixed = fix(case, dict(zip(paths, row, strict=True)))
    assert not np.allclose(network_of(fixed).numbers.range, network_of(case).numbers.range)
    assert np.array_equal(network_of(fixed, base=case).numbers.range, network_of(case).numbers.range)


@pytest.mark.parametrize("theory", ["renegotiate", "hold", "hold+egalitarian"])
def test_a_draw_of_many_settles_as_it_does_alone(theory: str) -> None:
    """Alone it is settled from several starts; the two are the same where there is one settlement."""
    case = as_before(tertius.load("black-sea-grain-2022"))
    paths, values = drawn(case, 4)
    chosen = theory_named(theory)
    many = chosen.settle_many(case, paths, values, hands=True)
    compared = 0
    for d, row in enumerate(values):
        alone = chosen.settle_draw(case, dict(zip(paths, row, strict=True)))
        if alone.alternatives:
            continue
        compared += 1
        assert many.levels[d] == pytest.approx(list(alone.levels.values()), abs=1e-4)
        assert many.agreed[d].tolist() == list(alone.agreements.values())
        assert many.payoffs[d] == pytest.approx(list(alone.payoffs.values()), abs=1e-3)
        for t, talk in enumerate(case.talks):
            for i, actor in enumerate(case.actors):
                if actor not in case.talks[talk].parties:
                    assert np.isnan(many.gains[d, t, i])
                    continue
                assert many.gains[d, t, i] == pytest.approx(alone.gain(talk, actor), abs=1e-3)
                hand = alone.upper_hand.get(talk, {}).get(actor, np.nan)
                assert many.hands[d, t, i] == pytest.approx(hand, abs=1e-3, nan_ok=True)
    assert compared >= 2


def test_many_decisions_by_weight_are_one_by_one() -> None:
    case = tertius.load("ec-emission-1994")
    uncertain = uncertain_of(case)
    paths = [number.path for number in uncertain]
    values = sample(uncertain, 0, 5, seed=1) if uncertain else np.empty((5, 0))
    many = RULES["weighted-mean"].settle_many(case, paths, values)
    for d, row in enumerate(values):
        alone = RULES["weighted-mean"].settle(fix(case, dict(zip(paths, row, strict=True))))
        assert many.levels[d] == pytest.approx(list(alone.levels.values()), abs=1e-9)
        assert many.payoffs[d] == pytest.approx(list(alone.payoffs.values()), abs=1e-9)
    assert many.settled.all()


def test_upper_hands_are_left_out_unless_asked_for() -> None:
    case = tertius.load("two-patrons")
    paths, values = drawn(case, 2)
    assert np.isnan(theory_named("renegotiate").settle_many(case, paths, values).hands).all()
