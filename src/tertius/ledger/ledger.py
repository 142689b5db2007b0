"""The ledger itself: what is written down, how questions end, and what stands of all that now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tertius.errors import UsageError
from tertius.ledger import writer
from tertius.ledger.bodies import Entry
from tertius.ledger.chain import Verified, verify
from tertius.ledger.entries import Forecasted, Question, Resolved, Track
from tertius.ledger.file import PATIENCE, reading, writing
from tertius.ledger.tracks import entries_of, track_of, tracks_of
from tertius.ledger.writer import Writer, user
from tertius.writing import write_all, write_whole

if TYPE_CHECKING:
    from tertius.case.model import Case
    from tertius.ledger.adding import Added
    from tertius.ledger.freezing import Making
    from tertius.ledger.importing.write import Written
    from tertius.ledger.scoring.result import Scores

FILE, PLACE = "ledger.sqlite", "TERTIUS_LEDGER"
"""The ledger where none is named, and what names it in the environment."""


class Ledger:
    """Forecasts written down before the day, resolved after it: one file, to which entries are added and no more.

        ledger = Ledger("ledger.sqlite")
        ledger.add(case, "us-dprk", by=date(2099, 3, 1), resolves="a joint text is signed")

    The file is opened for each call, so any number of processes of one machine can write to it. What a method has
    returned is on the disk.

    Attributes:
        path: The file.
        patience: Seconds for which a writer waits while another one writes.
    """

    def __init__(self, path: Path | str | None = None, patience: float = PATIENCE) -> None:
        """A ledger in a file, there or not yet; that of `TERTIUS_LEDGER`, else ``ledger.sqlite``, if left out."""
        self.path = Path(path if path is not None else os.environ.get(PLACE) or FILE)
        self.patience = patience

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, also those that were corrected, in the order in which they were written down."""
        with reading(self.path, self.patience) as connection:
            return tuple(entries_of(connection))

    def tracks(self) -> tuple[Track, ...]:
        """Every question with what stands of it now, in the order in which they were asked."""
        with reading(self.path, self.patience) as connection:
            return tracks_of(connection)

    def track(self, question: str) -> Track:
        """One question with what stands of it now.

        Args:
            question: Its id, or what it asks for if no other question asks for the same.

        Raises:
            UsageError: There is no such question, or there are several.
        """
        with reading(self.path, self.patience) as connection:
            return track_of(tracks_of(connection), question, self.path)

    def case_text(self, case_hash: str) -> str:
        """The text of a frozen case, by its hash.

        Raises:
            UsageError: No such case is kept.
        """
        with reading(self.path, self.patience) as connection:
            found = connection.execute("SELECT text FROM cases WHERE hash = ?", (case_hash,)).fetchone()
        if found is None:
            raise UsageError(f"{self.path} keeps no case of the hash {case_hash or '(none)'}")
        return str(found[0])

    def verify(self, head: str | None = None) -> Verified:
        """Follow the chain of hashes, and look at every case that is kept.

        Args:
            head: The hash of an entry that was kept elsewhere: without it nobody can see what was cut off at the end.
        """
        with reading(self.path, self.patience) as connection:
            return verify(connection, head)

    def record(
        self,
        questions: Iterable[Question] = (),
        forecasts: Iterable[Forecasted] = (),
        resolutions: Iterable[Resolved] = (),
        cases: Iterable[str] = (),
    ) -> tuple[Entry, ...]:
        """Write down many entries at once, all of them or none: what others recorded, or what was made elsewhere.

        `entry` and `when` of what is given do not count: the ledger numbers entries, and the clock says when. An entry
        of which the very same stands in the ledger already is not written again.

        Args:
            questions: Questions that are new, or known and unchanged.
            forecasts: Forecasts of questions of the ledger, or of these; of which day each is says its `as_of`.
            resolutions: How questions ended.
            cases: Texts of cases that forecasts name by their hash.

        Returns:
            What was written, with number and time.

        Raises:
            UsageError: Every mistake: a question that is known with another wording, an unknown one, one that is
                resolved already and not corrected, an entry to correct that is none, a forecast or an outcome that the
                question cannot have.
        """
        with writing(self.path, self.patience) as connection:
            return Writer(connection).write([*questions, *forecasts, *resolutions], tuple(cases))

    def add(
        self,
        case: Case | None,
        question: str,
        *,
        by: date | None = None,
        resolves: str = "",
        id: str | None = None,
        text: str = "",
        probability: float | None = None,
        how: Making | None = None,
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        who: str | None = None,
        corrects: int | None = None,
    ) -> Added:
        """Write down a forecast of a question, and the question if it is new.

        Args:
            case: The case that forecasts, which is frozen with it; None for a question without a case.
            question: What of the case is asked for: a talk, or ``level:`` and an issue. Without a case: the id of the
                question.
            by: The last day of the question; needed for a new one, and not in the past.
            resolves: What must have happened for it to come true; needed for a new one.
            id: What the question is called; that of the case and what is asked for, ``korea-2019/us-dprk``, if left
                out.
            text: What is asked, in words; what must have happened, if left out.
            probability: The forecast, for a question without a case.
            how: Draws, seed, theories, the analyst's own number and the like; all as in ``tertius forecast`` if left
                out.
            threads: Draws settled at a time; all cores if left out.
            progress: Told how many settlements are done, of how many.
            who: Who forecasts; the user of this machine if left out.
            corrects: The entry of a forecast that this one takes the place of.

        Raises:
            UsageError: Every mistake: nothing that the case can be asked, a day in the past, a question that is known
                with another day or wording, or is resolved already, a number out of its range.
            NoForecastError: Most draws did not come to rest, or no draw bears on the question.
        """
        from tertius.ledger.adding import Asked, add

        asked = Asked(question, by, resolves, id, text, probability, corrects, who or user())
        return add(self.path, self.patience, case, asked, how, threads, progress)

    def resolve(
        self,
        question: str,
        outcome: bool | float,
        source: str,
        on: date | None = None,
        correct: bool = False,
        who: str | None = None,
    ) -> Resolved:
        """Write down how a question ended.

        Args:
            question: Its id, or what it asks for.
            outcome: Whether it came true; of a level, the level.
            source: Where that can be read.
            on: The day on which it was known; today, or the last day of the question if that is past.
            correct: Take the place of what was written down before.
            who: Who writes it down; the user of this machine if left out.

        Raises:
            UsageError: There is no such question, it is resolved already, the outcome is none that it can have, the
                day is yet to come, no source is given.
        """
        source = _said("a source", source, "--source")

        def ended(track: Track) -> Resolved:
            today = writer.now().date()
            day = on or min(today, track.question.by)
            _check_outcome(track.question, outcome, day, today)
            return Resolved(0, track.question.id, writer.now(), who or user(), float(outcome), day, source)

        return self._end(question, ended, correct)

    def void(self, question: str, why: str, correct: bool = False, who: str | None = None) -> Resolved:
        """Write down that a question has no answer; it is scored no more.

        Args:
            question: Its id, or what it asks for.
            why: Why it has none.
            correct: Take the place of what was written down before.
            who: Who writes it down; the user of this machine if left out.

        Raises:
            UsageError: There is no such question, it is resolved already, no reason is given.
        """
        why = _said("a reason", why, "--why")
        return self._end(
            question,
            lambda track: Resolved(0, track.question.id, writer.now(), who or user(), None, writer.now().date(), why),
            correct,
        )

    def score(self, convention: str = "0-1") -> Scores:
        """How good the forecasts of its resolved questions were, beside their rivals and theories.

        Args:
            convention: What a Brier score of an event runs over: ``0-1``, or ``0-2``, twice that.

        Raises:
            UsageError: There is no such convention, or the ledger cannot be read.
        """
        from tertius.ledger.scoring.score import score

        return score(self.tracks(), convention)

    def import_files(
        self,
        files: Iterable[Path | str],
        *,
        form: str | None = None,
        match: str | None = None,
        ours: str | None = None,
        keep: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Written:
        """Take in questions, what a crowd said of them and how they ended; or a ledger that was exported as JSON.

        A crowd is one more rival. What stands in the ledger already is not written again.

        Args:
            files: Files of one export, such as questions and their outcomes; or one ledger exported as JSON.
            form: ``forecastbench``, ``metaculus``, ``good-judgment`` or ``tertius``; found by what they hold, if left
                out.
            match: Only questions with this text in what they ask, or in their id.
            ours: The id of a question of ours, of which the crowd's forecasts of the one question found are to be.
            keep: Whether the ledger stays as it is where it holds otherwise, and the rest is written.
            progress: Told how much of the files is read, and of how much.

        Raises:
            UsageError: A file is not there or of no known format; every conflict with the ledger, unless `keep`.
            CaseError: Every mistake in the files, each with its file and row.
        """
        from tertius.ledger.importing.readers import import_files

        paths = [Path(one) for one in files]
        return import_files(self.path, paths, form, match, ours, keep, self.patience, progress)

    def to_json(self, path: Path | str, overwrite: bool = False) -> Path:
        """Write the whole ledger as JSON, every entry with its hash word for word; returns the path.

        Raises:
            UsageError: The file is there and `overwrite` is not set, or it cannot be written.
        """
        from tertius.ledger.exporting.whole import json_of

        write_whole(Path(path), json_of(self.path, self.patience).encode(), overwrite)
        return Path(path)

    def to_csv(self, folder: Path | str, overwrite: bool = False) -> Path:
        """Write tables of entries, questions, forecasts and resolutions, and the frozen cases; returns the folder.

        Raises:
            UsageError: One of the files is there and `overwrite` is not set, or one cannot be written.
        """
        from tertius.ledger.exporting.tables import tables_of

        tables = tables_of(self.path, self.patience)
        write_all({Path(folder) / name: data for name, data in tables.items()}, overwrite)
        return Path(folder)

    def _end(self, question: str, ended: Callable[[Track], Resolved], correct: bool) -> Resolved:
        """Write down how a question ended, in the place of what stands if that is corrected."""
        with reading(self.path, self.patience):
            pass  # a ledger that is not there is not made for this
        with writing(self.path, self.patience) as connection:
            track = track_of(tracks_of(connection), question, self.path)
            entry, before = ended(track), track.resolved
            if before is not None and not correct:
                state = track.question.ended_as(before.outcome)
                raise UsageError(
                    f"'{track.question.id}' is {state} already, by entry {before.entry} of {before.when:%Y-%m-%d}: "
                    "--correct writes a new entry that takes its place"
                )
            if before is None and correct:
                raise UsageError(f"'{track.question.id}' is open: there is nothing for --correct to take the place of")
            entry = replace(entry, corrects=None if before is None else before.entry)
            return cast(Resolved, Writer(connection).write([entry], again=True)[-1])


def _said(what: str, text: str, option: str) -> str:
    if not text.strip():
        raise UsageError(f"{what} is needed, and {option} is empty: say where or why, so that others can look")
    return text.strip()


def _check_outcome(question: Question, outcome: bool | float, on: date, today: date) -> None:
    """Whether the question can have ended like this on that day."""
    found = []
    if on > today:
        found.append(f"{on} is yet to come: give the day on which it was known, {today} (UTC) or before")
    if question.scale is not None:
        low, high = question.scale
        if isinstance(outcome, bool) or not low <= outcome <= high:
            found.append(f"'{question.id}' asks for a level: give a number from {low:g} to {high:g}")
    elif outcome not in (0, 1):
        found.append(f"'{question.id}' asks whether something comes true: give yes or no")
    elif outcome and on > question.by:
        found.append(f"'{question.id}' asks for what is the case by {question.by}: what came on {on} resolves it as no")
    elif not outcome and today <= question.by:
        found.append(f"'{question.id}' can still come true until {question.by}: 'no' is known after that day (UTC)")
    if found:
        raise UsageError("\n".join(found))
