"""What one talk is worth to the others, and to every actor: the settlement without it beside the one with it."""

from __future__ import annotations

from collections.abc import Mapping

from tertius.brief.phrases import (
    actor_phrase,
    issue_name,
    joined,
    level_number,
    percent,
    percent_sign,
    points,
    points_words,
    signed_cell,
    talk_name,
    talk_phrase,
)
from tertius.rules.settlement import Settlement

__all__ = ["elsewhere_sentences", "matrix_rows", "outsider_sentence"]

MOVED = 0.01
"""A level counts as moved from a hundredth of its scale on."""


def elsewhere_sentences(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[str]:
    """Per agreed talk that moves another: where that would settle without it, and what the parties lose."""
    agreed = {talk: broken for talk, broken in breakdowns.items() if settlement.agreements[talk]}
    return [sentence for talk, broken in agreed.items() if (sentence := _elsewhere(settlement, talk, broken))]


def _elsewhere(settlement: Settlement, talk: str, broken: Settlement) -> str:
    case = settlement.case
    effects = []
    for other in case.talks:
        if other == talk:
            continue
        if settlement.agreements[other] and not broken.agreements[other]:
            effects.append(f"{talk_phrase(case, other)} fails too")
            continue
        effects += [_instead(settlement, broken, k) for k in case.talks[other].issues if _moved(settlement, broken, k)]
    if not effects:
        return ""
    changes = [_change(settlement, broken, party) for party in case.talks[talk].parties]
    payoffs = joined([change for change in changes if change])
    return f"Without {talk_phrase(case, talk)}: {', '.join(effects)}{'; ' if payoffs else ''}{payoffs}."


def _moved(settlement: Settlement, broken: Settlement, issue: str) -> bool:
    low, high = settlement.case.issues[issue].scale
    return abs(broken.levels[issue] - settlement.levels[issue]) >= MOVED * (high - low)


def _instead(settlement: Settlement, broken: Settlement, issue: str) -> str:
    case = settlement.case
    there, here = (level_number(case, issue, one.levels[issue]) for one in (broken, settlement))
    return f"{issue_name(case, issue)} {there} instead of {here}"


def _change(settlement: Settlement, broken: Settlement, party: str) -> str:
    change = broken.payoffs[party] - settlement.payoffs[party]
    if abs(change) < 0.05:
        return ""
    number = points_words(abs(change)).replace(" ", f" {'more' if change > 0 else 'fewer'} ", 1)
    return f"{actor_phrase(settlement.case, party)} has {number}"


def matrix_rows(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> list[dict[str, object]]:
    """Per talk that is agreed, the change of every actor's payoff if it breaks down: points, and share of its range."""
    case = settlement.case
    rows: list[dict[str, object]] = []
    for talk, broken in breakdowns.items():
        if settlement.agreements[talk]:
            cells = [_cell(settlement, broken, actor, actor in case.talks[talk].parties) for actor in case.actors]
            rows.append({"name": talk_name(case, talk), "cells": cells})
    return rows


def _cell(settlement: Settlement, broken: Settlement, actor: str, party: bool) -> dict[str, object]:
    change = broken.payoffs[actor] - settlement.payoffs[actor]
    share = _share(settlement, broken, actor)
    shown = signed_cell(change)
    return {"actor": actor, "party": party, "points": shown, "share": "" if shown == "0.0" else percent_sign(share)}


def _share(settlement: Settlement, broken: Settlement, actor: str) -> float:
    """The change of an actor's payoff as a share of its range."""
    whole = settlement.ranges[actor]
    return (broken.payoffs[actor] - settlement.payoffs[actor]) / whole if whole > 0 else 0.0


def outsider_sentence(settlement: Settlement, breakdowns: Mapping[str, Settlement]) -> str:
    """The actor outside a talk that would lose the largest share of its range by its breakdown; may be empty."""
    case = settlement.case
    losses = {
        (actor, talk): -_share(settlement, broken, actor)
        for talk, broken in breakdowns.items()
        for actor in case.actors
        if settlement.agreements[talk] and actor not in case.talks[talk].parties
    }
    if not losses or max(losses.values()) < 0.005:
        return ""
    actor, talk = max(losses, key=lambda pair: losses[pair])
    lost = settlement.payoffs[actor] - breakdowns[talk].payoffs[actor]
    return (
        f"Of those not at the table, {actor_phrase(case, actor)} would lose most: without {talk_phrase(case, talk)} "
        f"{points(lost)} of the {points_words(settlement.ranges[actor])} that it has at stake "
        f"({percent(losses[actor, talk])})."
    )
