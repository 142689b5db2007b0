"""How large an input may be: every limit of the readers, in one place.

They lie far above any case that people write. They are there so that a damaged or hostile file is refused
within seconds, with a sentence, instead of being worked on for minutes. What a rule can settle exactly is a
question of its own: the rules say so themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tertius.errors import Problem

__all__ = [
    "MAX_BYTES",
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_CSV_CELL",
    "MAX_DEPTH",
    "MAX_ENTRIES",
    "MAX_PROBLEMS",
    "MAX_ROWS",
    "MAX_STANCES",
    "MAX_UNPACKED",
    "MAX_VALUES",
    "first_problems",
    "problems_of_size",
]

MAX_BYTES = 2_000_000  # of a text file; a workbook may have ten times as many
MAX_UNPACKED = 100_000_000  # bytes of a workbook once unpacked
MAX_ROWS = 10_000  # of a table or sheet, below its headings
MAX_COLUMNS = 500  # of a table or sheet
MAX_CELL = 32_767  # characters in a cell of a workbook: what spreadsheet programs keep
MAX_CSV_CELL = 131_072  # characters in a cell of a text table: what the reader of Python takes
MAX_DEPTH = 40  # blocks and lists within each other
MAX_VALUES = 20_000  # a name, a block's start and its end count half each; ten times what the flagship has
MAX_STANCES = 10_000
MAX_ENTRIES = {
    "actors": 1_000, "issues": 1_000, "talks": 500, "needs": 2_000, "links": 2_000, "threats": 2_000,
    "bodies": 500, "beliefs": 1_000, "groups": 1_000, "events": 2_000, "moves": 2_000, "claims": 2_000,
    "sources": 2_000,
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
