"""Exports of Metaculus: the archive that "download data" gives, with a table of questions and one of forecasts.

A question of yes or no is one question. Each option of several is one of yes or no, all in one group; of two options
the first. A number is a level on the scale between its bounds, and what lies beyond an open one lies at it. Questions
about a date are left out.

The crowd is the community's forecast, weighted by recency, where the export has it, else another one that Metaculus
worked out, else the median of each forecaster's latest. Only tables are read here, with the columns of Metaculus'
public source as of 2025; what a table has beyond them is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.importing.crowds import Numbers, Word, day_by_day
from tertius.ledger.importing.export import Export, reader_of
from tertius.ledger.importing.imported import crowd_said, ended
from tertius.ledger.importing.tables import Row

PLATFORM = "Metaculus"

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The shares at which the level of a crowd is kept, as of a forecast of a case."""

WORKED_OUT = ("recency_weighted", "unweighted", "single_aggregation", "metaculus_prediction")
"""The forecasts that Metaculus works out of all others, the one that is preferred first."""

_NUMBER = ("numeric", "discrete")
_VOID = {"annulled": "annulled", "ambiguous": "called ambiguous"}
_BEYOND = {"below_lower_bound": 0, "above_upper_bound": 1}


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


class MetaculusExport(Export[_Asked]):
    """The tables of Metaculus: the archive of "download data", the folder that it was unpacked to, or its files."""

    platform = PLATFORM
    ident = "Question ID"
    columns_asked = ("Question ID", "Question Title", "Question Type")
    columns_said = ("Question ID", "Start Time", "End Time", "Probability Yes", "Continuous CDF")
    missing = "it is question_data.csv of the archive that 'download data' gives"

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, dict[str, list[Word]]] = {}

    def take_question(self, row: Row, number: str) -> str:
        """Take the question of a row, or its options."""
        kind = row.text("Question Type")
        if kind == "date":
            return "questions about a date"
        if kind not in ("binary", "multiple_choice", *_NUMBER):
            return f"questions of the kind {kind or 'that is not named'}"
        by = row.day("Scheduled Close Time", "Actual Close Time")
        if by is None:
            return "questions without a day on which they close"
        made, asked, options = _question(row, kind, by)
        self.asked[number] = asked
        self.questions += made
        self.ends += _ends(row, made, options)
        return ""

    def take_forecast(self, row: Row, number: str, asked: _Asked) -> str:
        """Take the word of a forecaster, or what Metaculus worked out of all."""
        method, word = _word(row, asked)
        if not word.said:
            return "forecasts that name no number"
        self.words.setdefault(number, {}).setdefault(method, []).append(word)
        return ""

    def crowds(self) -> Iterator[Forecasted]:
        """The crowd of each question, day by day."""
        for number, words in self.words.items():
            yield from _crowd(self.asked[number], words)


METACULUS = reader_of("metaculus", MetaculusExport)


def _question(row: Row, kind: str, by: date) -> tuple[list[Question], _Asked, list[str]]:
    """The questions of the ledger, how their forecasts are told, and the options if there are several."""
    ident, title = f"metaculus/{row.text('Question ID')}", row.text("Question Title")
    where = row.text("Question URL") or PLATFORM
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
