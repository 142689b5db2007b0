"""A decision as `tertius decide` prints it, the rounds of `challenge` with ``--trace``, and `tertius pool`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, heading_of, indented, section, table_of, words_of
from tertius.report.text.decision import decision_sentences, exchange_sentences
from tertius.report.text.phrases import NOTHING, level, plain_percent

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.decide.decide import Decided, Decision
    from tertius.case.model import Case
    from tertius.case.tables.expert_panel import Panel
    from tertius.rules.decisions.challenge.rounds import Played, Round
    from tertius.rules.decisions.exchange.exchanges import Exchanges

MOST_PAIRS = 400
"""A map of more pairs is for programs, not for readers."""

SHORT = 14
"""Every cell of the rounds names several actors; names longer than this would leave it no room."""

MOST_TRADES = 200
"""A list of more trades is for programs."""

MOST_DIFFERENCES = 10
"""So many numbers on which experts differ are shown."""


def decision_of(decision: Decision) -> Iterator[RenderableType]:
    """Issue by issue the pooled forecast, a table of the rules, and words."""
    from tertius.analysis.decide.pool_of_case import ranges_of

    case, count = decision.case, len(decision.issues)
    yield from heading_of(case, f"{len(case.stances)} actors, {'1 issue' if count == 1 else f'{count} issues'}.")
    yield Text(
        f"Levels are of the numbers at their middle; the range holds 80 percent of {decision.draws:,} draws."
        if decision.draws
        else "Every number is taken at its middle."
    )
    for one in decision.issues.values():
        issue = case.issues[one.issue]
        unit = f" {issue.unit}" if issue.unit else ""
        yield Text(f"\n{case.name(one.issue)}, from {issue.scale[0]:g} to {issue.scale[1]:g}{unit}", style="bold")
        if one.pool is not None:
            numbers = ("Median", "50% within", "80% within")
            ranges = (" to ".join(level(end, issue.scale) for end in ends) for ends in ranges_of(one.pool))
            row = ("pool", level(one.pool.median, issue.scale), *ranges)
            yield indented(table_of("Pooled forecast", *numbers, rows=[row], right=numbers))
            yield Text("")
        yield indented(_rules(decision, one))
        if one.tables:
            names = ("pooled", *one.tables)
            table = table_of("Rule", *names, right=names)
            for rule, answer in one.answers.items():
                levels = (answer.level, *(alone.get(rule) for alone in one.tables.values()))
                table.add_row(rule, *(cell(value, level, issue.scale) for value in levels))
            yield from section("Each table by itself", table)
        yield from words_of(decision_sentences(decision, one.issue))


def _rules(decision: Decision, one: Decided) -> Table:
    """The answer of every rule, the naive ones below a line."""
    scale, drawn = decision.case.issues[one.issue].scale, ("80% range",) if decision.draws else ()
    table = table_of("Rule", "Level", *drawn, "How it ended", right=("Level", *drawn))
    naive = False
    for answer in one.answers.values():
        if answer.naive and not naive:
            naive = True
            table.add_section()
        name = f"{answer.rule} (naive)" if answer.naive else answer.rule
        ends = () if answer.draws is None else (answer.draws.low, answer.draws.high)
        range_ = " to ".join(level(end, scale) for end in ends) or NOTHING
        shown = cell(answer.level, level, scale)
        table.add_row(name, shown, *([range_] if drawn else []), answer.status)
    return table


def exchanges_of(exchanges: Exchanges) -> Iterator[RenderableType]:
    """Every trade of voting positions, what each actor gains from all of them, and words."""
    case, trades = exchanges.case, exchanges.trades
    yield Text("\nTrades of voting positions", style="bold underline")
    if trades and len(trades) <= MOST_TRADES:
        table = table_of("", "Moves", "On", "From", "To", "Gain", right=("", "From", "To", "Gain"))
        for number, trade in enumerate(trades, 1):
            sides = (
                (str(number), trade.actor, trade.issue, trade.start, trade.end, f"{trade.gain:.3f}"),
                ("", trade.other, trade.other_issue, trade.other_start, trade.other_end, f"{trade.gain:.3f}"),
            )
            for first, actor, issue, start, end, gain in sides:
                scale = case.issues[issue].scale
                table.add_row(first, actor, issue, level(start, scale), level(end, scale), gain)
        yield from section("Both sides of each, the one that gains most first", table)
    elif trades:
        yield Text(f"There are {len(trades):,}, too many for a table: --json has them all.")
    if trades:
        numbers = ("Own trades", "Rivals' trades", "Others' trades", "In all")
        rows = [
            (case.name(actor), *(f"{gain:+.2f}" for gain in (one.own, one.inner, one.outer, one.total)))
            for actor, one in exchanges.balances.items()
        ]
        yield from section("What each gains from them", table_of("Actor", *numbers, rows=rows, right=numbers))
    yield from words_of(exchange_sentences(exchanges))


def trace_of(case: Case, issue: str, name: str, played: Played) -> Iterator[RenderableType]:
    """Every round: where each actor stands, its risk exponent, what it is asked for, and what it does; then the map."""
    idents = [actor for actor, own in case.stances.items() if issue in own]
    names = [case.name(actor) for actor in idents]
    actors = names if max(map(len, names)) <= SHORT else idents
    yield Text(f"\n{case.name(issue)}: the rounds of {name}", style="bold underline")
    if not played.rounds:
        yield Text("All stand at one place, so there is nothing to challenge.")
        return
    scale = case.issues[issue].scale
    for number, played_round in enumerate(played.rounds, 1):
        title = f"Round {number}, after which the weighted median is {level(played_round.median, scale)}"
        yield from section(title, _round(actors, played_round, scale))
    yield Text(f"\nEnded: {played.outcome.status.value}.")
    yield from _quadrant_map(actors, played.rounds[-1], len(played.rounds))


def _round(actors: Sequence[str], played: Round, scale: tuple[float, float]) -> Table:
    """What each actor does in a round and what it turns down: ``compromise with france: to 8.4 (-0.11, 0.24)``."""
    table = table_of("Actor", "Stands at", "Risk", "Does", "Offers not taken", right=("Stands at", "Risk"))
    for i, actor in enumerate(actors):
        offers: dict[bool, list[str]] = {True: [], False: []}
        for offer in played.offers:
            if offer.mover == i:
                join, to = "to" if offer.kind == "capitulates" else "with", level(offer.goal, scale)
                words = f"{offer.kind} {join} {actors[offer.challenger]}: to {to}"
                offers[offer.taken].append(f"{words} ({offer.own:.2f}, {offer.other:.2f})")
        does, others = offers[True][0] if offers[True] else "stays", "; ".join(offers[False]) or NOTHING
        table.add_row(actor, level(float(played.positions[i]), scale), f"{played.map.risk[i]:.2f}", does, others)
    return table


def _quadrant_map(actors: Sequence[str], played: Round, number: int) -> Iterator[RenderableType]:
    """Every two actors that stand apart, as the first sees them."""
    from tertius.rules.decisions.challenge.rounds import quadrant_of

    places = range(len(actors))
    apart = [(i, j) for i in places for j in places if played.positions[i] != played.positions[j]]
    yield Text(f"\nQuadrant map of round {number}", style="bold")
    yield Text("What each actor expects of challenging the other, and what it thinks that the other expects of it.")
    if len(apart) > MOST_PAIRS:
        yield Text(f"It has {len(apart):,} points, too many for a table: --json has them all.")
        return
    numbers = ("E(U_ij)", "E(U_ji)")
    table = table_of("Actor i", "Actor j", *numbers, "Quadrant", ids=2, right=numbers)
    for i, j in apart:
        own, others = float(played.map.own[i, j]), float(played.map.others[i, j])
        table.add_row(actors[i], actors[j], f"{own:.3f}", f"{others:.3f}", quadrant_of(own, others))
    yield indented(table)


def panel_of(panel: Panel) -> Iterator[RenderableType]:
    """The numbers on which the experts differ most, and how many there are."""
    apart = [difference for difference in panel.differences if difference.spread > 0]
    count = f"{len(apart)} of {len(panel.differences)} numbers differ between the {len(panel.tables)} tables"
    shown = f" The {MOST_DIFFERENCES} that are furthest apart:" if len(apart) > MOST_DIFFERENCES else ""
    yield Text(f"{count}.{shown}")
    if not apart:
        return
    names = ", ".join(Path(table).name for table in panel.tables)
    yield Text(f"Answers in the order {names}. Spread in percent of the scale.\n")
    table = table_of("Actor", "Issue", "Number", "Answers", "Pooled", "Spread", right=("Spread",))
    for one in apart[:MOST_DIFFERENCES]:
        answers = "; ".join(str(one.answers.get(name, "–")) for name in panel.tables)
        actor, issue = panel.case.name(one.actor), panel.case.name(one.issue)
        table.add_row(actor, issue, one.number, answers, str(one.pooled), plain_percent(one.spread))
    yield table
