"""Question and resolution sets of ForecastBench, as published: JSON, one file for each day on which forecasts are due.

A market question is one question, and its price on the day on which the set was frozen is the crowd. A question about
a series of data is asked for several days, each a question of its own here; what the set holds of the series is its
level and not a probability, so no crowd is taken from it. Combinations of two questions are left out.

Reference:
    Karger, E. et al. (2025). ForecastBench: A Dynamic Benchmark of AI Forecasting Capabilities. ICLR 2025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tertius.case.parse.characters import first_problems
from tertius.errors import CaseError, Problem, UsageError
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.importing.files import json_in
from tertius.ledger.importing.imported import Imported, Progress, Reader, crowd_said, ended

PLATFORM = "ForecastBench"

_MISSING = "N/A"
_COMBINED = "combinations of two questions"
_NO_DAY = "questions without a last day"
_NO_PRICE = "prices that are not given"
_COMBINED_ENDS = "outcomes of combinations"
_NOT_YET = "outcomes that are not known yet"
_OTHERS = "outcomes of questions that are not in the question sets"


def knows(path: Path) -> bool:
    """Whether a file is a question or resolution set of ForecastBench."""
    try:
        return _kind(json_in(path)) is not None
    except UsageError:
        return False


def read(files: Sequence[Path], progress: Progress | None = None) -> Imported:
    """Questions, prices and outcomes of question sets and the resolution sets that belong to them.

    Args:
        files: Sets of either kind, in any order.
        progress: Told how many of the files are read, and of how many.

    Raises:
        UsageError: A file is no such set, or there is no question set.
        CaseError: Every mistake in them, with its file and row.
    """
    sets = {}
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files))
        sets[path] = json_in(path)
    strange = [str(path) for path, value in sets.items() if _kind(value) is None]
    if strange:
        raise UsageError(
            "\n".join(
                f"{name} is no set of ForecastBench: it has forecast_due_date, and questions or resolutions"
                for name in strange
            )
        )
    found = _Found()
    for path, value in sets.items():
        if _kind(value) == "questions":
            found.take_questions(str(path), value)
    if not any(_kind(value) == "questions" for value in sets.values()):
        raise UsageError(
            f"{', '.join(map(str, files))} holds outcomes, which say nothing without their questions: give the "
            "question set of the same day, and this file by --resolutions"
        )
    for path, value in sets.items():
        if _kind(value) == "resolutions":
            found.take_resolutions(str(path), value)
    if found.problems:
        raise CaseError(first_problems(found.problems))
    return Imported(
        PLATFORM,
        tuple(found.questions.values()),
        tuple(found.forecasts.values()),
        tuple(found.ends.values()),
        dict(found.left_out),
    )


FORECASTBENCH = Reader("forecastbench", knows, read)


def _kind(value: Any) -> str | None:
    """Which kind of set it is; None if it is none."""
    if not isinstance(value, Mapping) or "forecast_due_date" not in value:
        return None
    return next((kind for kind in ("questions", "resolutions") if isinstance(value.get(kind), list)), None)


@dataclass(frozen=True)
class _Row:
    """One object of a set, and how what is wrong with it is told."""

    file: str
    number: int
    values: Any
    kind: str

    def problem(self, name: str, legal: str) -> Problem:
        """A field that is not as it must be."""
        shown = repr(self.values.get(name)) if name in self.values else "nothing"
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        return Problem(self.file, 0, f"{self.kind} {self.number}", f"{name} is {shown}", legal)

    def text(self, name: str) -> str:
        """A text; empty if it is missing."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) and value.strip() != _MISSING else ""


