"""The table of PERT against the inverse that SciPy works out value by value, and that a value stands by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import betaincinv

from tertius.case.parse.quantity import Quantity
from tertius.draws.distribution import quantile
from tertius.draws.pert import pert

likely_values = st.one_of(
    st.floats(0, 1),
    st.floats(0, 12).map(lambda power: 10**-power),
    st.floats(0, 12).map(lambda power: 1 - 10**-power),
)


def shares(seed: int) -> np.ndarray:
    """Shares of the draws from 0 to 1, crowded at both ends and around the median, where two polynomials meet."""
    rng = np.random.default_rng(seed)
    tails = 10.0 ** -rng.uniform(0, 90, 200), 1 - 10.0 ** -rng.uniform(0, 16, 200)
    return np.sort(np.concatenate([[0, 1], rng.random(500), *tails, 0.5 + rng.uniform(-1e-9, 1e-9, 50)]))


def slow_pert(u: np.ndarray, likely: float) -> np.ndarray:
    """The regularised incomplete beta function turned round, value by value."""
    return np.where(u > 0, betaincinv(1 + 4 * likely, 1 + 4 * (1 - likely), np.maximum(u, 1e-100)), 0.0)


@given(likely_values, st.integers(0, 10**6))
@example(0.0, 1)
@example(1.0, 1)
@example(0.5, 1)
@example(5e-324, 1)
def test_the_table_is_the_slow_inverse(likely: float, seed: int) -> None:
    u = shares(seed)
    np.testing.assert_allclose(pert(u, likely), slow_pert(u, likely), rtol=0, atol=1e-12)


@given(likely_values, st.integers(0, 10**6))
def test_it_rises_and_stays_between_the_ends(likely: float, seed: int) -> None:
    found = pert(shares(seed), likely)
    assert found[0] == 0
    assert found[-1] == 1
    assert ((found >= 0) & (found <= 1)).all()
    assert np.diff(found).min() >= -1e-13


@given(likely_values, st.integers(0, 10**6), st.integers(1, 60))
def test_a_value_has_the_same_bits_whatever_is_asked_with_it(likely: float, seed: int, cut: int) -> None:
    u = np.random.default_rng(seed).permutation(shares(seed))[:600]
    whole = pert(u, likely)
    np.testing.assert_array_equal(np.concatenate([pert(u[i : i + cut], likely) for i in range(0, len(u), cut)]), whole)
    np.testing.assert_array_equal(np.array([pert(u[i : i + 1], likely)[0] for i in range(0, len(u), 7)]), whole[::7])
    np.testing.assert_array_equal(pert(u[::cut], likely), whole[::cut])
    np.testing.assert_array_equal(pert(u.reshape(20, 30).T, likely), whole.reshape(20, 30).T)
    np.testing.assert_array_equal(pert(np.stack([u, u], axis=1)[:, 1], likely), whole)


@given(likely_values)
def test_a_range_turned_round_has_its_values_turned_round(likely: float) -> None:
    u = np.arange(2**12 + 1) / 2**12  # so that 1 - u is exact
    np.testing.assert_allclose(pert(u, likely), 1 - pert(1 - u, 1 - likely), rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1,)])
def test_any_shape_goes(shape: tuple[int, ...]) -> None:
    assert quantile(Quantity(2, 6, 3), np.full(shape, 0.25)).shape == shape
