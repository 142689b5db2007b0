"""Leverage as `tertius leverage` prints it: who relies on whom, upper hand and stakes, then in words.

An attribution as `tertius leverage --explain` prints it: feature by feature, then in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.terminal.settlement import NUMBERS, words_of
from tertius.report.text.leverage import (
    attribution_sentences,
    broker_sentences,
    commitment_sentences,
    feature_words,
    hand_sentence,
    leverage_sentences,
    target_words,
    walk_away_sentence,
)
from tertius.report.text.phrases import NOTHING, capital, date, level, named, plain_percent, plain_points
from tertius.report.text.upper_hand import upper_hand_words

if TYPE_CHECKING:
    from tertius.analysis.leverage.attribution import Attribution
    from tertius.analysis.leverage.leverage import Leverage
    from tertius.analysis.leverage.walk_away import Band


ABREAST = 5

"""So many actors fit beside each other; with more, or with draws, the pairs stand one below the other."""

RELIANCE = (
    "Reliance: what the actor would lose if the other walked away from it: every talk that both sit at fails, what the "
    "other supplies is gone, its threats against the actor fire, and everyone else settles anew. A share of the "
    "actor's range; in brackets its points."
)

NET = "Net leverage: the reliance of the other on it less its own reliance on the other, as shares."

STAKE = "Stake: what the party would lose if the talk broke down. It rises when one bargains well."

WORTH = (
    "Worth: the payoff less the payoff in the case without it. Carrying out: what that brings the holder once the talk "
    "has failed; by itself a commitment is credible if that is no loss."
)

CHANNEL = (
    "Alone: the actor's payoff if nobody else were tied to the other by a talk, a supply, a link or a threat. "
    "Brings: that less its payoff as it is; below zero, it is better off with rivals."
)

BANDS = "Low, middle, high: below, the value that one draw in ten, half and nine in ten stay under."

APART = (
    "Each line: what the walk-away value has from this feature, less what it would have without it. They need not add "
    "up: what features do only together is the remainder."
)


def leverages_of(lev: Leverage, of: str | None = None) -> Iterator[RenderableType]:
    """All pairs and talks, or one talk."""
    yield from heading_of(lev)
    if of is not None:
        yield from _one_talk(lev, of)
        return
    yield Text("\nWho relies on whom", style="bold")
    yield indented(_matrix(lev) if len(lev.case.actors) <= ABREAST and not lev.draws else _pairs(lev))
    yield Text(f"\n{RELIANCE}")
    if any(_told(band) for others in lev.net.values() for band in others.values()):
        yield Text("\nNet leverage", style="bold")
        yield indented(_net(lev))
        yield Text(f"\n{NET}")
    yield Text("\nUpper hand and stakes, talk by talk", style="bold")
    yield indented(_talks(lev, list(lev.case.talks)))
    yield Text(f"\nUpper hand: {upper_hand_words(lev.case)} {STAKE}" + (f" {BANDS}" if lev.draws else ""))
    yield from _commitments(lev)
    yield from _channels(lev)
    sentences = [*leverage_sentences(lev), *commitment_sentences(lev), *broker_sentences(lev)]
    yield from words_of([*sentences, *_cautions(lev)])


def heading_of(lev: Leverage) -> Iterator[RenderableType]:
    """The case, the theory and the draws."""
    case = lev.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Theory: {lev.theory}.")
    yield Text(f"{lev.draws:,} draws, seed {lev.ground.seed}." if lev.draws else NUMBERS)


def _matrix(lev: Leverage) -> RenderableType:
    actors = list(lev.case.actors)
    table = table_of("On", *actors, right=actors)
    for i in actors:
        cells = []
        for j in actors:
            one = lev.reliance[i][j] if i != j else None
            known = one is not None and one.share.known and abs(one.points.middle) >= 0.05
            cells.append(
                f"{plain_percent(one.share.middle)} ({plain_points(one.points.middle)})" if one and known else NOTHING
            )
        table.add_row(f"{i} relies", *cells)
    return table


def _pairs(lev: Leverage) -> RenderableType:
    """The pairs that matter, one below the other."""
    heads = _heads(lev)
    table = table_of("Actor", "relies on", *heads, "Points", right=[*heads, "Points"])
    for i, others in lev.reliance.items():
        last = ""
        for j, one in sorted(others.items(), key=lambda item: -abs(item[1].points.middle)):
            if max(abs(one.points.low), abs(one.points.high)) >= 0.05:
                table.add_row(i if i != last else "", j, *_cells(lev, one.share), plain_points(one.points.middle))
                last = i
    return table


def _net(lev: Leverage) -> RenderableType:
    """Who holds net leverage over whom, the largest first."""
    heads = _heads(lev)
    table = table_of("Actor", "over", *heads, right=heads)
    pairs = [(j, i, band) for j, others in lev.net.items() for i, band in others.items() if _told(band)]
    for j, i, band in sorted(pairs, key=lambda pair: -pair[2].middle):
        table.add_row(j, i, *_cells(lev, band))
    return table


def _told(band: Band) -> bool:
    return band.known and band.middle >= 0.005


def _talks(lev: Leverage, talks: list[str]) -> RenderableType:
    hands = ["Upper hand"] if not lev.draws else ["Agreement", "Upper hand\nlow", "\nmiddle", "\nhigh"]
    rest = ["Stake", "of range", *([] if lev.draws else ["Walk-away"])]
    table = table_of("Talk", "Party", *hands, *rest, right=[*hands, *rest])
    for talk in talks:
        for place, party in enumerate(lev.case.talks[talk].parties):
            stake = lev.stakes[talk][party]
            table.add_row(
                "" if place else talk,
                party,
                *([("" if place else plain_percent(lev.agreement[talk]))] if lev.draws else []),
                *_cells(lev, lev.upper_hand[talk][party]),
                plain_points(stake.points.middle),
                plain_percent(stake.share.middle) if stake.share.known else NOTHING,
                *([] if lev.draws else [plain_points(lev.walk_away[talk][party].value)]),
            )
    return table


def _one_talk(lev: Leverage, talk: str) -> Iterator[RenderableType]:
    """Who has the upper hand in a talk, and what every party brings from other tables."""
    case = lev.case
    yield Text(f"\n{named(case, talk)}", style="bold")
    yield indented(_talks(lev, [talk]))
    yield Text(f"\n{STAKE}")
    for party in case.talks[talk].parties:
        apart = lev.walk_away[talk][party]
        yield Text(f"\nThe walk-away value of {case.name(party)}, taken apart", style="bold")
        table = table_of("From", "Points", ids=0, right=["Points"])
        table.add_row("with none of these", plain_points(apart.bare))
        for feature, part in sorted(apart.parts.items(), key=lambda item: -abs(item[1])):
            if abs(part) >= 0.05:
                table.add_row(feature_words(case, feature), plain_points(part))
        slight = sum(part for part in apart.parts.values() if abs(part) < 0.05)
        table.add_row("what they do only together", plain_points(apart.remainder + slight))
        table.add_row("walk-away value", plain_points(apart.value))
        yield indented(table)
    yield Text(f"\n{APART}")
    sentences = [hand_sentence(lev, talk), *(walk_away_sentence(lev, talk, p) for p in case.talks[talk].parties)]
    yield from words_of([*sentences, *_cautions(lev)])


def _commitments(lev: Leverage) -> Iterator[RenderableType]:
    """What each link and threat is worth to whom, and whether its holder would carry it out."""
    if not lev.commitments:
        return
    numbers = ["Worth to\nholder", "\ntarget", "\nprotected", "Carrying\nout"]
    yield Text("\nLinks and threats: what they are worth, in points of each", style="bold")
    table = table_of("Commitment", "Holder", *numbers, "Credible\nby itself", right=numbers)
    for name, one in lev.commitments.items():
        table.add_row(
            name,
            one.holder,
            plain_points(one.worth[one.holder].middle),
            *(
                "\n".join(f"{who} {plain_points(one.worth[who].middle)}" for who in group)
                for group in (one.targets, one.protects)
            ),
            plain_points(one.carrying_out.middle),
            _credible(one.credible),
        )
    yield indented(table)
    yield Text(f"\n{WORTH}")


def _credible(share: float) -> str:
    if share in (0.0, 1.0):
        return "yes" if share else "no"
    return f"in {plain_percent(share)}"


def _channels(lev: Leverage) -> Iterator[RenderableType]:
    """What being the only channel to another would bring, where it would bring or cost anything."""
    told = [one for one in lev.brokers if len(one.others) == 1 and abs(one.advantage.middle) >= 0.05]
    if not told:
        return
    numbers = ["Alone", "As it is", "Brings"]
    yield Text("\nBeing the only channel", style="bold")
    table = table_of("Actor", "to", "Payoff beside one rival", *numbers, right=numbers)
    for one in sorted(told, key=lambda one: -one.advantage.middle):
        rivals = ", ".join(f"{name} {plain_points(band.middle)}" for name, band in one.opened.items())
        cells = (plain_points(band.middle) for band in (one.alone, one.now, one.advantage))
        table.add_row(one.actor, one.others[0], rivals, *cells)
    yield indented(table)
    yield Text(f"\n{CHANNEL}")


def _heads(lev: Leverage) -> list[str]:
    return ["Low", "Middle", "High"] if lev.draws else ["Share"]


def _cells(lev: Leverage, band: Band) -> list[str]:
    ends = [band.low, band.middle, band.high] if lev.draws else [band.middle]
    return [plain_percent(end) if band.known else NOTHING for end in ends]


def _cautions(lev: Leverage) -> list[str]:
    """What a reader must know about how the figures were found."""
    told = []
    if lev.several:
        told.append("The talks can settle in more than one way; the figures take the one reached from the references.")
    if lev.unsettled:
        told.append(f"{lev.unsettled:,} of the settlements did not come to rest; they count as they ended.")
    return told


READING = (
    "Part: what the feature adds, averaged over every order in which the features could be added (its Shapley value). "
    "A level without agreement counts as the reference."
)


def attributed(told: Attribution) -> Iterator[RenderableType]:
    """The whole attribution."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Theory: {told.theory}.")
    yield Text(f"{told.draws:,} draws." if told.draws else NUMBERS)
    yield Text(f"\n{capital(target_words(case, told.target))}: where it comes from", style="bold")
    errors = [] if told.exact else ["Error"]
    table = table_of("Feature", "Part", *errors, ids=0, right=["Part", *errors])
    table.add_row("with none of these", _amount(told, told.bare), *("" for _ in errors))
    for feature, part in told.ranking:
        table.add_row(feature_words(case, feature), _signed(told, part), *_error(told, told.errors[feature]))
    table.add_row("as it is", _amount(told, told.value), *("" for _ in errors))
    yield indented(table)
    yield Text(f"\n{READING} {_how(told)}")
    yield from words_of(attribution_sentences(told))


def _how(told: Attribution) -> str:
    count = f"{told.settlements:,} settlements"
    return f"Exact, from {count}." if told.exact else f"From sampled orders, {count}; error: one standard error."


def _amount(told: Attribution, value: float) -> str:
    if told.target.kind == "agreement":
        return plain_percent(value)
    return (
        plain_points(value) if told.target.kind != "level" else level(value, told.case.issues[told.target.ident].scale)
    )


def _signed(told: Attribution, value: float) -> str:
    text = _amount(told, value)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def _error(told: Attribution, error: float) -> list[str]:
    return [] if told.exact else [_amount(told, error)]
