"""The events of the plain part of YAML, many times faster than a whole parser gives them.

Blocks, lists, texts on one line or folded, quotes without backslashes, braces and brackets on one line: what case files
are made of. A text that has anything else in it, a mistake above all, is left to the whole parser (None); for the
others the events are the same, and a test holds them against each other.

The reader goes down the lines: a node is all that is further in than the line it belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tertius.case.parse.characters import MAX_DEPTH


@dataclass(slots=True)
class Mark:
    """A place in a text: its line, from 0, and its index."""

    line: int
    index: int


class ScalarEvent(NamedTuple):
    """A text: of no style if it is not quoted or folded."""

    value: str
    style: str
    start_mark: Mark
    end_mark: Mark
    anchor: None = None
    tag: None = None


class MappingStartEvent(NamedTuple):
    """A block, or braces."""

    flow_style: bool
    start_mark: Mark
    anchor: None = None
    tag: None = None


class SequenceStartEvent(NamedTuple):
    """A list, with dashes or in brackets."""

    flow_style: bool
    start_mark: Mark
    anchor: None = None
    tag: None = None


class DocumentStartEvent(NamedTuple):
    """The beginning of the text."""

    start_mark: Mark


class MappingEndEvent(NamedTuple):
    """The end of a block; the place behind it for braces alone."""

    end_mark: Mark | None = None


class SequenceEndEvent(NamedTuple):
    """The end of a list; the place behind it for brackets alone."""

    end_mark: Mark | None = None


Event = ScalarEvent | MappingStartEvent | SequenceStartEvent | DocumentStartEvent | MappingEndEvent | SequenceEndEvent

_DOCUMENT = re.compile(r"^(?:---|\.\.\.|%)", re.MULTILINE)
"""What begins or ends a document."""

_ITEM = re.compile(r"-(?=[ \n]|\Z)")
_KEY = re.compile(r"([^\W_][\w./-]*(?: [\w./-]+)*|'(?:[^'\n]|'')*')( *):(?=[ \n]|\Z)")
_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~]|-[\w.]|~(?=[ \n]|\Z))[^\n]*")
_QUOTED = re.compile(r"'((?:[^'\n]|'')*)'|\"([^\"\\\n]*)\"")
_FOLDED = re.compile(r">-? *(?=\n)")
_REST = re.compile(r" *(?: #[^\n]*)?(?=\n|\Z)")
_IN_FLOW = re.compile(r"(?:[\w.+]|-[\w.])[^\n,\[\]{}:#?&*!|>\"`]*")
_SPACES = re.compile(r" *")
_LONGEST_NAME = 1_000
"""YAML refuses names of over 1,024 characters."""


class _OtherYaml(Exception):  # noqa: N818  (it is no error: the text is left to the whole parser)
    """The text has more in it than is read here."""


def plain_events(text: str) -> list[Event] | None:
    """The events of a text of plain YAML; None if it has anything else in it."""
    if not text.replace("\n", "").isprintable() or _DOCUMENT.search(text):  # tabs, controls, strange spaces
        return None
    try:
        return _Reader(text).events()
    except _OtherYaml:
        return None


class _Reader:
    """Reads line by line; every method takes the line it starts in and returns the next one with something in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[Event] = [DocumentStartEvent(Mark(0, 0))]
        self.start = [0, *(match.end() for match in re.finditer("\n", text))]
        if self.start[-1] == len(text) and len(text):
            self.start.pop()
        self.indent = [self._indent_of(start) for start in self.start]
        self.depth = 0

    def _indent_of(self, start: int) -> int:
        """How far in a line begins; -1 if there is nothing on it."""
        found = _SPACES.match(self.text, start)
        end = start if found is None else found.end()
        return -1 if end == len(self.text) or self.text[end] == "\n" else end - start

    def events(self) -> list[Event]:
        """All of them."""
        first = self._next(0)
        if self._indent(first) != 0 or self._node(first) < len(self.start):
            raise _OtherYaml
        return self.out

    def _next(self, line: int) -> int:
        """The first line from this one on with more than a comment."""
        while line < len(self.start) and (self.indent[line] < 0 or self.text[self._begin(line)] == "#"):
            line += 1
        return line

    def _begin(self, line: int) -> int:
        return self.start[line] + self.indent[line]

    def _indent(self, line: int) -> int:
        return self.indent[line] if line < len(self.start) else -1

    def _is_item(self, line: int) -> bool:
        return line < len(self.start) and _ITEM.match(self.text, self._begin(line)) is not None

    def _node(self, line: int) -> int:
        """A block or a list, at the place where its first line begins."""
        if self._is_item(line):
            return self._list(line)
        return self._block(line, self._begin(line))

    def _block(self, line: int, at: int) -> int:
        """A block whose first name stands at a place of a line; it may be an item of a list."""
        indent = at - self.start[line]
        self._enter(MappingStartEvent(False, Mark(line, at)))
        while True:
            found = _KEY.match(self.text, at)
            if found is None:
                raise _OtherYaml
            self._key(found, line)
            line = self._value(line, found.end(), indent, in_block=True)
            if self._indent(line) < indent:
                break
            if self._indent(line) > indent or self._is_item(line):
                raise _OtherYaml
            at = self._begin(line)
        self._leave(MappingEndEvent())
        return line

    def _key(self, found: re.Match[str], line: int) -> None:
        name, style = found[1], ""
        if len(name) > _LONGEST_NAME:
            raise _OtherYaml
        if name[0] == "'":
            name, style = name[1:-1].replace("''", "'"), "'"
        self.out.append(ScalarEvent(name, style, Mark(line, found.start(1)), Mark(line, found.end(1))))

    def _list(self, line: int) -> int:
        """A list with dashes."""
        indent = self._indent(line)
        self._enter(SequenceStartEvent(False, Mark(line, self._begin(line))))
        while self._indent(line) == indent and self._is_item(line):
            at = self._over_spaces(self._begin(line) + 1)
            block = _KEY.match(self.text, at) is not None
            line = self._block(line, at) if block else self._value(line, at, indent, in_block=False)
        if self._indent(line) > indent:
            raise _OtherYaml
        self._leave(SequenceEndEvent())
        return line

    def _enter(self, event: Event) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _OtherYaml
        self.out.append(event)

    def _leave(self, event: Event) -> None:
        self.depth -= 1
        self.out.append(event)

    def _over_spaces(self, at: int) -> int:
        found = _SPACES.match(self.text, at)
        return at if found is None else found.end()

    def _value(self, line: int, at: int, indent: int, in_block: bool) -> int:
        """What stands behind a name or a dash, on its line or below it."""
        if _REST.match(self.text, at):
            return self._below(line, at, indent, in_block)
        at = self._over_spaces(at)
        sign = self.text[at]
        if sign in "[{":
            return self._closed(line, self._flow(line, at))
        if sign in "'\"":
            found = _QUOTED.match(self.text, at)
            if found is None:
                raise _OtherYaml
            value = found[2] if found[1] is None else found[1].replace("''", "'")
            self.out.append(ScalarEvent(value, sign, Mark(line, at), Mark(line, found.end())))
            return self._closed(line, found.end())
        if sign == ">":
            return self._folded(line, at, indent)
        return self._plain(line, at, indent)

    def _below(self, line: int, at: int, indent: int, in_block: bool) -> int:
        """What stands below a name: a block, a list, which may be no further in than the name, or nothing."""
        below = self._next(line + 1)
        if self._indent(below) > indent or (in_block and self._indent(below) == indent and self._is_item(below)):
            return self._node(below)
        self.out.append(ScalarEvent("", "", Mark(line, at), Mark(line, at)))
        return below

    def _closed(self, line: int, at: int) -> int:
        """The next line, if nothing follows on this one."""
        if not _REST.match(self.text, at):
            raise _OtherYaml
        return self._next(line + 1)

    def _plain(self, line: int, at: int, indent: int) -> int:
        """A text without quotes, on one line or several."""
        found = _PLAIN.match(self.text, at)
        if found is None:
            raise _OtherYaml
        value, comment, _ = found[0].partition(" #")
        value = value.rstrip(" ")
        end, last = at + len(value), line
        below, blank = line + 1, 0
        while below < len(self.start) and (self.indent[below] > indent or self.indent[below] < 0):
            if self.indent[below] < 0:
                blank += 1
            else:
                more = self._line(below)
                if comment or more[0] == "#":
                    break
                value += "\n" * blank + more if blank else " " + more
                end, last, blank = self._begin(below) + len(more), below, 0
            below += 1
        if ": " in value or " #" in value or ":\n" in value or value[-1] == ":":
            raise _OtherYaml
        self.out.append(ScalarEvent(value, "", Mark(line, at), Mark(last, end)))
        below = self._next(below)
        if self._indent(below) > indent:
            raise _OtherYaml
        return below

    def _line(self, line: int) -> str:
        """What stands on a line, without the spaces around it."""
        end = self.text.find("\n", self.start[line])
        return self.text[self._begin(line) : end if end >= 0 else len(self.text)].rstrip(" ")

    def _folded(self, line: int, at: int, indent: int) -> int:
        """A text below ``>-``, whose lines all begin in one column."""
        sign = _FOLDED.match(self.text, at)
        if sign is None:
            raise _OtherYaml
        value, blank, own, below, end = "", 0, -1, line + 1, 0
        while below < len(self.start) and (self.indent[below] > indent or self.indent[below] < 0):
            if self.indent[below] < 0:
                blank += 1
                if self.start[below] < len(self.text) and self.text[self.start[below]] == " ":
                    raise _OtherYaml
            else:
                own = self.indent[below] if own < 0 else own
                more = self._line(below)
                end = self._begin(below) + len(more)
                if self.indent[below] != own or (not value and blank) or not self._ends_at(end):
                    raise _OtherYaml
                value += ("\n" * blank if blank else " " if value else "") + more
                blank = 0
            below += 1
        if not value:
            raise _OtherYaml
        value += "" if sign[0].startswith(">-") else "\n"
        self.out.append(ScalarEvent(value, ">", Mark(line, at), Mark(below, end)))
        return self._next(below)

    def _ends_at(self, at: int) -> bool:
        return at < len(self.text) and self.text[at] == "\n"

    def _flow(self, line: int, at: int) -> int:
        """Braces or brackets, on one line; returns where they end."""
        braces = self.text[at] == "{"
        mark = Mark(line, at)
        self._enter(MappingStartEvent(True, mark) if braces else SequenceStartEvent(True, mark))
        close = "}" if braces else "]"
        at = self._over_spaces(at + 1)
        while self.text[at : at + 1] != close:
            at = self._pair(line, at) if braces else self._item(line, at)
            if self.text[at : at + 1] == ",":
                at = self._over_spaces(at + 1)
            elif self.text[at : at + 1] != close:
                raise _OtherYaml
        end = Mark(line, at + 1)
        self._leave(MappingEndEvent(end) if braces else SequenceEndEvent(end))
        return at + 1

    def _pair(self, line: int, at: int) -> int:
        """A name in braces, and its value if it has one; returns where the next sign stands."""
        begin, at = at, self._over_spaces(self._text(line, at))
        if at - begin > _LONGEST_NAME:
            raise _OtherYaml
        if self.text[at : at + 1] == ":":
            if self.text[at + 1 : at + 2] != " ":
                raise _OtherYaml
            at = self._over_spaces(at + 1)
            if self.text[at : at + 1] not in (",", "}"):
                return self._item(line, at)
        self.out.append(ScalarEvent("", "", Mark(line, at), Mark(line, at)))
        return at

    def _item(self, line: int, at: int) -> int:
        """A value in braces or brackets; returns where the next sign stands."""
        end = self._flow(line, at) if self.text[at : at + 1] in ("[", "{") else self._text(line, at)
        return self._over_spaces(end)

    def _text(self, line: int, at: int) -> int:
        """A text in braces or brackets; returns where it ends."""
        sign = self.text[at : at + 1]
        found = (_QUOTED if sign in ("'", '"') else _IN_FLOW).match(self.text, at)
        if found is None:
            raise _OtherYaml
        if found.re is _QUOTED:
            value, end = found[2] if found[1] is None else found[1].replace("''", "'"), found.end()
        else:
            value, sign = found[0].rstrip(" "), ""
            end = at + len(value)
        self.out.append(ScalarEvent(value, sign, Mark(line, at), Mark(line, end)))
        return end
