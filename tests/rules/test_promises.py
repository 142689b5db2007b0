"""What `settled` promises, on random networks: each of these was broken once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest

from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import Renegotiate
from tertius.rules.bargaining.solution import Solution
from tests.reference.networks import halve_needs, make_network, permute_talks, random_network
from tests.reference.payoffs import payoffs_at, touched_by, units_of

SEARCH = Renegotiate()

SLOW = 7
"""The seed of a network that takes three to six seconds a settlement, where the others below 30 take one together: it
has its turn in the long runs."""

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


def check_promises(seeds: Sequence[int]) -> None:
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


def test_nobody_is_better_off_out_and_every_talk_is_at_its_best() -> None:
    check_promises([seed for seed in range(60) if seed != SLOW])


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 2000, 500))
def test_nobody_is_better_off_out_in_two_thousand_networks(first: int) -> None:
    check_promises(range(first, first + 500))


Telling = Callable[[Network, np.random.Generator], tuple[Network, list[int]]]
"""Tells a network in other words; with the old row of each talk."""


def in_another_order(network: Network, rng: np.random.Generator) -> tuple[Network, list[int]]:
    order = [int(t) for t in rng.permutation(len(network.talks))]
    return permute_talks(network, order), order


def in_halves(network: Network, rng: np.random.Generator) -> tuple[Network, list[int]]:
    return halve_needs(network), list(range(len(network.talks)))


TELLINGS = (in_another_order, in_halves)
"""The order in which a case names its talks, and a need written as two halves of it."""


@cache
def as_it_was(seed: int) -> list[Solution]:
    """The settlements of a network before it is told in any other words."""
    return settled(random_network(np.random.default_rng(seed)))


def check_telling(tell: Telling, seeds: Sequence[int]) -> None:
    for seed in seeds:
        rng = np.random.default_rng(seed)
        network = random_network(rng)
        retold, order = tell(network, rng)
        one, other = as_it_was(seed), settled(retold)
        assert rests(one) == rests(other), f"seed {seed}"
        assert (len(one) > 1) == (len(other) > 1), f"seed {seed}: several settlements in one telling only"
        if len(one) == 1 and rests(one):
            first, second = one[0], other[0]
            assert first.agreed == sum(1 << t for row, t in enumerate(order) if second.agreed >> row & 1), (
                f"seed {seed}"
            )
            assert np.abs(first.levels - second.levels).max() < 1e-4, f"seed {seed}"
            assert np.abs(first.payoffs - second.payoffs).max() < 1e-4, f"seed {seed}"


def test_the_order_of_talks_and_needs_in_halves_change_nothing() -> None:
    for tell in TELLINGS:
        check_telling(tell, [seed for seed in range(30) if seed != SLOW])


@pytest.mark.long
@pytest.mark.parametrize("tell", TELLINGS)
def test_other_words_change_nothing_in_eight_hundred_networks(tell: Telling) -> None:
    check_telling(tell, range(800))


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
