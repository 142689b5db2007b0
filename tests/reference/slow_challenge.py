"""The expected utility model worked out slowly and plainly, voter by voter, from the page of the rule."""

from __future__ import annotations

import numpy as np

from tertius.rules.decisions.weighted_median import weighted_median

__all__ = ["SlowRound"]

CONFLICT, COMPROMISE, CAPITULATE = 1, 2, 3


class SlowRound:
    """One round from given positions.

    Args:
        x: Positions, actor by actor.
        s: Saliences, 0 to 1.
        c: Capabilities.
        printed: The variant `printed`; else `code`.
        quo: Q.
        span: R, the range before the first round.
    """

    def __init__(self, x: list[float], s: list[float], c: list[float], printed: bool, quo: float, span: float) -> None:
        self.x, self.s, self.printed, self.quo, self.span = x, s, printed, quo, span
        self.weights = [a * b for a, b in zip(c, s, strict=True)]
        self.actors = range(len(x))
        self.middle = weighted_median(np.array(x), np.array(self.weights))
        self.risk = [1.0] * len(x)
        self.chances = self.all_chances()
        self.risk = self.risks()
        self.chances = self.all_chances()

    def apart(self, i: int, j: int) -> float:
        return abs(self.x[i] - self.x[j]) / self.span

    def votes(self, i: int, j: int) -> float:
        losses = ((self.weights[k], self.apart(k, j), self.apart(k, i), self.risk[k]) for k in self.actors)
        return sum(max(0.0, w * (to_j**r - to_i**r)) for w, to_j, to_i, r in losses)

    def all_chances(self) -> list[list[float]]:
        votes = [[self.votes(i, j) for j in self.actors] for i in self.actors]
        everything = 2 * sum(map(sum, votes))

        def chance(i: int, j: int) -> float:
            total = votes[i][j] + votes[j][i] if self.printed else everything
            return votes[i][j] / total if total > 0 else 0.5

        return [[chance(i, j) for j in self.actors] for i in self.actors]

    def expected(self, i: int, j: int, risk: float) -> float:
        """E(U_ij) with a risk exponent."""
        d, m, p, s = self.apart(i, j), abs(self.x[i] - self.middle) / self.span, self.chances[i][j], self.s[j]
        success, failure, same, better = (
            2 - 4 * y**risk for y in (0.5 - 0.5 * d, 0.5 + 0.5 * d, 0.5, 0.5 - 0.25 * (m + d))
        )
        hoped = s * (p * success + (1 - p) * failure) + (1 - s) * success
        return hoped - self.quo * same - (1 - self.quo) * better

    def risks(self) -> list[float]:
        security = [sum(self.expected(j, i, 1.0) for j in self.actors) for i in self.actors]
        low, high = min(security), max(security)
        if high - low <= 1e-12 * max(abs(low), abs(high)):
            return self.risk
        z = [(2 * one - high - low) / (high - low) for one in security]
        return [(1 - one / 3) / (1 + one / 3) for one in z]

    def own(self, i: int, j: int) -> float:
        return self.expected(i, j, self.risk[i])

    def others(self, i: int, j: int) -> float:
        """E(U_ji) as i sees it, or in `printed` as j does."""
        return self.expected(j, i, self.risk[j] if self.printed else self.risk[i])

    def after(self) -> list[float]:
        """Where all stand after the round."""
        return [self.move(i) for i in self.actors]

    def move(self, i: int) -> float:
        offers = []
        for j in self.actors:
            a, b, here, there = self.own(i, j), self.others(i, j), self.x[i], self.x[j]
            if here == there or b <= 0 or a >= b or a == 0:
                continue
            if a > 0:
                offers.append((CONFLICT, abs(there - here), there))
            elif b > -a:
                goal = here + -a / b * (there - here)
                lowest = (-a * here + b * there) / (b - a)
                offers.append((COMPROMISE, abs(goal - here) if self.printed else lowest, goal))
            else:
                offers.append((CAPITULATE, abs(there - here), there))
        return min(offers, key=lambda offer: offer[:2])[2] if offers else self.x[i]
