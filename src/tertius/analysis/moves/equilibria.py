"""The equilibria of any game in which choices are left to chance, by the method that suits its size; each tested.

What is strictly dominated is left out first, again and again: no equilibrium plays it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.lemke_howson import lemke_howson
from tertius.analysis.moves.mixed import MOST_BASES, ZERO, Mixture, bases, extreme_equilibria
from tertius.analysis.moves.normal_form import dominated, pure_equilibria
from tertius.analysis.moves.several import correlated, regrets, some_equilibria

Floats = NDArray[np.float64]
Found = Literal["all", "some", "correlated", "unknown"]

TOLERANCE = 1e-7
"""What a player may gain by leaving a mixed equilibrium alone, as a share of its widest difference of payoffs."""


@dataclass(frozen=True)
class MixedEquilibria:
    """The equilibria of a game in which somebody leaves its choice to chance.

    Attributes:
        found: ``all``: all extreme ones of a game of two, of which every other is a mixture. ``some``: those that were
            found, there may be more. ``correlated``: none was found, but a joint distribution. ``unknown``: nothing was
            looked for, since some payoff is not known.
        mixtures: For each of them, player by player, how likely each strategy is.
        joint: (n_1, ..., n_N) how likely each profile is in the correlated equilibrium; None if there is none.
        regret: (N,) what each player would gain there by doing k whenever it is told to do j; None likewise.
        connected: Whether two equilibria, pure ones among them, differ in what one player does alone, so that every
            mixture of the two is an equilibrium too: a game with ties.
    """

    found: Found
    mixtures: tuple[Mixture, ...] = ()
    joint: Floats | None = None
    regret: Floats | None = None
    connected: bool = False


def mixed_equilibria(payoffs: Floats) -> MixedEquilibria:
    """The mixed equilibria of a game; its pure ones are for `pure_equilibria`.

    Args:
        payoffs: (n_1, ..., n_N, N), the last axis says whose payoff it is.

    Returns:
        For two players with up to `MOST_BASES` pairs of supports all extreme ones. For two with more those to which
        the method of Lemke and Howson leads, for more than two those that Newton's method finds; a correlated one where
        that finds none and there is no pure one either.
    """
    if not np.isfinite(payoffs).all():
        return MixedEquilibria("unknown")
    kept = undominated(payoffs)
    # Who has one thing left to do is no player any more; its payoff and its axis go.
    active = [player for player, left in enumerate(kept) if len(left) > 1]
    if len(active) < 2:
        # What is left to a single player is all as good.
        return MixedEquilibria("all", connected=bool(active))
    small = payoffs[np.ix_(*kept, active)].reshape(*(len(kept[player]) for player in active), len(active))
    candidates, complete = _candidates(small)
    widths = np.ptp(small.reshape(-1, small.shape[-1]), axis=0)
    tested = [one for one in candidates if (regrets(small, one) <= TOLERANCE * np.maximum(widths, ZERO)).all()]
    equilibria = _distinct([_among(payoffs.shape, kept, active, one) for one in tested])
    mixtures = tuple(one for one in equilibria if not is_pure(one))
    if complete or mixtures or pure_equilibria(small):
        return MixedEquilibria("all" if complete else "some", mixtures, connected=_connected(equilibria))
    joint, left = correlated(small)
    whole, regret = np.zeros(payoffs.shape[:-1]), np.zeros(len(kept))
    whole[np.ix_(*kept)] = joint.reshape([len(each) for each in kept])
    regret[active] = left
    return MixedEquilibria("correlated", (), whole, regret)


def _candidates(small: Floats) -> tuple[list[Mixture], bool]:
    """The equilibria of a game without strictly dominated strategies, and whether they are all extreme ones."""
    if small.shape[-1] > 2:
        return some_equilibria(small), False
    if bases(*small.shape[:2]) <= MOST_BASES:
        return list(extreme_equilibria(small)), True
    return [one for label in range(sum(small.shape[:2])) if (one := lemke_howson(small, label)) is not None], False


def undominated(payoffs: Floats) -> list[list[int]]:
    """The strategies of each player that are left when strictly dominated ones are left out, again and again."""
    kept = [list(range(size)) for size in payoffs.shape[:-1]]
    again = True
    while again:
        again = False
        for player in range(len(kept)):
            low = dominated(payoffs[np.ix_(*kept, range(len(kept)))], player)
            kept[player] = [s for place, s in enumerate(kept[player]) if place not in low]
            again = again or bool(low)
    return kept


def is_pure(mixture: Mixture) -> bool:
    """Whether nobody leaves its choice to chance."""
    return all(p.max() == 1 for p in mixture)


def _among(shape: tuple[int, ...], kept: list[list[int]], active: list[int], mixture: Mixture) -> Mixture:
    """A mixture of what some players have left as one of all strategies of all players."""
    played = dict(zip(active, mixture, strict=True))
    whole = []
    for player, (size, left) in enumerate(zip(shape, kept, strict=False)):
        q = np.zeros(size)
        q[left] = played.get(player, 1.0)
        whole.append(q)
    return tuple(whole)


def _distinct(mixtures: list[Mixture]) -> list[Mixture]:
    found: list[Mixture] = []
    for one in mixtures:
        if not any(all(np.abs(p - q).max() <= TOLERANCE for p, q in zip(one, known, strict=True)) for known in found):
            found.append(one)
    return found


def _connected(equilibria: list[Mixture]) -> bool:
    pairs = [(a, b) for number, a in enumerate(equilibria) for b in equilibria[:number]]
    return any(sum(np.abs(p - q).max() > TOLERANCE for p, q in zip(a, b, strict=True)) == 1 for a, b in pairs)
