"""Where one talk ends, in a few short sentences: how likely a deal is, the levels, who got nearer, who needs it."""

from __future__ import annotations

from tertius.analysis.forecast.result import Forecast
from tertius.case.model import Case
from tertius.report.text.forecast import chance_cell, ends, finest, headline_figure, settled_draws
from tertius.report.text.limits.branches import open_sentence
from tertius.report.text.phrases import (
    MEASURABLE,
    NEAR,
    actor_phrase,
    capital,
    counted,
    issue_name,
    joined,
    level_number,
    many,
    percent,
    points_words,
    same_level,
    scale_words,
    talk_phrase,
)
from tertius.report.text.sensitivity import beliefs_at
from tertius.report.text.settlement import ending_words, failure_sentence
from tertius.report.text.upper_hand import by_belief, in_name_only, nearer_words
from tertius.rules.settlement import Settlement

ORDINALS = ("first", "second", "third", "fourth", "fifth")


def reading_sentence(settlement: Settlement, forecast: Forecast | None) -> str:
    """What the figures of all talks are."""
    ways = 1 + len(settlement.alternatives)
    several = (
        f" The talks can settle in {counted(ways)} ways at the middles; each is given, and what compares them is not."
        if ways > 1
        else ""
    )
    if forecast is None:
        return f"Every uncertain number stands at its middle.{several}"
    return f"Levels are middles of {many(forecast.draws, 'draw')}; eight draws of ten lie within the brackets.{several}"


def ending_sentence(settlement: Settlement, forecast: Forecast | None, talk: str) -> str:
    """How likely a talk ends in a deal; without a forecast, whether it does, in each settlement."""
    if forecast is not None:
        draws = settled_draws(forecast)
        chance = chance_cell(headline_figure(forecast, talk), draws) if draws else ""
        return f"A deal{' ' if chance.startswith('in ') else ': '}{chance}." if chance else "No draw came to rest."
    words = [ending_words(one, talk) for one in (settlement, *settlement.alternatives)]
    name = capital(talk_phrase(settlement.case, talk))
    if len(set(words)) == 1:
        return f"{name} ends in {words[0]}."
    each = [f"{word} in the {nth}" for word, nth in zip(words, ORDINALS, strict=False)]
    return f"{name} ends in {joined(each)} settlement."


def place_words(case: Case, issue: str, level: float) -> str:
    """What a level means by the nearest anchor of its scale: ``beyond “half of it”``; empty without anchors."""
    anchors = case.issues[issue].anchors
    if not anchors:
        return ""
    nearest = min(anchors, key=lambda at: abs(at - level))
    low, high = case.issues[issue].scale
    gaps = [abs(at - nearest) for at in anchors if (at - nearest) * (level - nearest) > 0]
    near = NEAR * min(gaps, default=high - low)
    way = "about" if abs(level - nearest) <= near else "beyond" if level > nearest else "short of"
    return f"{way} “{anchors[nearest]}”"


def level_line(settlement: Settlement, forecast: Forecast | None, issue: str) -> str:
    """Where an issue ends, what that means, and where it stays without a deal: one line, after its name."""
    case = settlement.case
    reference = settlement.reference(issue)
    without = level_number(case, issue, reference)
    if forecast is None or settlement.alternatives:
        levels = [one.levels[issue] for one in (settlement, *settlement.alternatives)]
        words = list(dict.fromkeys(level_number(case, issue, level) for level in levels))
        where = " or ".join(words) if len(words) > 1 else scale_words(case, issue, levels[0])
        level = levels[0]
    else:
        where, level = "", reference
    if forecast is not None:
        drawn, level = _drawn(forecast, issue, level)
        where = f"{where}; over the draws {drawn}" if where and drawn else where or drawn
    if not where:
        return f"stays at {without}, for no draw ends in a deal."
    place = place_words(case, issue, level)
    if same_level(case, issue, level, reference) and "(" not in where and " or " not in where:
        return f"stays at {where}{f', {place}' if place else ''}."
    return f"{where}{f', {place}' if place else ''}; without a deal {without}."


