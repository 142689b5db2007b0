"""A case that is open: what it says now, what can be undone, what is typed and not valid yet, and the file under it.

The file stays the truth. An edit is taken into the journal, then the file is written; what somebody else wrote into
the file meanwhile is read first, and neither side is lost: where both changed the same value the file keeps the
other one, and ours stands in the cell as a draft that says so. A file that somebody else left unreadable, or took
away, is not written over: edits go on in the journal until it is mended, or `insist` puts ours in its place.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from tertius.case.actions import Change
from tertius.case.check.changes import apply_changes
from tertius.case.files.build import case_of
from tertius.case.model import Case
from tertius.case.parse.origin import Origin, Place
from tertius.case.parse.origin import Path as CasePath
from tertius.case.paths import CHANGEABLE, model_at
from tertius.case.plain import plain_of
from tertius.errors import CaseError, Problem, UsageError
from tertius.workbench.differences import NOTHING, Difference, Path, carried_out, differences, inner, plain_keys
from tertius.workbench.files.disk import Disk, Meanwhile
from tertius.workbench.files.journal import Draft, Edit, History, Journal, Line, turned
from tertius.workbench.parts import with_parts

ROUNDS = 6
"""So often edits are tried without those that are at fault, before they are tried by halves."""

TRIES = 5
"""So often a file is written again that somebody else writes in the same moment."""

KEPT = 32_000_000
"""So many bytes are kept of the file as it was before, so that what is undone stands there to the letter."""

THEIRS = Problem(
    found="somebody else has changed this in the file meanwhile", suggestion="keep theirs, or type yours again"
)


@dataclass(frozen=True)
class Put:
    """A value that somebody wants at a path.

    Attributes:
        path: The path; what is there is replaced.
        to: The value: number words or a text as typed, plain values for a whole entry; `NOTHING` takes it away.
        was: What was seen there; None if nobody looked.
        at: How many entries of its block stand before one that is new; None for all of them.
    """

    path: Path
    to: Any
    was: Any = None
    at: int | None = None


@dataclass
class Outcome:
    """What became of edits.

    Attributes:
        done: The paths that have another value now.
        refused: What cannot be taken, by path.
        conflicts: Paths whose value is not what the person saw, with the value that is there.
        also: What went with it: entries that mean nothing without what was taken away.
    """

    done: list[Path] = field(default_factory=list)
    refused: dict[Path, Draft] = field(default_factory=dict)
    conflicts: dict[Path, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _ByPath(Origin):
    """An origin in which a problem keeps the path that it is about, in the place of a column."""

    def place(self, path: CasePath) -> Place:
        return Place(column="/".join(map(str, path)))


class Document:
    """A case that is open for editing. Every method may be called from any thread.

    Attributes:
        case: The case as it is now, always valid.
        values: The same as plain values; never changed in place.
        version: Another number whenever anything of this is another.
        by: Which window made the last change; `file` if it came from the disk.
        drafts: By path what was typed and is not taken; never changed in place.
        trouble: Why the file on the disk cannot be read, a line for each mistake.
        past: The steps that can be undone, the last one last.
        future: The steps that can be made again, the next one last.
        opened: The values that it was opened with.
        before: The values before the last step that stands, and what that step was; those of now without one.
    """

    def __init__(self, file: FilePath, journals: FilePath | None = None, root: FilePath | None = None) -> None:
        """Open a case.

        Args:
            file: The file of the case: YAML, a workbook or a table.
            journals: The folder of the journals, if not the user's.
            root: The folder outside of which nothing is read.

        Raises:
            CaseError, UsageError: It cannot be read.
        """
        self.lock = threading.RLock()
        self.disk = Disk(file, root)
        self.case = self.disk.read()
        self.values: Any = plain_keys(plain_of(self.case))
        self.written = self.values
        self._then: list[tuple[Any, Mapping[FilePath, bytes]]] = [(self.values, self.disk.data)]
        self.version = 1
        self.by = ""
        self.trouble: tuple[str, ...] = ()
        self._broken: Any = None  # what lay there when it could not be read
        self.drafts: dict[Path, Draft] = {}
        self.journal = Journal(file, journals)
        self.past: list[Edit] = []
        self.future: list[Edit] = []
        self._refused: list[tuple[int, str, tuple[Path, ...]]] = []  # after how many steps, and what was typed
        self._lines: list[Line] = []
        self._recall()
        self.opened = self.values
        self.before: tuple[Any, str] = self.values, ""
        self._look_back()

    def _recall(self) -> None:
        """Take up the journals where the last processes left them, as if they had gone on until now."""
        histories = self.journal.read()
        if not histories:
            return
        theirs, there = self.case, self.disk.digest
        first, *others = histories
        self.past, self.future, self.drafts = first.past, first.future, first.drafts
        self.values, self.written = first.values, first.coming.get(there, first.written)
        self._merge(theirs)
        for history in others:
            before, base = self.values, history.coming.get(there, history.written)
            self._bring(differences(base, history.values))
            self.drafts = {**history.drafts, **self.drafts}
            self._note(before, "what another session left unwritten", "")
        self._try([])
        self._lines.clear()

    @staticmethod
    def _case_of(values: Any) -> Case:
        return case_of(values, _ByPath())

    @property
    def unsaved(self) -> bool:
        """Whether the file does not have the last edit yet."""
        return self.values is not self.written

    def _state(self) -> History:
        """All of it, for the journal."""
        return History(
            self.values, self.written, self.disk.digest, {}, list(self.past), list(self.future), dict(self.drafts)
        )

    def _flush(self) -> None:
        """Have on the disk what was done, before anybody hears of it."""
        if self._lines:
            self.journal.note(self._lines, self._state)
            self._lines = []

    def tried(self, path: Path, value: Any, gone: Iterable[Path] = ()) -> Case:
        """The case if a value stood at a path, and nothing at some others; nothing is changed.

        Raises:
            CaseError: That is no case; a problem has the path that it is about in the place of a column.
        """
        changes = [Difference(path, None, value), *(Difference(other, None, NOTHING) for other in gone)]
        return self._case_of(carried_out(self.values, changes))

    # What people do

    def edit(self, puts: Sequence[Put], said: str = "", window: str = "") -> Outcome:
        """Carry out edits: those that are legal are done, each other one becomes a draft with its remedy."""
        with self.lock:
            self.look()
            outcome = Outcome()
            ready = []
            for put in puts:
                there = inner(self.values, put.path)
                seen = put.path in self.drafts or put.was is None or _same(there, put.was)
                if seen or _same(there, put.to):
                    ready.append(put)
                else:
                    outcome.conflicts[put.path] = None if there is NOTHING else there
            if ready:
                self._take(ready, said, window, outcome)
            if outcome.refused:
                self._refused.append((len(self.past), said, tuple(outcome.refused)))
            self._flush()
            return outcome

    def _take(self, ready: list[Put], said: str, window: str, outcome: Outcome) -> None:
        for put in ready:
            for path in [path for path in self.drafts if path[: len(put.path)] == put.path]:
                self._drop_draft(path)
        before = self.values
        removed = [put for put in ready if put.to is NOTHING and _is_entry(put.path)]
        others = [put for put in ready if put not in removed]
        for put in removed:
            self._remove(put, outcome)
        self._try(others)
        outcome.refused.update({put.path: self.drafts[put.path] for put in others if put.path in self.drafts})
        outcome.done = [put.path for put in ready if put.path not in outcome.refused]
        self._note(before, said, window)

    def _remove(self, put: Put, outcome: Outcome) -> None:
        """Take an entry away, and what means nothing without it."""
        if inner(self.values, put.path) is NOTHING:
            return
        before = self.case.origin.notes
        try:
            case = apply_changes(self.case, [Change(remove=".".join(put.path))])
        except CaseError as error:
            outcome.refused[put.path] = Draft(NOTHING, error.problems[0])
            return
        self.case, self.values = case, plain_keys(plain_of(case))
        outcome.also += tuple(str(note) for note in case.origin.notes if note not in before)

    def _try(self, puts: Sequence[Put]) -> None:
        """Make the edits that are legal, and those drafts that have become so; the others become drafts."""
        named = {put.path for put in puts}
        waiting = [
            Put(path, draft.text) for path, draft in self.drafts.items() if not draft.theirs and path not in named
        ]
        self._try_all([*waiting, *puts])

    def _try_all(self, wanted: Sequence[Put]) -> None:
        for _ in range(ROUNDS):
            if not wanted:
                return
            problems = self._made(wanted)
            if not problems:
                return
            faulty = _at_fault(wanted, problems)
            if len(wanted) == 1:
                faulty = {0: problems[0]}
            for number, problem in faulty.items():
                self._draft(wanted[number], problem)
            if not faulty:
                break
            wanted = [put for number, put in enumerate(wanted) if number not in faulty]
        half = (len(wanted) + 1) // 2
        for part in (wanted[:half], wanted[half:]):
            self._try_all(part)

    def _made(self, wanted: Sequence[Put]) -> tuple[Problem, ...]:
        """Make all these edits; what is wrong, if that is no case."""
        try:
            changes = [Difference(put.path, None, put.to, put.at) for put in wanted]
            self.case, self.values = with_parts(self.case, self.values, changes, _ByPath()) or self._whole(changes)
        except CaseError as error:
            return error.problems
        except UsageError as error:
            return (Problem(found=str(error)),)
        for put in wanted:
            self._drop_draft(put.path)
        return ()

    def _whole(self, changes: Iterable[Difference]) -> tuple[Case, Any]:
        """The case after changes, all of it read and checked anew, and its plain values."""
        case = self._case_of(carried_out(self.values, changes))
        return case, plain_keys(plain_of(case))

    def _draft(self, put: Put, problem: Problem, theirs: bool = False) -> None:
        draft = Draft(put.to, problem, theirs)
        if self.drafts.get(put.path) != draft:
            self.drafts = {**self.drafts, put.path: draft}
            self._lines.append({"kind": "draft", "path": list(put.path), "draft": draft.to_plain()})

    def _drop_draft(self, path: Path) -> None:
        if path in self.drafts:
            self.drafts = {known: draft for known, draft in self.drafts.items() if known != path}
            self._lines.append({"kind": "draft", "path": list(path)})

    def drop_draft(self, path: Path) -> None:
        """Forget what was typed and is not valid: the cell has its old value again."""
        with self.lock:
            self._drop_draft(path)
            self._flush()
            self.version += 1

    def _note(self, before: Any, said: str, window: str) -> None:
        """Take what differs since into the history."""
        changes = tuple(differences(before, self.values))
        if changes:
            edit = Edit(said, changes)
            self._lines.append({"kind": "edit", **edit.to_plain()})
            self.past.append(edit)
            self.future.clear()
            self._look_back()
        self.by = window
        self.version += 1

    def undo(self, window: str = "") -> Edit | None:
        """Take the last step back, first of all what was typed since and is not valid; None if there is none."""
        with self.lock:
            typed = self._typed_since()
            if typed is None:
                return self._step(self.past, self.future, "undo", window)
            _, said, paths = self._refused.pop()
            for path in paths:
                self._drop_draft(path)
            self._flush()
            self.by = window
            self.version += 1
            return Edit(said, ())

    def _typed_since(self) -> str | None:
        """What was typed after the last step that stands, and still waits as a draft; None if nothing was."""
        while self._refused and not any(path in self.drafts for path in self._refused[-1][2]):
            self._refused.pop()
        if not self._refused or self._refused[-1][0] != len(self.past):
            return None
        return self._refused[-1][1]

    @property
    def last_said(self) -> str | None:
        """What `undo` would take back, in words; None if nothing."""
        typed = self._typed_since()
        return typed if typed is not None else next((edit.said for edit in self.past[-1:]), None)

    def redo(self, window: str = "") -> Edit | None:
        """Make the step again that was taken back last; None if there is none."""
        return self._step(self.future, self.past, "redo", window)

    def _step(self, out: list[Edit], into: list[Edit], kind: str, window: str) -> Edit | None:
        with self.lock:
            self.look()
            if not out:
                return None
            edit = out[-1]
            changes = turned(edit.changes) if kind == "undo" else edit.changes
            values = carried_out(self.values, changes)
            quick = with_parts(self.case, self.values, changes, _ByPath())
            self.case, self.values = quick[0] if quick else self._case_of(values), values
            into.append(out.pop())
            self._look_back()
            self._lines.append({"kind": kind})
            self._flush()
            self.by = window
            self.version += 1
            return edit

    def _look_back(self) -> None:
        """Note what was before the last step that stands: whoever asks for it need not wait for the file."""
        if self.past:
            step = self.past[-1]
            self.before = carried_out(self.values, turned(step.changes)), step.said
        else:
            self.before = self.values, ""

    # The file

    def look(self) -> bool:
        """Look whether somebody else changed the file, and take that in; whether something has changed."""
        with self.lock:
            if self._broken is not None and self._broken == self.disk.mark:
                return False
            if not self.disk.changed():
                return self._told(())
            mark = self.disk.mark
            try:
                theirs = self.disk.read()
            except (CaseError, UsageError) as error:
                self._broken = mark
                return self._told(tuple(str(error).splitlines()))
            self._told(())
            self._merge(theirs)
            self._flush()
            return True

    def _told(self, trouble: tuple[str, ...]) -> bool:
        """Keep what is wrong with the file; whether that is something new."""
        changed, self.trouble = trouble != self.trouble, trouble
        if not trouble:
            self._broken = None
        self.version += changed
        return changed

    def _merge(self, theirs: Case) -> None:
        """Take in what the file says now, and carry out on it what it does not have of ours."""
        ours = list(differences(self.written, self.values)) if self.unsaved else []
        before, values = self.values, plain_keys(plain_of(theirs))
        self.case, self.values, self.written = theirs, values, values
        self._then = [(values, self.disk.data)]  # what was before lacks what they wrote
        self._bring(ours)
        if self.values is not values:  # the file lacks something of ours: no line of the journal says what
            self.journal.begin_anew()
        self._note(before, "what somebody else changed in the file", "file")
        if self.values is values:
            self._lines.append({"kind": "written", "digest": self.disk.digest})

    def _bring(self, ours: Iterable[Difference]) -> None:
        """Carry out changes on values that others may have changed; where they have, ours become drafts."""
        mine, typed = [], self.drafts
        for change in ours:
            there = inner(self.values, change.path)
            if _same(there, change.after):
                continue
            if _same(there, change.before):
                mine.append(Put(change.path, change.after, at=change.at))
            else:
                self._draft(Put(change.path, change.after), THEIRS, theirs=True)
        if mine:
            self._try(mine)
        for put in mine:  # what is typed over a value stays, whatever becomes of the value
            if put.path in typed:
                self._draft(Put(put.path, typed[put.path].text), typed[put.path].problem, typed[put.path].theirs)

    def save(self) -> None:
        """Write the file, if it does not have the last edit; not over one that somebody else left unreadable.

        Raises:
            UsageError: It cannot be written.
        """
        for _ in range(TRIES):
            with self.lock:
                self.look()
                if not self.unsaved or self.trouble:
                    return
                values, case = self.values, self.case
            try:
                files = self._as_it_was(values) or self.disk.rewritten(case)  # may take a while: nobody waits for it
                with self.lock:
                    if values is self.values and self._write(files):
                        return
            except Meanwhile:
                continue

    def _write(self, files: Mapping[FilePath, bytes]) -> bool:
        self._lines.append({"kind": "writing", "digest": self.disk.digest_with(files)})
        self._flush()
        self.disk.write(files)
        self.written = self.values
        self._then.append((self.values, self.disk.data))
        most = KEPT // (1 + sum(map(len, self.disk.data.values())))
        del self._then[1 : max(1, len(self._then) - most)]
        self._lines.append({"kind": "written", "digest": self.disk.digest})
        self._flush()
        return True

    def _as_it_was(self, values: Any) -> dict[FilePath, bytes]:
        """The files to write if these values stood there before, and nobody else has written since; else none.

        Comments and the way in which something was written are in no value: what is undone comes back with them.
        """
        told = repr(values)  # two orders of entries are two cases
        then = [data for known, data in self._then if known == values and repr(known) == told]
        before = then[-1] if then else {}
        own = [file for file in self.disk.own if file in before]
        return {file: before[file] for file in own if before[file] != self.disk.data.get(file)}

    def insist(self) -> str:
        """Put ours in the place of a file that somebody else left unreadable or took away; theirs is kept beside.

        Returns:
            The name under which theirs is kept; empty if nothing was there.

        Raises:
            UsageError: It cannot be written.
        """
        with self.lock:
            self.look()
            if not self.trouble:
                return ""
            aside = self.disk.restore()
            self._told(())
            return aside.name if aside else ""


def _same(there: Any, value: Any) -> bool:
    """Whether a value is what was seen there: as the texts of a page have it."""
    return bool(_text(there) == _text(value))


def _text(value: Any) -> Any:
    if value is NOTHING or value is None:
        return ""
    return value if isinstance(value, Mapping | list) else str(value)


def _is_entry(path: Path) -> bool:
    """Whether an entry, or a block of stances, stands at a path that changes may take away: others may name it."""
    return path[0] in CHANGEABLE and len(path) > 1 and (len(path) == 2 or model_at(path) is not None)


def _at_fault(puts: Sequence[Put], problems: Iterable[Problem]) -> dict[int, Problem]:
    """Which edits are at fault for problems, each with the first; none, if the problems are about none of them.

    A problem of what is not there, as a number that a stance lacks, is laid to the edits of the same entry.
    """
    faulty: dict[int, Problem] = {}
    for problem in filter(lambda problem: problem.column, problems):
        path = tuple(problem.column.split("/"))
        whole = [n for n, put in enumerate(puts) if _within(path, put.path) or _within(put.path, path)]
        beside = [n for n, put in enumerate(puts) if len(path) > 2 and _within(put.path, path[:-1])]
        for number in whole or beside:
            faulty.setdefault(number, problem)
    return faulty


def _within(path: Path, other: Path) -> bool:
    """Whether a path is another one, or leads on from it."""
    return path[: len(other)] == other
