"""The rounds of `challenge` as `tertius decide --trace` prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.cli.console import indented, table_of
from tertius.cli.words import NOTHING, level

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.case.model import Case
    from tertius.rules.decisions.challenge.rounds import Offer, Played, Round

__all__ = ["trace_of"]

_MOST_PAIRS = 400
"""A map of more pairs is for programs, not for readers."""

_SHORT = 14
"""Every cell of the table names several actors; names longer than this would leave it no room."""


def trace_of(case: Case, issue: str, name: str, played: Played) -> Iterator[RenderableType]:
    """Every round: where each actor stands, its risk exponent, what it is asked for, and what it does; then the map."""
    actors = _called(case, [actor for actor, own in case.stances.items() if issue in own])
    yield Text(f"\n{case.name(issue)}: the rounds of {name}", style="bold underline")
    if not played.rounds:
        yield Text("All stand at one place, so there is nothing to challenge.")
        return
    for number, told in enumerate(played.rounds, 1):
        median = level(told.median, case.issues[issue].scale)
        yield Text(f"\nRound {number}, after which the weighted median is {median}", style="bold")
        yield indented(_round(case, issue, actors, told))
    yield Text(f"\nEnded: {played.outcome.status.value}.")
    yield from _map(actors, played.rounds[-1], len(played.rounds))


def _called(case: Case, actors: Sequence[str]) -> list[str]:
    """The names of the actors if all are short, else their ids."""
    names = [case.name(actor) for actor in actors]
    return names if max(map(len, names)) <= _SHORT else list(actors)


def _round(case: Case, issue: str, actors: Sequence[str], told: Round) -> Table:
    scale = case.issues[issue].scale
    table = table_of("Actor", "Stands at", "Risk", "Does", "Offers not taken", right=("Stands at", "Risk"))
    for i, actor in enumerate(actors):
        own = [offer for offer in told.offers if offer.mover == i]
        taken = [offer for offer in own if offer.taken]
        does = f"{_told(actors, taken[0], scale)}" if taken else "stays"
        others = [_told(actors, offer, scale) for offer in own if not offer.taken]
        here, risk = level(float(told.positions[i]), scale), f"{told.map.risk[i]:.2f}"
        table.add_row(actor, here, risk, does, "; ".join(others) or NOTHING)
    return table


def _told(actors: Sequence[str], offer: Offer, scale: tuple[float, float]) -> str:
    """``compromise with france: to 8.4 (-0.11, 0.24)``."""
    join = "to" if offer.kind == "capitulates" else "with"
    expected = f"{offer.own:.2f}, {offer.other:.2f}"
    return f"{offer.kind} {join} {actors[offer.challenger]}: to {level(offer.goal, scale)} ({expected})"


def _map(actors: Sequence[str], told: Round, number: int) -> Iterator[RenderableType]:
    """Every two actors that stand apart, as the first sees them."""
    from tertius.rules.decisions.challenge.rounds import quadrant_of

    apart = [(i, j) for i in range(len(actors)) for j in range(len(actors)) if told.positions[i] != told.positions[j]]
    yield Text(f"\nQuadrant map of round {number}", style="bold")
    yield Text("What each actor expects of challenging the other, and what it thinks that the other expects of it.")
    if len(apart) > _MOST_PAIRS:
        yield Text(f"It has {len(apart):,} points, too many for a table: --json has them all.")
        return
    numbers = ("E(U_ij)", "E(U_ji)")
    table = table_of("Actor i", "Actor j", *numbers, "Quadrant", ids=2, right=numbers)
    for i, j in apart:
        own, others = float(told.map.own[i, j]), float(told.map.others[i, j])
        table.add_row(actors[i], actors[j], f"{own:.3f}", f"{others:.3f}", quadrant_of(own, others))
    yield indented(table)
