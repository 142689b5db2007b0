"""`challenge` against the slow reference, voter by voter; and where rounding used to decide."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.rules.decisions.challenge.challenge import Variant, challenge, dyads
from tertius.rules.decisions.challenge.rounds import play
from tests.reference.slow_challenge import SlowRound

Columns = tuple[np.ndarray, np.ndarray, np.ndarray]
VARIANTS: tuple[Variant, ...] = ("printed", "code")


def table(seed: int, actors: int) -> Columns:
    """A random table; a few of many actors stand at one place, or carry no weight."""
    rng = np.random.default_rng(seed)
    x, s, c = rng.uniform(-20, 80, actors), rng.uniform(0.05, 1, actors), rng.uniform(0.1, 5, actors)
    if actors > 4:
        x[1] = x[0]
        c[2] = 0
    return x, s, c


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.sampled_from(VARIANTS), st.sampled_from([1.0, 0.6]))
def test_a_round_is_that_of_the_slow_reference(seed: int, actors: int, variant: Variant, quo: float) -> None:
    x, s, c = table(seed, actors)
    span = float(np.ptp(x))
    played = challenge(x, s, c, variant, 4, quo)
    for before, after, risks in zip(played.positions[:-1], played.positions[1:], played.risks, strict=True):
        slow = SlowRound(before.tolist(), s.tolist(), c.tolist(), variant == "printed", quo, span)
        assert after == pytest.approx(np.array(slow.after()), rel=0, abs=1e-9 * span)
        assert risks == pytest.approx(np.array(slow.risk), rel=0, abs=1e-9)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("quo", [1.0, 0.6])
def test_what_sixty_actors_expect_is_that_of_the_slow_reference(variant: Variant, quo: float) -> None:
    x, s, c = table(3, 60)
    found = dyads(x, s, c, variant, quo)
    slow = SlowRound(x.tolist(), s.tolist(), c.tolist(), variant == "printed", quo, float(np.ptp(x)))
    everybody = range(len(x))
    own, others = ([[of(i, j) for j in everybody] for i in everybody] for of in (slow.own, slow.others))
    np.testing.assert_allclose(found.own, own, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.others, others, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.risk, slow.risk, rtol=0, atol=1e-12)


@pytest.mark.parametrize("variant", VARIANTS)
def test_who_gives_way_stands_where_the_other_stood(variant: Variant) -> None:
    """Not beside it by a rounding, where the two would challenge each other over nothing in the next round."""
    moved = 0
    for seed in range(40):
        x, s, c = table(seed, 9)
        played = play(x, s, c, variant)
        outcome = played.outcome
        for t, i in zip(*np.nonzero((outcome.kinds == 1) | (outcome.kinds == 3)), strict=True):
            assert outcome.positions[t + 1, i] == outcome.positions[t, outcome.movers[t, i]]
            moved += 1
        for one in played.rounds:
            assert all(one.moved[offer.mover] == offer.goal for offer in one.offers if offer.taken)
    assert moved > 100


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_table_turned_round_has_the_votes_turned_round(variant: Variant) -> None:
    """Two who are alike stay, though what they expect is a sum over others who stand apart: a = b to the last bit."""
    x, alike = np.array([30.0, 50, 70]), np.full(3, 0.3)
    found = dyads(x, alike, np.ones(3), variant)
    assert found.own[0, 2] == found.own[2, 0] == found.others[0, 2]
    assert challenge(x, alike, np.ones(3), variant).kinds[0, [0, 2]].tolist() == [0, 0]
