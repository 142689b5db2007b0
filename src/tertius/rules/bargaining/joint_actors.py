"""Actors that act as one party in a talk: a joint actor in their place, whose upper hand each of them has.

In a talk t whose members i have weights l_i > 0 the members leave the table for one party J with the payoff

    V_J = sum_i l_i V_i / R_i.

With quadratic losses a sum of stances on an issue is one stance and a constant,

    sum_i c_i (x - p_i)^2 = C (x - P)^2 + constant,   c_i = l_i s_ik / R_i,  C = sum c_i,  P = sum c_i p_i / C,

whatever the chance that the deal stands; needs, damages and costs of the members become those of J with the same
factors. So J is an actor like any other, and the kernels know nothing of it. Its power is that of the members at
the table together: members with the same payoffs then settle as they would apart. Its payoff differs from V_J by a
constant, which no gain contains.

Reference: J. C. Harsanyi (1977), Rational Behavior and Bargaining Equilibrium in Games and Social Situations, on
coalitions that bargain as units.
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints, Numbers, Structure


def joined(structure: Structure, batch: Numbers) -> tuple[Structure, Numbers]:
    """The network with a joint actor for every talk in which actors act as one, after all the others.

    Args:
        structure: Who is where; its ``as_one`` is (T, I) the weights l_i, 0 for actors that are no members.
        batch: The numbers, every array with a leading axis of draws.

    Returns:
        A network in which ``as_one`` is empty of weights. Without members it is the same.
    """
    for talk in np.flatnonzero(structure.as_one.any(axis=1)):
        structure, batch = _with_joint_actor(structure, batch, int(talk))
    return structure, batch


def hands_of_members(structure: Structure, hand: Floats) -> Floats:
    """(..., T, I) upper hands of the actors, from those with joint ones: a member at the table has its party's."""
    actors = structure.party.shape[1]
    own = np.ascontiguousarray(hand[..., :actors])
    for joint, talk in enumerate(np.flatnonzero(structure.as_one.any(axis=1)), start=actors):
        members = np.flatnonzero(structure.party[talk] & (structure.as_one[talk] > 0))
        own[..., talk, members] = hand[..., talk, joint, None]
    return own


