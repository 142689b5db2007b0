"""Who refused, who closes alone and whether a talk takes place: held against cases edited by hand.

What a party has if it leaves a talk is what everybody has in the case in which that talk is made to fail, without the
links and threats that its leaving does not fire; or in the case in which only those sit there who can close it alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case import Case
from tertius.rules.bargaining.kernels.layout import FIELDS
from tertius.rules.payoffs import chances_of, payoff_of
from tests.reference.failing import random_case
from tests.reference.luck import payoffs_by_outcome

RULES = ("renegotiate", "hold")


def edited(case: Case, edit: Callable[[dict[str, Any]], None]) -> Case:
    """A case edited as plain values."""
    values = case.model_dump(exclude_unset=True, mode="json")
    edit(values)
    return Case.model_validate(values)


def blamed_case(seed: int) -> Case:
    """Talks of two whose links and threats mostly answer the refusal of one of them."""
    rng = np.random.default_rng(seed)

    def blame(values: dict[str, Any]) -> None:
        for one in [*values["links"].values(), *values["threats"].values()]:
            if rng.random() < 0.7:
                one["refused_by"] = [str(rng.choice(values["talks"][one["if_fails"]]["parties"]))]

    return edited(random_case(seed), blame)


def without_what_is_calm(case: Case, talk: str, party: str) -> Case:
    """The case without the links and threats that do not fire if the party leaves the talk."""

    def calm(values: dict[str, Any]) -> None:
        for kind in ("links", "threats"):
            values[kind] = {
                ident: one
                for ident, one in values[kind].items()
                if one["if_fails"] != talk or party in one.get("refused_by", [party])
            }

    return edited(case, calm)


def has_one(settled: tertius.Settlement) -> bool:
    return settled.status.converged and not settled.alternatives


def test_every_field_of_the_kernels_has_a_name_of_its_own() -> None:
    assert len(FIELDS) == len(set(FIELDS))


@pytest.mark.parametrize("seed", range(12))
def test_what_a_party_has_without_a_talk_is_what_its_own_leaving_fires(seed: int) -> None:
    case = blamed_case(seed)
    settled = tertius.settle(case)
    if not has_one(settled):
        return
    for ident, talk in case.talks.items():
        for party in talk.parties:
            without = tertius.settle(without_what_is_calm(case, ident, party), without=[ident])
            if has_one(without):
                assert settled.walk_away[ident][party] == pytest.approx(without.payoffs[party], abs=2e-3)


@pytest.mark.parametrize("seed", range(12))
def test_where_the_others_hold_it_is_their_deals_with_what_its_own_leaving_fires(seed: int) -> None:
    case = blamed_case(seed)
    settled = tertius.settle(case, rule="hold")
    for ident, talk in case.talks.items():
        agreements = {**settled.agreements, ident: False}
        levels = dict(settled.levels) | {issue: case.reference(issue) for issue in talk.issues}
        for party in talk.parties:
            left = without_what_is_calm(case, ident, party)
            worth = payoff_of(left, levels, agreements, party, chances_of(left))
            assert settled.walk_away[ident][party] == pytest.approx(worth, abs=1e-6)


def backed(**link: Any) -> Case:
    """A client and a power divide a dollar; a patron of the client lets its talk with the power fall if they fail."""
    return Case.model_validate(
        {
            "case": "backed",
            "title": "Backed",
            "as_of": "2024-01-01",
            "curvature": 1,
            "actors": dict.fromkeys(("client", "power", "patron")),
            "issues": dict.fromkeys(("dollar", "trade")),
            "talks": {
                "main": {"parties": ["client", "power"], "without_agreement": {"dollar": 0}},
                "side": {"parties": ["patron", "power"], "without_agreement": {"trade": 0}},
            },
            "needs": {
                "of-client": {"actor": "client", "weight": 10, "covered_by": {"dollar": 1.0}},
                "of-power": {"actor": "power", "weight": 10, "covered_by": {"dollar": 1.0}},
                "of-patron": {"actor": "patron", "weight": 10, "covered_by": {"trade": 1.0}},
            },
            "stances": {
                "client": {"trade": {"position": 100, "salience": 8}},
                "power": {"dollar": {"position": 0, "salience": 12}, "trade": {"position": 100, "salience": 20}},
            },
            "links": {
                "backs": {"holder": "patron", "if_fails": "main", "then_falls": "side", "probability": 0.5, **link}
            },
        }
    )


def test_backing_that_answers_one_refusal_costs_the_other_side_nothing() -> None:
    """The power loses half of its trade deal either way; the client, who likes it too, only if all are blamed."""
    walk = {
        who: tertius.settle(backed(**({"refused_by": who} if who else {}))).walk_away["main"]
        for who in ("", "power", "client")
    }
    alone = tertius.settle(edited(backed(), lambda values: values.pop("links"))).walk_away["main"]
    assert walk[""]["power"] < alone["power"] - 5
    assert walk[""]["client"] < alone["client"] - 2
    assert walk["power"]["power"] == pytest.approx(walk[""]["power"])
    assert walk["power"]["client"] == pytest.approx(alone["client"])
    assert walk["client"]["power"] == pytest.approx(alone["power"])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sits", ["as it is believed", "as one with another"])
def test_for_whom_another_sits_the_same_fires_as_for_whoever_sits_there(sits: str, seed: int) -> None:
    case = blamed_case(seed)

    def seat(values: dict[str, Any]) -> None:
        talk = values["talks"]["t0"]
        first, second = talk["parties"]
        issue = next(iter(talk["without_agreement"]))
        if sits == "as it is believed":
            values["beliefs"] = {"b": {"about": f"stances.{first}.{issue}.position", "talks": ["t0"], "number": 0.5}}
        else:
            talk["as_one"] = {first: 1, next(one for one in values["actors"] if one not in (first, second)): 1}

    case = edited(case, seat)
    settled, many = tertius.settle(case), tertius.RULES["renegotiate"].settle_many(case, [], np.zeros((1, 0)))
    if not has_one(settled):
        return
    for party in case.talks["t0"].parties:
        place = list(case.talks).index("t0"), list(case.actors).index(party)
        without = tertius.settle(without_what_is_calm(case, "t0", party), without=["t0"])
        if has_one(without):
            assert settled.walk_away["t0"][party] == pytest.approx(without.payoffs[party], abs=2e-3)
            assert many.walk_away[0][place] == pytest.approx(without.payoffs[party], abs=2e-3)


@pytest.mark.parametrize("rule", RULES)
def test_naming_every_party_as_who_refuses_changes_nothing(rule: str) -> None:
    one, other = (tertius.settle(backed(**more), rule=rule) for more in ({}, {"refused_by": ["client", "power"]}))
    assert one.to_dict() == other.to_dict()


def planned_case(seed: int) -> Case:
    """Talks of which two may never take place, with all that fires."""
    rng = np.random.default_rng(seed)

    def plan(values: dict[str, Any]) -> None:
        for talk in list(values["talks"])[: 1 + seed % 3]:
            values["talks"][talk]["chance"] = float(rng.uniform(0.1, 0.9))

    return edited(blamed_case(seed) if seed % 2 else random_case(seed), plan)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(12))
def test_a_planned_talk_counts_with_the_chance_that_it_takes_place(seed: int, rule: str) -> None:
    """The kernels, the account and the enumeration of every outcome agree on what everything is worth."""
    case = planned_case(seed)
    settled = tertius.settle(case, rule=rule)
    made = dict.fromkeys(case.talks, 1.0)
    wanted = payoffs_by_outcome(case, settled.levels, settled.agreements, made)
    assert dict(settled.payoffs) == pytest.approx(wanted, abs=1e-6)
    told = {
        actor: payoff_of(case, settled.levels, settled.agreements, actor, chances_of(case)) for actor in case.actors
    }
    assert told == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("seed", range(0, 12, 2))
def test_whoever_sits_at_a_planned_talk_knows_that_it_takes_place(seed: int) -> None:
    case = planned_case(seed)
    settled = tertius.settle(case)
    if not has_one(settled):
        return
    for ident, talk in case.talks.items():
        without = tertius.settle(case, without=[ident])
        for party in talk.parties:
            if has_one(without):
                assert settled.walk_away[ident][party] == pytest.approx(without.payoffs[party], abs=2e-3)


def test_a_talk_that_never_takes_place_is_a_talk_that_was_never_tabled() -> None:
    """In the limit: its issues stay where they are, and nothing fires although it has no deal."""

    def hopeless(values: dict[str, Any]) -> None:
        values["talks"]["main"]["chance"] = "0.0001%"
        values["needs"].pop("of-client")

    def never(values: dict[str, Any]) -> None:
        values["talks"].pop("main")
        values["links"].pop("backs")
        values["issues"]["dollar"] = {"level": 0}

    for edit in (hopeless, lambda values: values["talks"]["main"].update(chance="0.0001%")):
        planned = tertius.settle(edited(backed(probability=0.9), edit))
        absent = tertius.settle(edited(edited(backed(), edit), never))
        assert planned.payoffs["patron"] == pytest.approx(absent.payoffs["patron"], abs=1e-3)
        assert planned.levels["trade"] == pytest.approx(absent.levels["trade"], abs=1e-2)


def table_of_three(can_close: list[list[str]], ask: float = 60, parties: str = "abc") -> Case:
    """Three share a project: a and b gain by it whoever is in; c wants it small, and gains only near its own point."""
    return Case.model_validate(
        {
            "case": "three",
            "title": "Three",
            "as_of": "2024-01-01",
            "actors": dict.fromkeys("abc"),
            "issues": dict.fromkeys(("project", "fee")),
            "talks": {
                "t": {
                    "parties": list(parties),
                    "without_agreement": {"project": 20, "fee": 0},
                    "can_close": can_close,
                }
            },
            "stances": {
                "a": {"project": {"position": 100, "salience": 50}, "fee": {"position": 0, "salience": 20}},
                "b": {"project": {"position": 80, "salience": 40}, "fee": {"position": 100, "salience": 10}},
                "c": {"project": {"position": ask, "salience": 60}},
            },
        }
    )


@pytest.mark.parametrize("rule", RULES)
def test_who_is_left_outside_has_what_the_others_close_without_it(rule: str) -> None:
    whole, of_two = table_of_three([["a", "b"]]), table_of_three([])
    alone = tertius.settle(edited(of_two, lambda values: values["talks"]["t"].update(parties=["a", "b"])), rule=rule)
    settled, before = tertius.settle(whole, rule=rule), tertius.settle(of_two, rule=rule)
    assert alone.agreements["t"]
    assert settled.agreements["t"]
    assert not settled.closed_by
    walk = settled.walk_away["t"]
    assert walk["c"] == pytest.approx(alone.payoffs["c"], abs=1e-4)
    for member in "ab":
        assert walk[member] == pytest.approx(before.walk_away["t"][member])
    assert abs(walk["c"] - before.walk_away["t"]["c"]) > 1


@pytest.mark.parametrize("rule", RULES)
def test_whoever_has_the_best_it_could_want_from_the_others_leaves_it_to_them(rule: str) -> None:
    """c wants what a and b agree on anyway: no deal is worth its while, and a and b make theirs."""
    of_two = edited(table_of_three([]), lambda values: values["talks"]["t"].update(parties=["a", "b"]))
    alone = tertius.settle(of_two, rule=rule)
    settled = tertius.settle(table_of_three([["a", "b"]], ask=alone.levels["project"]), rule=rule)
    assert settled.agreements["t"]
    assert settled.closed_by == {"t": ("a", "b")}
    assert dict(settled.levels) == pytest.approx(dict(alone.levels), abs=1e-4)
    assert settled.walk_away["t"]["a"] == pytest.approx(alone.walk_away["t"]["a"])


def test_of_two_groups_the_larger_closes_first_and_each_member_has_what_is_left_by_it() -> None:
    """Four parties: a, b and c can close without d, who wants just what they agree on; a and b without c besides."""
    of_three = tertius.settle(table_of_three([["a", "b"]]))

    def four(values: dict[str, Any]) -> None:
        values["actors"]["d"] = None
        values["talks"]["t"] |= {"parties": list("abcd"), "can_close": [["a", "b"], ["a", "b", "c"]]}
        values["stances"]["d"] = {"project": {"position": of_three.levels["project"], "salience": 60}}

    settled = tertius.settle(edited(table_of_three([]), four))
    assert settled.closed_by == {"t": ("a", "b", "c")}
    assert dict(settled.levels) == pytest.approx(dict(of_three.levels), abs=1e-4)
    assert settled.walk_away["t"]["c"] == pytest.approx(of_three.walk_away["t"]["c"], abs=1e-4)


def test_more_ways_to_leave_than_can_be_settled_are_a_limit_with_a_message() -> None:
    def many(values: dict[str, Any]) -> None:
        values["talks"]["t"]["can_close"] = [[a, b] for a, b in ("ab", "bc", "ac")]
        values["threats"] = {
            f"h{n}-{who}": {"holder": "a", "target": "b", "if_fails": f"t{n}", "damage": 5, "refused_by": who}
            for n in range(4)
            for who in "abc"
        }
        for n in range(4):
            values["issues"][f"x{n}"] = None
            values["talks"][f"t{n}"] = {"parties": list("abc"), "without_agreement": {f"x{n}": 0}}

    case = edited(table_of_three([]), many)
    with pytest.raises(tertius.LimitError, match="5 talks and 15 ways in which a party leaves one"):
        tertius.settle(case)
    assert tertius.settle(case, rule="hold").status.converged
