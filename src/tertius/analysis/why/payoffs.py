"""Why a payoff, a walk-away value and a gain are what they are: term by term, down to the numbers of the case.

    V_i = sum of its terms          d_i = the same in the settlement without the talk
    gain_i = V_i - d_i = sum over the terms of what each is more with the deal than without

and, beside the terms, d_i by what it comes from: other talks, suppliers, links and threats, as in `leverage`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from tertius.analysis.leverage.features import Feature
from tertius.analysis.leverage.walk_away import WalkAway, walk_aways
from tertius.analysis.why.answer import Answer
from tertius.analysis.why.result import Reason, summed
from tertius.case.model import Case
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement
from tertius.scenarios.scenarios import Scenarios

NOTHING = 1e-9
"""What is less than this, in points, is a rounding."""

BY_SOURCE = "by what it comes from"
"""What the sum is called that takes a walk-away value apart by talks, suppliers, links and threats."""

BARE = "without any of what follows"
"""What the part of that sum is called that needs none of them."""

TOGETHER = "what these do only together"
"""What the part of that sum is called that no single one of them makes."""

Term = tuple[str, str]


def payoff_reason(answer: Answer, actor: str) -> Reason:
    """The payoff of an actor, by its terms."""
    terms = _terms(answer, answer.settlement, actor)
    return _whole(f"payoff of {answer.case.name(actor)}", answer.settlement.payoffs[actor], terms)


def need_reason(answer: Answer, need: str) -> Reason:
    """What a need adds to the payoff of its actor, and what covers it."""
    actor = answer.case.needs[need].actor
    [found] = [one for term, one in _by_term(answer, answer.settlement, actor) if term == ("need", need)]
    covers = answer.case.needs[need].covered_by
    levels = tuple(answer.level(answer.settlement, issue) for issue in covers)
    return Reason(
        f"{found.label} of {answer.case.name(actor)}", found.value, found.unit, None, (*levels, *found.children)
    )


def walk_away_reason(answer: Answer, talk: str, party: str) -> Reason:
    """What a party has if a talk breaks down: by its terms, and by what it comes from."""
    value = answer.settlement.walk_away[talk][party]
    terms = _whole("term by term", value, _terms(answer, answer.broken(talk), party))
    moved = _moved_levels(answer, talk)
    parts = [terms, *_by_source(answer, talk, party, value)]
    if moved:
        parts.append(Reason("what is different without it", None, children=tuple(moved)))
    return Reason(walk_away_label(answer.case, talk, party), value, "points", None, tuple(parts))


def walk_away_label(case: Case, talk: str, party: str) -> str:
    """What the row of a walk-away value is called."""
    return f"what {case.name(party)} has if {case.name(talk)} fails"


def gain_reason(answer: Answer, talk: str, party: str) -> Reason:
    """What a party gains by the deal of a talk, over walking away, by its terms."""
    settlement = answer.settlement
    made = talk if settlement.agreements[talk] else ""
    named = f"what {answer.case.name(party)} gains over walking away"
    return difference(answer, named, (settlement, made), talk, party, settlement.gain(talk, party))


def difference(
    answer: Answer, label: str, there: tuple[Settlement, str], talk: str, party: str, value: float
) -> Reason:
    """How much more a party has in one settlement than if a talk breaks down, by its terms.

    Args:
        answer: The settled case.
        label: What the difference is.
        there: The settlement, and the talk whose deal is taken to be made there; empty for none.
        talk: The talk that breaks down on the other side.
        party: The party.
        value: The difference, which the rows add up to.
    """
    with_it = dict(_by_term(answer, there[0], party, there[1]))
    without = dict(_by_term(answer, answer.broken(talk), party))
    rows = [_change(with_it.get(term), without.get(term)) for term in with_it | without]
    rows = [row for row in rows if abs(row.value or 0.0) > NOTHING]
    return _whole(label, value, tuple(sorted(rows, key=lambda row: -abs(row.value or 0.0))))


def _change(there: Reason | None, here: Reason | None) -> Reason:
    """How much more a term is worth on one side than on the other."""
    sides = [("with the deal", there, 1.0), ("less what it is without it", here, -1.0)]
    rows = tuple(
        Reason(label, sign * (side.value or 0.0), "points", None, side.children)
        for label, side, sign in sides
        if side is not None
    )
    return summed((there or here or Reason("", None)).label, rows)


def _whole(label: str, value: float, rows: tuple[Reason, ...]) -> Reason:
    """A figure with the rows that it is the sum of; what they leave is what the other parties would settle alone."""
    rest = value - sum(row.value or 0.0 for row in rows)
    if abs(rest) > NOTHING:
        rows = (*rows, Reason("that the others may close without it", rest, "points"))
    return Reason(label, value, "points", None, rows, True)


def _terms(answer: Answer, settlement: Settlement, actor: str) -> tuple[Reason, ...]:
    return tuple(one for _, one in _by_term(answer, settlement, actor))


def _by_term(answer: Answer, settlement: Settlement, actor: str, if_made: str = "") -> Iterator[tuple[Term, Reason]]:
    """Yield the terms of a payoff, each with the level that it is at and the numbers that it comes from."""
    inputs = answer.inputs.of_terms(settlement, actor, if_made)
    for term, value in payoff_terms(settlement, actor, if_made).items():
        numbers = tuple(map(answer.number, inputs[term]))
        issues = {"stance": (term[1],), "need": (*answer.case.needs[term[1]].covered_by,) if term[0] == "need" else ()}
        levels = tuple(answer.level(settlement, issue) for issue in issues.get(term[0], ()))
        yield term, Reason(term_label(answer.case, *term), value, "points", None, (*levels, *numbers))


def term_label(case: Case, kind: str, ident: str) -> str:
    """What a term of a payoff is called."""
    words = {"stance": "", "need": "need: ", "damage": "threat suffered: ", "cost": "threat carried out: "}
    if kind == "promise":
        return "what is promised, and kept or not"
    return f"{words[kind]}{case.name(ident)}"


def _by_source(answer: Answer, talk: str, party: str, value: float) -> Iterator[Reason]:
    """Yield a walk-away value by what it comes from, unless it cannot be told or chances are not those of the case."""
    if answer.settlement.settings.get("without"):
        return
    scenario = Scenarios(answer.case, [answer.theory.name], draws=0).settle(answer.case)[answer.theory.name]
    apart: WalkAway = walk_aways(scenario)[talk][party]
    if talk in answer.settlement.open_without or not math.isclose(apart.value, value, abs_tol=1e-6):
        return
    rows = [Reason(BARE, apart.bare, "points")]
    ranked = sorted(apart.parts.items(), key=lambda item: -abs(item[1]))
    rows += [Reason(_feature_label(answer.case, one), part, "points") for one, part in ranked]
    rest = value - sum(row.value or 0.0 for row in rows)
    if abs(rest) > NOTHING:
        rows.append(Reason(TOGETHER, rest, "points"))
    yield Reason(BY_SOURCE, value, "points", None, tuple(rows), True)


def _feature_label(case: Case, feature: Feature) -> str:
    """A talk, a supply, a link, a threat or a veto by its name."""
    if feature.kind == "supply":
        return f"supplies from {case.name(feature.holder)} to {case.name(feature.target)}"
    if feature.kind == "veto":
        return f"veto of {case.name(feature.holder)} in {case.name(feature.target)}"
    return f"{feature.kind}: {case.name(feature.name)}"


MOVED = 0.01
"""A level has moved from this share of its scale on."""


def _moved_levels(answer: Answer, talk: str) -> list[Reason]:
    """What other talks come to without this one: those that fail too, and levels that move."""
    case, broken, settlement = answer.case, answer.broken(talk), answer.settlement
    found = []
    for other in (other for other in case.talks if other != talk):
        if settlement.agreements[other] and not broken.agreements[other]:
            found.append(Reason(f"{case.name(other)} fails too", None))
            continue
        for issue in case.talks[other].issues:
            low, high = case.issues[issue].scale
            change = broken.levels[issue] - settlement.levels[issue]
            if abs(change) >= MOVED * (high - low):
                row = answer.level(broken, issue)
                found.append(Reason(f"{row.label}, instead of {settlement.levels[issue]:.4g}", row.value, row.unit))
    return found
