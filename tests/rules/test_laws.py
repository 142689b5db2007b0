"""The laws of the theory: what holds for every network, or for every single talk, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tertius.rules.arrays import CODES, NASH, Network, ranges_of
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import renegotiate
from tests.examples import few
from tests.reference.networks import networks as plain_networks
from tests.reference.networks import permute_actors, rescale_actor, solved_by
from tests.reference.variations import with_supplier, with_threat

NO_LESS = 1e-6
"""What rounding and the search may cost, as a share of the actor's range."""

POINTS = st.floats(0.1, 50.0)

whole_networks = settings(max_examples=few(20, 100))
"""A network of four talks takes up to five seconds."""


def networks(**settings: Any) -> st.SearchStrategy[Network]:
    """Random networks, under every solution."""
    return st.builds(solved_by, plain_networks(**settings), st.sampled_from(sorted(CODES)))


def close(network: Network) -> float:
    """How closely two ways to the same levels must agree: shares are raised to a part in 1e13 of a range, and on the
    flat top of a cubic curve that is a part in 1e4 of a scale."""
    return 1e-9 if network.structure.solution[0] == NASH else 1e-4


def headline(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Levels, and payoffs in points; no law holds of levels that do not rest."""
    outcomes, *_ = renegotiate(network)
    assume(not outcomes.flags[-1] & (CYCLING | LIMIT))
    return outcomes.levels[-1], outcomes.payoffs[-1] * outcomes.units


def payoff(network: Network, actor: int) -> float:
    return float(headline(network)[1][actor])


def slack(network: Network, actor: int) -> float:
    return NO_LESS * max(1.0, float(network.numbers.range[actor]))


def parties(network: Network) -> list[int]:
    return np.flatnonzero(network.structure.party[0]).tolist()


@whole_networks
@given(networks(), st.randoms(use_true_random=False))
def test_relabelling_actors_changes_no_level(network: Network, random: Any) -> None:
    order = list(range(len(network.actors)))
    random.shuffle(order)
    assert np.allclose(headline(network)[0], headline(permute_actors(network, order))[0], rtol=0, atol=close(network))


@whole_networks
@given(networks(), st.data(), st.sampled_from([1e-6, 0.01, 0.3, 7.0, 100.0, 1e6]))
def test_rescaling_an_actors_points_changes_no_level(network: Network, data: Any, factor: float) -> None:
    actor = data.draw(st.integers(0, len(network.actors) - 1))
    assert np.allclose(
        headline(network)[0], headline(rescale_actor(network, actor, factor))[0], rtol=0, atol=close(network)
    )


@whole_networks
@given(networks(), st.data(), POINTS)
def test_a_threat_that_nobody_can_authorise_changes_nothing(network: Network, data: Any, damage: float) -> None:
    holder, target = data.draw(st.permutations(range(len(network.actors))))[:2]
    empty = with_threat(network, holder=holder, target=target, damage=damage, cost=1.0, strike=0.0)
    for before, after in zip(headline(network), headline(empty), strict=True):
        assert np.array_equal(before, after)


@given(networks(talks=1), st.data(), POINTS)
def test_a_cost_free_threat_never_raises_its_targets_payoff(network: Network, data: Any, damage: float) -> None:
    target = data.draw(st.sampled_from(parties(network)))
    holder = next(i for i in range(len(network.actors)) if i != target)
    threat = with_threat(network, holder=holder, target=target, damage=damage, cost=0.0, strike=0.7)
    assert payoff(threat, target) <= payoff(network, target) + slack(network, target)


@given(networks(talks=1), st.data(), POINTS)
def test_a_better_walk_away_never_lowers_a_payoff(network: Network, data: Any, damage: float) -> None:
    """The walk-away gets better by a threat that goes; and by the cost of an own threat that goes."""
    party = data.draw(st.sampled_from(parties(network)))
    other = next(i for i in range(len(network.actors)) if i != party)
    for holder, target, costs in ((other, party, (damage, 0.0)), (party, other, (0.0, damage))):
        worse = with_threat(network, holder=holder, target=target, damage=costs[0], cost=costs[1], strike=0.7)
        assert payoff(network, party) >= payoff(worse, party) - slack(network, party)


@given(networks(talks=1), st.data(), st.floats(1.0, 5.0))
def test_more_power_never_lowers_a_payoff(network: Network, data: Any, factor: float) -> None:
    party = data.draw(st.sampled_from(parties(network)))
    power = network.numbers.power.copy()
    power[0, party] *= factor
    stronger = replace(network, numbers=network.numbers._replace(power=power))
    assert payoff(stronger, party) >= payoff(network, party) - slack(network, party)


@given(networks(talks=1), st.data(), st.floats(0.05, 1.0))
def test_a_standing_extra_supplier_never_lowers_a_payoff(network: Network, data: Any, share: float) -> None:
    if not network.needs:
        return
    need = data.draw(st.integers(0, len(network.needs) - 1))
    actor = int(network.structure.need_actor[need])
    assert payoff(with_supplier(network, need, share), actor) >= payoff(network, actor) - slack(network, actor)


def test_a_range_is_what_can_be_won_and_lost() -> None:
    """R_i = sum s max(p, 1-p)^a + sum w (1 - prod(1 - q)), by hand."""
    from tests.reference.networks import make_network

    network = make_network(
        ["a", "b"],
        {"t": {"parties": ["a", "b"], "without_agreement": {"x": 0.0, "y": 0.0}}},
        {"a": {"x": (0.25, 8.0)}, "b": {"x": (1.0, 3.0)}},
        needs={"n": {"actor": "a", "weight": 10.0, "covered_by": {"x": 0.5, "y": 0.5}}},
    )
    ranges = ranges_of(2.0, network.structure.need_actor, network.numbers)
    assert np.allclose(ranges, [8 * 0.75**2 + 10 * 0.75, 3.0])
