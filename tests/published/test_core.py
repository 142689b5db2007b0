"""Known answers for `core`: medians, pivots of a qualified majority, and every set of members tried."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.bodies import body_names, shipped_body
from tertius.case.entries import Body
from tertius.errors import UsageError
from tertius.rules.decisions.core import core
from tertius.rules.decisions.deciding import votes_of
from tertius.rules.decisions.median import median
from tertius.rules.decisions.votes import Votes, majority

SIX = ("france", "germany", "italy", "belgium", "netherlands", "luxembourg")


def test_the_emission_standards() -> None:
    """By hand: capabilities at 4, 7 and 10 years; more than half of them is reached at the seventh."""
    case = tertius.load("ec-emission-1994")
    settlement = tertius.settle(case, rule="core")
    mean = tertius.settle(case, rule="weighted-mean").levels["delay"]
    weights = {actor: case.capability(actor, "delay").middle for actor in case.stances}  # type: ignore[union-attr]
    places = {actor: own["delay"].position.middle for actor, own in case.stances.items()}
    low, high = core(list(places.values()), majority(list(weights.values())))
    assert settlement.levels["delay"] == pytest.approx(min(max(mean, low), high))


def test_pivots_of_a_qualified_majority() -> None:
    """A hundred members at 1 to 100 and sixty votes needed: the filibuster's pivots are the 41st and the 60th."""
    low, high = core(np.arange(1, 101), majority(np.ones(100), 0.6))
    assert (low, high) == (41, 60)


def test_the_council_of_six() -> None:
    """4, 4, 4, 2, 2 and 1 votes, 12 of 17 needed: counted from the left more than 5, and 12, are reached."""
    votes = votes_of(shipped_body("eec-council-1958"), SIX)
    assert votes.weights[:, 0].tolist() == [4, 4, 4, 2, 2, 1]
    assert core([10, 20, 30, 40, 50, 60], votes) == (20, 30)


def test_a_veto_reaches_as_far_as_who_holds_it() -> None:
    members = {"a": 1, "b": 1, "c": 1, "d": 1}
    without = votes_of(Body(members=members, quota=3), list(members))
    held = votes_of(Body(members=members, quota=3, vetoes=("d",)), list(members))
    assert core([0, 10, 20, 100], without) == (10, 20)
    assert core([0, 10, 20, 100], held) == (10, 100)
    absent = votes_of(Body(members={**members, "e": 1}, quota=3, vetoes=("e",)), list(members))
    assert core([0, 10, 20, 100], absent) == (0, 100)


def test_members_without_a_position_are_on_neither_side() -> None:
    body = Body(members={"a": 30, "b": 30, "c": 30, "d": 10}, quota=60)
    assert core([0, 50, 100], votes_of(body, ["a", "b", "c"])) == (50, 50)
    assert core([0, 50], votes_of(body, ["a", "b"])) == (0, 50)
    assert core([0, 50, 70], votes_of(body, ["a", "d", "outsider"])) == (0, 70)  # too few to pass anything


def test_members_are_known_by_their_name_too() -> None:
    told = votes_of(shipped_body("eec-council-1958"), ["f", "d", "i", "b", "n", "l"], [name.upper() for name in SIX])
    assert told.member.all()


