"""Talks with demands, broken words and deals that are missed, held against payoffs outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.rules.arrays import Numbers
from tertius.rules.bargaining.kernels.layout import CYCLING, HELD_AS_IS, LIMIT, RENEGOTIATE
from tertius.rules.bargaining.many import no_answers
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.workspace import settle_draws, stand_at
from tests.reference.failing import random_case
from tests.reference.luck import payoffs_by_outcome

TRIES = 120  # other levels of a talk that are tried


def with_chances(case: Case, made: dict[str, float]) -> Any:
    """The network of a case whose deals may be missed."""
    network = network_of(case)
    structure = network.structure._replace(unsure=np.ones(len(case.talks), np.int64))
    chance = np.array([made[talk] for talk in case.talks])
    return replace(network, structure=structure, numbers=network.numbers._replace(chance=chance))


@pytest.mark.parametrize("seed", range(15))
def test_payoffs_are_the_mean_over_all_outcomes_of_luck_and_delivery(seed: int) -> None:
    case, rng = random_case(seed, keeps=True), np.random.default_rng(seed)
    made = {talk: float(rng.random()) for talk in case.talks}
    agreed = {talk: bool(rng.random() < 0.8) for talk in case.talks}
    levels = {issue: float(rng.random()) for issue in case.issues}
    for issue in case.issues:
        if not agreed[str(case.talk_of(issue))]:
            levels[issue] = case.reference(issue)
    network = with_chances(case, made)
    mask = sum(1 << t for t, talk in enumerate(case.talks) if agreed[talk])
    stood = stand_at(network.structure, network.numbers, np.array(list(levels.values())), mask)
    wanted = payoffs_by_outcome(case, levels, agreed, made)
    np.testing.assert_allclose(stood.payoffs * stood.units, list(wanted.values()), atol=1e-9)


def better(
    case: Case, levels: dict[str, float], talk: str, score: Callable[[dict[str, float]], float], rng: Any
) -> float:
    """The best score of other levels of a talk: at random, near those that are there, and exactly where demands are."""
    issues = case.talks[talk].issues
    demands: dict[str, list[float]] = {issue: [] for issue in issues}
    for commitment in (*case.links.values(), *case.threats.values()):
        if commitment.if_fails == talk:
            for issue, demand in commitment.unless.items():
                demands[issue].append(demand.level.middle)
    best = -np.inf
    for _ in range(TRIES):
        other = dict(levels)
        for issue in issues:
            pick = rng.random()
            if pick < 0.2 and demands[issue]:
                other[issue] = float(rng.choice(demands[issue]))
            elif pick < 0.6:
                other[issue] = float(np.clip(levels[issue] + rng.normal(0, 10.0 ** -rng.integers(1, 5)), 0, 1))
            elif pick < 0.9:
                other[issue] = float(rng.random())
        best = max(best, score(other))
    return best


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
@pytest.mark.parametrize("seed", range(10))
def test_no_other_levels_of_a_talk_with_demands_are_better(seed: int, rule: str) -> None:
    """Each agreed talk is at Nash's solution given the others, with the gains jumping where a demand is reached."""
    case, rng = random_case(seed), np.random.default_rng(seed)
    settled = tertius.settle(case, rule=rule)
    if not settled.status.converged:
        pytest.skip("the search did not come to rest")
    levels = dict(settled.levels)
    for talk, entry in case.talks.items():
        power = {party: entry.power[party].power.middle for party in entry.parties}

        def score(other: dict[str, float], talk: str = talk, power: dict[str, float] = power) -> float:
            payoffs = payoffs_by_outcome(case, other, {**settled.agreements, talk: True}, {})
            gains = {party: payoffs[party] - settled.walk_away[talk][party] for party in power}
            if min(gains.values()) <= 1e-6:
                return -1e6 + min(gains.values())
            return float(sum(power[party] * np.log(gain) for party, gain in gains.items()))

        own, best = score(levels), better(case, levels, talk, score, rng)
        if settled.agreements[talk]:
            assert best <= own + 1e-6, (talk, own, best)
        else:
            assert best <= -1e6 + 1e-4, (talk, best)


