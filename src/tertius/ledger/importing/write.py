"""What others recorded, written into a ledger: what stands there already is not written again, and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tertius.errors import UsageError
from tertius.ledger import writer
from tertius.ledger.bodies import Entry
from tertius.ledger.chain import head_of
from tertius.ledger.entries import Forecasted, Question, Resolved, Track
from tertius.ledger.file import PATIENCE, reading, writing
from tertius.ledger.importing.imported import CROWD, Imported
from tertius.ledger.tracks import track_of, tracks_of
from tertius.ledger.writer import Writer
from tertius.results import Record, first_of

_CHANGED = "what the ledger holds otherwise"
_OUR_OUTCOME = "outcomes of theirs, where ours is kept"
_SHOWN = 20


@dataclass(frozen=True)
class Written(Record):
    """What an import wrote.

    Attributes:
        platform: Whose files they are.
        questions: How many questions are new.
        forecasts: How many forecasts.
        resolutions: How many outcomes.
        known: How much of what was found stood in the ledger already, just so.
        left_out: How many of what the files hold was left out, by the reason.
        head: The hash of the last entry.
    """

    platform: str
    questions: int
    forecasts: int
    resolutions: int
    known: int
    left_out: Mapping[str, int]
    head: str


def write_imported(
    path: Path, found: Imported, ours: str | None = None, keep: bool = False, patience: float = PATIENCE
) -> Written:
    """Write what a reader found into a ledger, which is made if there is none: all of it, or nothing.

    A question is the same if its id is; a forecast, if question, platform and day are; an outcome, if its question is.
    The same with other content is a conflict.

    Args:
        path: The file of the ledger.
        found: What a reader found.
        ours: The id of a question of ours, of which the crowd's forecasts are to be; then `found` has one question.
        keep: Whether in a conflict what the ledger holds stays, and the rest is written; without it nothing is.
        patience: Seconds for which a writer waits while another one writes.

    Raises:
        UsageError: There is nothing to write; every conflict, and every outcome of a day that is yet to come; a
            question of ours that is none, asks for something else, or has another crowd.
    """
    if not found.questions:
        raise UsageError(f"no question was found in the files of {found.platform}: nothing was written")
    if ours is not None:
        found = _as_ours(path, patience, found, ours)
    with writing(path, patience) as connection:
        against = _Against(tracks_of(connection), found.platform)
        entries: Sequence[Entry] = (*found.questions, *found.forecasts, *found.resolutions)
        new = [entry for entry in entries if against.is_new(entry)]
        if against.to_come:
            raise _told(against.to_come, "nothing was written: look whether the clock of this machine is right")
        if against.conflicts and not keep:
            raise _told(
                against.conflicts, "nothing was written; --keep leaves these as the ledger has them and writes the rest"
            )
        written = Writer(connection).write(new)
        head = head_of(connection)
    left_out = dict(found.left_out) | ({_CHANGED: len(against.conflicts)} if against.conflicts else {})
    questions, forecasts, resolutions = (
        sum(isinstance(one, kind) for one in written) for kind in (Question, Forecasted, Resolved)
    )
    return Written(found.platform, questions, forecasts, resolutions, against.known, left_out, head)


def _as_ours(path: Path, patience: float, found: Imported, ours: str) -> Imported:
    """The crowd's forecasts of the one question that was found, as those of a question of ours."""
    if len(found.questions) != 1:
        ids = first_of([f"'{one.id}'" for one in found.questions])
        raise UsageError(
            f"--as '{ours}' takes the crowd of one question, and {len(found.questions)} were found: {ids}; "
            "--match names a part of its id or its text"
        )
    with reading(path, patience) as connection:
        track = track_of(tracks_of(connection), ours, path)
    question = track.question
    if question.scale != found.questions[0].scale:
        mine, theirs = map(_asks, (question, found.questions[0]))
        raise UsageError(f"'{question.id}' asks {mine}, and the crowd of '{found.questions[0].id}' {theirs}")
    crowds = {str(one.settings.get("joined", question.id)) for one in track.forecasts if CROWD in one.rivals}
    others = sorted(crowds - {found.questions[0].id})
    if others:
        raise UsageError(f"'{question.id}' has the crowd of '{others[0]}' already: one crowd is its rival")
    left_out = dict(found.left_out) | ({_OUR_OUTCOME: len(found.resolutions)} if found.resolutions else {})
    forecasts = tuple(
        replace(one, question=question.id, settings={**one.settings, "joined": found.questions[0].id})
        for one in found.forecasts
    )
    return Imported(found.platform, (), forecasts, (), left_out)


