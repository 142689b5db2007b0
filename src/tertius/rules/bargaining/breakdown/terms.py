"""What is demanded of a deal, whether it is kept, and what patience is worth: these fields of a case as arrays.

A threat or link with demands fires unless the deal reaches their levels, on the side of the reference on which these
lie. What an actor gets of a deal it gets with the probability with which the supplier of the issue keeps its word.

Patience is power: b_i = 1 / r_i with r_i = -ln delta_i. Of two parties j's gain has the share r_i / (r_i + r_j), the
limit of Rubinstein's game of offers as they follow each other without friction (Binmore, Rubinstein & Wolinsky 1986).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tertius.case.entries import Demand
from tertius.case.model import Case, supplier_of
from tertius.case.parse.origin import Path
from tertius.rules.arrays import Floats, Ints
from tertius.rules.payoffs import Number, fraction_of


def demands_in(case: Case) -> Iterator[tuple[str, str, str, Demand]]:
    """Yield every demand: ``links`` or ``threats``, the id of the commitment, the issue, and the demand."""
    for ident, link in case.links.items():
        yield from (("links", ident, issue, demand) for issue, demand in link.unless.items())
    for ident, threat in case.threats.items():
        yield from (("threats", ident, issue, demand) for issue, demand in threat.unless.items())


def demand_rows(case: Case) -> dict[str, Ints]:
    """The fields of `Structure` that say who demands what, from which side."""
    links, threats, issues = list(case.links), list(case.threats), list(case.issues)
    link, threat, column, side = [], [], [], []
    for where, ident, issue, demand in demands_in(case):
        link.append(links.index(ident) if where == "links" else -1)
        threat.append(threats.index(ident) if where == "threats" else -1)
        column.append(issues.index(issue))
        side.append(1 if demand.level.on(case.issues[issue].scale).middle >= case.reference(issue) else -1)
    names = ("demand_link", "demand_threat", "demand_issue", "demand_side")
    return {name: np.array(rows, np.int64) for name, rows in zip(names, (link, threat, column, side), strict=True)}


def demanded(case: Case) -> Floats:
    """(D,) the levels demanded, in [0, 1], at their middles."""
    levels = [
        fraction_of(case, issue, demand.level.on(case.issues[issue].scale).middle)
        for _, _, issue, demand in demands_in(case)
    ]
    return np.array(levels, np.float64)


def demand_row(case: Case, where: str, ident: str, issue: str) -> int:
    """The row of a demand."""
    return [found[:3] for found in demands_in(case)].index((where, ident, issue))


def owed_by(case: Case, talk: str, party: str) -> tuple[Ints, Ints]:
    """Whose payoff from which issue counts only if a party of a talk keeps its word: rows of actors, of issues."""
    cells = [
        (i, k)
        for k, issue in enumerate(case.issues)
        if issue in case.talks[talk].without_agreement
        for i, actor in enumerate(case.actors)
        if actor != party and supplier_of(case, issue, actor) == party
    ]
    rows = np.array(cells, np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def keeps_of(case: Case) -> Floats:
    """(I, K) the probability that an actor gets of a deal on an issue what it says, at the middles."""
    keep = np.ones((len(case.actors), len(case.issues)))
    for ident, talk in case.talks.items():
        for party, word in talk.keeps.items():
            keep[owed_by(case, ident, party)] = word.probability.middle
    return keep


def power_of_patience(discount: Number) -> Number:
    """1 / r, the power of a party that takes a gain of the next season for `discount` times as much."""
    power: Number = -1.0 / np.log(discount)
    return power


def is_own(case: Case, path: Path, actor: str) -> bool:
    """Whether a number is one of the stances or needs of an actor: of what it wants."""
    return path[:2] == ("stances", actor) or (path[0] == "needs" and case.needs[str(path[1])].actor == actor)


def drifts_of(case: Case) -> Floats:
    """(K,) by how much of its scale each issue moves without agreement in a season, at the middles."""
    drift = np.zeros(len(case.issues))
    for k, (issue, entry) in enumerate(case.issues.items()):
        talk = case.talk_of(issue)
        moves = None if talk is None else case.talks[talk].without_agreement[issue].drift
        if moves is not None:
            drift[k] = moves.middle / (entry.scale[1] - entry.scale[0])
    return drift
