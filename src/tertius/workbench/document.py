"""A case that is open: what it says now, what can be undone, what is typed and not valid yet, and the file under it.

The file stays the truth. An edit is taken into the journal, then the file is written; what somebody else wrote into
the file meanwhile is read first, and neither side is lost: where both changed the same value the file keeps the
other one, and ours stands in the cell as a draft that says so.
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
from tertius.case.paths import COLLECTIONS
from tertius.case.plain import plain_of
from tertius.errors import CaseError, Problem, UsageError
from tertius.workbench.differences import NOTHING, Difference, Path, carried_out, differences, inner, plain_keys
from tertius.workbench.disk import Disk
from tertius.workbench.journal import Edit, Journal, turned

ROUNDS = 6
"""So often edits are tried without those that are at fault, before none of them is taken."""


@dataclass(frozen=True)
class Put:
    """A value that somebody wants at a path.

    Attributes:
        path: The path; what is there is replaced.
        to: The value: number words or a text as typed, plain values for a whole entry; `NOTHING` takes it away.
        was: What was seen there; None if nobody looked.
    """

    path: Path
    to: Any
    was: Any = None


@dataclass(frozen=True)
class Draft:
    """What was typed and cannot be taken.

    Attributes:
        text: What was typed.
        problem: What is wrong with it, what is legal, what to do.
    """

    text: Any
    problem: Problem


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
    """A case that is open for editing. Every method may be called from any thread."""

    def __init__(self, file: FilePath, journals: FilePath | None = None) -> None:
        """Open a case.

        Args:
            file: The file of the case: YAML, a workbook or a table.
            journals: The folder of the journals, if not the user's.

        Raises:
            CaseError, UsageError: It cannot be read.
        """
        self.lock = threading.RLock()
        self.disk = Disk(file)
        self.case = self.disk.read()
        self.values: Any = plain_keys(plain_of(self.case))
        self.written = self.values
        self.version = 1
        self.by = ""
        self.trouble: tuple[str, ...] = ()
        self.drafts: dict[Path, Draft] = {}
        self.journal = Journal(file, journals)
        self.past: list[Edit] = []
        self.future: list[Edit] = []
        self._recall()
        self.opened = self.values

    def _recall(self) -> None:
        """Take up the journal where the last process left it."""
        history = self.journal.read(self.disk.digest)
        if not (history.past or history.future or history.drafts):
            self.journal.begin(self.disk.digest)
            return
        self.past, self.future = history.past, history.future
        if history.unwritten:
            try:
                values = carried_out(self.values, history.unwritten)
                self.case = self._case_of(values)
                self.values = values
            except CaseError:
                self.past, self.future = [], []
                self.journal.begin(self.disk.digest)
                return
        if history.drafts:
            self._try([Put(tuple(path.split("/")), text) for path, text in history.drafts.items()], "")

    @staticmethod
    def _case_of(values: Any) -> Case:
        return case_of(values, _ByPath())

    @property
    def unsaved(self) -> bool:
        """Whether the file does not have the last edit yet."""
        return self.values is not self.written

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
            return outcome

    def _take(self, ready: list[Put], said: str, window: str, outcome: Outcome) -> None:
        named = {put.path for put in ready}
        for path in named & self.drafts.keys():
            self._drop_draft(path)
        before = self.values
        removed = [put for put in ready if put.to is NOTHING and _is_entry(put.path)]
        others = [put for put in ready if put not in removed]
        if removed:
            outcome.also = self._remove(removed, outcome)
        if others:
            waiting = [Put(path, draft.text) for path, draft in self.drafts.items()]
            self._try(others, said, waiting)
        outcome.refused.update({put.path: self.drafts[put.path] for put in others if put.path in self.drafts})
        outcome.done = [put.path for put in ready if put.path not in outcome.refused]
        self._note(before, said, window)

    def _remove(self, removed: list[Put], outcome: Outcome) -> tuple[str, ...]:
        """Take entries away, and what means nothing without them."""
        try:
            case = apply_changes(self.case, [Change(remove=".".join(put.path)) for put in removed])
        except CaseError as error:
            for put in removed:
                outcome.refused[put.path] = Draft("", error.problems[0])
            return ()
        self.case, self.values = case, plain_keys(plain_of(case))
        return tuple(str(note) for note in case.origin.notes)

    def _try(self, puts: Sequence[Put], said: str, waiting: Sequence[Put] = ()) -> None:
        """Make the edits that are legal, and those drafts that have become so; the others become drafts."""
        wanted = [*waiting, *puts]
        for _ in range(ROUNDS):
            if not wanted:
                return
            values = carried_out(self.values, [Difference(put.path, None, put.to) for put in wanted])
            try:
                case = self._case_of(values)
            except CaseError as error:
                faulty = _at_fault(wanted, error.problems)
                for number, problem in faulty.items():
                    self._draft(wanted[number], problem)
                wanted = [put for number, put in enumerate(wanted) if number not in faulty]
                continue
            self.case, self.values = case, plain_keys(plain_of(case))
            for put in wanted:
                self._drop_draft(put.path)
            return
        for put in wanted:
            self._draft(put, Problem(found="this does not fit together with the other changes", legal="one at a time"))

    def _draft(self, put: Put, problem: Problem) -> None:
        text = "" if put.to is NOTHING else put.to
        known = self.drafts.get(put.path)
        self.drafts[put.path] = Draft(text, problem)
        if known is None or known.text != text:
            self.journal.note({"kind": "draft", "path": "/".join(put.path), "text": text})

    def _drop_draft(self, path: Path) -> None:
        if self.drafts.pop(path, None) is not None:
            self.journal.note({"kind": "draft", "path": "/".join(path)})

    def drop_draft(self, path: Path) -> None:
        """Forget what was typed and is not valid: the cell has its old value again."""
        with self.lock:
            self._drop_draft(path)
            self.version += 1

    def _note(self, before: Any, said: str, window: str) -> None:
        """Take what differs since into history and journal."""
        changes = tuple(differences(before, self.values))
        if changes:
            edit = Edit(said, changes)
            self.journal.note_edit(edit)
            self.past.append(edit)
            self.future.clear()
        self.version += 1
        self.by = window

    def undo(self, window: str = "") -> Edit | None:
        """Take the last step back; None if there is none."""
        with self.lock:
            self.look()
            return self._step(self.past, self.future, "undo", window)

    def redo(self, window: str = "") -> Edit | None:
        """Make the step again that was taken back last; None if there is none."""
        with self.lock:
            self.look()
            return self._step(self.future, self.past, "redo", window)

    def _step(self, out: list[Edit], into: list[Edit], kind: str, window: str) -> Edit | None:
        if not out:
            return None
        edit = out[-1]
        values = carried_out(self.values, turned(edit.changes) if kind == "undo" else edit.changes)
        self.case = self._case_of(values)
        self.values = values
        self.journal.note({"kind": kind})
        into.append(out.pop())
        self.version += 1
        self.by = window
        return edit

    def before(self) -> tuple[Any, str]:
        """The values before the last step that stands, and what that step was; the values as they are without one."""
        with self.lock:
            if not self.past:
                return self.values, ""
            return carried_out(self.values, turned(self.past[-1].changes)), self.past[-1].said

    # The file

    def look(self) -> bool:
        """Look whether somebody else changed the file, and take that in; whether something has changed."""
        with self.lock:
            if not self.disk.changed():
                return False
            try:
                theirs = self.disk.read()
            except (CaseError, UsageError) as error:
                told = tuple(str(error).splitlines())
                changed, self.trouble = told != self.trouble, told
                self.version += changed
                return changed
            self.trouble = ()
            values = plain_keys(plain_of(theirs))
            ours = [] if not self.unsaved else list(differences(self.written, self.values))
            before, self.case, self.values, self.written = self.values, theirs, values, values
            mine = [change for change in ours if _same(inner(values, change.path), change.before)]
            for change in ours:
                if change not in mine:
                    found = "somebody else has changed this in the file meanwhile"
                    advice = "keep theirs, or type yours again"
                    self._draft(Put(change.path, change.after), Problem(found=found, suggestion=advice))
            if mine:
                self._try([Put(change.path, change.after) for change in mine], "")
            self.journal.note({"kind": "written", "digest": self.disk.digest})
            self._note(before, "what somebody else changed in the file", "file")
            return True

    def save(self) -> None:
        """Write the file, if it does not have the last edit.

        Raises:
            UsageError: It cannot be written.
        """
        with self.lock:
            if not self.unsaved or self.look():
                return
            self.disk.write(self.case)
            self.written = self.values
            self.journal.note({"kind": "written", "digest": self.disk.digest})


def _same(there: Any, value: Any) -> bool:
    """Whether a value is what was seen there: as the texts of a page have it."""
    return bool(_text(there) == _text(value))


def _text(value: Any) -> Any:
    if value is NOTHING or value is None:
        return ""
    return value if isinstance(value, Mapping | list) else str(value)


def _is_entry(path: Path) -> bool:
    """Whether an entry of the case, or one of a block of stances, stands at a path: others may name it."""
    return path[0] in COLLECTIONS and len(path) == 2


def _at_fault(puts: Sequence[Put], problems: Iterable[Problem]) -> dict[int, Problem]:
    """Which edits are at fault for problems, each with the first; all of them, if the problems are about none."""
    faulty: dict[int, Problem] = {}
    for problem in problems:
        path = tuple(problem.column.split("/"))
        for number, put in enumerate(puts):
            length = min(len(path), len(put.path))
            if path[:length] == put.path[:length] and number not in faulty:
                faulty[number] = problem
    return faulty or dict.fromkeys(range(len(puts)), next(iter(problems)))