def _drawn(forecast: Forecast, issue: str, level: float) -> tuple[str, float]:
    """The middle of the draws with its range, and the middle itself; the level given if no draw ends in a deal."""
    fan, case = forecast.pooled.levels[issue], forecast.case
    if not fan.draws:
        return "", level
    low, middle, high = ends(fan, finest(case, issue))
    unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
    return f"{middle}{unit}{'' if low == high else f' ({low} to {high})'}", fan.middle.value


def failing_sentence(settlement: Settlement, forecast: Forecast | None, talk: str) -> str:
    """Why a talk fails; where it does not in some draws, that this is so at the middles."""
    sentence = failure_sentence(settlement, talk)
    if forecast is None or not forecast.pooled.agreement[talk].value > 0:
        return sentence
    return f"With every number at its middle, {sentence[:1].lower()}{sentence[1:]}"


def nearer_sentence(settlement: Settlement, talk: str) -> str:
    """Who got nearer to its best possible deal, a lead of under 5 points being none; empty for a failed talk."""
    case, shares = settlement.case, settlement.upper_hand.get(talk, {})
    if not settlement.agreements[talk] or len(shares) < 2 or case.talks[talk].rule is not None:
        return ""
    if talk in settlement.open_without:
        return open_sentence(settlement, talk)
    if in_name_only(settlement, talk):
        return "No party gains anything measurable from it."
    return by_belief(case, talk, f"{nearer_words(case, shares)}.")


def cost_line(settlement: Settlement, talk: str, broken: Settlement) -> str:
    """What a breakdown would cost each party, as a share of all it has at stake, and which talks fall with it."""
    case = settlement.case
    if not settlement.agreements[talk] or talk not in settlement.walk_away or talk in settlement.open_without:
        return ""
    costs = {party: settlement.gain(talk, party) for party in case.talks[talk].parties}
    order = sorted(costs, key=lambda party: -_share(settlement, party, costs[party]))
    parts = [f"{actor_phrase(case, party)} {_cost(settlement, party, costs[party])}" for party in order]
    if " percent" in parts[0]:
        parts[0] = parts[0].replace(" percent", " percent of all it has at stake", 1)
        parts[1:] = [part.replace(" percent", "") for part in parts[1:]]
    fallen = [
        talk_phrase(case, other)
        for other in case.talks
        if settlement.agreements[other] and not broken.agreements[other] and other != talk
    ]
    falls = f", and bring down {joined(fallen)}" if fallen else ""
    return f"A breakdown would cost {joined(parts)}{falls}."


def _cost(settlement: Settlement, party: str, lost: float) -> str:
    if abs(lost) < MEASURABLE:
        return "next to nothing"
    if lost < 0:
        return f"nothing (it would be {points_words(-lost)} better off)"
    return percent(_share(settlement, party, lost))


def _share(settlement: Settlement, party: str, amount: float) -> float:
    """Points of an actor as a share of all it has at stake."""
    whole = settlement.ranges[party]
    return amount / whole if whole > 0 else 0.0


def outside_line(settlement: Settlement, issue: str) -> str:
    """Where an issue on no table stands, after its name."""
    case, level = settlement.case, settlement.levels[issue]
    verb = "is decided at" if case.decided(issue) else "stays at"
    place = place_words(case, issue, level)
    return f"{issue_name(case, issue)} {verb} {scale_words(case, issue, level)}{f', {place}' if place else ''}"


def outside_sentence(settlement: Settlement) -> str:
    """The issues on no table, in one sentence; empty without any."""
    case = settlement.case
    lines = [outside_line(settlement, issue) for issue in case.issues if case.talk_of(issue) is None]
    return f"On no table: {capital('; '.join(lines))}." if lines else ""


def believed_sentence(case: Case, talk: str) -> str:
    """What the parties of a talk believe, by which it settles; empty if they know the numbers."""
    beliefs = beliefs_at(case, talk)
    return f"It settles by what its parties believe: {'; and '.join(beliefs)}." if beliefs else ""


def as_one_sentence(case: Case, talk: str) -> str:
    """Which actors are one party of a talk; empty if each is its own."""
    members = joined([actor_phrase(case, member) for member in case.talks[talk].as_one])
    return (
        f"Here {members} act as one party, for the sum of their payoffs as shares of all at stake." if members else ""
    )
