"""A deal that must be ratified at home: it leans towards the ratifier, as a grid over all levels says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.case.load import read_text
from tertius.rules.bargaining.breakdown.electors import numbers_of_electors
from tertius.scenarios.scenarios import Scenarios

DOLLAR = """
case: dollar
title: Split the dollar
as_of: 2024-01-01
curvature: 1
actors: {a: A, b: B, home: Home}
issues: {share: {scale: [0, 1]}}
talks:
  t:
    parties: [a, b]
    without_agreement: {share: 0}
    ratified_by: {b: home}
stances:
  a: {share: {position: 1, salience: 10}}
  b: {share: {position: 0, salience: 10}}
  home: {share: {position: 0 to 0.5, salience: 10}}
threats:
  war: {holder: a, target: b, if_fails: t, damage: 10}
"""


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_the_ratified_side_of_a_dollar_gets_three_quarters(rule: str) -> None:
    """The one at home would take any share above theta, uniform from 0 to 1: half without it, P = 3/4 (Iida 1993).

    Whoever wants p is better off at x than at 0 if x < 2 p: with p uniform from 0 to 1/2, b's share must exceed theta.
    """
    case = read_text(DOLLAR)
    settled = tertius.settle(case, rule=rule)
    assert settled.levels["share"] == pytest.approx(0.25, abs=2e-3)
    many = tertius.RULES[rule].settle_many(case, (), np.empty((1, 0)))
    assert many.chance[0, 0] == pytest.approx(0.75, abs=2e-3)
    plain = read_text(DOLLAR.replace("    ratified_by: {b: home}\n", ""))
    assert tertius.settle(plain, rule=rule).levels["share"] == pytest.approx(0.5, abs=1e-6)


def random_case(seed: int) -> Case:
    """A talk of two over one or two issues, with a ratifier that has wide ranges, a need and a threat to fear."""
    rng = np.random.default_rng(seed)
    issues = ["x", "y"][: int(rng.integers(1, 3))]

    def stance() -> dict[str, Any]:
        return {"position": float(rng.random()), "salience": float(rng.uniform(5, 30))}

    low, lighter = rng.uniform(0, 0.5, 2), rng.uniform(5, 10, 2)
    home = {
        issue: {"position": f"{low[k]} to {low[k] + 0.5}", "salience": f"{lighter[k]} to {2 * lighter[k]}"}
        for k, issue in enumerate(issues)
    }
    entries = {
        "case": "random",
        "title": "Random",
        "as_of": "2024-01-01",
        "actors": {"a": "A", "b": "B", "home": "Home"},
        "issues": {issue: {"scale": [0, 1]} for issue in issues},
        "talks": {
            "t": {
                "parties": ["a", "b"],
                "without_agreement": {issue: float(rng.random()) for issue in issues},
                "power": {"a": float(rng.uniform(0.5, 2))},
                "ratified_by": {"a": "home"},
            }
        },
        "stances": {"a": {k: stance() for k in issues}, "b": {k: stance() for k in issues}, "home": home},
        "needs": {"fuel": {"actor": "home", "weight": "5 to 15", "covered_by": {"x": 0.5}}},
        "threats": {
            "war": {"holder": "a", "target": "b", "if_fails": "t", "damage": 8, "cost": 6},
            "riot": {"holder": "b", "target": "home", "if_fails": "t", "damage": 2},
        },
    }
    return Case.model_validate(entries)


def electors_of(case: Case) -> list[Case]:
    """The case as each elector takes it."""
    paths, values = numbers_of_electors(case, "home")
    return [tertius.draws.fix(case, dict(zip(paths, row.tolist(), strict=True))) for row in values]


@pytest.mark.parametrize("seed", range(5))
def test_no_other_levels_are_better_for_parties_and_ratifier(seed: int) -> None:
    """sum b log(V - d) + log P, with P the smoothed share of electors that gain, over a grid and near the answer."""
    case, rng = random_case(seed), np.random.default_rng(seed)
    settled = tertius.settle(case)
    if not settled.agreements["t"]:
        pytest.skip("no zone")
    homes, (paths, _) = electors_of(case), numbers_of_electors(case, "home")
    assert len(paths) == 1 + 2 * len(case.issues)
    payoff_of, chances = tertius.rules.payoffs.payoff_of, {}
    power = {party: case.talks["t"].power[party].power.middle if party == "a" else 1.0 for party in ("a", "b")}
    broken = {issue: case.reference(issue) for issue in case.issues}
    unit = settled.ranges["home"]

    def gains(levels: dict[str, float], version: Case, actor: str) -> float:
        made = payoff_of(version, levels, {"t": True}, actor, chances)
        return made - payoff_of(version, broken, {"t": False}, actor, chances)

    home_now = [gains(dict(settled.levels), one, "home") / unit for one in homes]
    width = max(1.5 * (max(home_now) - min(home_now)) / len(home_now), 1e-4)

    def score(levels: dict[str, float]) -> float:
        own = [gains(levels, case, party) for party in power]
        if min(own) <= 1e-6:
            return -math.inf
        yes = np.mean([1 / (1 + math.exp(-gains(levels, one, "home") / unit / width)) for one in homes])
        total = sum(power.values())
        return sum(b / total * math.log(g) for b, g in zip(power.values(), own, strict=True)) + math.log(yes)

    now, best = score(dict(settled.levels)), -math.inf
    for n in range(120):
        spread = 1.0 if n < 50 else 10.0 ** -rng.integers(1, 5)
        other = {k: float(np.clip(x + rng.normal(0, spread), 0, 1)) for k, x in settled.levels.items()}
        best = max(best, score(other))
    assert best <= now + 2e-4, (now, best)


def test_a_ratifier_pulls_the_deal_its_way() -> None:
    """Putnam: who must please somebody at home that wants more gets more. On most random talks, not on all."""
    for seed in range(6):
        case = random_case(seed)
        with_it = tertius.settle(case)
        talk = case.talks["t"].model_copy(update={"ratified_by": {}})
        without = tertius.settle(case.model_copy(update={"talks": {"t": talk}}))
        if with_it.agreements["t"] and without.agreements["t"]:
            assert with_it.payoffs["home"] >= without.payoffs["home"] - 1e-6


THREATENED = (
    DOLLAR.replace("salience: 10}}\n  b:", "salience: 5 to 15}}\n  b:")
    + """  riot: {holder: b, target: home, if_fails: t, damage: 0 to 6, credibility: 50% to 90%}
