"""How a validator of the case model says what is wrong: found, legal, suggestion."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

__all__ = ["closest", "mistake"]


def mistake(found: str, legal: str = "", suggestion: str = "") -> PydanticCustomError:
    """The error to raise inside a validator; `reading` turns it into a `Problem` with file and line."""
    context = {"found": found, "legal": legal, "suggestion": suggestion}
    return PydanticCustomError("mistake", "{found}", context)


def closest(word: str, legal: Iterable[str]) -> str:
    """``did you mean 'capability'?`` for the legal word nearest to `word`; empty if none is near."""
    legal = list(legal)
    lowered = {name.lower(): name for name in legal}
    near = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return f"did you mean '{lowered[near[0]]}'?" if near else ""
