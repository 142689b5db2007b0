"""Attributions add up, and are what every set of features is worth when the case is edited by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

import tertius
from tertius.analysis.leverage import attribution as module
from tertius.analysis.leverage.attribution import attribution
from tertius.analysis.leverage.features import Feature, features_of
from tertius.analysis.leverage.shapley import shapley, subsets
from tertius.case import Change, apply_changes
from tertius.case.model import Case, supplies_of
from tertius.rules import theory_named
from tertius.scenarios.scenarios import scenario_of
from tertius.scenarios.targets import target_named
from tests.reference.cases import entries_of_network
from tests.reference.edits import without_commitments, without_cover, without_talks
from tests.reference.networks import Network, networks


def with_value(case: Case, gone: list[Feature]) -> Case:
    """The case without these features, by hand."""
    for feature in gone:
        if feature.kind == "supply":
            issues = [issue for _, issue in supplies_of(case).get((feature.holder, feature.target), [])]
            case = without_cover(case, feature.target, issues)
    case = without_commitments(case, [f.name for f in gone if f.kind in ("link", "threat")])
    return without_talks(case, [f.name for f in gone if f.kind == "talk"])


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(network=networks(talks=2))
def test_every_set_of_features_is_the_case_edited_by_hand(rule: str, network: Network) -> None:
    case = Case.model_validate(entries_of_network(network))
    features = features_of(case)
    assume(1 < len(features) <= 5)
    actor = case.talks[next(iter(case.talks))].parties[0]
    values = []
    for row in subsets(len(features)):
        told = tertius.RULES[rule].settle(
            with_value(case, [f for f, there in zip(features, row, strict=True) if not there]), base=case
        )
        assume(not told.alternatives and told.status.converged)
        values.append(told.payoffs[actor])
    found = tertius.leverage(case, rule=rule, threads=1).attribution(actor)
    assert found.exact
    assert list(found.parts) == list(features)
    assert list(found.parts.values()) == pytest.approx(shapley(np.array(values)), abs=2e-4)


TARGETS = ["dprk", "denuclearisation", "agreement:us-china"]


@pytest.mark.parametrize("target", TARGETS)
def test_the_flagship_adds_up(target: str) -> None:
    """Without the threat that the Council must authorise, so that there are no more features than are exact."""
    case = apply_changes(tertius.load("korea-2019"), Change(remove="threats.more-sanctions"))
    told = tertius.leverage(case, rule="hold", threads=1).attribution(target)
    assert told.exact
    assert sum(told.parts.values()) == pytest.approx(told.value - told.bare, abs=1e-9)
    assert all(error == 0 for error in told.errors.values())
    if told.target.talk:
        assert f"talk:{told.target.talk}" not in [feature.key for feature in told.parts]
    if target == "denuclearisation":
        assert told.bare == pytest.approx(20)  # without agreement it is the reference
        assert told.value == pytest.approx(tertius.settle(case, rule="hold").levels[target], abs=1e-6)


def test_sampled_orders_add_up_and_are_near_the_exact_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tertius.load("korea-2019")
    scenario = scenario_of(case, theory_named("hold"), threads=1)
    target = target_named(case, "dprk")
    exact = attribution(scenario, target)
    monkeypatch.setattr(module, "EXACT", 3)
    sampled = attribution(scenario, target, seed=2)
    assert not sampled.exact
    assert sampled.strongest is None
    assert sum(sampled.parts.values()) == pytest.approx(sampled.value - sampled.bare, abs=1e-9)
    for feature, part in exact.parts.items():
        error = sampled.errors[feature]
        assert 0 < error < 1
        assert abs(sampled.parts[feature] - part) < 4 * error
    again = attribution(dataclasses.replace(scenario, threads=2), target, seed=2)
    assert again.parts == sampled.parts
    assert attribution(scenario, target, seed=3).parts != sampled.parts


def test_draws_are_averaged_exactly_while_they_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tertius.load("black-sea-grain-2022")
    lev = tertius.leverage(case, draws=3, rule="hold", threads=1)
    told = lev.attribution("ukraine")
    assert told.draws == 3
    assert sum(told.parts.values()) == pytest.approx(told.value - told.bare, abs=1e-9)
    monkeypatch.setattr(module, "MOST_VERSIONS", 1)
    sampled = lev.attribution("ukraine")
    assert not sampled.exact
    assert sampled.value == pytest.approx(told.value)
    assert sampled.bare == pytest.approx(told.bare)
    assert sampled.ranking[0][0] == told.ranking[0][0]


TWO_KEYS = """
case: two-keys
title: A deal that takes two
as_of: 2024-01-01
actors: {a: A, b: B}
issues:
  price: {scale: [0, 1]}
  shelter: {scale: [0, 1], supplier: a, level: 1}
