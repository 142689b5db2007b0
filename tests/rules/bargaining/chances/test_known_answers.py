"""Answers that papers give, or that follow in a few lines, for types spread evenly over 0 to 1."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.case.load import read_text
from tertius.rules.bargaining.chances.mediator import mediated_chance, zone_chance
from tertius.rules.bargaining.chances.offers import accepted_chance, offered_chance
from tertius.rules.bargaining.chances.several import several_chances
from tertius.rules.firmness import at_most_one

N = 400
EVEN = (np.arange(N) + 0.5) / N
SHARES = np.linspace(0, 1, 801)
ONE, OTHER = SHARES - EVEN[:, None], EVEN[:, None] - SHARES
"""A costs c and is worth v: what the types of the seller and of the buyer gain at each price."""


def test_the_best_mediator_of_uniform_types() -> None:
    """Smallest gap 1/4, P(deal) 9/32, 9/64 of the 1/6 there is to gain, failure given a zone 7/16 (C & S 1983)."""
    zone, deal = zone_chance(EVEN, EVEN), mediated_chance(EVEN, EVEN)
    assert zone == pytest.approx(1 / 2, abs=2e-3)
    assert deal == pytest.approx(9 / 32, abs=2e-3)
    assert 1 - deal / zone == pytest.approx(7 / 16, abs=4e-3)
    gaps = EVEN[None, :] - EVEN[:, None]
    made = gaps >= (EVEN.max() - EVEN.min()) / 4 - 1e-9
    assert deal == pytest.approx(made.mean(), abs=1e-12)
    assert (gaps * made).mean() == pytest.approx(9 / 64, abs=1e-3)
    assert np.maximum(gaps, 0).mean() == pytest.approx(1 / 6, abs=1e-3)


def test_the_mediators_rule_is_that_of_best_replies_in_the_double_auction() -> None:
    """Asks 2/3 c + 1/4 and bids 2/3 v + 1/12, settled half-way, are best replies to each other on a grid."""
    grid = np.linspace(0, 1, 601)
    asks, bids = 2 / 3 * grid + 1 / 4, 2 / 3 * grid + 1 / 12
    for cost in (0.0, 0.3, 0.6):
        worth = [np.mean(((ask + bids) / 2 - cost) * (bids >= ask)) for ask in grid]
        assert grid[int(np.argmax(worth))] == pytest.approx(2 / 3 * cost + 1 / 4, abs=0.01)
    for value in (0.4, 0.7, 1.0):
        worth = [np.mean((value - (asks + bid) / 2) * (asks <= bid)) for bid in grid]
        assert grid[int(np.argmax(worth))] == pytest.approx(2 / 3 * value + 1 / 12, abs=0.01)
    made = bids[None, :] >= asks[:, None]
    assert made.mean() == pytest.approx(mediated_chance(EVEN, EVEN), abs=5e-3)


def test_the_last_offer_of_uniform_types() -> None:
    """P(deal) 1/4 whoever makes it, and gains of 1/8: three quarters of what the best mediator brings about."""
    for power in ((1, 1), (3, 1), (1, 0)):
        assert offered_chance(SHARES, (ONE, OTHER), (EVEN, EVEN), np.array(power)) == pytest.approx(1 / 4, abs=3e-3)
    accepted = accepted_chance(SHARES, ONE, EVEN)
    assert accepted == pytest.approx((1 - EVEN) / 2, abs=4e-3)  # the price (1 + c) / 2
    gains = [np.mean((EVEN - cost) * (chance > 1 - EVEN)) for cost, chance in zip(EVEN, accepted, strict=True)]
    assert np.mean(gains) == pytest.approx(1 / 8, abs=2e-3)


def test_a_last_offer_to_two_others_who_each_accept_by_themselves() -> None:
    """One proposes a share for itself; each of the two others accepts half of the rest from its type on, 0 to 1/2.

    It maximises x (1 - x)^2: x = 1/3, and both accept with the probability 4/9.
    """
    shares = np.linspace(0, 1, 901)
    rest = (1 - shares) / 2 - EVEN[:, None] / 2
    zone, deal = several_chances([shares[None, :], rest, rest], np.array([1.0, 0.0, 0.0]))
    assert deal == pytest.approx(4 / 9, abs=5e-3)
    assert zone == 1


def test_those_who_both_commit() -> None:
    """q^2 of two; of three, whoever alone is tied gets its way (Crawford 1982; Ellingsen & Miettinen 2008)."""
    q = np.array([0.0, 0.3, 1.0])
    assert at_most_one([q, q]) == pytest.approx(1 - q**2)
    assert at_most_one([q]) == pytest.approx(np.ones(3))
    assert at_most_one([q, q, q]) == pytest.approx((1 - q) ** 3 + 3 * q * (1 - q) ** 2)
    assert at_most_one([q, 0.5 * q]) == pytest.approx(1 - 0.5 * q**2)


FEARED = """
case: feared
title: Two who fear what a breakdown brings them
as_of: 2024-01-01
curvature: 1
actors: {one: One, two: Two}
issues: {share: {scale: [0, 1]}}
talks:
  t:
    parties: [one, two]
    without_agreement: {share: 0.5}
    doubt: {one: 100%, two: 100%}
