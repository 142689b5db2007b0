"""Talks that are decided by a rule, told to the kernels as if they were bargained.

At such a table sits a deputy alone, an actor that only the arrays know. It wants exactly the levels that the rule
gives, it alone has power there, and a breakdown would cost it dearly: so the talk always ends in agreement at these
levels, unless it is made to fail or another talk's link brings it down. The parties' payoffs are what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.rules.arrays import Network, Numbers, Structure, ranges_of
from tertius.rules.decisions import ISSUE_MODELS
from tertius.rules.decisions.stances import Stances, capabilities_of

Floats = NDArray[np.float64]


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
    numbers = _numbers(network.numbers, network.structure.issue_talk, ruled)
    batch = Numbers(*(array[None].copy() for array in numbers))
    put_deputies(case, network, [], np.empty((1, 0)), batch)
    numbers = Numbers(*(array[0] for array in batch))
    structure = _structure(network.structure, ruled)
    every = ranges_of(structure.curvature, structure.need_actor, numbers)
    first = len(network.actors)
    return replace(
        network,
        structure=structure,
        numbers=numbers._replace(range=np.concatenate([network.numbers.range, every[first:]])),
    )


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
        for k, rows in _stances_at(case, network, talk):
            for d in range(len(batch.reference)):
                counts = np.ones(len(rows)) if talk.rule in ("mean", "median") else weights[d, rows, k]
                level = level_by(str(talk.rule), batch.position[d, rows, k], batch.salience[d, rows, k], counts)
                batch.position[d, place, k] = batch.reference[d, k] if level is None else level


def _stances_at(case: Case, network: Network, talk: Talk) -> Iterator[tuple[int, list[int]]]:
    """The issues of a talk, and the parties that have a stance on each."""
    for issue in talk.issues:
        here = [actor for actor in network.actors if actor in talk.parties and issue in case.stances.get(actor, {})]
        yield network.issues.index(issue), [network.actors.index(actor) for actor in here]


def _numbers(numbers: Numbers, issue_talk: NDArray[np.int64], ruled: list[int]) -> Numbers:
    """The numbers with a row for each deputy, and its threat against itself."""
    more, issues = len(ruled), len(issue_talk)
    power = np.hstack([numbers.power, np.zeros((len(numbers.power), more))])
    salience = np.zeros((more, issues))
    for place, talk in enumerate(ruled):
        power[talk] = 0
        power[talk, len(numbers.range) + place] = 1
        salience[place, issue_talk == talk] = 1
    return numbers._replace(
        position=np.vstack([numbers.position, np.zeros((more, issues))]),
        salience=np.vstack([numbers.salience, salience]),
        power=power,
        damage=np.append(numbers.damage, np.full(more, DEARLY)),
        cost=np.append(numbers.cost, np.zeros(more)),
        strike=np.append(numbers.strike, np.ones(more)),
    )


def _structure(structure: Structure, ruled: list[int]) -> Structure:
    """The structure with the deputies alone at their tables."""
    talks, actors = structure.party.shape
    party = np.hstack([structure.party, np.zeros((talks, len(ruled)), np.bool_)])
    deputies = np.arange(actors, actors + len(ruled))
    party[ruled] = False
    party[ruled, deputies] = True
    return structure._replace(
        party=party,
        as_one=np.hstack([structure.as_one, np.zeros((talks, len(ruled)))]),
        threat_talk=np.append(structure.threat_talk, ruled),
        threat_holder=np.append(structure.threat_holder, deputies),
        threat_target=np.append(structure.threat_target, deputies),
    )
