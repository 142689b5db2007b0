"""From the bytes of a file to its text, and how large an input may be.

The limits lie far above any case that people write. They are there so that a damaged or hostile file is refused
within seconds, with a sentence, instead of being worked on for minutes. What a rule can settle exactly is a
question of its own: the rules say so themselves.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tertius.errors import Problem

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
    """Return the text of a file, and what is wrong with it; the text is empty if it cannot be read.

    Of characters that nobody can see there is one problem a line, for the first twenty lines.
    """
    if len(data) > MAX_BYTES:
        found = f"the file has over {MAX_BYTES / 1e6:g} million bytes"
        return "", [Problem(found=found, legal=f"a case file has at most {MAX_BYTES / 1e6:g} million")]
    wide = next((name for mark, name in _WIDE.items() if data.startswith(mark)), "")
    if wide:
        return "", [Problem(found=f"the file is written in {wide}", suggestion=_SAVE)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(lines_of(data[: error.start].decode("utf-8", "replace")))
        byte = data[error.start : error.start + 1]
        guess = byte.decode("cp1252", "ignore")
        advice = f"if that is {guess!r}, the file was saved as Windows-1252: {_SAVE}" if guess else _SAVE
        found = f"the byte 0x{byte.hex()} is not UTF-8"
        return "", [Problem(line=line, found=found, legal="a case file is text in UTF-8", suggestion=advice)]
    problems: list[Problem] = []
    for number, line_text in enumerate(lines_of(text), start=1):
        control = control_in(line_text)
        if control and len(problems) < 20:
            found = f"found the invisible character {control}"
            legal, advice = "a case file is plain text", "delete it"
            problems.append(Problem(line=number, found=found, legal=legal, suggestion=advice))
    return text, problems


def read_bytes(path: Path) -> bytes:
    """Return the first bytes of a file, no more than needed to see that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


MAX_BYTES = 2_000_000  # of a text file; a workbook may have ten times as many
MAX_UNPACKED = 100_000_000  # bytes of a workbook once unpacked
MAX_ROWS = 10_000  # of a table or sheet, below its headings
MAX_COLUMNS = 500  # of a table or sheet
MAX_WRITTEN = 1_000_000  # cells and rows of a sheet that are written out in its XML, be they empty
MAX_PLACES = 6_000_000  # places of a sheet, as far as its rows go
MAX_CELL = 32_767  # characters in a cell of a workbook: what spreadsheet programs keep
MAX_CSV_CELL = 131_072  # characters in a cell of a text table: what the reader of Python takes
MAX_DEPTH = 40  # blocks and lists within each other
MAX_VALUES = 20_000  # a name, a block's start and its end count half each; ten times what the flagship has
MAX_STANCES = 10_000

MAX_ENTRIES = {
    "actors": 1_000, "issues": 1_000, "talks": 500, "needs": 2_000, "links": 2_000, "threats": 2_000,
    "bodies": 500, "beliefs": 1_000, "groups": 1_000, "events": 2_000, "moves": 2_000, "claims": 2_000,
    "sources": 2_000, "ties": 1_000, "promises": 1_000, "comments": 2_000,
}  # fmt: skip

MAX_PROBLEMS = 200  # that are told one by one


def problems_of_size(value: Any) -> Iterator[tuple[tuple[str], Problem]]:
    """Yield the blocks of a case with too many entries: the path and the problem of each."""
    if not isinstance(value, Mapping):
        return
    for name, most in MAX_ENTRIES.items():
        count = _length(value.get(name))
        if count > most:
            yield (name,), _too_many(count, name, most)
    stances = value.get("stances")
    count = sum(map(_length, stances.values())) if isinstance(stances, Mapping) else _length(stances)
    if count > MAX_STANCES:
        yield ("stances",), _too_many(count, "stances", MAX_STANCES)


def first_problems(problems: Sequence[Problem]) -> list[Problem]:
    """The problems in the order of the files; of too many the first, and how many more there are."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.order)
    more = len(ordered) - MAX_PROBLEMS
    if more <= 0:
        return ordered
    kept = ordered[:MAX_PROBLEMS]
    # It takes the place of the last one told, for problems are sorted by place.
    place = replace(kept[-1], where="", column="", legal="")
    noun = "problem" if more == 1 else "problems"
    return [*kept, replace(place, found=f"{more} more {noun} from here on", suggestion="mend these first")]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, Mapping | list | tuple) else 0


def _too_many(count: int, name: str, most: int) -> Problem:
    return Problem(found=f"the case has {count} {name}", legal=f"a case has at most {most}")
