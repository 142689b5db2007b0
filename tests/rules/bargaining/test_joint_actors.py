"""Actors that act as one party: against a grid that knows no joint actor, and what must be so in any case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tertius
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.hold import hold_draws
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.perceived import bargaining_network
from tertius.rules.bargaining.renegotiate import renegotiate_draws
from tertius.rules.bargaining.workspace import Answers
from tests.analysis.moves.towns import towns
from tests.reference.networks import make_network, networks
from tests.reference.payoffs import payoffs_at, units_of
from tests.report.brief.told import text_of

Draws = Callable[..., Answers]
RULES: dict[str, Draws] = {"renegotiate": renegotiate_draws, "hold": hold_draws}
GRID = 21


def batch(network: Network) -> Numbers:
    return Numbers(*(np.asarray(array)[None] for array in network.numbers))


def with_weights(network: Network, talk: int, weights: dict[int, float]) -> Network:
    as_one = np.zeros(network.structure.party.shape)
    as_one[talk, list(weights)] = list(weights.values())
    return replace(network, structure=network.structure._replace(as_one=as_one))


def flags(mask: int, talks: int) -> np.ndarray:
    return np.array([bool(mask >> t & 1) for t in range(talks)])


def shares(network: Network, talk: int, payoffs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The payoffs of the parties of a talk as the definition has them, members summed up; and their powers."""
    structure, powers = network.structure, network.numbers.power[talk]
    weights = structure.as_one[talk]
    scaled = payoffs / units_of(network)
    alone = np.flatnonzero(structure.party[talk] & (weights == 0))
    if not weights.any():
        return scaled[alone], powers[alone]
    seated = structure.party[talk] & (weights > 0)
    return np.append(scaled[alone], weights @ scaled), np.append(powers[alone], powers[seated].sum())


def score(network: Network, talk: int, levels: np.ndarray, agreed: np.ndarray, walk: np.ndarray) -> float:
    """The logarithm of the joint Nash product at some levels; minus infinity outside the zone."""
    now, powers = shares(network, talk, payoffs_at(network, levels, agreed))
    gains = now - shares(network, talk, walk)[0]
    counts = powers > 0
    slack = 2e-6 * max(1.0, network.structure.as_one[talk].sum())  # without power one must only not lose
    if (gains[counts] <= 0).any() or (gains[~counts] < -slack).any():
        return -np.inf
    return float(powers[counts] @ np.log(gains[counts]) / powers.sum())


def best_on_grid(network: Network, talk: int, levels: np.ndarray, agreed: np.ndarray, walk: np.ndarray) -> float:
    here = np.flatnonzero(network.structure.issue_talk == talk)
    best = -np.inf
    for point in product(np.linspace(0, 1, GRID), repeat=len(here)):
        tried = levels.copy()
        tried[here] = point
        best = max(best, score(network, talk, tried, agreed, walk))
    return best


