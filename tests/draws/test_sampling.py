"""A draw depends on the case, the seed and its index alone; draws are spread as the numbers say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.case import read_text
from tertius.draws import REPLICATES, draw_at, sample, uncertain_of
from tertius.draws.sampling import MOST_DRAWS

METHODS = ("sobol", "random")
KOREA = uncertain_of(tertius.load("korea-2019"))[:7]
WHOLE = {method: sample(KOREA, 0, 200, 11, method) for method in METHODS}


@pytest.mark.parametrize("method", METHODS)
@given(st.lists(st.integers(1, 199), unique=True, max_size=9))
@settings(max_examples=40)
def test_the_rows_are_the_same_however_they_are_cut(method: str, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 200]
    parts = [sample(KOREA, a, b, 11, method) for a, b in pairwise(edges)]
    assert np.concatenate(parts).tobytes() == WHOLE[method].tobytes()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("first", [0, 1, 15, 16, 17, 12_345, 100_000])
def test_far_draws_need_no_earlier_ones(method: str, first: int) -> None:
    both = sample(KOREA, first, first + 40, 3, method)
    np.testing.assert_array_equal(sample(KOREA, first + 7, first + 9, 3, method), both[7:9])


@pytest.mark.parametrize("method", METHODS)
def test_one_draw_by_path(method: str) -> None:
    case = tertius.load("korea-2019")
    found = draw_at(case, 5, 33, method)
    assert list(found) == [number.path for number in uncertain_of(case)]
    assert list(found.values()) == sample(case, 0, 40, 5, method)[33].tolist()


@pytest.mark.parametrize("method", METHODS)
def test_another_seed_gives_other_draws_and_a_large_one_is_a_seed(method: str) -> None:
    first, second, large = (sample(KOREA, 0, 32, seed, method) for seed in (0, 1, 2**200 + 1))
    assert not np.any(first == second)
    assert not np.any(first == large)


@pytest.mark.parametrize("method", METHODS)
def test_draws_stay_within_their_ranges_and_fill_them(method: str) -> None:
    values = sample(KOREA, 0, 4096, 1, method)
    for column, number in enumerate(KOREA):
        quantity = number.quantity
        assert quantity.low <= values[:, column].min() < values[:, column].max() <= quantity.high
        assert values[:, column].mean() == pytest.approx(
            (quantity.low + 4 * quantity.middle + quantity.high) / 6
            if quantity.likely is not None
            else quantity.middle,
            abs=0.02 * (quantity.high - quantity.low),
        )


def test_replicates_are_scramblings_of_their_own() -> None:
    """Each has its points in different halves of every range, once each: the mark of the sequence."""
    values = sample(KOREA, 0, 2 * REPLICATES, 4)
    for column, number in enumerate(KOREA):
        # The middle of PERT's draws is its median, which lies where u is one half.
        median = np.median(sample([number], 0, 4096, 9))
        first, second = values[:REPLICATES, column] < median, values[REPLICATES:, column] < median
        assert np.mean(first != second) > 0.9
        assert 0 < first.sum() < REPLICATES
    assert len({row.tobytes() for row in values}) == 2 * REPLICATES


def test_sobol_is_far_more_even_than_chance() -> None:
    """The mean of one number over 4096 draws; the truth is known."""
    truth = [(q.low + 4 * q.middle + q.high) / 6 for q in (number.quantity for number in KOREA)]
    width = [number.quantity.high - number.quantity.low for number in KOREA]
    sobol, random = (
        np.abs((sample(KOREA, 0, 4096, 2, method).mean(axis=0) - truth) / width).max() for method in METHODS
    )
    assert sobol < random / 5


def test_numbers_of_a_group_share_one_share_of_the_draws(damage: Callable[..., str]) -> None:
    groups = (
        "groups:\n  south:\n    together: [stances.south.toll.salience, threats.closure.damage]\n"
        "    against: needs.food.weight\n"
    )
    case = read_text(damage(("events:\n", f"{groups}events:\n")))
    uncertain = uncertain_of(case)
    names = [".".join(map(str, number.path)) for number in uncertain]
    values = sample(case, 0, 100, 1)

    def share(name: str) -> np.ndarray:
        quantity = uncertain[names.index(name)].quantity
        return (values[:, names.index(name)] - quantity.low) / (quantity.high - quantity.low)

    first = share("stances.south.toll.salience")
    np.testing.assert_allclose(share("threats.closure.damage"), first, atol=1e-12)
    np.testing.assert_allclose(share("needs.food.weight"), 1 - first, atol=1e-12)
    assert not np.allclose(share("threats.closure.credibility"), first, atol=0.1)


def test_a_case_without_uncertain_numbers_has_empty_draws() -> None:
    assert sample(tertius.load("two-patrons"), 0, 5, 1).shape == (5, 0)
    assert draw_at(tertius.load("two-patrons"), 1, 2) == {}


@pytest.mark.parametrize(
    ("first", "last", "seed", "method", "said"),
    [
        (0, 5, -1, "sobol", "the seed is -1: it is a whole number, 0 or more"),
        (0, 5, 1.5, "sobol", "the seed is 1.5: it is a whole number, 0 or more"),
        (0, 5, True, "sobol", "the seed is True: it is a whole number, 0 or more"),
        (-1, 5, 1, "sobol", "the index of a draw is -1: it is a whole number, 0 or more"),
        (0, 0, 1, "sobol", "no draws from 0 to 0: ask for one or more"),
        (5, 4, 1, "random", "no draws from 5 to 4: ask for one or more"),
        (0, MOST_DRAWS + 1, 1, "sobol", f"draw {MOST_DRAWS} is beyond the last one"),
        (0, 1, 1, "sobl", "there is no method 'sobl': did you mean 'sobol'? (a method is one of sobol, random)"),
        (0, 1, 1, "x", "there is no method 'x': a method is one of sobol, random"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn(first: int, last: int, seed: int, method: str, said: str) -> None:
    with pytest.raises(tertius.UsageError) as caught:
        sample(KOREA, first, last, seed, method)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)
