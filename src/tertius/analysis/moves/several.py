"""Mixed equilibria of games of any number of players; where none is found, a correlated one with its remaining regret.

In an equilibrium every strategy that a player plays brings it the same, v_i, and no other brings more:

    u_i(s, p_-i) = v_i for s in S_i,    sum_s p_i(s) = 1

For each choice of supports S_i that is a system of equations, solved by Newton's method from a few starts. It finds
what it comes to, not all there is: with more than two players there may be whole curves of equilibria, and irrational
ones.

Where there are too many supports, or none gives an equilibrium, every player minimises its regret: what it would have
gained in the past by playing k whenever it played j. What all have played on average is then a correlated equilibrium,
up to the regret that is left.

References: S. Hart and A. Mas-Colell (2000), A simple adaptive procedure leading to correlated equilibrium,
Econometrica 68(5); A. Blum and Y. Mansour (2007), From external to internal regret, JMLR 8, for the fixed point that
is played.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.mixed import ZERO, Mixture, scaled

Floats = NDArray[np.float64]

MOST_SUPPORTS = 4000
"""So many choices of supports are looked at, small ones first."""
MOST_RUNS = 1000
"""So often Newton's method is tried: some seconds."""
STEPS = 20
"""It comes to rest in fewer, or not at all."""
STARTS = 2
FAR = 10.0
"""Shares and scaled payoffs that grow beyond this do not come back."""
ROUNDS = 2000
"""So often everybody plays to get rid of its regret: what is left falls with its root."""


def replies(payoffs: Floats, mixture: Mixture, player: int) -> Floats:
    """(n_i,) what each strategy of a player is expected to bring it against what the others play."""
    return _against(payoffs[..., player], mixture, (player,))


def regrets(payoffs: Floats, mixture: Mixture) -> Floats:
    """(N,) what each player would gain by its best reply; 0 for all in an equilibrium."""
    worth = [replies(payoffs, mixture, player) for player in range(len(mixture))]
    return np.array([own.max() - own @ played for own, played in zip(worth, mixture, strict=True)])


def some_equilibria(payoffs: Floats) -> list[Mixture]:
    """The mixed equilibria that are found, each tested; pure ones are none of them.

    Args:
        payoffs: (n_1, ..., n_N, N), finite.
    """
    norm = np.stack([scaled(payoffs[..., player]) for player in range(payoffs.shape[-1])], axis=-1)
    found: list[Mixture] = []
    runs = ((supports, start) for supports in _supports(norm) for start in _starts(supports))
    for supports, start in islice(runs, MOST_RUNS):
        mixture = _newton(norm, supports, start)
        if mixture is not None and not any(_same(mixture, known) for known in found):
            found.append(mixture)
    return found


def correlated(payoffs: Floats, rounds: int = ROUNDS) -> tuple[Floats, Floats]:
    """A joint distribution over profiles from which nobody gains much by doing k whenever it is told to do j.

    Args:
        payoffs: (n_1, ..., n_N, N), finite.
        rounds: How often all play.

    Returns:
        (n_1, ..., n_N) how likely each profile is, and (N,) what each player would still gain, in its own payoff.
    """
    shape = payoffs.shape[:-1]
    norm = np.stack([scaled(payoffs[..., player]) for player in range(len(shape))], axis=-1)
    regret = [np.zeros((size, size)) for size in shape]
    joint = np.zeros(shape)
    for now in range(rounds):
        played = tuple(_stationary(np.maximum(each, 0.0)) for each in regret)
        # What was played late counts more: the regret of the first rounds, in which nobody knew anything, fades.
        joint += (now + 1) * _product(played)
        for player, each in enumerate(regret):
            worth = replies(norm, played, player)
            each += played[player][:, None] * (worth[None, :] - worth[:, None]) * (now + 1)
            np.fill_diagonal(each, 0.0)
    joint /= joint.sum()
    return joint, _left(payoffs, joint)


def _left(payoffs: Floats, joint: Floats) -> Floats:
    """(N,) the most that a player gains on average by doing k whenever it is told to do j."""
    most = []
    for player in range(joint.ndim):
        told = np.moveaxis(joint, player, 0).reshape(joint.shape[player], -1)
        own = np.moveaxis(payoffs[..., player], player, 0).reshape(joint.shape[player], -1)
        gains = np.einsum("jc,kc->jk", told, own) - np.einsum("jc,jc->j", told, own)[:, None]
        most.append(max(0.0, float(gains.max())))
    return np.array(most)


def _stationary(rates: Floats) -> Floats:
    """The p with p_j sum_k R_jk = sum_k p_k R_kj: regret flows out of each strategy as fast as into it."""
    size, most = len(rates), rates.sum(axis=1).max()
    if most <= 0:
        return np.full(size, 1 / size)
    moved = rates / most
    flow = moved.T - np.diag(moved.sum(axis=1))
    solution = np.linalg.lstsq(np.vstack([flow, np.ones(size)]), np.append(np.zeros(size), 1.0), rcond=None)[0]
    p = np.maximum(solution, 0.0)
    whole: Floats = p / p.sum()
    return whole


