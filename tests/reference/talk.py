"""The settlement of one talk, everything else given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import NASH, Network

from .payoffs import cares_of, loss, missing_shares, payoffs_at, standing, touched_by, units_of
from .shares import highest_shares
from .zoom import Term, find_highest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_LOSS = 1e-6
SAME_VALUE = 1e-13
ROUNDING = 1e-12
NEARBY = 1e-2
GRID_ERROR = 1e-5
ROUNDED_TOP = 1e-5


def product_and_rest(network: Network, talk: int, levels: Floats, agreed: Flags) -> tuple[Ints, Ints]:
    """Parties whose gains are multiplied, and parties that must only not lose."""
    party = network.structure.party[talk]
    touched = touched_by(network, talk, levels, agreed)
    inside = party & touched & (network.numbers.power[talk] > 0)
    return np.flatnonzero(inside), np.flatnonzero(party & ~inside)


class Table:
    """One talk, everything else given: each party's gain, in units of R_i, as rows of a sum over issues.

    Rows are the parties in the product, then those outside it whose payoff the talk's levels touch.
    """

    def __init__(self, network: Network, talk: int, levels: Floats, agreed: Flags, walk_away: Floats) -> None:
        cares = cares_of(network)
        here = np.flatnonzero(network.structure.issue_talk == talk)
        product, rest = product_and_rest(network, talk, levels, agreed)
        self.product = product
        felt = touched_by(network, talk, levels, agreed)
        touched = np.array([i for i in rest if felt[i]], dtype=np.int64)
        self.rows = np.concatenate([product, touched])
        party = np.flatnonzero(network.structure.party[talk])
        self.issues = np.array([k for k in here if cares[party, k].any()], dtype=np.int64)
        self.reference = network.numbers.reference[self.issues]
        self.units = units_of(network)[self.rows]
        powers = network.numbers.power[talk, product]
        self.shares = powers / powers.sum() if len(product) else powers
        self.curvature = network.structure.curvature
        stands = standing(network, agreed)
        self.stance = stands[talk] * network.numbers.salience[np.ix_(self.rows, self.issues)]
        self.position = network.numbers.position[np.ix_(self.rows, self.issues)]
        self.slope = self._slopes(network, talk, levels, stands)
        gains = (payoffs_at(network, levels, agreed) - walk_away)[self.rows] / self.units
        now = sum(self.term(k)(levels[issue]) for k, issue in enumerate(self.issues))
        self.base = gains - now

    def _slopes(self, network: Network, talk: int, levels: Floats, stands: Floats) -> Floats:
        """What a whole scale of each issue adds to each row through needs, in points."""
        slope = np.zeros((len(self.rows), len(self.issues)))
        for n, actor in enumerate(network.structure.need_actor):
            shares = np.delete(missing_shares(network, n, levels, stands), talk)
            open_elsewhere = network.numbers.weight[n] * np.prod(shares)
            supply = stands[talk] * network.numbers.cover[n, self.issues]
            slope[self.rows == actor] += open_elsewhere * supply
        return slope

    def term(self, k: int) -> Term:
        """What a level of the k-th issue adds to each row."""

        def rows(x: Floats) -> Floats:
            shape = (-1,) + (1,) * np.ndim(x)
            per_unit = [(array[:, k] / self.units).reshape(shape) for array in (self.stance, self.slope)]
            distance = x - self.position[:, k].reshape(shape)
            return per_unit[0] * (1 - loss(distance, self.curvature)) + per_unit[1] * x

        return rows

    def terms(self) -> list[Term]:
        return [self.term(k) for k in range(len(self.issues))]

    def value(self, gains: Floats) -> Floats:
        """The geometric mean of the product's gains inside the zone; outside it the smallest gain.

        Either is above 0 only inside the zone, so one search finds the zone, then the best point in it,
        and the least bad point if there is no zone.
        """
        inside, outside = gains[: len(self.product)], gains[len(self.product) :]
        smallest = inside.min(axis=0)
        in_zone = smallest > ROUNDING
        if len(outside):
            slack = outside.min(axis=0) + NO_LOSS
            in_zone &= slack >= 0
            smallest = np.minimum(smallest, slack)
        shares = self.shares.reshape((-1,) + (1,) * (gains.ndim - 1))
        mean = np.exp((shares * np.log(np.maximum(inside, 1e-300))).sum(axis=0))
        return np.where(in_zone, mean, smallest)

    def ideal(self, row: int, hints: Floats) -> float:
        """The largest gain of one row, in units of R_i, that leaves no other below its walk-away value."""
        others = np.arange(len(self.rows)) != row
        allowed = np.where(np.arange(len(self.rows)) < len(self.product), 0.0, NO_LOSS)[others]

        def best(gains: Floats) -> Floats:
            slack = allowed.reshape((-1,) + (1,) * (gains.ndim - 1))
            worst = (gains[others] + slack).min(axis=0, initial=np.inf)
            return np.where(worst >= 0, np.exp(gains[row]), np.minimum(worst, 0))

        return float(np.log(find_highest(self.terms(), self.base, best, hints)[0]))

    def stationary(self, levels: Floats, reach: float) -> Floats | None:
        """The best levels, if Newton's method finds them within ``reach`` of ``levels``; else None.

        Values alone fix a smooth optimum to about 1e-8 only: near the top they all look the same. Where the
        slope of sum_i power_i log gain_i is zero inside the box, and points out of it at its ends, a concave
        problem has its optimum: what is found here needs no further proof, if nobody else loses by it.
        """
        if self.may_be_flat(np.inf):
            return None
        found = levels.copy()
        free = (levels > 0) & (levels < 1)
        for _ in range(12):
            if np.any(np.abs(found - levels) > reach) or np.any((found < 0) | (found > 1)):
                return None
            slope, bend = self._slope_and_bend(found)
            if not np.all(np.isfinite(bend)):
                return None
            bend = bend[np.ix_(free, free)]
            if free.any() and np.linalg.cond(bend) > 1e12:
                return None
            step = np.linalg.solve(bend, slope[free]) if free.any() else np.zeros(0)
            found[free] -= step
            if np.all(np.abs(step) < 1e-12):
                outward = np.where(levels > 0, slope, -slope)[~free]
                return found if np.all(outward >= 0) and self._allowed(found) else None
        return None

    def _allowed(self, levels: Floats) -> bool:
        outside = self._gains_at(levels)[len(self.product) :]
        return bool(np.all((levels >= 0) & (levels <= 1)) and np.all(outside >= -NO_LOSS))

    def _gains_at(self, levels: Floats) -> Floats:
        return self.base + sum(self.term(k)(x) for k, x in enumerate(levels))

    def _slope_and_bend(self, levels: Floats) -> tuple[Floats, Floats]:
        """First and second derivatives of sum_i power_i log gain_i; not a number outside the zone."""
        n, a = len(self.product), self.curvature
        gains = self._gains_at(levels)[:n]
        distance = levels - self.position[:n]
        size = np.abs(distance)
        if np.any(gains <= 0) or (a < 2 and np.any(size < 1e-6)):
            return np.full(len(levels), np.nan), np.full((len(levels), len(levels)), np.nan)
        units = self.units[:n, None]
        first = (self.slope[:n] - self.stance[:n] * a * size ** (a - 1) * np.sign(distance)) / units
        second = -self.stance[:n] * a * (a - 1) * size ** (a - 2) / units
        weights = self.shares / gains
        return weights @ first, np.diag(weights @ second) - first.T @ (first * (weights / gains)[:, None])

    def may_be_flat(self, value: float) -> bool:
        """Whether the best levels need not be unique: linear losses, no zone, or an issue of needs alone."""
        stances = self.stance[: len(self.product)].max(axis=0) > 0
        return self.curvature == 1.0 or value <= ROUNDING or not bool(stances.all())

    def nearest(self, value: float, levels: Floats) -> Floats:
        """Of all levels as good as ``levels``, those nearest to the references."""
        at_reference = self.base + sum(self.term(k)(np.asarray(self.reference[k])) for k in range(len(self.issues)))
        if value <= ROUNDING and self.value(at_reference) >= value - ROUNDING:
            return self.reference.copy()

        def distance(k: int) -> Term:
            return lambda x: np.concatenate([self.term(k)(x), -((x - self.reference[k]) ** 2)[None]])

        def closeness(rows: Floats) -> Floats:
            lost = self.value(rows[:-1]) - value
            return np.where(lost >= -SAME_VALUE, 10 + rows[-1], lost)

        terms = [distance(k) for k in range(len(self.issues))]
        found = find_highest(terms, np.append(self.base, 0.0), closeness, levels)[1]
        if value > ROUNDING:  # a rounded top is not a plateau: it only looks like one from very near
            found = np.where(np.abs(found - levels) < ROUNDED_TOP, levels, found)
        # A hair's breadth from the reference is the reference: others must not feel the rounding.
        return np.where(np.abs(found - self.reference) < 1e-11, self.reference, found)


def settle_talk(
    network: Network, talk: int, levels: Floats, agreed: Flags, walk_away: Floats, *, quick: bool = False
) -> Floats:
    """All levels, with those of the talk where its parties settle, everything else given.

    ``quick`` looks near the present levels first, and on the grid only if the optimum is not there.
    """
    table = Table(network, talk, levels, agreed, walk_away)
    settled = levels.copy()
    here = network.structure.issue_talk == talk
    settled[here] = network.numbers.reference[here]
    if len(table.product):
        present = levels[table.issues]
        solution = int(network.structure.solution[talk])
        found = table.stationary(present, NEARBY) if quick and solution == NASH else None
        settled[table.issues] = _search_grid(table, present, solution) if found is None else found
    return settled


def _search_grid(table: Table, hints: Floats, solution: int) -> Floats:
    value, best = find_highest(table.terms(), table.base, table.value, hints)
    if solution != NASH and value > ROUNDING:
        return highest_shares(table, best, solution)
    if table.may_be_flat(value):
        return table.nearest(value, best)
    polished = table.stationary(best, GRID_ERROR)
    return best if polished is None else polished


def upper_hand_in(network: Network, talk: int, levels: Floats, agreed: Flags, walk_away: Floats) -> Floats:
    """(I,) (V_i - d_i) / (I_i - d_i) of the parties in the product, nan for the others."""
    table = Table(network, talk, levels, agreed, walk_away)
    shares = np.full(len(network.actors), np.nan)
    payoffs = payoffs_at(network, levels, agreed)
    for row, i in enumerate(table.product):
        shares[i] = (payoffs[i] - walk_away[i]) / (table.ideal(row, levels[table.issues]) * table.units[row])
    return shares
