"""Reliance, net leverage, upper hand and walk-away values, held against cases edited by hand and settled one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

import tertius
from tertius.case.model import Case, supplies_of
from tertius.draws import draw_at, fix
from tertius.rules.arrays import Network
from tertius.rules.payoffs import strike_chance
from tests.before import as_before
from tests.reference.cases import entries_of_network
from tests.reference.edits import without_commitments, without_cover, without_talks
from tests.reference.networks import networks


def payoff_if_left(case: Case, i: str, j: str, rule: str, base: Case | None = None) -> float | None:
    """The payoff of i if j walks away from it, by hand; none if the case so edited has several settlements."""
    threats = [name for name, one in case.threats.items() if (one.holder, one.target) == (j, i)]
    supplied = [issue for _, issue in supplies_of(case).get((j, i), [])]
    edited = without_commitments(without_cover(case, i, supplied), threats)
    together = tuple(name for name, talk in case.talks.items() if {i, j} <= set(talk.parties))
    told = tertius.RULES[rule].settle(edited, together, base=base)
    if told.alternatives or not told.status.converged:
        return None
    return told.payoffs[i] - sum(strike_chance(case, case.threats[t]) * case.threats[t].damage.middle for t in threats)


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(network=networks())
def test_reliance_is_the_loss_in_the_case_edited_by_hand(rule: str, network: Network) -> None:
    case = Case.model_validate(entries_of_network(network))
    told = tertius.settle(case, rule=rule)
    assume(not told.alternatives and told.status.converged)
    lev = tertius.leverage(case, rule=rule, threads=1)
    for i in case.actors:
        for j in case.actors:
            left = None if i == j else payoff_if_left(case, i, j, rule)
            if left is not None:
                lost = told.payoffs[i] - left
                assert lev.reliance[i][j].points.middle == pytest.approx(lost, abs=2e-4)


def test_the_flagship_pair_by_pair() -> None:
    case = as_before(tertius.load("korea-2019"))  # in a case edited by hand the chance of a deal is another
    told, lev = tertius.settle(case), tertius.leverage(case, threads=1)
    for i in case.actors:
        for j in case.actors:
            if i == j:
                continue
            found = lev.reliance[i][j]
            left = payoff_if_left(case, i, j, "renegotiate")
            assert left is not None
            lost = told.payoffs[i] - left
            assert found.points.middle == pytest.approx(lost, abs=1e-4)
            assert found.share.middle == pytest.approx(lost / told.ranges[i], abs=1e-6)
            back = lev.reliance[j][i].share.middle
            assert lev.net[j][i].middle == pytest.approx(found.share.middle - back, abs=1e-9)
            assert lev.net[i][j].middle == pytest.approx(-lev.net[j][i].middle)
    assert lev.reliance["dprk"]["usa"].through == ("us-dprk",)
    assert lev.reliance["dprk"]["rok"].through == ()
    assert lev.reliance["dprk"]["rok"].points.middle > 0.1  # it supplies, though they do not talk


def test_upper_hands_stakes_and_walk_away_values_are_those_of_the_settlement() -> None:
    case = tertius.load("black-sea-grain-2022")
    told, lev = tertius.settle(case), tertius.leverage(case, threads=1)
    [chances] = tertius.RULES["renegotiate"].settle_many(case, [], np.empty((1, 0))).chance
    for (talk, entry), chance in zip(case.talks.items(), chances, strict=True):
        assert lev.agreement[talk] == told.agreements[talk] * chance  # a deal that is there may be missed
        for party in entry.parties:
            stake, apart = lev.stakes[talk][party], lev.walk_away[talk][party]
            assert stake.points.middle == pytest.approx(told.gain(talk, party), abs=1e-6)
            assert apart.value == pytest.approx(told.walk_away[talk][party], abs=1e-6)
            assert apart.bare + sum(apart.parts.values()) + apart.remainder == pytest.approx(apart.value)
            hand = told.upper_hand[talk].get(party, np.nan)
            assert lev.upper_hand[talk][party].middle == pytest.approx(hand, abs=1e-6, nan_ok=True)


def test_the_parts_of_a_walk_away_value_are_differences_of_edited_cases() -> None:
    case = as_before(tertius.load("korea-2019"))
    told, apart = tertius.settle(case), tertius.leverage(case, threads=1).walk_away["us-dprk"]["dprk"]
    parts = {feature.key: part for feature, part in apart.parts.items()}
    edits = {
        "talk:dprk-china": without_talks(case, ["dprk-china"]),
        "threat:own-sanctions": without_commitments(case, ["own-sanctions"]),
        "supply:china to dprk": without_cover(case, "dprk", ["chinese-support"]),
    }
    for key, edited in edits.items():
        without = tertius.settle(edited).walk_away["us-dprk"]["dprk"]
        assert parts[key] == pytest.approx(told.walk_away["us-dprk"]["dprk"] - without, abs=1e-4)
    assert "talk:us-dprk" not in parts
    assert apart.remainder < -5  # two suppliers of one need replace each other


def test_bands_are_quantiles_over_the_draws_of_a_forecast() -> None:
    case = tertius.load("two-patrons")
    lev = tertius.leverage(case, draws=4, threads=1)
    certain = lev.reliance["client"]["first"].points  # nothing in that case is uncertain
    assert (certain.low, certain.high) == (certain.middle, certain.middle)
    case = tertius.load("black-sea-grain-2022")
    lost = []
    for d in range(4):
        fixed = fix(case, draw_at(case, 5, d))
        told = tertius.RULES["renegotiate"].settle(fixed, base=case)
        left = payoff_if_left(fixed, "ukraine", "russia", "renegotiate", case)
        assert left is not None
        lost.append(told.payoffs["ukraine"] - left)
    found = tertius.leverage(case, draws=4, seed=5, threads=1).reliance["ukraine"]["russia"].points
    assert [found.low, found.middle, found.high] == pytest.approx(np.quantile(lost, [0.1, 0.5, 0.9]), abs=1e-3)
