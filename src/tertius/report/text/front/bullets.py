"""Findings for the first page: one number each, its range, and what it means on the scale of the case."""

from __future__ import annotations

import math

from tertius.analysis.claims.result import ClaimResult
from tertius.analysis.claims.verdict import DrawQuantiles
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.leverage.leverage import Leverage
from tertius.case.model import Case
from tertius.report.text.forecast import chance, ends, finest, headline_figure, settled_draws
from tertius.report.text.leverage import LEAST
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    fixed,
    issue_name,
    joined,
    level_number,
    level_words,
    percent,
    points_words,
    same_level,
    talk_phrase,
)
from tertius.rules.settlement import Settlement
from tertius.scenarios.targets import Target, target_of_quantity

RANGE = "in eight draws of ten"
"""What a range in brackets is."""

_ALL, _HAIR = 0.9995, 1e-9


def claim_bullet(case: Case, result: ClaimResult, stakes: dict[str, float]) -> str:
    """A tested claim with how much it comes to; empty for what has no number.

    Args:
        case: The case.
        result: The claim.
        stakes: Actor: all it has at stake, in its points.
    """
    if not result.quantity or result.claim.form != "compare" or not math.isfinite(result.effect.median):
        return ""
    says = result.claim.says.rstrip(". ")
    return f"{says}: true in {_draws(result.share)}. {capital(effect_words(case, result, stakes))}."


def _draws(share: float) -> str:
    """``every draw``, ``82 percent of draws``, ``no draw``."""
    if share > _ALL:
        return "every draw"
    return "no draw" if share < 1 - _ALL else f"{percent(share)} of draws"


def effect_words(case: Case, result: ClaimResult, stakes: dict[str, float]) -> str:
    """By how much a claim moves what it is about: ``North Korea has 12.9 points more (10.2 to 15.7 ...)``."""
    target = target_of_quantity(result.quantity)
    effect = result.effect
    if target.kind in ("upper_hand", "net_leverage", "agreement"):
        effect = DrawQuantiles(*(100 * value for value in (effect.low, effect.median, effect.high)))
    size = f"{abs(effect.median):.1f}".removesuffix(".0")
    span = _span(effect)
    if size == "0":
        return f"{_subject(case, target)} the same in the middle{f' ({span})' if span else ''}"
    up, unit = effect.median > 0, _unit(case, target, size)
    words = f"{_verb(case, target, up)} {size}{unit} {_way(target, up)}{f' ({span})' if span else ''}"
    return f"{words}{_meaning(case, target, effect.median, stakes)}"


def _span(effect: DrawQuantiles) -> str:
    """The range, by size where both ends have one sign; empty if there is none."""
    low, high = effect.low, effect.high
    if abs(high - low) < _HAIR:
        return ""
    if low >= 0 or high <= 0:
        low, high = sorted((abs(low), abs(high)))
    return f"{fixed(low)} to {fixed(high)} {RANGE}"


def _subject(case: Case, target: Target) -> str:
    who = actor_phrase(case, target.ident)
    return {
        "level": f"{case.name(target.ident)} ends",
        "payoff": f"{who} has",
        "gain": f"{who} gains",
        "walk_away": f"without the deal {who} has",
        "upper_hand": f"{who} comes",
        "agreement": f"a deal in {talk_phrase(case, target.ident)} is as likely," if target.kind == "agreement" else "",
        "reliance": f"{who} would lose",
        "net_leverage": f"the leverage of {who} is",
        "patrons": f"patrons bring {who}",
    }[target.kind]


def _verb(case: Case, target: Target, up: bool) -> str:
    """The subject and its verb before the amount."""
    if target.kind == "agreement":
        return f"a deal in {talk_phrase(case, target.ident)} is"
    return _subject(case, target)


def _unit(case: Case, target: Target, size: str) -> str:
    if target.kind == "level":
        unit = case.issues[target.ident].unit
        return f" {unit}" if unit else ""
    if target.kind in ("upper_hand", "net_leverage", "agreement"):
        return " percentage points"
    return " point" if size == "1" else " points"