stances:
  one: {share: {position: 1, salience: 10}}
  two: {share: {position: 0, salience: 10}}
needs:
  calm: {actor: one, weight: 0 to 10}
  quiet: {actor: two, weight: 0 to 10}
threats:
  storm: {holder: two, target: one, if_fails: t, damage: 0 to 5}
  flood: {holder: one, target: two, if_fails: t, damage: 0 to 5}
groups:
  first: {together: [needs.calm.weight, threats.storm.damage]}
  second: {together: [needs.quiet.weight, threats.flood.damage]}
"""


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_a_case_whose_answer_follows_on_paper(rule: str) -> None:
    """Reservation points even over 0 to 1/2 and 1/2 to 1: a zone always, 7/8 under the mediator, 3/4 by last offers.

    The gap is 1/4 and the distance of the two the sum of two even ones over 0 to 1/2; a proposer at r names (1 + r)/2.
    """
    told = tertius.settle(read_text(FEARED), rule=rule).chances["t"]
    assert told.zone == 1
    assert told.floor == pytest.approx(7 / 8, abs=0.01)
    assert told.offer == told.deal == pytest.approx(3 / 4, abs=0.01)
    # Half the range: r_1 even over 3/8 to 5/8 less 1/8 ...: the middle of the damage is 2.5, so 1/8 to 3/8.
    assert told.narrow > told.offer > told.wide


def test_a_party_of_doubt_zero_is_known() -> None:
    """One proposes: two with r_2 = 3/4 for sure gets it. Two proposes to one, r_1 even over 0 to 1/2: x = 1/2 - ... .

    Two at share x keeps 3/4 - x if r_1 <= x, which has the probability 2 x: x = 3/8, accepted by 3/4.
    """
    case = read_text(FEARED.replace("doubt: {one: 100%, two: 100%}", "doubt: {one: 100%, two: 0%}"))
    told = tertius.settle(case).chances["t"]
    assert told.offer == pytest.approx((1 + 3 / 4) / 2, abs=0.01)
    assert told.zone == 1


def test_firmness_multiplies_and_needs_no_private_number() -> None:
    text = FEARED.replace("doubt: {one: 100%, two: 100%}", "firm: {one: 50%, two: 40%}")
    told = tertius.settle(read_text(text)).chances["t"]
    assert (told.zone, told.offer, told.firm) == (1, 1, pytest.approx(0.8))
    assert told.deal == told.narrow == told.wide == pytest.approx(0.8)


def test_a_body_multiplies_by_its_chance_to_pass() -> None:
    body = "bodies: {house: {passes: 60%, members: [x, y, z], quota: 2}}\n"
    text = FEARED.replace("doubt: {one: 100%, two: 100%}", "ratified_by: {one: house}") + body
    told = tertius.settle(read_text(text)).chances["t"]
    assert told.ratified == told.deal == pytest.approx(0.6)


def test_draw_by_draw_firmness_is_that_of_the_draw() -> None:
    text = FEARED.replace("doubt: {one: 100%, two: 100%}", "firm: {one: 20% to 60%, two: 50%}")
    case: Case = read_text(text)
    firm = np.array([[0.2], [0.6]])
    many = tertius.RULES["renegotiate"].settle_many(case, [("talks", "t", "firm", "one", "probability")], firm)
    assert many.chance[:, 0] == pytest.approx([0.9, 0.7])
    assert many.agreed.all()


def test_a_mediator_makes_no_offer_and_refuses_none() -> None:
    """Whom the levels do not touch is no proposer, whatever its power; any deal suits it that leaves it no worse."""
    rng = np.random.default_rng(3)
    first, second = rng.normal(1, 2, (60, 40)), rng.normal(1, 2, (60, 40))
    alone = several_chances([first, second], np.array([1.0, 2.0]))
    mediated = several_chances([first, second, np.zeros((1, 40))], np.array([1.0, 2.0, 5.0]))
    assert mediated[1] == pytest.approx(alone[1], abs=1e-12)
