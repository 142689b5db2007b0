"""A settlement as `tertius settle` and `tertius run` print it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.text.phrases import NOTHING, date, level, listed, plain_percent, plain_points

if TYPE_CHECKING:
    from tertius.case.model import Case
    from tertius.rules.settlement import Settlement


NUMBERS = "Every number is taken at its middle: the likely value, else the mean of the range."


READING = "Gain: payoff less walk-away value, which is the payoff if this talk breaks down. Upper hand: {upper_hand}"


def outcome_of(settlement: Settlement, numbers: str = NUMBERS) -> Iterator[RenderableType]:
    """The whole settlement: talk by talk, then all payoffs, then how it ended; `numbers` says which they are."""
    from tertius.report.text.upper_hand import upper_hand_words

    case = settlement.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Theory: {settlement.theory}.")
    yield Text(numbers)
    for talk in case.talks:
        yield from _talk(settlement, talk)
    if case.talks:
        yield Text("\n" + READING.format(upper_hand=upper_hand_words(case)))
    yield from _decisions(settlement)
    yield from _standing_issues(settlement)
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield indented(_payoffs(settlement))
    yield from _hollow_commitments(settlement)
    yield from _alternatives(settlement)
    yield Text(f"\nStatus: {settlement.status.value}. {settlement.sentence}")
    if not settlement.status.converged:
        yield Text(f"Residual: {settlement.residual:.2g} of a scale in the last round.")


def breakdowns_of(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> Iterator[RenderableType]:
    """What each talk's breakdown would do: what fails with it, and what every actor gains or loses."""
    case = settlement.case
    actors = [actor for actor in case.actors if actor in settlement.payoffs]
    heading = "\nIf one talk breaks down and the others settle anew: change of each actor's payoff, in points"
    if not breakdowns:
        return
    yield Text(heading, style="bold")
    rows = {
        talk: [
            *(_signed(without.payoffs[actor] - settlement.payoffs[actor]) for actor in actors),
            listed(_fallen(settlement, without, talk)),
        ]
        for talk, without in breakdowns.items()
    }
    table = table_of("Talk that fails", *actors, "Fails with it", right=actors)
    if len(rows) < len(actors) and not _fits(["Talk that fails", *actors, "Fails with it"], rows):
        # Many actors and few talks: turned round, no heading is broken and each actor has its name.
        table = table_of("Change for", *rows, right=rows)
        for place, who in enumerate([*(case.name(actor) for actor in actors), "Fails with it"]):
            table.add_row(who, *(cells[place] for cells in rows.values()))
    else:
        for talk, cells in rows.items():
            table.add_row(talk, *cells)
    yield indented(table)


