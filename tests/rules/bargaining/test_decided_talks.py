"""Talks of a network that a rule decides: beside a slow reference of two talks, and what can and cannot stop them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.draws import uncertain_of
from tertius.rules import RULES
from tertius.rules.decisions.weighted_mean import weighted_mean
from tertius.rules.payoffs import chances_of, payoff_of
from tests.examples import few
from tests.published.decisions import decision

fractions = st.floats(0, 100).map(lambda x: round(x, 1))
CHANCES = st.sampled_from([0.0, 0.2, 0.5, 0.9])
GRID = np.linspace(0, 100, 401)


def network(
    rows: list[list[tuple[float, float]]], weights: list[float], links: tuple[float, float], references: list[float]
) -> tertius.Case:
    """A talk `vote` of a, b and c on x, decided by the weighted mean, and a talk `deal` of a and b on y."""
    names = ("a", "b", "c")
    return tertius.Case.model_validate(
        {
            "case": "two",
            "title": "A vote and a deal",
            "as_of": "2024-01-01",
            "actors": {name: {"capability": weight} for name, weight in zip(names, weights, strict=True)},
            "issues": {"x": {}, "y": {}},
            "talks": {
                "vote": {"parties": names, "rule": "weighted-mean", "without_agreement": {"x": references[0]}},
                "deal": {"parties": names[:2], "without_agreement": {"y": references[1]}},
            },
            "stances": {
                name: {k: {"position": p, "salience": s} for k, (p, s) in zip(("x", "y"), row, strict=True)}
                for name, row in zip(names, rows, strict=True)
            },
            "links": {
                "one": {"holder": "a", "if_fails": "deal", "then_falls": "vote", "probability": links[0]},
                "other": {"holder": "b", "if_fails": "vote", "then_falls": "deal", "probability": links[1]},
            },
        }
    )


def slowly(case: tertius.Case) -> tuple[float, float, bool]:
    """The level of x by the formula, that of y by trying all for the largest product of gains, and whether any gain.

    The vote cannot be refused, so its level is a fact for the deal; a breakdown of the deal may bring the vote down.
    """
    rows = [(own["x"].position.middle, own["x"].salience.middle) for own in case.stances.values()]
    weights = [actor.capability.middle for actor in case.actors.values() if actor.capability]
    x = weighted_mean([p for p, _ in rows], [s for _, s in rows], weights)

    def worth(actor: str, y: float, deal: bool) -> float:
        agreements = {"vote": True, "deal": deal}
        return payoff_of(case, {"x": x, "y": y}, agreements, actor, chances_of(case))

    gains = np.array([[worth(i, y, True) - worth(i, y, False) for i in ("a", "b")] for y in GRID])
    zone = (gains > 1e-3).all(axis=1)
    products = np.where(zone, gains.prod(axis=1), -1)
    return x, float(GRID[products.argmax()]) if zone.any() else case.reference("y"), bool(zone.any())


tables = st.lists(st.lists(st.tuples(fractions, st.floats(1, 100)), min_size=2, max_size=2), min_size=3, max_size=3)


@settings(max_examples=few(12, 25), deadline=None)
@given(
    tables,
    st.lists(st.floats(0.1, 9), min_size=3, max_size=3),
    st.tuples(CHANCES, CHANCES),
    st.lists(fractions, min_size=2, max_size=2),
)
def test_a_vote_and_a_deal_are_as_the_slow_reference_has_them(
    rows: list[list[tuple[float, float]]], weights: list[float], links: tuple[float, float], references: list[float]
) -> None:
    case = network(rows, weights, links, references)
    x, y, zone = slowly(case)
    for rule in ("renegotiate", "hold"):
        settlement = tertius.settle(case, rule=rule)
        assert settlement.agreements["vote"]
        assert settlement.levels["x"] == pytest.approx(x, abs=1e-4)
        assert list(settlement.payoffs) == ["a", "b", "c"]
        assert set(settlement.walk_away["vote"]) == {"a", "b", "c"}
        assert "vote" not in settlement.upper_hand or not settlement.upper_hand["vote"]
        if zone:
            assert settlement.agreements["deal"]
            assert settlement.levels["y"] == pytest.approx(y, abs=0.2)


def test_it_cannot_be_refused_but_it_can_be_made_to_fail_and_brought_down() -> None:
    case = network([[(0, 50), (0, 50)], [(100, 50), (100, 20)], [(60, 10), (0, 1)]], [1, 2, 1], (0.5, 0.4), [0, 50])
    level = (2 * 50 * 100 + 10 * 60) / (50 + 100 + 10)
    for rule in ("renegotiate", "hold"):
        settlement, broken = tertius.settle_all(case, rule=rule)
        assert settlement.payoffs["a"] < broken["vote"].payoffs["a"], "a would refuse it if it could"
        assert settlement.levels["x"] == pytest.approx(level, abs=1e-4)
        assert settlement.stands["vote"] == 1 - 0.5 * (not settlement.agreements["deal"])
        assert broken["vote"].levels["x"] == 0
        assert not broken["vote"].agreements["vote"]


def test_each_draw_has_the_level_of_its_own_numbers() -> None:
    case = network([[(0, 50), (0, 50)], [(100, 50), (100, 20)], [(60, 10), (0, 1)]], [1, 2, 1], (0.5, 0.4), [0, 50])
    changed = tertius.apply_changes(
        case,
        [
            tertius.Change.model_validate({"set": "stances.a.x.position", "to": "0 to 40"}),
            tertius.Change.model_validate({"set": "actors.b.capability", "to": "1 to 3"}),
        ],
    )
    where = [number.path for number in uncertain_of(changed)]
    values = np.array([[1.0, 0.0], [3.0, 40.0]]) if where[0][0] == "actors" else np.array([[0.0, 1.0], [40.0, 3.0]])
    for rule in ("renegotiate", "hold"):
        many = RULES[rule].settle_many(changed, where, values, hands=True)
        expected = [(50 * 100 + 600) / 110, (50 * 40 + 3 * 50 * 100 + 600) / 210]
        assert many.levels[:, 0] == pytest.approx(expected, abs=1e-4)
        assert many.agreed[:, 0].all()
        assert many.payoffs.shape == (2, 3)
        assert np.isnan(many.hands[:, 0]).all()


def test_what_does_not_fit_together_is_said() -> None:
    case = network([[(0, 50), (0, 50)], [(100, 50), (100, 20)], [(60, 10), (0, 1)]], [1, 2, 1], (0.5, 0.4), [0, 50])
    changes = (
        ({"set": "talks.vote.solution", "to": "nash"}, "no solution counts"),
        ({"add": "talks.vote.power.a", "value": 2}, "no power counts"),
        ({"set": "curvature", "to": 4}, "would not be exact"),
        ({"remove": "actors.b.capability"}, "'b' has a stance on 'x' but no capability"),
    )
    for change, says in changes:
        with pytest.raises(tertius.CaseError, match=says):
            tertius.apply_changes(case, [tertius.Change.model_validate(change)])


@pytest.mark.parametrize("rule", ["mean", "median", "weighted-median", "mode", "condorcet", "challenge"])
def test_every_rule_decides_as_it_does_without_talks_from_the_parties_alone(rule: str) -> None:
    rows = [[(0, 50), (0, 50)], [(100, 50), (100, 20)], [(60, 10), (0, 1)]]
    case = network(rows, [1, 2, 1], (0.5, 0.4), [0, 50])  # type: ignore[arg-type]
    vote = case.talks["vote"].model_copy(update={"rule": rule, "parties": ("a", "c")})
    case = case.model_copy(update={"talks": {"vote": vote, "deal": case.talks["deal"]}})
    alone = decision({"a": (0, 50), "c": (60, 10)}, 0, (1, 1))
    expected = tertius.settle(alone, rule=rule).levels["x"]
    for protocol in ("renegotiate", "hold"):
        assert tertius.settle(case, rule=protocol).levels["x"] == pytest.approx(expected, abs=1e-4)


def test_where_nobody_at_the_table_cares_the_issue_stays() -> None:
    case = network([[(0, 0), (0, 50)], [(100, 0), (100, 20)], [(60, 0), (0, 1)]], [1, 2, 1], (0, 0), [30, 50])
    for protocol in ("renegotiate", "hold"):
        settlement = tertius.settle(case, rule=protocol)
        assert settlement.agreements["vote"]
        assert settlement.levels["x"] == pytest.approx(30, abs=1e-4)


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_beside_a_vote_actors_act_as_one_as_they_would_without_it(rule: str) -> None:
    case = network([[(10, 40), (0, 50)], [(80, 30), (100, 40)], [(30, 20), (60, 30)]], [1, 2, 1], (0, 0), [50, 20])
    entries = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    entries["talks"]["deal"]["as_one"] = {"a": 1, "c": 2}
    together = tertius.settle(tertius.Case.model_validate(entries), rule=rule)
    del entries["talks"]["vote"], entries["links"]
    entries["issues"]["x"] = {"level": together.levels["x"]}
    alone = tertius.settle(tertius.Case.model_validate(entries), rule=rule)
    assert together.agreements == {"vote": True, "deal": True}
    assert together.levels == pytest.approx(alone.levels, abs=1e-4)
    assert together.levels["y"] != pytest.approx(tertius.settle(case, rule=rule).levels["y"], abs=0.5)
    entries["talks"]["deal"]["rule"] = "mean"
    found = tertius.check_case(tertius.Case.model_validate(entries))
    assert any("act as one in a talk that the rule mean decides" in str(problem) for problem in found)
