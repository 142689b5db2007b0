"""A decision as `tertius decide` prints it: issue by issue a table of the rules, then words.

Leverage on a decision as `tertius leverage` prints it: issue by issue, a table of the actors, then words.

The rounds of `challenge` as `tertius decide --trace` prints them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.terminal.settlement import words_of
from tertius.report.text.decision import decision_sentences
from tertius.report.text.phrases import NOTHING, date, joined, level, plain_percent, signed

if TYPE_CHECKING:
    from rich.table import Table
    from rich.table import Table as RichTable

    from tertius.analysis.decide.answers import Answer
    from tertius.analysis.decide.decide import Decided, Decision
    from tertius.analysis.decide.pool import PooledDecision
    from tertius.analysis.leverage.decision.concessions import Concessions
    from tertius.analysis.leverage.decision.leverage import DecisionLeverage, IssueLeverage
    from tertius.case.model import Case
    from tertius.case.tables.expert_panel import Panel
    from tertius.rules.decisions.challenge.rounds import Offer, Played, Round


def decided_of(told: Decision) -> Iterator[RenderableType]:
    """The whole decision."""
    case = told.case
    yield Text(case.title, style="bold")
    actors = len(case.stances)
    yield Text(f"{case.case}, as of {date(case.as_of)}. {actors} actors, {_issues(len(told.issues))}.")
    yield Text(
        f"Levels are of the numbers at their middle; the range holds 80 percent of {told.draws:,} draws."
        if told.draws
        else "Every number is taken at its middle."
    )
    for one in told.issues.values():
        issue = case.issues[one.issue]
        unit = f" {issue.unit}" if issue.unit else ""
        yield Text(f"\n{case.name(one.issue)}, from {issue.scale[0]:g} to {issue.scale[1]:g}{unit}", style="bold")
        if one.pool is not None:
            yield indented(_pool(told, one.pool, one.issue))
            yield Text("")
        yield indented(_rules(told, one))
        if one.tables:
            yield Text("\nEach table by itself", style="bold")
            yield indented(_tables(told, one))
        yield from words_of(tuple(decision_sentences(told, one.issue)))


def _issues(count: int) -> str:
    return "1 issue" if count == 1 else f"{count} issues"


def _pool(told: Decision, pool: PooledDecision, issue: str) -> Table:
    """The pooled forecast: its median, and the ranges that hold half and four fifths of it."""
    from tertius.analysis.decide.pool_of_case import ranges_of

    scale = told.case.issues[issue].scale
    numbers = ("Median", "50% within", "80% within")
    table = table_of("Pooled forecast", *numbers, right=numbers)
    ranges = [" to ".join(level(end, scale) for end in ends) for ends in ranges_of(pool)]
    table.add_row("pool", level(pool.median, scale), *ranges)
    return table


def _rules(told: Decision, one: Decided) -> Table:
    scale = told.case.issues[one.issue].scale
    drawn = ("80% range",) if told.draws else ()
    table = table_of("Rule", "Level", *drawn, "How it ended", right=("Level", *drawn))
    naive = False
    for answer in one.answers.values():
        if answer.naive and not naive:
            naive = True
            table.add_section()
        name = f"{answer.rule} (naive)" if answer.naive else answer.rule
        table.add_row(name, _level(answer.level, scale), *([_range(answer, scale)] if drawn else []), answer.status)
    return table


def _level(value: float | None, scale: tuple[float, float]) -> str:
    return NOTHING if value is None else level(value, scale)


def _range(answer: Answer, scale: tuple[float, float]) -> str:
    if answer.draws is None:
        return NOTHING
    return f"{level(answer.draws.low, scale)} to {level(answer.draws.high, scale)}"


def _tables(told: Decision, one: Decided) -> Table:
    """What each rule says of the table of every expert alone, beside the pooled one."""
    scale = told.case.issues[one.issue].scale
    names = ("pooled", *one.tables)
    table = table_of("Rule", *names, right=names)
    for rule, answer in one.answers.items():
        alone = [_level(levels.get(rule), scale) for levels in one.tables.values()]
        table.add_row(rule, _level(answer.level, scale), *alone)
    return table


_SHOWN = 3

"""So many coalitions are told in words; the JSON has all."""


def swayed_of(told: DecisionLeverage) -> Iterator[RenderableType]:
    """The whole of it."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Rule: {told.rule}. Every number is taken at its middle.")
    for issue, one in told.issues.items():
        unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
        falls = level(one.table.outcome, one.table.scale)
        yield Text(f"\n{case.name(issue)}: the decision falls at {falls}{unit}", style="bold")
        yield indented(_actors(told, one))
        yield from words_of(_words(told, one))