def _fits(headings: list[str], rows: Mapping[str, list[str]]) -> bool:
    """Whether a table has room on a terminal of 80 columns, without a line that is broken."""
    lines = [headings, *([head, *cells] for head, cells in rows.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return sum(widths) + 3 * (len(widths) - 1) <= 78


def words_of(sentences: Iterable[str], head: str = "In words") -> Iterator[RenderableType]:
    """The result in sentences, one below the other."""
    yield Text(f"\n{head}", style="bold")
    lines = Table.grid(padding=(0, 1))
    for sentence in sentences:
        lines.add_row("–", sentence)
    yield indented(lines)


def _fallen(settlement: Settlement, without: Settlement, talk: str) -> list[str]:
    agreed, still = settlement.agreements, without.agreements
    return [other for other in agreed if other != talk and agreed[other] and not still[other]]


def _talk(settlement: Settlement, talk: str) -> Iterator[RenderableType]:
    case = settlement.case
    name = case.name(talk)
    title = talk if name == talk else f"{name} ({talk})"
    yield Text(f"\n{title}: {_verdict(settlement, talk)}", style="bold")
    own = case.talks[talk].solution
    if own is not None:
        yield indented(Text(f"Settled at the solution that the case asks for here: {own}."))
    if case.talks[talk].rule is not None:
        yield indented(Text(f"Decided by the rule {case.talks[talk].rule}, from its parties' stances; not bargained."))
    if case.talks[talk].as_one:
        members = " and ".join(case.name(member) for member in case.talks[talk].as_one)
        yield indented(Text(f"{members} act as one party here."))
    for number, belief in enumerate(_beliefs(case, talk)):
        yield indented(Text(f"{'And' if number else 'Settled by what the parties believe:'} {belief}."))
    reason = _reason(settlement, talk)
    if reason:
        yield indented(Text(reason))
    if case.talks[talk].issues:
        yield indented(_issues(settlement, talk))
    if settlement.walk_away.get(talk):
        yield Text("")
        yield indented(_parties(settlement, talk))
    for sentence in _losses(settlement, talk):
        yield indented(Text(sentence))


def _losses(settlement: Settlement, talk: str) -> list[str]:
    from tertius.report.text.upper_hand import loss_sentences

    return loss_sentences(settlement, talk)


def _beliefs(case: Case, talk: str) -> list[str]:
    from tertius.report.text.sensitivity import beliefs_at

    return beliefs_at(case, talk) if case.beliefs else []


def _verdict(settlement: Settlement, talk: str) -> str:
    from tertius.report.text.settlement import ending_words

    return ending_words(settlement, talk)


def _reason(settlement: Settlement, talk: str) -> str:
    """Why a talk has no agreement; empty if it has one."""
    if settlement.agreements[talk]:
        return ""
    if talk in settlement.settings.get("without", ()):
        return "It was made to break down."
    shortfall = settlement.shortfalls.get(talk)
    if shortfall is None:
        return ""
    from tertius.report.text.upper_hand import by_belief

    party = settlement.case.name(shortfall.party)
    none = by_belief(settlement.case, talk, "no levels leave every party better off")
    if shortfall.points < 0.05:
        return f"{none}: at the least bad ones, {party} gains nothing."
    return f"{none}: the least bad ones leave {party} {plain_points(shortfall.points)} points below walking away."


def _issues(settlement: Settlement, talk: str) -> Table:
    case = settlement.case
    parties = case.talks[talk].parties
    wants = [f"{case.name(party)}\nwants" for party in parties]
    here = "Settles at" if settlement.agreements[talk] else "Stays at"
    if len(parties) > 2:
        # Narrow columns for many parties leave room for the names of the issues.
        here, *wants = (heading.replace(" ", "\n") for heading in (here, *wants))
    numbers = (here, "Without\na deal", *wants)
    table = table_of("Issue", *numbers, ids=0, right=numbers)
    for issue, stays in case.talks[talk].without_agreement.items():
        scale = case.issues[issue].scale
        stances = (case.stances.get(party, {}).get(issue) for party in parties)
        positions = [
            NOTHING if stance is None else level(stance.position.on(scale).middle, scale) for stance in stances
        ]
        reference = level(stays.level.on(scale).middle, scale)
        table.add_row(_question(case, issue), level(settlement.levels[issue], scale), reference, *positions)
    return table


def _question(case: Case, issue: str) -> str:
    """Name of an issue, with the unit of its scale."""
    unit = case.issues[issue].unit
    return f"{case.name(issue)} ({unit})" if unit else case.name(issue)


def _parties(settlement: Settlement, talk: str) -> Table:
    """Payoff, walk-away value, gain and upper hand of each party."""
    numbers = ("Payoff", "Walk-away", "Gain", "Upper hand")
    table = table_of("Party", *numbers, ids=0, right=numbers)
    shares = settlement.upper_hand.get(talk, {})
    for party, walk_away in settlement.walk_away[talk].items():
        share = plain_percent(shares[party]) if party in shares else NOTHING
        table.add_row(
            settlement.case.name(party),
            plain_points(settlement.payoffs[party]),
            plain_points(walk_away),
            plain_points(settlement.gain(talk, party)),
            share,
        )
    return table


def _decisions(settlement: Settlement) -> Iterator[RenderableType]:
    """The issues decided by weight: level, and how far the positions of those who count are apart."""
    case = settlement.case
    decided = [issue for issue in case.issues if case.decided(issue)]
    if decided:
        yield Text("\nWhere the decision falls", style="bold")
        numbers = ("Level", "Lowest wish", "Highest wish", "Actors")
        table = table_of("Issue", *numbers, ids=0, right=numbers)
        for issue in decided:
            scale = case.issues[issue].scale
            wishes = [s[issue].position.on(scale).middle for s in case.stances.values() if issue in s]
            cells = (settlement.levels[issue], min(wishes), max(wishes))
            table.add_row(_question(case, issue), *(level(cell, scale) for cell in cells), str(len(wishes)))
        yield indented(table)


def _standing_issues(settlement: Settlement) -> Iterator[RenderableType]:
    case = settlement.case
    standing = [issue for issue in case.issues if case.talk_of(issue) is None and not case.decided(issue)]
    if standing:
        yield Text("\nOutside every talk", style="bold")
        table = table_of("Issue", "Stands at", ids=0, right=("Stands at",))
        for issue in standing:
            shown = level(settlement.levels[issue], case.issues[issue].scale)
            table.add_row(_question(case, issue), shown)
        yield indented(table)


def _payoffs(settlement: Settlement) -> Table:
    table = table_of("Actor", "Payoff", "Range", ids=0, right=("Payoff", "Range"))
    for actor, payoff in settlement.payoffs.items():
        table.add_row(settlement.case.name(actor), plain_points(payoff), plain_points(settlement.ranges[actor]))
    return table


def _hollow_commitments(settlement: Settlement) -> Iterator[RenderableType]:
    """Links and threats whose holder would lose by carrying them out."""
    hollow = {name: value for name, value in settlement.commitments.items() if value < 0}
    if hollow:
        yield Text("\nNot credible by itself: the holder would lose by carrying it out", style="bold")
        table = table_of("Commitment", "Holder", "Holder's payoff", right=("Holder's payoff",))
        for name, value in hollow.items():
            table.add_row(name, _holder(settlement, name), _signed(value))
        yield indented(table)


def _holder(settlement: Settlement, commitment: str) -> str:
    case = settlement.case
    held = case.links.get(commitment) or case.threats.get(commitment)
    return case.name(held.holder) if held else NOTHING


def _alternatives(settlement: Settlement) -> Iterator[RenderableType]:
    """The other settlements, side by side with the one shown."""
    if not settlement.alternatives:
        return
    case = settlement.case
    names = ["Shown", *(f"Other {place}" for place, _ in enumerate(settlement.alternatives, 1))]
    every = (settlement, *settlement.alternatives)
    table = table_of("Talk or issue", *names, right=names)
    for talk in case.talks:
        table.add_row(talk, *("agreement" if one.agreements[talk] else "no agreement" for one in every))
        for issue in case.talks[talk].issues:
            table.add_row(f"  {issue}", *_levels(every, issue))
    yield Text("\nThe talks can settle in more than one way", style="bold")
    yield indented(table)


def _levels(settlements: Iterable[Settlement], issue: str) -> list[str]:
    return [level(one.levels[issue], one.case.issues[issue].scale) for one in settlements]


def _signed(value: float) -> str:
    text = plain_points(value)
    return text if text.startswith("-") or float(text) == 0 else f"+{text}"
