"""The commands of Tertius, registered by hand."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import tertius
from tertius.cli.cases import cases, check, export, help_page, import_case, new, schema, show
from tertius.cli.claims import claims, validate
from tertius.cli.decide import decide, pool
from tertius.cli.failures import end_quietly_on_a_closed_pipe, guarded, report
from tertius.cli.forecast import base_rates, evidence, forecast, sensitivity
from tertius.cli.ledger.group import LedgerGroup, ledger
from tertius.cli.leverage import leverage, power
from tertius.cli.many.batch import batch
from tertius.cli.moves import game, graph_model, moves
from tertius.cli.options import ScaleCommand
from tertius.cli.questions.seek import seek
from tertius.cli.run import run
from tertius.cli.settle import cite, draw, rules, settle, why
from tertius.cli.studies.backtest import backtest
from tertius.cli.what_if import compare, what_if
from tertius.cli.workbench.open import open_case
from tertius.cli.worths.linkage import linkage
from tertius.cli.worths.patrons import balanced, patrons
from tertius.interrupts import obey_interrupts
from tertius.spared import load_help

COMMANDS: dict[Callable[..., None], str] = {
    open_case: "tertius open korea-2019",
    cases: "tertius cases",
    show: "tertius show korea-2019",
    check: "tertius check my-case/ --evidence",
    settle: "tertius settle korea-2019 --without us-dprk --json",
    why: "tertius why korea-2019 --of us-dprk",
    decide: "tertius decide ec-emission-1994 --rule challenge --trace",
    leverage: "tertius leverage korea-2019 --of us-dprk",
    patrons: "tertius patrons korea-2019 --client dprk --patrons china,russia",
    balanced: "tertius balanced network.csv",
    linkage: "tertius linkage korea-2019",
    forecast: "tertius forecast korea-2019 --draws 1000",
    batch: "tertius batch korea-2019 two-patrons -o table.csv",
    base_rates: "tertius base-rates",
    draw: "tertius draw korea-2019 --seed 1 --index 4711",
    sensitivity: "tertius sensitivity korea-2019 --of us-dprk",
    evidence: "tertius evidence korea-2019 --base 64",
    power: "tertius power korea-2019 --body security-council",
    what_if: "tertius what-if korea-2019 --set issues.inter-korean-projects.level=50",
    compare: "tertius compare korea-2019 my-variant.yaml",
    seek: "tertius seek korea-2019 --of us-dprk --to 'no agreement'",
    moves: "tertius moves korea-2019 --for dprk --depth 3",
    game: "tertius game korea-2019 --players usa,dprk,china",
    graph_model: "tertius graph-model elmira-1991",
    claims: "tertius claims korea-2019 --draws 200",
    run: "tertius run korea-2019 -o briefs/korea",
    export: "tertius export korea-2019 korea.xlsx",
    import_case: "tertius import korea.xlsx my-case/",
    new: "tertius new my-case",
    pool: "tertius pool anna.csv ben.csv --scale 0 100 --salience-max 100 -o my-case",
    rules: "tertius rules",
    cite: "tertius cite --rule challenge",
    validate: "tertius validate deu --data downloads/deu3",
    backtest: "tertius backtest opec-plus",
    schema: "tertius schema > tertius-case.schema.json",
    ledger: "tertius ledger list",
    help_page: "tertius help claims",
}
"""Every command with an example, in the order in which an analyst meets them."""

PANELS = {
    "Look and write": (open_case, cases, show, check, new, export, import_case, pool, schema, help_page),
    "Settle": (settle, why, decide, rules, cite, validate, backtest),
    "Weigh and act": (
        *(leverage, patrons, balanced, linkage, power),
        *(what_if, compare, seek, moves, game, graph_model, claims),
    ),
    "Doubt": (forecast, batch, base_rates, draw, sensitivity, evidence),
    "Hand on": (run,),
    "Keep score": (ledger,),
}
"""What the commands are for: so they are grouped in help."""


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tertius {tertius.__version__}")
        raise typer.Exit


def _tertius(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is, and end."),
    ] = False,
) -> None:
    """Puts an argument about negotiations between states to the test.

    An analyst writes a case: who is at the table, what each wants, who needs whom. Tertius works out where
    each talk settles, or that it fails, and writes a brief.
    """


def app_of(commands: Iterable[Callable[..., None]], listed: bool = False) -> typer.Typer:
    """The command line with some of its commands, or with what a list of them says."""
    made = typer.Typer(
        name="tertius",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="Example: tertius show korea-2019",
    )
    made.callback()(_tertius)
    for command in commands:
        panel = next(title for title, those in PANELS.items() if command in those)
        epilog = f"Example: {COMMANDS[command]}"
        kind = GROUPS.get(command, ScaleCommand)
        made.command(NAMES[command], cls=kind, epilog=epilog, rich_help_panel=panel)(
            _named(command) if listed else guarded(command)
        )
    return made


def _named(command: Callable[..., None]) -> Callable[[], None]:
    """A command of which only the help is known."""

    def told() -> None: ...

    told.__doc__ = command.__doc__
    return told


NAMES = {command: example.split()[1] for command, example in COMMANDS.items()}
"""What each command is called."""

GROUPS: dict[Callable[..., None], type[Any]] = {ledger: LedgerGroup}
"""Commands that are groups of commands."""

ALIASES = {"workbench": "open"}
"""Other names by which somebody may call a command."""

COMPLETION = "_TERTIUS_COMPLETE"
"""In the environment: a shell asks how a line goes on, and tells the line there, not among the arguments."""

app = app_of(COMMANDS)


def _asked(arguments: Sequence[str]) -> typer.Typer:
    """The command line with no more than the arguments ask for: to set all of it up takes longer than to check a case.

    A command that is called stands alone; the list of commands needs none of their options.
    """
    if COMPLETION in os.environ:
        return app
    named = [command for command, name in NAMES.items() if [name] == list(arguments[:1])]
    if {"--help", "-h"} & set(arguments) or not arguments:
        load_help()
    if named:
        return app_of(named)
    of_the_whole = not arguments or (arguments[0].startswith("-") and arguments[0] != "--")
    return app_of(COMMANDS, listed=True) if of_the_whole else app


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line; ends the process with its exit code."""
    obey_interrupts(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> None:
    if sys.stderr is None:  # closed by the caller: there is nobody to tell anything
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    _speak_utf8(sys.stderr)
    end_quietly_on_a_closed_pipe()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks for some among all that is installed
    if not os.environ.get("COLUMNS", "").strip("0"):  # of no width nothing could be seen
        os.environ.pop("COLUMNS", None)
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "it is closed")
        _speak_utf8(sys.stdout)
        given = list(sys.argv[1:] if arguments is None else arguments)
        given[:1] = [ALIASES.get(name, name) for name in given[:1]]
        _asked(given)(args=given, prog_name="tertius")
    except OSError as failure:  # help, the version and mistakes of usage are printed by no command of ours
        sys.exit(report(failure))


def _speak_utf8(stream: Any) -> None:
    """Names and dashes must not fail under LC_ALL=C or a Windows code page."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
