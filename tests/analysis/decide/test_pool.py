"""The pool of a decision: laws that hold for every table, and what it says of uses that it was not fitted on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.decide.ingredients import GRID, Tables, features_of, ingredients_of
from tertius.analysis.decide.parameters import INGREDIENTS, parameters_of, pool_parameters
from tertius.analysis.forecast import pool_decision, pool_many
from tertius.scores import crps_of_cdf

EU = ("commission", "parliament", "member", "member", "member", "member")
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
@given(tables(), st.one_of(st.none(), st.floats(0, 100)))
def test_every_valid_table_has_a_distribution(table: Any, reference: float | None) -> None:
    pooled = pool_decision(*table, reference=reference)
    assert pooled.chances.sum() == pytest.approx(1)
    assert pooled.chances.min() >= 0
    assert 0 <= pooled.quantile(0.1) <= pooled.median <= pooled.quantile(0.9) <= 100
    low, high = pooled.range(0.8)
    assert pooled.within(low, high) >= 0.8 - 1e-9
    assert high - low <= pooled.quantile(0.9) - pooled.quantile(0.1)


@settings(max_examples=30)
@given(tables(), st.permutations(range(6)))
def test_neither_names_nor_units_change_it(table: Any, order: list[int]) -> None:
    pooled = pool_decision(*table, reference=30)
    moved = [[column[i] for i in order if i < len(column)] for column in table]
    assert pool_decision(*moved, reference=30).chances == pytest.approx(pooled.chances, abs=1e-6)
    years = [4 + x * 0.06 for x in table[0]]
    other = pool_decision(years, table[1], [7 * c for c in table[2]], reference=4 + 30 * 0.06, scale=(4, 10))
    assert other.chances == pytest.approx(pooled.chances, abs=1e-6)
    assert (other.grid[0], other.grid[-1]) == (4, pytest.approx(10))


def test_a_table_read_from_the_other_end_gives_the_mirror_image() -> None:
    x, s, c = TABLE
    there = pool_decision(x, s, c, reference=10, roles=EU)
    back = pool_decision([100 - p for p in x], s, c, reference=90, roles=EU)
    assert back.chances == pytest.approx(there.chances[::-1], abs=1e-9)
    assert back.mean == pytest.approx(100 - there.mean)


@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_capabilities_of_any_size_will_do(size: float) -> None:
    x, s, c = TABLE
    assert pool_decision(x, s, [size * each for each in c]).chances == pytest.approx(pool_decision(x, s, c).chances)


def test_quantities_follow_from_the_chances() -> None:
    pooled = pool_decision(*TABLE, reference=0, roles=EU)
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


def test_consensus_is_sharp_and_conflict_is_wide() -> None:
    same, apart = pool_decision([60] * 4, [50] * 4, [1] * 4), pool_decision([0, 0, 100, 100], [50] * 4, [1] * 4)
    assert same.median == 60
    assert same.within(50, 70) > 0.85
    assert apart.median == 50
    assert apart.within(0, 1) + apart.within(99, 100) > 0.2
    assert apart.within(40, 60) < 0.5 < same.within(58, 62)
    assert same.range(0.5)[1] - same.range(0.5)[0] < 10 < apart.range(0.5)[1] - apart.range(0.5)[0]


def test_the_reference_and_the_parliament_draw_the_forecast_where_they_are() -> None:
    x, s, c = TABLE
    plain = pool_decision(x, s, c, roles=EU)
    assert pool_decision(x, s, c, reference=0, roles=EU).within(0, 0) > plain.within(0, 0)
    assert plain.within(95, 100) > pool_decision(x, s, c).within(95, 100)


def test_many_tables_are_what_each_is_alone() -> None:
    rng = np.random.default_rng(5)
    x, s, c = rng.uniform(0, 100, (3, 40, 6))
    references = np.where(rng.random(40) < 0.5, np.nan, rng.uniform(0, 100, 40))
    many = pool_many(x, s, c, references=references, roles=EU)
    assert many.shape == (40, 101)
    for d in range(0, 40, 7):
        known = None if np.isnan(references[d]) else references[d]
        assert many[d] == pytest.approx(pool_decision(x[d], s[d], c[d], reference=known, roles=EU).chances)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"saliences": [0] * 6}, "nobody has any weight"),
        ({"capabilities": [0] * 6}, "nobody has any weight"),
        ({"positions": [101, *TABLE[0][1:]]}, "positions must be from 0 to 100, found 101"),
        ({"saliences": [-1, *TABLE[1][1:]]}, "saliences must be from 0 to 100, found -1"),
        ({"capabilities": [np.nan, *TABLE[2][1:]]}, "capabilities must be 0 or more, found nan"),
        ({"reference": 120}, "the reference must be from 0 to 100, found 120"),
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
    assert pool_decision(*TABLE, reference=0, roles=EU).outside == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"roles": None}, "decisions of the European Union"),
        ({"roles": ("other",) * 6}, "decisions of the European Union"),
        ({"roles": ("member", *EU[1:])}, "Commission is not among"),
        ({"roles": ("commission", *EU[2:], "member")}, "Parliament is not among"),
        ({"reference": None}, "reference is not given"),
        ({"capabilities": [9, 0.1, 0.1, 0.1, 0.1, 0.1]}, "of all weight"),
        ({"capabilities": [1, 1, 1, 0, 0, 0]}, "3 actors have weight, where the pool has seen 4 to 30"),
        ({"positions": [50, 51, 50, 52, 50, 51]}, "closer together than any"),
    ],
)
def test_outside_of_what_it_was_fitted_on_it_says_so(changed: dict[str, Any], said: str) -> None:
    told: dict[str, Any] = dict(zip(("positions", "saliences", "capabilities"), TABLE, strict=True))
    pooled = pool_decision(**{**told, "reference": 0, "roles": EU, **changed})
    assert any(said in reason for reason in pooled.outside), pooled.outside


def test_the_parameters_are_shares_and_come_back_as_they_were_written() -> None:
    parameters = pool_parameters()
    assert sum(parameters.weights.values()) == pytest.approx(1, abs=1e-3)
    assert parameters_of(parameters.to_dict()) == parameters


def test_the_ingredients_are_distributions_and_the_pool_is_their_mixture() -> None:
    x, s, c = (np.array([column], float) for column in TABLE)
    parliament = np.array([role == "parliament" for role in EU])
    told = Tables(x / 100, s / 100, c, np.array([np.nan]), parliament)
    parameters = pool_parameters()
    chances, there = ingredients_of(told, features_of(told, parameters.exponent), parameters)
    assert chances.sum(axis=2)[there] == pytest.approx(1)
    assert not there[0, INGREDIENTS.index("reference")]
    assert GRID[int(chances[0, INGREDIENTS.index("midpoint")].argmax())] == 0.5
    shares = np.array([parameters.weights[name] for name in INGREDIENTS]) * there[0]
    pooled = pool_decision(*TABLE, roles=EU)
    assert shares / shares.sum() @ chances[0] == pytest.approx(pooled.chances)
    assert crps_of_cdf(np.repeat(pooled.grid, 2), _steps(pooled.chances), [55])[0] > 0


def _steps(chances: Any) -> Any:
    below = np.cumsum(chances)
    return np.clip(np.stack([below - chances, below], axis=1).ravel(), 0, 1)
