"""Talks that go on until a deadline: settled backwards, as a plain recursion over the seasons says."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.case.load import read_text

CASE = """
case: seasons
title: A talk that goes on
as_of: 2024-01-01
curvature: {curvature}
actors: {{a: A, b: B}}
issues: {{x: {{scale: [0, 1]}}, y: {{scale: [0, 1]}}}}
talks:
  t:
    parties: [a, b]
    without_agreement: {{x: {{level: 0.2, drift: {drift}}}, y: 0.5}}
    patience: {{a: {patience[0]}, b: {patience[1]}}}
    deadline: {deadline}
stances:
  a: {{x: {{position: 1, salience: 10}}, y: {{position: 0.5, salience: 0}}}}
  b: {{x: {{position: 0, salience: 10}}, y: {{position: 0.5, salience: 0}}}}
threats:
  war: {{holder: a, target: b, if_fails: t, damage: {damage}, cost: {cost}}}
"""


def a_case(patience: tuple[float, float], deadline: int, drift: float, damage: float, cost: float) -> Case:
    return read_text(
        CASE.format(curvature=1, patience=patience, deadline=deadline, drift=drift, damage=damage, cost=cost)
    )


def split_slowly(patience: tuple[float, float], deadline: int, drift: float, damage: float, cost: float) -> list[float]:
    """Season, level and both payoffs: the split of a dollar of ten points, backwards from the deadline."""
    b = [1 / -math.log(delta) for delta in patience]
    share = b[0] / sum(b)
    later: list[float] = []
    answer: list[float] = []
    for season in range(deadline, -1, -1):
        x = min(1.0, 0.2 + drift * season)
        stays = [10 * x, 10 * (1 - x)]
        if season == deadline:
            d = [stays[0] - cost, stays[1] - damage]
        else:
            d = [(1 - p) * now + p * then for p, now, then in zip(patience, stays, later, strict=True)]
        surplus = 10 - sum(d)
        if surplus > 1e-6:
            level = (d[0] + share * surplus) / 10
            level = min(1.0, max(0.0, level))
            later = [10 * level, 10 * (1 - level)]
            answer = [season, level, *later]
        else:
            worth = d if season == deadline else stays
            later = worth if season == deadline else d
            if not answer:
                answer = [season, x, *d]
    return answer


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
@pytest.mark.parametrize(
    ("deadline", "drift", "damage", "cost"), [(1, 0.0, 6, 2), (3, 0.1, 6, 2), (4, 0.2, 3, 3), (3, 0.0, 0.5, 0.1)]
)
def test_a_split_settles_in_the_season_of_the_recursion(
    rule: str, deadline: int, drift: float, damage: float, cost: float
) -> None:
    """The dollar is worth as much in every season, so nobody gives way before the last one."""
    patience = (0.9, 0.8)
    season, level, *payoffs = split_slowly(patience, deadline, drift, damage, cost)
    settled = tertius.settle(a_case(patience, deadline, drift, damage, cost), rule=rule)
    assert settled.settings["season"] == season == deadline
    assert settled.levels["x"] == pytest.approx(level, abs=1e-6)
    assert list(settled.payoffs.values()) == pytest.approx(payoffs, abs=1e-4)


def shrinking(patience: tuple[float, float], deadline: int, drift: float) -> Case:
    """Both lose by waiting: the level without agreement drifts away from what either wants."""
    text = CASE.format(curvature=2, patience=patience, deadline=deadline, drift=drift, damage=0, cost=0)
    text = text.replace("b: {x: {position: 0, salience: 10}", "b: {x: {position: 0.6, salience: 10}")
    return read_text(text.replace("level: 0.2", "level: 0.4"))


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_who_loses_by_waiting_settles_at_once(rule: str) -> None:
    """With a gain for both in every season they agree in the first; each season is Nash's solution over the next."""
    patience, deadline, drift = (0.9, 0.6), 3, -0.1
    case = shrinking(patience, deadline, drift)
    power = np.array([1 / -math.log(delta) for delta in patience])
    grid = np.linspace(0, 1, 200_001)
    worth = np.array([10 * (1 - (grid - 1) ** 2), 10 * (1 - (grid - 0.6) ** 2)])
    later = np.zeros(2)
    for season in range(deadline, -1, -1):
        x = 0.4 + drift * season
        stays = np.array([10 * (1 - (x - 1) ** 2), 10 * (1 - (x - 0.6) ** 2)])
        wait = np.array(patience) if season < deadline else np.zeros(2)
        gains = worth - ((1 - wait) * stays + wait * later)[:, None]
        zone = (gains > 0).all(axis=0)
        score = np.where(zone, (power[:, None] * np.log(np.where(zone, gains, 1))).sum(axis=0), -np.inf)
        best = int(score.argmax())
        later = worth[:, best]
    settled = tertius.settle(case, rule=rule)
    assert settled.settings["season"] == 0
    assert settled.levels["x"] == pytest.approx(grid[best], abs=2e-5)


