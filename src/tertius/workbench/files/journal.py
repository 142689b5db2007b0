"""The journal of a case: every edit as a line in a file of its own, so that nothing is lost when the process dies.

It lies in the user's folder for such things, not beside the case. A line is written, and on the disk, before the page
hears that an edit was taken; the case file follows within a moment, and lines say which bytes it is about to have and
which it has. The first line holds everything as it was when the file was begun.

Each process writes a file of its own, which it begins with the first line that it has to say: two that have the same
case open do not write into one another's. What a process takes up from an earlier one it then takes away.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from tertius.errors import Problem, TertiusError
from tertius.workbench.differences import NOTHING, Difference, carried_out
from tertius.writing import write_whole

FORM = 1
"""The form of the lines; a journal of another form is left alone."""

MOST_KEPT = 20_000_000
"""Characters of steps that are taken over into a new journal, the last ones first."""

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Edit:
    """One step that can be undone.

    Attributes:
        said: What was done, for people: ``salience of sanctions for China``.
        changes: What differs since.
    """

    said: str
    changes: tuple[Difference, ...]

    def to_plain(self) -> dict[str, Any]:
        """As JSON."""
        return {"said": self.said, "changes": [change.to_plain() for change in self.changes]}

    @classmethod
    def of_plain(cls, plain: Any) -> Edit:
        """From JSON."""
        return cls(plain["said"], tuple(map(Difference.of_plain, plain["changes"])))


@dataclass(frozen=True)
class Draft:
    """What was typed and cannot be taken.

    Attributes:
        text: What was typed; `NOTHING` if what is there was to be taken away.
        problem: What is wrong with it, what is legal, what to do.
        theirs: Whether it waits only because somebody else has changed the same in the file.
    """

    text: Any
    problem: Problem
    theirs: bool = False

    def to_plain(self) -> dict[str, Any]:
        """As JSON."""
        said = {name: getattr(self.problem, name) for name in ("where", "found", "legal", "suggestion")}
        return {"text": [] if self.text is NOTHING else [self.text], "theirs": self.theirs, "problem": said}

    @classmethod
    def of_plain(cls, plain: Any) -> Draft:
        """From JSON."""
        return cls(plain["text"][0] if plain["text"] else NOTHING, Problem(**plain["problem"]), plain["theirs"])


@dataclass
class History:
    """What is known of a case from its journal.

    Attributes:
        values: What the case said last; None if nothing is known.
        written: What its file said when it was read or written last.
        digest: Which bytes that were.
        coming: What the file says if it has other bytes: those that were about to be written.
        past: The steps that can be undone, the last one last.
        future: The steps that can be made again, the next one last.
        drafts: By path what was typed and is not taken.
    """

    values: Any = None
    written: Any = None
    digest: str = ""
    coming: dict[str, Any] = field(default_factory=dict)
    past: list[Edit] = field(default_factory=list)
    future: list[Edit] = field(default_factory=list)
    drafts: dict[tuple[str, ...], Draft] = field(default_factory=dict)

    @property
    def unwritten(self) -> bool:
        """Whether the file lacks something."""
        return bool(self.values != self.written or self.drafts)

    def to_plain(self) -> dict[str, Any]:
        """As the first line of a journal."""
        return {
            "kind": "state",
            "form": FORM,
            "digest": self.digest,
            "written": self.written,
            "values": [] if self.values is self.written else [self.values],
            "past": _as_far_as_kept(self.past),
            "future": _as_far_as_kept(self.future),
            "drafts": [[list(path), draft.to_plain()] for path, draft in self.drafts.items()],
        }

    @classmethod
    def of_plain(cls, plain: Any) -> History:
        """From the first line of a journal."""
        return cls(
            values=plain["values"][0] if plain["values"] else plain["written"],
            written=plain["written"],
            digest=plain["digest"],
            past=[Edit.of_plain(edit) for edit in plain["past"]],
            future=[Edit.of_plain(edit) for edit in plain["future"]],
            drafts={tuple(path): Draft.of_plain(draft) for path, draft in plain["drafts"]},
        )

    def retrace(self, line: Line) -> None:
        """Carry out what a line says."""
        kind = line["kind"]
        if kind == "edit":
            edit = Edit.of_plain(line)
            self.past.append(edit)
            self.future.clear()
            self.values = carried_out(self.values, edit.changes)
        elif kind == "undo":
            self.future.append(self.past.pop())
            self.values = carried_out(self.values, turned(self.future[-1].changes))
        elif kind == "redo":
            self.past.append(self.future.pop())
            self.values = carried_out(self.values, self.past[-1].changes)
        elif kind == "draft":
            self.drafts.pop(tuple(line["path"]), None)
            if "draft" in line:
                self.drafts[tuple(line["path"])] = Draft.of_plain(line["draft"])
        elif kind == "writing":
            self.coming[line["digest"]] = self.values
        elif kind == "written":
            self.written, self.digest = self.values, line["digest"]
            self.coming.clear()


def _as_far_as_kept(edits: Sequence[Edit]) -> list[Any]:
    """The last steps as JSON, as many as a journal takes over."""
    kept: list[Any] = []
    room = MOST_KEPT
    for edit in reversed(edits):
        plain = edit.to_plain()
        room -= len(json.dumps(plain)) if len(edits) > 1 else 0
        if room < 0:
            break
        kept.append(plain)
    return kept[::-1]


def folder_of_journals() -> FilePath:
    """Where the journals lie."""
    from platformdirs import user_state_path

    return user_state_path("tertius", appauthor=False) / "workbench"


def digest(data: bytes) -> str:
    """What tells the bytes of a file from any others."""
    return hashlib.sha256(data).hexdigest()


class Journal:
    """The journal of one case file.

    Attributes:
        trouble: Why nothing can be written into it; empty if it can.
    """

    def __init__(self, case_file: FilePath, folder: FilePath | None = None) -> None:
        self.folder = folder or folder_of_journals()
        self.name = digest(str(case_file.resolve()).encode(errors="surrogatepass"))[:32]
        self.file = self.folder / f"{self.name}-{secrets.token_hex(4)}.jsonl"
        self.trouble = ""
        self._earlier: list[FilePath] = []
        self._size: int | None = None  # of the file as this process left it; None if it is to be begun

    def read(self) -> list[History]:
        """What earlier processes left, the newest first; what cannot be read is passed over."""
        found = []
        with suppress(OSError):
            for file in self.folder.glob(f"{self.name}-*.jsonl"):
                with suppress(OSError):
                    found.append((file.stat().st_mtime_ns, file))
        histories = [(file, _history_of(file)) for _, file in sorted(found, reverse=True)]
        self._earlier = [file for file, history in histories if history is not None]
        return [history for _, history in histories if history is not None]

    def begin_anew(self) -> None:
        """Whatever comes next, the whole state is written first."""
        self._size = None

    def note(self, lines: Sequence[Line], state: Callable[[], History]) -> None:
        """Add lines; they are on the disk when this returns, or `trouble` says why not.

        Args:
            lines: What was done.
            state: What is so now that it was done; it is written down instead where the file has to be begun.
        """
        try:
            if self._size is None or not self._append(lines):
                self._begin(state())
            self.trouble = ""
        except (OSError, TertiusError) as error:
            self._size = None
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.trouble = f"the journal of this case cannot be written, so that undo ends with this session: {reason}"

    def _append(self, lines: Sequence[Line]) -> bool:
        """Add lines; not if somebody else has been at the file since."""
        with self.file.open("ab") as file:
            if file.tell() != self._size:
                return False
            file.write(b"".join(map(_bytes_of, lines)))
            file.flush()
            os.fsync(file.fileno())
            self._size = file.tell()
        return True

    def _begin(self, history: History) -> None:
        """Begin the file with everything as it is; what it takes up of earlier ones goes."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = _bytes_of(history.to_plain())
        write_whole(self.file, data, force=True)
        self._size = len(data)
        for earlier in self._earlier:
            with suppress(OSError):
                earlier.unlink(missing_ok=True)
        self._earlier = []


def _bytes_of(line: Line) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass") + b"\n"


def _history_of(file: FilePath) -> History | None:
    """What a journal tells, as far as it can be read: it may have been cut off in the midst of a line."""
    try:
        first, *rest = file.read_bytes().split(b"\n")[:-1]
        line = json.loads(first)
        if line["form"] != FORM:
            return None
        history = History.of_plain(line)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    for line in _lines_of(rest):
        try:
            history.retrace(line)
        except (LookupError, TypeError, TertiusError):
            break
    return history


def _lines_of(raws: Iterable[bytes]) -> Iterator[Line]:
    for raw in raws:
        try:
            yield json.loads(raw)
        except ValueError:
            return


def turned(changes: Sequence[Difference]) -> list[Difference]:
    """The way back."""
    return [change.turned() for change in reversed(changes)]
