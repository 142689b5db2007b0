"""What was worked out of cases built alike, kept in memory and in the user's cache folder, as JSON.

A file for each case, under a name that hashes what the answers rest on: the case, the theories, and the source of this
program. A folder that takes no file, or a file that says something else, is as if nothing were kept.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from tertius.errors import UsageError
from tertius.writing import write_whole

Shares = dict[str, tuple[float | None, float]]

_IN_MEMORY: dict[str, Shares] = {}


def digest_of(*parts: Any) -> str:
    """A name for plain values: the same for values that are equal."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:32]


@cache
def source_digest() -> str:
    """A name for the source that settles cases, and for what it stands on."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256(repr([version(name) for name in ("numba", "numpy")]).encode())
    for folder in ("case", "draws", "voting", "rules", "scenarios", "analysis"):
        for source in sorted((root / folder).rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


class Kept:
    """The shares that are kept of one case.

    Args:
        name: What they rest on, as `digest_of` has it.
    """

    def __init__(self, name: str) -> None:
        self._file = Path(user_cache_dir("tertius", appauthor=False)) / "alike" / f"{name}.json"
        if name not in _IN_MEMORY:
            _IN_MEMORY[name] = _read(self._file)
        self._known = _IN_MEMORY[name]

    def get(self, key: str) -> tuple[float | None, float] | None:
        """The share in which a claim holds (None if no case bears on it) and the share that is unsettled."""
        return self._known.get(key)

    def put(self, key: str, share: float | None, unsettled: float) -> None:
        """Keeps what a claim came to."""
        self._known[key] = share, unsettled
        with suppress(OSError, UsageError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(self._known).encode(), force=True)


def _read(file: Path) -> Shares:
    """What a file holds; nothing if it is none of ours."""
    try:
        told = json.loads(file.read_bytes())
        return {str(key): (None if share is None else float(share), float(rest)) for key, (share, rest) in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
