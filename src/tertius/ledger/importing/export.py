"""An export of tables: one of questions and how they ended, others of what was forecast of them, row by row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from tertius.case.parse.characters import first_problems
from tertius.errors import CaseError, Problem, UsageError
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.importing.archives import UTF_8, Part, parts_of
from tertius.ledger.importing.imported import Imported, Progress, Reader
from tertius.ledger.importing.tables import MistakeError, Row, Told, head_of, lacking, likeness, rows_of

A = TypeVar("A")

_MOST = 0.5
"""The share of its columns from which a table is meant to be one of the platform."""


class Export(ABC, Generic[A]):
    """What was found so far in the tables of one platform, and how its rows are read.

    Attributes:
        questions: The questions of the ledger.
        ends: How they ended.
        asked: What must be known of a question to read its forecasts, by its id there.
        seen: The ids of all questions, those that are left out too.
        left_out: How many rows, by the reason.
        problems: What is wrong with rows.
    """

    platform: ClassVar[str]
    ident: ClassVar[str]
    """The column of a question's id, in every table."""
    columns_asked: ClassVar[Sequence[str]]
    """The columns by which the table of questions is known."""
    columns_said: ClassVar[Sequence[str]]
    """Those by which a table of forecasts is."""
    missing: ClassVar[str]
    """What to say where there is no table of questions."""
    encoding: ClassVar[str] = UTF_8

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.ends: list[Resolved] = []
        self.asked: dict[str, A] = {}
        self.seen: set[str] = set()
        self.left_out: Counter[str] = Counter()
        self.problems: list[Problem] = []

    @abstractmethod
    def take_question(self, row: Row, number: str) -> str:
        """Take the question of a row, and how it ended; the reason if it is left out, else an empty text."""

    @abstractmethod
    def take_forecast(self, row: Row, number: str, asked: A) -> str:
        """Take the forecast of a row, likewise."""

    @abstractmethod
    def crowds(self) -> Iterator[Forecasted]:
        """What the crowd said, of all forecasts that were taken."""

    @classmethod
    def is_like(cls, part: Part) -> bool:
        """Whether it has most of the columns of a table of questions or of forecasts."""
        head = head_of(part, cls.encoding)
        return max(likeness(head, cls.columns_asked), likeness(head, cls.columns_said)) > _MOST

    def read(self, files: Sequence[Path], progress: Progress | None) -> Imported:
        """All of it, or every mistake.

        Raises:
            UsageError: There is no table of questions, a table lacks a column or cannot be read.
            CaseError: Every mistake in them, with its file and row.
        """
        asked, said = self._tables(files)
        if not asked:
            columns = ", ".join(self.columns_asked)
            raise UsageError(
                f"{', '.join(map(str, files))} holds no questions of {self.platform}, a table with the "
                f"columns {columns}: {self.missing}"
            )
        told = Told(progress, [*asked, *said])
        for part in asked:
            for row in rows_of(part, told, self.encoding):
                self._take(row, forecast=False)
        for part in said:
            for row in rows_of(part, told, self.encoding):
                self._take(row, forecast=True)
        if self.problems:
            raise CaseError(first_problems(self.problems))
        ends, left_out = tuple(self.ends), dict(self.left_out)
        return Imported(self.platform, tuple(self.questions), tuple(self.crowds()), ends, left_out)

    def _tables(self, files: Sequence[Path]) -> tuple[list[Part], list[Part]]:
        """The tables of questions and those of forecasts; others that a folder or an archive has are counted.

        Raises:
            UsageError: Every table that lacks a column: one that was named, or has most columns of such a table.
        """
        asked: list[Part] = []
        said: list[Part] = []
        torn: list[str] = []
        for part in parts_of(files):
            head = head_of(part, self.encoding)
            like_asked, like_said = likeness(head, self.columns_asked), likeness(head, self.columns_said)
            closer = self.columns_asked if like_asked >= like_said else self.columns_said
            if set(closer) <= set(head):
                (asked if closer is self.columns_asked else said).append(part)
            elif (part.path in files and not part.member) or max(like_asked, like_said) > _MOST:
                torn.append(lacking(part, head, closer))
            else:
                self.left_out["tables with neither questions nor forecasts"] += 1
        if torn:
            raise UsageError("\n".join(torn))
        return asked, said

    def _take(self, row: Row, forecast: bool) -> None:
        try:
            why = self._forecast(row) if forecast else self._question(row)
        except MistakeError as mistake:
            self.problems.append(mistake.problem)
            return
        if why:
            self.left_out[why] += 1

    def _question(self, row: Row) -> str:
        number = row.text(self.ident)
        if not number or number in self.seen:
            raise row.wrong(self.ident, "each question once")
        self.seen.add(number)
        return self.take_question(row, number)

    def _forecast(self, row: Row) -> str:
        number = row.text(self.ident)
        if number in self.asked:
            return self.take_forecast(row, number, self.asked[number])
        return f"forecasts of questions that are {'left out' if number in self.seen else 'not there'}"


def reader_of(key: str, kind: type[Export[A]]) -> Reader:
    """How the files of a platform are read."""

    def knows(path: Path) -> bool:
        try:
            return any(map(kind.is_like, parts_of([path])))
        except UsageError:
            return False

    def read(files: Sequence[Path], progress: Progress | None = None) -> Imported:
        return kind().read(files, progress)

    return Reader(key, knows, read)