def _told(mistakes: Sequence[str], advice: str) -> UsageError:
    """The first of them, how many more there are, and what to do."""
    more = len(mistakes) - _SHOWN
    return UsageError("\n".join([*mistakes[:_SHOWN], *([f"and {more} more"] if more > 0 else []), advice]))


@dataclass
class _Against:
    """What is found, entry by entry, against what stands in the ledger."""

    tracks: Sequence[Track]
    platform: str
    conflicts: list[str] = field(default_factory=list)
    to_come: list[str] = field(default_factory=list)
    known: int = 0

    def __post_init__(self) -> None:
        self.questions = {track.question.id: track.question for track in self.tracks}
        self.forecasts = {
            (one.question, one.who, one.day): one
            for track in self.tracks
            for one in track.forecasts
            if one.who == self.platform
        }
        self.ends = {track.question.id: track.resolved for track in self.tracks if track.resolved is not None}
        self.today = writer.now().date()

    def is_new(self, entry: Entry) -> bool:
        """Whether an entry is to be written; what differs from what stands is a conflict."""
        if isinstance(entry, Question):
            known: Entry | None = self.questions.setdefault(entry.id, entry)
            differs = "" if known == entry else _differs_question(self.questions[entry.id], entry)
        elif isinstance(entry, Forecasted):
            before = self.forecasts.setdefault((entry.question, entry.who, entry.day), entry)
            known, differs = before, "" if before.rivals == entry.rivals else _differs_forecast(before, entry)
        else:
            end = self.ends.setdefault(entry.question, entry)
            known, differs = end, _differs_end(self.questions.get(entry.question), end, entry)
            if entry.on > self.today:
                self.to_come.append(f"the outcome of '{entry.question}' is of {entry.on}, which is yet to come")
        if differs:
            self.conflicts.append(differs)
        elif known is not entry:
            self.known += 1
        return known is entry and not differs


def _differs_question(known: Question, entry: Question) -> str:
    changed = [name for name, value in vars(entry).items() if value != getattr(known, name)]
    told = "; ".join(
        f"{name} is {_short(getattr(known, name))}, here {_short(getattr(entry, name))}" for name in changed
    )
    return f"the question '{entry.id}' is in the ledger with other words: {told}"


def _differs_forecast(known: Forecasted, entry: Forecasted) -> str:
    return (
        f"the crowd of {entry.who} on '{entry.question}' of {entry.day} is {_short(known.rivals.get(CROWD))} in the "
        f"ledger, and {_short(entry.rivals.get(CROWD))} here"
    )


def _differs_end(asked: Question | None, known: Resolved, entry: Resolved) -> str:
    if asked is None or (known.outcome, known.on) == (entry.outcome, entry.on):
        return ""
    there, here = (f"{asked.ended_as(one.outcome)} on {one.on}" for one in (known, entry))
    return (
        f"'{entry.question}' is {there} in the ledger, and {here} here: 'tertius ledger resolve --correct' takes the "
        "place of what stands"
    )


def _asks(question: Question) -> str:
    if question.scale is None:
        return "whether something comes true"
    return f"for a level from {question.scale[0]:g} to {question.scale[1]:g}"


def _short(value: object) -> str:
    text = repr(str(value)) if isinstance(value, str | date) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
