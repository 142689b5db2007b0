"""Bayes' rule on a number: against the posterior put together piece by piece, and against weights on draws."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.case import Case
from tertius.case.parse.quantity import SHAPES, Quantity
from tertius.draws import fix, sample, uncertain_of
from tertius.draws.bayes import posterior_below, prior_share
from tertius.draws.distribution import quantile, share_below
from tests.draws.towns_that_believe import BELIEFS, believing_towns

chances = st.floats(0.01, 1.0)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    shape = draw(st.sampled_from(SHAPES))
    likely = None if shape == "uniform" else draw(st.floats(11, 49))
    return Quantity(10.0, 50.0, likely, shape=shape)


@given(quantities(), st.floats(0.001, 0.999))
def test_the_share_below_a_value_turns_the_quantile_round(quantity: Quantity, u: float) -> None:
    value = float(quantile(quantity, np.array([u]))[0])
    assert share_below(quantity, value) == pytest.approx(u, abs=1e-6)
    assert share_below(quantity, 10.0) == share_below(quantity, 3.0) == 0.0
    assert share_below(quantity, 50.0) == share_below(quantity, 90.0) == 1.0


def test_the_number_of_a_textbook() -> None:
    """One in a hundred has it; the test finds nine in ten of these, and is wrong with one in twenty of the others."""
    assert 1 - posterior_below(0.99, 0.9, 0.05) == pytest.approx(0.009 / (0.009 + 0.0495))


def posterior(quantity: Quantity, value: float, signals: list[tuple[float, float, float]]) -> float:
    """The share of the posterior below a value, from the masses between all points."""
    ends = sorted({10.0, 50.0, value, *(point for point, *_ in signals)})
    masses = []
    for low, high in pairwise(ends):
        weight = share_below(quantity, high) - share_below(quantity, low)
        for point, if_true, if_false in signals:
            weight *= if_true if low >= point else if_false
        masses.append(weight)
    below = sum(mass for mass, low in zip(masses, ends, strict=False) if low < value)
    return below / sum(masses)


@given(
    quantities(), st.lists(st.tuples(st.floats(12, 48), chances, chances), min_size=1, max_size=3), st.floats(0.0, 1.0)
)
def test_draws_after_signals_are_draws_of_the_posterior(
    quantity: Quantity, signals: list[tuple[float, float, float]], u: float
) -> None:
    heard = [(share_below(quantity, point), if_true, if_false) for point, if_true, if_false in signals]
    value = float(quantile(quantity, prior_share(np.array([u]), heard))[0])
    assert posterior(quantity, value, signals) == pytest.approx(u, abs=1e-5)


@given(st.lists(st.tuples(st.floats(0.05, 0.95), chances, chances), min_size=1, max_size=3))
def test_a_larger_share_never_gives_a_smaller_one(heard: list[tuple[float, float, float]]) -> None:
    shares = prior_share(np.linspace(0, 1, 201), heard)
    assert (np.diff(shares) >= -1e-12).all()
    assert shares[0] == pytest.approx(0.0, abs=1e-12)
    assert shares[-1] == pytest.approx(1.0, abs=1e-12)


@given(st.floats(0.05, 0.95), chances, st.floats(0, 1))
def test_a_signal_that_is_as_likely_either_way_tells_nothing(below: float, chance: float, u: float) -> None:
    assert prior_share(np.array([u]), [(below, chance, chance)]) == pytest.approx(u, abs=1e-12)


def test_what_a_signal_rules_out_is_no_draw() -> None:
    u = np.linspace(0, 1, 11)
    assert prior_share(u, [(0.3, 0.8, 0.0)]) == pytest.approx(0.3 + 0.7 * u)
    assert prior_share(u, [(0.3, 0.0, 0.8)]) == pytest.approx(0.3 * u)


def levels(case: Case, values: np.ndarray, paths: list[tuple[str | int, ...]]) -> np.ndarray:
    return tertius.RULES["renegotiate"].settle_many(case, paths, values).levels


def test_where_all_have_heard_it_the_mean_is_that_of_weighted_draws() -> None:
    """w_d = P(signal | draw d): the literal reading of Bayes' rule over the draws."""
    plain, told = believing_towns({}), believing_towns({"shown": BELIEFS["shown"]})
    uncertain = uncertain_of(plain)
    values = sample(uncertain, 0, 4096, seed=5)
    paths = [number.path for number in uncertain]
    above = values[:, paths.index(("links", "tie", "probability"))] > 0.4
    weights = np.where(above, 0.9, 0.3)
    expected = weights @ levels(plain, values, paths) / weights.sum()
    after = uncertain_of(told)
    found = levels(told, sample(after, 0, 4096, seed=5), [number.path for number in after]).mean(axis=0)
    assert found == pytest.approx(expected, abs=0.05)
    assert abs(found - levels(plain, values, paths).mean(axis=0)).max() > 0.3


