"""Numbers that somebody has ticked off, which is nothing that a case says: kept in the folder of the journals."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path as FilePath

from tertius.writing import write_all


class Marks:
    """The ticks of one case, by the path of a number: the words that it had, so that another number has none."""

    def __init__(self, folder: FilePath, name: str) -> None:
        self.file = folder / f"{name}.done.json"
        self.lock = threading.Lock()

    def read(self) -> dict[str, str]:
        """The ticks; none if there is no file of them, or one that cannot be read."""
        with suppress(OSError, ValueError):
            found = json.loads(self.file.read_text("utf-8"))
            if isinstance(found, dict):
                return {str(key): str(words) for key, words in found.items()}
        return {}

    def tick(self, key: str, words: str | None) -> None:
        """Tick a number off, as the words say it; None takes the tick away."""
        with self.lock:
            known = {at: said for at, said in self.read().items() if at != key}
            if words is not None:
                known[key] = words
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_all({self.file: json.dumps(known, ensure_ascii=False).encode()}, force=True)
