"""Talks that go on: a short sequence of seasons, settled backwards from the last.

Each season s = 0, 1, ... a talk with a deadline may end in a deal; without one its issues drift, and it goes on, until
its deadline has passed and it has failed for good. Whoever waits takes a gain of the next season for delta_i of it:

    d_i(s) = (1 - delta_i) V_i(no deal in season s) + delta_i W_i(s + 1)
    W_i(s) = V_i(s) if every talk that could go on is agreed, else (1 - delta_i) V_i(s) + delta_i W_i(s + 1)

with V_i the payoff of a season if it stayed so for good, and W_i what the rest of the talks is worth, both if the deal
of the talk is made: whether it is missed for good does not hang on the season in which it is struck, so nobody waits or
hurries for that. No threat is carried out and no link fires while a talk goes on. The settlement is that of the first
season in which every talk that goes on is agreed, else that of the last.

delta_i is the patience of the party in its talk with a deadline, the largest if it has several; of everybody else the
mean over these parties.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tertius.rules.arrays import Flags, Floats, Network, Numbers, Structure, as_batch, first_draw
from tertius.rules.bargaining.workspace import Answers

Settle = Callable[[Structure, Numbers, int], Answers]
"""Settles a batch whose talks outside a mask are made to fail."""


def settle_seasons(structure: Structure, batch: Numbers, asked: int, settle: Settle) -> tuple[Answers, Numbers]:
    """The answers to every draw in the season in which it settles, and its numbers in that season.

    Args:
        structure: Who is where, with talks that have deadlines.
        batch: The numbers, every array with a leading axis of draws (D, ...).
        asked: Mask of the talks that may be agreed.
        settle: How the draws of one season are settled.
    """
    patience = _patience(structure, batch)
    each, last = _patience_of_each(structure, patience), int(structure.deadline.max())
    found, later = None, np.zeros_like(batch.later)
    waits = each[:, None, :]
    for season in range(last, -1, -1):
        numbers = in_season(structure, batch, season, patience, later)
        answers = settle(of_season(structure, season), numbers, asked & ~_over(structure, season))
        answers = answers._replace(season=np.full(len(answers.agreed), season))
        agreed, worth = _all_agreed(structure, answers, season), answers.if_made * answers.units[:, None, :]
        later = np.where(agreed[:, None, None] | (season == last), worth, (1 - waits) * worth + waits * later)
        found = (answers, numbers) if found is None else _first_of(agreed, (answers, numbers), found)
    return found or (settle(structure, batch, asked), batch)


def network_in_season(network: Network, asked: int, settle: Settle) -> tuple[Network, int, int]:
    """The network in the season in which it settles, the talks that may still be agreed then, and the season.

    Args:
        network: With every number at its middle.
        asked: Mask of the talks that may be agreed.
        settle: How the draws of one season are settled.
    """
    structure = network.structure
    if not structure.deadline.any():
        return network, asked, 0
    batch = as_batch(network.numbers)
    answers, numbers = settle_seasons(structure, batch, asked, settle)
    season = int(answers.season[0])
    there = first_draw(numbers)
    return (
        replace(network, structure=of_season(structure, season), numbers=there),
        asked & ~_over(structure, season),
        season,
    )


def of_season(structure: Structure, season: int) -> Structure:
    """Who is where in a season, which is settled by itself, and which talks go on after it."""
    goes_on = (structure.deadline > season).astype(np.int64)
    return structure._replace(pending=goes_on, deadline=np.zeros_like(structure.deadline))


def in_season(structure: Structure, batch: Numbers, season: int, patience: Floats, later: Floats) -> Numbers:
    """The numbers of a season: references as they have drifted, and what is to come (D, I) for whoever can wait."""
    goes_on = (structure.deadline > season)[None, :, None]
    return batch._replace(
        reference=np.clip(batch.reference + season * batch.drift, 0.0, 1.0),
        wait=np.where(goes_on, patience, 0.0),
        later=later,
    )


def _patience(structure: Structure, batch: Numbers) -> Floats:
    """(D, T, I) delta of every party of a talk with a deadline, from its power 1 / -ln delta; 0 elsewhere."""
    sits = (structure.party | (structure.as_one > 0)) & (structure.deadline > 0)[:, None] & (batch.power > 0)
    patience: Floats = np.where(sits, np.exp(-1.0 / np.where(sits, batch.power, 1.0)), 0.0)
    return patience


def _patience_of_each(structure: Structure, patience: Floats) -> Floats:
    """(D, I) delta of every actor: the largest of its own, or the mean over those who have one."""
    own = patience.max(axis=1)
    having = own > 0
    mean = own.sum(axis=1, keepdims=True) / np.maximum(having.sum(axis=1, keepdims=True), 1)
    each: Floats = np.where(having, own, mean)
    return each


def _over(structure: Structure, season: int) -> int:
    """Mask of the talks whose deadline has passed."""
    past = (structure.deadline > 0) & (structure.deadline < season)
    return sum(1 << t for t in np.flatnonzero(past).tolist())


def _all_agreed(structure: Structure, answers: Answers, season: int) -> Flags:
    """(D,) whether no talk that could end in this season is left open; one that is made to fail stays so to the end."""
    mask = sum(1 << t for t in np.flatnonzero(structure.deadline >= max(season, 1)).tolist())
    agreed: Flags = (answers.agreed & mask) == mask
    return agreed


def _first_of(here: Flags, sooner: tuple[Answers, Numbers], later: tuple[Answers, Numbers]) -> tuple[Answers, Numbers]:
    """Draw by draw the sooner outcome where it is one, else the later."""

    def mixed(one: Floats, other: Floats) -> Floats:
        if one.shape != other.shape:
            return one
        rows = here.reshape(-1, *(1,) * (one.ndim - 1))
        return np.where(rows, one, other) if len(one) == len(here) else one

    answers = Answers(*(mixed(one, other) for one, other in zip(sooner[0], later[0], strict=True)))  # type: ignore[arg-type]
    return answers, Numbers(*(mixed(one, other) for one, other in zip(sooner[1], later[1], strict=True)))
