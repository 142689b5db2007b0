"""A ledger as tables of CSV, for whoever wants to count in another program.

A cell that a spreadsheet program would work out, one that begins with ``=``, ``+``, ``-`` or ``@``, has a quote before
it, as in exported cases. The file of JSON holds every entry word for word.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tertius.case.files.cells import to_csv
from tertius.errors import UsageError
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.exporting.whole import COLUMNS, rows_of
from tertius.ledger.file import PATIENCE, reading
from tertius.ledger.scoring.days import voices
from tertius.ledger.tracks import entries_of

QUESTIONS = ("id", "text", "resolves", "by", "scale_low", "scale_high", "target", "kind", "group", "source")
FORECASTS = (
    *("entry", "question", "when", "who", "as_of", "speaker", "name", "share", "value"),
    *("case_hash", "version", "seed", "corrects"),
)
RESOLUTIONS = ("entry", "question", "when", "who", "outcome", "on", "source", "corrects")
"""The columns of the tables; those of ``entries.csv`` are the columns of the ledger itself."""


def tables_of(path: Path, patience: float = PATIENCE) -> dict[str, bytes]:
    """The tables of a ledger: the name and the bytes of each file, in UTF-8 with a mark by which Excel knows it.

    ``entries.csv`` has every entry with its hashes, ``questions.csv``, ``forecasts.csv`` and ``resolutions.csv`` what
    they say, corrected ones too; ``cases/HASH.yaml`` each frozen case.

    Raises:
        UsageError: There is none, or it cannot be read.
    """
    with reading(path, patience) as connection:
        rows, entries = rows_of(connection), entries_of(connection)
        cases = connection.execute("SELECT hash, text FROM cases ORDER BY hash").fetchall()
    if any(not re.fullmatch("[0-9a-f]{64}", key) for key, _ in cases):
        raise UsageError(f"{path} is damaged, a case has no hash: 'tertius ledger verify' tells more")
    asked = [one for one in entries if isinstance(one, Question)]
    ends = [one for one in entries if isinstance(one, Resolved)]
    spoken = [row for one in entries if isinstance(one, Forecasted) for row in _forecast(one)]
    return {
        "entries.csv": _table(COLUMNS, rows),
        "questions.csv": _table(QUESTIONS, map(_question, asked)),
        "forecasts.csv": _table(FORECASTS, spoken),
        "resolutions.csv": _table(RESOLUTIONS, ([getattr(one, name) for name in RESOLUTIONS] for one in ends)),
        **{f"cases/{key}.yaml": text.encode() for key, text in cases},
    }


def _question(one: Question) -> list[Any]:
    low, high = one.scale or (None, None)
    return [*(getattr(one, name) for name in QUESTIONS[:4]), low, high, *(getattr(one, name) for name in QUESTIONS[6:])]


def _forecast(one: Forecasted) -> Iterator[list[Any]]:
    """A row for each that spoke; of a distribution one for each share."""
    head = [one.entry, one.question, one.when, one.who, one.as_of]
    tail = [one.case_hash, one.version, one.seed, one.corrects]
    for (speaker, name), said in voices(one):
        points: Sequence[tuple[float | None, float]] = (
            sorted(said.items()) if isinstance(said, Mapping) else [(None, said)]
        )
        for share, value in points:
            yield [*head, speaker, name, share, value, *tail]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table; days and moments as ISO 8601 has them, nothing as an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([to_csv(one.isoformat() if hasattr(one, "isoformat") else one) for one in row])
    return out.getvalue().encode("utf-8-sig")
