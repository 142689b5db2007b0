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
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from sys import intern

from tertius.case.parse.characters import first_problems
from tertius.errors import CaseError, Problem, UsageError
from tertius.ledger.entries import Question, Resolved
from tertius.ledger.importing.archives import Part, parts_of
from tertius.ledger.importing.crowds import Word, day_by_day
from tertius.ledger.importing.imported import Imported, Progress, Reader, crowd_said, ended
from tertius.ledger.importing.tables import MistakeError, Row, Told, is_table, rows_of

PLATFORM = "Good Judgment"

_ASKED = ("ifp_id", "q_text", "q_status", "outcome", "n_opts", "options", "date_to_close", "date_closed")
_SAID = ("ifp_id", "user_id", "fcast_type", "answer_option", "value", "fcast_date")
_LETTERS = "cp1252"  # the published tables have bytes that are no UTF-8
_WITHDRAWN = "4"
_UNCONDITIONAL = "-0"
_DAYS = ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y")
_OPTION = re.compile(r"\(([a-z])\)\s*(.*?)\s*(?=,?\s*\([a-z]\)|$)", re.DOTALL)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::(\d{2}))?")


def knows(path: Path) -> bool:
    """Whether a file or a folder holds questions of the Good Judgment Project."""
    try:
        return any(is_table(part, _ASKED, _LETTERS) for part in parts_of([path]))
    except UsageError:
        return False


def read(files: Sequence[Path], progress: Progress | None = None) -> Imported:
    """Questions, the crowd day by day, and outcomes.

    Args:
        files: The table of questions, ``ifps.csv``, and tables of forecasts, such as ``survey_fcasts.yr1.csv``; or a
            folder with them.
        progress: Told how many bytes of the tables are read, and of how many.

    Raises:
        UsageError: There is no table of questions, or a table cannot be read.
        CaseError: Every mistake in them, with its file and row.
    """
    parts = parts_of(files)
    asked = [part for part in parts if is_table(part, _ASKED, _LETTERS)]
    if not asked:
        raise UsageError(
            f"{', '.join(map(str, files))} holds no questions of the Good Judgment Project: give its ifps.csv too, a "
            f"table with the columns {', '.join(_ASKED)}"
        )
    said = [part for part in parts if part not in asked and is_table(part, _SAID, _LETTERS)]
    found = _Found(Told(progress, [*asked, *said]))
    for part in asked:
        found.take_questions(part)
    for part in said:
        found.take_forecasts(part)
    return found.whole()


GOOD_JUDGMENT = Reader("good-judgment", knows, read)


@dataclass
class _Found:
    """What was found so far; and who is told how far it is."""

    told: Told
    questions: list[Question] = field(default_factory=list)
    ends: list[Resolved] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    words: dict[str, list[Word]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def take_questions(self, part: Part) -> None:
        """Take the questions of a table, and how they ended."""
        for row in rows_of(part, _ASKED, self.told, _LETTERS):
            try:
                self._take_question(row)
            except MistakeError as mistake:
                self.problems.append(mistake.problem)

    def _take_question(self, row: Row) -> None:
        number = row.text("ifp_id")
        if not number or number in self.seen:
            raise row.wrong("ifp_id", "each question once")
        self.seen.add(number)
        if not number.endswith(_UNCONDITIONAL):
            self.left_out["conditional questions"] += 1
            return
        by = _day(row, "date_to_close") or _day(row, "date_closed")
        if by is None:
            self.left_out["questions without a day on which they close"] += 1
            return
        letters = _letters(row)
        made = _questions(row, number, by, letters)
        self.letters[number] = letters
        self.questions += made
        self.ends += _ends(row, made, letters)

    def take_forecasts(self, part: Part) -> None:
        """Take the forecasts of a table, of questions that were taken before."""
        for row in rows_of(part, _SAID, self.told, _LETTERS):
            number, user = row.text("ifp_id"), row.text("user_id")
            letters = self.letters.get(number)
            if letters is None:
                key = "forecasts of questions that are left out"
                self.left_out[key if number in self.seen else "forecasts of questions that are not there"] += 1
                continue
            if user in ("", "NULL", "NA"):
                self.left_out["forecasts of nobody"] += 1
                continue
            try:
                self._take_forecast(row, number, intern(user), letters)
            except MistakeError as mistake:
                self.problems.append(mistake.problem)

    def _take_forecast(self, row: Row, number: str, user: str, letters: str) -> None:
        option = row.text("answer_option").lower()
        if len(option) != 1 or option not in letters:
            raise row.wrong("answer_option", f"one of {', '.join(letters)}")
        said = row.number("value")
        if not 0 <= said <= 1:
            raise row.wrong("value", "a probability from 0 to 1")
        start = _moment(row)
        if len(letters) == 2 and option != letters[0]:
            return
        spoken = () if row.text("fcast_type") == _WITHDRAWN else (said,)
        self.words.setdefault(_ident(number, letters, option), []).append(Word(user, start, spoken))

    def whole(self) -> Imported:
        """All of it, or every mistake."""
        if self.problems:
            raise CaseError(first_problems(self.problems))
        forecasts = tuple(
            crowd_said(ident, PLATFORM, said, day)
            for ident, words in self.words.items()
            for day, (said,) in day_by_day(words)
        )
        return Imported(PLATFORM, tuple(self.questions), forecasts, tuple(self.ends), dict(self.left_out))


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
