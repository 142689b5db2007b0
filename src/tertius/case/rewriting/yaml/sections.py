"""A case file cut into its top-level sections, so that only those that change need to be read."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection, Iterator

from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.yaml.nodes import Node, Pair, read_nodes

_NAME = re.compile(r"^(?:([^\W_]\w*)|'(\w+)'|\"(\w+)\") *:(?=[ \n]|\Z)", re.MULTILINE)
_NO_PRELUDE = re.compile(r"^(?! *(?:#|$))(?!---$)", re.MULTILINE)
_KEPT = 8

_known: OrderedDict[str, None] = OrderedDict()
"""The last texts of which it is known that they may be cut."""


def can_be_cut(text: str) -> bool:
    """Whether every line that looks like the beginning of a section is one: each section is YAML by itself."""
    if text not in _known:
        starts = [*_NAME.finditer(text)]
        names = [match[1] or match[2] or match[3] for match in starts]
        if not names or len(set(names)) < len(names) or _NO_PRELUDE.search(text[: starts[0].start()]):
            return False
        for name, (start, end) in spans_of(text).items():
            try:
                if list(read_nodes(text[start:end]).pairs) != [name]:
                    return False
            except OutOfOrdinaryError:
                return False
        note_cut(text)
    return True


def note_cut(text: str) -> None:
    """Remember that a text may be cut."""
    _known[text] = None
    _known.move_to_end(text)
    while len(_known) > _KEPT:
        _known.popitem(last=False)


def spans_of(text: str) -> dict[str, tuple[int, int]]:
    """Where each section of a text that may be cut begins and ends."""
    starts = [*_NAME.finditer(text)]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return {match[1] or match[2] or match[3]: (match.start(), end) for match, end in zip(starts, ends, strict=True)}


def root_of(text: str, changed: Collection[str]) -> Node:
    """The whole case as a block, of which the sections that change are read, and the others are no more than spans."""
    if not can_be_cut(text):
        return read_nodes(text)
    root = Node("block", 0, len(text))
    for name, (start, end) in spans_of(text).items():
        if name in changed:
            root.pairs[name] = read_nodes(text[start:end], start).pairs[name]
        else:
            root.pairs[name] = _unread(text, start, end)
    return root


def _unread(text: str, start: int, end: int) -> Pair:
    colon = text.index(":", start)
    last = start
    for line_start, line in _lines(text, start, end):
        if line.strip(" ") and not line.startswith("#"):
            last = line_start + len(line.rstrip(" "))
    return Pair(start, colon, Node("scalar", min(colon + 2, last), last, style="unread"))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    at = start
    for line in text[start:end].split("\n"):
        yield at, line
        at += len(line) + 1
