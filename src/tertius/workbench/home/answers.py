"""What each case answered last, kept beside the journals: the first page says it without settling anything."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from tertius.errors import TertiusError
from tertius.workbench.files.journal import digest, folder_of_journals
from tertius.writing import write_whole

MOST = 2_000
"""So many cases are remembered, those answered last."""


@dataclass(frozen=True)
class Remembered:
    """The last answer of a case.

    Attributes:
        said: The answer, in a sentence.
        of: What tells the version that it is of from any other.
    """

    said: str
    of: str


def version_of(values: Any) -> str:
    """What tells a version of a case, as plain values, from any other."""
    return digest(json.dumps(values, ensure_ascii=False).encode(errors="surrogatepass"))


class Answers:
    """The last answers of cases, by their files. What cannot be read or written is not remembered."""

    def __init__(self, folder: FilePath | None = None) -> None:
        self.file = (folder or folder_of_journals()) / "answers.json"
        self.lock = threading.Lock()

    def of(self, file: FilePath) -> Remembered | None:
        """The last answer of the case in a file; None if it was not asked yet."""
        known = self._known().get(_key(file))
        return Remembered(str(known[0]), str(known[1])) if isinstance(known, list) and len(known) > 1 else None

    def note(self, file: FilePath, values: Any, said: str) -> None:
        """Remember an answer."""
        with self.lock, suppress(OSError, TertiusError):
            known, key = self._known(), _key(file)
            entry = [said, version_of(values)]
            if not said or known.pop(key, None) == entry:
                return
            known[key] = entry
            kept = dict(list(known.items())[-MOST:])
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self.file, json.dumps(kept, ensure_ascii=False).encode(errors="replace"), force=True)

    def _known(self) -> dict[str, Any]:
        try:
            known = json.loads(self.file.read_bytes())
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}


def _key(file: FilePath) -> str:
    return digest(str(file.resolve()).encode(errors="surrogatepass"))[:32]
