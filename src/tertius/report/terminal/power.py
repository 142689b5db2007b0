"""Voting power on the terminal: the bodies that there are, and who has how much in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tertius.report.terminal.console import cell, table_of
from tertius.report.text.power import needs_of, percent, power_sentences

if TYPE_CHECKING:
    from tertius.case.bodies import ShippedBody
    from tertius.voting.power import Power

LONGEST_FRACTION = 13  # characters of an exact index that can still be read
_LEANINGS = ("yes", "abstains", "no", "decides", "if yes", "if no")


def bodies_of(bodies: Iterable[ShippedBody]) -> Table:
    """The bodies that come with Tertius, and what a measure needs in each."""
    rows = [
        (body.body, body.name, body.years, needs_of(body) + (f", no veto of {len(body.vetoes)}" if body.vetoes else ""))
        for body in bodies
    ]
    return table_of("Body", "Name", "Years", "A measure needs", rows=rows)


def power_of(power: Power, whole: bool) -> Iterator[RenderableType]:
    """Sentences and tables; exact indices stand in full, however long, if `whole`."""
    for sentence in power_sentences(power):
        yield Text(sentence)
    yield Text("")
    yield _indices(power, whole)
    if power.follows:
        yield Text("")
        table = table_of("Member", *_LEANINGS, right=_LEANINGS)
        for member in power.members:
            chances = (member.yes, member.abstain, member.no, member.decides, member.if_yes, member.if_no)
            name = f"{member.name} ({member.bloc})" if member.bloc else member.name
            table.add_row(name, *(cell(chance, percent) for chance in chances))
        yield table


def _indices(power: Power, whole: bool) -> Table:
    """A priori power: from votes, majorities and vetoes alone."""
    exactly = ("exactly",) if power.method == "exact" else ()
    numbers = (*exactly, "Shapley-Shubik", "Banzhaf")
    table = table_of("Member", "Votes", "Veto", *numbers, right=("Votes", *numbers))
    for member in power.members:
        fraction = str(member.shapley_shubik) if isinstance(member.shapley_shubik, Fraction) else ""
        table.add_row(
            member.name,
            f"{member.votes:g}",
            "veto" if member.veto else "blocks" if member.blocks else "",
            *(fraction if whole or len(fraction) <= LONGEST_FRACTION else "" for _ in exactly),
            percent(float(member.shapley_shubik)),
            percent(float(member.banzhaf_share)),
        )
    return table
