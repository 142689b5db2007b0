"""Leverage as `tertius leverage` prints it: of talks or of a decision, and with ``--explain`` its sources."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, heading_of, section, table_of, words_of
from tertius.report.terminal.settlement import AT_MIDDLE
from tertius.report.text.appendix.sway import coalition_sentences, concession_sentences
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
from tertius.report.text.limits.branches import open_leverage_sentences
from tertius.report.text.phrases import NOTHING, capital, level, named, plain_percent, plain_points
from tertius.report.text.upper_hand import NEAR_BEST, upper_hand_words

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.leverage.attribution import Attribution
    from tertius.analysis.leverage.decision.leverage import DecisionLeverage, IssueLeverage
    from tertius.analysis.leverage.leverage import Leverage
    from tertius.analysis.leverage.walk_away import Band

ABREAST = 5
"""So many actors fit beside each other; with more, or with draws, the pairs stand one below the other."""

RELIANCE = (
    "Reliance: what the actor would lose if the other walked away from it: every talk that both sit at fails, what the "
    "other supplies is gone, its threats against the actor fire, and everyone else settles anew. A share of "
    "all that the actor has at stake, from the worst to the best that the case could bring it; in brackets its points."
)

NET = "Net leverage: the reliance of the other on it less its own reliance on the other, as shares."
STAKE = (
    "Loses without it: what the party would lose if the talk broke down, in points and as a share of all that it has "
    "at stake. It rises when one bargains well."
)

WORTH = (
    "Worth: the payoff less the payoff in the case without it. Carrying out: what that brings the holder once the talk "
    "has failed; by itself a commitment is credible if that is no loss."
)

CHANNEL = (
    "Alone: the actor's payoff if nobody else were tied to the other by a talk, a supply, a link or a threat, while "
    "what these talks settle stays. "
    "Brings: that less its payoff as it is; below zero, it is better off with rivals."
)

BANDS = "Low, middle, high: below, the value that one draw in ten, half and nine in ten stay under."

APART = (
    "Each line: what the walk-away value has from this feature, less what it would have without it. They need not add "
    "up: what features do only together is the remainder."
)

READING = (
    "Part: what the feature adds, averaged over every order in which the features could be added (its Shapley value). "
    "A level without agreement counts as the reference."
)

VISIBLE = 0.05
"""Fewer points are 0.0 in a table, so they are left out."""


def leverages_of(lev: Leverage, of: str | None = None) -> Iterator[RenderableType]:
    """All pairs and talks, or one talk."""
    case = lev.case
    yield from heading_of(case, f"Theory: {lev.theory}.")
    yield Text(f"{lev.draws:,} draws, seed {lev.scenario.seed}." if lev.draws else AT_MIDDLE)
    if of is None:
        yield from section("Who relies on whom", _reliance(lev))
        yield Text(f"\n{RELIANCE}")
        net = [(j, i, band) for j, others in lev.net.items() for i, band in others.items()]
        ranked = sorted((pair for pair in net if pair[2].known and pair[2].middle >= 0.005), key=lambda p: -p[2].middle)
        if ranked:
            heads = _heads(lev)
            rows = ((j, i, *_shares(lev, band)) for j, i, band in ranked)
            yield from section("Net leverage", table_of("Actor", "over", *heads, rows=rows, right=heads))
            yield Text(f"\n{NET}")
        yield from section(
            "What each talk is worth, and how near each party comes to its best", _talks(lev, list(case.talks))
        )
        yield Text(f"\n{NEAR_BEST}: {upper_hand_words(case)} {STAKE}" + (f" {BANDS}" if lev.draws else ""))
        yield from _commitments(lev)
        yield from _channels(lev)
        sentences = [*leverage_sentences(lev), *commitment_sentences(lev), *broker_sentences(lev)]
    else:
        yield from section(named(case, of), _talks(lev, [of]))
        yield Text(f"\n{NEAR_BEST}: {upper_hand_words(case)} {STAKE}")
        sentences = []
        if of not in lev.open.talks:
            yield from _walk_aways(lev, of)
            sentences = [hand_sentence(lev, of), *(walk_away_sentence(lev, of, p) for p in case.talks[of].parties)]
    sentences += open_leverage_sentences(lev)
    if lev.unsettled:
        sentences.append(f"{lev.unsettled:,} of the settlements did not come to rest; they count as they ended.")
    yield from words_of(sentences)


def _reliance(lev: Leverage) -> Table:
    """Of few actors without draws every pair in a square; else the pairs that matter, one below the other."""
    actors = list(lev.case.actors)
    if len(actors) <= ABREAST and not lev.draws:
        table = table_of("On", *actors, right=actors)
        for i in actors:
            cells = [NOTHING] * len(actors)
            for j, one in lev.reliance[i].items():
                if one.share.known and abs(one.points.middle) >= VISIBLE:
                    share, points = plain_percent(one.share.middle), plain_points(one.points.middle)
                    cells[actors.index(j)] = f"{share} ({points})"
            table.add_row(f"{i} relies", *cells)
        return table
    heads = _heads(lev)
    table = table_of("Actor", "relies on", *heads, "Points", right=[*heads, "Points"])
    for i, others in lev.reliance.items():
        label = i
        for j, one in sorted(others.items(), key=lambda item: -abs(item[1].points.middle)):
            if max(abs(one.points.low), abs(one.points.high)) >= VISIBLE:
                table.add_row(label, j, *_shares(lev, one.share), plain_points(one.points.middle))
                label = ""
    return table


def _talks(lev: Leverage, talks: list[str]) -> Table:
    """How near to its best every party comes and its stake; over draws the deals, else walk-away values."""
    hands = ["Deal", "Near\nlow", "\nmiddle", "\nhigh"] if lev.draws else [NEAR_BEST]
    rest = ["Loses\nwithout it", "of all\nat stake", *([] if lev.draws else ["Walk-away"])]
    table = table_of("Talk", "Party", *hands, *rest, right=[*hands, *rest])
    for talk in talks:
        label, agreed = talk, [plain_percent(lev.agreement[talk])] if lev.draws else []
        for party in lev.case.talks[talk].parties:
            stake = lev.stakes[talk][party]
            share = plain_percent(stake.share.middle) if stake.share.known else NOTHING
            apart = [] if lev.draws else [plain_points(lev.walk_away[talk][party].value)]
            hand = _shares(lev, lev.upper_hand[talk][party])
            table.add_row(label, party, *agreed, *hand, plain_points(stake.points.middle), share, *apart)
            label, agreed = "", [""] if lev.draws else []
    return table


def _walk_aways(lev: Leverage, talk: str) -> Iterator[RenderableType]:
    """The walk-away value of every party of a talk, taken apart by what it brings from other talks."""
    case = lev.case
    for party in case.talks[talk].parties:
        apart = lev.walk_away[talk][party]
        table = table_of("From", "Points", ids=0, right=["Points"])
        table.add_row("with none of these", plain_points(apart.bare))
        for feature, part in sorted(apart.parts.items(), key=lambda item: -abs(item[1])):
            if abs(part) >= VISIBLE:
                table.add_row(feature_words(case, feature), plain_points(part))
        slight = sum(part for part in apart.parts.values() if abs(part) < VISIBLE)
        table.add_row("what they do only together", plain_points(apart.remainder + slight))
        table.add_row("walk-away value", plain_points(apart.value))
        yield from section(f"The walk-away value of {case.name(party)}, taken apart", table)
    yield Text(f"\n{APART}")


def _commitments(lev: Leverage) -> Iterator[RenderableType]:
    """What each link and threat is worth to whom, and whether its holder would carry it out."""
    if not lev.commitments:
        return
    numbers = ["Worth to\nholder", "\ntarget", "\nprotected", "Carrying\nout"]
    table = table_of("Commitment", "Holder", *numbers, "Credible\nby itself", right=numbers)
    for name, one in lev.commitments.items():
        groups = (
            "\n".join(f"{who} {plain_points(one.worth[who].middle)}" for who in group)
            for group in (one.targets, one.protects)
        )
        own, out = plain_points(one.worth[one.holder].middle), plain_points(one.carrying_out.middle)
        credible = {0.0: "no", 1.0: "yes"}.get(one.credible) or f"in {plain_percent(one.credible)}"
        table.add_row(name, one.holder, own, *groups, out, credible)
    yield from section("Links and threats: what they are worth, in points of each", table)
    yield Text(f"\n{WORTH}")


def _channels(lev: Leverage) -> Iterator[RenderableType]:
    """What being the only channel to another would bring, where it would bring or cost anything."""
    brokers = [one for one in lev.brokers if len(one.others) == 1 and abs(one.advantage.middle) >= VISIBLE]
    if not brokers:
        return
    numbers = ["Alone", "As it is", "Brings"]
    table = table_of("Actor", "to", "Payoff beside one rival", *numbers, right=numbers)
    for one in sorted(brokers, key=lambda one: -one.advantage.middle):
        rivals = ", ".join(f"{name} {plain_points(band.middle)}" for name, band in one.opened.items())
        cells = (plain_points(band.middle) for band in (one.alone, one.now, one.advantage))
        table.add_row(one.actor, one.others[0], rivals, *cells)
    yield from section("Being the only channel", table)
    yield Text(f"\n{CHANNEL}")


def _heads(lev: Leverage) -> list[str]:
    return ["Low", "Middle", "High"] if lev.draws else ["Share"]


def _shares(lev: Leverage, band: Band) -> list[str]:
    """A share in the columns that `_heads` names."""
    ends = [band.low, band.middle, band.high] if lev.draws else [band.middle]
    return [plain_percent(end) if band.known else NOTHING for end in ends]


def attribution_of(attribution: Attribution) -> Iterator[RenderableType]:
    """What every feature adds to the target, then the same in words."""
    case, target = attribution.case, attribution.target

    def amount(value: float) -> str:
        if target.kind == "level":
            return level(value, case.issues[target.ident].scale)
        return plain_percent(value) if target.kind == "agreement" else plain_points(value)

    yield from heading_of(case, f"Theory: {attribution.theory}.")
    yield Text(f"{attribution.draws:,} draws." if attribution.draws else AT_MIDDLE)
    if attribution.open:
        yield from words_of(attribution_sentences(attribution))
        return
    errors = [] if attribution.exact else ["Error"]
    table = table_of("Feature", "Part", *errors, ids=0, right=["Part", *errors])
    table.add_row("with none of these", amount(attribution.bare), *("" for _ in errors))
    for feature, part in attribution.ranking:
        added, error = amount(part), amount(attribution.errors[feature])
        plus = "+" if part > 0 and any(digit in added for digit in "123456789") else ""
        table.add_row(feature_words(case, feature), plus + added, *(error for _ in errors))
    table.add_row("as it is", amount(attribution.value), *("" for _ in errors))
    yield from section(f"{capital(target_words(case, target))}: where it comes from", table)
    count = f"{attribution.settlements:,} settlements"
    how = f"Exact, from {count}." if attribution.exact else f"From sampled orders, {count}; error: one standard error."
    yield Text(f"\n{READING} {how}")
    yield from words_of(attribution_sentences(attribution))


def decision_leverage_of(leverage: DecisionLeverage) -> Iterator[RenderableType]:
    """Issue by issue who can move the decision: a table of the actors, then words."""
    case = leverage.case
    yield from heading_of(case, f"Rule: {leverage.rule}. Every number is taken at its middle.")
    for issue, one in leverage.issues.items():
        unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
        falls = level(one.table.outcome, one.table.scale)
        # The actor with the longest reach first; one whose reach is not known comes last.
        reaches = [-1.0 if math.isnan(sway.reach) else sway.reach for sway in one.sways]
        order = sorted(range(len(reaches)), key=lambda k: -reaches[k])
        title = f"{case.name(issue)}: the decision falls at {falls}{unit}"
        yield from section(title, _sways(leverage, one, order))
        sentences = [*coalition_sentences(leverage, one), *concession_sentences(leverage, one)]
        first = one.sways[order[0]]
        if reaches[order[0]] > 0:
            low, high = (level(end, one.table.scale) for end in sorted((first.at_low, first.at_high)))
            reach = f"{case.name(first.actor)} can move it most: from {low} to {high}, by where it stands."
            sentences.insert(0, reach)
        yield from words_of(sentences)


def _sways(leverage: DecisionLeverage, one: IssueLeverage, order: list[int]) -> Table:
    """Where the decision would fall if one actor alone were different."""
    low, high = (f"{end:g}" for end in one.table.scale)
    numbers = ("Weight", f"At {low}", f"At {high}", "Without", "Salience 100", "Pivotal")
    table = table_of("Actor", *numbers, ids=0, right=numbers)
    total = float(one.table.weights.sum()) or 1.0
    for k in order:
        sway, weight = one.sways[k], plain_percent(float(one.table.weights[k]) / total)
        outcomes = (sway.at_low, sway.at_high, sway.without, sway.caring)
        cells = (cell(value, level, one.table.scale) for value in outcomes)
        table.add_row(leverage.case.name(sway.actor), weight, *cells, plain_percent(one.pivotal[k]))
    return table
