"""Expected payoffs of every actor, from the levels of the agreed talks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Network

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FELT = 1e-6


def payoffs_at(network: Network, levels: Floats, agreed: Flags) -> Floats:
    """(I,) expected payoffs V_i at the levels of the agreed talks; the others stand at their references.

    V_i = sum_k s_ik (1 - |x_k - p_ik|^a) + sum_n w_n (1 - prod_k (1 - q_nk x_k)) - damage - cost, expected
    over which agreed talks the links of the failed ones bring down.
    """
    structure, numbers = network.structure, network.numbers
    stands = standing(network, agreed)
    chance = np.append(stands, 0.0)[structure.issue_talk]  # outside every talk: the standing level
    held = _stance_terms(network, levels)
    fallen = _stance_terms(network, numbers.reference)
    payoffs = (chance * held + (1 - chance) * fallen).sum(axis=1)
    for n, actor in enumerate(structure.need_actor):
        missing = np.prod(missing_shares(network, n, levels, stands))
        payoffs[actor] += numbers.weight[n] * (1 - missing)
    for h, talk in enumerate(structure.threat_talk):
        carried_out = (1 - stands[talk]) * numbers.strike[h]
        payoffs[structure.threat_target[h]] -= carried_out * numbers.damage[h]
        payoffs[structure.threat_holder[h]] -= carried_out * numbers.cost[h]
    return payoffs


def standing(network: Network, agreed: Flags) -> Floats:
    """(T,) sigma_t: the chance that the talk is agreed and that no link brings it down."""
    stands = agreed.astype(np.float64)
    structure = network.structure
    for link, (cause, effect) in enumerate(zip(structure.link_from, structure.link_to, strict=True)):
        if not agreed[cause]:
            stands[effect] *= 1 - network.numbers.link[link]
    return stands


def units_of(network: Network) -> Floats:
    """(I,) R_i, and one point for an actor without interests, whose range is zero."""
    return np.where(network.numbers.range > 0, network.numbers.range, 1.0)


def _stance_terms(network: Network, levels: Floats) -> Floats:
    numbers = network.numbers
    return numbers.salience * (1 - loss(levels - numbers.position, network.structure.curvature))


def loss(distance: Floats, curvature: float) -> Floats:
    if curvature == 2.0:
        return distance * distance
    return np.abs(distance) ** curvature


def missing_shares(network: Network, need: int, levels: Floats, stands: Floats) -> Floats:
    """(T + 1,) expected share of a need that each talk, and last what stands outside them, leaves open."""
    cover = network.numbers.cover[need]
    held, fallen = 1 - cover * levels, 1 - cover * network.numbers.reference
    shares = np.ones(len(network.talks) + 1)
    for t in range(len(network.talks)):
        here = network.structure.issue_talk == t
        shares[t] = stands[t] * np.prod(held[here]) + (1 - stands[t]) * np.prod(fallen[here])
    shares[-1] = np.prod(fallen[network.structure.issue_talk < 0])
    return shares


def cares_of(network: Network) -> Flags:
    """(I, K) whether the level of the issue can move the actor's payoff by a share of its range that it feels."""
    units = units_of(network)
    cares = network.numbers.salience / units[:, None] > FELT
    for n, actor in enumerate(network.structure.need_actor):
        cares[actor] |= network.numbers.weight[n] / units[actor] * network.numbers.cover[n] > FELT
    return cares


def touched_by(network: Network, talk: int, levels: Floats, agreed: Flags) -> Flags:
    """(I,) whether the levels of a talk move the actor's payoff: not by a need that other talks cover fully."""
    here, units = network.structure.issue_talk == talk, units_of(network)
    touched = (network.numbers.salience[:, here] / units[:, None] > FELT).any(axis=1)
    stands = standing(network, agreed)
    for n, actor in enumerate(network.structure.need_actor):
        open_elsewhere = np.prod(np.delete(missing_shares(network, n, levels, stands), talk))
        brings = network.numbers.weight[n] / units[actor] * open_elsewhere * network.numbers.cover[n, here]
        touched[actor] |= bool((brings > FELT).any())
    return touched
