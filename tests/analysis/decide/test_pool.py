"""The pool of a decision: laws that hold for every table, and what it says of uses that it was not fitted on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.decide.cuts import CUTS, below_cuts, cuts_of, features_of
from tertius.analysis.decide.parameters import PARTS, parameters_of, pool_parameters
from tertius.analysis.decide.pool import tables_of
from tertius.analysis.forecast import pool_decision, pool_many
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.votes import majority

EU = ("commission", "parliament", "member", "member", "member", "member")
VOTES = majority([0, 0, 2, 1, 2, 2])
TABLE = ([70, 100, 0, 40, 100, 20], [50, 80, 60, 20, 90, 40], [0.15, 0.15, 0.1, 0.05, 0.12, 0.08])


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[float], list[float], list[float]]:
    """Tables in which somebody has weight; ties, zeros and poles are common."""
    actors = draw(st.integers(1, 6))
    number = st.one_of(st.sampled_from([0.0, 50.0, 100.0]), st.floats(0, 100))
    columns = [draw(st.lists(number, min_size=actors, max_size=actors)) for _ in range(3)]
    columns[1][0], columns[2][0] = 50.0, 10.0
    return columns[0], columns[1], columns[2]


@settings(max_examples=60)
@given(tables(), st.one_of(st.none(), st.floats(0.5, 1)))
def test_every_valid_table_has_a_distribution(table: Any, quota: float | None) -> None:
    pooled = pool_decision(*table, quota=quota)
    assert pooled.chances.sum() == pytest.approx(1)
    assert pooled.chances.min() >= 0
    assert 0 <= pooled.quantile(0.1) <= pooled.median <= pooled.quantile(0.9) <= 100
    low, high = pooled.range(0.8)
    assert pooled.within(low, high) >= 0.8 - 1e-9
    assert high - low <= pooled.quantile(0.9) - pooled.quantile(0.1)


@settings(max_examples=30)
@given(tables(), st.permutations(range(6)))
def test_neither_names_nor_units_change_it(table: Any, order: list[int]) -> None:
    pooled = pool_decision(*table, quota=0.7)
    moved = [[column[i] for i in order if i < len(column)] for column in table]
    assert pool_decision(*moved, quota=0.7).chances == pytest.approx(pooled.chances, abs=1e-6)
    years = [4 + x * 0.06 for x in table[0]]
    other = pool_decision(years, table[1], [7 * c for c in table[2]], quota=0.7, scale=(4, 10))
    assert other.chances == pytest.approx(pooled.chances, abs=1e-6)
    assert (other.grid[0], other.grid[-1]) == (4, pytest.approx(10))


def test_a_table_read_from_the_other_end_gives_the_mirror_image() -> None:
    x, s, c = TABLE
    there = pool_decision(x, s, c, roles=EU)
    back = pool_decision([100 - p for p in x], s, c, roles=EU)
    assert back.chances == pytest.approx(there.chances[::-1], abs=1e-9)
    assert back.mean == pytest.approx(100 - there.mean)


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_capabilities_of_any_size_will_do(size: float) -> None:
    x, s, c = TABLE
    assert pool_decision(x, s, [size * each for each in c]).chances == pytest.approx(pool_decision(x, s, c).chances)


def test_quantities_follow_from_the_chances() -> None:
    pooled = pool_decision(*TABLE, roles=EU, votes=VOTES)
    assert pooled.mean == pytest.approx(pooled.grid @ pooled.chances)
    assert pooled.within(0, 0) == pytest.approx(pooled.chances[0])
    assert pooled.within(-5, 200) == pytest.approx(1)
    assert pooled.within(pooled.median, 100) >= 0.5 - 1e-9
    frame = pooled.to_frame()
    assert frame["at_or_below"].iloc[-1] == pytest.approx(1)
    assert pooled.to_dict()["range_80"] == list(pooled.range(0.8))
    for wrong in (lambda: pooled.quantile(1.5), lambda: pooled.range(0)):
        with pytest.raises(ValueError, match="legal"):
            wrong()


def test_where_all_agree_it_is_as_wide_as_in_a_dispute_and_says_that_it_has_seen_nothing_alike() -> None:
    same, apart = pool_decision([60] * 4, [50] * 4, [1] * 4), pool_decision([0, 0, 100, 100], [50] * 4, [1] * 4)
    assert (same.median, apart.median) == (60, 50)
    assert same.within(60, 60) > 0.4
    assert same.within(0, 1) + same.within(99, 100) > 0.15
    assert any("closer together" in reason for reason in same.outside)
    assert not any("closer together" in reason for reason in apart.outside)


def test_the_core_and_the_parliament_draw_the_forecast_where_they_are() -> None:
    x, s, c = TABLE
    plain = pool_decision(x, s, c, roles=EU)
    assert plain.within(95, 100) > pool_decision(x, s, c).within(95, 100)
    low = majority([0, 0, 9, 1, 1, 9])  # those at 0 and 20 have the votes
    assert pool_decision(x, s, c, roles=EU, votes=low).mean < plain.mean - 3


def test_what_is_below_a_cut_is_what_the_equation_says() -> None:
    """F(t) = sigma(b1 L + b2 sign(t - mid) + b3 sign(t - parliament) + b4 (t - core) / 50), cut by cut, by hand."""
    (x, s, c), parameters = (np.array(column, float) for column in TABLE), pool_parameters()
    pooled = pool_decision(*TABLE, roles=EU, votes=VOTES)
    medians = []
    for a in (0.5, 1.0):
        for b in (0.5, 1.0):
            played = challenge(x, (s / 100) ** b, c**a, "printed", 3).medians[1:].tolist()
            medians += (played + played[-1:] * 3)[:3]
    weights = np.sqrt(c) * s
    mean = float(weights @ x / weights.sum())
    middle, parliament, core = 50, 100, 20  # of seven votes four are at 0 and 20, and five at 20 and above
    assert mean > core
    b1, b2, b3, b4 = (parameters.weights[name] for name in PARTS)
    for place, t in enumerate(np.arange(0.5, 100)):
        q = sum(m < t for m in medians) / len(medians)
        odds = b1 * np.log((q + 0.05) / (1 - q + 0.05)) + b2 * np.sign(t - middle) + b3 * np.sign(t - parliament)
        odds += b4 * (t - core) / 50
        assert pooled.chances[: place + 1].sum() == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-9)


def test_many_tables_are_what_each_is_alone() -> None:
    rng = np.random.default_rng(5)
    x, s, c = rng.uniform(0, 100, (3, 40, 6))
    many = pool_many(x, s, c, roles=EU, votes=VOTES)
    assert many.shape == (40, 101)
    for d in range(0, 40, 7):
        assert many[d] == pytest.approx(pool_decision(x[d], s[d], c[d], roles=EU, votes=VOTES).chances)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"saliences": [0] * 6}, "nobody has any weight"),
        ({"capabilities": [0] * 6}, "nobody has any weight"),
        ({"positions": [101, *TABLE[0][1:]]}, "positions must be from 0 to 100, found 101"),
        ({"saliences": [-1, *TABLE[1][1:]]}, "saliences must be from 0 to 100, found -1"),
        ({"capabilities": [np.nan, *TABLE[2][1:]]}, "capabilities must be 0 or more, found nan"),
        ({"quota": 0.4}, "a share of the capability from 0.5 to 1, found 0.4"),
        ({"votes": majority([1, 2])}, "votes of 2 actors for a table of 6"),
        ({"roles": EU[1:]}, "one entry for each actor"),
        ({"roles": ("king", *EU[1:])}, "'king' is no role: the roles are member, commission"),
        ({"scale": (10, 10)}, "its highest level must be above its lowest"),
        ({"positions": [1, 2]}, "one entry for each actor"),
    ],
)
def test_what_is_wrong_is_said(changed: dict[str, Any], said: str) -> None:
    told: dict[str, Any] = dict(zip(("positions", "saliences", "capabilities"), TABLE, strict=True))
    with pytest.raises(ValueError, match=said):
        pool_decision(**{**told, **changed})


def test_a_use_like_those_it_was_fitted_on_has_no_caveat() -> None:
    assert pool_decision(*TABLE, roles=EU, votes=VOTES).outside == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"roles": None}, "decisions of the European Union"),
        ({"roles": ("other",) * 6}, "decisions of the European Union"),
        ({"roles": ("member", *EU[1:])}, "Commission is not among"),
        ({"roles": ("commission", *EU[2:], "member")}, "Parliament is not among"),
        ({"votes": None}, "71 percent of the capability of the members is taken for a majority"),
        ({"votes": None, "roles": None}, "what no majority would overturn is not known"),
        ({"capabilities": [9, 0.1, 0.1, 0.1, 0.1, 0.1]}, "of all weight"),
        ({"capabilities": [1, 1, 1, 0, 0, 0]}, "3 actors have weight, where the pool has seen 4 to 30"),
        ({"positions": [50, 51, 50, 52, 50, 51]}, "closer together than any"),
    ],
)
def test_outside_of_what_it_was_fitted_on_it_says_so(changed: dict[str, Any], said: str) -> None:
    told: dict[str, Any] = dict(zip(("positions", "saliences", "capabilities"), TABLE, strict=True))
    pooled = pool_decision(**{**told, "votes": VOTES, "roles": EU, **changed})
    assert any(said in reason for reason in pooled.outside), pooled.outside


def test_the_parameters_let_it_rise_and_come_back_as_they_were_written() -> None:
    parameters = pool_parameters()
    assert list(parameters.weights) == list(PARTS)
    assert min(parameters.weights.values()) >= 0
    assert parameters_of(parameters.to_dict()) == parameters


@settings(max_examples=30)
@given(tables())
def test_every_part_rises_from_cut_to_cut(table: Any) -> None:
    x, s, c = (np.array([column], float) for column in table)
    told = tables_of(x, s, c, None, None, 0.6, (0, 100))
    cuts = cuts_of(told, features_of(told, 0.5), pool_parameters())
    assert cuts.shape == (1, len(PARTS), len(CUTS))
    assert (np.diff(cuts, axis=2) >= 0).all()
    assert (np.diff(below_cuts(cuts, np.array([1.0, 2, 3, 4]))) >= 0).all()
