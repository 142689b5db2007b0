"""Exports of Metaculus: the archive that "download data" gives, with a table of questions and one of forecasts.

A question of yes or no is one question. Each option of several is one of yes or no, all in one group; of two options
the first. A number is a level on the scale between its bounds, and what lies beyond an open one lies at it. Questions
about a date are left out.

The crowd is the community's forecast, weighted by recency, where the export has it, else another one that Metaculus
worked out, else the median of each forecaster's latest. Only tables are read here, with the columns of Metaculus'
public source as of 2025; what a table has beyond them is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from tertius.case.parse.characters import first_problems
from tertius.errors import CaseError, Problem, UsageError
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.importing.archives import Part, parts_of
from tertius.ledger.importing.crowds import Numbers, Word, day_by_day
from tertius.ledger.importing.imported import Imported, Progress, Reader, crowd_said, ended
from tertius.ledger.importing.tables import MistakeError, Row, Told, is_table, rows_of

PLATFORM = "Metaculus"

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The shares at which the level of a crowd is kept, as of a forecast of a case."""

WORKED_OUT = ("recency_weighted", "unweighted", "single_aggregation", "metaculus_prediction")
"""The forecasts that Metaculus works out of all others, the one that is preferred first."""

_ASKED = ("Question ID", "Question Title", "Question Type")
_SAID = ("Question ID", "Start Time", "End Time", "Probability Yes", "Continuous CDF")
_NUMBER = ("numeric", "discrete")
_VOID = {"annulled": "annulled", "ambiguous": "called ambiguous"}
_BEYOND = {"below_lower_bound": 0, "above_upper_bound": 1}


def knows(path: Path) -> bool:
    """Whether a file, an archive or a folder holds questions as Metaculus exports them."""
    try:
        return any(is_table(part, _ASKED) for part in parts_of([path]))
    except UsageError:
        return False


def read(files: Sequence[Path], progress: Progress | None = None) -> Imported:
    """Questions, the crowd day by day, and outcomes of an export.

    Args:
        files: The archive, the folder that it was unpacked to, or its tables.
        progress: Told how many bytes of the tables are read, and of how many.

    Raises:
        UsageError: There is no table of questions, or a table cannot be read.
        CaseError: Every mistake in them, with its file and row.
    """
    parts = parts_of(files)
    asked = [part for part in parts if is_table(part, _ASKED)]
    if not asked:
        raise UsageError(
            f"{', '.join(map(str, files))} holds no questions of Metaculus: that table has the columns "
            f"{', '.join(_ASKED)}; it is question_data.csv of the archive that 'download data' gives"
        )
    said = [part for part in parts if part not in asked and is_table(part, _SAID)]
    found = _Found(Told(progress, [*asked, *said]))
    for part in asked:
        found.take_questions(part)
    for part in said:
        found.take_forecasts(part)
    return found.whole()


METACULUS = Reader("metaculus", knows, read)


@dataclass(frozen=True)
class _Asked:
    """A question as Metaculus asks it.

    Attributes:
        idents: The questions of the ledger that it is: one, or one for each option.
        column: Where the forecasts of it stand.
        numbers: How many numbers each has.
        places: The levels at which a distribution is told; none for an event.
    """

    idents: tuple[str, ...]
    column: str
    numbers: int
    places: Numbers = ()


