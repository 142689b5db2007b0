"""Chains of reasons: sums add up, and the inputs named are those that change the figure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

import tertius
from tertius.analysis.why.answer import Answer
from tertius.analysis.why.inputs import Inputs, moved
from tertius.analysis.why.result import Reason, Why
from tertius.analysis.why.talks import CLOSE, eased, nearest_deal
from tertius.analysis.why.why import question_of
from tertius.case import Case, read_text
from tertius.case.edit.numbers import numbers_of
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import with_value
from tertius.errors import UsageError
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement
from tests.rules.bargaining.chances.private_talks import private_case
from tests.rules.bargaining.test_renegotiate import TWO_WAYS
from tests.scenarios.test_branches import random_case

GALLERY = ["korea-2019", "nile-dam-2020", "black-sea-grain-2022", "two-patrons"]

STUBBORN = """
case: stubborn
title: A buyer who has a better offer
as_of: 2024-01-01
actors: {buyer: The buyer, seller: The seller}
issues:
  price: {name: Price, scale: 0 to 100}
talks:
  sale: {name: The sale, parties: [buyer, seller], without_agreement: {price: 20}}
stances:
  buyer: {price: {position: 0, salience: 40, why: it pays}}
  seller: {price: {position: 100, salience: 10}}
threats:
  walk: {holder: buyer, target: seller, if_fails: sale, damage: 1, cost: 0}
"""


def sums(reason: Reason) -> Iterator[Reason]:
    return (row for _, row in reason.rows() if row.adds)


def questions(case: Case) -> list[str]:
    ends = [
        f"{kind}:{talk}:{party}"
        for kind in ("walk_away", "gain")
        for talk, entry in case.talks.items()
        for party in entry.parties
    ]
    return [*case.talks, *case.issues, *case.actors, *(f"need:{need}" for need in case.needs), *ends]


@cache
def of_gallery(name: str, rule: str) -> tuple[Settlement, list[Why]]:
    settlement = tertius.settle(tertius.load(name), rule=rule, chances=False)
    return settlement, [tertius.why(settlement, of) for of in questions(settlement.case)]


def check_sums(settlement: Settlement, chains: list[Why] | None = None) -> None:
    answers = chains or [tertius.why(settlement, of) for of in questions(settlement.case)]
    for told in answers:
        for row in sums(told.root):
            assert sum(child.value or 0.0 for child in row.children) == pytest.approx(row.value, abs=1e-9), row.label
    found = {told.of: told.root.value for told in answers}
    for actor, payoff in settlement.payoffs.items():
        assert found[f"payoff:{actor}"] == payoff
    for talk, ends in settlement.walk_away.items():
        for party, value in ends.items():
            assert found[f"walk_away:{talk}:{party}"] == value
            assert found[f"gain:{talk}:{party}"] == settlement.gain(talk, party)


@pytest.mark.parametrize(("name", "rule"), [*((name, "renegotiate") for name in GALLERY), ("two-patrons", "hold")])
def test_sums_add_up_to_what_the_settlement_says(name: str, rule: str) -> None:
    check_sums(*of_gallery(name, rule))


@pytest.mark.parametrize("seed", range(4))
def test_sums_add_up_in_random_cases(seed: int) -> None:
    check_sums(tertius.settle(private_case(seed, demands=seed % 2 == 0)))


def test_sums_add_up_where_talks_settle_in_two_ways_or_one_was_made_to_fail() -> None:
    check_sums(tertius.settle(read_text(TWO_WAYS)))
    check_sums(tertius.settle(tertius.load("two-patrons"), without="with-first"))


def test_only_where_some_close_without_the_rest_do_terms_leave_a_part_of_a_figure() -> None:
    """Who leaves such a talk counts on what the others settle: that is no term of its payoff."""
    left = set()
    for name in GALLERY:
        labels = {row.label for told in of_gallery(name, "renegotiate")[1] for _, row in told.root.rows()}
        left |= {name} if "that the others may close without it" in labels else set()
    assert left == {"nile-dam-2020"}


def changing(settlement: Settlement, actor: str, shift: float) -> dict[tuple[str, str], set[str]]:
    """Which numbers change which term, one by one, by the payoff's own function."""
    case, found = settlement.case, {term: set[str]() for term in payoff_terms(settlement, actor)}
    before = payoff_terms(settlement, actor)
    for number in numbers_of(case):
        if number.path[0] in ("moves", "claims"):
            continue
        value = number.quantity.middle * (1 + shift) or abs(shift) / 100
        held = Quantity(value, value, percent=number.quantity.percent)
        after = payoff_terms(settlement, actor, case=with_value(case, tuple(map(str, number.path)), held))
        for term in found:
            if abs(after[term] - before[term]) > 1e-9:
                found[term].add(".".join(map(str, number.path)))
    return found