GROUPS = {
    "alike": {"together": ["links.tie.probability", "stances.upper.toll.position"]},
    "opposed": {"together": ["links.tie.probability"], "against": ["stances.upper.toll.position"]},
    "turned": {"together": ["stances.upper.toll.position"], "against": ["links.tie.probability"]},
}


@pytest.mark.parametrize("name", GROUPS)
def test_what_moves_together_is_believed_together(name: str) -> None:
    """The weights are those of whole draws, so they change what is believed of every number of the group."""
    group = {"resolve": GROUPS[name]}
    plain, told = believing_towns({}, group), believing_towns({"shown": BELIEFS["shown"]}, group)
    uncertain, after = uncertain_of(plain), uncertain_of(told)
    values = sample(uncertain, 0, 4096, seed=5)
    paths = [number.path for number in uncertain]
    weights = np.where(values[:, paths.index(("links", "tie", "probability"))] > 0.4, 0.9, 0.3)
    expected = weights @ levels(plain, values, paths) / weights.sum()
    drawn = sample(after, 0, 4096, seed=5)
    found = levels(told, drawn, [number.path for number in after]).mean(axis=0)
    assert found == pytest.approx(expected, abs=0.06)
    mate = next(number for number in after if "toll" in number.path[1] and number.path[0] == "beliefs")
    position = values[:, paths.index(("stances", "upper", "toll", "position"))]
    believed = drawn[:, [number.path for number in after].index(mate.path)]
    assert believed.mean() == pytest.approx(weights @ position / weights.sum(), abs=0.02)
    assert (mate.middle > 40) is (name == "alike")
    fixed = fix(told, dict(zip([number.path for number in after], map(float, drawn[0]), strict=True)))
    alone = tertius.RULES["renegotiate"].settle(fixed, base=told)
    many = levels(told, drawn[:1], [number.path for number in after])
    assert many[0] == pytest.approx(list(alone.levels.values()), abs=1e-4)


def test_two_signals_in_one_group_bear_on_both_numbers() -> None:
    group = {"resolve": GROUPS["opposed"]}
    case = believing_towns({"shown": BELIEFS["shown"], "greedy": BELIEFS["greedy"]}, group)
    numbers = {number.path: number for number in uncertain_of(case)}
    assert [len(numbers["beliefs", name, "number"].reports) for name in ("shown", "greedy")] == [2, 2]


def test_a_belief_stands_where_its_number_does() -> None:
    case = believing_towns({"shown": BELIEFS["shown"]})
    numbers = {number.path: number for number in uncertain_of(case)}
    tie, shown = numbers["links", "tie", "probability"], numbers["beliefs", "shown", "number"]
    assert shown.dimension == tie.dimension
    values = sample(case, 0, 64, seed=1)
    column = {number.path: values[:, place] for place, number in enumerate(uncertain_of(case))}
    assert (column[shown.path] >= column[tie.path]).all()
    assert np.array_equal(np.argsort(column[shown.path]), np.argsort(column[tie.path]))


def test_a_belief_leaves_the_draws_of_all_other_numbers_alone() -> None:
    plain, told = believing_towns({}), believing_towns({"shown": BELIEFS["shown"]})
    before, after = sample(plain, 0, 32, seed=2), sample(told, 0, 32, seed=2)
    places = [number.path for number in uncertain_of(told)]
    same = [places.index(number.path) for number in uncertain_of(plain)]
    assert np.array_equal(after[:, same], before)


@pytest.mark.parametrize("name", BELIEFS)
def test_a_draw_is_the_case_with_its_numbers_fixed(name: str) -> None:
    case = believing_towns({name: BELIEFS[name]})
    uncertain = uncertain_of(case)
    paths, values = [number.path for number in uncertain], sample(uncertain, 0, 4, seed=3)
    assert ("beliefs", name, "number") in paths
    rule = tertius.RULES["renegotiate"]
    many = rule.settle_many(case, paths, values)
    for d, row in enumerate(values):
        fixed = fix(case, dict(zip(paths, map(float, row), strict=True)))
        assert many.levels[d] == pytest.approx(list(rule.settle(fixed, base=case).levels.values()), abs=1e-4)


@pytest.mark.parametrize("name", BELIEFS)
def test_every_kind_of_belief_moves_the_talk_that_has_it(name: str) -> None:
    plain, told = tertius.settle(believing_towns({})), tertius.settle(believing_towns({name: BELIEFS[name]}))
    assert abs(told.levels["toll"] - plain.levels["toll"]) > 0.05
