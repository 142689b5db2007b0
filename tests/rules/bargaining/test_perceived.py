"""Talks that settle by what their parties believe: against the numbers put in place, and against a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tertius
from tertius.analysis.leverage.features import features_of, with_features
from tertius.case import Change, apply_changes
from tertius.rules import theory_named
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.hold import hold_draws
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT, SEVERAL
from tertius.rules.bargaining.perceived import (
    COST,
    COVER,
    DAMAGE,
    LINK,
    POSITION,
    SALIENCE,
    STRIKE,
    WEIGHT,
    bargaining_network,
)
from tertius.rules.bargaining.renegotiate import renegotiate_draws
from tertius.rules.bargaining.versions import take_away, without_talks
from tertius.rules.bargaining.workspace import Answers
from tertius.scenarios.scenarios import scenario_of
from tests.draws.towns_that_believe import BELIEFS, believing_towns
from tests.reference.networks import make_network, networks, solved_by
from tests.reference.payoffs import payoffs_at

RULES: dict[str, Callable[..., Answers]] = {"renegotiate": renegotiate_draws, "hold": hold_draws}
GRID = 21

Belief = tuple[int, int, int, float]
"""The kind of number, its row, its column, and what it is taken to be."""


def batch(network: Network) -> Numbers:
    return Numbers(*(np.asarray(array)[None] for array in network.numbers))


def believing(network: Network, told: Sequence[tuple[int, Belief]]) -> Network:
    """The network in which talks share beliefs."""
    rows = np.array([(talk, *belief[:3]) for talk, belief in told], np.int64).reshape(-1, 4)
    return replace(
        network,
        structure=network.structure._replace(belief=rows),
        numbers=network.numbers._replace(belief=np.array([belief[3] for _, belief in told])),
    )


def as_believed(network: Network, beliefs: Sequence[Belief]) -> Network:
    """The network in which what is believed is so; the units stay as they are."""
    arrays = {name: np.array(array) for name, array in network.numbers._asdict().items()}
    names = {
        POSITION: "position",
        SALIENCE: "salience",
        WEIGHT: "weight",
        COVER: "cover",
        LINK: "link",
        DAMAGE: "damage",
        COST: "cost",
        STRIKE: "strike",
    }
    for kind, row, column, value in beliefs:
        place = (row, column) if kind in (POSITION, SALIENCE, COVER) else row
        arrays[names[kind]][place] = value
    return replace(network, numbers=Numbers(**arrays))


def some_beliefs(network: Network, rng: np.random.Generator) -> list[Belief]:
    """A number of every kind that the network has, taken to be another one."""
    numbers = network.numbers
    beliefs: list[Belief] = []
    held = np.argwhere(numbers.salience > 0)
    if len(held):
        i, k = map(int, held[rng.integers(len(held))])
        beliefs += [(POSITION, i, k, float(rng.random())), (SALIENCE, i, k, float(rng.uniform(1, 60)))]
    covered = np.argwhere(numbers.cover > 0)
    if len(covered):
        n, k = map(int, covered[rng.integers(len(covered))])
        beliefs += [(WEIGHT, n, 0, float(rng.uniform(5, 60))), (COVER, n, k, float(rng.random()))]
    if len(numbers.link):
        beliefs.append((LINK, int(rng.integers(len(numbers.link))), 0, float(rng.random() * 0.9)))
    if len(numbers.damage):
        h = int(rng.integers(len(numbers.damage)))
        beliefs += [(DAMAGE, h, 0, float(rng.uniform(0, 20))), (STRIKE, h, 0, float(rng.random()))]
        beliefs.append((COST, h, 0, float(rng.uniform(0, 8))))
    return beliefs


def flags(mask: int, talks: int) -> np.ndarray:
    return np.array([bool(mask >> t & 1) for t in range(talks)])


@pytest.mark.parametrize("rule", RULES)
@given(network=networks(), seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_what_all_talks_believe_settles_them_as_if_it_were_so(rule: str, network: Network, seed: int) -> None:
    draws = RULES[rule]
    beliefs = some_beliefs(network, np.random.default_rng(seed))
    assume(beliefs)
    talks = len(network.talks)
    whole = believing(network, [(t, belief) for t in range(talks) for belief in beliefs])
    found = draws(whole.structure, batch(whole))
    so = as_believed(network, beliefs)
    expected = draws(so.structure, batch(so))
    assume(not (found.flags[0] | expected.flags[0]) & (CYCLING | LIMIT))
    assert found.agreed[0] == expected.agreed[0]
    assert found.levels[0] == pytest.approx(expected.levels[0], abs=1e-5)
    truly = payoffs_at(network, found.levels[0], flags(int(found.agreed[0]), talks))
    assert found.payoffs[0] * found.units[0] == pytest.approx(truly, abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
@given(network=networks(), seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_a_belief_in_what_is_so_changes_nothing(rule: str, network: Network, seed: int) -> None:
    draws = RULES[rule]
    rng, numbers = np.random.default_rng(seed), network.numbers
    truths = [*((SALIENCE, i, k, float(numbers.salience[i, k])) for i, k in np.argwhere(numbers.salience > 0))]
    truths += [(LINK, link, 0, float(chance)) for link, chance in enumerate(numbers.link)]
    truths += [(STRIKE, h, 0, float(chance)) for h, chance in enumerate(numbers.strike)]
    assume(truths)
    told = [(int(rng.integers(len(network.talks))), truths[n]) for n in rng.permutation(len(truths))[:4]]
    plain = draws(network.structure, batch(network))
    whole = believing(network, told)
    found = draws(whole.structure, batch(whole))
    assume(not (found.flags[0] | plain.flags[0]) & (CYCLING | LIMIT))
    assert found.agreed[0] == plain.agreed[0]
    assert found.levels[0] == pytest.approx(plain.levels[0], abs=1e-5)
    assert found.payoffs.shape == plain.payoffs.shape


def score(network: Network, talk: int, levels: np.ndarray, agreed: np.ndarray, walk: np.ndarray) -> float:
    """The logarithm of the Nash product of a talk at some levels; minus infinity outside the zone."""
    party, power = network.structure.party[talk], network.numbers.power[talk]
    units = np.where(network.numbers.range > 0, network.numbers.range, 1.0)
    gains = ((payoffs_at(network, levels, agreed) - walk) / units)[party]
    counts = power[party] > 0
    if (gains[counts] <= 0).any() or (gains[~counts] < -2e-6).any():
        return -np.inf
    return float(power[party][counts] @ np.log(gains[counts]) / power.sum())


@pytest.mark.parametrize("rule", RULES)
@given(network=networks(talks=2, most_issues=1), seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_no_level_on_a_grid_is_better_by_what_the_parties_believe(rule: str, network: Network, seed: int) -> None:
    draws = RULES[rule]
    rng = np.random.default_rng(seed)
    beliefs, talk = some_beliefs(network, rng), int(rng.integers(2))
    assume(beliefs)
    assume((network.numbers.range > 0).all())
    whole = believing(network, [(talk, belief) for belief in beliefs])
    found = draws(whole.structure, batch(whole))
    assume(not found.flags[0] & (CYCLING | LIMIT | SEVERAL))
    mask, levels = int(found.agreed[0]), found.levels[0]
    agreed = flags(mask, 2)
    for t in np.flatnonzero(agreed):
        seen = as_believed(network, beliefs) if t == talk else network
        left, left_levels = mask & ~(1 << int(t)), levels
        if rule == "renegotiate":
            failed = draws(whole.structure, batch(whole), asked=0b11 & ~(1 << int(t)))
            left, left_levels = int(failed.agreed[0]), failed.levels[0]
        walk = payoffs_at(seen, left_levels, flags(left, 2))
        here = np.flatnonzero(network.structure.issue_talk == t)
        best = max(
            score(seen, int(t), tried, agreed, walk)
            for point in product(np.linspace(0, 1, GRID), repeat=len(here))
            for tried in [np.where(network.structure.issue_talk == t, np.array(point).sum(), levels)]
        )
        assert score(seen, int(t), levels, agreed, walk) >= best - 1e-6


def bargain() -> Network:
    """Two talks of a client with two patrons, one tied to the other by a link."""
    return make_network(
        actors=("client", "east", "west"),
        talks={
            "north": {"parties": ("client", "west"), "without_agreement": {"arms": 0.2}},
            "trade": {"parties": ("east", "west"), "without_agreement": {"tariff": 0.1}},
        },
        stances={
            "client": {"arms": (0.0, 40)},
            "west": {"arms": (1.0, 40), "tariff": (0.4, 20)},
            "east": {"tariff": (1.0, 30)},
        },
        links=[("north", "trade", 0.3)],
        threats=[{"if_fails": "north", "holder": "west", "target": "client", "damage": 10, "strike": 0.6}],
    )


def test_only_the_talk_that_believes_it_moves() -> None:
    network = bargain()
    plain = hold_draws(network.structure, batch(network))
    whole = believing(network, [(0, (LINK, 0, 0, 0.9))])
    found = hold_draws(whole.structure, batch(whole))
    assert abs(found.levels[0, 0] - plain.levels[0, 0]) > 0.005
    assert found.levels[0, 1] == pytest.approx(plain.levels[0, 1], abs=1e-6)


def test_walk_away_values_are_told_as_they_are_and_upper_hands_as_they_are_believed() -> None:
    network = bargain()
    whole = believing(network, [(0, (DAMAGE, 0, 0, 20.0))])
    found = renegotiate_draws(whole.structure, batch(whole), hands=True)
    plain = renegotiate_draws(network.structure, batch(network), hands=True)
    assert found.walk[0, 0] == pytest.approx(plain.walk[0, 0], abs=1e-9)
    feared = as_believed(network, [(DAMAGE, 0, 0, 20.0)])
    expected = renegotiate_draws(feared.structure, batch(feared), hands=True)
    assert found.hand[0, 0] == pytest.approx(expected.hand[0, 0], abs=1e-6, nan_ok=True)
    assert found.hand.shape == plain.hand.shape


def test_those_who_act_as_one_share_the_beliefs_of_the_table() -> None:
    network = bargain()
    as_one = np.zeros(network.structure.party.shape)
    as_one[0, [0, 1]] = 1.0
    network = replace(network, structure=network.structure._replace(as_one=as_one))
    beliefs: list[Belief] = [(LINK, 0, 0, 0.9), (SALIENCE, 0, 0, 25.0)]
    whole, so = believing(network, [(0, one) for one in beliefs]), as_believed(network, beliefs)
    found, expected = (renegotiate_draws(n.structure, batch(n), hands=True) for n in (whole, so))
    assert found.levels[0, 0] == pytest.approx(expected.levels[0, 0], abs=1e-6)
    assert found.hand[0, 0] == pytest.approx(expected.hand[0, 0], abs=1e-6, nan_ok=True)
    assert found.payoffs.shape == (1, 3)


def test_a_version_without_a_talk_keeps_the_beliefs_that_are_left() -> None:
    network = bargain()
    whole = believing(network, [(0, (LINK, 0, 0, 0.9)), (1, (SALIENCE, 1, 1, 5.0)), (0, (STRIKE, 0, 0, 0.1))])
    structure, numbers = without_talks(whole.structure, batch(whole), np.array([1]))
    assert structure.belief.tolist() == [[0, SALIENCE, 1, 1]]
    assert numbers.belief.tolist() == [[5.0]]
    structure, numbers = without_talks(whole.structure, batch(whole), np.array([0]))
    assert structure.belief.tolist() == [[0, STRIKE, 0, 0]]
    assert numbers.belief.tolist() == [[0.1]]


@pytest.mark.parametrize("solution", ["kalai-smorodinsky", "egalitarian"])
@pytest.mark.parametrize("rule", RULES)
def test_every_solution_goes_by_beliefs(rule: str, solution: str) -> None:
    network, draws = solved_by(bargain(), solution), RULES[rule]
    beliefs: list[Belief] = [(LINK, 0, 0, 0.9), (STRIKE, 0, 0, 0.1), (SALIENCE, 1, 1, 5.0)]
    whole = believing(network, [(t, one) for t in range(2) for one in beliefs])
    found, plain = draws(whole.structure, batch(whole)), draws(network.structure, batch(network))
    so = as_believed(network, beliefs)
    assert found.levels[0] == pytest.approx(draws(so.structure, batch(so)).levels[0], abs=1e-5)
    assert abs(found.levels - plain.levels).max() > 0.005


def test_what_is_taken_away_is_believed_no_more() -> None:
    whole = believing(bargain(), [(0, (LINK, 0, 0, 0.9)), (0, (STRIKE, 0, 0, 0.8)), (1, (SALIENCE, 1, 1, 5.0))])
    numbers = batch(whole)
    take_away(whole.structure, numbers, np.array([0]), LINK, 0)
    assert numbers.link.tolist() == [[0.0]]
    assert numbers.belief.tolist() == [[0.0, 0.8, 5.0]]
    take_away(whole.structure, numbers, slice(0, 1), STRIKE, 0)
    assert numbers.belief.tolist() == [[0.0, 0.0, 5.0]]


def test_a_version_without_a_link_is_that_of_a_case_without_it() -> None:
    shown = believing_towns({"shown": BELIEFS["shown"]})
    scenario = scenario_of(shown, theory_named("renegotiate"))
    features = features_of(shown)
    here = np.array([[feature.name != "tie" for feature in features]])
    found = scenario.settle(with_features(scenario, features, here, np.array([0])))
    expected = tertius.settle(apply_changes(shown, Change(remove="links.tie")))
    assert found.levels[0] == pytest.approx(list(expected.levels.values()), abs=1e-4)


def test_without_beliefs_nobody_gives_up_a_seat() -> None:
    network = bargain()
    assert bargaining_network(network) is network
