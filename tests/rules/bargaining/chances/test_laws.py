"""What always holds of the chances of talks, whatever the case; and what the one door gives."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case import Case, Change, apply_changes
from tertius.case.entries import PartyFirm
from tertius.draws import sample, uncertain_of
from tertius.rules import RULES, theory_named
from tertius.rules.bargaining.chances import deal
from tertius.rules.rule import DrawnVersion
from tertius.rules.settlement import Settlements
from tertius.scenarios.scenarios import Scenarios
from tests.rough import few_types
from tests.rules.bargaining.chances.private_talks import private_case

doubts = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
cases = st.builds(private_case, st.integers(0, 10_000), st.integers(1, 3), st.booleans(), doubt=doubts)
rules = st.sampled_from(["renegotiate", "hold"])


@pytest.fixture(autouse=True, scope="module")
def _rough() -> Iterator[None]:
    """What always holds does so for few types too."""
    with few_types():
        yield


def without_doubt(case: Case) -> Case:
    """The same case, in which nothing is said of what the others know."""
    return case.model_copy(
        update={"talks": {t: talk.model_copy(update={"doubt": {}}) for t, talk in case.talks.items()}}
    )


def forty_draws(case: Case, rule: str) -> Settlements:
    uncertain = uncertain_of(case)
    return RULES[rule].settle_many(case, [number.path for number in uncertain], sample(uncertain, 0, 40))


@settings(max_examples=25)
@given(cases, rules)
def test_chances_are_probabilities_and_deals_no_likelier_than_zones(case: Case, rule: str) -> None:
    told = tertius.settle(case, rule=rule).chances["main"]
    if told.reason:
        assert np.isnan(told.deal)
        return
    for chance in (told.floor, told.offer, told.deal, told.narrow, told.wide):
        assert 0 <= chance <= 1
    assert told.offer <= told.zone + 1e-12
    assert told.floor <= told.zone + 1e-12
    assert told.deal == pytest.approx(told.offer * told.firm * told.ratified)


@settings(max_examples=15)
@given(st.builds(private_case, st.integers(0, 10_000), doubt=st.just(0.0)), rules)
def test_with_doubt_zero_every_bit_is_that_without_it(case: Case, rule: str) -> None:
    with_it, without_it = forty_draws(case, rule), forty_draws(without_doubt(case), rule)
    for name in ("levels", "agreed", "payoffs", "gains", "settled"):
        assert np.array_equal(getattr(with_it, name), getattr(without_it, name), equal_nan=True), name
    assert (with_it.chance == 1).all()
    one, other = tertius.settle(case, rule=rule), tertius.settle(without_doubt(case), rule=rule)
    assert (one.levels, one.payoffs, one.stands) == (other.levels, other.payoffs, other.stands)
    assert not other.chances
    if one.agreements["main"]:
        assert one.chances["main"].deal == 1


@settings(max_examples=15)
@given(cases, rules)
def test_draws_and_versions_have_the_chance_that_the_middle_has(case: Case, rule: str) -> None:
    told, many = tertius.settle(case, rule=rule).chances["main"], forty_draws(case, rule)
    assert many.chance[:, 1] == pytest.approx(np.ones(40))  # nobody doubts anything in the other talk
    assert many.chance[:, 0] == pytest.approx(np.full(40, told.made))
    uncertain = uncertain_of(case)
    version = DrawnVersion(case, [number.path for number in uncertain], sample(uncertain, 0, 40))
    [each] = RULES[rule].settle_each([version])
    assert np.array_equal(each.chance, many.chance)
    assert np.array_equal(each.payoffs, many.payoffs)


@settings(max_examples=10)
@given(cases, rules)
def test_terms_add_up_to_payoffs_that_count_the_chance(case: Case, rule: str) -> None:
    settlement = tertius.settle(case, rule=rule)
    for actor in case.actors:
        terms = tertius.rules.payoffs.payoff_terms(settlement, actor)
        assert sum(terms.values()) == pytest.approx(settlement.payoffs[actor], abs=1e-6)
    if settlement.agreements["main"]:
        assert settlement.stands["main"] <= settlement.chances["main"].made + 1e-12


def test_types_are_settled_once_for_a_case_and_let_it_go(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    found = deal._worked_out
    monkeypatch.setattr(deal, "_worked_out", lambda *arguments: (asked.append(1), found(*arguments))[1])
    case = private_case(1)
    for _ in range(3):
        tertius.settle(case)
        forty_draws(case, "renegotiate")
    assert len(asked) == 1
    tertius.settle(case, rule="hold")
    assert len(asked) == 2
    gone = weakref.ref(case)
    del case
    gc.collect()
    assert gone() is None
    assert all(one() is not None for one, _ in deal._known.values())


def test_a_draw_of_a_case_keeps_the_chance_that_its_ranges_give() -> None:
    case = private_case(3)
    values = {number.path: number.middle for number in uncertain_of(case)}
    drawn = theory_named("renegotiate").settle_draw(case, values)
    assert drawn.chances["main"].offer == tertius.settle(case).chances["main"].offer


def test_a_version_with_other_tied_hands_has_their_chance_in_every_draw() -> None:
    case = without_doubt(private_case(1))
    tied = {"one": PartyFirm(probability="40% to 60%"), "two": PartyFirm(probability="50%")}
    base = case.model_copy(
        update={"talks": {**case.talks, "main": case.talks["main"].model_copy(update={"firm": tied})}}
    )
    version = apply_changes(base, Change(set="talks.main.firm.two", to="100%"))
    scenarios = Scenarios(base, ["renegotiate"], draws=30)
    before, after = (scenarios.settle(one)["renegotiate"].many.chance[:, 0] for one in (base, version))
    assert 0.69 < before.min() < before.max() < 0.81
    assert 1 - after == pytest.approx(2 * (1 - before))
