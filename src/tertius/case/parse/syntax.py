"""What the YAML parser refuses, in the words of somebody who writes a case: line, mistake, what to do."""

from __future__ import annotations

import re
from typing import Any

from tertius.case.parse.characters import lines_of
from tertius.errors import Problem

_KEY = r"^\s*(?:- +)*(?P<key>[\w.'\"-]+)"
_SENTENCE = re.compile(_KEY + r":\s+(?P<text>(?!['\"\[{|>&*!]).*:(?:\s.*|$))")
_NO_SPACE = re.compile(_KEY + r":(?P<text>[^\s:/].*)$")
_QUOTED = re.compile(_KEY + r":\s+(?P<quote>['\"])")
_VALUE = re.compile(_KEY + r":\s+\S")
_FIELD = re.compile(_KEY + r":(?:\s+[^:]*)?$")
_STARTS = {"%": "per cent", "@": "at", "`": "backtick"}


def syntax_problem(error: Any, text: str) -> Problem:
    """Turn the parser's error into a problem with the line a person would look at."""
    lines = lines_of(text)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = 0 if mark is None else min(mark.line, len(lines) - 1)
    message = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip()
    opened = getattr(error, "context_mark", None)
    start = at if opened is None else min(opened.line, len(lines) - 1)
    for explain in (_tab, _unclosed, _mapping_values, _after_quote, _start, _indentation):
        found = explain(message, lines, at, start)
        if found is not None:
            line, what, advice = found
            return _problem(line, lines, what, advice)
    return _problem(at, lines, f"this is not YAML ({message or 'it cannot be read'})", "")


_Finding = tuple[int, str, str]


def _problem(at: int, lines: list[str], found: str, suggestion: str) -> Problem:
    shown = lines[at].strip()
    shown = shown if len(shown) <= 70 else shown[:67] + "..."
    known = not shown or f"'{shown}'" in found
    return Problem(line=at + 1, found=found if known else f"{found}, in `{shown}`", suggestion=suggestion)


