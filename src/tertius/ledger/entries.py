"""What a ledger holds: questions, what was forecast of them, how they ended. Nothing of it is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tertius.results import Record

Quantiles = Mapping[float, float]
"""A distribution of a level: by share of 1 the level below which the outcome lies with that probability."""

Said = float | Quantiles
"""A forecast: the probability of an event, or a distribution of a level."""


@dataclass(frozen=True)
class Question(Record):
    """Something that will be known on a day.

    Attributes:
        id: What it is called in the ledger.
        text: What is asked, in words.
        resolves: What must have happened for it to come true, or how its level is read off.
        by: The day at the end of which it is known.
        scale: Lower and upper end of the scale of a level; None for an event.
        target: What of the case it asks for, such as ``us-dprk`` or ``level:price``; empty without a case.
        kind: The kind of talk whose base rate is a rival; empty if none is.
        group: Questions of one group stand or fall together: the bootstrap draws groups. Its own id, if alone.
        source: Who asked it, if it was asked elsewhere: ``ForecastBench``.
    """

    id: str
    text: str
    resolves: str
    by: date
    scale: tuple[float, float] | None = None
    target: str = ""
    kind: str = ""
    group: str = ""
    source: str = ""

    @property
    def is_event(self) -> bool:
        """Whether it comes true or does not; else it asks for a level."""
        return self.scale is None

    def ended_as(self, outcome: float | None) -> str:
        """An outcome in words: ``void``, ``resolved as yes``, ``resolved as 12.5``."""
        if outcome is None:
            return "void"
        return f"resolved as {f'{outcome:g}' if not self.is_event else 'yes' if outcome else 'no'}"


@dataclass(frozen=True)
class Forecasted(Record):
    """A forecast of a question as it stood on one day.

    Attributes:
        entry: Its place in the ledger, from 1.
        question: The id of the question.
        when: When it was written down, UTC.
        who: Who did.
        said: The forecast; None if only rivals spoke, as with a crowd's price.
        theories: What each theory said, by its name.
        rivals: What the naive rivals said, by name: ``base rate``, ``always 50%``, ``analyst``, ``crowd``.
        case_hash: SHA-256 of the frozen copy of the case; empty without a case.
        version: The version of Tertius; empty without a case.
        seed: The seed of the draws.
        settings: Draws, rules, weights: all that it takes to make it again.
        corrects: The entry that it takes the place of; None if it corrects nothing.
        as_of: The day of which it is, where it was recorded elsewhere and written down here later; None if that is
            the day on which it was written down.
    """

    entry: int
    question: str
    when: datetime
    who: str
    said: Said | None
    theories: Mapping[str, Said] = field(default_factory=dict)
    rivals: Mapping[str, Said] = field(default_factory=dict)
    case_hash: str = ""
    version: str = ""
    seed: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day of which it is, UTC: scores over time count each day once."""
        return self.as_of or self.when.date()


@dataclass(frozen=True)
class Resolved(Record):
    """How a question ended.

    Attributes:
        entry: Its place in the ledger.
        question: The id of the question.
        when: When it was written down, UTC.
        who: Who did.
        outcome: 1 or 0 for an event, else the level; None if the question is void.
        on: The day on which it was known.
        source: Where it can be read; for a void question, why it is.
        corrects: The entry that it takes the place of; None if it corrects nothing.
    """

    entry: int
    question: str
    when: datetime
    who: str
    outcome: float | None
    on: date
    source: str
    corrects: int | None = None


@dataclass(frozen=True)
class Track(Record):
    """A question with all that stands now: what was corrected is left out, and stays in the ledger.

    Attributes:
        question: The question.
        forecasts: Its forecasts, by the time at which they were written down.
        resolved: How it ended; None while it is open.
    """

    question: Question
    forecasts: tuple[Forecasted, ...] = ()
    resolved: Resolved | None = None

    @property
    def state(self) -> str:
        """``open``, ``resolved`` or ``void``."""
        return "open" if self.resolved is None else "void" if self.resolved.outcome is None else "resolved"
