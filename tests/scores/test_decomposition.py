"""Murphy's partition: by hand, it adds up, and its parts mean what they say."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.scores import brier_score, decompose_brier

cases_of = st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=40)


def test_by_hand() -> None:
    """0.8 four times, of which three happened; 0.2 four times, of which none did. Base rate 3/8.

    Reliability (0.05^2 + 0.2^2)/2 = 0.02125; resolution ((3/8)^2 + (3/8)^2)/2 = 0.140625; uncertainty 15/64 = 0.234375;
    score (3 * 0.04 + 0.64 + 4 * 0.04)/8 = 0.115 = 0.02125 - 0.140625 + 0.234375.
    """
    parts = decompose_brier([0.8] * 4 + [0.2] * 4, [1, 1, 1, 0, 0, 0, 0, 0])
    assert parts.score == pytest.approx(0.115)
    assert parts.reliability == pytest.approx(0.02125)
    assert parts.resolution == pytest.approx(0.140625)
    assert parts.uncertainty == pytest.approx(0.234375)
    assert parts.within == 0


def test_the_base_rate_scores_the_uncertainty() -> None:
    parts = decompose_brier(0.25, [1, 0, 0, 0])
    assert (parts.reliability, parts.resolution) == pytest.approx((0, 0))
    assert parts.score == pytest.approx(parts.uncertainty)


def test_one_bin_by_hand() -> None:
    """0 and 1, both right: one bin of mean 0.5, share 0.5. Only W is left to offset the uncertainty: -1/4."""
    parts = decompose_brier([0, 1], [0, 1], bins=1)
    assert (parts.score, parts.reliability, parts.resolution) == (0, 0, 0)
    assert (parts.uncertainty, parts.within) == pytest.approx((0.25, -0.25))


@given(cases_of, st.none() | st.integers(1, 12))
def test_it_adds_up(cases: list[tuple[int, bool]], bins: int | None) -> None:
    p, o = [tenths / 10 for tenths, _ in cases], [happened for _, happened in cases]
    parts = decompose_brier(p, o, bins)
    assert parts.score == pytest.approx(brier_score(p, o).mean())
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert whole == pytest.approx(parts.score, abs=1e-12)


@given(cases_of)
def test_against_the_sum_over_groups(cases: list[tuple[int, bool]]) -> None:
    groups: dict[float, list[bool]] = defaultdict(list)
    for tenths, happened in cases:
        groups[tenths / 10].append(happened)
    n, base = len(cases), sum(happened for _, happened in cases) / len(cases)
    shares = {p: sum(members) / len(members) for p, members in groups.items()}
    parts = decompose_brier([tenths / 10 for tenths, _ in cases], [happened for _, happened in cases])
    reliability = sum(len(groups[p]) * (p - share) ** 2 for p, share in shares.items()) / n
    resolution = sum(len(groups[p]) * (share - base) ** 2 for p, share in shares.items()) / n
    assert parts.reliability == pytest.approx(reliability)
    assert parts.resolution == pytest.approx(resolution)
    assert parts.uncertainty == pytest.approx(base * (1 - base))
