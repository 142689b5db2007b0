"""Probabilities in the standard words, and numbers with no more digits than their error warrants.

Reference:
    Office of the Director of National Intelligence (2015). Intelligence Community Directive 203: Analytic Standards,
    section D.6.e(2), first row of terms.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from tertius.errors import UsageError

ESTIMATIVE_WORDS: tuple[tuple[float, float, str], ...] = (
    (1, 5, "almost no chance"),
    (5, 20, "very unlikely"),
    (20, 45, "unlikely"),
    (45, 55, "roughly even chance"),
    (55, 80, "likely"),
    (80, 95, "very likely"),
    (95, 99, "almost certain"),
)
"""ICD 203's words, each with its range in percent. The directive lets ranges touch; here a boundary belongs to the word
nearer to an even chance (5 percent is very unlikely, 45 and 55 are roughly even, 95 is very likely), so that an event
and its opposite always get words alike."""

_LIMITS = (1, 5, 20, 45)  # in percent, from either end

UNKNOWN_ERROR_DIGITS = 3
"""How many significant digits a number of unknown error is given."""

MOST_DIGITS = 6
"""How many significant digits a number is given at most, however small its error."""

UNITS_OF_ERROR = 3
"""A digit is given if one standard error is at most so many units of its place."""

_HAIR = 1e-9  # 100 * 0.55 is a hair above 55
_ALL = 1e-12  # a weighted mean over draws that all agree may miss 1 by the last bit


def probability_word(probability: float) -> str:
    """The estimative word for a probability; empty below 1 and above 99 percent, where only the number is given.

    Args:
        probability: 0 to 1.

    Raises:
        UsageError: The probability is not from 0 to 1.
    """
    percent = 100 * _checked(probability)
    steps = bisect_right(_LIMITS, min(percent, 100 - percent) + _HAIR)
    if steps == 0:
        return ""
    return ESTIMATIVE_WORDS[steps - 1 if percent < 50 else len(ESTIMATIVE_WORDS) - steps][2]


def probability_words(probability: float, error: float | None = None, draws: int | None = None) -> str:
    """A probability in words and percent: ``likely (63%)``.

    Where a boundary between words lies within one standard error, all words in reach are named by the first and the
    last: ``unlikely to roughly even (45%)``. Percents are whole from 1 to 99 and to one decimal beyond, or coarser if
    the error so warrants (see `rounded`). What happened in all draws or in none is said to, never to be certain:
    ``in every one of the 10,000 draws``.

    Args:
        probability: 0 to 1; a share of the draws, or a mean over them.
        error: Its standard error (Monte Carlo), in the same unit; 0 if it is exact.
        draws: How many draws n it was found from. Without `error` they give it: sqrt(p (1 - p) / n).

    Raises:
        UsageError: The probability is not from 0 to 1, the error is negative or not finite, or there are no draws.
    """
    p = _checked(probability)
    if draws is not None and draws < 1:
        raise UsageError(f"{draws} draws: a probability is found from at least 1")
    if min(p, 1 - p) < _ALL:
        always = p > 0.5
        if draws == 1:
            return "in the only draw" if always else "not in the only draw"
        if draws is None:
            return "in every draw" if always else "in no draw"
        return f"in {'every one' if always else 'none'} of the {draws:,} draws"
    if error is None and draws is not None:
        error = math.sqrt(p * (1 - p) / draws)
    deviation = 100 * _checked_error(error or 0.0)
    word, number = _words_near(p, deviation), _percent(100 * p, deviation)
    return f"{word} ({number})" if word else number


def rounded(value: float, error: float | None = None) -> str:
    """A number as text with the digits that its error warrants, for levels, payoffs and whatever else was drawn.

    A digit is given if one standard error is at most three units of its place: with an error of 0.3 one decimal, with
    0.4 or 3 whole numbers, with 4 whole tens. Without an error there are 3 significant digits, and never more than 6.

    Args:
        value: The number, in any unit.
        error: Its standard error in the same unit; 0 if the number is exact, None if the error is not known.

    Raises:
        UsageError: The number is not finite, or the error is negative or not finite.
    """
    if not math.isfinite(value):
        raise UsageError(f"{value} has no digits to round: only a finite number can be written")
    if value == 0 and not error:
        return "0"
    if error is None:
        return _at_place(value, _place_of_digit(value, UNKNOWN_ERROR_DIGITS))
    finest = _place_of_digit(value, MOST_DIGITS)
    if _checked_error(error) == 0:
        text = _at_place(value, finest)
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _at_place(value, max(finest, _place(error)))


def _words_near(probability: float, deviation: float) -> str:
    """The word, or the first and the last of those within one standard error (in percentage points)."""
    word, percent = probability_word(probability), 100 * probability
    if not word or deviation == 0:
        return word
    reach = deviation + _HAIR
    near = [name for low, high, name in ESTIMATIVE_WORDS if low <= percent + reach and percent - reach <= high]
    if len(near) == 1:
        return word
    return " to ".join(name.removesuffix(" chance") if "even" in name else name for name in (near[0], near[-1]))


def _percent(percent: float, deviation: float) -> str:
    """A percentage in whole percents, or tenths near the ends; never 0 or 100, which would say certain."""
    place = 0 if 1 - _HAIR <= percent <= 99 + _HAIR else -1
    if deviation > 0:
        place = min(max(place, _place(deviation)), 1)
    text, unit = _at_place(percent, place), 10.0**place
    if float(text) == 0:
        return f"less than {unit:g}%"
    return f"more than {100 - unit:g}%" if float(text) == 100 else f"{text}%"


def _place(error: float) -> int:
    """The power of ten of the last digit that an error warrants."""
    return math.ceil(math.log10(error) - math.log10(UNITS_OF_ERROR) - _HAIR)


def _place_of_digit(value: float, digits: int) -> int:
    """The power of ten of the last of so many significant digits, once the number is rounded to them."""
    return int(f"{value:.{digits - 1}e}".partition("e")[2]) - digits + 1


def _at_place(value: float, place: int) -> str:
    text = f"{value:.{-place}f}" if place <= 0 else str(round(value / 10**place) * 10**place)
    return text.removeprefix("-") if float(text) == 0 else text


def _checked(probability: float) -> float:
    if not 0 <= probability <= 1:
        raise UsageError(f"probability {probability:g}: 0 to 1 is legal, 0.63 for 63 percent")
    return float(probability)


def _checked_error(error: float) -> float:
    if not 0 <= error < math.inf:
        raise UsageError(f"error {error:g}: a standard error is 0 or above and finite")
    return float(error)
