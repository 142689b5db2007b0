"""Settlements whose chances are left out or lent: what they say of it, and that nothing else is touched."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

import tertius
from tertius.case import Change
from tertius.case.edit.changes import bare_case
from tertius.report.text.settlement import chance_sentence
from tertius.rules.bargaining.chances import deal
from tertius.rules.settlement import Settlement
from tests.rules.bargaining.chances.private_talks import private_case

OF_CHANCES = {"chances", "settings", "warnings", "alternatives"}

RULES = ("renegotiate", "hold")


def differing(one: Settlement, other: Settlement) -> set[str]:
    return {field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)}


@pytest.mark.parametrize("name", ["korea-2019", "nile-dam-2020", "black-sea-grain-2022"])
def test_with_the_chances_of_the_same_case_every_number_is_the_same(name: str) -> None:
    case = tertius.load(name)
    whole = tertius.settle(case)
    lent = tertius.settle(case, chances=whole)
    assert differing(whole, lent) <= OF_CHANCES
    for talk, found in whole.chances.items():
        assert repr(replace(lent.chances[talk], narrow=found.narrow, wide=found.wide)) == repr(found)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(6))
def test_the_same_holds_for_random_cases_and_for_what_follows_breakdowns(seed: int, rule: str) -> None:
    case = private_case(seed, demands=seed % 2 == 0)
    whole, broken = tertius.settle_all(case, rule=rule)
    lent, others = tertius.settle_all(case, rule=rule, chances=whole)
    assert differing(whole, lent) <= OF_CHANCES
    for talk, one in broken.items():
        assert differing(one, others[talk]) <= OF_CHANCES
        assert others[talk].settings["chances"] == "of an earlier version"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(6))
def test_left_out_they_are_as_if_nothing_were_private(seed: int, rule: str) -> None:
    case = private_case(seed)
    talks = {ident: talk.model_copy(update={"doubt": {}}) for ident, talk in case.talks.items()}
    known = tertius.settle(case.model_copy(update={"talks": talks}), rule=rule)
    assert differing(known, tertius.settle(case, rule=rule, chances=False)) <= OF_CHANCES | {"case"}


def test_nothing_is_worked_out_where_they_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tertius.settle(private_case(2))
    monkeypatch.setattr(deal, "_worked_out", lambda *_: pytest.fail("the types were settled"))
    for chances in (False, before):
        tertius.settle(private_case(2), chances=chances)
        tertius.settle_all(private_case(2), chances=chances)


def test_a_settlement_without_them_never_says_that_there_is_no_doubt() -> None:
    case = bare_case(tertius.load("korea-2019"))
    left_out = tertius.settle(case, chances=False)
    assert left_out.settings["chances"] == "left out"
    assert "as if no deal were missed" in str(left_out.warnings[-1])
    for talk in case.talks:
        assert chance_sentence(left_out, talk).endswith("no probability can be given: it has not been worked out.")
    after = tertius.apply_changes(case, Change(set="stances.usa.denuclearisation.salience", to="70"))
    lent = tertius.settle(after, chances=tertius.settle(case))
    assert chance_sentence(lent, "us-dprk").endswith("as worked out for an earlier version of the case.")
    # An earlier settlement that knew none has none to lend.
    assert tertius.settle(after, chances=left_out).chances["us-dprk"].reason == "it has not been worked out"


def test_a_talk_that_has_only_now_come_to_a_deal_has_no_chance_to_lend() -> None:
    case = private_case(1)
    whole = tertius.settle(case)
    assert whole.agreements["main"]
    failed = replace(whole.chances["main"], **dict.fromkeys(("deal", "zone", "floor", "offer"), float("nan")))
    earlier = replace(whole, chances={"main": replace(failed, reason=deal.NO_ZONE)})
    assert tertius.settle(case, chances=earlier).chances["main"].reason == deal.LATER


def test_a_case_without_private_numbers_is_settled_the_same_in_any_way() -> None:
    case = tertius.load("two-patrons")
    whole = tertius.settle(case)
    assert differing(whole, tertius.settle(case, chances=False)) == set()
    assert differing(whole, tertius.settle(case, chances=whole)) == set()
