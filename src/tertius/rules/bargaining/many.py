"""Many draws of one network, settled by a kernel on several threads, and their answers in the units of the case."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tertius.case.model import Case
from tertius.rules.arrays import Flags, Floats, Network, Numbers, Structure
from tertius.rules.bargaining.breakdown.seasons import settle_seasons
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.perceived import answers_of_actors, bargainers
from tertius.rules.bargaining.workspace import Answers, settle_draws
from tertius.rules.settlement import Settlements, hardly_moved
from tertius.rules.workers import call_each

LONGEST = 2048
"""Draws of a network without talks in one call; of eleven talks it is one draw, a third of a second."""


def settlements_of(
    case: Case,
    network: Network,
    answers: Answers,
    chance: Floats,
    held: Flags | None = None,
    reference: Floats | None = None,
) -> Settlements:
    """The answers of a kernel, in the case's own units.

    Args:
        case: The case.
        network: Its network.
        answers: The answers of the kernel to D draws.
        chance: (D, T) the chance of each talk, without the approval of actors at home.
        held: (D, P) whether each promise is in the deal of its talk.
        reference: (D, K) where each issue stands without a deal, in [0, 1]; without it no deal is told to be slight.
    """
    scales = np.array([case.issues[issue].scale for issue in network.issues]).reshape(-1, 2)
    talks = np.arange(len(network.talks))
    actors = len(network.actors)  # behind them come the deputies of talks that are decided by a rule
    payoffs = (answers.payoffs * answers.units)[:, :actors]
    made = (answers.if_made * answers.units[:, None, :])[:, :, :actors]
    gains = made - (answers.walk * answers.units[:, None, :])[:, :, :actors]
    party = np.array([[actor in talk.parties for actor in network.actors] for talk in case.talks.values()], np.bool_)
    gains[:, ~party.reshape(len(network.talks), actors)] = np.nan
    hands = answers.hand[:, :, :actors] if len(answers.hand) else np.broadcast_to(np.nan, gains.shape)
    agreed = (answers.agreed[:, None] >> talks) & 1 == 1
    return Settlements(
        levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * answers.levels,
        agreed=agreed,
        payoffs=payoffs,
        gains=gains,
        hands=hands,
        settled=answers.flags & (CYCLING | LIMIT) == 0,
        chance=chance * answers.approval,
        made=made,
        held=np.zeros((len(payoffs), 0), np.bool_) if held is None else held,
        slight=np.zeros(agreed.shape, np.bool_)
        if reference is None
        else agreed & hardly_moved(case, np.abs(answers.levels - reference)),
    )


def settle_batches(
    mode: int,
    structure: Structure,
    batch: Numbers,
    asked: int | None,
    threads: int,
    hands: bool = False,
    start: Floats | None = None,
) -> Answers:
    """The answers of the kernel to every draw of a batch. Their bits do not depend on `threads`.

    Args:
        mode: RENEGOTIATE or HELD_AS_IS.
        structure: Who is where; the same for every draw.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        asked: Mask of the talks that may be agreed; the others are made to fail. All of them if it is None.
        threads: How many draws to settle at a time.
        hands: Whether upper hands are wanted; they take time.
        start: (K,) the levels at which each search starts; its references if left out.
    """
    every = (1 << len(structure.party)) - 1 if asked is None else asked
    if structure.deadline.any():

        def settle(one: Structure, numbers: Numbers, mask: int) -> Answers:
            return _settle_batches(mode, one, numbers, mask, threads, hands, start)

        return settle_seasons(structure, batch, every, settle)[0]
    return _settle_batches(mode, structure, batch, every, threads, hands, start)


def _settle_batches(
    mode: int, structure: Structure, batch: Numbers, asked: int, threads: int, hands: bool, start: Floats | None
) -> Answers:
    """The same within a season."""
    draws = len(batch.reference)
    whole, numbers = bargainers(structure, batch)
    answers = no_answers(whole, numbers, hands)
    stretches = min(draws, max(8 * max(1, threads), -(-draws // stretch_of(len(structure.party)))))
    bounds = np.linspace(0, draws, stretches + 1).astype(np.int64).tolist()
    parts = ((mode, whole, numbers, asked, *ends, answers, start) for ends in pairwise(bounds))
    call_each(settle_draws, parts, threads)
    return answers if whole is structure else answers_of_actors(structure, answers)


def stretch_of(talks: int) -> int:
    """The most draws that one call settles: with more talks a draw takes longer, and no call is cut short."""
    return max(1, LONGEST >> talks)


def no_answers(structure: Structure, batch: Numbers, hands: bool) -> Answers:
    """Answers to be filled in, one for every draw of a batch; with room for upper hands if they are wanted."""
    draws, issues = batch.reference.shape
    talks, actors = structure.party.shape
    return Answers(
        levels=np.empty((draws, issues)),
        agreed=np.zeros(draws, np.int64),
        payoffs=np.empty((draws, actors)),
        walk=np.empty((draws, talks, actors)),
        hand=np.full((draws if hands else 0, talks, actors), np.nan),
        units=np.empty((draws, actors)),
        flags=np.zeros(draws, np.int64),
        residual=np.zeros(draws),
        approval=np.ones((draws, talks)),
        if_made=np.empty((draws, talks, actors)),
        season=np.zeros(draws, np.int64),
        parted=np.zeros(draws, np.int64),
    )
