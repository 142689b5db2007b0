"""Payoffs where talks may fail, fall short or not be kept: held against every outcome of luck, tried one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tertius.case import Case
from tertius.rules import settle
from tertius.rules.payoffs import chances_of, commitments_of, payoff_of, payoff_terms, stands_of
from tests.reference.luck import payoffs_by_outcome

ACTORS, TALKS = ("a", "b", "c", "d"), ("s", "t", "u")
PARTIES = {"s": ["a", "b"], "t": ["b", "c"], "u": ["a", "b", "c"]}
TABLES = {"s": ["s1", "s2"], "t": ["t1"], "u": ["u1", "u2"]}


def random_case(seed: int) -> Case:
    """Three talks with links and threats that demand something, needs with sources in all of them, broken words."""
    rng = np.random.default_rng(seed)

    def number(high: float = 1.0) -> float:
        return round(float(rng.uniform(0, high)), 3)

    def perhaps(value: Any) -> dict[str, Any]:
        return value if rng.random() < 0.6 else {}

    issues = [issue for table in TABLES.values() for issue in table]

    def pressure(talk: str) -> dict[str, Any]:
        demands = {issue: 4 + number(6) for issue in TABLES[talk] if rng.random() < 0.7}
        return {"holder": str(rng.choice(ACTORS)), "if_fails": talk, "unless": demands}

    talks = {
        talk: {
            "parties": PARTIES[talk],
            "without_agreement": {issue: 4 + number(6) for issue in TABLES[talk]},
            "keeps": {party: number() for party in PARTIES[talk] if rng.random() < 0.4},
        }
        for talk in TALKS
    }
    ends = [(talk, other) for talk in TALKS for other in TALKS if talk != other]
    links = {
        f"link-{k}": {**pressure(ends[at][0]), "then_falls": ends[at][1], "probability": number()}
        for k, at in enumerate(rng.integers(0, len(ends), 3))
    }
    threats = {
        f"threat-{talk}": {
            **pressure(talk),
            "holder": "a",
            "target": str(rng.choice(["b", "c"])),
            "damage": number(30),
            "cost": number(9),
            "credibility": number(),
        }
        for talk in TALKS
    }
    return Case.model_validate(
        {
            "case": "luck",
            "title": "Luck",
            "as_of": "2024-01-01",
            "curvature": float(rng.choice([1.0, 2.0])),
            "actors": dict.fromkeys(ACTORS),
            "issues": {issue: {"scale": [4, 10], **perhaps({"supplier": str(rng.choice(ACTORS))})} for issue in issues}
            | {"still": {"level": 30}},
            "talks": talks,
            "stances": {
                actor: {issue: {"position": 4 + number(6), "salience": number(80)} for issue in issues}
                for actor in ACTORS
            },
            "needs": {
                f"need-{actor}": {
                    "actor": actor,
                    "weight": number(60),
                    "covered_by": {issue: number() for issue in [*issues, "still"] if rng.random() < 0.5},
                }
                for actor in ACTORS
            },
            "links": links,
            "threats": threats,
        }
    )


def deals(seed: int) -> tuple[dict[str, float], dict[str, bool], dict[str, float]]:
    """Levels, agreements, and the probabilities with which these come about."""
    rng = np.random.default_rng(1000 + seed)
    levels = {issue: 4 + 6 * float(rng.random()) for table in TABLES.values() for issue in table}
    agreed = {talk: bool(rng.random() < 0.8) for talk in TALKS}
    made = {talk: float(rng.choice([rng.random(), 0.0, 1.0], p=[0.8, 0.1, 0.1])) for talk in TALKS[: 2 + seed % 2]}
    return {**levels, "still": 30.0}, agreed, made


@pytest.mark.parametrize("seed", [*range(16), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(16, 40))])
def test_payoffs_are_the_mean_over_every_outcome_of_luck(seed: int) -> None:
    case, (levels, agreed, made) = random_case(seed), deals(seed)
    expected = payoffs_by_outcome(case, levels, agreed, made)
    found = {actor: payoff_of(case, levels, agreed, actor, chances_of(case), made) for actor in case.actors}
    assert found == pytest.approx(expected, abs=1e-12, rel=0)


def two_talks(**more: Any) -> Case:
    """Talk `s` of a and b; if it fails, talk `t` of b and c falls with probability 0.5, and c loses 10."""
    link = {"holder": "a", "if_fails": "s", "then_falls": "t", "probability": 0.5, **more.pop("link", {})}
    threat = {"holder": "a", "target": "c", "if_fails": "s", "damage": 10, **more.pop("threat", {})}
    talks = {
        "s": {"parties": ["a", "b"], "without_agreement": {"x": 20}},
        "t": {"parties": ["b", "c"], "without_agreement": {"y": 0}},
    }
    values = {
        "case": "two",
        "title": "Two talks",
        "as_of": "2024-01-01",
        "actors": dict.fromkeys("abc"),
        "issues": dict.fromkeys("xy"),
        "talks": talks,
        "stances": {"b": {"y": {"position": 100, "salience": 40}}},
        "links": {"pulls": link},
        "threats": {"hurts": threat},
    }
    return Case.model_validate({**values, **more})


BOTH = {"s": True, "t": True}


def sigma(case: Case, x: float, talk: str, made: dict[str, float]) -> float:
    return stands_of(case, {"x": x, "y": 100.0}, BOTH, talk, chances_of(case), made)


def test_a_deal_stands_if_it_came_about_and_no_talk_that_did_not_brings_it_down() -> None:
    case = two_talks()
    assert sigma(case, 20, "s", {}) == sigma(case, 20, "t", {}) == 1
    assert sigma(case, 20, "s", {"s": 0.6}) == 0.6
    assert sigma(case, 20, "t", {"s": 0.6}) == pytest.approx(1 - 0.4 * 0.5)
    assert sigma(case, 20, "t", {"s": 0.6, "t": 0.5}) == pytest.approx(0.5 * 0.8)


@pytest.mark.parametrize(("asked", "reached", "missed"), [(60, 60, 59.9), (5, 5, 5.1)])
def test_a_deal_that_falls_short_of_a_demand_fires_what_it_was_to_still(
    asked: float, reached: float, missed: float
) -> None:
    """Above the reference of 20 a level is reached from below, beneath it from above; reached exactly is reached."""
    case = two_talks(link={"unless": {"x": asked}}, threat={"unless": {"x": asked}})
    for x, stands in ((reached, 1.0), (missed, 0.5)):
        levels, chances = {"x": x, "y": 100.0}, chances_of(case)
        assert stands_of(case, levels, BOTH, "t", chances) == stands
        assert payoff_of(case, levels, BOTH, "c", chances) == -10 * (stands < 1)


def test_what_is_not_kept_counts_for_the_others_alone() -> None:
    """b supplies y to c; c counts it with 0.3, b itself with certainty."""
    stances = {actor: {"y": {"position": 100, "salience": 40}} for actor in "bc"}
    talks = {
        "s": {"parties": ["a", "b"], "without_agreement": {"x": 20}},
        "t": {"parties": ["b", "c"], "without_agreement": {"y": 0}, "keeps": {"b": 0.3}},
    }
    case = two_talks(stances=stances, talks=talks, issues={"x": None, "y": {"supplier": "b"}})
    worth = {actor: payoff_of(case, {"x": 20.0, "y": 100.0}, BOTH, actor, chances_of(case)) for actor in "bc"}
    assert worth == pytest.approx({"b": 40, "c": 12})


def test_two_sources_that_hang_on_the_same_luck_fail_together() -> None:
    """Talk s brings down both others: a need with a source in each is covered by both or by neither."""
    ends = {"holder": "a", "if_fails": "s", "probability": 1}
    talks = {name: {"parties": ["a", "b"], "without_agreement": {issue: 0}} for name, issue in ("sx", "ty", "uz")}
    case = two_talks(
        talks=talks,
        issues=dict.fromkeys("xyz"),
        stances={},
        links={"one": {**ends, "then_falls": "t"}, "two": {**ends, "then_falls": "u"}},
        threats={},
        needs={"food": {"actor": "b", "weight": 100, "covered_by": {"y": 0.5, "z": 0.5}}},
    )
    agreed, levels = dict.fromkeys("stu", True), dict.fromkeys("xyz", 100.0)
    worth = payoff_of(case, levels, agreed, "b", chances_of(case), {"s": 0.5})
    assert worth == pytest.approx(0.5 * 75, abs=1e-3)  # by itself each stands in half of all cases: 100 * 7/16


def test_what_a_link_would_bring_its_holder_counts_with_the_luck_of_the_others() -> None:
    case = two_talks(link={"holder": "b"})
    broken = {"s": ({"x": 20.0, "y": 100.0}, {"s": False, "t": True})}
    assert commitments_of(case, broken)["pulls"] == pytest.approx(-40)
    assert commitments_of(case, broken, {"t": 0.25})["pulls"] == pytest.approx(-10)


@pytest.mark.parametrize("seed", range(5))
def test_what_a_settlement_pays_is_what_its_account_says(seed: int) -> None:
    """The kernels and the account count the same luck: hands that are tied, links, demands and broken words."""
    values, rng = random_case(seed).model_dump(exclude_unset=True, mode="json"), np.random.default_rng(seed)
    case = Case.model_validate(values)
    for pressure in [*values["links"].values(), *values["threats"].values()]:
        for issue in pressure.get("unless", {}):  # some way towards what the holder wants
            wanted, stays = case.stances[pressure["holder"]][issue].position.middle, case.reference(issue)
            pressure["unless"][issue] = stays + (wanted - stays) * float(rng.uniform(0.1, 0.9))
    for talk, parties in PARTIES.items():
        values["talks"][talk]["firm"] = {party: float(rng.random()) for party in parties}
    settlement = settle(Case.model_validate(values))
    for actor, payoff in settlement.payoffs.items():
        assert sum(payoff_terms(settlement, actor).values()) == pytest.approx(payoff, abs=1e-9)
