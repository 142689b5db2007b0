"""Vetoes as features: how likely threats are carried out if some members of a body had no veto.

    P(a threat is carried out)  =  credibility x P(its body passes it without these vetoes)

A veto counts as a feature where a threat needs the body, P(the measure passes) follows from leanings, and the member
could vote no. A body that says itself how likely it passes its measure keeps that figure, whoever has a veto.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from tertius.case.bodies import filled, follows_from_leanings
from tertius.case.entries import Body
from tertius.case.model import Case
from tertius.rules.arrays import Numbers
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.scenarios.network_draws import Ground
from tertius.voting.ballots import ballots_of

__all__ = ["Veto", "numbers_without", "vetoes_of"]

Floats = NDArray[np.float64]
Veto = tuple[str, str]
"""A body, and a member that has a veto in it."""


def vetoes_of(case: Case) -> tuple[Veto, ...]:
    """The vetoes that a threat may meet with, in the order of the bodies and of their members."""
    needed = {threat.authorised_by for threat in case.threats.values()}
    return tuple(
        (ident, member)
        for ident, body in case.bodies.items()
        if ident in needed and follows_from_leanings(body)
        for member in _might_block(body)
    )


def numbers_without(ground: Ground, gone: Collection[Veto]) -> Numbers:
    """The numbers of each draw when these members have no veto: P(each threat is carried out if its talk fails)."""
    bodies = {
        ident: _without(body, {member for where, member in gone if where == ident})
        for ident, body in ground.case.bodies.items()
    }
    case = ground.case.model_copy(update={"bodies": bodies})
    network = network_of(case, ground.theory.solution.key)
    return batch_of(case, network, ground.paths, ground.values)


def _without(body: Body, members: Collection[str]) -> Body:
    if not members:
        return body
    whole = filled(body)
    kept = tuple(member for member in whole.vetoes if member not in members)
    return whole.model_copy(update={"like": None, "vetoes": kept})


def _might_block(body: Body) -> list[str]:
    """The members with a veto that may vote no, with every number at its middle."""
    ballots = ballots_of(body)
    opposed = {m for voter, no in zip(ballots.voters, ballots.no[:, 0], strict=True) if no > 0 for m in voter.members}
    return [member for member in filled(body).vetoes if member in opposed]