def _supports(norm: Floats) -> Iterator[tuple[tuple[int, ...], ...]]:
    """The choices of supports, small ones first, then those of what all play to get rid of their regret."""
    shape = norm.shape[:-1]
    sizes = sorted(product(*(range(1, n + 1) for n in shape)), key=lambda each: (sum(each), max(each) - min(each)))
    every = (one for each in sizes for one in product(*map(combinations, map(range, shape), each)))
    for supports in islice(every, MOST_SUPPORTS):
        if any(len(one) > 1 for one in supports) and all(_plausible(norm, supports, i) for i in range(len(supports))):
            yield supports
    if prod(2**n - 1 for n in shape) > MOST_SUPPORTS:
        joint, _ = correlated(norm)
        axes = range(joint.ndim)
        sums = [joint.sum(axis=tuple(other for other in axes if other != axis)) for axis in axes]
        for least in (0.2, 0.1, 0.05, 0.02, 0.01):
            yield tuple(tuple(int(s) for s in np.flatnonzero(p > least * p.max())) for p in sums)


def _plausible(norm: Floats, supports: Sequence[Sequence[int]], player: int) -> bool:
    """Whether no strategy that a player plays is worse than another against everything that the others play."""
    part = norm[np.ix_(*supports[:player], range(norm.shape[player]), *supports[player + 1 :], [player])]
    own = np.moveaxis(part[..., 0], player, 0).reshape(norm.shape[player], -1)
    worse = (own[list(supports[player])][:, None, :] < own[None, :, :] - ZERO).all(axis=2)
    return not worse.any()


def _starts(supports: Sequence[Sequence[int]]) -> Iterator[list[Floats]]:
    """Equal shares first, then uneven ones, the same every time."""
    rng = np.random.default_rng(1)
    yield [np.full(len(one), 1 / len(one)) for one in supports]
    for _ in range(STARTS - 1):
        yield [rng.dirichlet(np.ones(len(one))) for one in supports]


def _newton(norm: Floats, supports: Sequence[Sequence[int]], start: list[Floats]) -> Mixture | None:
    """The equilibrium with exactly these supports to which Newton's method leads; None if it leads to none."""
    part = norm[np.ix_(*supports, range(norm.shape[-1]))]
    sizes = [len(one) for one in supports]
    ends = np.cumsum(sizes)
    places = [slice(end - size, end) for end, size in zip(ends, sizes, strict=True)]
    point = np.concatenate([*start, [replies(part, tuple(start), i).mean() for i in range(len(sizes))]])
    for _ in range(STEPS):
        played = tuple(point[place] for place in places)
        miss, slope = _equations(part, played, point[ends[-1] :], places)
        step = np.linalg.lstsq(slope, -miss, rcond=None)[0]
        point = point + step
        if not np.abs(point).max() < FAR:
            return None
        if np.abs(step).max() < 1e-12:
            break
    whole = []
    for size, support, place in zip(norm.shape, supports, places, strict=False):
        p = np.zeros(size)
        p[list(support)] = point[place]
        whole.append(p)
    # Smaller supports are tried by themselves: here every strategy is played.
    played_all = all((point[place] > ZERO).all() for place in places)
    mixture = tuple(whole)
    return mixture if played_all and (regrets(norm, mixture) <= ZERO).all() and _whole(mixture) else None


def _equations(part: Floats, played: Mixture, worth: Floats, places: Sequence[slice]) -> tuple[Floats, Floats]:
    """The system at a point, and its derivative: first the indifference of all, then the sums."""
    players, end = len(played), places[-1].stop
    miss = np.zeros(end + players)
    slope = np.zeros((end + players, end + players))
    for i, own in enumerate(places):
        miss[own] = replies(part, played, i) - worth[i]
        slope[own, end + i] = -1.0
        miss[end + i] = played[i].sum() - 1
        slope[end + i, own] = 1.0
        for j, other in enumerate(places):
            if i != j:
                both = _against(part[..., i], played, (i, j))
                slope[own, other] = both if i < j else both.T
    return miss, slope


def _against(own: Floats, mixture: Mixture, kept: Sequence[int]) -> Floats:
    """The expected payoff over what all but those kept play."""
    for axis in reversed(range(len(mixture))):
        if axis not in kept:
            own = np.tensordot(own, mixture[axis], axes=(axis, 0))
    return own


def _product(mixture: Mixture) -> Floats:
    whole: Floats = np.ones(())
    for p in mixture:
        whole = np.multiply.outer(whole, p)
    return whole


def _whole(mixture: Mixture) -> bool:
    return all(abs(p.sum() - 1) <= ZERO for p in mixture)


def _same(one: Mixture, other: Mixture) -> bool:
    return all(np.abs(p - q).max() <= 1e-7 for p, q in zip(one, other, strict=True))
