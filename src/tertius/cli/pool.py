"""``tertius pool``: the tables of several experts as one case, and where they differ most."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import AsOf, Declared, SalienceMax, ScaleOption
from tertius.cli.console import print_results, results_console, say_problems, table_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.case.tables.expert_panel import Panel

__all__ = ["pool"]

_SHOWN = 10


def pool(
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE...",
            help="Plain tables of the same actors and issues, one of each expert: anna.csv ben.csv. Or one table with"
            " columns of several: 'position: Anna', 'position: Ben'.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder for the pooled case: -o my-case. Without it: only where the tables differ.",
            show_default=False,
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Pool what some tables leave out from those that have it, and say so."),
    ] = False,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a case.yaml that is there already.")] = False,
) -> None:
    """Pool the tables of several experts: their spread becomes the range. Says where they differ most."""
    from tertius.case.files.write import write_case_file, yaml_of
    from tertius.case.parse.naming import slug
    from tertius.case.tables.expert_panel import pool_tables

    declared = Declared(scale, salience_max, as_of)
    name = slug(output.resolve().name, "pooled") if output is not None else "pooled"
    panel = pool_tables(tables, *declared.ends, declared.salience_max, as_of or "", partial=partial, name=name)
    say_problems("warning", panel.warnings)
    print_results(_parts(panel))
    if output is not None:
        path = write_case_file(output, yaml_of(panel.case), force)
        results_console().print(f"\nThe pooled case is in {path.as_posix()}", soft_wrap=True, markup=False)


def _parts(panel: Panel) -> list[RenderableType]:
    """The numbers on which the experts differ most, and how many there are."""
    from rich.text import Text

    from tertius.cli.words import percent

    apart = [one for one in panel.differences if one.spread > 0]
    count = f"{len(apart)} of {len(panel.differences)} numbers differ between the {len(panel.tables)} tables"
    if not apart:
        return [Text(f"{count}.")]
    names = ", ".join(Path(table).name for table in panel.tables)
    table = table_of("Actor", "Issue", "Number", "Answers", "Pooled", "Spread", right=("Spread",))
    for one in apart[:_SHOWN]:
        answers = "; ".join(str(one.answers.get(name, "–")) for name in panel.tables)
        actor, issue = panel.case.name(one.actor), panel.case.name(one.issue)
        table.add_row(actor, issue, one.number, answers, str(one.pooled), percent(one.spread))
    shown = "" if len(apart) <= _SHOWN else f" The {_SHOWN} that are furthest apart:"
    return [Text(f"{count}.{shown}"), Text(f"Answers in the order {names}. Spread in percent of the scale.\n"), table]
