"""Majorities of the votes cast, and majorities that too few members cannot block, against counting every vote."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import tertius
from tertius.case import read_text
from tertius.case.entries import Body
from tertius.report.text.power import needs_of
from tertius.voting import pass_chance

SHARES = st.integers(0, 10).map(lambda share: share / 10)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Up to five members who lean, with a majority of the votes cast, one that few cannot block, a quota, a veto."""
    names = [f"m{place}" for place in range(draw(st.integers(2, 5)))]
    members = {}
    for name in names:
        yes = draw(SHARES)
        members[name] = {
            "weight": draw(st.integers(0, 3)) + 0.5,
            "yes": yes,
            "abstain": round(1 - yes, 1) * draw(SHARES),
        }
    written: dict[str, object] = {"members": members}
    if draw(st.booleans()):
        written["votes_cast"] = draw(st.sampled_from(["majority", "2/3", "1/2", "60%", "1"]))
    if draw(st.booleans()) or "votes_cast" not in written:
        weights = {name: draw(st.integers(0, 9)) + (name == "m0") for name in names}
        quota = draw(st.integers(1, sum(weights.values())))
        blocked = draw(st.sampled_from([None, 1, 2, 3]))
        written["majorities"] = {
            "people": {
                "weights": weights,
                "quota": quota,
                **({"blocked_by": min(blocked, len(names))} if blocked else {}),
            },
            "heads": draw(st.integers(1, len(names))),
        }
    if draw(st.booleans()):
        written["vetoes"] = [draw(st.sampled_from(names))]
    return Body.model_validate(written)


def passes(body: Body, votes: dict[str, str]) -> bool:
    """Whether the measure passes with these votes, by the words of the rule."""
    if any(votes[name] == "no" for name in body.vetoes):
        return False
    yes = [name for name, vote in votes.items() if vote == "yes"]
    if body.votes_cast is not None:
        for_it = sum(Fraction(body.members[name].votes) for name in yes)
        cast = sum(Fraction(body.members[name].votes) for name, vote in votes.items() if vote != "abstain")
        enough = (
            for_it > cast / 2
            if body.votes_cast == "majority"
            else cast > 0 and for_it >= Fraction(body.votes_cast) * cast
        )
        if not enough:
            return False
    for majority in body.majorities.values():
        counted = sum(majority.weights.get(name, 0 if majority.weights else 1) for name in yes)
        blocked = majority.blocked_by is None or len(votes) - len(yes) >= majority.blocked_by
        if counted < majority.quota and blocked:
            return False
    return True


@given(bodies())
@settings(max_examples=150, deadline=None)
def test_the_chance_is_that_of_all_votes_that_pass(body: Body) -> None:
    total = 0.0
    for votes in product(("yes", "abstain", "no"), repeat=len(body.members)):
        chance = 1.0
        for vote, member in zip(votes, body.members.values(), strict=True):
            y, a = member.yes.middle if member.yes else 0.0, member.abstain.middle if member.abstain else 0.0
            chance *= {"yes": y, "abstain": a, "no": 1 - y - a}[vote]
        total += chance * passes(body, dict(zip(body.members, votes, strict=True)))
    assert pass_chance(body) == pytest.approx(total, abs=1e-9)


@given(bodies())
@settings(max_examples=100, deadline=None)
def test_the_indices_are_those_of_all_sets_that_win(body: Body) -> None:
    case = tertius.load("two-patrons").model_copy(update={"bodies": {"body": body}})
    names = list(body.members)
    n = len(names)

    def wins(some: tuple[bool, ...]) -> bool:
        return passes(body, {name: "yes" if inside else "no" for name, inside in zip(names, some, strict=True)})

    exact = tertius.power(case, exact=True)
    floating = tertius.power(case, exact=False)
    for place, member in enumerate(exact.members):
        swings = [some for some in product((False, True), repeat=n) if not some[place]]
        swings = [some for some in swings if wins((*some[:place], True, *some[place + 1 :])) and not wins(some)]
        index = sum(Fraction(factorial(sum(some)) * factorial(n - sum(some) - 1), factorial(n)) for some in swings)
        assert member.swings == len(swings)
        assert member.shapley_shubik == index
        assert float(floating.members[place].shapley_shubik) == pytest.approx(float(index), abs=1e-9)
        others = tuple(name != names[place] for name in names)
        assert member.blocks == (member.veto or not wins(others))


