"""Why a talk fails or where it settles, and why a level stands where it stands.

A talk that fails has no levels at which every party gains. The **nearest deal** is the one at which whoever is worst
off is least badly off, as a share of its range: it is found by making a breakdown cost every party the same share z of
its range, with z as small as a deal allows. What is told of it is worth what the case says, without z.

A level of a talk that settles at Nash's solution stands where the pulls of its parties balance:

    sum_i b_i / g_i dV_i / dx = 0

with powers b_i, gains g_i and payoffs V_i if the deal is made, between the ends of its scale and of what is demanded.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from tertius.analysis.why.answer import Answer
from tertius.analysis.why.payoffs import difference, gain_reason, walk_away_reason
from tertius.analysis.why.result import Reason, summed
from tertius.case.model import Case, Threat
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement

MORE = (1e-4, 1e-3, 1e-2, 0.1)
"""By so much more than is missing, as a share of the range, a breakdown is made to cost, until there is a deal."""

CLOSE = 1e-4
"""So closely that share is found."""

HELD = 1e-6
"""A level this near to a demand, or to an end of its scale, as a share of it, is held there."""

SLOPE = 1e-5
"""A step, as a share of the scale, over which a slope is taken."""


def talk_reason(answer: Answer, talk: str) -> Reason:
    """Where a talk settles, and what each party gains by it; or why it fails."""
    settlement, case = answer.settlement, answer.case
    if not settlement.agreements[talk]:
        return _failure(answer, talk)
    levels = tuple(level_reason(answer, issue) for issue in case.talks[talk].issues)
    gains = tuple(gain_reason(answer, talk, party) for party in settlement.walk_away[talk])
    chances = _chance(answer, talk)
    return Reason(f"{case.name(talk)} ends in a deal", None, children=(*gains, *levels, *chances))


def _chance(answer: Answer, talk: str) -> Iterator[Reason]:
    """Yield how likely the deal is made, if the case says why it may not be."""
    found = answer.settlement.chances.get(talk)
    if found is not None and not found.reason:
        parts = (
            Reason("that some deal suits all, whatever is private", found.zone, "probability"),
            Reason("that private numbers do not keep them from it", found.offer, "probability"),
            Reason("that no two have tied their hands", found.firm, "probability"),
            Reason("that those at home say yes", found.ratified, "probability"),
        )
        yield Reason("how likely the deal is made", found.deal, "probability", None, parts)


def _failure(answer: Answer, talk: str) -> Reason:
    case, settlement = answer.case, answer.settlement
    missing = settlement.shortfalls.get(talk)
    if missing is None:
        return Reason(f"{case.name(talk)} was made to break down", None)
    named = f"{case.name(talk)} fails: {case.name(missing.party)} would be short of"
    rows = [walk_away_reason(answer, talk, party) for party in settlement.walk_away[talk]]
    nearest = nearest_deal(answer, talk)
    if nearest is not None:
        rows = [*_nearest_rows(answer, talk, *nearest), *rows]
    return Reason(named, missing.points, "points", None, tuple(rows))


def _nearest_rows(answer: Answer, talk: str, share: float, nearest: Settlement) -> Iterator[Reason]:
    """Yield what the nearest deal is, and what each party would gain by it, which is a loss for some."""
    case, settlement = answer.case, answer.settlement
    levels = [answer.level(nearest, issue) for issue in case.talks[talk].issues]
    for other, agreed in nearest.agreements.items():
        if other != talk and agreed != settlement.agreements[other]:
            levels.append(Reason(f"{case.name(other)} then {'ends in a deal' if agreed else 'fails'}", None))
    yield Reason("the nearest deal", None, children=tuple(levels))
    label = "by so much more a breakdown would have to cost every party, for that deal"
    yield Reason(label, 100 * share, "percent of its range")
    for party, walks in settlement.walk_away[talk].items():
        there = sum(payoff_terms(nearest, party, talk).values())
        yield difference(answer, nearest_label(case, party), (nearest, talk), talk, party, there - walks)


def nearest_label(case: Case, party: str) -> str:
    """What the row is called that says what a party would gain by the nearest deal, or lose."""
    return f"what {case.name(party)} would gain by the nearest deal"


def nearest_deal(answer: Answer, talk: str) -> tuple[float, Settlement] | None:
    """The nearest deal of a talk that fails, and z, as a share of the ranges; None if none was found.

    The others settle anew beside it, so that z need not be what the search itself found missing as the talk fell out.
    """
    settlement = answer.settlement
    missing = settlement.shortfalls[talk]
    whole = settlement.ranges[missing.party]
    short = missing.points / whole if whole > 0 else 0.0
    none, some, found = 0.0, math.inf, None
    for more in MORE:
        found = eased(answer, talk, short + more)
        if found is not None:
            some = short + more
            break
        none = short + more
    while found is not None and some - none > CLOSE:
        half = (none + some) / 2
        nearer = eased(answer, talk, half)
        none, some, found = (half, some, found) if nearer is None else (none, half, nearer)
    return None if found is None else (some, replace(found, case=answer.case))


def eased(answer: Answer, talk: str, share: float) -> Settlement | None:
    """The settlement if a breakdown cost every party a share of its range more; None if the talk fails all the same."""
    settlement, case = answer.settlement, answer.case
    # Each threatens itself, which nobody could write: so no other effect comes with it.
    costs = {
        f"~{party}": Threat(holder=party, target=party, if_fails=talk, damage=share * settlement.ranges[party])
        for party in settlement.walk_away[talk]
    }
    found = answer.settled(case.model_copy(update={"threats": {**case.threats, **costs}}))
    return found if found.agreements[talk] and found.status.converged else None


def level_reason(answer: Answer, issue: str) -> Reason:
    """Where an issue settles, or stays: what its parties want, what they gain, and how their pulls balance."""
    case, settlement, talk = answer.case, answer.settlement, answer.case.talk_of(issue)
    level = answer.level(settlement, issue)
    stays = f"talks.{talk}.without_agreement.{issue}.level"
    places = [
        path for path in (stays, f"issues.{issue}.level", f"issues.{issue}.reference") if _is_number(answer, path)
    ]
    rows = [answer.number(path) for path in places]
    parties = case.actors if talk is None else case.talks[talk].parties
    for actor in parties:
        rows += [_want(answer, issue, actor)] if _wants(answer, issue, actor) else []
    if talk is not None and settlement.agreements[talk]:
        held = [*_demands(answer, talk, issue)]
        rows += held
        if not held and _balances(answer, talk):
            rows.append(summed(_pull_label(answer, issue), tuple(_pulls(answer, talk, issue)), "percent"))
    return replace(level, children=tuple(rows))


def _demands(answer: Answer, talk: str, issue: str) -> Iterator[Reason]:
    """Yield the demands that a level just reaches: there it stands although the parties pull at it."""
    case, level = answer.case, answer.settlement.levels[issue]
    low, high = scale = case.issues[issue].scale
    for name in ("links", "threats"):
        for ident, entry in getattr(case, name).items():
            demand = entry.unless.get(issue)
            if demand is not None and entry.if_fails == talk:
                asked = demand.level.on(scale).middle
                if abs(asked - level) <= HELD * (high - low):
                    yield answer.number(f"{name}.{ident}.unless.{issue}.level")


def _pull_label(answer: Answer, issue: str) -> str:
    low, high = answer.case.issues[issue].scale
    level, near = answer.settlement.levels[issue], HELD * (high - low)
    ends = level - low <= near or high - level <= near
    return "how the parties pull at it, at the end of its scale" if ends else "how the parties pull at it"


def _is_number(answer: Answer, path: str) -> bool:
    return path in answer.inputs.numbers


def _wants(answer: Answer, issue: str, actor: str) -> list[str]:
    """The paths of what an actor says of an issue: its stance, its needs, its power."""
    needs = [
        f"needs.{ident}" for ident, one in answer.case.needs.items() if one.actor == actor and issue in one.covered_by
    ]
    paths = [f"stances.{actor}.{issue}.position", f"stances.{actor}.{issue}.salience"]
    paths += [path for one in needs for path in (f"{one}.weight", f"{one}.covered_by.{issue}.share")]
    return [path for path in paths if _is_number(answer, path)]


def _want(answer: Answer, issue: str, actor: str) -> Reason:
    talk = answer.case.talk_of(issue)
    power = [f"talks.{talk}.{field}.{actor}.{name}" for field, name in (("power", "power"), ("patience", "discount"))]
    capability = [f"actors.{actor}.capability", f"actors.{actor}.capability.{issue}"] if talk is None else []
    paths = [*_wants(answer, issue, actor), *(path for path in (*power, *capability) if _is_number(answer, path))]
    return Reason(f"what {answer.case.name(actor)} wants", None, children=tuple(map(answer.number, paths)))


def _balances(answer: Answer, talk: str) -> bool:
    """Whether the pulls of the parties of a talk are all that moves its levels: Nash's solution, by true numbers."""
    entry, case = answer.case.talks[talk], answer.case
    believed = any(talk in one.talks for one in case.beliefs.values())
    special = entry.rule or entry.as_one or entry.can_close or entry.patience or believed or case.voice or case.promises
    gains = [answer.settlement.gain(talk, party) for party in entry.parties]
    nash = answer.settlement.settings.get("solutions", {}).get(talk) == "nash"
    return nash and not special and min(gains) > 0


def _pulls(answer: Answer, talk: str, issue: str) -> Iterator[Reason]:
    """Yield the pull of each party: what a step up the scale, of a percent, adds to its gain, in percent, by power."""
    case, settlement = answer.case, answer.settlement
    low, high = case.issues[issue].scale
    level, step = settlement.levels[issue], SLOPE * (high - low)
    ends = [min(max(level + way, low), high) for way in (-step, step)]
    versions = [replace(settlement, levels={**settlement.levels, issue: end}) for end in ends]
    for party in case.talks[talk].parties:
        before, after = (sum(payoff_terms(one, party, talk).values()) for one in versions)
        slope = (after - before) / (ends[1] - ends[0]) * (high - low) / settlement.gain(talk, party)
        power = case.talks[talk].power.get(party)
        pull = slope * (1.0 if power is None else power.power.middle)
        yield Reason(f"{case.name(party)} {'up' if pull >= 0 else 'down'}", pull, "percent")
