"""The quantile functions against SciPy's, and what every one of them promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tertius.case.parse.quantity import SHAPES, Quantity, read_quantity
from tertius.draws.distribution import QUANTILES, quantile

U = np.linspace(0, 1, 1001)


def known(quantity: Quantity) -> Any:
    """The same distribution as SciPy has it."""
    low, likely, width = quantity.low, quantity.middle, quantity.high - quantity.low
    if quantity.distribution == "uniform":
        return stats.uniform(low, width)
    if quantity.distribution == "triangular":
        return stats.triang((likely - low) / width, low, width)
    if quantity.distribution == "pert":
        a, b = 1 + 4 * (likely - low) / width, 1 + 4 * (quantity.high - likely) / width
        return stats.beta(a, b, low, width)
    return stats.truncnorm((low - likely) * 4 / width, (quantity.high - likely) * 4 / width, likely, width / 4)


@pytest.mark.parametrize(
    "words",
    [
        "45 to 75", "45 to 75, uniform", "45 to 75, likely 60", "45 to 75, likely 45, pert", "-3 to 9, pert",
        "0 to 1, likely 1, triangular", "45 to 75, triangular", "45 to 75, likely 50, triangular",
        "45 to 75, normal", "45 to 75, likely 70, normal", "0 to 1, likely 0, normal",
    ],
)  # fmt: skip
def test_the_quantiles_are_those_of_scipy(words: str) -> None:
    quantity = read_quantity(words)
    np.testing.assert_allclose(quantile(quantity, U), known(quantity).ppf(U), rtol=1e-9, atol=1e-9)


ends = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@given(st.lists(ends, min_size=3, max_size=3), st.sampled_from(SHAPES), st.lists(st.floats(0, 1), min_size=1))
def test_every_shape_rises_from_end_to_end(values: list[float], shape: Any, shares: list[float]) -> None:
    low, likely, high = sorted(values)
    u = np.array([0.0, *sorted(shares), 1.0])
    found = quantile(Quantity(low, high, likely, shape=shape), u)
    assert found[0] == low
    assert found[-1] == high
    assert np.all((low <= found) & (found <= high))
    # To a rounding: the functions of SciPy are exact to about 1e-15.
    assert np.all(np.diff(found) >= -1e-12 * max(1.0, abs(low), abs(high)))


@given(st.lists(ends, min_size=3, max_size=3, unique=True))
def test_the_mean_of_pert_weighs_the_likely_value_four_times(values: list[float]) -> None:
    low, likely, high = sorted(values)
    u = (np.arange(20_000) + 0.5) / 20_000
    mean = quantile(Quantity(low, high, likely), u).mean()
    assert mean == pytest.approx((low + 4 * likely + high) / 6, abs=1e-4 * (high - low))


def test_a_normal_range_holds_two_standard_deviations_either_side() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    found = quantile(read_quantity("-2 to 2, normal"), u)
    assert found.std() == pytest.approx(stats.truncnorm(-2, 2).std(), rel=1e-4)


def test_without_a_likely_value_the_middle_stands_in() -> None:
    for shape in ("pert", "triangular", "normal"):
        plain, likely = (quantile(Quantity(2, 6, value, shape=shape), U) for value in (None, 4.0))
        np.testing.assert_array_equal(plain, likely)
    assert not np.array_equal(quantile(Quantity(2, 6), U), quantile(Quantity(2, 6, 4.0), U))


def test_a_number_without_width_is_that_number() -> None:
    np.testing.assert_array_equal(quantile(Quantity(3, 3), U), np.full_like(U, 3.0))


def test_every_shape_that_can_be_written_can_be_drawn() -> None:
    assert set(QUANTILES) == set(SHAPES)
