"""What a reader found in files of others: questions, forecasts of a crowd, outcomes, and what it left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tertius.ledger.entries import Forecasted, Question, Resolved, Said
from tertius.results import Record

CROWD = "crowd"
"""The name of a crowd among the rivals of a forecast."""

BY_OTHERS = "recorded by others"
"""The basis of a forecast that somebody else wrote down elsewhere, in its settings: its day is on their word."""

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""

_NOT_YET = datetime(1, 1, 1, tzinfo=UTC)
"""Stands where the ledger puts its own clock when it writes."""


@dataclass(frozen=True)
class Imported(Record):
    """What was found in files of others. Nothing of it is in a ledger yet.

    Attributes:
        platform: Whose files they are, as readers know it: ``ForecastBench``, ``Metaculus``, ``Good Judgment``.
        questions: The questions; the `source` of each is the platform.
        forecasts: What a crowd said of them, each with the day of which it is.
        resolutions: How they ended; of a void one the outcome is None and `source` says why.
        left_out: How many of what the files hold is not here, by the reason.
    """

    platform: str
    questions: tuple[Question, ...] = ()
    forecasts: tuple[Forecasted, ...] = ()
    resolutions: tuple[Resolved, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def only(self, ids: frozenset[str] | set[str]) -> Imported:
        """The questions of these ids, with what was said of them and how they ended."""
        return replace(
            self,
            questions=tuple(one for one in self.questions if one.id in ids),
            forecasts=tuple(one for one in self.forecasts if one.question in ids),
            resolutions=tuple(one for one in self.resolutions if one.question in ids),
        )

    def matching(self, text: str) -> Imported:
        """The question of this id; else those with a text in their id or in what they ask, whatever its capitals."""
        sought = text.casefold().strip()
        if any(one.id.casefold() == sought for one in self.questions):
            return self.only({one.id for one in self.questions if one.id.casefold() == sought})
        return self.only({one.id for one in self.questions if sought in f"{one.id}\n{one.text}".casefold()})


@dataclass(frozen=True)
class Reader:
    """How the files of one platform are read.

    Attributes:
        key: What the format is called on the command line: ``forecastbench``.
        knows: Whether a file is of this format, by what it holds and not by its name; False for one that cannot be
            read at all.
        read: Files of one export, such as questions and resolutions, in any order; and who is told how many bytes are
            read, and of how many, or None. It raises a `CaseError` with every
            mistake, each with its file and row, or a `UsageError` if they are not files of this format.
    """

    key: str
    knows: Callable[[Path], bool]
    read: Callable[[Sequence[Path], Progress | None], Imported]


def crowd_said(question: str, platform: str, said: Said, as_of: date) -> Forecasted:
    """The forecast of a crowd, one more rival.

    Args:
        question: The id of the question.
        platform: Whose crowd it is.
        said: The probability of an event, 0 to 1, or the distribution of a level.
        as_of: The day of which it is.
    """
    return Forecasted(
        entry=0,
        question=question,
        when=_NOT_YET,
        who=platform,
        said=None,
        rivals={CROWD: said},
        settings={"basis": BY_OTHERS},
        as_of=as_of,
    )


def ended(question: str, platform: str, outcome: float | None, on: date, source: str) -> Resolved:
    """How a question ended.

    Args:
        question: The id of the question.
        platform: Who says so.
        outcome: 1 or 0 of an event, else the level; None if the question is void.
        on: The day on which it was known.
        source: Where it can be read; of a void question, why it is.
    """
    return Resolved(0, question, _NOT_YET, platform, outcome, on, source)
