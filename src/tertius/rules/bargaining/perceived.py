"""Who bargains on beliefs: a stand-in for a party whose payoff is taken to be something else than it is.

The parties of a talk t may share beliefs: numbers that they take to be something else than they are. In that talk an
actor i whose payoff such a number touches gives its place to a stand-in J, an actor that only the arrays know, with

    V_J = V_i, every number of the beliefs of t in the place of the true one.

Needs, threats and links are J's own, as it takes them to be; in all other talks i bargains itself. So a talk settles by
what its parties believe, a walk-away value included, and what the settlement is worth to i follows from the numbers
as they are. A stand-in that acts as one with others is joined with them like anybody else.

The second half has beliefs as arrays: which number each is about, and what the parties of its talks take it to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tertius.case.beliefs import about_of, propagate_beliefs, says_anything
from tertius.case.entries import Belief
from tertius.case.model import Case
from tertius.rules.arrays import SURE, Floats, Ints, Network, Numbers, Structure, as_batch, first_draw
from tertius.rules.bargaining.joint_actors import hands_of_members, joined, with_columns, with_losses
from tertius.rules.bargaining.workspace import Answers
from tertius.rules.payoffs import fraction_of
from tertius.voting.ballots import pass_chance


def bargainers(structure: Structure, batch: Numbers) -> tuple[Structure, Numbers]:
    """The network as the kernels see it: with a stand-in for every actor that needs one, then with members joined.

    Args:
        structure: Who is where.
        batch: The numbers, every array with a leading axis of draws.

    Returns:
        A network without beliefs and without members. Where there were none it is the same.
    """
    if not len(structure.belief):
        return joined(structure, batch)
    whole = _with_stand_ins(structure)
    for talk, actor in _stand_ins(structure):
        whole, batch = _with_numbers_of_stand_in(structure, whole, batch, talk, actor)
    whole = whole._replace(belief=np.empty((0, 4), np.int64))
    return joined(whole, batch._replace(belief=np.empty((len(batch.belief), 0))))


def bargaining_network(network: Network) -> Network:
    """The same for a network with every number at its middle."""
    batch = as_batch(network.numbers)
    structure, whole = bargainers(network.structure, batch)
    if structure is network.structure:
        return network
    return replace(network, structure=structure, numbers=first_draw(whole))


def answers_of_actors(structure: Structure, answers: Answers) -> Answers:
    """The answers for the actors of a network alone, from those found with stand-ins and joint actors."""
    actors = structure.party.shape[1]
    return answers._replace(
        payoffs=np.ascontiguousarray(answers.payoffs[:, :actors]),
        walk=np.ascontiguousarray(answers.walk[:, :, :actors]),
        if_made=np.ascontiguousarray(answers.if_made[:, :, :actors]),
        hand=hands_of_actors(structure, answers.hand) if len(answers.hand) else answers.hand[:, :, :actors],
        units=np.ascontiguousarray(answers.units[:, :actors]),
    )


def hands_of_actors(structure: Structure, hand: Floats) -> Floats:
    """(..., T, I) upper hands of the actors, each that of its stand-in or of the joint actor that it is part of."""
    actors = structure.party.shape[1]
    hand = hands_of_members(_with_stand_ins(structure), hand)
    own = np.ascontiguousarray(hand[..., :actors])
    for place, (talk, actor) in enumerate(_stand_ins(structure), start=actors):
        own[..., talk, actor] = hand[..., talk, place]
    return own


def actor_behind(structure: Structure, talk: int, party: int) -> int:
    """The actor for whom a party bargains in a talk; the first one, if it bargains for several."""
    actors, whole = structure.party.shape[1], _with_stand_ins(structure)
    if party >= whole.party.shape[1]:
        party = int((whole.party[talk] & (whole.as_one[talk] > 0)).argmax())
    return party if party < actors else list(_stand_ins(structure))[party - actors][1]


def _stand_ins(structure: Structure) -> Iterator[tuple[int, int]]:
    """The talk and the actor of every stand-in, in their order: those whose payoff a belief of the talk touches."""
    sits = structure.party | (structure.as_one > 0)
    for talk in np.unique(structure.belief[:, 0]):
        for actor in np.flatnonzero(sits[talk]):
            if any(_touches(structure, belief, int(actor)) for belief in structure.belief if belief[0] == talk):
                yield int(talk), int(actor)


def _touches(structure: Structure, belief: Ints, actor: int) -> bool:
    _, kind, row, _ = belief
    if kind in (POSITION, SALIENCE):
        return bool(row == actor)
    if kind in (WEIGHT, COVER):
        return bool(structure.need_actor[row] == actor)
    holds, suffers = kind in (COST, STRIKE), kind in (DAMAGE, STRIKE)
    return bool(
        kind == LINK
        or (holds and structure.threat_holder[row] == actor)
        or (suffers and structure.threat_target[row] == actor)
    )


def _with_stand_ins(structure: Structure) -> Structure:
    """The structure with the stand-ins in the place of their actors; what is theirs is not in it yet."""
    for talk, actor in _stand_ins(structure):
        party, as_one = np.pad(structure.party, ((0, 0), (0, 1))), np.pad(structure.as_one, ((0, 0), (0, 1)))
        party[talk, -1], party[talk, actor] = party[talk, actor], False
        as_one[talk, -1], as_one[talk, actor] = as_one[talk, actor], 0.0
        seat = np.pad(structure.seat, ((0, 0), (0, 1)), constant_values=-1)
        seat[talk, [actor, -1]] = structure.party.shape[1]
        behind = np.arange(structure.party.shape[1]) == actor
        structure = with_columns(structure._replace(party=party, as_one=as_one, seat=seat), behind)
    return structure


def _with_numbers_of_stand_in(
    plain: Structure, structure: Structure, batch: Numbers, talk: int, actor: int
) -> tuple[Structure, Numbers]:
    """The network with the numbers of a stand-in, which is in `structure` already: position, needs, threats, links."""
    place = batch.position.shape[1]
    power = np.pad(batch.power, ((0, 0), (0, 0), (0, 1)))
    power[:, talk, place], power[:, talk, actor] = batch.power[:, talk, actor], 0.0
    batch = batch._replace(
        position=_with_copy(batch.position, [actor]),
        salience=_with_copy(batch.salience, [actor]),
        power=power,
        range=_with_copy(batch.range, [actor]),
        keep=_with_copy(batch.keep, [actor]),
        wait=np.concatenate([batch.wait, batch.wait[:, :, [actor]]], axis=2),
        later=np.concatenate([batch.later, batch.later[:, :, [actor]]], axis=2),
    )
    beliefs = [(b, int(kind), int(row), int(k)) for b, (t, kind, row, k) in enumerate(plain.belief) if t == talk]
    for b, kind, row, column in beliefs:
        if kind in (POSITION, SALIENCE) and row == actor:
            (batch.position if kind == POSITION else batch.salience)[:, place, column] = batch.belief[:, b]
    structure, batch = _with_needs(plain, structure, batch, actor, beliefs)
    structure, batch = _with_threats(plain, structure, batch, actor, beliefs)
    links = [(b, row) for b, kind, row, _ in beliefs if kind == LINK]
    structure = structure._replace(
        doubt_actor=np.append(structure.doubt_actor, np.full(len(links), place)),
        doubt_link=np.append(structure.doubt_link, np.array([row for _, row in links], np.int64)),
    )
    return structure, batch._replace(doubt=np.hstack([batch.doubt, batch.belief[:, [b for b, _ in links]]]))


Beliefs = list[tuple[int, int, int, int]]
"""The beliefs of one talk: their places, kinds, rows and columns."""


def _with_needs(
    plain: Structure, structure: Structure, batch: Numbers, actor: int, beliefs: Beliefs
) -> tuple[Structure, Numbers]:
    """The needs of an actor once more, as those of the actor that came last."""
    needs, first = np.flatnonzero(plain.need_actor == actor), batch.weight.shape[1]
    whole = batch._replace(weight=_with_copy(batch.weight, needs), cover=_with_copy(batch.cover, needs))
    for b, kind, row, column in beliefs:
        if kind in (WEIGHT, COVER) and row in needs:
            place = first + int(np.flatnonzero(needs == row)[0])
            (whole.weight if kind == WEIGHT else whole.cover[:, :, column])[:, place] = batch.belief[:, b]
    owner = np.full(len(needs), batch.position.shape[1] - 1)
    return structure._replace(need_actor=np.append(structure.need_actor, owner)), whole


def _with_threats(
    plain: Structure, structure: Structure, batch: Numbers, actor: int, beliefs: Beliefs
) -> tuple[Structure, Numbers]:
    """The threats that touch an actor once more, as what they take from the actor that came last."""
    suffers, holds = plain.threat_target == actor, plain.threat_holder == actor
    rows = np.flatnonzero(suffers | holds)
    own = {DAMAGE: batch.damage[:, : len(suffers)] * suffers, COST: batch.cost[:, : len(holds)] * holds}
    strike = batch.strike[:, : len(holds)].copy()
    for b, kind, row, _ in beliefs:
        if kind == STRIKE:
            strike[:, row] = batch.belief[:, b]
        elif kind in own and (suffers if kind == DAMAGE else holds)[row]:
            own[kind][:, row] = batch.belief[:, b]
    taken = (own[DAMAGE] + own[COST])[:, rows]
    return with_losses(structure, batch, rows, batch.position.shape[1] - 1, taken, strike[:, rows])


def _with_copy(array: Floats, rows: Ints | list[int]) -> Floats:
    """An array (D, R, ...) with some of its rows once more at the end."""
    return np.concatenate([array, array[:, rows]], axis=1)


POSITION, SALIENCE, WEIGHT, COVER, LINK, DAMAGE, COST, STRIKE = range(8)

_KINDS = {
    "position": POSITION,
    "salience": SALIENCE,
    "weight": WEIGHT,
    "share": COVER,
    "probability": LINK,
    "damage": DAMAGE,
    "cost": COST,
    "credibility": STRIKE,
}


def rows_of_beliefs(case: Case) -> Ints:
    """(B, 4) the talk, the kind of number, its row and its column: once for each talk of each belief."""
    issues, talks, rows = list(case.issues), list(case.talks), []
    collections = {
        "stances": list(case.actors),
        "needs": list(case.needs),
        "links": list(case.links),
        "threats": list(case.threats),
    }
    for belief in beliefs_that_count(case).values():
        path = about_of(case, belief) or ()
        issue = next((step for step in path[2:] if step in issues), None)
        column = 0 if issue is None else issues.index(str(issue))
        row = collections[str(path[0])].index(str(path[1]))
        rows += [(talks.index(talk), _KINDS[str(path[-1])], row, column) for talk in belief.talks]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def beliefs_that_count(case: Case) -> dict[str, Belief]:
    """The beliefs of a case that say anything, those among them that follow from a signal on another number."""
    return {ident: belief for ident, belief in propagate_beliefs(case).items() if says_anything(case, belief)}


def body_of_belief(case: Case, belief: Belief) -> str | None:
    """The body that must pass the threat whose credibility is believed; None if there is none."""
    path = about_of(case, belief)
    return case.threats[str(path[1])].authorised_by if path is not None and path[-1] == "credibility" else None


def in_arrays(case: Case, belief: Belief, numbers: Floats, passes: Floats | float | None = None) -> Floats:
    """Numbers that a belief puts in the place of its own, as the arrays hold them.

    Positions are fractions of their scale, a link is never quite sure, and a threat is carried out with its
    credibility x P(its body passes it).

    Args:
        case: The case.
        belief: The belief.
        numbers: (D,) what is believed, on its plain scale.
        passes: (D,) P(the body of the threat passes it); at the middle if left out.
    """
    path = about_of(case, belief) or ("",)
    if path[-1] == "position":
        return fraction_of(case, str(path[2]), numbers)
    if path[-1] == "probability":
        return np.minimum(numbers, SURE)
    body = body_of_belief(case, belief)
    if body is None:
        return numbers
    return numbers * ((pass_chance(case.bodies[body]) or 0.0) if passes is None else passes)
