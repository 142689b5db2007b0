"""``tertius power``: voting power, who can block, and how likely a measure passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.console import print_results, table_of
from tertius.cli.words import NOTHING
from tertius.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.voting.power import MemberPower, Power

__all__ = ["power"]

_LONGEST_FRACTION = 13
_LEANINGS = ("yes", "abstains", "no", "decides", "if yes", "if no")


def power(
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]",
            help="A case with a voting body: korea-2019. Without it: a body that comes with Tertius.",
            show_default=False,
        ),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            metavar="BODY",
            help="Which body: --body security-council, --body eu-council-nice-eu28. May be left out where the case "
            "has one only.",
            show_default=False,
        ),
    ] = None,
    exact: Annotated[
        bool | None,
        typer.Option(
            "--exact/--float",
            help="Indices as exact fractions, or as floating numbers, which is quick for large bodies: "
            "--body un-security-council --float. Without it: exact up to 60 members.",
            show_default=False,
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="List the bodies that come with Tertius: power --list.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: power korea-2019 --json > power.json.")
    ] = False,
) -> None:
    """Say who has how much power in a voting body, who can block, and how likely its measure passes."""
    if listing:
        if case is not None or body is not None or exact is not None or as_json:
            raise UsageError("--list lists the bodies that come with Tertius: it stands alone")
        print_results([_shipped()])
        return
    from tertius.case import load
    from tertius.voting.power import power as power_of

    loaded = None if case is None else load(case)
    told = power_of(loaded, body, exact)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told, exact is True))


def _shipped() -> Table:
    from tertius.case.bodies import bodies
    from tertius.voting.words import needs_of

    table = table_of("Body", "Name", "Years", "A measure needs")
    for one in bodies():
        vetoes = f", no veto of {len(one.vetoes)}" if one.vetoes else ""
        table.add_row(one.body, one.name, one.years, needs_of(one) + vetoes)
    return table


def _lines(told: Power, whole: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    from tertius.voting.words import sentences_of

    for sentence in sentences_of(told):
        yield Text(sentence)
    yield Text("")
    yield _indices(told, whole)
    if told.follows:
        yield Text("")
        yield _leanings(told)


def _indices(told: Power, whole: bool) -> Table:
    """A priori power: from votes, majorities and vetoes alone."""
    from tertius.voting.words import percent

    fractions = ("exactly",) if told.method == "exact" else ()
    numbers = (*fractions, "Shapley-Shubik", "Banzhaf")
    table = table_of("Member", "Votes", "Veto", *numbers, right=("Votes", *numbers))
    for member in told.members:
        table.add_row(
            member.name,
            f"{member.votes:g}",
            "veto" if member.veto else "blocks" if member.blocks else "",
            *(_fraction(member, whole) for _ in fractions),
            percent(float(member.shapley_shubik)),
            percent(float(member.banzhaf_share)),
        )
    return table


def _leanings(told: Power) -> Table:
    """Power on the measure, given how everybody leans."""
    from tertius.voting.words import percent

    table = table_of("Member", *_LEANINGS, right=_LEANINGS)
    for member in told.members:
        chances = (member.yes, member.abstain, member.no, member.decides, member.if_yes, member.if_no)
        name = f"{member.name} ({member.bloc})" if member.bloc else member.name
        table.add_row(name, *(NOTHING if chance is None else percent(chance) for chance in chances))
    return table


def _fraction(member: MemberPower, whole: bool) -> str:
    """The exact index, where it is short enough to be read or was asked for."""
    text = str(member.shapley_shubik) if isinstance(member.shapley_shubik, Fraction) else ""
    return text if whole or len(text) <= _LONGEST_FRACTION else ""
