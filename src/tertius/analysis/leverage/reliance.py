"""Reliance: what an actor would lose if another walked away from it. Net leverage: the difference, both ways.

    reliance of i on j  =  V_i  -  V_i if j walks away from i

If j walks away from i, every talk that both sit at fails, with its links and threats; what j supplies covers none of
i's needs; j's threats against i fire at their stated probability; stances are untouched, and everyone else settles
anew. A share is a share of R_i. Net leverage of j over i is the reliance of i on j as a share of R_i, less that of j
on i as a share of R_j.

Reference: R. M. Emerson (1962), Power-dependence relations, American Sociological Review 27(1): the power of one over
another is the dependence of the other, and dependence falls with the alternatives. Here the alternatives are part of
the settlement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tertius.analysis.leverage.branches import CERTAIN, Open
from tertius.analysis.leverage.walk_away import NONE, Band, band_of
from tertius.results import Record
from tertius.rules.bargaining.outside.departure import are_tied, talks_of_both, walk_away
from tertius.scenarios.scenarios import Floats, Scenario

Pair = tuple[str, str]


@dataclass(frozen=True)
class Reliance(Record):
    """What one actor loses if another walks away from it.

    Attributes:
        points: In points of the one who loses; below zero if it would gain.
        share: As a share of its range R_i; nan if it has nothing at stake.
        through: The talks that would fail.
    """

    points: Band
    share: Band
    through: tuple[str, ...]


def losses_between(scenario: Scenario, pairs: Sequence[Pair] = ()) -> dict[Pair, Floats]:
    """The loss (D,) of the first actor of each pair if the second walks away from it, in points of the first.

    Args:
        scenario: The case, settled over its draws. It keeps the losses: a pair is worked out once.
        pairs: Who loses, and who walks away; every two actors if left out.
    """
    actors, losses = scenario.network.actors, scenario.losses
    pairs = pairs or [(i, j) for i in actors for j in actors if i != j]
    missing = [pair for pair in pairs if pair not in losses]
    losses |= {pair: np.zeros(scenario.draws) for pair in missing}
    # Of the others nothing changes for i if j walks away.
    tied = [(i, j) for i, j in missing if are_tied(scenario.case, i, j)]
    if not tied:
        return {pair: losses[pair] for pair in pairs}
    variants, case, network = scenario.versions(scenario.each(len(tied))), scenario.case, scenario.network
    suffered = [
        walk_away(case, network, variants, slice(p * scenario.draws, (p + 1) * scenario.draws), *pair).damage
        for p, pair in enumerate(tied)
    ]
    left = scenario.settle(variants).payoffs.reshape(len(tied), scenario.draws, -1)
    for p, (i, j) in enumerate(tied):
        row = scenario.actor(i)
        losses[i, j] = scenario.many.payoffs[:, row] - (left[p, :, row] - suffered[p])
    return {pair: losses[pair] for pair in pairs}


def reliances(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, dict[str, Reliance]]:
    """Of every actor, its reliance on every other, as far as it can be told."""
    actors, losses = scenario.network.actors, losses_between(scenario)
    return {
        i: {
            j: Reliance(NONE, NONE, talks_of_both(scenario.case, i, j))
            if (i, j) in unknown.pairs
            else Reliance(
                band_of(losses[i, j]), band_of(loss_share(scenario, i, j)), talks_of_both(scenario.case, i, j)
            )
            for j in actors
            if j != i
        }
        for i in actors
    }


def net_leverage(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, dict[str, Band]]:
    """Of every actor, its net leverage over every other, as a difference of shares.

    An actor that has nothing at stake relies on nobody.
    """
    actors = scenario.network.actors
    shares = {pair: np.nan_to_num(loss_share(scenario, *pair)) for pair in losses_between(scenario)}
    hidden = {*unknown.pairs, *((j, i) for i, j in unknown.pairs)}
    return {
        j: {i: NONE if (i, j) in hidden else band_of(shares[i, j] - shares[j, i]) for i in actors if i != j}
        for j in actors
    }


def loss_share(scenario: Scenario, i: str, j: str) -> Floats:
    """(D,) what i loses if j walks away, as a share of R_i; nan if i has nothing at stake."""
    share: Floats = losses_between(scenario, [(i, j)])[i, j] / scenario.ranges[scenario.actor(i)]
    return share
