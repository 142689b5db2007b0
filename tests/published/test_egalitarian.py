"""Known answers for the egalitarian solution: closed forms of one talk, and equal gains from every tie."""

from __future__ import annotations

import math

import pytest

from tests.published.test_kalai_smorodinsky import root_and_rest, settled
from tests.reference.networks import make_network

KEY = "egalitarian"


def test_the_pair_of_root_and_rest() -> None:
    """Ranges are 1 each, so the shares are the gains: x = 1 - x^2."""
    levels, gains = settled(root_and_rest(KEY))
    assert levels[0] == pytest.approx((math.sqrt(5) - 1) / 2, abs=1e-7)
    assert gains[0] == pytest.approx(gains[1], abs=1e-7)


def test_gains_are_shares_of_all_that_is_at_stake() -> None:
    """a has 3 points at stake elsewhere: the dollar is a quarter of its range and all of b's, so x / 4 = 1 - x."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}}
    stances = {"a": {"x": (1.0, 1.0), "z": (1.0, 3.0)}, "b": {"x": (0.0, 1.0)}}
    threats = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]
    network = make_network(
        ["a", "b", "c"], {"t": talk}, stances, standing={"z": 0.5}, threats=threats, curvature=1.0, solution=KEY
    )
    levels, _ = settled(network)
    assert levels[0] == pytest.approx(0.8, abs=1e-6)


def test_kalais_proportional_solutions() -> None:
    """Kalai 1977: with weights 3 to 1 the dollar is split 3 to 1."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}, "power": {"a": 3.0}}
    threats = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"x": (0.0, 1.0)}}
    network = make_network(["a", "b", "c"], {"t": talk}, stances, threats=threats, curvature=1.0, solution=KEY)
    assert settled(network)[0][0] == pytest.approx(0.75, abs=1e-6)


def test_what_one_party_cannot_have_the_other_still_gets() -> None:
    """a can gain 0.3 at most, on an issue of its own; b is not held to that, but has all of its own issue."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.7, "y": 0.0}}
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"y": (1.0, 1.0)}}
    levels, gains = settled(make_network(["a", "b"], {"t": talk}, stances, curvature=1.0, solution=KEY))
    assert levels == pytest.approx([1.0, 1.0], abs=1e-6)
    assert gains == pytest.approx([0.3, 1.0], abs=1e-6)


def test_two_rival_patrons_gain_as_in_the_shapley_value() -> None:
    """Myerson 1977: if both sides of every tie gain alike from it, payoffs are the Shapley value: 19/3 for the client.

    Shares are made equal to points by giving everyone the same range.
    """
    talks = {
        f"deal-{n}": {"parties": ["client", f"p{n}"], "without_agreement": {f"supply-{n}": 0.0, f"price-{n}": 0.0}}
        for n in (1, 2)
    }
    stances = {"client": {"price-1": (0.0, 20.0), "price-2": (0.0, 20.0)}}
    needs = {"goods": {"actor": "client", "weight": 10.0, "covered_by": {"supply-1": 1.0, "supply-2": 0.8}}}
    for n in (1, 2):
        stances[f"p{n}"] = {f"price-{n}": (1.0, 20.0), f"home-{n}": (1.0, 30.0)}
    network = make_network(
        ["client", "p1", "p2"], talks, stances, standing={"home-1": 1.0, "home-2": 1.0}, needs=needs, curvature=1.0,
        solution=KEY,
    )  # fmt: skip
    assert network.numbers.range == pytest.approx([50.0, 50.0, 50.0])
    _, gains = settled(network)
    assert gains[0] == pytest.approx(19 / 3, abs=1e-4)
