"""Calibration tables and Wilson's interval: by hand, against the loop and against its equation."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import calibration_table, wilson_interval

cases_of = st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=40)


def test_a_table_by_hand() -> None:
    """Five forecasts in two bins: 0.1 and 0.3, none happened; 0.5, 0.9 and 1, two of three happened."""
    table = calibration_table([0.1, 0.9, 0.3, 0.5, 1.0], [0, 1, 0, 0, 1], bins=2)
    assert list(table.low) == [0, 0.5]
    assert list(table.high) == [0.5, 1]
    assert list(table.count) == [2, 3]
    assert table.forecast == pytest.approx([0.2, 0.8])
    assert table.observed == pytest.approx([0, 2 / 3])
    # z = 1.95996: (0 + z^2/2 + z sqrt(z^2/4)) / (2 + z^2) = z^2 / (2 + z^2) = 0.6576
    assert (table.observed_low[0], table.observed_high[0]) == pytest.approx((0, 0.65762), abs=1e-5)


def test_an_empty_bin_says_that_nothing_is_known() -> None:
    table = calibration_table([0.1], [1], bins=[0, 0.5, 1])
    assert list(table.count) == [1, 0]
    assert math.isnan(table.forecast[1])
    assert math.isnan(table.observed[1])
    assert (table.observed_low[1], table.observed_high[1]) == (0, 1)


def test_an_edge_belongs_to_the_bin_above_and_one_to_the_last() -> None:
    tenths = [k / 10 for k in range(11)]
    assert list(calibration_table(tenths, [0] * 11).count) == [1] * 9 + [2]


@given(cases_of, st.integers(1, 12))
def test_against_the_loop(cases: list[tuple[int, bool]], bins: int) -> None:
    p, o = [percent / 100 for percent, _ in cases], [happened for _, happened in cases]
    table = calibration_table(p, o, bins)
    assert table.count.sum() == len(cases)
    for k in range(bins):
        low, high = k / bins, (k + 1) / bins
        inside = [place for place, q in enumerate(p) if low <= q < high or (k == bins - 1 and q == 1)]
        assert table.count[k] == len(inside)
        if inside:
            assert table.forecast[k] == pytest.approx(sum(p[i] for i in inside) / len(inside))
            assert table.observed[k] == pytest.approx(sum(o[i] for i in inside) / len(inside))
            assert table.observed_low[k] <= table.observed[k] <= table.observed_high[k]


def test_wilson_by_hand() -> None:
    """2 of 10 at 95 percent: z^2 = 3.84146, (2 + 1.92073 -+ 1.95996 sqrt(1.6 + 0.96036)) / 13.84146."""
    low, high = wilson_interval(2, 10)
    assert (low[0], high[0]) == pytest.approx((0.05668, 0.50984), abs=1e-5)
    low, high = wilson_interval([0, 10, 0], [10, 10, 0])
    assert list(low) == pytest.approx([0, 1 / (1 + 0.384146), 0], abs=1e-6)
    assert list(high) == pytest.approx([0.384146 / 1.384146, 1, 1], abs=1e-6)


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0.5, 0.99))
def test_wilson_solves_its_equation(n: int, share: float, coverage: float) -> None:
    """Its ends are the true shares from which the observed one is just z standard errors away."""
    k = round(share * n)
    z = NormalDist().inv_cdf((1 + coverage) / 2)
    for end in wilson_interval(k, n, coverage):
        assert (k / n - end[0]) ** 2 == pytest.approx(z**2 * end[0] * (1 - end[0]) / n, abs=1e-9)


def test_wilson_covers_about_what_it_promises() -> None:
    """For one true share coverage goes up and down with it; over many it averages what was promised."""
    from scipy.stats import binom

    k, truth = np.arange(61), np.linspace(0.05, 0.95, 181)[:, None]
    low, high = wilson_interval(k, 60, 0.9)
    covered = (binom.pmf(k, 60, truth) * ((low <= truth) & (truth <= high))).sum(axis=1)
    assert covered.mean() == pytest.approx(0.9, abs=0.01)
    assert covered.min() > 0.85


def test_the_table_as_a_frame() -> None:
    frame = calibration_table([0.1, 0.9], [0, 1], bins=2).to_frame()
    assert list(frame.columns) == ["low", "high", "count", "forecast", "observed", "observed_low", "observed_high"]
    assert frame["count"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("bins", "says"),
    [(0, "at least 1"), ([0, 0.5], "from 0 to 1"), ([0, 0.6, 0.5, 1], "rise from 0 to 1"), ([1], "from 0 to 1")],
)
def test_wrong_bins_are_named(bins: int | list[float], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        calibration_table([0.5], [1], bins)


def test_wrong_counts_and_coverage_are_named() -> None:
    with pytest.raises(UsageError, match="above the count"):
        wilson_interval(3, 2)
    with pytest.raises(UsageError, match="for 95 percent"):
        wilson_interval(1, 2, 95)
