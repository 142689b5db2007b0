"""Talks that are decided by a rule, as arrays in which they are bargained like the others.

The only party of such a talk is a deputy, an actor that only the arrays know. It wants exactly the levels that the rule
gives, it alone has power there, and a breakdown would cost it dearly: so the talk always ends in agreement at these
levels, unless it is made to fail or another talk's link brings it down. The parties' payoffs are what they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.rules.arrays import Floats, Network, Numbers, ranges_of
from tertius.rules.bargaining.joint_actors import with_columns
from tertius.rules.decisions import ISSUE_MODELS
from tertius.rules.decisions.stances import Stances, capabilities_of

DEARLY = 1.0
"""Points that a deputy loses if its talk fails; at most 1 hangs on each issue."""


def level_by(rule: str, position: Floats, salience: Floats, capability: Floats) -> float | None:
    """Where a rule decides an issue, on the scale of the positions; None if nobody has any weight.

    Args:
        rule: Its key.
        position: (I,) the positions of the parties with a stance.
        salience: (I,) their saliences, 0 to 100.
        capability: (I,) their capabilities.
    """
    if not (salience * capability > 0).any():
        return None
    return ISSUE_MODELS[rule].decide(Stances(position, salience, capability)).level


def with_deputies(case: Case, network: Network) -> Network:
    """The network with a deputy for every talk that is decided by a rule; the same if there is none."""
    ruled = [t for t, talk in enumerate(case.talks.values()) if talk.rule is not None]
    if not ruled:
        return network
    structure, numbers = network.structure, network.numbers
    more, (talks, actors), issues = len(ruled), structure.party.shape, len(structure.issue_talk)
    deputies = np.arange(actors, actors + more)
    party = np.hstack([structure.party, np.zeros((talks, more), np.bool_)])
    power = np.hstack([numbers.power, np.zeros((talks, more))])
    party[ruled], power[ruled] = False, 0
    party[ruled, deputies], power[ruled, deputies] = True, 1
    salience = np.array([structure.issue_talk == talk for talk in ruled], np.float64)
    seat = np.pad(structure.seat, ((0, 0), (0, more)), constant_values=-1)
    for talk, deputy in zip(ruled, deputies.tolist(), strict=True):
        seat[talk, seat[talk] >= 0] = seat[talk, deputy] = deputy
    structure = structure._replace(
        party=party,
        seat=seat,
        as_one=np.hstack([structure.as_one, np.zeros((talks, more))]),
        # Each threatens itself with what a breakdown would cost it.
        threat_talk=np.append(structure.threat_talk, ruled),
        threat_holder=np.append(structure.threat_holder, deputies),
        threat_target=np.append(structure.threat_target, deputies),
        threat_like=np.append(structure.threat_like, np.arange(more) + len(structure.threat_like)),
    )
    structure = with_columns(structure, np.ones(actors, np.bool_), more)
    structure = structure._replace(
        threat_refusers=np.vstack([structure.threat_refusers, np.ones((more, actors + more), np.int64)])
    )
    whole = numbers._replace(
        position=np.vstack([numbers.position, np.zeros((more, issues))]),
        salience=np.vstack([numbers.salience, salience]),
        power=power,
        damage=np.append(numbers.damage, np.full(more, DEARLY)),
        cost=np.append(numbers.cost, np.zeros(more)),
        strike=np.append(numbers.strike, np.ones(more)),
        keep=np.vstack([numbers.keep, np.ones((more, issues))]),
        wait=np.hstack([numbers.wait, np.zeros((talks, more))]),
        later=np.hstack([numbers.later, np.zeros((talks, more))]),
    )
    batch = Numbers(*(array[None].copy() for array in whole))
    put_deputies(case, network, [], np.empty((1, 0)), batch)
    whole = Numbers(*(array[0] for array in batch))
    ranges = ranges_of(structure.curvature, structure.need_actor, whole)
    ranges = np.concatenate([numbers.range, ranges[len(network.actors) :]])
    return replace(network, structure=structure, numbers=whole._replace(range=ranges))


def put_deputies(case: Case, network: Network, paths: Sequence[Path], values: Floats, batch: Numbers) -> None:
    """Writes into a batch what the deputies want in each draw: the levels that the rules give.

    Args:
        case: The case.
        network: Its network; only its names count.
        paths: (U,) where the uncertain numbers stand in the case.
        values: (D, U) their values.
        batch: The numbers in each draw, with room for the deputies; their positions are changed.
    """
    ruled = [talk for talk in case.talks.values() if talk.rule is not None]
    if not ruled:
        return
    weights = capabilities_of(case, network, paths, values)
    for place, talk in enumerate(ruled, len(network.actors)):
        for issue in talk.issues:
            k, parties = network.issues.index(issue), set(talk.parties)
            rows = [
                row
                for row, actor in enumerate(network.actors)
                if actor in parties and issue in case.stances.get(actor, {})
            ]
            for d in range(len(batch.reference)):
                counts = np.ones(len(rows)) if talk.rule in ("mean", "median") else weights[d, rows, k]
                level = level_by(str(talk.rule), batch.position[d, rows, k], batch.salience[d, rows, k], counts)
                batch.position[d, place, k] = batch.reference[d, k] if level is None else level