@pytest.mark.parametrize("solution", ["egalitarian", "kalai-smorodinsky"])
@pytest.mark.parametrize("seed", range(5))
def test_no_other_levels_raise_the_smallest_share(seed: int, solution: str) -> None:
    """Shares of the range, or of the best a party can hope for over all ways to deal with the demands."""
    case, rng = random_case(seed), np.random.default_rng(seed)
    settled = tertius.settle(case, solution=solution)
    for talk, entry in case.talks.items():
        if not settled.agreements[talk] or len(settled.upper_hand[talk]) < 2:
            continue
        power = {party: entry.power[party].power.middle for party in entry.parties}
        unit = {party: settled.ranges[party] * power[party] for party in power}
        if solution == "kalai-smorodinsky":
            gain = {party: settled.gain(talk, party) for party in power}
            unit = {party: gain[party] / settled.upper_hand[talk][party] * power[party] for party in power}

        def score(other: dict[str, float], talk: str = talk, unit: dict[str, float] = unit) -> float:
            payoffs = payoffs_by_outcome(case, other, settled.agreements, {})
            return min((payoffs[party] - settled.walk_away[talk][party]) / unit[party] for party in unit)

        own, best = score(dict(settled.levels)), better(case, dict(settled.levels), talk, score, rng)
        assert best <= own + 1e-5, (talk, own, best)


@pytest.mark.parametrize("seed", range(10))
def test_many_draws_with_demands_are_settled_as_one_by_one(seed: int) -> None:
    case = random_case(seed)
    for rule in ("renegotiate", "hold"):
        one = tertius.settle(case, rule=rule)
        many = tertius.RULES[rule].settle_many(case, (), np.empty((2, 0)), hands=True)
        if one.status is tertius.Status.SETTLED:
            np.testing.assert_allclose(many.levels[1], list(one.levels.values()), atol=1e-6)


@pytest.mark.parametrize("mode", [RENEGOTIATE, HELD_AS_IS])
@pytest.mark.parametrize("seed", range(6))
def test_talks_settle_over_what_the_others_may_come_to(seed: int, mode: int) -> None:
    """While a talk is settled its own deal is certain; those of the others come about with their chances."""
    case, rng = random_case(seed), np.random.default_rng(seed)
    made = {talk: float(rng.uniform(0.3, 1)) for talk in case.talks}
    network = with_chances(case, made)
    batch = Numbers(*(np.asarray(array)[None] for array in network.numbers))
    every = (1 << len(case.talks)) - 1
    answers = no_answers(network.structure, batch, hands=False)
    settle_draws(mode, network.structure, batch, every, 0, 1, answers)
    if answers.flags[0] & (CYCLING | LIMIT):
        pytest.skip("the search did not come to rest")
    agreed = {talk: bool(answers.agreed[0] >> t & 1) for t, talk in enumerate(case.talks)}
    levels = dict(zip(case.issues, answers.levels[0].tolist(), strict=True))
    payoffs = payoffs_by_outcome(case, levels, agreed, made)
    np.testing.assert_allclose(answers.payoffs[0] * answers.units[0], list(payoffs.values()), atol=1e-9)
    for t, (talk, entry) in enumerate(case.talks.items()):
        walk = dict(zip(case.actors, (answers.walk[0, t] * answers.units[0]).tolist(), strict=True))
        power = {party: entry.power[party].power.middle for party in entry.parties}
        if mode == HELD_AS_IS:
            alone = {k: case.reference(k) if case.talk_of(k) == talk else x for k, x in levels.items()}
            held = payoffs_by_outcome(case, alone, {**agreed, talk: False}, made)
            np.testing.assert_allclose(list(walk.values()), list(held.values()), atol=1e-9)

        def score(
            other: dict[str, float], talk: str = talk, power: dict[str, float] = power, walk: dict[str, float] = walk
        ) -> float:
            payoffs = payoffs_by_outcome(case, other, {**agreed, talk: True}, {**made, talk: 1.0})
            gains = {party: payoffs[party] - walk[party] for party in power}
            if min(gains.values()) <= 1e-6:
                return -1e6 + min(gains.values())
            return float(sum(power[party] * np.log(gain) for party, gain in gains.items()))

        own, best = score(levels), better(case, levels, talk, score, rng)
        assert best <= (own + 1e-6 if agreed[talk] else -1e6 + 1e-4), (talk, own, best)
