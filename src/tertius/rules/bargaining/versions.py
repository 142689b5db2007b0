"""Versions of one network: the same actors and issues, with other numbers, and with talks untabled or made to fail.

A talk that was never tabled does nothing: its issues stand at the reference, and its links and threats never fire.
A talk that is made to fail fires them. Failed is not the same as absent.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tertius.rules.arrays import Flags, Ints, Numbers, Structure, Versions
from tertius.rules.bargaining.many import no_answers
from tertius.rules.bargaining.perceived import COST, COVER, DAMAGE, LINK, STRIKE
from tertius.rules.bargaining.workspace import Answers

Solver = Callable[[Structure, Numbers, int], Answers]
"""Settles every row of a batch whose talks outside a mask are made to fail."""


def settle_variants(structure: Structure, variants: Versions, settle: Solver) -> Answers:
    """The answers to every version, in the order and with the talks of the whole network.

    Versions with the same talks are settled together, on a network that has no other talks at all. A talk that is
    not tabled ends without agreement, and its breakdown changes nothing.
    """
    answers, count = no_answers(structure, variants.numbers, hands=True), variants.tabled.shape[1]
    fates = np.hstack([variants.tabled, variants.failed & variants.tabled])
    kinds, kind_of = np.unique(fates, axis=0, return_inverse=True)
    for kind, fate in enumerate(kinds):
        rows, talks, failed = np.flatnonzero(kind_of.reshape(-1) == kind), np.flatnonzero(fate[:count]), fate[count:]
        asked = sum(1 << place for place, talk in enumerate(talks) if not failed[talk])
        batch = Numbers(*(np.ascontiguousarray(array[rows]) for array in variants.numbers))
        part = settle(*without_talks(structure, batch, talks), asked)
        for name in ("levels", "payoffs", "units", "flags", "residual"):
            getattr(answers, name)[rows] = getattr(part, name)
        answers.walk[rows] = answers.if_made[rows] = part.payoffs[:, None, :]
        for place, talk in enumerate(talks):
            answers.agreed[rows] |= (part.agreed >> place & 1) << talk
            answers.walk[rows, talk] = part.walk[:, place]
            answers.if_made[rows, talk] = part.if_made[:, place]
            answers.approval[rows, talk] = part.approval[:, place]
            if len(part.hand):
                answers.hand[rows, talk] = part.hand[:, place]
    return answers


def without_talks(structure: Structure, batch: Numbers, talks: Ints) -> tuple[Structure, Numbers]:
    """The network in which only `talks` were ever tabled; every issue of the others stands at its reference."""
    if len(talks) == len(structure.solution):
        return structure, batch
    place = np.full(len(structure.solution) + 1, -1)  # the last place is that of issues outside every talk
    place[talks] = np.arange(len(talks))
    links = (place[structure.link_from] >= 0) & (place[structure.link_to] >= 0)
    threats = place[structure.threat_talk] >= 0
    beliefs = structure.belief.copy()
    kept = place[beliefs[:, 0]] >= 0
    beliefs[:, 0] = place[beliefs[:, 0]]
    for kinds, there in (((LINK,), links), ((DAMAGE, COST, STRIKE), threats)):
        here = np.isin(beliefs[:, 1], kinds)
        kept[here] &= there[beliefs[here, 2]]
        beliefs[here, 2] = np.cumsum(there)[beliefs[here, 2]] - 1
    pairs = zip(structure.demand_link, structure.demand_threat, strict=True)
    demands = np.array([links[link] if link >= 0 else threats[threat] for link, threat in pairs], np.bool_)
    electors, closings = place[structure.elector_talk] >= 0, place[structure.closing_talk] >= 0
    left = structure._replace(
        issue_talk=place[structure.issue_talk],
        party=structure.party[talks],
        solution=structure.solution[talks],
        as_one=structure.as_one[talks],
        link_from=place[structure.link_from[links]],
        link_to=place[structure.link_to[links]],
        threat_talk=place[structure.threat_talk[threats]],
        threat_holder=structure.threat_holder[threats],
        threat_target=structure.threat_target[threats],
        belief=beliefs[kept],
        demand_link=_row_among(links, structure.demand_link[demands]),
        demand_threat=_row_among(threats, structure.demand_threat[demands]),
        demand_issue=structure.demand_issue[demands],
        demand_side=structure.demand_side[demands],
        threat_like=_row_among(threats, structure.threat_like[threats]),
        elector_actor=structure.elector_actor[electors],
        elector_talk=place[structure.elector_talk[electors]],
        elector_group=structure.elector_group[electors],
        unsure=structure.unsure[talks],
        deadline=structure.deadline[talks],
        pending=structure.pending[talks],
        planned=structure.planned[talks],
        link_refusers=structure.link_refusers[links],
        threat_refusers=structure.threat_refusers[threats],
        closing_talk=place[structure.closing_talk[closings]],
        closing_party=structure.closing_party[closings],
        given=structure.given[talks],
        seat=structure.seat[talks],
    )
    numbers = batch._replace(
        link=np.ascontiguousarray(batch.link[:, links]),
        damage=np.ascontiguousarray(batch.damage[:, threats]),
        cost=np.ascontiguousarray(batch.cost[:, threats]),
        strike=np.ascontiguousarray(batch.strike[:, threats]),
        power=np.ascontiguousarray(batch.power[:, talks]),
        belief=np.ascontiguousarray(batch.belief[:, kept]),
        chance=np.ascontiguousarray(batch.chance[:, talks]),
        occurs=np.ascontiguousarray(batch.occurs[:, talks]),
        demand=np.ascontiguousarray(batch.demand[:, demands]),
        wait=np.ascontiguousarray(batch.wait[:, talks]),
        later=np.ascontiguousarray(batch.later[:, talks]),
    )
    return left, numbers


def _row_among(kept: Flags, rows: Ints) -> Ints:
    """Where rows lie among those that are kept; -1 stays."""
    return np.where(rows >= 0, np.cumsum(kept)[rows] - 1, -1) if len(kept) else rows


def take_away(structure: Structure, numbers: Numbers, rows: Ints | slice, kind: int, row: int, column: int = 0) -> None:
    """Makes a number 0 in some versions, and whatever the parties of a talk believe of it.

    Args:
        structure: Who is where, and who believes what.
        numbers: The numbers of the versions; they are changed.
        rows: The versions.
        kind: LINK, STRIKE or COVER.
        row: The link, threat or need.
        column: The issue that covers the need.
    """
    if kind == COVER:
        numbers.cover[rows, row, column] = 0.0
    else:
        (numbers.link if kind == LINK else numbers.strike)[rows, row] = 0.0
    for place in np.flatnonzero((structure.belief[:, 1:] == (kind, row, column)).all(axis=1)):
        numbers.belief[rows, place] = 0.0