@pytest.mark.parametrize("case", [tertius.load("two-patrons"), private_case(2, demands=True), read_text(STUBBORN)])
def test_the_inputs_named_are_those_that_change_the_figure_and_none_is_missing(case: Case) -> None:
    settlement = tertius.settle(case)
    inputs = Inputs(case)
    for actor in case.actors:
        named = {term: set(paths) for term, paths in inputs.of_terms(settlement, actor).items()}
        either = [changing(settlement, actor, shift) for shift in (0.003, -0.003)]
        assert named == {term: set.union(*(one[term] for one in either)) for term in named}


def test_every_number_that_a_chain_names_comes_with_what_the_case_says_of_it() -> None:
    told = tertius.why(tertius.load("two-patrons"), "client")
    named = {row.path for _, row in told.root.rows() if row.path}
    assert named == set(told.inputs)
    assert len(named) > 3
    for path, number in told.inputs.items():
        assert ".".join(map(str, number.path)) == path


def failing(seed: int, rule: str) -> tuple[Settlement, str]:
    """A random network with a talk whose least bad levels leave a party short, and that talk."""
    settlement = tertius.settle(random_case(seed), rule=rule)
    return settlement, next(talk for talk, missing in settlement.shortfalls.items() if missing.points > 0)


def gains_there(told: Reason, settlement: Settlement, talk: str) -> dict[str, float]:
    """What each party would gain by the nearest deal, as a share of its range."""
    said = {row.label: row.value or 0.0 for row in told.children}
    named = {party: settlement.case.name(party) for party in settlement.walk_away[talk]}
    gains = {party: said[f"what {name} would gain by the nearest deal"] for party, name in named.items()}
    return {party: gain / settlement.ranges[party] for party, gain in gains.items()}


@pytest.mark.parametrize(("seed", "rule"), [(25, "hold"), (42, "renegotiate"), (46, "renegotiate")])
def test_a_talk_that_fails_tells_who_is_short_of_how_much_at_the_nearest_deal(seed: int, rule: str) -> None:
    settlement, talk = failing(seed, rule)
    told, missing = tertius.why(settlement, talk).root, settlement.shortfalls[talk]
    assert told.value == missing.points
    short = missing.points / settlement.ranges[missing.party]
    gains = gains_there(told, settlement, talk)
    assert min(gains.values()) == pytest.approx(-short, abs=5e-4)
    [share] = [row.value for row in told.children if row.unit == "percent of its range"]
    assert share == pytest.approx(100 * short, abs=0.05)
    ends = [row for row in told.children if row.label.startswith("what ") and " has if " in row.label]
    assert [row.value for row in ends] == list(settlement.walk_away[talk].values())


@pytest.mark.parametrize(("seed", "rule"), [(25, "hold"), (29, "renegotiate"), (56, "renegotiate")])
def test_with_a_breakdown_that_costs_less_there_is_no_deal(seed: int, rule: str) -> None:
    settlement, talk = failing(seed, rule)
    answer = Answer(settlement)
    nearest = nearest_deal(answer, talk)
    assert nearest is not None
    share, found = nearest
    assert found.agreements[talk]
    assert eased(answer, talk, share) is not None
    assert eased(answer, talk, share - 2 * CLOSE) is None


