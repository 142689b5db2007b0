"""The one exception tree of Tertius.

    TertiusError            exit code 1
    ├── UsageError          exit code 2   the command or call was not understood
    └── CaseError           exit code 3   the case is not valid; carries every `Problem`
        └── LimitError      exit code 3   the case is valid, but larger than what is exact

A settlement that did not converge is a result, not an exception: its `status` says so (exit code 4).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class TertiusError(Exception):
    """Base of everything that Tertius raises on purpose."""

    exit_code = 1


class UsageError(TertiusError):
    """A command, an option or an argument that cannot be understood."""

    exit_code = 2


@contextmanager
def disk_told() -> Iterator[None]:
    """Work with files, of which what the operating system refuses is said in words; a decorator too.

    Raises:
        UsageError: A name is too long, a folder may not be read, links lead in a circle.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None:  # it is about no file: what is printed cannot be, or the memory is at its end
            raise
        raise UsageError(refusal_of(error)) from None


def refusal_of(error: OSError) -> str:
    """What the operating system refuses to do with a file, in words."""
    name = os.fspath(error.filename)
    name = name.decode(errors="replace") if isinstance(name, bytes) else name
    shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."
    reason = error.strerror or "it is refused"
    return f"'{shown}' cannot be used: {reason[0].lower()}{reason[1:]}"


_LONGEST_NAME = 120
"""Characters of a file's name, in messages."""


def check_all(*checks: Callable[[], object]) -> None:
    """Make every check, and raise one `UsageError` that says what all of them found, a line for each mistake."""
    found: list[str] = []
    for check in checks:
        try:
            check()
        except UsageError as mistake:
            found += [line for line in str(mistake).splitlines() if line not in found]
    if found:
        raise UsageError("\n".join(found))


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake (or warning) in an input: where it is, what was found, what is legal, what to do.

    Attributes:
        file: Name of the file, as the user gave it; empty if the case did not come from a file.
        line: Line in the file, or row in the sheet, from 1; 0 if it is not known.
        where: The entry, in words: ``stance of usa on denuclearisation``.
        found: What is wrong: ``unknown field 'capabilty'``.
        legal: What would be right; may be empty.
        suggestion: What to do: ``did you mean 'capability'?``; may be empty.
        sheet: Name of the sheet, in a workbook.
        column: Heading of the column in a text table, letter of the column in a sheet; may be empty.
    """

    file: str = ""
    line: int = 0
    where: str = ""
    found: str = ""
    legal: str = ""
    suggestion: str = ""
    sheet: str = ""
    column: str = ""

    def __str__(self) -> str:
        said = f"{self.subject}: {self.advice}" if self.advice else self.subject
        return f"{self.place}: {said}" if self.place else said

    @property
    def subject(self) -> str:
        """The entry and what is wrong with it: ``stance of usa on trade, unknown field 'saliance'``."""
        return f"{self.where}, {self.found}" if self.where else self.found

    @property
    def place(self) -> str:
        """``case.yaml:16``; ``stances.csv:5, column salience``; ``case.xlsx, sheet stances, cell C5``."""
        if not self.file:
            return ""
        if self.sheet:
            cell = f"cell {self.column}{self.line}" if self.column else f"row {self.line}"
            return f"{self.file}, sheet {self.sheet}" + (f", {cell}" if self.line else "")
        line = f"{self.file}:{self.line}" if self.line else self.file
        return f"{line}, column {self.column}" if self.column else line

    @property
    def order(self) -> tuple[str, str, int]:
        """Sorts problems as a reader goes through the files."""
        return self.file, self.sheet, self.line

    @property
    def advice(self) -> str:
        """What to do first, then what is legal."""
        if self.suggestion and self.legal:
            return f"{self.suggestion} ({self.legal})"
        return self.suggestion or self.legal


class CaseError(TertiusError):
    """The case is not valid. `problems` holds every mistake found, in the order of the file."""

    exit_code = 3

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[CaseError], tuple[list[Problem]], dict[str, object]]:
        """From process to process it goes with its problems, not with its text."""
        return type(self), (list(self.problems),), vars(self)


class LimitError(CaseError):
    """The case is valid but larger than what Tertius solves exactly."""