"""
)


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_a_draw_is_settled_as_in_a_forecast_though_its_ratifier_is_known_by_its_ranges_alone(rule: str) -> None:
    case, draws = read_text(THREATENED), 4
    uncertain = tertius.draws.uncertain_of(case)
    drawn = tertius.draws.sample(uncertain, 0, draws, 1)
    many = tertius.RULES[rule].settle_many(case, [number.path for number in uncertain], drawn)
    for index in range(draws):
        alone = tertius.draw(case, index, 1, rule).settlement
        assert many.levels[index, 0] == pytest.approx(alone.levels["share"], abs=1e-6)
        assert many.chance[index, 0] == pytest.approx(alone.chances["t"].made, abs=1e-6)


def test_what_a_ratifier_fears_of_a_breakdown_is_that_of_the_draw() -> None:
    case = read_text(THREATENED)
    path = ("threats", "riot", "damage")
    many = tertius.RULES["renegotiate"].settle_many(case, [path], np.array([[0.0], [6.0]]))
    assert many.chance[1, 0] > many.chance[0, 0] + 0.05


def test_who_ratifies_for_both_sides_says_yes_once() -> None:
    one = tertius.settle(read_text(DOLLAR))
    both = tertius.settle(read_text(DOLLAR.replace("{b: home}", "{b: home, a: home}")))
    assert both.levels == one.levels
    assert both.chances["t"].ratified == one.chances["t"].ratified


def test_a_version_in_which_the_ratifier_wants_something_else_is_settled_with_that() -> None:
    case = read_text(DOLLAR)
    wish = tertius.Change(set="stances.home.share.position", to="0 to 1")
    version = tertius.apply_changes(case, [wish])
    shared = Scenarios(case, "default", 1, 1, threads=1)
    (found,) = shared.settle_each([shared.patch(version)])
    for rule, scenario in found.items():
        built, before = (tertius.RULES[rule].settle_many(one, (), np.empty((1, 0))) for one in (version, case))
        assert scenario.many.levels == pytest.approx(built.levels, abs=1e-9)
        assert scenario.many.chance == pytest.approx(built.chance, abs=1e-9)
        assert built.levels != pytest.approx(before.levels, abs=1e-3)
