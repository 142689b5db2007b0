"""The published data of the Good Judgment Project: its questions, and what each forecaster said of them on which day.

A question of two options is one question, of the first. Of more options, ordered or not, each is a question of yes or
no, all in one group. Conditional questions are left out. The crowd is the median of each forecaster's latest word that
was not withdrawn, of all conditions and teams, option by option.

Reference:
    Good Judgment Project (2016). GJP Data. Harvard Dataverse, doi:10.7910/DVN/BPCDH5.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from sys import intern

from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.importing.crowds import Word, day_by_day
from tertius.ledger.importing.export import Export, reader_of
from tertius.ledger.importing.imported import crowd_said, ended
from tertius.ledger.importing.tables import Row

PLATFORM = "Good Judgment"

_WITHDRAWN = "4"
_UNCONDITIONAL = "-0"
_DAYS = ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y")
_OPTION = re.compile(r"\(([a-z])\)\s*(.*?)\s*(?=,?\s*\([a-z]\)|$)", re.DOTALL)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?")


class GoodJudgmentData(Export[str]):
    """The table of questions, ``ifps.csv``, and tables of forecasts, such as ``survey_fcasts.yr1.csv``, or a folder.

    What must be known of a question to read its forecasts are the letters of its options.
    """

    platform = PLATFORM
    ident = "ifp_id"
    columns_asked = ("ifp_id", "q_text", "q_status", "outcome", "n_opts", "options", "date_to_close", "date_closed")
    columns_said = ("ifp_id", "user_id", "fcast_type", "answer_option", "value", "fcast_date")
    missing = "give its ifps.csv too"
    encoding = "cp1252"  # the published tables have bytes that are no UTF-8

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, list[Word]] = {}

    def take_question(self, row: Row, number: str) -> str:
        """Take the question of a row, or its options."""
        if not number.endswith(_UNCONDITIONAL):
            return "conditional questions"
        by = _day(row, "date_to_close") or _day(row, "date_closed")
        if by is None:
            return "questions without a day on which they close"
        letters = _letters(row)
        made = _questions(row, number, by, letters)
        self.asked[number] = letters
        self.questions += made
        self.ends += _ends(row, made, letters)
        return ""

    def take_forecast(self, row: Row, number: str, asked: str) -> str:
        """Take what a forecaster says of one option."""
        user, option = row.text("user_id"), row.text("answer_option").lower()
        if user in ("", "NULL", "NA"):
            return "forecasts of nobody"
        if len(option) != 1 or option not in asked:
            raise row.wrong("answer_option", f"one of {', '.join(asked)}")
        said = row.number("value")
        if not 0 <= said <= 1:
            raise row.wrong("value", "a probability from 0 to 1")
        start = _moment(row)
        if len(asked) > 2 or option == asked[0]:
            spoken = () if row.text("fcast_type") == _WITHDRAWN else (said,)
            self.words.setdefault(_ident(number, asked, option), []).append(Word(intern(user), start, spoken))
        return ""

    def crowds(self) -> Iterator[Forecasted]:
        """The crowd of each question, day by day."""
        for ident, words in self.words.items():
            for day, (said,) in day_by_day(words):
                yield crowd_said(ident, PLATFORM, said, day)


GOOD_JUDGMENT = reader_of("good-judgment", GoodJudgmentData)


def _letters(row: Row) -> str:
    """The letters of the options."""
    many = row.number("n_opts")
    if many not in range(2, len(string.ascii_lowercase) + 1):
        raise row.wrong("n_opts", "how many options there are, 2 or more")
    return string.ascii_lowercase[: int(many)]


def _ident(number: str, letters: str, option: str) -> str:
    return f"good-judgment/{number}" + (f"/{option}" if len(letters) > 2 else "")


def _questions(row: Row, number: str, by: date, letters: str) -> list[Question]:
    """The questions of the ledger: of two options the first, else each."""
    asked, told = " ".join(row.text("q_text").split()), dict(_OPTION.findall(row.text("options")))
    if not asked:
        raise row.wrong("q_text", "what is asked")
    group = f"good-judgment/{number.partition('-')[0]}"
    made = []
    for letter in letters if len(letters) > 2 else letters[:1]:
        option = f"({letter}) {' '.join(told.get(letter, '').split())}".strip()
        resolves = "\n".join(filter(None, (f"the outcome is {option}", " ".join(row.text("q_desc").split()))))
        made.append(
            Question(_ident(number, letters, letter), f"{asked} {option}", resolves, by, group=group, source=PLATFORM)
        )
    return made


def _ends(row: Row, made: Sequence[Question], letters: str) -> Iterator[Resolved]:
    """How the questions of a row ended, if they did."""
    status, outcome = row.text("q_status").lower(), row.text("outcome").lower()
    void = status.startswith("void")
    if not void and (status != "closed" or outcome in ("", "null", "na")):
        return
    on = _day(row, "date_closed")
    if on is None:
        raise row.wrong("date_closed", "the day on which the question was closed")
    if not void and (len(outcome) != 1 or outcome not in letters):
        raise row.wrong("outcome", f"one of {', '.join(letters)}")
    for letter, question in zip(letters, made, strict=False):
        if void:
            yield ended(question.id, PLATFORM, None, on, f"{PLATFORM} declared it void")
        else:
            yield ended(question.id, PLATFORM, float(letter == outcome), on, "ifps.csv of the Good Judgment Project")


def _day(row: Row, column: str) -> date | None:
    """A day as either year-month-day or month/day/year; None if nothing stands there."""
    said = row.text(column).partition(" ")[0]
    if said in ("", "NULL", "NA"):
        return None
    day = _parsed(said)
    if day is None:
        raise row.wrong(column, "a day such as 2012-06-25 or 6/25/12")
    return day


@lru_cache(maxsize=10_000)
def _parsed(said: str) -> date | None:
    """The day that a text names, of which millions of rows name a few hundred; None if it is none."""
    for form in _DAYS:
        try:
            return datetime.strptime(said, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _moment(row: Row) -> datetime:
    """When a forecast was given: its day, and the time of its stamp if it has one."""
    day = _day(row, "fcast_date")
    if day is None:
        raise row.wrong("fcast_date", "a day such as 2012-06-25 or 6/25/12")
    clock = _CLOCK.search(row.text("timestamp"))
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        raise row.wrong("timestamp", "a time of day")
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