def _way(target: Target, up: bool) -> str:
    if target.kind in ("level", "agreement", "net_leverage"):
        words = {"agreement": ("more likely", "less likely")}.get(target.kind, ("higher", "lower"))
    elif target.kind == "upper_hand":
        words = ("nearer to its best deal", "further from its best deal")
    else:
        words = ("more", "less")
    return words[0] if up else words[1]


def _meaning(case: Case, target: Target, median: float, stakes: dict[str, float]) -> str:
    """What the amount means: the ends of the scale, or the share of all that an actor has at stake."""
    if target.kind == "level":
        entry = case.issues[target.ident]
        low, high = entry.scale
        anchors = entry.anchors
        if low in anchors and high in anchors:
            return f", where {low:g} is “{anchors[low]}” and {high:g} “{anchors[high]}”"
        return "" if entry.unit else f", on a scale from {low:g} to {high:g}"
    whom = f" if {actor_phrase(case, target.other)} left it" if target.kind == "reliance" else ""
    if target.kind in ("payoff", "gain", "walk_away", "reliance") and stakes.get(target.ident, 0.0) > 0:
        return f"{whom}: {percent(abs(median) / stakes[target.ident])} of all it has at stake"
    return whom


def deal_bullet(forecast: Forecast, talk: str) -> str:
    """How likely a deal is, and by what that is known."""
    case, one = forecast.case, forecast.headline[talk]
    told = chance(headline_figure(forecast, talk), settled_draws(forecast))
    basis = ", by what was measured on recorded talks" if one.basis == "measured" else ""
    return f"A deal in {talk_phrase(case, talk)}: {told}{basis}."


def level_bullet(forecast: Forecast, issue: str) -> str:
    """Where an issue ends, its range, and what the middle means on the scale; empty where it never does."""
    fan, case = forecast.pooled.levels[issue], forecast.case
    if not fan.draws:
        return ""
    low, _, high = ends(fan, finest(case, issue))
    span = "" if low == high else f" ({low} to {high} {RANGE})"
    number, _, place = level_words(case, issue, fan.middle.value).partition(", ")
    without = (
        "" if case.talk_of(issue) is None else f"; without a deal {level_number(case, issue, case.reference(issue))}"
    )
    return f"{issue_name(case, issue)} ends at {number}{span}{f', {place}' if place else ''}{without}."


def settled_bullet(settlement: Settlement, issue: str) -> str:
    """Where an issue settles with every number at its middle, in each way in which the talks can settle."""
    case = settlement.case
    where = level_words(case, issue, settlement.levels[issue])
    without = level_number(case, issue, settlement.reference(issue))
    ways = [one.levels[issue] for one in (settlement, *settlement.alternatives)]
    if not same_level(case, issue, min(ways), max(ways)):
        levels = dict.fromkeys(level_number(case, issue, level) for level in ways)
        return f"{issue_name(case, issue)} settles at {joined(list(levels), 'or')}; without a deal {without}."
    agreed = (talk := case.talk_of(issue)) is not None and settlement.agreements[talk]
    if not agreed:
        return f"{issue_name(case, issue)} stays at {where}."
    return f"{issue_name(case, issue)} settles at {where}; without a deal {without}."


def reliance_bullet(lev: Leverage, actor: str) -> str:
    """Whom an actor needs most, and what it would lose without each; empty if it needs nobody."""
    case = lev.case
    losses = {j: one for j, one in lev.reliance[actor].items() if one.share.known and one.share.middle >= LEAST}
    if not losses:
        return ""
    first, *rest = sorted(losses, key=lambda j: -losses[j].share.middle)
    who, whom = capital(actor_phrase(case, actor)), actor_phrase(case, first)
    lost = points_words(losses[first].points.middle)
    others = joined([f"{percent(losses[j].share.middle)} without {actor_phrase(case, j)}" for j in rest[:2]])
    more = f"; {others}" if others else ""
    most = "most" if rest else "only"
    return (
        f"{who} needs {whom} {most}: left by it, it would lose {percent(losses[first].share.middle)} of all it has at "
        f"stake ({lost}){more}."
    )
