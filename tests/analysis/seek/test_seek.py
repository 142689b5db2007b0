"""Goal seek: what it finds meets the goal, a little less does not, and a slow search finds nothing smaller."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.analysis.seek import Seek, Way, seek
from tertius.analysis.seek.levers import Lever, levers_of
from tertius.case import read_text
from tertius.case.model import Case
from tertius.rules.settlement import Settlement, Status
from tests.acceptance.blocks import blocks_of
from tests.analysis.forecast.hanging import BRIDGE
from tests.analysis.moves.towns import towns
from tests.house.files import ROOT
from tests.reference.cases import entries_of_network
from tests.reference.networks import random_network


@cache
def low_bridge() -> Case:
    """The west wants the bridge below where it stands, the east above: there is a deal once both want more than 50."""
    return read_text(BRIDGE.replace("position: 20 to 80", "position: 20 to 60"), "bridge.yaml")


@cache
def random_case(seed: int) -> Case:
    return Case.model_validate(entries_of_network(random_network(np.random.default_rng(seed), talks=2)))


def with_number(case: Case, way: Way, less: float = 0.0) -> Settlement:
    """The settlement of the case with the numbers of a way set, the change made smaller by a share of it."""
    levers = {lever.name: lever for lever in levers_of(case)}
    values = {levers[step.path].path: step.to - less * (step.to - step.now) for step in way.steps}
    return tertius.settle(tertius.fix(case, values))


def met(found: Seek, settlement: Settlement) -> bool:
    """Whether a settlement meets the goal of a search, as its words are read by hand."""
    kind, _, ident = found.of.partition(":")
    if kind == "agreement":
        return settlement.agreements[ident] == (found.to == "agreement")
    value = settlement.levels[ident] if kind == "level" else settlement.payoffs[ident]
    bound = float(found.to.split()[-1])
    return value >= bound - 2e-6 if "least" in found.to else value <= bound + 2e-6


def goals_of(case: Case) -> list[tuple[str, str]]:
    """Every agreement turned, and every level asked to move a quarter of the way to either end of its scale."""
    stands = tertius.settle(case)
    goals = [(talk, "no agreement" if agreed else "agreement") for talk, agreed in stands.agreements.items()]
    for issue, entry in case.issues.items():
        if case.talk_of(issue) is not None:
            low, high = entry.scale
            up = stands.levels[issue] + (high - stands.levels[issue]) / 4
            down = stands.levels[issue] + (low - stands.levels[issue]) / 4
            goals += [(f"level:{issue}", f"at least {up:.3f}"), (f"level:{issue}", f"at most {down:.3f}")]
    return goals


TWO_NEEDED = """
case: two
title: Neither bank alone
as_of: 2024-05-01
actors: {east: East bank, west: West bank}
issues: {height: {scale: [0, 100]}}
talks: {crossing: {parties: [east, west], without_agreement: {height: 50}}}
stances:
  east: {height: {position: 30 to 60, salience: 50}}
  west: {height: {position: 20 to 60, salience: 50}}
