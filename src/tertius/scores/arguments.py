"""What the scores are given: arrays of one entry per case, checked once and in one way."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tertius.errors import UsageError

Array = NDArray[np.float64]


def as_numbers(what: str, values: ArrayLike, most_dimensions: int = 1) -> Array:
    """Finite numbers, at least one, as an array of at least one dimension.

    Raises:
        UsageError: There is none, one is missing or infinite, or there are too many dimensions.
    """
    try:
        array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError) as fault:
        raise UsageError(f"{what}: found something that is not a number ({fault})") from None
    if array.size == 0:
        raise UsageError(f"{what}: there is no entry, and at least one is needed")
    if array.ndim > most_dimensions:
        legal = "one row" if most_dimensions == 1 else "one row, or a row per case"
        raise UsageError(f"{what}: an array of shape {array.shape}, where {legal} is legal")
    refuse(what, array, ~np.isfinite(array), "is not a finite number: leave the case out on both sides")
    return array


def as_probabilities(what: str, values: ArrayLike, most_dimensions: int = 1) -> Array:
    """Numbers from 0 to 1."""
    array = as_numbers(what, values, most_dimensions)
    refuse(what, array, (array < 0) | (array > 1), "is not from 0 to 1: write 0.63 for 63 percent")
    return array


def as_events(what: str, values: ArrayLike) -> Array:
    """1 where the event happened and 0 where not; True and False are legal too."""
    array = as_numbers(what, values)
    refuse(what, array, (array != 0) & (array != 1), "is neither 0 (did not happen) nor 1 (happened)")
    return array


def as_forecasts(probability: ArrayLike, happened: ArrayLike) -> list[Array]:
    """Probabilities of events and whether they happened, one entry of each per case."""
    return matched(probability=as_probabilities("probability", probability), happened=as_events("happened", happened))


def as_sample(sample: ArrayLike, outcome: ArrayLike) -> tuple[Array, Array]:
    """Draws as (cases, draws), or (1, draws) where all cases share them, and outcomes as (cases,)."""
    drawn, happened = np.atleast_2d(as_numbers("sample", sample, 2)), as_numbers("outcome", outcome)
    if len(drawn) != 1 and len(drawn) != len(happened):
        raise UsageError(
            f"the sample has {len(drawn)} rows and there are {len(happened)} outcomes: "
            "give a row of draws for each outcome, or one row for all"
        )
    return drawn, happened


def as_weights(weights: ArrayLike | None, drawn: Array) -> Array:
    """The weights of the draws, in the shape of the draws, each row adding up to 1."""
    if weights is None:
        return np.full(drawn.shape, 1.0 / drawn.shape[1])
    given = np.atleast_2d(as_numbers("weights", weights, 2))
    if given.shape[1] != drawn.shape[1] or len(given) not in (1, len(drawn)):
        raise UsageError(f"weights of shape {given.shape} for draws of shape {drawn.shape}: give one for each draw")
    refuse("weights", given, given < 0, "is below 0")
    total = given.sum(axis=1, keepdims=True)
    refuse("weights", total, total <= 0, "is what a row adds up to, so no draw counts")
    return np.broadcast_to(given / total, drawn.shape)


def as_coverage(coverage: float) -> float:
    """The share that an interval is to cover, above 0 and below 1."""
    if not 0 < coverage < 1:
        raise UsageError(f"coverage {coverage:g}: above 0 and below 1 is legal, 0.95 for 95 percent")
    return float(coverage)


def matched(**arrays: Array) -> list[Array]:
    """One entry per case in each; a single entry stands for all cases.

    Raises:
        UsageError: The lengths differ.
    """
    cases = max(len(array) for array in arrays.values())
    if any(len(array) not in (1, cases) for array in arrays.values()):
        lengths = ", ".join(f"{len(array)} of {name}" for name, array in arrays.items())
        raise UsageError(f"one entry for each case is needed, or one for all: found {lengths}")
    return [np.broadcast_to(array, (cases,)) for array in arrays.values()]


def refuse(what: str, array: Array, wrong: NDArray[np.bool_], why: str) -> None:
    """Raises a `UsageError` that names the first wrong entry and says how many there are."""
    places = np.argwhere(wrong)
    if not len(places):
        return
    first = tuple(places[0].tolist())
    others = f" (and {len(places) - 1} more like it)" if len(places) > 1 else ""
    raise UsageError(f"{what}: {array[first]:g}, in place {', '.join(map(str, first))} counted from 0, {why}{others}")
