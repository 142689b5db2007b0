"""From the bytes of a file to its text: size, encoding and stray characters, in plain words."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from tertius.case.limits import MAX_BYTES
from tertius.errors import Problem

__all__ = ["MAX_BYTES", "control_in", "lines_of", "read_bytes", "text_of"]

_BREAK = re.compile(r"\r\n|\r|\n")
_STRAY = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_SAVE = "save it as UTF-8 (in most editors: Save as, Encoding)"


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as an editor counts them."""
    return _BREAK.split(text)


def control_in(text: str) -> str:
    """Return the first control character of a text as ``U+001B``; empty if there is none.

    Quoted YAML can write one as an escape; printed, it would command the terminal instead of being read.
    """
    found = _STRAY.search(text)
    return f"U+{ord(found[0]):04X}" if found is not None else ""


def text_of(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, and what is wrong with it; the text is empty if it cannot be read."""
    if len(data) > MAX_BYTES:
        found = f"the file has over {MAX_BYTES / 1e6:g} million bytes"
        return "", [Problem(found=found, legal=f"a case file has at most {MAX_BYTES / 1e6:g} million")]
    wide = next((name for mark, name in _WIDE.items() if data.startswith(mark)), "")
    if wide:
        return "", [Problem(found=f"the file is written in {wide}", suggestion=_SAVE)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(data, error.start)]
    return text, _stray(text)


def read_bytes(path: Path) -> bytes:
    """Return the first bytes of a file, no more than needed to see that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _not_utf8(data: bytes, start: int) -> Problem:
    line = len(lines_of(data[:start].decode("utf-8", "replace")))
    byte = data[start : start + 1]
    legal, suggestion = "a case file is text in UTF-8", _SAVE
    try:
        guess = byte.decode("cp1252")
        suggestion = f"if that is {guess!r}, the file was saved as Windows-1252: {_SAVE}"
    except UnicodeDecodeError:
        pass
    return Problem(line=line, found=f"the byte 0x{byte.hex()} is not UTF-8", legal=legal, suggestion=suggestion)


def _stray(text: str) -> list[Problem]:
    """One problem per line that holds a character nobody can see; the first twenty lines."""
    problems: list[Problem] = []
    for number, line in enumerate(lines_of(text), start=1):
        found = control_in(line)
        if found and len(problems) < 20:
            what = f"found the invisible character {found}"
            problems.append(Problem(line=number, found=what, legal="a case file is plain text", suggestion="delete it"))
    return problems
