"""A network of talks as arrays: who is where (`Structure`), the numbers of a draw (`Numbers`), all names (`Network`).

The kernels, the two rules for networks and the payoffs all work on these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NASH, KALAI_SMORODINSKY, EGALITARIAN = range(3)
CODES = {"nash": NASH, "kalai-smorodinsky": KALAI_SMORODINSKY, "egalitarian": EGALITARIAN}

SURE = 1 - 1e-6
"""The highest probability that a link is taken at."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Structure(NamedTuple):
    """Who is where: what no draw changes.

    Attributes:
        curvature: Exponent a >= 1 of the loss from distance.
        issue_talk: (K,) talk of each issue; -1 for an issue outside every talk.
        party: (T, I) whether the actor sits at the table.
        solution: (T,) NASH, KALAI_SMORODINSKY or EGALITARIAN: what a talk settles at.
        need_actor: (N,) whose need it is.
        link_from: (L,) the talk whose breakdown sets the link off.
        link_to: (L,) the talk that it brings down.
        threat_talk: (H,) the talk whose breakdown sets the threat off.
        threat_holder: (H,) who threatens.
        threat_target: (H,) who is hurt.
        as_one: (T, I) weight of the actor in the party that several form in this talk; 0 for all others.
        doubt_actor: (W,) an actor that takes a link to be something else than it is.
        doubt_link: (W,) that link.
        belief: (B, 4) what the parties of a talk take to be something else than it is: the talk, the kind of number
            (POSITION and so on), its row and its column.
        demand_link: (D,) the link that fires unless a deal reaches a level; -1 if it is a threat.
        demand_threat: (D,) the threat; -1 if it is a link.
        demand_issue: (D,) the issue.
        demand_side: (D,) 1 if the level is to be reached from below, -1 from above.
        threat_like: (H,) the threat whose demands count for this one: itself, but for threats that are copies.
        elector_actor: (Y,) an actor that the one at home may be who must say yes: see `ratifiers`.
        elector_talk: (Y,) the talk that it votes on.
        elector_group: (Y,) which ratifier it may be.
        unsure: (T,) whether the deal of the talk may be missed, so that its chance counts.
        deadline: (T,) the season after which the talk has failed; 0 if all that happens is now.
        pending: (T,) whether the talk goes on in a later season if there is no deal in this one.
        planned: (T,) whether it is open if the talk takes place at all.
        link_refusers: (L, I) whether the link fires if the actor is the one who refuses.
        threat_refusers: (H, I) whether the threat is carried out if the actor is the one who refuses.
        closing_talk: (C,) the talk that some of its parties can close without the rest.
        closing_party: (C, I) these parties.
        given: (T,) whether walk-away values of the talk are given: where `wait` is 1 they are `later`.
        seat: (T, I) who sits at the table for the actor: itself, its stand-in or the party that it is part of; -1 if
            nobody does.
    """

    curvature: float
    issue_talk: Ints
    party: Flags
    solution: Ints
    need_actor: Ints
    link_from: Ints
    link_to: Ints
    threat_talk: Ints
    threat_holder: Ints
    threat_target: Ints
    as_one: Floats
    doubt_actor: Ints
    doubt_link: Ints
    belief: Ints
    demand_link: Ints
    demand_threat: Ints
    demand_issue: Ints
    demand_side: Ints
    threat_like: Ints
    elector_actor: Ints
    elector_talk: Ints
    elector_group: Ints
    unsure: Ints
    deadline: Ints
    pending: Ints
    planned: Ints
    link_refusers: Ints
    threat_refusers: Ints
    closing_talk: Ints
    closing_party: Ints
    given: Ints
    seat: Ints


