"""Whether what is said of a question, and how it ended, can be said of such a question at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tertius.ledger.entries import Forecasted, Question, Resolved, Said


def fits(question: Question, who: str, said: Said) -> str | None:
    """What is wrong with a forecast of a question; None if nothing is."""
    is_distribution = isinstance(said, Mapping)
    if question.is_event and (is_distribution or not 0 <= said <= 1):  # type: ignore[operator]
        found = "a distribution" if is_distribution else f"{said}"
        return f"'{question.id}' asks for an event, and {who} says {found}: a probability from 0 to 1 is legal"
    if is_distribution and not said:
        return f"'{question.id}': the distribution of {who} has no quantile: {{0.1: 20, 0.5: 40, 0.9: 70}} is legal"
    return None


def misfits(question: Question, entry: Forecasted | Resolved) -> Iterator[str]:
    """What is wrong with all that a forecast says of a question, or with how it ended."""
    if isinstance(entry, Forecasted):
        mine = {} if entry.said is None else {entry.who: entry.said}
        every = [*mine.items(), *entry.theories.items(), *entry.rivals.items()]
        yield from (told for who, said in every if (told := fits(question, who, said)))
    elif entry.outcome is not None and question.is_event and entry.outcome not in (0, 1):
        yield f"'{question.id}' asks for an event, and ends as {entry.outcome:g}: 1, 0 or nothing is legal"
    elif entry.outcome is not None and question.scale is not None:
        low, high = question.scale
        if not low <= entry.outcome <= high:
            yield f"'{question.id}' ends as {entry.outcome:g}: a level from {low:g} to {high:g} is legal"
