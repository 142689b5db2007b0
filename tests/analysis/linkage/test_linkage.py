"""Linkage: the known answer of logrolling, talks joined with what hangs on them, and what cannot be joined."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.analysis.linkage import logrolling_potential
from tertius.analysis.linkage.joining import joined
from tertius.case import Case, read_text
from tertius.case.check.check import check_case
from tertius.errors import UsageError


def three(references: int = 50) -> str:
    """Two parties that want opposite ends on three issues, each on a table of its own; losses are linear."""
    weights = {"one": (60, 30, 10), "two": (10, 30, 60)}
    talks = "".join(f"  t{k}: {{parties: [one, two], without_agreement: {{i{k}: {references}}}}}\n" for k in range(3))
    ends = {"one": 100, "two": 0}
    stances = ""
    for party, own in weights.items():
        numbers = [f"i{k}: {{position: {ends[party]}, salience: {weight}}}" for k, weight in enumerate(own)]
        stances += f"  {party}: {{{', '.join(numbers)}}}\n"
    return (
        "case: three\ntitle: Three issues\nas_of: 2024-01-01\ncurvature: 1\nactors: {one: One, two: Two}\n"
        f"issues: {{i0: X, i1: Y, i2: Z}}\ntalks:\n{talks}stances:\n{stances}"
    )


def test_what_two_could_gain_by_giving_way_where_it_matters_less() -> None:
    """Apart (.5, .5), together (.75, .75)."""
    case = read_text(three())
    found = tertius.linkage(case, threads=1)
    apart = tertius.settle(case).payoffs
    assert apart == pytest.approx({"one": 50, "two": 50}, abs=1e-4)
    whole = found.tables[-1]
    assert whole.talks == ("t0", "t1", "t2")
    assert {actor: gain.middle for actor, gain in whole.gains.items()} == pytest.approx(
        {"one": 25, "two": 25}, abs=1e-3
    )
    assert whole.potential == pytest.approx(0.5)
    assert whole in found.preferred
    assert whole.shares["one"].middle == pytest.approx(0.25, abs=1e-5)
    assert whole.preferred == whole.agreement == 1
    assert len(found.tables) == 4
    assert logrolling_potential(np.array([0.6, 0.3, 0.1]), np.array([0.1, 0.3, 0.6])) == pytest.approx(0.5)
    frame = found.to_frame()
    assert frame.loc[("t0 + t2", "two"), "middle"] > 10  # each gets the issue that matters more to it


def test_who_wants_the_same_has_nothing_to_roll() -> None:
    case = read_text(three().replace("i0: {position: 0,", "i0: {position: 100,"))
    assert [table.potential is None for table in tertius.linkage(case, threads=1).tables] == [True, True, False, True]


HUNG = """
case: hung
title: Talks with what hangs on them
as_of: 2024-01-01
actors: {a: A, b: B, c: C}
issues: {x: X, y: Y, z: Z}
talks:
  one: {parties: [a, b], without_agreement: {x: 20}, power: {a: 3}, doubt: {b: 50%}}
  two: {parties: [b, c], without_agreement: {y: 0 to 10}, chance: 80%}
  three: {parties: [a, c], without_agreement: {z: 0}}
stances:
  a: {x: {position: 100, salience: 10 to 20}, z: {position: 10, salience: 5}}
  b: {x: {position: 40, salience: 10}, y: {position: 100, salience: 20}}
  c: {y: {position: 30, salience: 20}, z: {position: 90, salience: 5 to 9}}
links:
  inner: {holder: a, if_fails: one, then_falls: two, probability: 40%}
  outer: {holder: c, if_fails: two, then_falls: three, probability: 30%}
threats:
  blow: {holder: a, target: b, if_fails: one, damage: 7}
beliefs:
  soft: {about: stances.a.x.salience, talks: [one, three], number: 12}
groups:
  mixed: {together: [stances.a.x.salience, talks.two.without_agreement.y.level, stances.c.z.salience]}
"""


def test_what_hangs_on_a_talk_hangs_on_the_joined_one() -> None:
    version, ident = joined(read_text(HUNG), ("one", "two"))
    table = version.talks[ident]
    assert list(version.talks) == [ident, "three"]
    assert (table.parties, table.issues) == (("a", "b", "c"), ("x", "y"))
    assert {party: one.power.middle for party, one in table.power.items()} == {"a": 3, "b": 1, "c": 1}
    assert list(table.doubt) == ["b"]
    assert table.chance is not None
    assert list(version.links) == ["outer"]
    assert (version.links["outer"].if_fails, version.links["outer"].then_falls) == (ident, "three")
    assert version.threats["blow"].if_fails == ident
    assert version.beliefs["soft"].talks == (ident, "three")
    assert version.groups["mixed"].together == ("stances.a.x.salience", "stances.c.z.salience")
    assert check_case(version) == []


def test_a_promise_falls_away_where_the_joined_deal_settles_what_it_moves() -> None:
    promises = """promises:
  soft: {actor: b, talk: one, moves: stances.b.y.position, to: 20}
  hard: {actor: b, talk: one, moves: stances.b.z.position, to: 20}
"""
    text = HUNG.replace(
        "y: {position: 100, salience: 20}}", "y: {position: 100, salience: 20}, z: {position: 50, salience: 5}}"
    )
    version, ident = joined(read_text(text + promises), ("one", "two"))
    assert [(name, promise.talk) for name, promise in version.promises.items()] == [("hard", ident)]
    assert check_case(version) == []


def test_cases_of_the_gallery_are_joined_or_say_why() -> None:
    found = tertius.linkage(tertius.load("two-patrons"), threads=1)
    assert set(found.tables[0].gains) == {"client", "first", "second"}
    nile = tertius.linkage(tertius.load("nile-dam-2020"), threads=1)
    assert not nile.tables
    assert "says how patient its parties are" in nile.apart["dam", "support"]


def test_gains_over_draws() -> None:
    found = tertius.linkage(
        read_text(three().replace("i0: {position: 100, salience: 60}", "i0: {position: 100, salience: 50 to 70}")),
        draws=4,
        threads=1,
    )
    gain = found.tables[-1].gains["one"]
    assert found.draws == 4
    assert 15 < gain.low < gain.high < 35


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("rule: mean", "is decided by a rule and not bargained"),
        ("solution: egalitarian", "settle at different solutions"),
    ],
)
def test_what_cannot_be_joined_says_why(change: str, told: str) -> None:
    case = read_text(three().replace("without_agreement: {i0: 50}", f"without_agreement: {{i0: 50}}, {change}"))
    found = tertius.linkage(case, threads=1)
    assert told in found.apart["t0", "t1"]
    assert [table.talks for table in found.tables] == [("t1", "t2")]


def test_one_talk_cannot_be_joined() -> None:
    case: Case = tertius.load("ec-emission-1994")
    with pytest.raises(UsageError, match="it takes two to be joined"):
        tertius.linkage(case)
