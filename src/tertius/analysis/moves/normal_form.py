"""Games in normal form, as plain arrays: best replies, pure equilibria, dominated strategies, backward induction.

A game of N players is an array of payoffs of shape (n_1, ..., n_N, N): the last axis says whose payoff it is.

References: J. F. Nash (1950), Equilibrium points in n-person games, PNAS 36(1); R. Selten (1965), Spieltheoretische
Behandlung eines Oligopolmodells mit Nachfrageträgheit, for play in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Profile = tuple[int, ...]
Flags = NDArray[np.bool_]
TIE = 1e-9
"""Payoffs that differ by no more are the same."""


def losses(payoffs: Floats, player: int) -> Floats:
    """(n_1, ..., n_N) what a player falls short of its best reply to the others, in its own payoff: 0 or more."""
    # What nobody knows the payoff of is never a best reply.
    own = np.where(np.isnan(payoffs[..., player]), -np.inf, payoffs[..., player])
    with np.errstate(invalid="ignore"):
        short: Floats = own.max(axis=player, keepdims=True) - own
    return short


def best_replies(payoffs: Floats, player: int) -> Flags:
    """(n_1, ..., n_N) whether a player's strategy is a best reply to those of the others."""
    return losses(payoffs, player) <= TIE


def pure_equilibria(payoffs: Floats) -> list[Profile]:
    """Every profile in which each strategy is a best reply to the others, in the order of the strategies."""
    players = payoffs.shape[-1]
    mutual = np.logical_and.reduce([best_replies(payoffs, player) for player in range(players)])
    return [tuple(int(step) for step in profile) for profile in np.argwhere(mutual)]


def dominated(payoffs: Floats, player: int, strictly: bool = True) -> dict[int, int]:
    """The strategies of a player that another pure one dominates, each with the first that does.

    Args:
        payoffs: (n_1, ..., n_N, N).
        player: Whose strategies.
        strictly: Better against everything; else nowhere worse and somewhere better.
    """
    own = np.moveaxis(payoffs[..., player], player, 0)
    own = own.reshape(len(own), -1)
    found: dict[int, int] = {}
    for low, high in product(range(len(own)), repeat=2):
        gap = own[high] - own[low]
        beats = (gap > TIE).all() if strictly else (gap >= -TIE).all() and (gap > TIE).any()
        if low != high and low not in found and beats:
            found[low] = high
    return found


def in_turn(payoffs: Floats, order: Sequence[int], made: Mapping[int, int] | None = None) -> Profile:
    """What is played if the players move in turn, each seeing what was played before and foreseeing what will be.

    Args:
        payoffs: (n_1, ..., n_N, N).
        order: Every player once, the first mover first.
        made: What the first of them have played already; nothing if left out.

    Returns:
        The path of the subgame-perfect equilibrium; of strategies that are equally good, the first is played.
    """
    before = dict(made or {})
    if len(before) == len(order):
        return tuple(before[player] for player in range(len(order)))
    player = order[len(before)]
    ends = [in_turn(payoffs, order, {**before, player: step}) for step in range(payoffs.shape[player])]
    worth = [payoffs[end][player] for end in ends]
    known = [-np.inf if np.isnan(value) else value for value in worth]
    return next(end for end, value in zip(ends, known, strict=True) if value >= max(known) - TIE)
