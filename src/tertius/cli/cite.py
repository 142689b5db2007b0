"""``tertius cite``: what to cite, as BibTeX."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["cite"]


def cite(
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="The papers behind this rule or solution, or behind the pool: --rule challenge. May be repeated, or "
            "names with commas. Without it: those behind all of them.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print what to cite as BibTeX: the papers behind a rule or the pool, and Tertius itself."""
    from tertius.rules.guide import FORECASTS, GUIDES, citations_of, own_entry

    names = [name.strip() for words in rule or () for name in words.split(",") if name.strip()]
    entries = citations_of(dict.fromkeys(names) if rule else [*GUIDES, *FORECASTS])
    typer.echo("\n\n".join([*entries.values(), own_entry()]))