def test_the_sums_of_talks_that_fail_add_up_too() -> None:
    for seed, rule in ((25, "hold"), (29, "renegotiate"), (56, "renegotiate")):
        check_sums(failing(seed, rule)[0])


def test_a_talk_that_was_made_to_fail_says_no_more_than_that() -> None:
    told = tertius.why(tertius.settle(tertius.load("two-patrons"), without="with-first"), "with-first").root
    assert (told.value, told.children) == (None, ())
    assert told.label.endswith("was made to break down")


def test_the_pulls_of_the_parties_balance_at_a_level_between_the_ends() -> None:
    told = tertius.why(tertius.load("korea-2019"), "denuclearisation").root
    [pulls] = [row for row in told.children if row.label == "how the parties pull at it"]
    assert pulls.value == pytest.approx(0, abs=1e-3)
    assert max(abs(child.value or 0) for child in pulls.children) > 1


def test_a_level_that_a_demand_holds_names_the_demand_and_no_pulls() -> None:
    told = tertius.why(tertius.load("korea-2019"), "sanctions-relief").root
    named = {row.path for row in told.children}
    assert "threats.new-path.unless.sanctions-relief.level" in named
    assert not [row for row in told.children if "pull" in row.label]


def test_a_number_says_what_moves_with_it_what_counts_it_and_what_hangs_on_it() -> None:
    case = tertius.load("korea-2019")
    path = "needs.dprk-livelihood.weight"
    told = tertius.why(case, path)
    heads = {row.label: row.children for row in told.root.children}
    assert told.root.value == 50
    assert {row.path for row in heads["moves together with"]} >= {"stances.dprk.denuclearisation.salience"}
    assert [row.label for row in heads["counted in"]] == ["North Korea: need: Fuel, trade and hard currency"]
    rates = {row.label: row.value or 0.0 for row in heads["moves, for each percent that the number moves"]}
    found = moved(case, told.inputs[path], 1)
    assert found is not None
    settlement = tertius.settle(case)
    after = tertius.settle(found[0], chances=settlement)
    change = (after.levels["denuclearisation"] - settlement.levels["denuclearisation"]) / 100
    assert rates["level of Denuclearisation of North Korea"] == pytest.approx(change / 0.01, rel=1e-6)
    assert all(abs(value) < 100 for value in rates.values())


def test_a_case_is_settled_as_asked_and_a_settlement_as_it_is() -> None:
    case = tertius.load("two-patrons")
    assert tertius.why(case, "client", rule="hold").theory == "hold"
    settlement = tertius.settle(case, rule="hold", solution="egalitarian")
    assert tertius.why(settlement, "client").theory == "hold+egalitarian"
    with pytest.raises(UsageError, match="says itself under which rule"):
        tertius.why(settlement, "client", rule="hold")


def test_names_lead_to_figures_and_what_leads_nowhere_is_told_with_what_there_is() -> None:
    case = tertius.load("two-patrons")
    assert question_of(case, "with-first").name == "talk:with-first"
    assert question_of(case, "agreement:with-first").name == "talk:with-first"
    assert question_of(case, "with-first", "client").name == "walk_away:with-first:client"
    with pytest.raises(UsageError, match="did you mean 'client'"):
        tertius.why(case, "cliant")
    with pytest.raises(UsageError, match="the ids of two-patrons are with-first"):
        tertius.why(case, "nothing at all")


def test_a_decision_without_talks_has_reasons_too() -> None:
    told: Why = tertius.why(tertius.load("ec-emission-1994"), "delay")
    assert told.root.value == pytest.approx(tertius.settle(told.case).levels["delay"])
    assert any(path.startswith("stances.") for path in told.inputs)
