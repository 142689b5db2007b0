"""Offers: they are what the rounds of `challenge` rest on, and the one that is taken is the one that is carried out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.challenge.challenge import KINDS, Variant, challenge
from tertius.rules.decisions.challenge.rounds import play, quadrant_of
from tertius.rules.decisions.stances import stances_on


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = draw(st.integers(2, 7))
    numbers = st.lists(st.integers(0, 20), min_size=count, max_size=count)
    positions = np.array(draw(numbers), float)
    saliences = np.array(draw(numbers), float) / 20
    return positions, saliences, 1 + np.array(draw(numbers), float)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(["code", "printed"]))
def test_the_offer_that_is_taken_is_the_move_of_the_round(
    table: tuple[np.ndarray, np.ndarray, np.ndarray], variant: Variant
) -> None:
    positions, saliences, capabilities = table
    if not (saliences * capabilities).sum() > 0:
        return
    played = play(positions, saliences, capabilities, variant, rounds=4)
    outcome = challenge(positions, saliences, capabilities, variant, rounds=4)
    assert np.array_equal(played.outcome.positions, outcome.positions)
    assert len(played.rounds) == len(outcome.kinds)
    for t, told in enumerate(played.rounds):
        assert np.array_equal(told.map.risk, outcome.risks[t])
        for i in range(len(positions)):
            own = [offer for offer in told.offers if offer.mover == i]
            taken = [offer for offer in own if offer.taken]
            assert [offer.challenger for offer in taken] == [j for j in [outcome.movers[t, i]] if j >= 0]
            assert bool(own) == bool(taken)
            if taken:
                assert taken[0].kind == KINDS[outcome.kinds[t, i]]
                assert taken[0].goal == pytest.approx(told.moved[i], abs=1e-12)
                assert taken[0].kind == min((offer.kind for offer in own), key=KINDS.index)
            else:
                assert told.moved[i] == told.positions[i]


def test_the_first_round_of_the_emission_standards() -> None:
    """The moves of the first round as the page of the rule has them, and the conflict that outranks other offers."""
    case = tertius.load("ec-emission-1994")
    stances = stances_on(case, "delay")
    actors = list(case.stances)
    first = play(stances.position, stances.salience / 100, stances.capability, rounds=1).rounds[0]
    moves = {(actors[o.mover], actors[o.challenger], o.kind) for o in first.offers if o.taken}
    assert moves == {
        ("belgium", "france", "compromise"),
        ("luxembourg", "belgium", "conflict"),
        ("ireland", "luxembourg", "conflict"),
    }
    assert len(first.offers) > len(moves)
    assert first.median == pytest.approx(8.42, abs=0.005)


def test_those_who_stand_at_one_place_play_no_round() -> None:
    played = play(np.array([5.0, 5.0]), np.array([0.5, 1.0]), np.array([1.0, 2.0]))
    assert played.rounds == ()
    assert played.outcome.medians[-1] == 5


@pytest.mark.parametrize(
    ("own", "other", "quadrant"),
    [(1, 1, "conflict"), (1, -1, "compromise +"), (-1, 1, "compromise -"), (-1, -1, "stalemate")],
)
def test_quadrants(own: float, other: float, quadrant: str) -> None:
    assert quadrant_of(own, other) == quadrant