def test_what_has_no_core_says_so() -> None:
    with pytest.raises(ValueError, match="no core"):
        core([0, 1, 99, 100], votes_of(Body(members={"a": 1, "b": 1, "c": 1, "d": 1}, quota=2), ["a", "b", "c", "d"]))
    with pytest.raises(ValueError, match="nobody has a vote"):
        core([0, 1], votes_of(Body(members={"a": 1}, quota=1), ["x", "y"]))
    for share in (0.4, 1.1, float("nan")):
        with pytest.raises(ValueError, match="legal"):
            majority([1, 2], share)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[list[float], Votes]:
    """Positions with ties, and votes with one or two quotas and perhaps a veto, of at most seven."""
    size = draw(st.integers(1, 7))
    x = draw(st.lists(st.sampled_from([0.0, 10, 20, 50, 90, 100]), min_size=size, max_size=size))
    ways = draw(st.integers(1, 2))
    weights = np.array(draw(st.lists(st.integers(0, 4), min_size=size * ways, max_size=size * ways)), float)
    weights = weights.reshape(size, ways)
    quotas = np.array([draw(st.integers(int(all_ // 2) + 1, int(all_) + 1)) for all_ in weights.sum(axis=0)], float)
    veto = np.array(draw(st.lists(st.sampled_from([False, False, False, True]), min_size=size, max_size=size)))
    member = (weights > 0).any(axis=1) | veto
    return x, Votes(weights, quotas[None], np.ones(1), veto, member)


def overturned(level: float, x: list[float], votes: Votes, places: list[float]) -> bool:
    """Whether any set of members, each nearer to another level, can pass it: all sets and all levels tried."""
    members = np.flatnonzero(votes.member)
    for rival in places:
        better = {i for i in members if abs(x[i] - rival) < abs(x[i] - level) - 1e-12}
        for size in range(1, len(better) + 1):
            for some in combinations(sorted(better), size):
                inside = set(some)
                reached = (votes.weights[list(some)].sum(axis=0) >= votes.terms[0]).all()
                if reached and all(i in inside for i in np.flatnonzero(votes.veto)):
                    return True
    return False


@settings(max_examples=80, deadline=None)
@given(bodies())
def test_no_level_of_the_core_is_overturned_and_every_other_is(made: tuple[list[float], Votes]) -> None:
    x, votes = made
    if not votes.member.any():
        return
    low, high = core(x, votes)
    places = sorted({*x, *(a + step for a in x for step in (-0.5, 0.5))})
    for level in places:
        assert overturned(level, x, votes, places) == (not (low <= level <= high) and overturned_at_all(votes))


def overturned_at_all(votes: Votes) -> bool:
    """Whether all members together can pass anything."""
    return bool((votes.weights[votes.member].sum(axis=0) >= votes.terms[0]).all())


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9).filter(lambda x: len(x) % 2 == 1))
def test_of_an_odd_number_of_single_votes_it_is_the_median(x: list[float]) -> None:
    assert core(x, majority(np.ones(len(x)))) == pytest.approx((median(np.array(x)), median(np.array(x))))


@given(st.lists(st.floats(0, 100), min_size=2, max_size=9), st.floats(0.5, 1), st.floats(0.5, 1))
def test_a_larger_majority_leaves_a_larger_core(x: list[float], one: float, other: float) -> None:
    small, large = (core(x, majority(np.ones(len(x)), share)) for share in sorted((one, other)))
    assert large[0] <= small[0]
    assert large[1] >= small[1]
    back = core([100 - place for place in x], majority(np.ones(len(x)), one))
    assert back == pytest.approx(tuple(100 - end for end in core(x, majority(np.ones(len(x)), one))[::-1]))


@pytest.mark.parametrize("name", body_names())
def test_every_body_that_ships_has_a_core(name: str) -> None:
    body = shipped_body(name)
    x = np.linspace(0, 100, len(body.members))
    low, high = core(x, votes_of(body, list(body.members)))
    assert 0 <= low <= high <= 100


TABLE = "actor,position,salience,capability\nfrance,0,60,1\ngermany,30,40,1\nitaly,60,80,1\nbelgium,100,90,3\n"


def test_decide_takes_a_body_of_any_kind(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    (tmp_path / "v.csv").write_text("member,votes,quota\nfrance,4,8\ngermany,4,\nitaly,4,\nbelgium,1,\n", "utf-8")
    case = tertius.load_table(tmp_path / "t.csv", (0, 100), salience_max=100, as_of="2024-05-01")

    def level(**asked: object) -> tuple[float | None, str]:
        found = tertius.decide(case, ["core"], **asked)  # type: ignore[arg-type]
        return next(iter(found.issues.values())).answers["core"].level, found.majority

    mean = tertius.settle(case, rule="weighted-mean").levels[next(iter(case.issues))]
    assert mean == pytest.approx(220 / 3)
    assert level(body=str(tmp_path / "v.csv")) == (30.0, "V")
    assert level(body="eec-council-1958")[0] == 60  # the three large ones have the twelve votes that it takes
    assert level(quota=0.9) == (pytest.approx(mean), "90 percent of the capability")
    assert level() == (pytest.approx(mean), "more than half of the capability")
    for wrong, said in (
        ({"body": "eec-council-1957"}, "eec-council-1958"),
        ({"body": "un-security-council-1946"}, ""),
        ({"body": "un-general-assembly", "quota": 0.7}, "give a body or a quota"),
        ({"quota": 0.3}, "from 0.5 to 1"),
    ):
        if said:
            with pytest.raises(UsageError, match=said):
                level(**wrong)


def test_the_only_body_of_a_case_decides(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    case = tertius.load_table(tmp_path / "t.csv", (0, 100), salience_max=100, as_of="2024-05-01")
    body = Body(members={"france": 4, "germany": 4, "italy": 4, "belgium": 1}, quota=8)
    voted = case.model_copy(update={"bodies": {"board": body}})
    assert tertius.settle(voted, rule="core").levels[next(iter(case.issues))] == 30
    assert tertius.decide(voted, ["core"]).majority == "the body of the case"
