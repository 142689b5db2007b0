"""The unit in which the payoffs of a client and its patrons are added up: points of the client.

    joint worth  =  V_client  +  sum over patrons of  r_i V_i

r_i says how many points of the client one point of patron i is. Where an issue on their common table works like
money, the case itself says so: with linear losses what one pays the other gets, and r_i is the salience of the client
over that of the patron. Elsewhere payoffs cannot be passed on, and it is a convention: shares of ranges count alike,
r_i = R_client / R_i.
"""

from __future__ import annotations

from dataclasses import dataclass

from tertius.case.model import Case
from tertius.results import Record
from tertius.scenarios.scenarios import Scenario


@dataclass(frozen=True)
class Rate(Record):
    """How many points of the client one point of a patron counts.

    Attributes:
        points: So many.
        issue: The issue that passes points from one to the other at this rate; empty where shares of ranges are taken.
        given: Whether the user said so.
    """

    points: float
    issue: str = ""
    given: bool = False


def rate_of(scenario: Scenario, client: str, patron: str) -> Rate:
    """The rate that the case says, else that of shares of ranges; 0 for a patron that has nothing at stake."""
    case = scenario.case
    for issue in money_between(case, client, patron):
        pays, gets = (case.stances[actor][issue].salience.middle for actor in (client, patron))
        return Rate(pays / gets, issue)
    own, other = (scenario.network.numbers.range[scenario.actor(actor)] for actor in (client, patron))
    return Rate(float(own / other) if other > 0 else 0.0)


def money_between(case: Case, client: str, patron: str) -> list[str]:
    """The issues that work like money between two actors.

    They are on a table at which both sit, losses are linear, the two want opposite ends, and no need hangs on them.
    """
    if case.curvature != 1:
        return []
    needed = {issue for need in case.needs.values() for issue in need.covered_by}
    found = []
    for talk in case.talks.values():
        if {client, patron} <= set(talk.parties):
            found += [issue for issue in talk.issues if issue not in needed and _opposed(case, client, patron, issue)]
    return found


def _opposed(case: Case, client: str, patron: str, issue: str) -> bool:
    """Whether the two want opposite ends of the scale, so that every step takes from one and gives the other."""
    stances = [case.stances.get(actor, {}).get(issue) for actor in (client, patron)]
    scale = case.issues[issue].scale
    wanted = [stance.position.on(scale).middle for stance in stances if stance and stance.salience.middle > 0]
    return len(wanted) == 2 and sorted(wanted) == sorted(scale)
