"""Options that the commands of the ledger share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from tertius.cli import options
from tertius.errors import UsageError

File = Annotated[
    Path | None,
    options.option(
        "--ledger",
        metavar="FILE",
        says="The ledger: --ledger team.sqlite. Without it: the file that TERTIUS_LEDGER names, else ledger.sqlite.",
    ),
]

Question = Annotated[
    str, options.argument("QUESTION", "The id of a question, or what it asks for if no other asks for the same.")
]

Who = Annotated[
    str | None,
    options.option("--who", metavar="NAME", says="Who writes it down: --who anna. Without it: your login name."),
]

Correct = Annotated[
    bool, options.flag("--correct", "Take the place of how it ended before, which stays in the ledger.")
]


def day(text: str | None, name: str) -> date | None:
    """The day of an option; None if it is not given.

    Raises:
        UsageError: It is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{name} {text!r} is no day: write it as 2030-12-31") from None
