"""`condorcet`: an election between every two positions, with votes as large as what is at stake for the voter.

    v_k(a, b) = w_k (|x_k - b| - |x_k - a|),   w_k = c_k s_k
    P(a beats b) = sum of v_k(a, b) over the k with v_k > 0  /  sum over all k of |v_k(a, b)|

The winner beats every other position with P above one half: on one issue it is the weighted median. The probabilistic
Condorcet election (Wise, Lester & Efird 2015) gives every position a chance:

    conditional:  p_a ~ product over b of P(a beats b), the chance to beat all others, given that one does
    long-run:     p_a = 1/N sum over b of P(a beats b) (p_a + p_b), the share of time as the one to beat
"""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, final

import numpy as np

from tertius.rules.arrays import Floats, Ints
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances

Election = Literal["conditional", "long-run"]

EVEN = 1e-12
"""Votes this close, as a share of all votes, tie."""


class Race(NamedTuple):
    """The election on one issue; N different positions of those who have weight.

    Attributes:
        places: (N,) the positions, from low to high.
        beats: (N, N) P(a beats b); one half where nobody prefers either.
        chances: (N,) the probability of every position.
        winner: The position that beats every other; halfway between two that nothing beats.
    """

    places: Floats
    beats: Floats
    chances: Floats
    winner: float


def votes_between(x: Floats, w: Floats, places: Floats) -> Floats:
    """(N, N) votes for a over b: the sum of w_k (|x_k - b| - |x_k - a|) over all k that prefer a.

    Those are the voters on a's side of the point halfway. Of voters in their order from low to high, the first m
    together lose, at a place p below which there are c of them, with W and X the sums of w and of w x so far,

        p W_q - X_q + X_m - X_q - p (W_m - W_q),   q = min(c, m)

    so that every pair of places takes the same few steps, however many voters there are.

    Args:
        x: (K,) positions of the voters.
        w: (K,) their weights.
        places: (N,) positions between which they choose, from low to high.
    """
    order = np.argsort(x)
    x, w = x[order], w[order]
    weight, moment = (np.concatenate([[0.0], np.cumsum(terms)]) for terms in (w, w * x))
    below = np.searchsorted(x, places, side="right")
    first, second = np.triu_indices(len(places), 1)
    nearer = np.searchsorted(x, (places[first] + places[second]) / 2, side="right")

    def lost(place: Ints, m: Ints) -> Floats:
        p, q = places[place], np.minimum(below[place], m)
        loss: Floats = p * (2 * weight[q] - weight[m]) - 2 * moment[q] + moment[m]
        return loss

    votes, everybody = np.zeros((len(places), len(places))), np.full_like(nearer, len(x))
    gap = lost(second, nearer) - lost(first, nearer)
    votes[first, second] = np.maximum(gap, 0)
    votes[second, first] = np.maximum(gap - (lost(second, everybody) - lost(first, everybody)), 0)
    return votes


def condorcet(positions: Floats, weights: Floats, election: Election = "conditional") -> Race:
    """Hold the election on one issue.

    Args:
        positions: (I,) what each actor wants, on any scale.
        weights: (I,) capability times salience, 0 or more.
        election: `conditional` or `long-run`.

    Raises:
        ValueError: Nobody has any weight, or there is no such election.
    """
    if election not in ("conditional", "long-run"):
        raise ValueError(f"there is no election '{election}': the elections are conditional, long-run")
    voters = weights > 0
    if not voters.any():
        raise ValueError("nobody has any weight")
    x, w = positions[voters], weights[voters]
    places = np.unique(x)
    votes = votes_between(x, w, places)
    total = votes + votes.T
    beats = np.where(total > 0, votes / np.where(total > 0, total, 1), 0.5)
    unbeaten = (votes >= votes.T - EVEN * total.max()).all(axis=1)
    winner = float((places[unbeaten].min() + places[unbeaten].max()) / 2)
    if election == "conditional":
        with np.errstate(divide="ignore"):
            logs = np.log(beats).sum(axis=1)
        odds = np.exp(logs - logs.max())
        return Race(places, beats, np.asarray(odds / odds.sum()), winner)
    # Where the random walk that begins anywhere with equal chances ends up: the power of its steps, squared often.
    steps = beats / len(beats)
    np.fill_diagonal(steps, 0)
    np.fill_diagonal(steps, 1 - steps.sum(axis=0))
    chances = np.linalg.matrix_power(steps, 2**24).mean(axis=1)
    return Race(places, beats, np.asarray(chances / chances.sum()), winner)


@final
class Condorcet(IssueModel):
    """The Condorcet winner as the level, the conditional probabilistic election as the distribution."""

    key: ClassVar[str] = "condorcet"
    title: ClassVar[str] = "the position that beats every other, and the chance of each to do so"
    reference: ClassVar[str] = "Black 1948; Wise, Lester & Efird 2015"

    def decide(self, stances: Stances) -> Ending:
        """The winner, and the chances of all positions."""
        race = condorcet(stances.position, stances.capability * stances.salience)
        chances = tuple(zip(map(float, race.places), map(float, race.chances), strict=True))
        return Ending(race.winner, chances=chances)
