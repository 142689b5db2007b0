"""A settlement as `tertius settle` and `tertius run` print it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tertius.report.terminal.console import cell, heading_of, indented, section, table_of
from tertius.report.text.limits.branches import open_sentence
from tertius.report.text.phrases import NOTHING, counted, level, listed, named, plain_percent, plain_points, signed
from tertius.report.text.settlement import (
    chance_sentence,
    ending_words,
    measured_sentence,
    outside_sentences,
    possible_sentence,
    reluctant_sentence,
)
from tertius.report.text.upper_hand import NEAR_BEST, by_belief, loss_sentences, upper_hand_words

if TYPE_CHECKING:
    from tertius.analysis.forecast import Draw
    from tertius.case.model import Case
    from tertius.rules.measured.talks import Measured
    from tertius.rules.settlement import Settlement

AT_MIDDLE = "Every number is taken at its middle: the likely value, else the mean of the range."
READING = "Gain: {gain}, which is the payoff if this talk breaks down. {near}: {upper_hand}"
AT_STAKE = "At stake: the points between the worst and the best that the case could bring an actor."
GAIN = "payoff less walk-away value"
GAIN_IF_MADE = "payoff if the deal of the talk is made, which is not sure, less walk-away value"

ROOM = 78
"""Columns for a table on a terminal of 80."""


def outcome_of(
    settlement: Settlement, numbers: str = AT_MIDDLE, measured: Mapping[str, Measured] | None = None
) -> Iterator[RenderableType]:
    """The whole settlement: talk by talk, then all payoffs, then how it ended.

    Args:
        settlement: The settlement.
        numbers: Which numbers it is of, in a sentence.
        measured: What recorded talks say of each talk, if that was asked.
    """
    case = settlement.case
    yield from heading_of(case, f"Theory: {settlement.theory}.")
    yield Text(numbers)
    if settlement.alternatives:
        yield from _ways(settlement)
    for talk in case.talks:
        yield from _talk(settlement, talk, (measured or {}).get(talk))
    if case.talks:
        gain = GAIN_IF_MADE if settlement.chances or settlement.takes_place else GAIN
        yield Text("\n" + READING.format(gain=gain, near=NEAR_BEST, upper_hand=upper_hand_words(case)))
    yield from _issues_without_talks(settlement)
    payoffs = (
        (case.name(actor), plain_points(payoff), plain_points(settlement.ranges[actor]))
        for actor, payoff in settlement.payoffs.items()
    )
    table = table_of("Actor", "Payoff", "At stake", rows=payoffs, ids=0, right=("Payoff", "At stake"))
    yield from section("Payoff of every actor, in points of its own scale", table)
    yield Text(f"\n{AT_STAKE}")
    hollow = {name: value for name, value in settlement.commitments.items() if value < 0}
    if hollow:
        table = table_of("Commitment", "Holder", "Holder's payoff", right=("Holder's payoff",))
        for name, value in hollow.items():
            held = case.links.get(name) or case.threats.get(name)
            table.add_row(name, case.name(held.holder) if held else NOTHING, signed(value))
        yield from section("Not credible by itself: the holder would lose by carrying it out", table)
    yield Text(f"\nStatus: {settlement.status.value}. {settlement.sentence}")
    if not settlement.status.converged:
        yield Text(f"Residual: {settlement.residual:.2g} of a scale in the last round.")


def draw_of(drawn: Draw) -> Iterator[RenderableType]:
    """One draw of a forecast: every number beside its range, then the settlement with these."""
    from tertius.case.fields import IN_PERCENT
    from tertius.draws import uncertain_of

    uncertain = uncertain_of(drawn.case)
    yield Text(f"Draw {drawn.index} of seed {drawn.seed}: {len(uncertain)} uncertain numbers", style="bold")
    table = table_of("Number", "Range", "Drawn", ids=0, right=["Drawn"])
    for number in uncertain:
        shares, value = number.unit in IN_PERCENT, drawn.values[number.path]
        # What is written as a percentage of a scale is drawn on that scale.
        words = number.number.words if shares else str(number.quantity)
        table.add_row(number.label, words, f"{100 * value:.3g}%" if shares else f"{value:.4g}")
    yield indented(table)
    yield Text("")
    yield from outcome_of(drawn.settlement, "Every uncertain number stands where it was drawn.")


def breakdowns_of(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> Iterator[RenderableType]:
    """What each talk's breakdown would do: what fails with it, and what every actor gains or loses."""
    if not breakdowns:
        return
    case, agreed = settlement.case, settlement.agreements
    actors = [actor for actor in case.actors if actor in settlement.payoffs]
    rows = {
        talk: [
            *(signed(without.payoffs[actor] - settlement.payoffs[actor]) for actor in actors),
            listed(one for one in agreed if one != talk and agreed[one] and not without.agreements[one]),
        ]
        for talk, without in breakdowns.items()
    }
    lines = [["Talk that fails", *actors, "Fails with it"], *([talk, *cells] for talk, cells in rows.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if len(rows) < len(actors) and sum(widths) + 3 * (len(widths) - 1) > ROOM:
        # Many actors and few talks: turned round, no heading is broken and each actor has its name.
        names = (*(case.name(actor) for actor in actors), "Fails with it")
        turned = zip(names, *rows.values(), strict=True)
        table = table_of("Change for", *rows, rows=turned, right=rows)
    else:
        table = table_of(*lines[0], rows=lines[1:], right=actors)
    yield from section(
        "If one talk breaks down and the others settle anew: change of each actor's payoff, in points", table
    )


def _talk(settlement: Settlement, ident: str, measured: Measured | None) -> Iterator[RenderableType]:
    """How a talk ended and by what it was decided, then its issues, its parties and what would be lost."""
    case, talk = settlement.case, settlement.case.talks[ident]
    facts = []
    if talk.solution is not None:
        facts.append(f"Settled at the solution that the case asks for here: {talk.solution}.")
    if talk.rule is not None:
        facts.append(f"Decided by the rule {talk.rule}, from its parties' stances; not bargained.")
    if talk.as_one:
        facts.append(f"{' and '.join(case.name(member) for member in talk.as_one)} act as one party here.")
    if case.beliefs:
        from tertius.report.text.sensitivity import beliefs_at  # loads SciPy, which no other case needs here

        for number, belief in enumerate(beliefs_at(case, ident)):
            facts.append(f"{'And' if number else 'Settled by what the parties believe:'} {belief}.")
    reason = _reason(settlement, ident)
    facts += [reason] if reason else []
    facts += outside_sentences(settlement, ident)
    said = reluctant_sentence if settlement.agreements[ident] else possible_sentence
    told = [] if ident in settlement.open_without else [said(settlement, ident)]
    told += [open_sentence(settlement, ident), chance_sentence(settlement, ident)]
    facts += [sentence for sentence in told if sentence]
    yield from section(f"{named(case, ident)}: {ending_words(settlement, ident)}", *map(Text, facts))
    if talk.issues:
        yield indented(_issues(settlement, ident))
    if settlement.walk_away.get(ident):
        shares, numbers = settlement.upper_hand.get(ident, {}), ("Payoff", "Walk-away", "Gain", NEAR_BEST)
        table = table_of("Party", *numbers, ids=0, right=numbers)
        is_open = ident in settlement.open_without
        for party, walk_away in settlement.walk_away[ident].items():
            points = (
                cell(None if is_open else one, plain_points) for one in (walk_away, settlement.gain(ident, party))
            )
            hand = cell(None if is_open else shares.get(party), plain_percent)
            table.add_row(case.name(party), plain_points(settlement.payoffs[party]), *points, hand)
        yield Text("")
        yield indented(table)
    yield from (indented(Text(sentence)) for sentence in loss_sentences(settlement, ident))
    if measured is not None and settlement.agreements[ident]:
        yield indented(Text(measured_sentence(measured)))


def _reason(settlement: Settlement, talk: str) -> str:
    """Why a talk has no agreement; empty if it has one."""
    if settlement.agreements[talk]:
        return ""
    if talk in settlement.settings.get("without", ()):
        return "It was made to break down."
    shortfall = settlement.shortfalls.get(talk)
    if shortfall is None:
        return ""
    party = settlement.case.name(shortfall.party)
    none = by_belief(settlement.case, talk, "no levels leave every party better off")
    if shortfall.points < 0.05:
        return f"{none}: at the least bad ones, {party} gains nothing."
    return f"{none}: the least bad ones leave {party} {plain_points(shortfall.points)} points below walking away."


def _issues(settlement: Settlement, talk: str) -> Table:
    """Where each issue of a talk settles, where it would stay, and what every party wants."""
    case = settlement.case
    parties = case.talks[talk].parties
    wants = [f"{case.name(party)}\nwants" for party in parties]
    here = "Settles at" if settlement.agreements[talk] else "Stays at"
    if len(parties) > 2:
        # Narrow columns for many parties leave room for the names of the issues.
        here, *wants = (heading.replace(" ", "\n") for heading in (here, *wants))
    numbers = (here, "Without\na deal", *wants)
    table = table_of("Issue", *numbers, ids=0, right=numbers)
    for issue in case.talks[talk].issues:
        scale = case.issues[issue].scale
        stances = (case.stances.get(party, {}).get(issue) for party in parties)
        positions = [NOTHING if one is None else level(one.position.on(scale).middle, scale) for one in stances]
        levels = (level(value, scale) for value in (settlement.levels[issue], settlement.reference(issue)))
        table.add_row(_with_unit(case, issue), *levels, *positions)
    return table


def _with_unit(case: Case, issue: str) -> str:
    """Name of an issue, with the unit of its scale."""
    unit = case.issues[issue].unit
    return f"{case.name(issue)} ({unit})" if unit else case.name(issue)


def _issues_without_talks(settlement: Settlement) -> Iterator[RenderableType]:
    """Issues decided by weight, with how far the positions of those who count are apart; and those that stand."""
    case = settlement.case
    numbers = ("Level", "Lowest wish", "Highest wish", "Actors")
    decided = table_of("Issue", *numbers, ids=0, right=numbers)
    standing = table_of("Issue", "Stands at", ids=0, right=("Stands at",))
    for issue, entry in case.issues.items():
        if case.decided(issue):
            wishes = [own[issue].position.on(entry.scale).middle for own in case.stances.values() if issue in own]
            levels = (level(value, entry.scale) for value in (settlement.levels[issue], min(wishes), max(wishes)))
            decided.add_row(_with_unit(case, issue), *levels, str(len(wishes)))
        elif case.talk_of(issue) is None:
            standing.add_row(_with_unit(case, issue), level(settlement.levels[issue], entry.scale))
    for title, table in (("Where the decision falls", decided), ("Outside every talk", standing)):
        if table.row_count:
            yield from section(title, table)


def _ways(settlement: Settlement) -> Iterator[RenderableType]:
    """The ways in which the talks can settle, side by side: agreements, levels and payoffs of each."""
    case, settlements = settlement.case, (settlement, *settlement.alternatives)
    names = [f"Settlement {place}" for place in range(1, len(settlements) + 1)]
    table = table_of("Talk or issue", *names, right=names)
    for talk in case.talks:
        table.add_row(talk, *("agreement" if one.agreements[talk] else "no agreement" for one in settlements))
        for issue in case.talks[talk].issues:
            table.add_row(f"  {issue}", *(level(one.levels[issue], case.issues[issue].scale) for one in settlements))
    rows = ((case.name(actor), *(plain_points(one.payoffs[actor]) for one in settlements)) for actor in case.actors)
    payoffs = table_of("Payoff of", *names, rows=rows, ids=0, right=names)
    title = f"The talks can settle in {counted(len(settlements))} ways, and nothing in the case says in which"
    yield from section(title, table)
    yield Text("")
    yield indented(payoffs)
    yield Text("\nWhat follows is settlement 1 in full: the one with the most agreements.")