@dataclass
class _Found:
    """What was found so far, by the id of the question."""

    questions: dict[str, Question] = field(default_factory=dict)
    forecasts: dict[str, Forecasted] = field(default_factory=dict)
    ends: dict[str, Resolved] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def take_questions(self, file: str, value: Mapping[str, Any]) -> None:
        """Take the questions of a set, and the prices in it."""
        due = self._due(file, value)
        for row in self._rows(file, value, "question"):
            if isinstance(row.values.get("id"), list) or isinstance(row.values.get("combination_of"), list):
                self.left_out[_COMBINED] += 1
                continue
            wrong = list(_wrong_texts(row, "id", "source", "question"))
            self.problems += wrong
            if due is None or wrong:
                continue
            dates = row.values.get("resolution_dates", _MISSING)
            if isinstance(dates, list):
                self._take_series(row, due, dates)
            else:
                self._take_market(row, due)

    def take_resolutions(self, file: str, value: Mapping[str, Any]) -> None:
        """Take the outcomes of a set, of questions that were taken before."""
        due = self._due(file, value)
        for row in self._rows(file, value, "resolution"):
            if isinstance(row.values.get("id"), list):
                self.left_out[_COMBINED_ENDS] += 1
                continue
            wrong = list(_wrong_texts(row, "id", "source"))
            on = _day(row.values.get("resolution_date"))
            if on is None:
                wrong.append(row.problem("resolution_date", "a day such as 2026-03-01"))
            if not isinstance(row.values.get("resolved"), bool):
                wrong.append(row.problem("resolved", "true or false"))
            outcome = row.values.get("resolved_to")
            if isinstance(outcome, bool) or not isinstance(outcome, int | float | None):
                wrong.append(row.problem("resolved_to", "a number, or null"))
            self.problems += wrong
            if due is None or on is None or wrong:
                continue
            self._take_end(row, due, on, outcome)

    def _due(self, file: str, value: Mapping[str, Any]) -> date | None:
        due = _day(value.get("forecast_due_date"))
        if due is None:
            self.problems.append(Problem(file, 0, "", "forecast_due_date is no day", "a day such as 2026-03-01"))
        return due

    def _rows(self, file: str, value: Mapping[str, Any], kind: str) -> Iterator[_Row]:
        for number, values in enumerate(value[f"{kind}s"], start=1):
            if isinstance(values, Mapping):
                yield _Row(file, number, values, kind)
            else:
                self.problems.append(Problem(file, 0, f"{kind} {number}", "it is no object", "an object with its id"))

    def _take_market(self, row: _Row, due: date) -> None:
        """A market question, and its price as the crowd's."""
        closes = row.text("market_info_close_datetime")
        by = _day(closes)
        if not closes:
            self.left_out[_NO_DAY] += 1
            return
        if by is None:
            self.problems.append(row.problem("market_info_close_datetime", "a day with its hour, or N/A"))
            return
        asked = self._ask(row, due, by, _stem(row, due), "")
        price = row.values.get("freeze_datetime_value", _MISSING)
        if price is None or price == _MISSING:
            self.left_out[_NO_PRICE] += 1
            return
        said, day = _probability(price), _day(row.text("freeze_datetime"))
        if said is None:
            self.problems.append(row.problem("freeze_datetime_value", "of a market a price from 0 to 1, or N/A"))
        if day is None:
            self.problems.append(row.problem("freeze_datetime", "the day of the price, with its hour"))
        if said is not None and day is not None:
            self.forecasts[asked] = crowd_said(asked, PLATFORM, said, day)

    def _take_series(self, row: _Row, due: date, dates: list[Any]) -> None:
        """A question about a series, once for each day for which it is asked."""
        days = [_day(one) for one in dates]
        if not days or None in days:
            self.problems.append(row.problem("resolution_dates", "days such as 2026-03-01, or N/A for a market"))
        for day in days:
            if day is not None:
                self._ask(row, due, day, f"{_stem(row, due)}/{day}", day.isoformat())

    def _ask(self, row: _Row, due: date, by: date, ident: str, day: str) -> str:
        """Take one question; its id."""

        def filled(text: str) -> str:
            return text.replace("{resolution_date}", day).replace("{forecast_due_date}", due.isoformat())

        criteria = (row.text("resolution_criteria"), row.text("market_info_resolution_criteria"))
        asked = Question(
            id=ident,
            text=filled(row.text("question")),
            resolves=filled("\n".join(filter(None, criteria))),
            by=by,
            group=f"forecastbench/{row.text('source')}/{row.text('id')}",
            source=PLATFORM,
        )
        if self.questions.setdefault(ident, asked) != asked:
            self.problems.append(
                Problem(row.file, 0, f"{row.kind} {row.number}", f"{ident} is asked before in other words", "once each")
            )
        return ident

    def _take_end(self, row: _Row, due: date, on: date, outcome: float | None) -> None:
        """How one question ended; of a market that is named for several days the first."""
        stem = _stem(row, due)
        ident = stem if stem in self.questions else f"{stem}/{on}"
        if not row.values["resolved"]:
            self.left_out[_NOT_YET] += 1
        elif ident not in self.questions:
            self.left_out[_OTHERS] += 1
        else:
            one, before = _ended(ident, on, outcome), self.ends.get(ident)
            if before is not None and before.outcome != one.outcome:
                self.problems.append(row.problem("resolved_to", f"{ident} ends otherwise in a row before"))
            elif before is None or one.on < before.on:
                self.ends[ident] = one


def _ended(ident: str, on: date, outcome: float | None) -> Resolved:
    """How a question ended: yes, no, or void."""
    if outcome in (0, 1):
        return ended(ident, PLATFORM, float(outcome), on, f"the resolution set of {PLATFORM}")
    said = "without an outcome" if outcome is None else f"to {outcome:g}, which is neither yes nor no"
    return ended(ident, PLATFORM, None, on, f"{PLATFORM} resolved it {said}")


def _stem(row: _Row, due: date) -> str:
    return f"forecastbench/{due}/{row.text('source')}/{row.text('id')}"


def _wrong_texts(row: _Row, *names: str) -> Iterator[Problem]:
    for name in names:
        if not row.text(name):
            yield row.problem(name, "a text that is not empty")


def _day(value: Any) -> date | None:
    """The day of a date, or of a moment in UTC; None if it is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    except (ValueError, OverflowError):
        return None


def _probability(value: Any) -> float | None:
    """The number of a price, which the sets write as a text; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        said = float(value)
    except ValueError:
        return None
    return said if 0 <= said <= 1 else None
