"""From the text of a YAML file to plain values, the line of each, and every mistake in how it is written.

The file is read as a stream of events, so nothing is ever built by tag, an alias is never expanded and no
depth of nesting can exhaust the stack. A scalar becomes a number only if it is written exactly as Python
would print that number (``60``, ``-2.5``); ``true``, ``false``, ``null``, ``~`` and nothing at all mean what
they say; all else is text, ``NO`` and dates included. Fields that hold numbers read text such as ``010``,
``.5`` or ``1e3`` themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tertius.case.parse.characters import MAX_DEPTH, MAX_VALUES, control_in, lines_of
from tertius.case.parse.origin import Path
from tertius.case.parse.plain_yaml import plain_events
from tertius.case.parse.quantity import SHAPES
from tertius.case.parse.syntax import syntax_problem
from tertius.errors import Problem

_LONGEST_TAG = 1_000
_LONG_TAG = re.compile(rf"(?<![\w/.%&=?+~'\"-])!\S{{{_LONGEST_TAG},}}")
_PLAIN_YAML = "a case file is plain YAML, without anchors, aliases, merge keys and tags"
_IGNORED = "\0"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?", re.ASCII)

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_NUMBER_START = re.compile(r"[+-]?\.?\d+(?:\.\d+)?%?(?:$| to )", re.ASCII)
_ENDS_IN_DIGIT = re.compile(r".*\d", re.ASCII | re.DOTALL)
_RANGE = re.compile(r"[+-]?\.?\d[^,]* to [^,]*", re.ASCII)
_LIKELY = re.compile(r"likely\s+[+-]?\.?\d\S*\s*%?", re.ASCII)
_JOINED = re.compile(r"([^\s:'\"]+):(\S.*)", re.DOTALL)


@dataclass
class Tree:
    """The plain values of a file.

    Attributes:
        value: Blocks as dict, lists as list, scalars as text, number, bool or None. Keys are always text.
        lines: Line, from 1, of the key of each path; of the item, in a list.
        problems: Every mistake found; the file name is not filled in.
        damaged: Paths whose value could not be taken as written; what else is wrong there follows from that.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[Path] = field(default_factory=set)


@dataclass
class _Frame:
    """A block or list that is not closed yet."""

    value: dict[str, Any] | list[Any]
    path: Path
    flow: bool
    key: str | None = None
    key_line: int = 0
    key_start: int = 0
    key_end: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


class _SyntaxError(Exception):
    """The text is not YAML; carries the error of the parser."""


class _NoCaseError(Exception):
    """The file is nested deeper, or holds more, than any case; reading stops."""


def scalar_of(text: str) -> Any:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        return text
    number: int | float = float(text) if "." in text else int(text)
    return number if str(number) == text else text


def read_tree(text: str) -> Tree:
    """Read a YAML text; never raises for what a text may hold."""
    builder = _Builder(text)
    long_tag = _LONG_TAG.search(text)
    if long_tag is not None:  # the time that one takes grows with the square of its length
        line = len(lines_of(text[: long_tag.start()]))
        builder._problem(line, f"found a tag of over {_LONGEST_TAG:,} characters", _PLAIN_YAML)
        builder.broken = True
        return builder.tree()
    try:
        for event in plain_events(text) or _all_events(text):
            builder.take(event)
    except _SyntaxError as error:
        builder.problems.append(syntax_problem(error.args[0], text))
        builder.broken = True
    except _NoCaseError:
        builder.broken = True
    return builder.tree()