def _actors(told: DecisionLeverage, one: IssueLeverage) -> RichTable:
    """Where the decision would fall if one actor alone were different."""
    low, high = (f"{end:g}" for end in one.table.scale)
    numbers = ("Weight", f"At {low}", f"At {high}", "Without", "Salience 100", "Pivotal")
    table = table_of("Actor", *numbers, ids=0, right=numbers)
    total = float(one.table.weights.sum()) or 1.0
    order = sorted(range(len(one.sways)), key=lambda k: -_reach(one, k))
    for k in order:
        sway = one.sways[k]
        levels = (sway.at_low, sway.at_high, sway.without, sway.caring)
        cells = [NOTHING if math.isnan(value) else level(value, one.table.scale) for value in levels]
        weight = plain_percent(float(one.table.weights[k]) / total)
        table.add_row(told.case.name(sway.actor), weight, *cells, plain_percent(one.pivotal[k]))
    return table


def _reach(one: IssueLeverage, place: int) -> float:
    reach = one.sways[place].reach
    return -1.0 if math.isnan(reach) else reach


def _words(told: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """Who has the longest reach, the coalitions, the concessions."""
    case, scale = told.case, one.table.scale
    longest = max(range(len(one.sways)), key=lambda k: _reach(one, k))
    first = one.sways[longest]
    if _reach(one, longest) > 0:
        yield (
            f"{case.name(first.actor)} can move it most: from {level(min(first.at_low, first.at_high), scale)} to "
            f"{level(max(first.at_low, first.at_high), scale)}, by where it stands."
        )
    yield from _coalitions(told, one)
    for name, way in one.concessions.items():
        yield _concessions(told, one, name, way)


def _coalitions(told: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """Whose wish is met as it is, and the smallest coalitions of others."""
    margin = f"{told.by:g} percent of the scale"
    home = [
        told.case.name(coalition.actor) for coalition in one.coalitions if coalition.found and not coalition.members
    ]
    if home:
        wants = "wants" if len(home) == 1 else "want"
        yield f"As it is the decision falls within {margin} of what {joined(home)} {wants}."
    if not one.coalitions:
        yield "Under this rule nobody looks for coalitions among so many actors."
    partnered = [coalition for coalition in one.coalitions if coalition.found and coalition.members]
    for coalition in sorted(partnered, key=lambda c: len(c.members))[:_SHOWN]:
        name, falls = told.case.name(coalition.actor), level(coalition.outcome, one.table.scale)
        partners = joined([told.case.name(member) for member in coalition.members])
        smallest = "" if coalition.exact else " (a smaller one may exist)"
        yield f"With {partners} at its side {name} brings it within {margin} of what it wants, to {falls}{smallest}."


def _concessions(told: DecisionLeverage, one: IssueLeverage, name: str, way: Concessions) -> str:
    margin = level(told.by / 100 * one.table.width, one.table.scale)
    if not way.enough:
        most = level(way.most, one.table.scale)
        return f"No concessions move it {name} by {margin}: if everybody concedes all it moves by {most}."
    decimals = len(margin.partition(".")[2])
    steps = [
        f"{told.case.name(one.table.actors[k])} {signed(float(way.steps[k]), decimals)}"
        for k in np.flatnonzero(way.steps)
    ]
    return f"The cheapest concessions that move it {name} by {margin}: {joined(steps)}; cost {way.cost:.1f} points."


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


_DIFFERENCES = 10


def panel_of(panel: Panel) -> list[RenderableType]:
    """The numbers on which the experts differ most, and how many there are."""
    apart = [one for one in panel.differences if one.spread > 0]
    count = f"{len(apart)} of {len(panel.differences)} numbers differ between the {len(panel.tables)} tables"
    if not apart:
        return [Text(f"{count}.")]
    names = ", ".join(Path(table).name for table in panel.tables)
    table = table_of("Actor", "Issue", "Number", "Answers", "Pooled", "Spread", right=("Spread",))
    for one in apart[:_DIFFERENCES]:
        answers = "; ".join(str(one.answers.get(name, "–")) for name in panel.tables)
        actor, issue = panel.case.name(one.actor), panel.case.name(one.issue)
        table.add_row(actor, issue, one.number, answers, str(one.pooled), plain_percent(one.spread))
    shown = "" if len(apart) <= _DIFFERENCES else f" The {_DIFFERENCES} that are furthest apart:"
    return [Text(f"{count}.{shown}"), Text(f"Answers in the order {names}. Spread in percent of the scale.\n"), table]