talks:
  t:
    parties: [a, b]
    without_agreement: {price: 0}
stances:
  a: {price: {position: 1, salience: 10}}
  b: {price: {position: 0, salience: 10}}
threats:
  blow: {holder: a, target: b, if_fails: t, damage: 4}
"""


def test_what_is_necessary_for_agreement_stands_apart() -> None:
    """b gains nothing from a higher price: only the blow that it is spared makes it agree, to sqrt(0.4) at most."""
    from tertius.case import read_text

    case = read_text(TWO_KEYS, "two-keys.yaml")
    lev = tertius.leverage(case, threads=1)
    told = lev.attribution("price")
    assert {feature.key: share for feature, share in told.necessary["t"].items()} == {"threat:blow": 1.0}
    assert told.parts == {Feature("threat", "blow", "a", "b"): pytest.approx(told.value - 0)}
    assert 0 < told.value <= np.sqrt(0.4)
    payoff = lev.attribution("a")
    assert payoff.strongest is not None
    assert payoff.strongest.worth == pytest.approx(payoff.value - payoff.bare, abs=1e-6)  # each alone does nothing
    assert [part for _, part in payoff.ranking] == pytest.approx([payoff.strongest.worth / 2] * 2, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "talk", "said"),
    [
        ("dprq", None, "there is no target 'dprq': did you mean 'dprk'?"),
        ("us-dprk", "us-chine", "no talk 'us-chine': did you mean 'us-china'?"),
        ("russia", "us-dprk", "'russia' has no gain in us-dprk: its parties are usa, dprk"),
        ("gain:us-dprk:russia", None, "'russia' has no gain in us-dprk"),
        ("levels:tariff-relief", None, "did you mean 'level:tariff-relief'?"),
        ("tariff-relief", "us-china", "there is no target 'tariff-relief'"),
    ],
)
def test_an_unknown_target_is_named_with_what_there_is(name: str, talk: str | None, said: str) -> None:
    with pytest.raises(tertius.UsageError) as raised:
        target_named(tertius.load("korea-2019"), name, talk)
    assert said in str(raised.value)


def test_two_patrons_by_hand() -> None:
    """5 with the first alone, 4 with the second, 19/3 with both; a talk without its supply is worth nothing."""
    told = tertius.leverage(tertius.load("two-patrons"), threads=1).attribution("client")
    parts = {feature.key: part for feature, part in told.parts.items()}
    both = 19 / 3 - 5 - 4
    first, second = 5 / 2 + both / 4, 4 / 2 + both / 4
    assert parts["talk:with-first"] == pytest.approx(first, abs=0.01)
    assert parts["supply:first to client"] == pytest.approx(first, abs=0.01)
    assert parts["talk:with-second"] == pytest.approx(second, abs=0.01)
    assert parts["supply:second to client"] == pytest.approx(second, abs=0.01)
    assert {talk: [feature.key for feature in needed] for talk, needed in told.necessary.items()} == {
        "with-first": ["supply:first to client"],
        "with-second": ["supply:second to client"],
    }
