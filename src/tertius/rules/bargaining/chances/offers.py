"""How likely a talk of two ends in a deal if one of them makes a last offer: risk against return.

The proposer, drawn by power, knows its own type and not that of the other, and names the point of the contract curve

    lambda_1*(theta_1) = argmax g_1(x(lambda); theta_1) P(r_2 >= lambda),
    P(deal) = b_1 / (b_1 + b_2) E P(r_2 >= lambda_1*) + b_2 / (b_1 + b_2) E P(r_1 <= lambda_2*).

Reference: J. D. Fearon (1995), Rationalist explanations for war, International Organization 49(3).
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.bargaining.chances.curve import SAME


def offered_chance(shares: Floats, gains: tuple[Floats, Floats], points: tuple[Floats, Floats], power: Floats) -> float:
    """P(deal) by last offers.

    Args:
        shares: (P,) lambda of the points of the curve, increasing.
        gains: (N, P) and (M, P) the gains of the types of the two parties at these points.
        points: (N,) and (M,) their reservation points.
        power: (2,) powers, by which the proposer is drawn.
    """
    b = power / power.sum() if power.sum() > 0 else np.full(2, 0.5)
    first = accepted_chance(shares, gains[0], points[1])
    second = accepted_chance(-shares[::-1], gains[1][:, ::-1], -points[0])  # the mirror image
    return float(b[0] * first.mean() + b[1] * second.mean())


def accepted_chance(shares: Floats, gains: Floats, others: Floats) -> Floats:
    """(N,) P(the offer of each type is accepted): it is by all whose reservation point lies as far or farther.

    Args:
        shares: (P,) the points of the curve, the better for the proposer the higher.
        gains: (N, P) what each type of the proposer gains there.
        others: (M,) how far along the curve each type of the other agrees; minus infinite if nowhere.
    """
    known = np.sort(others)
    offers = np.unique(np.concatenate([shares, known[np.isfinite(known)]]))
    accepted = (len(known) - np.searchsorted(known, offers - SAME)) / len(known)
    place = np.clip(np.searchsorted(shares, offers, side="right") - 1, 0, len(shares) - 2)
    part = (offers - shares[place]) / (shares[place + 1] - shares[place])
    worth = (gains[:, place] * (1 - part) + gains[:, place + 1] * part) * accepted
    best = worth.argmax(axis=1)
    made = np.take_along_axis(worth, best[:, None], axis=1)[:, 0] > 0
    return np.where(made, accepted[best], 0.0)
