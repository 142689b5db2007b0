"""Ids made of names, in whatever script: what has no letters of ASCII gets a number, and what differs stays apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)

LONGEST_ID = 100
"""Characters of an id: a YAML file is read back with names of some hundred characters only."""

_ROOM = 6  # for a number behind an id that was cut


def slug(name: str, without: str = "a") -> str:
    """An id made of a name: ``Xi Jinping`` becomes ``xi-jinping``, ``Österreich`` ``osterreich``; a long one is cut.

    Args:
        name: The name.
        without: The id of a name of which nothing is left in ASCII.
    """
    plain = _whole_slug(name)
    if len(plain) > LONGEST_ID:
        plain = plain[: LONGEST_ID - _ROOM].rstrip("-")
    return plain or without


def _whole_slug(name: str) -> str:
    plain = re.sub(r"[^\w]+", "-", unmarked(name), flags=re.ASCII).strip("-_").replace("_", "-")
    return plain if not plain or plain[:1].isalpha() else f"a-{plain}"


def numbered(stem: str, taken: Container[str], bare: bool = True) -> str:
    """The stem itself if it is free and may stand alone (`bare`), else with the first number that is free."""
    if bare and stem not in taken:
        return stem
    count = 2 if bare else 1
    while f"{stem}-{count}" in taken:
        count += 1
    return f"{stem}-{count}"


def source_id(title: str, sources: dict[str, Any]) -> str:
    """The id of a source; two titles whose ids would be the same stay two sources."""
    ident, count = slug(title), 1
    while sources.setdefault(ident, {"title": title})["title"] != title:
        count += 1
        ident = f"{slug(title)}-{count}"
    return ident


def unmarked(name: str) -> str:
    """Small letters without accents, as far as they have any of ASCII."""
    parts = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN))
    return "".join(part for part in parts if not unicodedata.combining(part))


@dataclass
class Naming:
    """The ids of the names of a table, or of tables that are to be pooled: the same name has the same id in all.

    Two names that differ in capitals, spaces or punctuation alone have the same id, and so have two whose letters are
    plain in the end. Where letters are lost the id says too little, and gets a number.
    """

    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def ident(self, name: str, kind: str) -> str:
        """The id of a name.

        Args:
            name: The name as written.
            kind: What it names: ``actor`` or ``issue``; `actor-1` is the first of which nothing is left in ASCII.
        """
        # Letters, marks and digits, without capitals; what stands between them counts as one gap.
        parts = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
        words = "".join(part if unicodedata.category(part)[0] in "LMN" else " " for part in parts).split()
        key = kind, "-".join(words)
        if key not in self._ids:
            plain = slug(name, "")
            lost = any(part.isalpha() and not part.isascii() for part in unmarked(name))
            cut = len(_whole_slug(name)) > LONGEST_ID  # two that begin alike stay two
            if not plain or lost or cut:
                taken = {ident for (other, _), ident in self._ids.items() if other == kind}
                plain = numbered(plain or kind, taken, bare=bool(plain) and not cut)
            self._ids[key] = plain
        return self._ids[key]
