"""Several experts in one plain table: columns such as ``position: Anna`` and ``position: Ben``.

A column of numbers whose heading ends in a name is what one expert says; a column without a name is what all of them
say (`headings`). The table of one expert is what is left without the columns of the others.
`pool` makes one answer of several to one question: their spread becomes the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.tables.finding import find_table
from tertius.case.tables.headings import headings_of
from tertius.errors import CaseError, UsageError


def experts_in(file: Path) -> tuple[str, ...]:
    """The experts that have columns of their own in a table; none if there is no such table, or none is named."""
    try:
        return tuple(headings_of(find_table(file).grid).experts) if file.is_file() else ()
    except CaseError:
        return ()  # what is wrong with it is told when it is read


def check_headings(file: Path) -> None:
    """A `CaseError` if the headings of a table can be read in two ways, so that nobody knows whose columns they are."""
    problems = headings_of(find_table(file).grid).problems if file.is_file() else ()
    if problems:
        raise CaseError(list(problems))


def pool(answers: Sequence[Any], weights: Sequence[float] | None = None) -> Quantity:
    """The range of several answers to one question.

        low = min_e low_e,   high = max_e high_e,   likely = weighted median of the middles

    The median is the smallest middle at which half of the weight is reached; if it is reached exactly, the mean of
    that middle and the next.

    Args:
        answers: Number words or numbers, one per expert: ``"45 to 75, likely 60"``, 50.
        weights: How much each expert counts, above 0; all the same if left out.

    Raises:
        UsageError: There is no answer, percent are mixed with plain numbers, or the weights do not fit.
        PydanticCustomError: An answer is no number.
    """
    quantities = [read_quantity(answer) for answer in answers]
    counts = [1.0] * len(quantities) if weights is None else [float(weight) for weight in weights]
    if not quantities:
        raise UsageError("no answers to pool")
    if len(counts) != len(quantities) or not all(0 < count < float("inf") for count in counts):
        raise UsageError("the weights to pool with are as many as the answers, each above 0")
    if len({quantity.percent for quantity in quantities}) > 1:
        raise UsageError("some answers are in percent and some are not: put % behind every number or behind none")
    low, high = min(q.low for q in quantities), max(q.high for q in quantities)
    likely = None if low == high else _median([q.middle for q in quantities], counts)
    return Quantity(low, high, likely, quantities[0].percent)


def _median(values: Sequence[float], weights: Sequence[float]) -> float:
    pairs = sorted(zip(values, weights, strict=True))
    half, reached = sum(weights) / 2, 0.0
    for place, (value, weight) in enumerate(pairs):
        reached += weight
        if abs(reached - half) <= 1e-12 * half and place + 1 < len(pairs):
            return (value + pairs[place + 1][0]) / 2
        if reached > half:
            return value
    return pairs[-1][0]
