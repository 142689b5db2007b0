"""Sobol's sequence and its scramblings are those of SciPy, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats.qmc import Sobol

from tertius.draws.sequence import Scrambling


@pytest.mark.parametrize("dimensions", [1, 2, 3, 10, 93, 186, 700])
@pytest.mark.parametrize("seed", [0, 7])
def test_points_are_those_of_scipy(dimensions: int, seed: int) -> None:
    ours = Scrambling(dimensions, np.random.default_rng(seed)).points(0, 256)
    theirs = Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed)).random(256)
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("first", [1, 2, 3, 100, 1_023, 1_024, 123_456])
def test_points_far_on_are_those_of_scipy(first: int) -> None:
    engine = Sobol(17, scramble=True, rng=np.random.default_rng(3))
    engine.fast_forward(first)
    ours = Scrambling(17, np.random.default_rng(3)).points(first, first + 50)
    np.testing.assert_array_equal(ours, engine.random(50))


def test_more_dimensions_than_have_directions_are_refused() -> None:
    with pytest.raises(ValueError, match="21202 dimensions"):
        Scrambling(21_202, np.random.default_rng(1))
