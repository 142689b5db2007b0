"""Known answers for Kalai and Smorodinsky's solution: closed forms of one talk."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tertius.rules.arrays import Network
from tertius.rules.bargaining.renegotiate import renegotiate
from tertius.rules.bargaining.workspace import walk_aways
from tests.reference.networks import make_network

KEY = "kalai-smorodinsky"
TABLE = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}}
ALL_IS_LOST = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]


def settled(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Levels and gains in points."""
    outcomes, *_ = renegotiate(network)
    return outcomes.levels[-1], (outcomes.payoffs[-1] - outcomes.payoffs[0]) * outcomes.units


def root_and_rest(solution: str, power: dict[str, float] | None = None) -> Network:
    """Gains (x, 1 - x^2): the Pareto frontier of the pair (sqrt z, 1 - z), with z = x^2 and nothing without a deal."""
    needs = {"n": {"actor": "a", "weight": 1.0, "covered_by": {"x": 1.0}}}
    talk = {**TABLE, "power": power or {}}
    return make_network(
        ["a", "b", "c"], {"t": talk}, {"b": {"x": (0.0, 1.0)}}, needs=needs, threats=ALL_IS_LOST, solution=solution
    )


def test_the_pair_of_root_and_rest() -> None:
    """Both ideals are 1, so sqrt z = 1 - z: z = (3 - sqrt 5) / 2."""
    levels, gains = settled(root_and_rest(KEY))
    assert levels[0] ** 2 == pytest.approx((3 - math.sqrt(5)) / 2, abs=1e-7)
    assert gains[0] == pytest.approx(gains[1], abs=1e-7)


@pytest.mark.parametrize("power", [0.25, 1.0, 3.0])
def test_power_weighs_the_shares(power: float) -> None:
    """The weighted solution: x / power = 1 - x^2."""
    levels, _ = settled(root_and_rest(KEY, {"a": power}))
    x = (-1 / power + math.sqrt(1 / power**2 + 4)) / 2
    assert levels[0] == pytest.approx(x, abs=1e-7)


def test_a_better_best_hope_gives_more_where_nash_gives_the_same() -> None:
    """Kalai & Smorodinsky's reason to leave Nash: a frontier that is cut off below the Nash point.

    a wants x at 1, b at 0, on a pie that is lost without a deal, and a's own need saturates nothing: with a guard who
    loses beyond x = 3/4, a's best is 3/4 and b's is 1, so x / (3/4) = 1 - x, x = 3/7; Nash stays at 1/2.
    """
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"x": (0.0, 1.0)}, "g": {"x": (0.0, 4.0)}}
    talk = {"parties": ["a", "b", "g"], "without_agreement": {"x": 0.0}, "power": {"g": 0.0}}
    threats = [*ALL_IS_LOST, {"if_fails": "t", "holder": "c", "target": "g", "damage": 3.0}]
    levels = {}
    for solution in ("nash", KEY):
        network = make_network(
            ["a", "b", "c", "g"], {"t": talk}, stances, threats=threats, curvature=1.0, solution=solution
        )
        levels[solution] = settled(network)[0][0]
    assert levels["nash"] == pytest.approx(1 / 2, abs=1e-6)
    assert levels[KEY] == pytest.approx(3 / 7, abs=1e-5)


def test_the_best_hope_leaves_nobody_below_its_walk_away_value() -> None:
    """Split a dollar with walk-away values 0.2 and 0: ideals 1 and 0.8, gains 0.4 each, whatever the raw maxima."""
    threats = [
        {"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0},
        {"if_fails": "t", "holder": "b", "target": "a", "damage": 0.0},
    ]
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.2}}
    threats[0]["damage"] = 0.8
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"x": (0.0, 1.0)}}
    network = make_network(["a", "b", "c"], {"t": talk}, stances, threats=threats[:1], curvature=1.0, solution=KEY)
    levels, gains = settled(network)
    assert levels[0] == pytest.approx(0.6, abs=1e-6)
    assert gains[:2] == pytest.approx([0.4, 0.4], abs=1e-6)


def test_three_parties_end_on_the_frontier() -> None:
    """Imai's refinement: a and b share the dollar x, c alone cares for y and gets all of it."""
    talk = {"parties": ["a", "b", "c"], "without_agreement": {"x": 0.0, "y": 0.0}}
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"x": (0.0, 1.0)}, "c": {"y": (1.0, 1.0)}}
    threats = [{"if_fails": "t", "holder": "d", "target": "b", "damage": 1.0}]
    network = make_network(["a", "b", "c", "d"], {"t": talk}, stances, threats=threats, curvature=1.0, solution=KEY)
    levels, _ = settled(network)
    assert levels == pytest.approx([0.5, 1.0], abs=1e-6)


def test_upper_hands_are_equal() -> None:
    """Every party goes the same share of the way to its best: that is the solution."""
    network = root_and_rest(KEY)
    outcomes, *_ = renegotiate(network)
    _, hand, _ = walk_aways(network.structure, network.numbers, outcomes, 1, 1)
    assert hand[0, 0] == pytest.approx(hand[0, 1], abs=1e-6)
