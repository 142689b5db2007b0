"""Files of others, read as text: whole or not at all, never larger than they can sensibly be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tertius.errors import UsageError, disk_told

MOST_BYTES = 100_000_000
"""Of one file; the largest set of questions or outcomes that ForecastBench has published is below 3 million."""


@disk_told()
def text_in(path: Path) -> str:
    """The text of a file in UTF-8, with or without a mark at its head.

    Raises:
        UsageError: There is none, it is too large, or is no text in UTF-8.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}: give a file as its platform publishes it")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UsageError(f"{path} has over {MOST_BYTES // 1_000_000} million bytes: give it in parts")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text in UTF-8: the byte at place {error.start} is none of it") from None


def json_in(path: Path) -> Any:
    """The value of a file of JSON; ``NaN`` and ``Infinity``, which some programs write there, are None.

    Raises:
        UsageError: It cannot be read, or is no JSON.
    """
    try:
        return json.loads(text_in(path), parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno} is no JSON at column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON that can be read: {error}") from None