def _tab(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    line = lines[at]
    if "\t" in line[: len(line) - len(line.lstrip())] or "found character '\\t'" in message:
        return at, "found a tab", "indent with spaces"
    return None


def _unclosed(message: str, lines: list[str], at: int, start: int) -> _Finding | None:
    if "quoted scalar" in message and "end of" in message:
        return (
            start,
            "a quote is opened here and never closed",
            "close it (in single quotes an apostrophe is written twice)",
        )
    if "quoted scalar" in message and "escape" in message:
        return at, "a backslash in double quotes starts a special character", "use single quotes"
    for kind, sign in (("flow sequence", "[ ]"), ("flow mapping", "{ }")):
        if f"parsing a {kind}" in message:
            return (
                start,
                f"the bracket opened here is not closed properly ({sign})",
                "close it, with commas between the items",
            )
    return None


def _mapping_values(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    if "mapping values are not allowed" not in message and "could not find expected ':'" not in message:
        return None
    return _colon(lines, at) or _no_space(lines, at) or _no_space(lines, at - 1) or _hanging(message, lines, at)


def _colon(lines: list[str], at: int) -> _Finding | None:
    sentence = _SENTENCE.match(lines[at])
    if sentence is None:
        return None
    quoted = sentence["text"].strip().replace("'", "''")
    quoted = quoted if len(quoted) <= 60 else quoted[:57] + "..."
    return at, "a colon in a sentence", f"put the sentence in quotes: {sentence['key']}: '{quoted}'"


def _no_space(lines: list[str], at: int) -> _Finding | None:
    joined = _NO_SPACE.match(lines[at]) if 0 <= at < len(lines) else None
    if joined is None:
        return None
    return (
        at,
        "there is no space after the colon",
        f"did you mean '{joined['key']}: {joined['text'].strip()}'?",
    )


def _hanging(message: str, lines: list[str], at: int) -> _Finding:
    above = _last_text(lines, at)
    bare = _no_colon(lines, above)
    if bare is not None:
        return bare
    if "could not find" in message:
        what = "found text where 'name: value' belongs"
        return above, what, "add a colon and a value, or indent it as part of the text above"
    if above != at and _VALUE.match(lines[above]):
        return _deeper(lines, above, at)
    return at, "a colon that does not belong here", "put a sentence with a colon in quotes"


def _no_colon(lines: list[str], at: int) -> _Finding | None:
    """A single word with something indented below it is a name that lacks its colon."""
    word, below = lines[at].strip(), _next_text(lines, at)
    if not re.fullmatch(r"[^\W_][\w-]*", word) or below == at or _indent(lines[below]) <= _indent(lines[at]):
        return None
    return at, f"'{word}' has no colon", f"write '{word}:'"


def _deeper(lines: list[str], above: int, at: int) -> _Finding:
    """Two fields in a row, the second further in: the odd one is that whose other neighbour disagrees too."""
    here, there, below = _indent(lines[at]), _indent(lines[above]), _next_text(lines, at)
    first = _indent(lines[_last_text(lines, above)]) < there
    if _FIELD.match(lines[at]) and below != at and first and _indent(lines[below]) == here:
        what = f"this line starts with {_spaces(there)}, the lines below it with {here}"
        return above, what, f"indent it with {_spaces(here)}"
    advice = f"indent it like line {above + 1}, with {_spaces(there)}"
    if not _FIELD.match(lines[at]):
        advice += ", or put the whole sentence in quotes if the colon is part of it"
    return at, "this line is indented below one that already has a value", advice


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count or 'no'} spaces"


def _next_text(lines: list[str], at: int) -> int:
    texts = (i for i in range(at + 1, len(lines)) if lines[i].strip() and not lines[i].lstrip().startswith("#"))
    return next(texts, at)


def _last_text(lines: list[str], at: int) -> int:
    for line in range(at - 1, -1, -1):
        if lines[line].strip() and not lines[line].lstrip().startswith("#"):
            return line
    return at


def _after_quote(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    if "<scalar>" in message and _QUOTED.match(lines[at]):
        advice = "quote the whole text, and double a quote that is part of it ('it''s')"
        return at, "text goes on after the closing quote", advice
    return None


def _start(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    refused = re.search(r"found character '(.)' that cannot start", message)
    if refused:
        return at, f"a text cannot start with {refused[1]}", "put it in quotes"
    if "scanning an alias" in message or "scanning an anchor" in message or "undefined alias" in message:
        return at, "a text that starts with * or & would be an alias or anchor", "put it in quotes"
    if "tag" in message:
        return at, "a text that starts with ! would be a tag", "put it in quotes"
    if "directive" in message or "YAML document" in message:
        return at, "a line that starts with % is a directive", "a case file needs none: delete it"
    misplaced = re.search(r"expected the node content, but found '(.+)'", message)
    if misplaced:
        ends = misplaced[1] == "<stream end>"
        found = "the text ends" if ends else f"found '{misplaced[1]}'"
        return (
            at,
            f"{found} where a value belongs",
            "close what was opened" if ends else "quote it, or delete it",
        )
    if "block scalar" in message:
        return at, "text cannot follow | or > in the same line", "start it in the next line, indented"
    if "sequence entries are not allowed" in message:
        return at, "a list cannot start in this place", "start it in a line of its own, or write it as [a, b]"
    return None


def _indentation(message: str, lines: list[str], at: int, start: int) -> _Finding | None:
    if "block mapping" not in message and "block collection" not in message and "block sequence" not in message:
        return None
    if "but found ']'" in message or "but found '}'" in message or "but found ','" in message:
        return at, "a closing bracket or a comma too many", "delete it, or quote the text"
    above = _last_text(lines, at)
    if above == at or _indent(lines[above]) == _indent(lines[at]):
        advice = f"fields of one block start in the same column: compare with line {start + 1}"
        return at, "the indentation does not fit", advice
    advice = f"line {above + 1} above it has {_spaces(_indent(lines[above]))}: fields of one block start in one column"
    return at, f"the indentation of {_spaces(_indent(lines[at]))} does not fit", advice