"""


SMALL = ["two-patrons", "bridge", "two", 0, 9, 10, 13]


@cache
def small(name: str | int) -> Case:
    if name == "bridge":
        return low_bridge()
    if name == "two":
        return read_text(TWO_NEEDED, "two.yaml")
    return tertius.load(name) if isinstance(name, str) else random_case(name)


@cache
def searches(name: str | int) -> list[Seek]:
    """A few goals of a case, each sought with some of its numbers."""
    case = small(name)
    pairs = isinstance(name, str)
    asked = [seek(case, of, to, inputs=found_inputs(name), moves=False, pairs=pairs) for of, to in goals_of(case)[:5]]
    return [found for found in asked if not found.already]


def test_a_threshold_that_is_known_by_hand_is_found_from_the_right_side() -> None:
    found = seek(low_bridge(), "crossing", "agreement")
    assert (found.now, found.already) == (0.0, False)
    first = found.ways[0]
    assert first.name == "stances.west.height.position"
    assert 50 - 0.02 < first.short < first.steps[0].to < 50 + 0.03
    assert first.within
    assert first.confirmed
    assert (first.value, first.value_short) == (1.0, 0.0)


@pytest.mark.parametrize("name", SMALL)
def test_what_is_found_meets_the_goal_and_a_slightly_smaller_change_does_not(name: str | int) -> None:
    case, tried = small(name), 0
    for found in searches(name):
        for way in (*found.ways, *found.pairs):
            if way.several or not way.confirmed or found.several:
                continue
            assert met(found, with_number(case, way)), (found.of, found.to, way)
            less = with_number(case, way, less=0.01)
            assert less.status is Status.SEVERAL or not met(found, less), (found.of, found.to, way)
            tried += 1
    assert tried


def found_inputs(name: str | int) -> list[str]:
    """The numbers that `searches` tries."""
    levers = [lever.name for lever in levers_of(small(name)) if lever.high <= 2 * lever.width]
    return levers[:: 1 + len(levers) // 8]


@cache
def settled_with(name: str | int, path: tuple[str, ...], value: float) -> Settlement:
    """The settlement of a case with one number set: the same for every goal."""
    return tertius.settle(tertius.fix(small(name), {path: value}))


def brute(name: str | int, found: Seek, lever: Lever, places: int) -> float:
    """The smallest share of change of one number at which the goal is met, place by place; infinite if at none."""
    best = np.inf
    for value in np.linspace(lever.low, lever.high, places):
        share = lever.share(float(value))
        if share < best and met(found, settled_with(name, lever.path, float(value))):
            best = share
    return float(best)


@pytest.mark.parametrize("name", [*SMALL[:2], *(pytest.param(name, marks=pytest.mark.long) for name in SMALL[2:5])])
def test_a_slow_search_place_by_place_finds_nothing_smaller(name: str | int) -> None:
    case, compared = small(name), 0
    for found in searches(name):
        ways = {way.steps[0].path: way for way in found.ways}
        for lever in levers_of(case):
            if lever.name not in found_inputs(name) or found.several:
                continue
            slow, way = brute(name, found, lever, 21), ways.get(lever.name)
            step = (lever.high - lever.low) / lever.width / 20
            if way is None or not way.confirmed:
                assert slow == np.inf, (found.of, found.to, lever.name)
            elif not way.several:
                assert way.share <= slow + 1e-9 + 1e-3 * slow, (found.of, found.to, lever.name)
                assert slow <= way.share + step or slow == np.inf, (found.of, found.to, lever.name)
            compared += 1
    assert compared


@pytest.mark.parametrize("name", SMALL)
def test_ways_stay_legal_and_come_in_their_order(name: str | int) -> None:
    levers = {lever.name: lever for lever in levers_of(small(name))}
    for found in searches(name):
        assert list(found.ways) == sorted(found.ways, key=lambda way: way.order)
        for way in (*found.ways, *found.pairs):
            for step in way.steps:
                lever = levers[step.path]
                assert lever.low <= step.to <= lever.high
                assert step.share == pytest.approx(abs(step.to - lever.now) / lever.width)
                assert step.within == lever.within(step.to)


def test_a_change_within_a_numbers_range_comes_before_smaller_ones_beyond() -> None:
    inputs = ["threats.more-sanctions", "stances.dprk.denuclearisation"]
    found = seek(tertius.load("korea-2019"), "denuclearisation", "at least 50", inputs=inputs, moves=False, pairs=False)
    first, *rest = found.ways
    assert first.within
    assert any(not way.within and way.share < first.share for way in rest)


def test_a_pair_is_smaller_than_any_number_alone() -> None:
    pairs = [(pair, found) for name in SMALL for found in searches(name) for pair in found.pairs]
    assert pairs
    for pair, found in pairs:
        assert len(pair.steps) == 2
        alone = [way.share for way in found.ways if way.confirmed and (way.within or not pair.within)]
        assert all(pair.share < share for share in alone)


def test_two_numbers_do_what_neither_does_alone_and_their_sum_is_the_smallest() -> None:
    case = read_text(TWO_NEEDED, "two.yaml")
    found = seek(case, "height", "at least 55", inputs=["stances"])
    assert not any(way.within for way in found.ways)
    [best, *_] = found.pairs
    assert best.within
    assert {step.path.split(".")[1] for step in best.steps} == {"east", "west"}
    places = [(east, west) for east in range(45, 61) for west in range(40, 61)]
    slow = min(east - 45 + west - 40 for east, west in places if height_of(case, east, west) >= 55 - 1e-6)
    assert slow - 2 <= 100 * best.share <= slow + 1e-6


def height_of(case: Case, east: float, west: float) -> float:
    positions = {("stances", "east", "height", "position"): east, ("stances", "west", "height", "position"): west}
    return tertius.settle(tertius.fix(case, positions)).levels["height"]


def test_what_is_so_already_needs_no_change() -> None:
    found = seek(low_bridge(), "crossing", "no agreement")
    assert found.already
    assert found.reached
    assert (found.ways, found.pairs, found.moves) == ((), (), ())
    assert seek(low_bridge(), "height", 50).already


def test_a_number_is_reached_from_the_side_on_which_the_target_stands() -> None:
    case = tertius.load("two-patrons")
    level = tertius.settle(case).levels["first-price"]
    assert seek(case, "first-price", level + 5, pairs=False).to == f"at least {level + 5:.6g}"
    assert seek(case, "first-price", level - 5, pairs=False).to == f"at most {level - 5:.6g}"


def test_what_no_number_reaches_is_told_as_that() -> None:
    found = seek(low_bridge(), "height", "at least 60", inputs=["stances.east.height.position"], pairs=False)
    assert (found.inputs, found.ways, found.pairs, found.reached) == (1, (), (), False)


def test_the_moves_that_meet_a_goal_are_those_after_which_it_is_met() -> None:
    case = towns()
    stands = tertius.settle(case)
    for actor in case.actors:
        goal = stands.payoffs[actor] + 0.5
        found = seek(case, actor, f"at least {goal}", inputs=["stances"], pairs=False)
        told = {move.moves for move in found.moves}
        for ident, move in case.moves.items():
            if move.after:
                continue
            before = tertius.what_if(case, changes_of(case, ident)).theories["renegotiate"]
            assert ((ident,) in told) == (before.after.payoffs[actor] >= goal - 1e-6), (actor, ident)


def changes_of(case: Case, ident: str) -> list[Any]:
    from tertius.case.edit.moves import changes_of_move

    return [step.change for step in changes_of_move(case, ident, case.moves[ident])]


def test_numbers_of_what_an_actor_wants_come_last_where_its_payoff_is_asked_about() -> None:
    case = tertius.load("two-patrons")
    found = seek(case, "client", f"at least {tertius.settle(case).payoffs['client'] + 1}", pairs=False)
    flags = [way.rewords for way in found.ways if way.confirmed]
    assert flags == sorted(flags)
    assert True in flags
    assert all(way.rewords == way.name.startswith(("stances.client.", "needs.")) for way in found.ways)


def test_the_verdict_on_a_claim_is_turned_and_tested_over_draws() -> None:
    page = (ROOT / "docs/how-to/seek.md").read_text("utf-8")
    case = read_text(next(b.text for b in blocks_of(page) if b.marks.get("file") == "bridge/case.yaml"), "bridge.yaml")
    found = seek(case, "claim:asking-helps", "holds", moves=False)
    assert (found.of, found.already) == ("claim:asking-helps", False)
    first = found.ways[0]
    assert first.name == "stances.west.height.position"
    assert 50 < first.steps[0].to < 50.1  # above it there is a deal, which more asked for moves
    for way in found.ways[:2]:
        levers = {lever.name: lever.path for lever in levers_of(case)}
        changed = tertius.fix(case, {levers[step.path]: step.to for step in way.steps})
        tested = tertius.claims(changed, "asking-helps", 200, theories=[found.theory], random_cases=0).results[0]
        assert (way.verdict, way.frequency) == (tested.verdict.value, tested.share)


@pytest.mark.parametrize("ident", ["visits-before-summits", "nobody-sits-still"])
def test_claims_on_events_and_on_games_cannot_be_sought(ident: str) -> None:
    with pytest.raises(tertius.UsageError, match=f"for the claim '{ident}' cannot be sought"):
        seek(tertius.load("korea-2019"), ident, "holds")


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "a target that is not there": ({"of": "crosing"}, "did you mean 'crossing'"),
    "a claim that is not there": ({"of": "claim:x", "to": "holds"}, "there is no claim 'x'"),
    "a verdict on a talk": ({"to": "holds"}, "cannot be 'holds'"),
    "a level off its scale": ({"of": "height", "to": "at least 140"}, "its scale goes from 0 to 100"),
    "a range for a level": ({"of": "height", "to": "40 to 60"}, "one number in the units of the target"),
    "words that ask for nothing": ({"to": "agrement"}, "did you mean 'agreement'"),
    "a number that is not there": ({"inputs": ["stances.wets"]}, "there is no number to change at 'stances.wets'"),
    "a rule that is not there": ({"rule": "hlod"}, "hold"),
    "threads that are none": ({"threads": 0}, "threads"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_what_is_right(name: str) -> None:
    given, says = MISTAKES[name]
    asked = {"of": "crossing", "to": "agreement", **given}
    of, to = asked.pop("of"), asked.pop("to")
    with pytest.raises(tertius.UsageError, match=says):
        seek(low_bridge(), of, to, **asked)


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(tertius.UsageError) as caught:
        seek(low_bridge(), "crosing", "agrement", inputs=["needs.x"], rule="hlod")
    assert len(str(caught.value).splitlines()) == 4


def test_progress_is_told_and_never_beyond_the_whole() -> None:
    told: list[tuple[int, int]] = []
    seek(low_bridge(), "crossing", "agreement", progress=lambda done, whole: told.append((done, whole)))
    assert told
    assert all(done <= whole for done, whole in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
