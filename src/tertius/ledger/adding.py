"""A forecast added to a ledger: what is asked looked over, the case frozen, question and forecast written at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.errors import UsageError, check_all
from tertius.kinds import known_rates
from tertius.ledger import writer
from tertius.ledger.bodies import Entry
from tertius.ledger.chain import head_of
from tertius.ledger.entries import Forecasted, Question, Track
from tertius.ledger.file import reading, writing
from tertius.ledger.freezing import (
    ALWAYS_HALF,
    ANALYST,
    BASE_RATE,
    Frozen,
    Making,
    check_kind,
    check_making,
    check_number,
    freeze,
    scale_of,
)
from tertius.ledger.tracks import entries_of, standing, tracks_of
from tertius.ledger.writer import SoFar, Writer
from tertius.results import Record


@dataclass(frozen=True)
class Asked:
    """What is asked, and by whom.

    Attributes:
        question: A talk, or ``level:`` and an issue; without a case the id of the question.
        by: The last day of the question.
        resolves: What must have happened.
        id: What the question is called, if it has a name of its own.
        text: What is asked, in words.
        probability: The forecast, without a case.
        corrects: The entry that is corrected.
        who: Who forecasts.
    """

    question: str
    by: date | None
    resolves: str
    id: str | None
    text: str
    probability: float | None
    corrects: int | None
    who: str

    def id_for(self, case: Case | None) -> str:
        """What the question is called."""
        own = self.question if case is None else ident_of(case, self.question)
        return (own if self.id is None else self.id).strip()


def ident_of(case: Case, target: str) -> str:
    """What a question is called that nobody gives a name: ``korea-2019/us-dprk``."""
    return f"{case.case}/{target}"


@dataclass(frozen=True)
class Added(Record):
    """What was written down.

    Attributes:
        question: The question.
        forecast: The forecast, with its number.
        new: Whether the question is new.
        head: The hash of the entry: who keeps it elsewhere can show that nothing before it was changed since.
        changed_since: The last forecast of the same question that was made of another case; None if there is none.
    """

    question: Question
    forecast: Forecasted
    new: bool
    head: str
    changed_since: int | None


def add(
    path: Path,
    patience: float,
    case: Case | None,
    asked: Asked,
    how: Making | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Added:
    """Write down a forecast; arguments and mistakes are those of `Ledger.add`."""
    making = how or Making()
    check_asked(path, patience, case, asked, making)
    frozen = _said(asked, making) if case is None else freeze(case, asked.question, making, threads, progress)
    return write_down(path, patience, case, asked, frozen)


def check_asked(path: Path, patience: float, case: Case | None, asked: Asked, how: Making) -> None:
    """Whether a forecast can be written down as it is asked for: what can be known before it is made.

    Raises:
        UsageError: Every mistake; see `Ledger.add`.
    """
    if case is not None:
        sound(case)
    entries = _entries(path, patience)
    known = next((track for track in standing(entries) if track.question.id == asked.id_for(case)), None)
    check_all(
        lambda: _check_question(asked, case, known),
        lambda: _check_without(asked, how) if case is None else _check_with(asked, case, how),
    )
    _check_follows(entries, case, asked, known)


def write_down(path: Path, patience: float, case: Case | None, asked: Asked, frozen: Frozen) -> Added:
    """Write down what was asked, checked and frozen: question and forecast at once, or neither.

    Raises:
        UsageError: The question was resolved or asked in other words meanwhile, or the ledger cannot be written.
    """
    with writing(path, patience) as connection:
        known = next((one for one in tracks_of(connection) if one.question.id == asked.id_for(case)), None)
        _check_open(known)
        question = _question(asked, case, frozen.kind, known)
        entry = replace(frozen.forecast, question=question.id, who=asked.who, corrects=asked.corrects)
        cases = [frozen.text] if frozen.text else []
        written = Writer(connection).write([question, entry], cases, again=True)
        head = head_of(connection)
    forecast = written[-1]
    if not isinstance(forecast, Forecasted):
        raise TypeError("the forecast is the last that is written")
    others = [one for one in (known.forecasts if known else ()) if one.case_hash != forecast.case_hash]
    return Added(question, forecast, known is None, head, others[-1].entry if others else None)


def _entries(path: Path, patience: float) -> list[Entry]:
    """All that is written down; nothing if there is no ledger yet.

    Raises:
        UsageError: The ledger cannot be read.
    """
    if not os.path.lexists(path) or (path.is_file() and not path.stat().st_size):
        return []
    with reading(path, patience) as connection:
        return entries_of(connection)


def _check_question(asked: Asked, case: Case | None, known: Track | None) -> None:
    """Whether the question can be asked today; what is not said again of a known one stays as it was."""
    today, found = writer.now().date(), list[str]()
    if not asked.id_for(case):
        found.append("a question needs an id: --question for one without a case, or --id")
    by = asked.by or (known.question.by if known else None)
    if by is None:
        found.append("a new question needs its last day: --by 2030-12-31")
    elif by < today:
        found.append(f"{by} is in the past: a forecast is written down before the day, and today is {today} (UTC)")
    if known is None and not asked.resolves.strip():
        found.append("a new question needs what must have happened for it to come true: --resolves 'a text is signed'")
    if known is None and case is None and not asked.text.strip():
        found.append("a question without a case needs its words: --text 'Will they meet?'")
    if found:
        raise UsageError("\n".join(found))
    _check_open(known)


def _check_follows(entries: Sequence[Entry], case: Case | None, asked: Asked, known: Track | None) -> None:
    """Whether the ledger would take it: a question that is there is asked as it was, a correction has what it mends."""
    so_far = SoFar(entries)
    if known is not None:
        question = _question(asked, case, known.question.kind, known)
        if question != known.question:
            raise UsageError(so_far.mistake(question))
    if asked.corrects is not None:
        wrong = so_far.mistake_of_correction(Forecasted, asked.id_for(case), asked.corrects)
        if wrong:
            raise UsageError(wrong)


def _check_open(known: Track | None) -> None:
    ended = known.resolved if known else None
    if known is not None and ended is not None:
        raise UsageError(
            f"'{known.question.id}' is {known.state} already, by entry {ended.entry} of {ended.when:%Y-%m-%d}: a "
            "forecast is written down before the outcome"
        )


def _check_with(asked: Asked, case: Case, how: Making) -> None:
    def check_none_given() -> None:
        if asked.probability is not None:
            raise UsageError("--probability is for a question without a case: beside a case your number is --mine")

    check_all(check_none_given, lambda: check_making(case, asked.question, how))


def _check_without(asked: Asked, how: Making) -> None:
    def check_given() -> None:
        if asked.probability is None:
            raise UsageError("a question without a case needs its forecast: --probability 0.3, or name a case")
        if how.mine is not None:
            raise UsageError("--mine stands beside the forecast of a case: without one your number is --probability")

    check_all(check_given, lambda: check_number(asked.probability, None, "--probability"), lambda: check_kind(how.kind))


def _said(asked: Asked, how: Making) -> Frozen:
    """A forecast that somebody made without a case."""
    rivals = {ALWAYS_HALF: 0.5} | ({BASE_RATE: known_rates()[how.kind].rate} if how.kind else {})
    said = None if asked.probability is None else float(asked.probability)
    entry = Forecasted(0, "", writer.now(), asked.who, said, rivals=rivals, settings={"basis": ANALYST})
    return Frozen("", None, how.kind or "", entry)


def _question(asked: Asked, case: Case | None, kind: str, known: Track | None) -> Question:
    """The question as it is asked; of a known one what is not said again stays as it was."""
    scale = None if case is None else scale_of(case, asked.question)
    target = "" if case is None else asked.question
    if known is not None:
        before = known.question
        return replace(
            before,
            text=asked.text.strip() or before.text,
            resolves=asked.resolves.strip() or before.resolves,
            by=asked.by or before.by,
            scale=scale if case is not None else before.scale,
            target=before.target or target,
        )
    by, ident = asked.by or writer.now().date(), asked.id_for(case)
    text = asked.text.strip() or asked.resolves.strip()
    return Question(ident, text, asked.resolves.strip(), by, scale, target, kind)
