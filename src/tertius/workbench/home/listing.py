"""What the first page says of each case: title, day, mistakes, and what it answered last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path as FilePath

from tertius.case.load import gallery, load
from tertius.case.parse.file_names import CASE_ENDINGS
from tertius.case.plain import plain_of
from tertius.errors import CaseError, TertiusError
from tertius.workbench.differences import plain_keys
from tertius.workbench.home.answers import Answers, version_of


@dataclass(frozen=True)
class Listed:
    """What is said of a case.

    Attributes:
        title: Its title; empty if it cannot be read.
        question: The question that it is to answer.
        as_of: Its day.
        size: How many actors, issues and talks it has.
        answer: What it answered last; empty if it was not asked yet.
        fresh: Whether that is the answer of the case as it is now.
        mistakes: How many mistakes it has.
        table: Whether what cannot be read is a table, which may only lack its scale.
    """

    title: str = ""
    question: str = ""
    as_of: str = ""
    size: tuple[int, int, int] = (0, 0, 0)
    answer: str = ""
    fresh: bool = False
    mistakes: int = 0
    table: bool = False


class Listing:
    """What is known of the cases of a folder, read anew only where a file is another."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.known: dict[FilePath, tuple[tuple[int, int], Listed, str]] = {}

    def of(self, file: FilePath) -> Listed:
        """What is said of the case in a file."""
        try:
            found = file.stat()
            stamp = found.st_mtime_ns, found.st_size
        except OSError:
            return Listed(mistakes=1)
        if file not in self.known or self.known[file][0] != stamp:
            self.known[file] = (stamp, *_read(file))
        _, listed, version = self.known[file]
        last = self.answers.of(file)
        if last is None or not version:
            return listed
        return Listed(
            listed.title, listed.question, listed.as_of, listed.size, answer=last.said, fresh=last.of == version
        )


def _read(file: FilePath) -> tuple[Listed, str]:
    try:
        case = load(file)
    except CaseError as error:
        return Listed(mistakes=len(error.problems), table=file.suffix.lower() not in CASE_ENDINGS), ""
    except TertiusError:
        return Listed(mistakes=1), ""
    size = len(case.actors), len(case.issues), len(case.talks)
    return Listed(case.title, case.question, case.as_of.isoformat(), size), version_of(plain_keys(plain_of(case)))


@cache
def gallery_told() -> list[dict[str, str]]:
    """The cases that come with Tertius."""
    return [{"name": case.case, "title": case.title, "summary": case.summary} for case in gallery()]
