"""W(S): what a client and some of its patrons have together, from the settled network.

    w(S)  =  V_client(S)  +  sum over i in S of  r_i ( V_i(S) - V_i(S without i) )
    W(S)  =  max over T in S of  w(T)

V(S) is the settlement in which every patron outside S has walked away from the client, as for reliance: each talk
that it and the client both sit at fails, with its links and threats; what it supplies covers none of the client's
needs; its threats against the client are carried out at their stated probability; everyone else settles anew. A
patron's part is what dealing with the client brings it: its payoff less what it has if it walks away and the others
stay. The client can leave a patron aside, so a set is worth no less than any set within it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tertius.rules.arrays import Flags, Floats
from tertius.rules.bargaining.outside.departure import walk_away
from tertius.rules.worths.division import best_of_subsets
from tertius.rules.worths.sets import members
from tertius.scenarios.scenarios import Scenario


def settled_payoffs(scenario: Scenario, client: str, patrons: Sequence[str]) -> tuple[Floats, Flags]:
    """The payoffs of the client and the patrons with every set of patrons.

    Returns:
        (2^n, D, 1 + n) the payoffs, each in points of its actor; (D,) whether all settlements came to rest.
    """
    draws, here = scenario.draws, members(len(patrons))
    variants = scenario.versions(scenario.each(len(here)))
    suffered = np.zeros((len(here), draws, 1 + len(patrons)))
    for s, inside in enumerate(here):
        rows = slice(s * draws, (s + 1) * draws)
        for i, patron in enumerate(patrons):
            if not inside[i]:
                left = walk_away(scenario.case, scenario.network, variants, rows, client, patron)
                suffered[s, :, 0] += left.damage
                suffered[s, :, 1 + i] += left.cost
    columns = [scenario.actor(actor) for actor in (client, *patrons)]
    settled = scenario.settle(variants)
    payoffs = settled.payoffs.reshape(len(here), draws, -1)[:, :, columns] - suffered
    return payoffs, np.asarray(settled.settled.reshape(len(here), draws).all(axis=0))


def worths_of(payoffs: Floats, rates: Floats) -> Floats:
    """(D, 2^n) W(S) in points of the client.

    Args:
        payoffs: (2^n, D, 1 + n) as `settled_payoffs` has them.
        rates: (n,) how many points of the client one point of each patron is.
    """
    here, sets = members(len(rates)), np.arange(len(payoffs))
    worths = payoffs[:, :, 0].copy()
    for i, rate in enumerate(rates):
        with_i = sets[here[:, i]]
        brings = payoffs[with_i, :, 1 + i] - payoffs[with_i ^ (1 << i), :, 1 + i]
        worths[with_i] += rate * brings
    return np.array([best_of_subsets(row) for row in worths.T])


def spillovers(payoffs: Floats) -> Floats:
    """(D, n) the most that a patron gains or loses by what the client does with others, in points of the patron."""
    here, most = members(payoffs.shape[2] - 1), []
    for i in range(here.shape[1]):
        apart = payoffs[~here[:, i], :, 1 + i] - payoffs[0, :, 1 + i]
        most.append(np.take_along_axis(apart, np.abs(apart).argmax(axis=0)[None], axis=0)[0])
    return np.array(most).T


def power_of(scenario: Scenario, client: str, patrons: Sequence[str]) -> Floats:
    """(D, n) each patron's share of the power of the two at the tables at which both sit."""
    talks, own = scenario.case.talks, scenario.actor(client)
    shares = []
    for patron in patrons:
        common = [scenario.talk(name) for name, talk in talks.items() if {client, patron} <= set(talk.parties)]
        power = scenario.numbers.power[:, common]
        theirs, both = power[:, :, scenario.actor(patron)], power[:, :, scenario.actor(patron)] + power[:, :, own]
        shares.append(np.where(both > 0, theirs / np.where(both > 0, both, 1.0), 0.5).mean(axis=1))
    return np.array(shares).T
