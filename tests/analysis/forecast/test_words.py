"""Words for probabilities, percent by percent, and digits that an error warrants."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.analysis.forecast import probability_word, probability_words, rounded
from tertius.analysis.forecast.words import ESTIMATIVE_WORDS

EXPECTED = {
    "": [0, 100],
    "almost no chance": range(1, 5),
    "very unlikely": range(5, 20),
    "unlikely": range(20, 45),
    "roughly even chance": range(45, 56),
    "likely": range(56, 81),
    "very likely": range(81, 96),
    "almost certain": range(96, 100),
}
"""The directive's ranges; a boundary belongs to the word nearer to an even chance."""

WORD_OF = {percent: word for word, percents in EXPECTED.items() for percent in percents}


def test_every_percent_is_expected_once() -> None:
    assert sorted(WORD_OF) == list(range(101))
    assert sum(len(percents) for percents in EXPECTED.values()) == 101


@pytest.mark.parametrize("percent", range(101))
def test_every_percent_has_its_word(percent: int) -> None:
    for probability in (percent / 100, 1 - (100 - percent) / 100, 0.01 * percent):
        assert probability_word(probability) == WORD_OF[percent]


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.00999, ""),
        (0.04999, "almost no chance"),
        (0.19999, "very unlikely"),
        (0.44999, "unlikely"),
        (0.55001, "likely"),
        (0.80001, "very likely"),
        (0.95001, "almost certain"),
        (0.99001, ""),
    ],
)
def test_just_beyond_a_boundary(probability: float, word: str) -> None:
    assert probability_word(probability) == word


@given(st.floats(0, 1))
def test_an_event_and_its_opposite_are_told_alike(probability: float) -> None:
    words = [word for _, _, word in ESTIMATIVE_WORDS]
    word, opposite = probability_word(probability), probability_word(1 - probability)
    assert (word == opposite == "") or words.index(word) + words.index(opposite) == 6


@pytest.mark.parametrize(
    ("probability", "error", "text"),
    [
        (0.634, 0.004, "likely (63%)"),
        (0.634, None, "likely (63%)"),
        (0.634, 0, "likely (63%)"),
        (0.634, 0.00001, "likely (63%)"),
        (0.634, 0.04, "likely (60%)"),
        (0.45, 0.006, "unlikely to roughly even (45%)"),
        (0.446, 0.005, "unlikely to roughly even (45%)"),
        (0.446, 0.003, "unlikely (45%)"),
        (0.552, 0.003, "roughly even to likely (55%)"),
        (0.51, 0.01, "roughly even chance (51%)"),
        (0.953, 0.005, "very likely to almost certain (95%)"),
        (0.5, 0.35, "very unlikely to very likely (50%)"),
        (0.0421, 0.002, "almost no chance (4%)"),
        (0.985, 0.04, "very likely to almost certain (more than 90%)"),
        (0.02, 0.04, "almost no chance to very unlikely (less than 10%)"),
        (0.004, 0.0006, "0.4%"),
        (0.9958, 0.0006, "99.6%"),
        (0.0042, 0.004, "less than 1%"),
        (0.9999, 0.0001, "more than 99.9%"),
        (0.00001, None, "less than 0.1%"),
        (0.99, 0.001, "almost certain (99%)"),
    ],
)
def test_words_with_their_number(probability: float, error: float | None, text: str) -> None:
    assert probability_words(probability, error) == text


def test_draws_give_the_error() -> None:
    """sqrt(0.44 * 0.56 / n) is 0.05 for 100 draws, and 0.005 for 10,000, which 0.45 is out of reach for."""
    assert probability_words(0.44, draws=100) == "unlikely to roughly even (40%)"
    assert probability_words(0.44, draws=10_000) == "unlikely (44%)"


@pytest.mark.parametrize(
    ("probability", "draws", "text"),
    [
        (1, 10_000, "in every one of the 10,000 draws"),
        (0, 10_000, "in none of the 10,000 draws"),
        (1, None, "in every draw"),
        (0, None, "in no draw"),
        (1 - 2**-50, 8, "in every one of the 8 draws"),
        (1.0, 1, "in the only draw"),
        (0.0, 1, "not in the only draw"),
    ],
)
def test_all_draws_are_not_certainty(probability: float, draws: int | None, text: str) -> None:
    assert probability_words(probability, error=0.0, draws=draws) == text


@given(st.floats(0, 1), st.none() | st.floats(0, 0.5))
def test_words_and_number_fit_and_nothing_is_certain(probability: float, error: float | None) -> None:
    text = probability_words(probability, error)
    assert "100%" not in text.replace("more than", "")
    assert not re.search(r"(^|\()0(\.0)?%", text)
    assert "confiden" not in text
    match = re.fullmatch(r"(?P<word>[a-z ]+) \((?P<number>\d+)%\)", text)
    if match:
        named = [range_ for range_ in ESTIMATIVE_WORDS if range_[2] in _spelled_out(match["word"])]
        assert min(low for low, _, _ in named) <= int(match["number"]) <= max(high for _, high, _ in named)


def _spelled_out(words: str) -> list[str]:
    """The words of 'unlikely to roughly even', as the directive has them."""
    return [re.sub("roughly even$", "roughly even chance", word) for word in words.split(" to ")]


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (63.4217, 0.3, "63.4"),
        (63.4217, 0.4, "63"),
        (63.4217, 3, "63"),
        (63.4217, 4, "60"),
        (63.4217, 0.03, "63.42"),
        (63.4217, 0.003, "63.422"),
        (63.4217, 1e-9, "63.4217"),
        (63.4217, None, "63.4"),
        (1234.567, None, "1230"),
        (9.996, None, "10.0"),
        (0.012345, None, "0.0123"),
        (-8.7413, 0.2, "-8.7"),
        (-0.2, 1, "0"),
        (-0.002, 0.3, "0.0"),
        (3, 40, "0"),
        (3.25, 5e-324, "3.25000"),
        (20, 0, "20"),
        (56.25, 0, "56.25"),
        (1234567.8, 0, "1234570"),
        (0, None, "0"),
        (0, 0, "0"),
        (0, 0.2, "0.0"),
    ],
)
def test_digits_that_the_error_warrants(value: float, error: float | None, text: str) -> None:
    assert rounded(value, error) == text


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e4))
def test_rounding_is_no_coarser_and_no_finer_than_the_error(value: float, error: float) -> None:
    text = rounded(value, error)
    place = 10.0 ** -len(text.partition(".")[2])
    if "." in text:
        assert error <= 3.0000001 * place
    # One digit more would be finer than the error, unless it is beyond the sixth.
    finest = max(error / 3, abs(value) * 1e-5, 1e-12)
    assert abs(float(text) - value) <= 5.001 * finest
    assert "e" not in text


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: probability_word(63), "0.63 for 63 percent"),
        (lambda: probability_words(math.nan), "0 to 1 is legal"),
        (lambda: probability_words(0.5, -0.1), "0 or above and finite"),
        (lambda: probability_words(0.5, math.nan), "0 or above and finite"),
        (lambda: probability_words(0.5, draws=0), "at least 1"),
        (lambda: rounded(math.inf), "finite"),
        (lambda: rounded(1, -1), "0 or above"),
    ],
)
def test_mistakes_are_named(call: object, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        call()  # type: ignore[operator]
