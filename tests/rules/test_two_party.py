"""Talks of two in closed form, against the climb: at a curvature a hair above 2 there is no closed form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import tertius
from tertius.draws import sample, uncertain_of
from tertius.rules.arrays import CODES, Network
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.hold import Hold, hold_draws
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.network_rule import NetworkRule
from tertius.rules.bargaining.renegotiate import Renegotiate, renegotiate_draws
from tests.reference.networks import random_network

HAIR = 1e-9


def climbed(network: Network) -> Network:
    """The same network, with losses that only the climb can settle."""
    return replace(network, structure=network.structure._replace(curvature=2.0 + HAIR))


def random_pair(seed: int, solution: str) -> Network:
    network = random_network(np.random.default_rng(seed), talks=1 + seed % 3, most_issues=3)
    codes = np.full_like(network.structure.solution, CODES[solution])
    return replace(network, structure=network.structure._replace(curvature=2.0, solution=codes))


@pytest.mark.parametrize("solution", ["nash", "kalai-smorodinsky"])
@pytest.mark.parametrize("rule", [Hold(), Renegotiate()])
def test_both_ways_lead_to_the_same_levels_and_upper_hands(rule: NetworkRule, solution: str) -> None:
    compared = 0
    for seed in range(30 if solution == "nash" else 20):
        network = random_pair(seed, solution)
        (known, _), (other, _) = rule.search_all(network), rule.search_all(climbed(network))
        if len(known) != 1 or len(other) != 1 or known[0].agreed != other[0].agreed:
            continue  # several settlements, or a gain on the edge of nothing
        compared += 1
        np.testing.assert_allclose(known[0].levels, other[0].levels, atol=1e-6)
        np.testing.assert_allclose(known[0].payoffs, other[0].payoffs, atol=1e-6)
        np.testing.assert_allclose(known[0].hand, other[0].hand, atol=1e-5)
    assert compared >= 15


@pytest.mark.parametrize("draws", [200, pytest.param(2_000, marks=pytest.mark.long)])
def test_draws_of_a_case_are_the_same_either_way(draws: int) -> None:
    """Some of its talks have a zone so narrow that Newton's steps for the root jump to and fro across it."""
    case = tertius.load("korea-2019")
    network, numbers = network_of(case), uncertain_of(case)
    batch = batch_of(case, network, [number.path for number in numbers], sample(numbers, 0, draws))
    for settle in (renegotiate_draws, hold_draws):
        known = settle(network.structure, batch, hands=True)
        other = settle(climbed(network).structure, batch, hands=True)
        np.testing.assert_array_equal(known.agreed, other.agreed)
        np.testing.assert_allclose(known.levels, other.levels, atol=1e-6)
        np.testing.assert_allclose(known.hand, other.hand, atol=1e-6)


def test_a_party_without_a_stake_of_its_own_in_an_issue_leaves_it_to_the_other() -> None:
    """Both ways where each of two issues matters to one party alone, and where nobody minds a third."""
    for seed in range(20):
        network = random_pair(3 * seed, "nash")
        salience = network.numbers.salience.copy()
        salience[0, ::2] = 0.0
        salience[1:, 1::2] = 0.0
        bare = replace(network, numbers=network.numbers._replace(salience=salience))
        (known, _), (other, _) = Renegotiate().search_all(bare), Renegotiate().search_all(climbed(bare))
        assert known[0].agreed == other[0].agreed
        np.testing.assert_allclose(known[0].levels, other[0].levels, atol=1e-6)
