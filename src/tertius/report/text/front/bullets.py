"""Findings for the first page: one number each, its range, and what it means on the scale of the case."""

from __future__ import annotations

import math
from collections.abc import Mapping

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
    plain_number,
    points_words,
    same_level,
    talk_phrase,
)
from tertius.rules.settlement import NEXT_TO_NOTHING, Settlement
from tertius.scenarios.targets import Target, target_of_quantity

RANGE = "in eight draws of ten"
"""What a range in brackets is."""

_ALL, _HAIR = 0.9995, 1e-9

_WHOLE = 10.0
"""Percent from this on have no digit after the point."""

_STAKED = ("payoff", "gain", "walk_away", "reliance")
"""What is counted in points of an actor, so that it is told as a share of all that the actor has at stake."""

_SHARES = ("upper_hand", "net_leverage", "agreement")
"""What is a share, told in percentage points."""


def claim_bullet(case: Case, result: ClaimResult, stakes: Mapping[str, float]) -> str:
    """A tested claim with how much it comes to; empty for what has no number.

    Args:
        case: The case.
        result: The claim.
        stakes: Actor: all it has at stake, in its points.
    """
    if not result.quantity or result.claim.form != "compare" or not math.isfinite(result.effect.median):
        return ""
    says = result.claim.says.rstrip(". ")
    return f"{says}: true {_where(result)}. {capital(_versus(result) + effect_words(case, result, stakes))}."


def _where(result: ClaimResult) -> str:
    """``in every draw``, ``in 82 percent of draws``, ``under 'hold' and not under 'renegotiate'``."""
    if _by_theory(result):
        yes, no = (
            [f"'{name}'" for name, at in result.theories.items() if (at > _ALL) is side] for side in (True, False)
        )
        return f"under {joined(yes)} and not under {joined(no)}"
    if result.share > _ALL:
        return "in every draw"
    return "in no draw" if result.share < 1 - _ALL else f"in {percent(result.share)} of draws"


def _by_theory(result: ClaimResult) -> bool:
    """Whether the theory alone decides: true in every draw under one and in none under another."""
    shares = result.theories.values()
    return (
        max(shares, default=0) > _ALL and min(shares) < 1 - _ALL and all(abs(2 * s - 1) > 2 * _ALL - 1 for s in shares)
    )


def _versus(result: ClaimResult) -> str:
    """Which of its two versions has the amount that follows: a claim may be said of the other one."""
    test = result.claim.compare
    if test is None or (test.changes and test.against):
        return ""
    return "with this change, " if test.changes else "as things stand, "


def effect_words(case: Case, result: ClaimResult, stakes: Mapping[str, float]) -> str:
    """By how much a claim moves what it is about: ``North Korea has more, by 10 percent of all it has at stake``."""
    target, effect = target_of_quantity(result.quantity), result.effect
    stake = stakes.get(target.ident, 0.0) if target.kind in _STAKED else 0.0
    factor = 100 / stake if stake > 0 else 100.0 if target.kind in _SHARES else 1.0
    effect = DrawQuantiles(*(factor * value for value in (effect.low, effect.median, effect.high)))
    whole = stake > 0 and abs(effect.median) >= _WHOLE
    size, span = f"{abs(effect.median):.{0 if whole else 1}f}".removesuffix(".0"), _span(effect, 0 if whole else 1)
    if _by_theory(result):
        size, span = span, ", by the theory"
    else:
        span = f" ({span} {RANGE})" if span else ""
    subject, way = _subject(case, target), _way(target, effect.median > 0)
    if size == "0":
        return f"{subject} the same in the middle{span}"
    if stake > 0:
        return f"{subject} {way}{_left(case, target)}, by {size} percent of all it has at stake{span}"
    said = f"{_verb(case, target)} {size}{_unit(case, target, size)} {way}{span}"
    return f"{said}{_left(case, target)}{_meaning(case, target, effect.median)}"


def _span(effect: DrawQuantiles, decimals: int) -> str:
    """The range, by size where both ends have one sign; empty if there is none."""
    low, high = effect.low, effect.high
    if abs(high - low) < _HAIR:
        return ""
    if low >= 0 or high <= 0:
        low, high = sorted((abs(low), abs(high)))
    first, last = fixed(low, decimals), fixed(high, decimals)
    return "" if first == last else f"{first} to {last}"


def _subject(case: Case, target: Target) -> str:
    who = actor_phrase(case, target.ident)
    who = f"the {who[4:]}" if who.startswith("The ") else who
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


def _verb(case: Case, target: Target) -> str:
    """The subject and its verb before the amount."""
    if target.kind == "agreement":
        return f"a deal in {talk_phrase(case, target.ident)} is"
    return _subject(case, target)


def _unit(case: Case, target: Target, size: str) -> str:
    if target.kind == "level":
        unit = case.issues[target.ident].unit
        return f" {unit}" if unit else ""
    if target.kind in _SHARES:
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


def _left(case: Case, target: Target) -> str:
    return f" if {actor_phrase(case, target.other)} left it" if target.kind == "reliance" else ""


def _meaning(case: Case, target: Target, median: float) -> str:
    """What the change of a level means: next to nothing, or the ends of the scale; empty for what is no level."""
    if target.kind != "level":
        return ""
    entry = case.issues[target.ident]
    (low, high), anchors = entry.scale, entry.anchors
    if abs(median) < NEXT_TO_NOTHING * (high - low):
        return ", which is next to nothing"
    if low in anchors and high in anchors:
        return f", where {plain_number(low)} is “{anchors[low]}” and {plain_number(high)} “{anchors[high]}”"
    return "" if entry.unit else f", on a scale from {plain_number(low)} to {plain_number(high)}"


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
