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

from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.case.model import supplies_of
from tertius.rules.arrays import Versions
from tertius.rules.bargaining.perceived import COVER, STRIKE
from tertius.rules.bargaining.versions import take_away
from tertius.rules.settlement import Settlements
from tertius.scenarios.network_draws import Floats, NetworkDraws

Pair = tuple[str, str]


@dataclass(frozen=True)
class Reliance:
    """What one actor loses if another walks away from it.

    Attributes:
        points: In points of the one who loses; below zero if it would gain.
        share: As a share of its range R_i; nan if it has nothing at stake.
        through: The talks that would fail.
    """

    points: Band
    share: Band
    through: tuple[str, ...]


def reliance(ground: NetworkDraws, base: Settlements) -> dict[Pair, Floats]:
    """The loss (D,) of the first actor of each pair if the second walks away from it, in points of the first.

    Args:
        ground: The case and its draws.
        base: The settlement of every draw, nothing changed.
    """
    actors = ground.network.actors
    return losses_between(ground, base, [(i, j) for i in actors for j in actors if i != j])


def losses_between(ground: NetworkDraws, base: Settlements, pairs: Sequence[Pair]) -> dict[Pair, Floats]:
    """The same for some pairs only.

    Args:
        ground: The case and its draws.
        base: The settlement of every draw, nothing changed.
        pairs: Who loses, and who walks away.
    """
    tied = [pair for pair in pairs if _is_tied(ground, *pair)]
    losses = {pair: np.zeros(ground.draws) for pair in pairs}
    if not tied:
        return losses
    variants = ground.versions(ground.each(len(tied)))
    suffered = [
        _walk_away(ground, variants, slice(p * ground.draws, (p + 1) * ground.draws), *pair)
        for p, pair in enumerate(tied)
    ]
    left = ground.settle(variants).payoffs.reshape(len(tied), ground.draws, -1)
    for p, (i, j) in enumerate(tied):
        row = ground.actor(i)
        losses[i, j] = base.payoffs[:, row] - (left[p, :, row] - suffered[p])
    return losses


def reliances(ground: NetworkDraws, losses: dict[Pair, Floats]) -> dict[str, dict[str, Reliance]]:
    """Of every actor, its reliance on every other."""
    actors = ground.network.actors
    return {
        i: {
            j: Reliance(band_of(losses[i, j]), band_of(_share(ground, losses, i, j)), _together(ground, i, j))
            for j in actors
            if j != i
        }
        for i in actors
    }


def net_leverage(ground: NetworkDraws, losses: dict[Pair, Floats]) -> dict[str, dict[str, Band]]:
    """Of every actor, its net leverage over every other, as a difference of shares.

    An actor that has nothing at stake relies on nobody.
    """
    actors = ground.network.actors
    shares = {pair: np.nan_to_num(_share(ground, losses, *pair)) for pair in losses}
    return {j: {i: band_of(shares[i, j] - shares[j, i]) for i in actors if i != j} for j in actors}


def _share(ground: NetworkDraws, losses: dict[Pair, Floats], i: str, j: str) -> Floats:
    share: Floats = losses[i, j] / ground.ranges[ground.actor(i)]
    return share


def _together(ground: NetworkDraws, i: str, j: str) -> tuple[str, ...]:
    """The talks that both sit at."""
    return tuple(name for name, talk in ground.case.talks.items() if {i, j} <= set(talk.parties))


def _threats(ground: NetworkDraws, j: str, i: str) -> list[int]:
    """The rows of the threats of j against i."""
    threats = ground.case.threats.values()
    return [row for row, threat in enumerate(threats) if (threat.holder, threat.target) == (j, i)]


def _is_tied(ground: NetworkDraws, i: str, j: str) -> bool:
    """Whether anything changes for i if j walks away from it."""
    return bool(_together(ground, i, j) or (j, i) in supplies_of(ground.case) or _threats(ground, j, i))


def _walk_away(ground: NetworkDraws, variants: Versions, rows: slice, i: str, j: str) -> Floats:
    """Makes j walk away from i in these versions; returns (D,) the damage of threats, which strike whatever happens."""
    network = ground.network
    for talk in _together(ground, i, j):
        variants.failed[rows, ground.talk(talk)] = True
    for need, issue in supplies_of(ground.case).get((j, i), ()):
        place = network.needs.index(need), network.issues.index(issue)
        take_away(network.structure, variants.numbers, rows, COVER, *place)
    damage = np.zeros(ground.draws)
    for row in _threats(ground, j, i):
        damage += ground.numbers.strike[:, row] * ground.numbers.damage[:, row]
        # It hangs on no talk any more, so it is no argument in one.
        take_away(network.structure, variants.numbers, rows, STRIKE, row)
    return damage
