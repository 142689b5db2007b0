"""``tertius cases``: the gallery."""

from __future__ import annotations

from tertius.cli.console import print_results, table_of
from tertius.cli.words import listed

__all__ = ["cases"]


def cases() -> None:
    """List the cases that come with Tertius: name, title, date, actors, talks."""
    from tertius.case import gallery

    table = table_of("Case", "Title", "As of", "Actors", "Talks", ids=1)
    table.columns[2].no_wrap = True
    for case in gallery():
        table.add_row(case.case, case.title, case.as_of.isoformat(), listed(case.actors), listed(case.talks))
    print_results([table])
