"""Where the talks of a case lie on the curve that was measured.

k of a talk is the share of its best hope that the worse-off party gets at Kalai & Smorodinsky's solution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.kinds import known_rates
from tertius.results import Record
from tertius.rules.bargaining.hold import Hold
from tertius.rules.measured.curve import Floats, measured_chance
from tertius.rules.rule import Rule

SOLUTION = "kalai-smorodinsky"
MOST_TALKS = 6
"""With more talks than these an answer to a breakdown takes seconds at this solution: k is read where others hold."""


def hopes_of(rule: Rule, case: Case, paths: Sequence[Path], values: Floats, threads: int = 1) -> Floats:
    """(D, T) k of every talk in every draw: the lower of the upper hands at Kalai & Smorodinsky's solution.

    Every talk settles there, whatever solution it names, and what is stated of private numbers is left out: the talks
    that were measured had everything known but what the other side would say. nan where a talk has no deal, is decided
    by a rule, or has no party that its levels touch, and in draws that did not come to rest. In a case of more than six
    talks the others hold what they have, whatever the rule.

    Args:
        rule: The rule for networks of talks under which the others settle.
        case: The case.
        paths: Which numbers are given in every draw.
        values: (D, len(paths)) their values.
        threads: How many draws to settle at a time.
    """
    rule = Hold() if len(case.talks) > MOST_TALKS else rule
    open_: dict[str, object] = {"solution": None, "doubt": {}, "firm": {}, "ratified_by": {}}
    talks = {name: talk.model_copy(update=open_) for name, talk in case.talks.items()}
    many = rule.settle_many(case.model_copy(update={"talks": talks}), paths, values, SOLUTION, threads, hands=True)
    lowest: Floats = np.fmin.reduce(many.hands, axis=2)
    bargained = np.array([talk.rule is None for talk in talks.values()])
    return np.where(many.settled[:, None] & many.agreed & bargained, lowest, np.nan)


@dataclass(frozen=True)
class Measured(Record):
    """What recorded talks say of a talk, over the draws in which it has a deal that leaves all parties better off.

    Attributes:
        hope: k, the share of its best hope that the worse-off party gets; the mean over the draws.
        chance: P(deal) as measured, given that there is a deal to be made.
        error: The Monte Carlo error of that; 0 if no number is uncertain.
        moved: P(deal) with the intercept moved to the base rate of the talk's `kind`; None if it states none.
        readings: In how many draws k was read off, under every rule.
        beyond: Whether there are more parties than were measured: more than two.
    """

    hope: float
    chance: float
    error: float
    moved: float | None
    readings: int
    beyond: bool


def sides(talk: Talk) -> int:
    """How many sit at a table; those who act as one are one."""
    return len(talk.parties) - max(0, sum(party in talk.as_one for party in talk.parties) - 1)


def measured_talks(case: Case, hopes: Mapping[str, Floats]) -> dict[str, Measured]:
    """What recorded talks say of every talk of which k could be read off in a draw.

    Args:
        case: The case.
        hopes: Rule: (D, T) k.
    """
    rates, found = known_rates(), {}
    for t, (talk, entry) in enumerate(case.talks.items()):
        k = np.concatenate([each[np.isfinite(each[:, t]), t] for each in hopes.values()]) if hopes else np.empty(0)
        if not len(k):
            continue
        chance, base = measured_chance(k), None if entry.kind is None else rates[entry.kind].rate
        several = len(k) > len(hopes)
        found[talk] = Measured(
            hope=float(k.mean()),
            chance=float(chance.mean()),
            error=float(chance.std(ddof=1) / np.sqrt(len(k) / len(hopes))) if several else 0.0,
            moved=None if base is None else float(measured_chance(k, base).mean()),
            readings=len(k),
            beyond=sides(entry) > 2,
        )
    return found


def measured(case: Case, rule: Rule) -> dict[str, Measured]:
    """What recorded talks say of every talk of a case, every number at its middle; empty if it has none."""
    if not (case.talks and rule.talks):
        return {}
    return measured_talks(case, {rule.key: hopes_of(rule, case, [], np.empty((1, 0)))})
