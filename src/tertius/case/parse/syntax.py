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


def syntax_problem(error: Any, text: str) -> Problem:
    """Turn the parser's error into a problem with the line a person would look at."""
    lines = lines_of(text)
    opened = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opened
    at = 0 if mark is None else min(mark.line, len(lines) - 1)
    start = at if opened is None else min(opened.line, len(lines) - 1)
    message = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}".strip()
    reasons = (explain(message, lines, at, start) for explain in (_unclosed, _colon, _start, _indentation))
    unknown = (at, f"this is not YAML ({message or 'it cannot be read'})", "")
    line, found, advice = next((reason for reason in reasons if reason is not None), unknown)
    shown = _short(lines[line].strip(), 70)
    known = not shown or f"'{shown}'" in found
    return Problem(line=line + 1, found=found if known else f"{found}, in `{shown}`", suggestion=advice)


_Finding = tuple[int, str, str]


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 3] + "..."


def _unclosed(message: str, lines: list[str], at: int, start: int) -> _Finding | None:
    """Tabs, and quotes and brackets that are not closed."""
    line = lines[at]
    if "\t" in line[: len(line) - len(line.lstrip())] or "found character '\\t'" in message:
        return at, "found a tab", "indent with spaces"
    if "quoted scalar" in message and "end of" in message:
        advice = "close it (in single quotes an apostrophe is written twice)"
        return start, "a quote is opened here and never closed", advice
    if "quoted scalar" in message and "escape" in message:
        return at, "a backslash in double quotes starts a special character", "use single quotes"
    for kind, sign in (("flow sequence", "[ ]"), ("flow mapping", "{ }")):
        if f"parsing a {kind}" in message:
            found = f"the bracket opened here is not closed properly ({sign})"
            return start, found, "close it, with commas between the items"
    return None


def _colon(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    """Colons in a sentence, without a space after them, missing after a name, or where none belongs."""
    if "mapping values are not allowed" not in message and "could not find expected ':'" not in message:
        return None
    sentence = _SENTENCE.match(lines[at])
    if sentence is not None:
        quoted = _short(sentence["text"].strip().replace("'", "''"), 60)
        return at, "a colon in a sentence", f"put the sentence in quotes: {sentence['key']}: '{quoted}'"
    for line in (at, at - 1):
        joined = _NO_SPACE.match(lines[line]) if line >= 0 else None
        if joined is not None:
            advice = f"did you mean '{joined['key']}: {joined['text'].strip()}'?"
            return line, "there is no space after the colon", advice
    above = _last_text(lines, at)
    word, below = lines[above].strip(), _next_text(lines, above)
    # A single word with something indented below it is a name that lacks its colon.
    if re.fullmatch(r"[^\W_][\w-]*", word) and below != above and _indent(lines[below]) > _indent(lines[above]):
        return above, f"'{word}' has no colon", f"write '{word}:'"
    if "could not find" in message:
        found = "found text where 'name: value' belongs"
        return above, found, "add a colon and a value, or indent it as part of the text above"
    if above != at and _VALUE.match(lines[above]):
        return _deeper(lines, above, at)
    return at, "a colon that does not belong here", "put a sentence with a colon in quotes"


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


def _start(message: str, lines: list[str], at: int, _start: int) -> _Finding | None:
    if "<scalar>" in message and _QUOTED.match(lines[at]):
        advice = "quote the whole text, and double a quote that is part of it ('it''s')"
        return at, "text goes on after the closing quote", advice
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
        advice = "close what was opened" if ends else "quote it, or delete it"
        return at, f"{found} where a value belongs", advice
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