def test_draws_with_seasons_are_settled_as_one_by_one() -> None:
    for case in (shrinking((0.9, 0.6), 3, -0.1), a_case((0.9, 0.8), 2, 0.1, 6, 2)):
        for rule in ("renegotiate", "hold"):
            one = tertius.settle(case, rule=rule)
            many = tertius.RULES[rule].settle_many(case, (), np.empty((2, 0)), hands=True)
            np.testing.assert_allclose(many.levels[1], list(one.levels.values()), atol=1e-9)
            np.testing.assert_allclose(many.payoffs[1], list(one.payoffs.values()), atol=1e-7)


def test_the_terms_of_a_payoff_are_those_of_its_season() -> None:
    case = a_case((0.9, 0.8), 3, 0.1, 6, 2)
    settled = tertius.settle(case, without=("t",))
    for actor in case.actors:
        terms = tertius.rules.payoffs.payoff_terms(settled, actor)
        assert sum(terms.values()) == pytest.approx(settled.payoffs[actor], abs=1e-9)


@pytest.mark.parametrize("patience", [(0.9, 0.8), (0.5, 0.99)])
def test_patience_is_power(patience: tuple[float, float]) -> None:
    """Binmore, Rubinstein & Wolinsky 1986: the share of a party is r_j / (r_i + r_j)."""
    text = CASE.format(curvature=1, patience=patience, deadline=1, drift=0, damage=8, cost=2)
    text = text.replace("    deadline: 1\n", "").replace(", drift: 0}", "}")
    settled = tertius.settle(read_text(text))
    r = [-math.log(delta) for delta in patience]
    surplus = 8 + 2
    gain = settled.payoffs["a"] - settled.walk_away["t"]["a"]
    assert gain == pytest.approx(surplus * r[1] / sum(r), abs=1e-5)


LINKED = """
case: linked
title: A link in a case that settles in its last season
as_of: 2024-01-01
curvature: 1
actors: {a: A, b: B, c: C}
issues: {x: {scale: [0, 1]}, y: {scale: [0, 1]}}
talks:
  t:
    parties: [a, b]
    without_agreement: {x: {level: 0.2, drift: 0.2}}
    patience: {a: 0.9, b: 0.9}
    deadline: 2
  u:
    parties: [b, c]
    without_agreement: {y: {level: 0.2, drift: 0.1}}
    patience: {b: 0.9, c: 0.9}
    deadline: 2
stances:
  a: {x: {position: 1, salience: 10}}
  b: {x: {position: 0, salience: 10}, y: {position: 1, salience: 10}}
  c: {y: {position: 0.6, salience: 10}}
threats:
  war: {holder: a, target: b, if_fails: t, damage: 8, cost: 1}
links:
  tie: {holder: c, if_fails: t, then_falls: u, probability: 50%}
"""


def test_what_carrying_out_a_link_brings_is_counted_from_where_things_have_drifted_to() -> None:
    case = read_text(LINKED)
    settled, broken = tertius.settle(case), tertius.settle(case, without=("t",))
    assert settled.season == broken.season == 2
    assert broken.agreements["u"]
    drifted, agreed = (10 * (1 - abs(y - 0.6)) for y in (0.4, broken.levels["y"]))
    assert settled.commitments["tie"] == pytest.approx(drifted - agreed, abs=1e-6)


LUCKY = """
case: lucky
title: A talk that goes on, and may be missed
as_of: 2024-01-01
actors: {a: A, b: B}
issues: {x: {scale: [0, 1]}, y: {scale: [0, 1]}}
talks:
  t:
    parties: [a, b]
    without_agreement: {x: {level: 0.4, drift: -0.1}}
    patience: {a: 0.9, b: 0.6}
    firm: {a: 0.7, b: 0.7}
    deadline: 3
  u:
    parties: [a, b]
    without_agreement: {y: 0.2}
stances:
  a: {x: {position: 1, salience: 10}, y: {position: 0.8, salience: 5}}
  b: {x: {position: 0.6, salience: 10}, y: {position: 0.5, salience: 5}}
links:
  l: {holder: a, if_fails: t, then_falls: u, probability: 50%}
threats:
  war: {holder: a, target: b, if_fails: t, damage: 3, cost: 1}
"""


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_a_deal_missed_before_the_deadline_fires_its_links_and_threats(rule: str) -> None:
    """Payoffs are the sums of their terms, and whoever agrees gains by the deal if it is made."""
    case = read_text(LUCKY)
    settled = tertius.settle(case, rule=rule)
    assert settled.season == {"hold": 0, "renegotiate": 3}[rule]
    assert settled.stands["u"] == pytest.approx(1 - 0.49 * 0.5)
    for actor in case.actors:
        terms = tertius.rules.payoffs.payoff_terms(settled, actor)
        assert sum(terms.values()) == pytest.approx(settled.payoffs[actor], abs=1e-9)
        assert settled.gain("t", actor) > 0