def _with_joint_actor(structure: Structure, batch: Numbers, talk: int) -> tuple[Structure, Numbers]:
    """The network with the members of one talk joined."""
    joint, weights = structure.party.shape[1], structure.as_one[talk]
    # An actor with nothing at stake but threats has no range to count shares of; it brings nothing to the payoff.
    factor = np.divide(weights, batch.range, out=np.zeros_like(batch.range), where=batch.range > 0)
    salience = batch.salience * factor[:, :, None]
    whole = salience.sum(axis=1)
    kept = salience * batch.keep  # what a member may expect of a deal
    counts = kept.sum(axis=1)
    position = np.divide((kept * batch.position).sum(axis=1), counts, out=np.zeros_like(whole), where=counts > 0)
    keep = np.divide(counts, whole, out=np.ones_like(whole), where=whole > 0)
    seated = structure.party[talk] & (weights > 0)
    needs = np.flatnonzero(weights[structure.need_actor] > 0)
    party = np.pad(structure.party, ((0, 0), (0, 1)))
    party[talk, :joint][seated] = False
    party[talk, joint] = True
    waits = batch.wait[:, :, seated].sum(axis=2, keepdims=True) / max(1, seated.sum())
    power = np.pad(batch.power, ((0, 0), (0, 0), (0, 1)))
    power[:, talk, joint] = batch.power[:, talk, seated].sum(axis=1)
    power[:, talk, :joint][:, seated] = 0.0
    as_one = np.pad(structure.as_one, ((0, 0), (0, 1)))
    as_one[talk] = 0.0
    seat = np.pad(structure.seat, ((0, 0), (0, 1)), constant_values=-1)
    seat[talk, np.isin(seat[talk], np.flatnonzero(weights > 0))] = joint
    seat[talk, joint] = joint
    structure = structure._replace(
        party=party,
        seat=seat,
        need_actor=np.append(structure.need_actor, np.full(len(needs), joint)),
        as_one=as_one,
    )
    structure = with_columns(structure, seated)
    # What the members take links to be, once more as what the joint actor does: they share these beliefs.
    doubts = np.flatnonzero(np.isin(structure.doubt_actor, np.flatnonzero(weights > 0)))
    doubts = doubts[np.unique(structure.doubt_link[doubts], return_index=True)[1]]
    structure = structure._replace(
        doubt_actor=np.append(structure.doubt_actor, np.full(len(doubts), joint)),
        doubt_link=np.append(structure.doubt_link, structure.doubt_link[doubts]),
    )
    batch = batch._replace(
        doubt=np.hstack([batch.doubt, batch.doubt[:, doubts]]),
        position=np.concatenate([batch.position, position[:, None]], axis=1),
        salience=np.concatenate([batch.salience, whole[:, None]], axis=1),
        weight=np.hstack([batch.weight, batch.weight[:, needs] * factor[:, structure.need_actor[needs]]]),
        cover=np.concatenate([batch.cover, batch.cover[:, needs]], axis=1),
        power=power,
        range=np.hstack([batch.range, np.full((len(batch.range), 1), weights.sum())]),
        keep=np.concatenate([batch.keep, keep[:, None]], axis=1),
        wait=np.concatenate([batch.wait, waits], axis=2),
        later=np.concatenate([batch.later, (batch.later * factor[:, None]).sum(axis=2, keepdims=True)], axis=2),
    )
    # The threats that touch a member, once more as what they take from the joint actor.
    factor = np.pad(factor, ((0, 0), (0, 1)))
    rows = np.flatnonzero((factor[:, structure.threat_target] + factor[:, structure.threat_holder]).any(axis=0))
    target, holder = structure.threat_target[rows], structure.threat_holder[rows]
    taken = batch.damage[:, rows] * factor[:, target] + batch.cost[:, rows] * factor[:, holder]
    return with_losses(structure, batch, rows, joint, taken, batch.strike[:, rows])


def with_columns(structure: Structure, behind: Flags, more: int = 1) -> Structure:
    """The structure with columns for actors that only the arrays know in what is said of who refuses and who closes.

    Args:
        structure: Who is where.
        behind: (I,) the actors for whom each of them acts: it refuses if one of them does, and closes if all of them.
        more: How many such actors come last.
    """

    def widened(rows: Ints, column: Ints) -> Ints:
        return np.hstack([rows, np.repeat(column[:, None], more, axis=1)])

    links, threats, closing = structure.link_refusers, structure.threat_refusers, structure.closing_party
    return structure._replace(
        link_refusers=widened(links, links[:, behind].max(axis=1, initial=0)),
        threat_refusers=widened(threats, threats[:, behind].max(axis=1, initial=0)),
        closing_party=widened(closing, closing[:, behind].min(axis=1, initial=1)),
    )


def with_losses(
    structure: Structure, batch: Numbers, rows: Ints, actor: int, taken: Floats, strike: Floats
) -> tuple[Structure, Numbers]:
    """Some threats once more, as what they take from one actor alone.

    Args:
        structure: Who is where.
        batch: The numbers.
        rows: The threats.
        actor: Whom they take it from.
        taken: (D, len(rows)) how much, in its points.
        strike: (D, len(rows)) how likely.
    """
    everywhere = np.full(len(rows), actor)
    structure = structure._replace(
        threat_talk=np.append(structure.threat_talk, structure.threat_talk[rows]),
        threat_holder=np.append(structure.threat_holder, everywhere),
        threat_target=np.append(structure.threat_target, everywhere),
        threat_like=np.append(structure.threat_like, structure.threat_like[rows]),
        threat_refusers=np.vstack([structure.threat_refusers, structure.threat_refusers[rows]]),
    )
    batch = batch._replace(
        damage=np.hstack([batch.damage, taken]),
        cost=np.hstack([batch.cost, np.zeros_like(taken)]),
        strike=np.hstack([batch.strike, strike]),
    )
    return structure, batch
