"""`hold`: the kernel against the slow reference, fixed points, draws, laws, and what a case is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.model import Case
from tertius.errors import LimitError, UsageError
from tertius.rules import RULES, settle, settle_all
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.hold import hold, hold_draws
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.renegotiate import renegotiate
from tertius.rules.bargaining.workspace import stand_at
from tests.reference.networks import make_network, random_network
from tests.reference.slow_hold import hold_slowly

HOLD = RULES["hold"]


def check_networks(seeds: range) -> int:
    """Compares kernel and reference where no verdict is on the edge; returns how many those were."""
    fair = 0
    for seed in seeds:
        network = random_network(np.random.default_rng(seed), talks=1 + seed % 3)
        slow, fast = hold_slowly(network), hold(network)[0]
        if not slow.converged or slow.margin <= 1e-7 or fast.flags & (CYCLING | LIMIT):
            continue
        fair += 1
        agreed = (fast.agreed >> np.arange(len(network.talks))) & 1 == 1
        walk = stand_at(network.structure, network.numbers, fast.levels, fast.agreed)
        assert np.array_equal(agreed, slow.agreed), f"seed {seed}"
        assert fast.levels == pytest.approx(slow.levels, abs=1e-4), f"seed {seed}"
        assert walk.walk == pytest.approx(slow.walk / walk.units, abs=5e-4), f"seed {seed}"
    return fair


def test_sixteen_networks_against_the_slow_reference() -> None:
    assert check_networks(range(16)) >= 7


@pytest.mark.long
def test_two_hundred_networks_against_the_slow_reference() -> None:
    assert check_networks(range(16, 216)) >= 100


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_a_single_talk_settles_alike_under_both_protocols(seed: int) -> None:
    network = random_network(np.random.default_rng(seed), talks=1)
    held, anew = hold(network)[0], renegotiate(network)[0]
    assert held.agreed == anew.agreed[1]
    assert held.levels == pytest.approx(anew.levels[1], abs=1e-9)


@given(st.integers(0, 10**6), st.floats(0.1, 100.0))
@settings(max_examples=40, deadline=None)
def test_an_actors_points_do_not_matter(seed: int, factor: float) -> None:
    network = random_network(np.random.default_rng(seed), talks=1 + seed % 3)
    held, scaled = hold(network)[0], hold(rescaled(network, 0, factor))[0]
    if not held.flags & (CYCLING | LIMIT):
        assert scaled.agreed == held.agreed
        assert scaled.levels == pytest.approx(held.levels, abs=1e-5)


def rescaled(network: Network, actor: int, factor: float) -> Network:
    """The network with every point of one actor counted `factor` times."""
    numbers, structure = network.numbers, network.structure
    scale = np.ones(len(network.actors))
    scale[actor] = factor
    scaled = numbers._replace(
        salience=numbers.salience * scale[:, None],
        weight=numbers.weight * scale[structure.need_actor],
        damage=numbers.damage * scale[structure.threat_target],
        cost=numbers.cost * scale[structure.threat_holder],
        range=numbers.range * scale,
    )
    return Network(**{**network.__dict__, "numbers": scaled})


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_nobody_at_a_table_in_agreement_loses(seed: int) -> None:
    network = random_network(np.random.default_rng(seed), talks=1 + seed % 4)
    for held in hold(network):
        if held.flags & (CYCLING | LIMIT):
            continue
        standing = stand_at(network.structure, network.numbers, held.levels, held.agreed)
        for t in range(len(network.talks)):
            if held.agreed >> t & 1:
                gains = (standing.payoffs - standing.walk[t])[network.structure.party[t]]
                assert gains.min() >= -1.1e-6


def test_draws_are_those_of_one_at_a_time_whatever_the_threads() -> None:
    network = network_of(tertius.load("korea-2019"))
    rng = np.random.default_rng(1)
    batch = Numbers(*(np.repeat(np.asarray(field)[None], 12, axis=0) for field in network.numbers))
    batch = batch._replace(salience=batch.salience * rng.uniform(0.5, 2.0, batch.salience.shape))
    one, two = (hold_draws(network.structure, batch, threads) for threads in (1, 2))
    assert all(np.array_equal(first, second) for first, second in zip(one, two, strict=True))
    for d in range(12):
        numbers = Numbers(*(field[d] for field in batch))
        alone = hold(Network(**{**network.__dict__, "numbers": numbers}))[0]
        assert np.array_equal(alone.levels, one.levels[d])
        assert alone.agreed == one.agreed[d]


@pytest.mark.parametrize("asked", [0b000, 0b011, 0b101, 0b110])
def test_draws_with_failed_talks_are_searched_like_one_network(asked: int) -> None:
    """Bit for bit what the search for one network without these talks finds, and what everyone then has."""
    network = random_network(np.random.default_rng(11), talks=3)
    rng = np.random.default_rng(12)
    batch = Numbers(*(np.repeat(np.asarray(field)[None], 10, axis=0) for field in network.numbers))
    batch = batch._replace(salience=batch.salience * rng.uniform(0.5, 2.0, batch.salience.shape))
    answers = hold_draws(network.structure, batch, threads=2, asked=asked)
    for d in range(10):
        numbers = Numbers(*(field[d] for field in batch))
        alone = hold(Network(**{**network.__dict__, "numbers": numbers}), asked)[0]
        stands = stand_at(network.structure, numbers, alone.levels, alone.agreed)
        assert alone.agreed == answers.agreed[d]
        assert alone.agreed & ~asked == 0
        assert (alone.flags, alone.residual) == (answers.flags[d], answers.residual[d])
        for mine, kernels in (
            (alone.levels, answers.levels),
            (stands.payoffs, answers.payoffs),
            (stands.walk, answers.walk),
            (stands.units, answers.units),
        ):
            assert mine.tobytes() == kernels[d].tobytes()


def test_sixty_talks_are_settled_and_sixty_one_are_refused() -> None:
    """Talk n between an actor of its own and the next: a cake that threats make worth sharing."""

    def row(count: int) -> Network:
        names = [f"a{n}" for n in range(count + 1)]
        talks = {f"t{n}": {"parties": names[n : n + 2], "without_agreement": {f"x{n}": 0.0}} for n in range(count)}
        stances: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in names}
        for n in range(count):
            stances[names[n]][f"x{n}"], stances[names[n + 1]][f"x{n}"] = (1.0, 1.0), (0.0, 1.0)
        threats = [
            {"if_fails": f"t{n}", "holder": names[n], "target": names[n + 1], "damage": 1.0} for n in range(count)
        ]
        return make_network(names, talks, stances, threats=threats, curvature=1.0)

    held = hold(row(60))[0]
    assert held.agreed == (1 << 60) - 1
    assert held.levels == pytest.approx(np.full(60, 0.5), abs=1e-6)
    with pytest.raises(LimitError, match="61 talks"):
        hold(row(61))


@pytest.fixture(scope="module")
def korea() -> Case:
    return tertius.load("korea-2019")


def test_a_case_is_told_like_any_other(korea: Case) -> None:
    told = settle(korea, rule=HOLD)
    assert told.rule == "hold"
    assert all(told.agreements.values())
    assert told.to_dict()["walk_away"]["us-dprk"]["dprk"] < told.payoffs["dprk"]
    anew = settle(korea)
    assert told.levels != anew.levels
    assert told.levels["denuclearisation"] == pytest.approx(anew.levels["denuclearisation"], abs=1.0)


def test_if_a_talk_breaks_down_the_others_hold(korea: Case) -> None:
    told, left = settle_all(korea, HOLD)
    broken = left["us-dprk"]
    assert not broken.agreements["us-dprk"]
    for issue in korea.issues:
        here = korea.talk_of(issue) == "us-dprk"
        assert broken.levels[issue] == (korea.reference(issue) if here else told.levels[issue])
    for party, value in told.walk_away["us-dprk"].items():
        assert broken.payoffs[party] == pytest.approx(value, abs=1e-9)


def test_a_talk_that_failed_beforehand_lets_the_others_settle_without_it(korea: Case) -> None:
    told = settle(korea, without="us-china", rule=HOLD)
    assert not told.agreements["us-china"]
    assert told.levels["tariff-relief"] == korea.reference("tariff-relief")
    assert told.levels["denuclearisation"] != settle(korea, rule=HOLD).levels["denuclearisation"]
    with pytest.raises(UsageError, match="no talk 'us-chnia': did you mean 'us-china'"):
        settle(korea, without="us-chnia", rule=HOLD)


def test_an_issue_that_no_party_cares_about_makes_no_further_settlement() -> None:
    """It would stay where a search starts: at either end of its scale."""
    network = make_network(
        ["a", "b", "c"],
        {"t": {"parties": ["a", "b"], "without_agreement": {"x": 0.3, "nobodys": 0.2}}},
        {"a": {"x": (1.0, 10.0)}, "b": {"x": (0.6, 5.0)}, "c": {"nobodys": (0.0, 5.0)}},
    )
    assert all(run.levels[1] == 0.2 for run in hold(network))
    assert hold(network)[0].levels[0] > 0.5
