"""Known answers for `renegotiate`: closed forms, printed examples, and those of the design."""

from __future__ import annotations

import numpy as np
import pytest

from tertius.rules.arrays import Network
from tertius.rules.bargaining.renegotiate import renegotiate
from tertius.rules.bargaining.workspace import walk_aways
from tests.reference.networks import make_network


def settled(network: Network) -> tuple[np.ndarray, int, np.ndarray]:
    """Levels, mask of agreements, payoffs in points."""
    outcomes, *_ = renegotiate(network)
    asked = (1 << len(network.talks)) - 1
    return outcomes.levels[asked], int(outcomes.agreed[asked]), outcomes.payoffs[asked] * outcomes.units


def test_two_identical_talks_settle_at_75_and_leave_each_65() -> None:
    talks = {f"t{n}": {"parties": ["a", "b"], "without_agreement": {f"x{n}": 0.0, f"y{n}": 0.0}} for n in (1, 2)}
    a = {"x1": (0.0, 10), "y1": (1.0, 30), "x2": (0.0, 10), "y2": (1.0, 30)}
    b = {"x1": (1.0, 30), "y1": (0.0, 10), "x2": (1.0, 30), "y2": (0.0, 10)}
    levels, agreed, payoffs = settled(make_network(["a", "b"], talks, {"a": a, "b": b}))
    assert agreed == 0b11
    assert levels == pytest.approx([0.75, 0.75, 0.75, 0.75], abs=1e-6)
    assert payoffs == pytest.approx([65, 65], abs=1e-4)


def patrons(*worths: float) -> Network:
    """A client with a need of 10 and patrons whose supply covers it; prices of up to 20 points, linear losses."""
    names = [f"p{n}" for n in range(len(worths))]
    talks = {
        f"deal-{name}": {
            "parties": ["client", name],
            "without_agreement": {f"supply-{name}": 0.0, f"price-{name}": 0.0},
        }
        for name in names
    }
    stances = {name: {f"price-{name}": (1.0, 20.0)} for name in names}
    stances["client"] = {f"price-{name}": (0.0, 20.0) for name in names}
    covered = {f"supply-{name}": worth / 10 for name, worth in zip(names, worths, strict=True)}
    needs = {"goods": {"actor": "client", "weight": 10.0, "covered_by": covered}}
    return make_network(["client", *names], talks, stances, needs=needs, curvature=1.0)


@pytest.mark.parametrize(
    ("worths", "client"),
    [((10.0,), 5.0), ((8.0,), 4.0), ((10.0, 8.0), 19 / 3), ((10.0, 10.0), 20 / 3), ((10.0, 10.0, 10.0), 7.5)],
)
def test_client_and_rival_patrons_share_as_the_shapley_value(worths: tuple[float, ...], client: float) -> None:
    """Stole & Zwiebel: the client gets its Shapley value; with n perfect rivals that is 10 n / (n + 1)."""
    _, agreed, payoffs = settled(patrons(*worths))
    paid_nothing = 20.0 * len(worths)
    assert agreed == (1 << len(worths)) - 1
    assert payoffs[0] - paid_nothing == pytest.approx(client, abs=1e-4)


def test_what_the_two_patrons_get() -> None:
    """Shapley values of the patrons worth 10 and 8: 7/3 and 4/3."""
    _, _, payoffs = settled(patrons(10.0, 8.0))
    assert payoffs[1:] == pytest.approx([7 / 3, 4 / 3], abs=1e-4)


def one_issue(
    a: tuple[float, float], b: tuple[float, float], reference: float, curvature: float, power: float = 1.0
) -> Network:
    talk = {"parties": ["a", "b"], "without_agreement": {"x": reference}, "power": {"a": power}}
    return make_network(["a", "b"], {"t": talk}, {"a": {"x": a}, "b": {"x": b}}, curvature=curvature)