def _all_events(text: str) -> Iterator[Any]:
    """The events of any YAML: what is not plain, and what is wrong."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YAMLError as error:
        raise _SyntaxError(error) from None


class _Builder:
    """Builds the values of a tree from events, with an explicit stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = None
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []
        self.damaged: set[Path] = set()
        self.braced: set[Path] = set()
        self.lone: dict[str, list[Problem]] = {}
        self.stack: list[_Frame] = []
        self.documents = 0
        self.count = 0
        self.broken = False

    def tree(self) -> Tree:
        """What was read; no value if the text is not YAML from end to end."""
        self.problems += [one for alike in self.lone.values() for one in _in_one(alike)]
        if not self.problems and self.root is None:
            self._problem(0, "the file is empty", "a case starts with `case:`, `title:` and `as_of:`")
        return Tree(None if self.broken else self.root, self.lines, self.problems, self.damaged)

    def take(self, event: Any) -> None:
        """Take one event of the YAML parser."""
        self.count += 1
        if self.count > 2 * MAX_VALUES:  # a block is two events
            # Without a line it comes first, however many other mistakes there are.
            self._problem(0, f"the file holds more than {MAX_VALUES} values", "no case needs this")
            raise _NoCaseError
        handler = _HANDLERS.get(type(event).__name__)
        if handler is not None and self.documents < 2:
            handler(self, event)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            found, legal = "a second document starts here (---)", "a file holds one case"
            self._problem(event.start_mark.line + 1, found, legal, "give each case a file of its own")

    def alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        self._problem(line, f"found the alias '*{event.anchor}'", _PLAIN_YAML, "write the value out, or quote it")
        if self.stack and self.stack[-1].awaits_key:
            self.stack[-1].key = _IGNORED
        else:
            self.damaged.add(self._put(None, event)[1])

    def scalar(self, event: Any) -> None:
        if self.stack and self.stack[-1].awaits_key:
            self._check_plain(event)
            self._key(self.stack[-1], event)
            return
        path = self._put(event.value if event.style else scalar_of(event.value), event)[1]
        if not self._check_plain(event) or self._has_control(event):
            self.damaged.add(path)

    def open(self, event: Any) -> None:
        """Start a block or a list."""
        value: dict[str, Any] | list[Any] = {} if type(event).__name__.startswith("Mapping") else []
        line, flow = event.start_mark.line + 1, bool(event.flow_style)
        self._check_plain(event)
        if len(self.stack) >= MAX_DEPTH:
            self._problem(line, f"blocks are nested more than {MAX_DEPTH} deep", "no case needs this")
            raise _NoCaseError
        if self.stack and self.stack[-1].awaits_key:
            kind = "block" if isinstance(value, dict) else "list"
            self._problem(line, f"found a {kind} where the name of a field belongs", "write `name: value`")
            self.stack[-1].key = _IGNORED
            self.stack.append(_Frame(value, (*self.stack[-1].path, _IGNORED), flow))
            return
        kept, path = self._put(value, event)
        self.stack.append(_Frame(kept, path, flow))

    def close(self, _event: Any) -> None:
        """End a block or a list."""
        self.stack.pop()

    def _problem(self, line: int, found: str, legal: str = "", suggestion: str = "") -> None:
        self.problems.append(Problem(line=line, found=found, legal=legal, suggestion=suggestion))

    def _check_plain(self, event: Any) -> bool:
        line, before = event.start_mark.line + 1, len(self.problems)
        if event.anchor:
            found = f"found the anchor '&{event.anchor}'"
            self._problem(line, found, _PLAIN_YAML, "leave it out, or quote the text")
        if event.tag and not (str(event.tag) == "!" and getattr(event, "style", None)):
            found = f"found the tag '{str(event.tag).replace('tag:yaml.org,2002:', '!!')}'"
            self._problem(line, found, _PLAIN_YAML, "leave it out, or quote the text")
        return len(self.problems) == before

    def _has_control(self, event: Any) -> bool:
        found = control_in(event.value)
        if found:
            suggestion = "leave it out: a backslash in double quotes writes such characters"
            self._problem(event.start_mark.line + 1, f"found the control character {found}", "", suggestion)
        return bool(found)

    def _key(self, frame: _Frame, event: Any) -> None:
        line, name = event.start_mark.line + 1, event.value
        frame.key, frame.key_start, frame.key_end = name, event.start_mark.index, event.end_mark.index
        if self._has_control(event):
            frame.key = _IGNORED
            return
        if name == "<<" and not event.style:
            self._problem(line, "found the merge key '<<'", _PLAIN_YAML, "write the fields out")
            frame.key = _IGNORED
        frame.key_line = line
        self.lines.setdefault((*frame.path, name), line)

    def _put(self, value: Any, event: Any) -> tuple[Any, Path]:
        """Put a value where the file has it; return the value that is kept and its path."""
        line = event.start_mark.line + 1
        if not self.stack:
            self.root = value
            self.lines.setdefault((), line)
            return value, ()
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            path = (*frame.path, len(frame.value))
            self.lines.setdefault(path, line)
            frame.value.append(value)
            return value, path
        key, frame.key = frame.key or "", None
        fields, path = frame.value, (*frame.path, key)
        if key == _IGNORED:
            return value, path
        if value is None and frame.flow and ":" not in self.text[frame.key_end : event.end_mark.index]:
            if not _goes_on(fields, key):
                self._lone_key(frame.path, fields, key, line, tight=self.text[frame.key_start - 1] == ",")
            return value, path
        if key in frame.seen:
            place = f" in {'.'.join(map(str, frame.path))}" if frame.path else ""
            found = f"'{key}' is written twice{place}, in line {frame.seen[key]} and in line {frame.key_line}"
            self._problem(frame.key_line, found, "a name stands once in a block", "join the two, or rename one")
        frame.seen.setdefault(key, frame.key_line)
        if isinstance(fields.get(key), dict) and isinstance(value, dict):
            # The second of two blocks of one name adds its fields, lest references to them fail too.
            return fields[key], path
        fields.setdefault(key, value)
        return value, path

    def _lone_key(self, path: Path, fields: dict[str, Any], key: str, line: int, tight: bool) -> None:
        """Explain a name without a value: in braces a comma ends a field, a colon needs a space."""
        if path in self.braced:
            return
        last = next(reversed(fields), "")
        value = fields.get(last)
        before = "" if value is None or isinstance(value, dict | list) else str(value)
        joined = _JOINED.fullmatch(key)
        kind, suggestion = "comma", ""
        if _ENDS_IN_DIGIT.fullmatch(before) and key[:1].isdigit():
            whole = f"{before}.{key}" if tight else f"[{before}, {key}]"
            fields[last] = scalar_of(whole) if tight else [value, scalar_of(key)]
            found = f"the comma in braces ends the field '{last}', so '{key}' stands alone"
            suggestion = f"{'with a decimal point: ' if tight else ''}did you mean '{last}: {whole}'?"
            kind = "point" if tight else "list"
        elif before and key.startswith("likely "):
            fields[last] = f"{before}, {key}"
            found = f"the comma in braces ends the field '{last}', so '{key}' stands alone"
            suggestion = f"in quotes: did you mean {last}: '{before}, {key}'?"
        elif joined:
            fields.setdefault(joined[1], scalar_of(joined[2]))
            found = f"there is no space after the colon in '{key}'"
            suggestion = f"did you mean '{joined[1]}: {joined[2]}'?"
            kind = "colon"
        elif not fields and _NUMBER_START.match(key) and path:
            self.damaged.add(path)
            self.braced.add(path)
            whole = " ".join(self.text[self.stack[-1].key_start :].partition("}")[0].split())
            found = f"the number '{whole}' stands in braces"
            suggestion = f"write it without braces: `{path[-1]}: {whole}`"
            kind = "number"
        else:
            self.damaged.add(path)
            found = f"'{key}' stands in braces without a value"
            suggestion = "braces hold fields, {name: value}; a list has brackets, [a, b]"
            kind = "name"
        self.lone.setdefault(kind, []).append(Problem(line=line, found=found, suggestion=suggestion))