@dataclass
class _Found:
    """What was found so far; and who is told how far it is."""

    told: Told
    questions: list[Question] = field(default_factory=list)
    ends: list[Resolved] = field(default_factory=list)
    asked: dict[str, _Asked] = field(default_factory=dict)
    words: dict[str, dict[str, list[Word]]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take_questions(self, part: Part) -> None:
        """Take the questions of a table, and how they ended."""
        for row in rows_of(part, _ASKED, self.told):
            try:
                self._take_question(row)
            except MistakeError as mistake:
                self.problems.append(mistake.problem)

    def _take_question(self, row: Row) -> None:
        kind, number = row.text("Question Type"), row.text("Question ID")
        if number in self.seen:
            raise row.wrong("Question ID", "each question once")
        self.seen.add(number)
        if kind == "date":
            self.left_out["questions about a date"] += 1
            return
        if kind not in ("binary", "multiple_choice", *_NUMBER):
            self.left_out[f"questions of the kind {kind or 'that is not named'}"] += 1
            return
        by = row.day("Scheduled Close Time", "Actual Close Time")
        if by is None:
            self.left_out["questions without a day on which they close"] += 1
            return
        made, asked, options = _question(row, kind, by)
        self.asked[number] = asked
        self.questions += made
        self.ends += _ends(row, made, options)

    def take_forecasts(self, part: Part) -> None:
        """Take the forecasts of a table, of questions that were taken before."""
        for row in rows_of(part, _SAID, self.told):
            number = row.text("Question ID")
            asked = self.asked.get(number)
            if asked is None:
                key = "forecasts of questions that are left out"
                self.left_out[key if number in self.seen else "forecasts of questions that are not there"] += 1
                continue
            try:
                method, word = _word(row, asked)
            except MistakeError as mistake:
                self.problems.append(mistake.problem)
                continue
            if word.said:
                self.words.setdefault(number, {}).setdefault(method, []).append(word)
            else:
                self.left_out["forecasts that name no number"] += 1

    def whole(self) -> Imported:
        """All of it, or every mistake."""
        if self.problems:
            raise CaseError(first_problems(self.problems))
        forecasts = [said for number, words in self.words.items() for said in _crowd(self.asked[number], words)]
        return Imported(PLATFORM, tuple(self.questions), tuple(forecasts), tuple(self.ends), dict(self.left_out))


def _question(row: Row, kind: str, by: date) -> tuple[list[Question], _Asked, list[str]]:
    """The questions of the ledger, how their forecasts are told, and the options if there are several."""
    ident, title = f"metaculus/{row.text('Question ID')}", row.text("Question Title")
    where = row.text("Question URL") or PLATFORM
    if not row.text("Question ID"):
        raise row.wrong("Question ID", "a number")
    if not title:
        raise row.wrong("Question Title", "what is asked")
    if kind == "binary":
        made = [Question(ident, title, f"resolved as yes at {where}", by, group=ident, source=PLATFORM)]
        return made, _Asked((ident,), "Probability Yes", 1), []
    if kind == "multiple_choice":
        options = row.texts("MC Options (All)", "MC Options")
        if len(options) < 2:
            raise row.wrong(
                "MC Options (All)" if "MC Options (All)" in row.cells else "MC Options", "two or more options"
            )
        made = [
            Question(
                f"{ident}/{place}",
                f"{title}: {option}",
                f"resolved as {option} at {where}",
                by,
                group=ident,
                source=PLATFORM,
            )
            for place, option in enumerate(options if len(options) > 2 else options[:1], start=1)
        ]
        idents = tuple(one.id for one in made)
        return made, _Asked(idents, "Probability Yes Per Category", len(options)), options
    low, high = row.number("Lower Bound"), row.number("Upper Bound")
    if low >= high:
        raise row.wrong("Upper Bound", f"more than the Lower Bound, which is {low:g}")
    made = [Question(ident, title, f"the number at {where}", by, (low, high), group=ident, source=PLATFORM)]
    places = [one for one in row.numbers("Continuous Range") if one is not None]
    if len(places) < 2 or sorted(places) != places:
        raise row.wrong("Continuous Range", "two or more numbers that rise")
    return made, _Asked((ident,), "Continuous CDF", len(places), tuple(min(max(one, low), high) for one in places)), []


def _ends(row: Row, made: Sequence[Question], options: Sequence[str]) -> Iterator[Resolved]:
    """How the questions of a row ended, if they did."""
    said = row.text("Resolution")
    if not said:
        return
    on = row.day("Resolution Known Time", "Actual Close Time")
    if on is None:
        raise row.wrong("Resolution Known Time", "the moment at which the outcome was known")
    where = row.text("Question URL") or PLATFORM
    for place, question in enumerate(made):
        if said in _VOID:
            yield ended(question.id, PLATFORM, None, on, f"{PLATFORM} {_VOID[said]} it")
        else:
            yield ended(question.id, PLATFORM, _outcome(row, said, question, options, place), on, where)


def _outcome(row: Row, said: str, question: Question, options: Sequence[str], place: int) -> float:
    if options:
        if said not in options:
            raise row.wrong("Resolution", f"one of {', '.join(options)}; annulled or ambiguous")
        return float(options[place] == said)
    if question.scale is None:
        if said not in ("yes", "no"):
            raise row.wrong("Resolution", "yes, no, annulled or ambiguous")
        return float(said == "yes")
    if said in _BEYOND:
        return question.scale[_BEYOND[said]]
    return min(max(row.number("Resolution"), question.scale[0]), question.scale[1])


def _word(row: Row, asked: _Asked) -> tuple[str, Word]:
    """Who worked a forecast out, empty for a forecaster of its own, and what it says."""
    start = row.moment("Start Time")
    if start is None:
        raise row.wrong("Start Time", "the moment from which it stood")
    ident, name = row.text("Forecaster ID"), row.text("Forecaster Username")
    if "Forecaster (Anonymized)" in row.cells:
        name = row.text("Forecaster (Anonymized)")
        ident = "" if name in WORKED_OUT else name
    return "" if ident else name or "nobody", Word(ident or name, start, _said(row, asked), row.moment("End Time"))


def _said(row: Row, asked: _Asked) -> Numbers:
    """The numbers of a forecast: probabilities, or the levels at each of `SHARES`; none if it names none."""
    if not row.text(asked.column):
        return ()
    if asked.column == "Probability Yes":
        return (_probability(row, asked.column, row.number(asked.column)),)
    values = row.numbers(asked.column)
    if len(values) != asked.numbers:
        raise row.wrong(asked.column, f"{asked.numbers} numbers, as the question has; here are {len(values)}")
    told = [_probability(row, asked.column, 0.0 if one is None else one) for one in values]
    if not asked.places:
        return tuple(told[: len(asked.idents)])
    if any(two < one - 1e-9 for one, two in pairwise(told)):
        raise row.wrong(asked.column, "probabilities that do not fall")
    return tuple(float(level) for level in np.interp(SHARES, np.maximum.accumulate(told), asked.places))


def _probability(row: Row, column: str, value: float) -> float:
    if not -1e-9 <= value <= 1 + 1e-9:
        raise row.wrong(column, "probabilities from 0 to 1")
    return min(max(value, 0.0), 1.0)


def _crowd(asked: _Asked, words: Mapping[str, Sequence[Word]]) -> Iterator[Forecasted]:
    """The crowd of a question, day by day."""
    ranked = sorted(words, key=lambda name: (name == "", (*WORKED_OUT, name).index(name), name))
    for day, numbers in day_by_day(words[ranked[0]]):
        if asked.places:
            yield crowd_said(asked.idents[0], PLATFORM, dict(zip(SHARES, numbers, strict=True)), day)
            continue
        for ident, said in zip(asked.idents, numbers, strict=True):
            yield crowd_said(ident, PLATFORM, said, day)
