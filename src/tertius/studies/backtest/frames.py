"""The frames that come with Tertius: every meeting of a series, with its frozen case, its question and its outcome."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.results import Record

FOLDER = files("tertius").joinpath("backtest", "frames")


@dataclass(frozen=True)
class Meeting(Record):
    """One meeting.

    Attributes:
        id: What it is called.
        frame: The series that it belongs to.
        title: Where and when it was.
        day: Its day.
        freeze: The last day of which its case knows anything.
        talk: The talk of the case whose agreement is asked for.
        kind: The kind of talk whose base rate is a rival.
        question: What is asked, in words.
        happened: Whether it came true.
        source: Where that can be read.
        obtained: How it was read there.
        sha256: Of the frozen file.
        file: Its name in the folder of the frame.
    """

    id: str
    frame: str
    title: str
    day: dt.date
    freeze: dt.date
    talk: str
    kind: str
    question: str
    happened: bool
    source: str
    obtained: str
    sha256: str
    file: str

    @property
    def place(self) -> Traversable:
        """Where the frozen case lies."""
        return FOLDER.joinpath(self.frame, self.file)

    @property
    def is_frozen(self) -> bool:
        """Whether the file is, to the byte, the one that was frozen."""
        return hashlib.sha256(self.place.read_bytes()).hexdigest() == self.sha256


def frame_names() -> tuple[str, ...]:
    """The names of all frames, in alphabetical order."""
    return tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.joinpath("meetings.csv").is_file()))


@cache
def meetings_of(frame: str) -> tuple[Meeting, ...]:
    """The meetings of a frame, in the order of their days.

    Raises:
        UsageError: There is no such frame.
    """
    if frame not in frame_names():
        known = ", ".join(frame_names())
        raise UsageError(f"there is no frame '{frame}': {closest(frame, frame_names()) or f'the frames are {known}'}")
    text = FOLDER.joinpath(frame, "meetings.csv").read_text("utf-8")
    found = (_meeting(frame, row) for row in csv.DictReader(text.splitlines()))
    return tuple(sorted(found, key=lambda meeting: meeting.day))


def _meeting(frame: str, row: dict[str, str]) -> Meeting:
    return Meeting(
        id=row["meeting"],
        frame=frame,
        title=row["title"],
        day=dt.date.fromisoformat(row["day"]),
        freeze=dt.date.fromisoformat(row["freeze"]),
        talk=row["talk"],
        kind=row["kind"],
        question=row["question"],
        happened=row["outcome"] == "yes",
        source=row["outcome_source"],
        obtained=row["outcome_obtained"],
        sha256=row["sha256"],
        file=row["case"],
    )