@pytest.mark.parametrize("rule", RULES)
@given(network=networks(talks=2, most_issues=1), seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_no_level_on_a_grid_has_a_larger_joint_product(rule: str, network: Network, seed: int) -> None:
    draws = RULES[rule]
    rng = np.random.default_rng(seed)
    talk = int(rng.integers(2))
    parties = np.flatnonzero(network.structure.party[talk])
    others = np.setdiff1d(np.flatnonzero(network.numbers.range > 0), parties[:1])
    assume(network.structure.curvature == 2)
    assume(network.numbers.range[parties[0]] > 0)
    assume(len(others) > 0)
    second = int(rng.choice(others))
    assume(len(parties) > 2 or second not in parties)
    together = with_weights(network, talk, {int(parties[0]): float(rng.uniform(0.3, 3)), second: 1.0})
    found = draws(together.structure, batch(together))
    assume(not found.flags[0] & (CYCLING | LIMIT))
    agreed = flags(int(found.agreed[0]), 2)
    levels = found.levels[0]
    for t in np.flatnonzero(agreed):
        walk = walk_away(together, draws, rule, levels, int(found.agreed[0]), int(t))
        assert (
            score(together, int(t), levels, agreed, walk) >= best_on_grid(together, int(t), levels, agreed, walk) - 1e-6
        )
    assert found.payoffs[0] * found.units[0] == pytest.approx(payoffs_at(network, levels, agreed), abs=1e-9)


def walk_away(network: Network, draws: Draws, rule: str, levels: np.ndarray, mask: int, talk: int) -> np.ndarray:
    """Everyone's payoff if a talk fails: by its rule, as the levels and agreements that are left."""
    left = mask & ~(1 << talk)
    if rule == "hold":
        return payoffs_at(network, levels, flags(left, 2))
    failed = draws(network.structure, batch(network), asked=left)
    return payoffs_at(network, failed.levels[0], flags(int(failed.agreed[0]), 2))


def table(**more: object) -> Network:
    """Two friends with different wants against one; the third friend is at no table."""
    return make_network(
        actors=("a", "b", "c", "d"),
        talks={"t": {"parties": ("a", "b", "c"), "without_agreement": {"x": 0.2, "y": 0.9}, **more}},
        stances={
            "a": {"x": (1.0, 30), "y": (0.4, 20)},
            "b": {"x": (0.8, 10), "y": (0.0, 30)},
            "c": {"x": (0.0, 20), "y": (0.6, 25)},
            "d": {"x": (1.0, 50)},
        },
        needs={"fuel": {"actor": "b", "weight": 12, "covered_by": {"x": 0.7}}},
        threats=[{"if_fails": "t", "holder": "a", "target": "c", "damage": 8, "cost": 3, "strike": 0.5}],
    )


def test_a_talk_alone_settles_at_the_top_of_the_joint_product() -> None:
    network = with_weights(table(), 0, {0: 2.0, 1: 0.5})
    found = renegotiate_draws(network.structure, batch(network))
    walk = payoffs_at(network, network.numbers.reference, np.array([False]))
    middle, step = np.array([0.5, 0.5]), 0.05
    for _ in range(3):  # a grid, and twice a finer one around its best point
        axes = [np.clip(at + step * np.arange(-10, 11), 0, 1) for at in middle]
        middle = np.array(
            max(product(*axes), key=lambda point: score(network, 0, np.array(point), np.array([True]), walk))
        )
        step /= 8
    assert found.levels[0] == pytest.approx(middle, abs=2e-3)


def test_the_joint_payoff_is_the_sum_of_the_shares_but_for_a_constant() -> None:
    network = with_weights(table(), 0, {0: 2.0, 1: 0.5, 3: 1.5})
    whole = bargaining_network(network)
    rng = np.random.default_rng(0)
    gaps = []
    for _ in range(20):
        levels, agreed = rng.random(2), rng.random(1) < 0.5
        apart = payoffs_at(network, levels, agreed) / units_of(network)
        joint = payoffs_at(whole, levels, agreed)[-1]
        gaps.append(joint - 2.0 * apart[0] - 0.5 * apart[1] - 1.5 * apart[3])
    assert gaps == pytest.approx([gaps[0]] * 20, abs=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_members_with_the_same_wants_settle_as_they_would_apart(rule: str) -> None:
    stances = {"a": {"x": (1.0, 30), "y": (0.4, 20)}, "c": {"x": (0.0, 20), "y": (0.6, 25)}}
    twins = make_network(
        actors=("a", "b", "c"),
        talks={"t": {"parties": ("a", "b", "c"), "without_agreement": {"x": 0.2, "y": 0.9}}},
        stances={**stances, "b": stances["a"]},
    )
    apart, as_one = (RULES[rule](n.structure, batch(n)) for n in (twins, with_weights(twins, 0, {0: 1.0, 1: 1.0})))
    assert as_one.levels == pytest.approx(apart.levels, abs=1e-6)
    assert as_one.payoffs == pytest.approx(apart.payoffs, abs=1e-6)


def test_a_weight_that_is_nearly_nothing_leaves_the_party_as_it_was() -> None:
    alone, faint = table(), with_weights(table(), 0, {0: 1.0, 3: 1e-9})
    levels = [renegotiate_draws(n.structure, batch(n)).levels for n in (alone, faint)]
    assert levels[1] == pytest.approx(levels[0], abs=1e-5)


def test_a_third_that_is_at_no_table_moves_the_deal_its_way() -> None:
    alone, helped = table(), with_weights(table(), 0, {0: 1.0, 3: 1.0})
    before, after = (renegotiate_draws(n.structure, batch(n)).levels[0] for n in (alone, helped))
    assert after[0] > before[0] + 0.01  # d wants nothing but a high x


STAKE = (
    "    fees: {position: 60, salience: 10 to 30}\n",
    "    fees: {position: 60, salience: 10 to 30}\n    toll: {position: 40, salience: 40}\n",
)
AS_ONE = ("    parties: [upper, lower]\n", "    parties: [upper, lower]\n    as_one: {lower: 1, port: 2}\n")


@pytest.mark.parametrize("rule", RULES)
def test_a_case_tells_of_its_actors_only(rule: str) -> None:
    case = towns(STAKE, AS_ONE)
    settled = tertius.settle(case, rule=rule)
    assert list(settled.payoffs) == ["upper", "lower", "port"]
    assert list(settled.walk_away["road"]) == ["upper", "lower"]
    assert set(settled.upper_hand["road"]) == {"upper", "lower"}
    many = tertius.RULES[rule].settle_many(case, [], np.empty((2, 0)), hands=True)
    assert many.payoffs[1] == pytest.approx(list(settled.payoffs.values()), abs=1e-4)
    assert many.hands[0, 0, :2] == pytest.approx(list(settled.upper_hand["road"].values()), abs=1e-3)
    assert np.isnan(many.hands[0, 0, 2])


def test_leverage_and_its_versions_know_the_joint_party() -> None:
    lev = tertius.leverage(towns(STAKE, AS_ONE), threads=1)
    assert set(lev.reliance) == {"upper", "lower", "port"}
    apart = tertius.leverage(towns(STAKE), threads=1)
    assert lev.stakes["road"]["lower"].points.middle != pytest.approx(apart.stakes["road"]["lower"].points.middle)
    assert lev.attribution("lower").value == pytest.approx(
        tertius.settle(towns(STAKE, AS_ONE)).payoffs["lower"], abs=1e-4
    )


def test_the_brief_says_who_acts_as_one() -> None:
    assert "Lowerton and Port act as one party" in text_of(towns(STAKE, AS_ONE))