@pytest.mark.parametrize("power", [0.25, 1.0, 3.0])
def test_split_the_dollar(power: float) -> None:
    """x_i = d_i + beta_i (1 - sum d): a cake that is lost if the two do not agree, with walk-away threats.

    The cake is a need of a third issue's size: each side's share is linear, and a threat sets d_a = 0.2.
    """
    talk = {"parties": ["a", "b"], "without_agreement": {"share": 0.0, "cake": 0.0}, "power": {"a": power}}
    stances = {"a": {"share": (1.0, 1.0)}, "b": {"share": (0.0, 1.0)}}
    threats = [
        {"if_fails": "t", "holder": "c", "target": "a", "damage": 0.3},
        {"if_fails": "t", "holder": "c", "target": "b", "damage": 0.5},
    ]
    network = make_network(["a", "b", "c"], {"t": talk}, stances, threats=threats, curvature=1.0)
    levels, agreed, _ = settled(network)
    # a gets x + 0.3 more than walking away, b gets 0.5 - x: together 0.8, split by power
    beta = power / (power + 1)
    expected = np.clip(0.8 * beta - 0.3, 0.0, 1.0)
    assert agreed == 1
    assert levels[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("beta", [0.2, 0.5, 0.8])
def test_asymmetric_nash_with_a_square_root(beta: float) -> None:
    """u = (sqrt y, 1 - y), d = 0 has y = beta / (2 - beta); x = sqrt y has a linear gain and a quadratic loss."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}, "power": {"a": beta, "b": 1 - beta}}
    needs = {"n": {"actor": "a", "weight": 1.0, "covered_by": {"x": 1.0}}}
    threats = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]
    network = make_network(
        ["a", "b", "c"], {"t": talk}, {"b": {"x": (0.0, 1.0)}}, needs=needs, threats=threats, curvature=2.0
    )
    levels, agreed, _ = settled(network)
    assert agreed == 1
    assert levels[0] ** 2 == pytest.approx(beta / (2 - beta), abs=1e-6)


def test_nash_bill_and_jack() -> None:
    """Nash (1950): Bill gives book, whip, ball and bat, Jack gives pen, toy and knife; gains 12 and 5.

    Each good is an issue from "Bill has it" (0) to "Jack has it" (1), valued linearly: Nash's solution does not
    split any good.
    """
    goods = {  # Bill's and Jack's utility, owner
        "book": (2, 4, "bill"),
        "whip": (2, 2, "bill"),
        "ball": (2, 1, "bill"),
        "bat": (2, 2, "bill"),
        "box": (4, 1, "bill"),
        "pen": (10, 1, "jack"),
        "toy": (4, 1, "jack"),
        "knife": (6, 2, "jack"),
        "hat": (2, 2, "jack"),
    }
    references = {good: 0.0 if owner == "bill" else 1.0 for good, (_, _, owner) in goods.items()}
    stances = {
        "bill": {good: (0.0, float(bill)) for good, (bill, _, _) in goods.items()},
        "jack": {good: (1.0, float(jack)) for good, (_, jack, _) in goods.items()},
    }
    talk = {"parties": ["bill", "jack"], "without_agreement": references}
    network = make_network(["bill", "jack"], {"barter": talk}, stances, curvature=1.0)
    levels, agreed, payoffs = settled(network)
    before = {actor: sum(s if p == references[g] else 0 for g, (p, s) in stances[actor].items()) for actor in stances}
    assert agreed == 1
    assert payoffs - [before["bill"], before["jack"]] == pytest.approx([12, 5], abs=1e-3)
    to_jack = {good for good, level in zip(goods, levels, strict=True) if level > 0.5}
    assert to_jack == {"book", "whip", "ball", "bat", "hat"}


def test_upper_hand_by_hand() -> None:
    """One linear issue, gains x and 1 - x after threats of 1: equal power halves the way to each one's best."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}}
    threats = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]
    stances = {"a": {"x": (1.0, 1.0)}, "b": {"x": (0.0, 1.0)}}
    network = make_network(["a", "b", "c"], {"t": talk}, stances, threats=threats, curvature=1.0)
    outcomes, *_ = renegotiate(network)
    walk, hand, _ = walk_aways(network.structure, network.numbers, outcomes, 1, 1)
    assert hand[0, :2] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert np.isnan(hand[0, 2])
    assert walk[0, :2] == pytest.approx([0.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(("threat", "agreed"), [(5e-5, 1), (5e-7, 1), (0.0, 0)])
def test_narrow_zones_are_found(threat: float, agreed: int) -> None:
    """One linear issue at the reference 0.3: threats open a zone from 0.3 - threat to 0.3 + threat, or none."""
    threats = [{"if_fails": "t", "holder": "c", "target": target, "damage": threat} for target in ("a", "b")]
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.3}}
    stances = {"a": {"x": (0.0, 1.0)}, "b": {"x": (1.0, 1.0)}}
    network = make_network(["a", "b", "c"], {"t": talk}, stances, threats=threats, curvature=1.0)
    levels, mask, _ = settled(network)
    assert mask == agreed
    assert levels[0] == pytest.approx(0.3, abs=0.01 * threat + 1e-12)


def test_an_oblique_zone_of_a_ten_thousandth_is_found() -> None:
    """Two quadratic issues: what suits both lies within a millionth of the line from one wish to the other."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.5 + 1e-3, "y": 0.5 - 1e-3}}
    stances = {"a": {"x": (0.0, 10.0), "y": (0.0, 10.0)}, "b": {"x": (1.0, 10.0), "y": (1.0, 10.0)}}
    levels, mask, _ = settled(make_network(["a", "b"], {"t": talk}, stances))
    assert mask == 1
    assert levels == pytest.approx([0.5, 0.5], abs=2e-6)


@pytest.mark.parametrize("ratio", [1e-8, 1e-4, 1e-2, 1.0, 1e3, 1e5, 1e6, 1e8])
def test_very_unequal_power_still_finds_the_deal(ratio: float) -> None:
    """a gains x and b gains 1 - x^2, as in the square root above, at powers of many orders of magnitude."""
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0}, "power": {"a": ratio}}
    needs = {"n": {"actor": "a", "weight": 1.0, "covered_by": {"x": 1.0}}}
    threats = [{"if_fails": "t", "holder": "c", "target": "b", "damage": 1.0}]
    network = make_network(["a", "b", "c"], {"t": talk}, {"b": {"x": (0.0, 1.0)}}, needs=needs, threats=threats)
    levels, agreed, _ = settled(network)
    beta = ratio / (1 + ratio)
    assert agreed == 1
    assert levels[0] ** 2 == pytest.approx(beta / (2 - beta), rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("damage", [0.0, 1.0, 1e3, 1e6, 1e9])
def test_threats_that_dwarf_the_stakes_leave_a_symmetric_talk_symmetric(damage: float) -> None:
    talk = {"parties": ["a", "b"], "without_agreement": {"x": 0.0, "y": 0.0}}
    stances = {"a": {"x": (0.0, 10.0), "y": (1.0, 30.0)}, "b": {"x": (1.0, 30.0), "y": (0.0, 10.0)}}
    threats = [{"if_fails": "t", "holder": "a", "target": "b", "damage": damage, "cost": damage}]
    levels, agreed, _ = settled(make_network(["a", "b"], {"t": talk}, stances, threats=threats))
    assert agreed == 1
    assert levels == pytest.approx([0.75, 0.75], abs=1e-5)