class Numbers(NamedTuple):
    """The numbers of one draw (a batch has a leading axis of draws).

    Attributes:
        reference: (K,) level without agreement, or standing level, in [0, 1].
        position: (I, K) level the actor wants most, in [0, 1].
        salience: (I, K) points it stands to lose; 0 without a stance.
        weight: (N,) points of the need.
        cover: (N, K) share of the need that the issue covers at the top of its scale.
        link: (L,) probability of the link.
        damage: (H,) points the target loses.
        cost: (H,) points the holder loses.
        strike: (H,) probability that the threat is carried out: credibility x P(its body passes it).
        power: (T, I) bargaining power; 0 for actors that are not parties.
        range: (I,) R_i of the base case: the unit in which shares are given.
        doubt: (W,) probability of the link, as the actor takes it to be.
        belief: (B,) what the parties of the talk take the number to be.
        keep: (I, K) probability that the actor gets of a deal on the issue what it says; 1 if nobody owes it anything.
        chance: (T,) probability that a deal that is there is made.
        occurs: (T,) probability that the talk takes place.
        demand: (D,) level that the deal must reach, in [0, 1].
        drift: (K,) by how much of its scale the reference moves in a season.
        wait: (T, I) what a gain of the next season is worth to the actor now, in a talk that goes on; else 0.
        later: (T, I) payoff in the next season if its deal is made, in points.
        kept: (P,) probability that each promise is kept.
        voice: (1,) how far the stances of those who do not sit at a table count there.
    """

    reference: Floats
    position: Floats
    salience: Floats
    weight: Floats
    cover: Floats
    link: Floats
    damage: Floats
    cost: Floats
    strike: Floats
    power: Floats
    range: Floats
    doubt: Floats
    belief: Floats
    keep: Floats
    chance: Floats
    occurs: Floats
    demand: Floats
    drift: Floats
    wait: Floats
    later: Floats
    kept: Floats
    voice: Floats


def as_batch(numbers: Numbers) -> Numbers:
    """One draw as a batch, with a leading axis of draws."""
    return Numbers(*(np.asarray(array)[None] for array in numbers))


def first_draw(batch: Numbers) -> Numbers:
    """The first draw of a batch."""
    return Numbers(*(np.ascontiguousarray(array[0]) for array in batch))


@dataclass(frozen=True)
class Network:
    """A case as arrays, with the names of the rows, and the solution of the talks that name none."""

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    talks: tuple[str, ...]
    needs: tuple[str, ...]
    links: tuple[str, ...]
    threats: tuple[str, ...]
    structure: Structure
    numbers: Numbers
    solution: str = "nash"


def ranges_of(curvature: float, need_actor: Ints, numbers: Numbers) -> Floats:
    """R_i = sum_k s_ik max(p, 1-p)^a + sum_n w_n (1 - prod_k (1 - q_nk)), in points of actor i."""
    farthest = np.maximum(numbers.position, 1 - numbers.position) ** curvature
    ranges: Floats = (numbers.salience * farthest).sum(axis=1)
    np.add.at(ranges, need_actor, numbers.weight * (1 - (1 - numbers.cover).prod(axis=1)))
    return ranges


def movable_issues(structure: Structure, numbers: Numbers) -> Flags:
    """(K,) whether a settlement can move the issue.

    A party of its talk cares about it, and some party that a level of the talk touches has power there.
    """
    cares = numbers.salience > 0
    for need, actor in enumerate(structure.need_actor):
        cares[actor] |= numbers.weight[need] * numbers.cover[need] > 0
    movable = np.zeros(structure.issue_talk.size, dtype=np.bool_)
    for talk, party in enumerate(structure.party):
        here = structure.issue_talk == talk
        touched = party & cares[:, here].any(axis=1)
        if np.any(numbers.power[talk, touched] > 0):
            movable |= here & cares[party].any(axis=0)
    return movable


@dataclass(frozen=True)
class Versions:
    """Versions of one network.

    Attributes:
        numbers: The numbers, every array with a leading axis of versions (V, ...).
        tabled: (V, T) whether the talk is held at all.
        failed: (V, T) whether the talk is made to fail; says nothing of a talk that is not tabled.
    """

    numbers: Numbers
    tabled: Flags
    failed: Flags