def test_four_members_are_needed_to_block_the_council() -> None:
    def of_council(*against: str) -> float | None:
        members = {name: {"no": 1.0} for name in against}
        return pass_chance(Body.model_validate({"like": "eu-council-eu27", "yes": 1.0, "members": members}))

    largest = ("germany", "france", "italy")  # 46.89 percent of the population
    assert of_council(*largest) == 1.0
    assert of_council(*largest, "malta") == 0.0
    assert of_council("spain", "poland", "romania", "netherlands") == 1.0
    assert of_council("germany", "spain", "netherlands", "malta") == 1.0  # 33.4 percent
    assert of_council("germany", "spain", "netherlands", "sweden") == 0.0  # 35.62 percent


def test_abstentions_leave_the_count_in_the_general_assembly() -> None:
    def of_assembly(yes: int, no: int) -> float | None:
        names = list(next(body for body in tertius.bodies() if body.body == "un-general-assembly").members)
        members = {name: {"yes": 1.0} for name in names[:yes]} | {name: {"no": 1.0} for name in names[yes : yes + no]}
        written = {"like": "un-general-assembly", "yes": 0.0, "abstain": 1.0, "members": members}
        return pass_chance(Body.model_validate(written))

    assert of_assembly(2, 1) == 1.0
    assert of_assembly(127, 64) == 0.0
    assert of_assembly(128, 64) == 1.0
    assert of_assembly(0, 0) == 0.0
    assert of_assembly(1, 0) == 1.0


def test_the_shares_of_the_population_are_those_of_the_source() -> None:
    shipped = {body.body: body for body in tertius.bodies()}
    for name, members, quota in (("eu-council-eu27", 27, 15), ("eu-council-eu28", 28, 16)):
        body = shipped[name]
        weights = body.majorities["population"].weights
        assert len(body.members) == members
        assert set(weights) == set(body.members)
        assert sum(map(Fraction, map(str, weights.values()))) == Fraction("100.01")
        assert body.majorities["members"].quota == quota == -(-55 * members // 100)
    assert len(shipped["un-general-assembly"].members) == 193


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2/3", "2/3"), ("4/6", "2/3"), ("60%", "3/5"), (0.6, "3/5"), ("Simple  majority", "majority"), ("100%", "1")],
)
def test_a_share_of_the_votes_cast_is_written_in_several_ways(written: object, kept: str) -> None:
    assert Body.model_validate({"members": ["a", "b"], "votes_cast": written}).votes_cast == kept


@pytest.mark.parametrize("written", ["3/2", "0", "120%", "1/0", "two thirds", "50 to 60", True])
def test_what_is_no_share_of_the_votes_cast_is_a_mistake(written: object) -> None:
    with pytest.raises(ValidationError):
        Body.model_validate({"members": ["a", "b"], "votes_cast": written})


def test_what_is_needed_is_said_in_words() -> None:
    shipped = {body.body: needs_of(body) for body in tertius.bodies()}
    assert shipped["un-general-assembly"] == "2/3 of the votes cast"
    assert "fewer than 4 members cannot block it" in shipped["eu-council-eu27"]
    assert needs_of(Body.model_validate({"members": ["a"], "votes_cast": "majority"})) == "more yes than no"


def test_more_members_than_there_are_cannot_be_needed_to_block() -> None:
    body = {"members": ["a", "b"], "majorities": {"heads": {"quota": 2, "blocked_by": 3}}}
    case = {"case": "c", "title": "C", "as_of": "2024-01-01", "actors": {}, "bodies": {"council": body}}
    with pytest.raises(tertius.CaseError, match="it takes 3 members to block, and there are 2"):
        read_text(json.dumps(case))