def _goes_on(fields: dict[str, Any], key: str) -> bool:
    """Whether a name without a value is the rest of the number before it, which is then whole: ``20 to 50, likely 35``.

    In braces a comma ends a field; a likely value or a shape behind a range can mean nothing else.
    """
    last = next(reversed(fields), "")
    before = fields.get(last)
    word = " ".join(key.split())
    if not isinstance(before, str) or not _RANGE.match(before):
        return False
    ends_in_shape = before.rpartition(", ")[2] in SHAPES
    if ends_in_shape or not (word in SHAPES or (_LIKELY.fullmatch(word) and "likely" not in before)):
        return False
    fields[last] = f"{before}, {word}"
    return True


_ALIKE = 3
"""Mistakes of one kind that are told one by one."""


def _in_one(alike: list[Problem]) -> list[Problem]:
    """Mistakes of one kind; of too many the first, which says where the others are."""
    if len(alike) <= _ALIKE:
        return alike
    first, *others = alike
    lines = list(dict.fromkeys(str(other.line) for other in others))
    more = f" and {len(lines) - 10} more" if len(lines) > 10 else ""
    noun = "line" if len(lines) == 1 else "lines"
    found = f"{first.found}; {len(others)} more of this kind, in {noun} {', '.join(lines[:10])}{more}"
    return [replace(first, found=found)]


_HANDLERS: dict[str, Callable[[_Builder, Any], None]] = {
    "DocumentStartEvent": _Builder.document,
    "AliasEvent": _Builder.alias,
    "ScalarEvent": _Builder.scalar,
    "MappingStartEvent": _Builder.open,
    "SequenceStartEvent": _Builder.open,
    "MappingEndEvent": _Builder.close,
    "SequenceEndEvent": _Builder.close,
}
