"""What `settled` promises, on random networks: each of these was broken once."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.fixed_point import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import Renegotiate
from tertius.rules.bargaining.solution import Solution
from tests.reference.networks import halve_needs, make_network, permute_talks, random_network
from tests.reference.payoffs import payoffs_at, touched_by, units_of

SEARCH = Renegotiate()

BEARABLE = 1.01e-6
"""What a party that the talk does not touch may lose, as a share of its range."""


def settled(network: Network) -> list[Solution]:
    return SEARCH.search(network, (1 << len(network.talks)) - 1)


def rests(known: list[Solution]) -> bool:
    return not known[0].flags & (CYCLING | LIMIT)


def product_of(network: Network, solution: Solution, talk: int, levels: np.ndarray) -> float:
    """The logarithm of the Nash product of a talk at these levels of all issues; minus infinity outside its zone."""
    agreed = np.array([bool(solution.agreed >> t & 1) for t in range(len(network.talks))])
    party, power = network.structure.party[talk], network.numbers.power[talk]
    inside = party & (power > 0) & touched_by(network, talk, solution.levels, agreed)
    gains = payoffs_at(network, levels, agreed) / units_of(network) - solution.walk[talk]
    if np.any(gains[inside] <= 0) or np.any(gains[party & ~inside] < -BEARABLE):
        return -np.inf
    return float(power[inside] / power[inside].sum() @ np.log(gains[inside])) if inside.any() else 0.0


def best_step(network: Network, solution: Solution, talk: int, rng: np.random.Generator) -> float:
    """How much a step of any of three lengths, along an issue or across, raises the Nash product of a talk."""
    here = np.flatnonzero(network.structure.issue_talk == talk)
    directions = [*np.eye(len(here)), *-np.eye(len(here)), *rng.normal(size=(4, len(here)))]
    now, best = product_of(network, solution, talk, solution.levels), -np.inf
    for direction in directions:
        for length in (0.1, 1e-2, 1e-3):
            levels = solution.levels.copy()
            levels[here] = np.clip(levels[here] + length * direction, 0, 1)
            best = max(best, product_of(network, solution, talk, levels))
    return best - now


def check_promises(seeds: range) -> None:
    unique = 0
    for seed in seeds:
        network = random_network(np.random.default_rng(seed))
        known, broken = SEARCH.search_all(network)
        if len(known) > 1 or not rests(known):
            continue
        unique += 1
        one, rng = known[0], np.random.default_rng(seed)
        for t, party in enumerate(network.structure.party):
            without = broken[t][0].payoffs[: len(party)]
            assert np.abs(without - one.walk[t])[party].max() < 1e-6, f"seed {seed}: --without says otherwise"
            if one.agreed >> t & 1:
                gains = (one.payoffs - one.walk[t])[party]
                assert gains.min() > -BEARABLE, f"seed {seed}: a party would be better off without talk {t}"
                assert best_step(network, one, t, rng) < 1e-8, f"seed {seed}: talk {t} has better levels"
    assert unique > 0.6 * len(seeds)


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_nobody_is_better_off_out_and_every_talk_is_at_its_best(first: int) -> None:
    check_promises(range(first, first + 100))


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_nobody_is_better_off_out_in_two_thousand_networks(first: int) -> None:
    check_promises(range(first, first + 500))


def same_answer(one: list[Solution], other: list[Solution], agreed: int) -> bool:
    apart = max(np.abs(one[0].levels - other[0].levels).max(), np.abs(one[0].payoffs - other[0].payoffs).max())
    return one[0].agreed == agreed and bool(apart < 1e-4)


def check_order(seeds: range) -> None:
    for seed in seeds:
        rng = np.random.default_rng(seed)
        network = random_network(rng)
        order = [int(t) for t in rng.permutation(len(network.talks))]
        one, other = settled(network), settled(permute_talks(network, order))
        assert rests(one) == rests(other), f"seed {seed}"
        assert (len(one) > 1) == (len(other) > 1), f"seed {seed}: several settlements in one order only"
        if len(one) == 1 and rests(one):
            agreed = sum(1 << t for row, t in enumerate(order) if other[0].agreed >> row & 1)
            assert same_answer(one, other, agreed), f"seed {seed}"


def test_the_order_in_which_a_case_names_its_talks_changes_nothing() -> None:
    check_order(range(200))


@pytest.mark.long
def test_the_order_of_talks_changes_nothing_in_eight_hundred_networks() -> None:
    check_order(range(800))


def check_halves(seeds: range) -> None:
    for seed in seeds:
        network = random_network(np.random.default_rng(seed))
        one, other = settled(network), settled(halve_needs(network))
        assert rests(one) == rests(other), f"seed {seed}"
        assert (len(one) > 1) == (len(other) > 1), f"seed {seed}: several settlements with halves only"
        if len(one) == 1 and rests(one):
            assert same_answer(one, other, other[0].agreed), f"seed {seed}"


def test_a_need_written_as_two_halves_is_the_same_need() -> None:
    check_halves(range(200))


@pytest.mark.long
def test_halves_of_needs_change_nothing_in_eight_hundred_networks() -> None:
    check_halves(range(800))


def supplier_beside(cover: float) -> Network:
    """A client whose main talk covers a share of its need, beside a side talk that its patron wants."""
    talks = {
        "side": {"parties": ["patron", "client"], "without_agreement": {"s": 0.0}},
        "main": {"parties": ["client", "patron"], "without_agreement": {"m": 0.0}},
    }
    needs = {"fuel": {"actor": "client", "weight": 60.0, "covered_by": {"s": 0.5, "m": cover}}}
    return make_network(["client", "patron"], talks, {"patron": {"s": (1.0, 45.0)}}, needs=needs)


@pytest.mark.parametrize("cover", [0.9, 0.999, 0.99999, 0.9999999, 1.0])
def test_a_need_that_one_talk_covers_fully_is_no_reason_for_another_to_fail(cover: float) -> None:
    known = settled(supplier_beside(cover))
    assert len(known) == 1
    assert known[0].agreed == 0b11
    np.testing.assert_allclose(known[0].levels, 1.0, atol=1e-6)
    np.testing.assert_allclose(known[0].payoffs, 1.0, atol=0.06 if cover < 0.99 else 2e-3)


def test_two_deals_that_exclude_each_other_are_two_settlements() -> None:
    """South would rather have grain without transit, North transit without grain: who gives way is open."""
    talks = {
        "transit": {"parties": ["south", "north"], "without_agreement": {"t": 0.0}},
        "grain": {"parties": ["north", "south"], "without_agreement": {"g": 0.0}},
    }
    stances = {"north": {"t": (1.0, 40.0)}, "south": {"t": (0.0, 40.0)}}
    needs = {"food": {"actor": "south", "weight": 20.0, "covered_by": {"g": 0.47, "t": 0.5}}}
    network = make_network(["north", "south"], talks, stances, needs=needs)
    known = settled(network)
    assert sorted(one.agreed for one in known) == [0b01, 0b10]
    for one in known:
        np.testing.assert_allclose(one.walk, known[0].walk)
        # somebody would be better off without the agreement, which is why it is not the only settlement
        agreed = [0b01, 0b10].index(one.agreed)
        assert (one.payoffs - one.walk[agreed]).min() < -0.1
