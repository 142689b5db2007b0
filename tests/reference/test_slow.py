"""The slow reference on known answers: what holds the compiled settlement must itself be held."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from tertius.rules.arrays import Network
from tests.examples import few

from .networks import make_network, networks, permute_actors, random_network, rescale_actor
from .payoffs import payoffs_at
from .slow import settle_from_both_starts, settle_slowly
from .talk import Table


def one_issue(reference: float, wants: tuple[float, float], **rest: object) -> Network:
    talk = {"parties": ["a", "b"], "without_agreement": {"x": reference}, "power": rest.pop("power", {})}
    stances = {"a": {"x": (wants[0], 1.0)}, "b": {"x": (wants[1], 1.0)}}
    return make_network(["a", "b"], {"t": talk}, stances, **rest)  # type: ignore[arg-type]


def patrons(*names: str) -> Network:
    """A client who needs 10; each patron covers a share of it for a price between them."""
    worth = {"first": 1.0, "second": 0.8}
    stances: dict[str, dict[str, tuple[float, float]]] = {"client": {}}
    for name in names:
        stances["client"][f"{name}-price"] = (0.0, 20.0)
        stances[name] = {f"{name}-price": (1.0, 20.0)}
    talks = {
        name: {"parties": ["client", name], "without_agreement": {f"{name}-supply": 0, f"{name}-price": 0}}
        for name in names
    }
    covered = {f"{name}-supply": worth[name] for name in names}
    needs = {"need": {"actor": "client", "weight": 10, "covered_by": covered}}
    return make_network(["client", *names], talks, stances, needs=needs, curvature=1.0)


def identical_talks() -> Network:
    talks = {t: {"parties": ["a", "b"], "without_agreement": {f"{t}x": 0.0, f"{t}y": 0.0}} for t in ("one", "two")}
    a = {f"{t}{k}": stance for t in talks for k, stance in (("x", (0.0, 10.0)), ("y", (1.0, 30.0)))}
    b = {f"{t}{k}": stance for t in talks for k, stance in (("x", (1.0, 30.0)), ("y", (0.0, 10.0)))}
    return make_network(["a", "b"], talks, {"a": a, "b": b})


@pytest.mark.parametrize("start", ["reference", "alone", "bottom", "top"])
def test_two_identical_talks_settle_at_75(start: str) -> None:
    settled = settle_slowly(identical_talks(), start=start)
    assert settled.agreed.all()
    assert settled.converged
    np.testing.assert_allclose(settled.levels, 0.75, atol=1e-7)
    np.testing.assert_allclose(settled.payoffs, 65, atol=1e-6)


@pytest.mark.parametrize("powers", [(1.0, 1.0), (2.0, 1.0), (1.0, 3.0)])
def test_split_the_dollar(powers: tuple[float, float]) -> None:
    # a's share is x, b's is 1 - x; the damage leaves them 0.1 and 0.3 if they fail.
    threats = [
        {"if_fails": "t", "holder": "b", "target": "a", "damage": 0.2},
        {"if_fails": "t", "holder": "a", "target": "b", "damage": 0.8, "strike": 0.5},
    ]
    network = one_issue(0.3, (1.0, 0.0), power=dict(zip("ab", powers, strict=True)), threats=threats, curvature=1.0)
    settled = settle_slowly(network)
    beta = powers[0] / sum(powers)
    assert settled.levels[0] == pytest.approx(0.1 + beta * (1 - 0.1 - 0.3), abs=1e-7)
    np.testing.assert_allclose(settled.walk_away[0], [0.1, 0.3])
    np.testing.assert_allclose(settled.upper_hand[0], [beta, 1 - beta], atol=1e-6)


def test_client_and_two_patrons() -> None:
    alone, both = settle_slowly(patrons("first")), settle_slowly(patrons("first", "second"))
    assert alone.payoffs[0] - 20 == pytest.approx(5, abs=1e-5)
    assert both.payoffs[0] - 40 == pytest.approx(19 / 3, abs=1e-5)
    assert both.agreed.all()
    # The second patron's supply is not needed any more: of equally good levels, the nearest to the reference.
    assert both.levels[2] == 0


def test_quadratic_zone_that_a_wish_closes() -> None:
    # Gains are y (2 half - y) and y (far - y) at y above the reference: a quadratic equation.
    half = 1.5e-4
    settled = settle_slowly(one_issue(0.5 - half, (0.5, 1.0)))
    far = 2 * (0.5 + half)
    roots = np.roots([4, -3 * (2 * half + far), 4 * half * far])
    assert settled.agreed.all()
    assert settled.levels[0] == pytest.approx(0.5 - half + min(roots), abs=1e-8)


@pytest.mark.parametrize("power", [1.0, 3.0])
def test_zone_of_width_one_in_ten_thousand(power: float) -> None:
    # Only the damage that a breakdown does leaves any zone: so far to either side of the reference.
    damage = 0.5e-4
    threats = [{"if_fails": "t", "holder": h, "target": g, "damage": damage} for h, g in ("ab", "ba")]
    settled = settle_slowly(one_issue(0.5, (1.0, 0.0), power={"a": power}, threats=threats))
    tilt = (power - 1) / (power + 1)
    assert settled.agreed.all()
    assert settled.levels[0] == pytest.approx(0.5 + damage * tilt, abs=1e-8)


def test_oblique_zone_of_width_one_in_ten_thousand() -> None:
    # With levels (x, y), a gains 10 x - 30 y and b gains 30 y - (1 - e) 10 x: a wedge along y = x / 3.
    e = 3e-4
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0, "y": 0.0}}
    a = {"x": (1.0, 10.0), "y": (0.0, 30.0)}
    b = {"x": (0.0, 10.0 * (1 - e)), "y": (1.0, 30.0)}
    settled = settle_slowly(make_network(["a", "b"], {"t": talk}, {"a": a, "b": b}, curvature=1.0))
    assert settled.agreed.all()
    np.testing.assert_allclose(settled.levels, [1, (1 - e / 2) / 3], atol=1e-8)


def test_no_zone_is_a_breakdown_at_the_reference() -> None:
    settled = settle_slowly(one_issue(0.6, (1.0, 0.2)))
    assert not settled.agreed.any()
    assert settled.levels[0] == 0.6
    np.testing.assert_allclose(settled.walk_away[0], settled.payoffs)
    assert np.isnan(settled.upper_hand).all()


def test_a_party_without_power_only_must_not_lose() -> None:
    settled = settle_slowly(one_issue(0.9, (0.0, 0.5), power={"b": 0.0}))
    # a would go to 0; b follows as far as it stands no worse than at 0.9.
    assert settled.levels[0] == pytest.approx(0.1, abs=1e-5)
    assert np.isnan(settled.upper_hand[0, 1])
    assert settled.slack


def test_a_mediator_leaves_the_deal_alone() -> None:
    stances = {"a": {"x": (1.0, 5.0)}, "b": {"x": (0.4, 5.0)}}
    levels = [
        settle_slowly(
            make_network(["a", "b", "m"], {"t": {"parties": parties, "without_agreement": {"x": 0.0}}}, stances)
        ).levels
        for parties in (["a", "b"], ["a", "b", "m"])
    ]
    np.testing.assert_array_equal(levels[0], levels[1])


def test_an_issue_that_no_party_cares_about_stays() -> None:
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0, "idle": 0.35}}
    stances = {"a": {"x": (1.0, 5.0)}, "b": {"x": (0.4, 5.0)}, "c": {"idle": (1.0, 9.0)}}
    settled = settle_slowly(make_network(["a", "b", "c"], {"t": talk}, stances))
    assert settled.agreed.all()
    assert settled.levels[1] == 0.35


def test_a_link_makes_a_talk_worth_having() -> None:
    # Nothing is to be had in the first talk, but if it fails the second falls with probability 0.5.
    def network(chance: float) -> Network:
        talks = {
            "first": {"parties": ["a", "b"], "without_agreement": {"x": 0.5}},
            "second": {"parties": ["a", "b"], "without_agreement": {"y": 0.0}},
        }
        stances = {"a": {"x": (1.0, 10.0), "y": (1.0, 30.0)}, "b": {"x": (0.0, 10.0), "y": (1.0, 30.0)}}
        return make_network(["a", "b"], talks, stances, links=[("first", "second", chance)])

    np.testing.assert_array_equal(settle_slowly(network(0.0)).agreed, [False, True])
    linked = settle_slowly(network(0.5))
    assert linked.agreed.all()
    np.testing.assert_allclose(linked.levels, [0.5, 1.0], atol=1e-7)
    np.testing.assert_allclose(linked.payoffs - linked.walk_away[0], 15, atol=1e-6)


def test_talks_made_to_break_down_fire_their_links() -> None:
    network = identical_talks()
    settled = settle_slowly(network, failed=frozenset({0}))
    np.testing.assert_array_equal(settled.agreed, [False, True])
    np.testing.assert_allclose(settled.payoffs, 32.5 + 10, atol=1e-6)


def test_two_sources_of_one_need_in_a_talk_are_refused() -> None:
    needs = {"n": {"actor": "a", "weight": 5, "covered_by": {"x": 0.5, "y": 0.5}}}
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0, "y": 0.0}}
    with pytest.raises(ValueError, match="two sources"):
        settle_slowly(make_network(["a", "b"], {"t": talk}, {"b": {"x": (0.0, 1.0)}}, needs=needs))


def test_unknown_start_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of"):
        settle_slowly(identical_talks(), start="middle")


@pytest.mark.parametrize("seed", range(8))
def test_payoffs_are_the_mean_over_the_talks_that_links_bring_down(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network = random_network(rng, talks=3)
    levels, agreed = rng.random(len(network.issues)), rng.random(3) < 0.5
    expected = np.zeros(len(network.actors))
    for fired in product([False, True], repeat=len(network.links)):
        chances = np.where(fired, network.numbers.link, 1 - network.numbers.link)
        stands = agreed.copy()
        for row, strikes in enumerate(fired):
            if strikes and not agreed[network.structure.link_from[row]]:
                stands[network.structure.link_to[row]] = False
        expected += chances.prod() * certain_payoffs(network, levels, stands)
    np.testing.assert_allclose(payoffs_at(network, levels, agreed), expected, atol=1e-10)


def certain_payoffs(network: Network, levels: np.ndarray, stands: np.ndarray) -> np.ndarray:
    """Payoffs when it is known which talks stand: the first equation of the theory."""
    s, n = network.structure, network.numbers
    x = np.where(np.append(stands, False)[s.issue_talk], levels, n.reference)
    payoffs = (n.salience * (1 - np.abs(x - n.position) ** s.curvature)).sum(axis=1)
    for row, actor in enumerate(s.need_actor):
        payoffs[actor] += n.weight[row] * (1 - np.prod(1 - n.cover[row] * x))
    for row, talk in enumerate(s.threat_talk):
        if not stands[talk]:
            payoffs[s.threat_target[row]] -= n.strike[row] * n.damage[row]
            payoffs[s.threat_holder[row]] -= n.strike[row] * n.cost[row]
    return payoffs


@pytest.mark.parametrize("seed", range(12))
def test_no_other_levels_of_a_talk_are_better(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    network = random_network(rng, talks=2)
    settled = settle_slowly(network)
    for t in np.flatnonzero(settled.agreed):
        walk_away = np.nan_to_num(settled.walk_away[t])
        table = Table(network, int(t), settled.levels, settled.agreed, walk_away)
        if len(table.product) == 0:
            continue
        here = settled.levels[table.issues]
        reach = 10.0 ** rng.uniform(-6, 0, size=(20_000, 1))
        trials = np.clip(here + reach * rng.normal(size=(20_000, len(here))), 0, 1)
        rows = sum((table.term(k)(trials[:, k]) for k in range(len(here))), table.base[:, None])
        settled_value = table.value(table.base + sum(table.term(k)(x) for k, x in enumerate(here)))
        assert settled_value > 0
        assert np.max(table.value(rows)) <= settled_value + 1e-12
        moved = settled.levels.copy()
        moved[table.issues] = trials[0]
        gains = (payoffs_at(network, moved, settled.agreed) - walk_away)[table.rows]
        np.testing.assert_allclose(rows[:, 0] * table.units, gains, atol=1e-9)


@settings(max_examples=few(5, 15), deadline=None, derandomize=True)
@given(networks(talks=2))
def test_names_and_units_change_no_level(network: Network) -> None:
    settled = settle_slowly(network)
    if settled.margin < 1e-6 or settled.gap < 1e-6 or not settled.converged:
        return
    order = list(range(len(network.actors)))[::-1]
    for other in (permute_actors(network, order), rescale_actor(network, 0, 7.3)):
        again = settle_slowly(other)
        np.testing.assert_array_equal(again.agreed, settled.agreed)
        np.testing.assert_allclose(again.levels, settled.levels, atol=1e-5)


def test_random_networks_are_a_good_mixture() -> None:
    settled = [settle_slowly(random_network(np.random.default_rng(seed), talks=1)) for seed in range(60)]
    failed = np.mean([not answer.agreed.all() for answer in settled])
    assert 0.15 <= failed <= 0.5


def test_both_starts_lead_to_the_same_identical_talks() -> None:
    settled, same = settle_from_both_starts(identical_talks())
    assert same
    assert settled.agreed.all()
