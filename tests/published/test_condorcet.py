"""Known answers for `condorcet`: small elections by hand, the published table, and Black's theorem."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.condorcet import Election, condorcet, votes_between
from tertius.rules.decisions.stances import stances_on
from tertius.rules.decisions.weighted_median import weighted_median

columns = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 4)), min_size=1, max_size=9).filter(
    lambda rows: any(weight for _, weight in rows)
)


def test_two_positions_have_the_odds_of_their_weights() -> None:
    """By hand: weights 3 and 1 at the ends; nobody else. P(0 beats 100) = 3/4, and that is the whole race."""
    for election in get_args(Election):
        race = condorcet(np.array([0.0, 100, 100]), np.array([3.0, 0.5, 0.5]), election)
        assert race.places.tolist() == [0, 100]
        assert race.chances == pytest.approx([0.75, 0.25])
        assert race.winner == 0


def test_three_positions_by_hand() -> None:
    """Weights 1, 1, 1 at 0, 50, 100. 50 beats either end with 2 x 50 of 150 votes, the ends tie.

    conditional: 1/3 x 1/2 : 2/3 x 2/3 : 1/2 x 1/3, that is 3 : 8 : 3. long-run: 3p = p + (p + q)/3 + p, so q = 2p.
    """
    x, w = np.array([0.0, 50, 100]), np.ones(3)
    assert condorcet(x, w).chances == pytest.approx(np.array([3, 8, 3]) / 14)
    assert condorcet(x, w, "long-run").chances == pytest.approx([0.25, 0.5, 0.25])
    assert condorcet(x, w).winner == 50


def test_the_emission_standards() -> None:
    case = tertius.load("ec-emission-1994")
    settlement = tertius.settle(case, rule="condorcet")
    assert settlement.levels["delay"] == pytest.approx(7)
    ending = tertius.RULES["condorcet"].endings(case)["delay"]
    assert [level for level, _ in ending.chances] == [4, 7, 10]
    assert sum(chance for _, chance in ending.chances) == pytest.approx(1)
    stances = stances_on(case, "delay")
    assert condorcet(stances.position, stances.capability * stances.salience).beats[1].min() >= 0.5


@given(columns)
def test_the_winner_is_the_weighted_median(rows: list[tuple[int, int]]) -> None:
    """Black 1948, with votes as large as distances: the sum of weighted distances is least there."""
    x, w = (np.array(column, float) for column in zip(*rows, strict=True))
    assert condorcet(x, w).winner == pytest.approx(weighted_median(x, w))


@given(columns, st.sampled_from(get_args(Election)))
def test_chances_are_chances_from_either_end_and_on_any_scale(rows: list[tuple[int, int]], election: Election) -> None:
    x, w = (np.array(column, float) for column in zip(*rows, strict=True))
    race = condorcet(x, w, election)
    assert race.chances.sum() == pytest.approx(1)
    assert (race.chances >= 0).all()
    assert race.beats + race.beats.T == pytest.approx(1)
    assert condorcet(-x, w, election).chances == pytest.approx(race.chances[::-1], abs=1e-9)
    assert condorcet(7 + 3 * x, 5 * w, election).chances == pytest.approx(race.chances, abs=1e-9)


def test_edges() -> None:
    assert condorcet(np.array([7.0, 7.0]), np.array([0.0, 2.0])).chances.tolist() == [1]
    tie = condorcet(np.array([0.0, 100]), np.array([0.1 + 0.2, 0.3]), "long-run")
    assert tie.winner == 50
    assert tie.chances == pytest.approx([0.5, 0.5])
    with pytest.raises(ValueError, match="nobody"):
        condorcet(np.array([0.0, 100]), np.zeros(2))
    with pytest.raises(ValueError, match="no election 'first'"):
        condorcet(np.array([0.0, 100]), np.ones(2), "first")  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), min_size=1, max_size=25),
    st.sampled_from([1.0, 1e-3, 1e6]),
)
def test_votes_by_prefix_sums_are_those_counted_voter_by_voter(rows: list[tuple[int, int]], scale: float) -> None:
    x, w = (np.array(column, np.float64) for column in zip(*rows, strict=True))
    places = np.unique(x * scale)
    counted = [
        [sum(v * max(abs(k - b) - abs(k - a), 0.0) for k, v in zip(x * scale, w, strict=True)) for b in places]
        for a in places
    ]
    np.testing.assert_allclose(votes_between(x * scale, w, places), counted, rtol=0, atol=1e-10 * scale * w.sum())
