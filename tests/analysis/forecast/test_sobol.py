"""The estimators against those of SciPy, and errors that repeat."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.analysis.forecast.sobol import Indices, sobol_indices


def samples(seed: int, outputs: int = 2, inputs: int = 3, n: int = 64) -> tuple[Any, Any, Any]:
    """Outputs of a random function, quadratic in its inputs."""
    rng = np.random.default_rng([seed, 1])
    linear, square = rng.normal(size=(inputs, outputs)), rng.normal(size=(inputs, inputs, outputs))
    a, b = rng.random((n, inputs)), rng.random((n, inputs))
    mixed = np.repeat(a[None], inputs, axis=0)
    for i in range(inputs):
        mixed[i, :, i] = b[:, i]

    def function(x: Any) -> Any:
        return np.moveaxis(x @ linear + np.einsum("...i,...j,ijo->...o", x, x, square), -1, -2)

    return function(a), function(b), function(mixed)


@given(st.integers(0, 10**6))
def test_the_estimates_are_those_of_scipy(seed: int) -> None:
    from scipy.stats import sobol_indices as scipys

    f_a, f_b, f_mixed = samples(seed)
    found = sobol_indices(f_a, f_b, f_mixed, 1)
    expected = scipys(func={"f_A": f_a, "f_B": f_b, "f_AB": f_mixed}, n=f_a.shape[1])
    assert found.first == pytest.approx(expected.first_order, abs=1e-9)
    assert found.total == pytest.approx(expected.total_order, abs=1e-9)


def fields(found: Indices) -> list[bytes]:
    return [getattr(found, name).tobytes() for name in Indices.__dataclass_fields__]


def test_the_same_seed_gives_the_same_errors() -> None:
    one, again, other = (sobol_indices(*samples(3), seed) for seed in (1, 1, 2))
    assert fields(one) == fields(again)
    assert not np.array_equal(one.first_error, other.first_error)
    assert np.array_equal(one.first, other.first)


def test_errors_fall_with_the_root_of_the_rows() -> None:
    few, many = sobol_indices(*samples(5, n=256), 1), sobol_indices(*samples(5, n=4096), 1)
    assert many.first_error / few.first_error == pytest.approx(1 / 4, abs=0.1)


def test_nothing_moves_and_nothing_is_divided_by_0() -> None:
    found = sobol_indices(np.ones((1, 8)), np.ones((1, 8)), np.ones((2, 1, 8)), 1)
    assert found.first.tolist() == found.total.tolist() == [[0, 0]]


def test_no_outputs_have_no_indices() -> None:
    assert sobol_indices(np.ones((0, 8)), np.ones((0, 8)), np.ones((2, 0, 8)), 1).first.shape == (0, 2)
