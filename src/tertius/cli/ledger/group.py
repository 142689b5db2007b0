"""``tertius ledger`` and its commands, registered by hand; they are set up when the group is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperGroup

from tertius.cli.failures import guarded
from tertius.cli.ledger.exchange import hand_on, take_in
from tertius.cli.ledger.look import list_questions, show_question, verify
from tertius.cli.ledger.score import report, score
from tertius.cli.ledger.write import add, resolve, void
from tertius.cli.options import ScaleCommand

SUBCOMMANDS: dict[Callable[..., None], str] = {
    add: "tertius ledger add korea-2019 --question us-dprk --by 2099-12-31 --resolves 'a joint text is signed'",
    list_questions: "tertius ledger list",
    show_question: "tertius ledger show korea-2019/us-dprk",
    resolve: "tertius ledger resolve korea-2019/us-dprk no --source https://example.org/report",
    void: "tertius ledger void korea-2019/us-dprk --why 'the talks were never held'",
    score: "tertius ledger score --convention 0-2",
    report: "tertius ledger report -o track-record.html",
    verify: "tertius ledger verify",
    take_in: "tertius ledger import questions.json --resolutions ends.json --match Korea",
    hand_on: "tertius ledger export --json ledger.json",
}
"""Every command of the group with an example, in the order in which an analyst meets them."""


class LedgerGroup(TyperGroup):
    """The group with its commands."""

    def __init__(self, **settings: Any) -> None:
        """Set up from what `typer` says of a command."""
        super().__init__(**settings | {"commands": _commands(), "no_args_is_help": True})


def _commands() -> dict[str, Any]:
    """Each command by its name, guarded like those that stand alone."""
    made = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]}, rich_markup_mode="rich")
    made.callback()(ledger)
    for command, example in SUBCOMMANDS.items():
        made.command(example.split()[2], cls=ScaleCommand, epilog=f"Example: {example}")(guarded(command))
    found: dict[str, Any] = typer.main.get_command(made).commands  # type: ignore[attr-defined]
    return found


def ledger() -> None:
    """Keep score: write forecasts down before the day, resolve them after it, and find a past that was changed."""
