"""The journal of a case: every edit as a line in a file of its own, so that nothing is lost when the process dies.

It lies in the user's folder for such things, not beside the case. A line is written, and on the disk, before the page
hears that an edit was taken; the case file follows within a moment, and a line says which bytes it has since.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from tertius.workbench.differences import Difference


@dataclass
class Edit:
    """One step that can be undone.

    Attributes:
        said: What was done, for people: ``salience of sanctions for China``.
        changes: What differs since.
    """

    said: str
    changes: tuple[Difference, ...]


@dataclass
class History:
    """What is known of a case from its journal.

    Attributes:
        past: The steps that can be undone, the last one last.
        future: The steps that can be made again, the next one last.
        unwritten: Changes that are not in the file yet, in their order.
        drafts: By path (with ``/`` between its steps) what was typed and is not valid.
    """

    past: list[Edit] = field(default_factory=list)
    future: list[Edit] = field(default_factory=list)
    unwritten: list[Difference] = field(default_factory=list)
    drafts: dict[str, Any] = field(default_factory=dict)


def folder_of_journals() -> FilePath:
    """Where the journals lie."""
    from platformdirs import user_state_path

    return user_state_path("tertius", appauthor=False) / "workbench"


def digest(data: bytes) -> str:
    """What tells the bytes of a file from any others."""
    return hashlib.sha256(data).hexdigest()


class Journal:
    """The journal of one case file."""

    def __init__(self, case_file: FilePath, folder: FilePath | None = None) -> None:
        name = digest(str(case_file.resolve()).encode())[:32]
        self.file = (folder or folder_of_journals()) / f"{name}.jsonl"

    def read(self, written: str) -> History:
        """The history up to the bytes that the case file has now, and what was done since; none if it is of others.

        Args:
            written: The digest of the case file.
        """
        history, found = History(), False
        for line in self._lines():
            kind = line.get("kind")
            if kind == "written":
                found = line["digest"] == written
                history.unwritten.clear()
            elif kind == "draft":
                history.drafts.pop(line["path"], None)
                if "text" in line:
                    history.drafts[line["path"]] = line["text"]
            else:
                _retrace(history, line)
        return history if found else History()

    def _lines(self) -> list[Mapping[str, Any]]:
        """What can be read of it: the last line may have been cut off."""
        lines = []
        with suppress(OSError), self.file.open("rb") as file:
            for raw in file:
                try:
                    lines.append(json.loads(raw))
                except ValueError:
                    break
        return lines

    def begin(self, written: str) -> None:
        """Begin anew with a case file that has these bytes."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.unlink(missing_ok=True)
        self.note({"kind": "written", "digest": written})

    def note(self, line: Mapping[str, Any]) -> None:
        """Add a line; it is on the disk when this returns."""
        with self.file.open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def note_edit(self, edit: Edit) -> None:
        """Add an edit."""
        changes = [change.to_plain() for change in edit.changes]
        self.note({"kind": "edit", "said": edit.said, "changes": changes})


def _retrace(history: History, line: Mapping[str, Any]) -> None:
    """An edit, an undo or a redo carried out on a history."""
    kind = line.get("kind")
    if kind == "edit":
        edit = Edit(line["said"], tuple(map(Difference.of_plain, line["changes"])))
        history.past.append(edit)
        history.future.clear()
        history.unwritten += edit.changes
    elif kind == "undo" and history.past:
        edit = history.past.pop()
        history.future.append(edit)
        history.unwritten += turned(edit.changes)
    elif kind == "redo" and history.future:
        edit = history.future.pop()
        history.past.append(edit)
        history.unwritten += edit.changes


def turned(changes: Sequence[Difference]) -> list[Difference]:
    """The way back."""
    return [change.turned() for change in reversed(changes)]
