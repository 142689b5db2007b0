"""Entries by what they are called: a name where an id is meant, in any capitals, if it belongs to one entry alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EITHER = "actors or bodies"
"""Where the id of one who ratifies is to be found."""


@dataclass(frozen=True)
class Names:
    """The ids of a case, and the names that stand for them.

    Attributes:
        ids: The ids of each collection.
        meant: In each collection the id of each name, and of each id in other capitals, that belongs to one entry.
    """

    ids: Mapping[str, frozenset[str]]
    meant: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, collections: Any) -> Names:
        """The names in collections of entries, be they those of a case or their plain values."""
        blocks = {name: block for name, block in collections.items() if isinstance(block, Mapping)}
        blocks[EITHER] = {**blocks.get("bodies", {}), **blocks.get("actors", {})}
        ids = {name: frozenset(map(str, block)) for name, block in blocks.items()}
        return cls(ids, {name: _meant(block) for name, block in blocks.items()})

    def ident(self, collection: str, text: str) -> str:
        """The id that a text stands for in a collection; the text itself if it is an id, or stands for none."""
        if text in self.ids.get(collection, ()):
            return text
        return self.meant.get(collection, {}).get(_folded(text), text)

    def knows(self, collection: str, text: str) -> bool:
        """Whether a text is an id of a collection or stands for one."""
        return self.ident(collection, text) in self.ids.get(collection, ())

    def idents(self, collection: str, value: Any) -> Any:
        """A value with the ids that its texts stand for: a text, a list of them, or a block with them as its keys."""
        if isinstance(value, str):
            return self.ident(collection, value)
        if isinstance(value, list):
            return [self.idents(collection, item) for item in value]
        if isinstance(value, Mapping):
            return {self.ident(collection, str(key)): inner for key, inner in value.items()}
        return value


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _called(entry: Any) -> str:
    """The name of an entry, or its title; a bare text is the name."""
    if isinstance(entry, str):
        return entry
    said = (entry.get(key) if isinstance(entry, Mapping) else getattr(entry, key, "") for key in ("name", "title"))
    return next((text for text in said if isinstance(text, str) and text), "")


def _meant(block: Mapping[Any, Any]) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for ident, entry in block.items():
        for text in filter(None, (str(ident), _called(entry))):
            meant.setdefault(_folded(text), set()).add(str(ident))
    return {text: next(iter(idents)) for text, idents in meant.items() if len(idents) == 1}
