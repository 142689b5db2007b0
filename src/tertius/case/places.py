"""Where in a case something is, in words: ``stance of usa on denuclearisation``."""

from __future__ import annotations

from collections.abc import Mapping

from tertius.case.origin import Path

__all__ = ["place_of", "subject_of"]

_KINDS = {
    "actors": "actor", "issues": "issue", "talks": "talk", "needs": "need", "links": "link", "threats": "threat",
    "bodies": "body", "beliefs": "belief", "groups": "group", "events": "event", "moves": "move", "claims": "claim",
    "sources": "source",
}  # fmt: skip
_PARTS = {
    "without_agreement": "level of {} without agreement",
    "power": "power of {}",
    "covered_by": "cover by {}",
    "members": "member {}",
    "majorities": "majority {}",
    "blocs": "bloc {}",
    "weights": "weight of {}",
    "anchors": "anchor {}",
    "moves": "moves of {}",
    "changes": "change {}",
    "signals": "signal {}",
    "with": "'with', change {}",
    "against": "'against', change {}",
}


def place_of(path: Path) -> str:
    """Return the place of a path in words; empty for the case itself."""
    if not path:
        return ""
    head, *rest = path
    if not rest:
        return str(head)
    if head == "changes":
        return ", ".join(_parts(list(path)))
    if head == "stances":
        words = f"stance of {rest[0]} on {rest[1]}" if len(rest) > 1 else f"stances of {rest[0]}"
        return ", ".join([words, *_parts(rest[2:])])
    kind = _KINDS.get(str(head))
    words = f"{kind} '{rest[0]}'" if kind else f"{head}.{rest[0]}"
    return ", ".join([words, *_parts(rest[1:], {} if head == "groups" else _PARTS)])


def subject_of(path: Path, found: str) -> str:
    """Return the place, without its last field if what was found starts with the name of that field."""
    field = str(path[-1]).replace("_", " ") if path else ""
    return place_of(path[:-1] if field and found.startswith(f"{field} ") else path)


def _parts(rest: list[str | int], named: Mapping[str, str] = _PARTS) -> list[str]:
    """Return the words for what is inside an entry, pair by pair where a block of ids or a list is named."""
    words: list[str] = []
    position = 0
    while position < len(rest):
        part = str(rest[position])
        if part in named and position + 1 < len(rest):
            inner = rest[position + 1]
            words.append(named[part].format(inner + 1 if isinstance(inner, int) else inner))
            position += 2
        else:
            words.append(f"item {int(part) + 1}" if isinstance(rest[position], int) else part)
            position += 1
    return words
