"""Balanced outcomes of an exchange network: every deal splits what it is worth beyond what both could have elsewhere.

With x_i what node i has of a deal, w_ij what the deal of i and j is worth and b_i power:

    a_i                 max(0, max over k with whom i has no deal of  w_ik - x_k),  what i could have elsewhere
    stable              x_i >= a_i
    balanced            (x_i - a_i) / b_i  =  (x_j - a_j) / b_j  on every deal
    edge balancing      x_i  <-  a_i + b_i / (b_i + b_j) (w_ij - a_i - a_j)

A node that can make a further deal has x_k = 0 for all who would deal with it; one that has several counts with the
deal that brings it least. Edge balancing, half a step at a time, keeps a stable outcome stable and does not stretch
distances, so it comes to rest at a balanced one. It starts from the nucleolus (the smallest excess of a node or a
pair as large as can be, then the next smallest), which with equal power and one deal each is balanced itself: where
there are many balanced outcomes this is the one that is given.

References: K. S. Cook and T. Yamagishi (1992), Power in exchange networks: a power-dependence formulation, Social
Networks 14; J. Kleinberg and E. Tardos (2008), Balanced outcomes in social exchange networks, STOC '08; Y. Azar, B.
Birnbaum, L. E. Celis, N. R. Devanur and Y. Peres (2009), Convergence of local dynamics to balanced outcomes in
exchange networks, FOCS '09, for edge balancing; M. Bateni, M. Hajiaghayi, N. Immorlica and H. Mahini (2010), The
cooperative game theory foundations of network bargaining games, ICALP 2010, for several deals each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints
from tertius.rules.worths.exchange_network import ExchangeNetwork, most_valuable
from tertius.rules.worths.lexicographic import lexicographic

REST = 1e-11
"""Balanced if no share would move by more, as a part of the most valuable deal."""

STEPS = 20_000
"""So many steps of edge balancing at the most; the active alternatives are solved for every `JUMP` of them."""

JUMP = 50


@dataclass(frozen=True)
class Outcome:
    """A balanced outcome of a network that has a stable one.

    Attributes:
        made: (E,) which deals are made.
        share: (E, 2) what both ends of every deal have of it; 0 for deals that are not made.
        elsewhere: (N,) a_i, what every node could have in a further deal, or in another in the place of one of its own.
        low: (N,) the least that a node has in any stable outcome.
        high: (N,) the most.
        several: Whether there are other balanced outcomes.
        residual: By how much a share would still move, as a part of the most valuable deal.
    """

    made: Flags
    share: Floats
    elsewhere: Floats
    low: Floats
    high: Floats
    several: bool
    residual: float


def balanced_outcome(network: ExchangeNetwork) -> Outcome | None:
    """The balanced outcome of a network, or None if it has no stable one."""
    made, stable = most_valuable(network)
    if not stable:
        return None
    nodes, scale = len(network.power), max(float(network.worth.max(initial=0.0)), 1e-300)
    deals = _Deals.of(network, made, scale)
    if not deals.count:
        nothing = np.zeros(nodes)
        return Outcome(made, np.zeros((len(made), 2)), nothing, nothing, nothing, False, 0.0)
    program = _Program.of(deals)
    first, residual = balance(deals, program.nucleolus())
    low, high, starts = program.ends()
    ends = [balance(deals, start) for start in _apart(starts)]
    several = any(rest <= 1e-8 and np.abs(end - first).max() > 1e-5 for end, rest in ends)
    share = np.zeros((len(made), 2))
    share[made, 0], share[made, 1] = first, deals.worth - first
    elsewhere = deals.elsewhere(first)
    return Outcome(made, share * scale, elsewhere * scale, low * scale, high * scale, several, residual)


@dataclass(frozen=True)
class _Deals:
    """The deals that are made, and those that could be; worths as parts of the largest.

    Attributes:
        ends: (M, 2) of the deals made.
        worth: (M,) of the deals made.
        other: (O, 2) the ends of the others.
        other_worth: (O,) what these are worth.
        full: (N,) whether the node can make no further deal.
        share: (M,) the first end's part of what a deal brings beyond the alternatives.
    """

    ends: Ints
    worth: Floats
    other: Ints
    other_worth: Floats
    full: Flags
    share: Floats

    @classmethod
    def of(cls, network: ExchangeNetwork, made: Flags, scale: float) -> _Deals:
        ends = network.ends[made]
        count = np.bincount(ends.ravel(), minlength=len(network.power))
        power = network.power[ends]
        both = power.sum(axis=1)
        share = np.where(both > 0, power[:, 0] / np.where(both > 0, both, 1.0), 0.5)
        full = count >= network.most
        return cls(ends, network.worth[made] / scale, network.ends[~made], network.worth[~made] / scale, full, share)

    @property
    def count(self) -> int:
        return len(self.worth)

    def least(self, x: Floats) -> Floats:
        """(N,) what the node has of the deal that brings it least; 0 if it can make a further one."""
        least = np.full(len(self.full), np.inf)
        np.minimum.at(least, self.ends[:, 0], x)
        np.minimum.at(least, self.ends[:, 1], self.worth - x)
        return np.where(self.full & np.isfinite(least), least, 0.0)

    def elsewhere(self, x: Floats) -> Floats:
        """(N,) a_i."""
        least, best = self.least(x), np.zeros(len(self.full))
        for side in (0, 1):
            np.maximum.at(best, self.other[:, side], self.other_worth - least[self.other[:, 1 - side]])
        return best

    def wanted(self, x: Floats) -> Floats:
        """(M,) what edge balancing makes of the first ends' shares."""
        away = self.elsewhere(x)
        first, second = away[self.ends[:, 0]], away[self.ends[:, 1]]
        return np.clip(first + self.share * (self.worth - first - second), 0.0, self.worth)

    def unrest(self, x: Floats) -> float:
        """By how much a share would still move."""
        return float(np.abs(self.wanted(x) - x).max())


def balance(deals: _Deals, start: Floats) -> tuple[Floats, float]:
    """Edge balancing from a stable outcome: (M,) the first ends' shares, and by how much one would still move."""
    x, rest = start, deals.unrest(start)
    for step in range(STEPS):
        if rest <= REST:
            break
        x = (x + deals.wanted(x)) / 2
        if step % JUMP == JUMP - 1:
            x = _jump(deals, x)
        rest = deals.unrest(x)
    return x, rest


def _jump(deals: _Deals, x: Floats) -> Floats:
    """Where shares come to rest if all keep the alternatives that they have now; x if that is nearer to no rest."""
    pulled, hair = deals.wanted(x), 1e-7
    slopes = np.array([(deals.wanted(x + hair * one) - pulled) / hair for one in np.eye(len(x))]).T
    there = x + np.linalg.lstsq(np.eye(len(x)) - slopes, pulled - x, rcond=None)[0]
    away = deals.elsewhere(there)
    stable = (there >= away[deals.ends[:, 0]] - REST).all() and (
        deals.worth - there >= away[deals.ends[:, 1]] - REST
    ).all()
    return there if stable and deals.unrest(there) < deals.unrest(x) else x


def _apart(starts: Floats, most: int = 4) -> list[Floats]:
    """The few outcomes that lie farthest from the first."""
    far = np.argsort(-np.abs(starts - starts[0]).max(axis=1), kind="stable")
    return [starts[0], *(starts[place] for place in far[: most - 1])]


@dataclass(frozen=True)
class _Program:
    """The stable outcomes as a linear programme: amounts that must not be below 0.

    The first M variables are the first ends' shares; one more for each node that is full and has several deals is no
    more than any of them.

    Attributes:
        deals: The deals.
        rows: (R, V) and offsets (R,): the amounts, what everyone has of a deal and what two have beyond a deal not
        made. offsets: See `rows`.
        least: (L, V) and least_of (L,): what every share has beyond the least of its node.
        least_of: See `least`.
    """

    deals: _Deals
    rows: Floats
    offsets: Floats
    least: Floats
    least_of: Floats

    @classmethod
    def of(cls, deals: _Deals) -> _Program:
        count, nodes = deals.count, len(deals.full)
        held = [np.argwhere(deals.ends == i) for i in range(nodes)]
        crowded = [i for i in range(nodes) if deals.full[i] and len(held[i]) > 1]
        width = count + len(crowded)
        share, base = np.zeros((2, count, width)), np.zeros((2, count))  # of every end: share @ v + base
        share[0, :, :count], share[1, :, :count], base[1] = np.eye(count), -np.eye(count), deals.worth
        floor, floor_base = np.zeros((nodes, width)), np.zeros(nodes)
        least, least_of = [], []
        for i in (i for i in range(nodes) if deals.full[i]):
            if len(held[i]) == 1:
                [(deal, side)] = held[i]
                floor[i], floor_base[i] = share[side, deal], base[side, deal]
                continue
            floor[i, count + crowded.index(i)] = 1.0
            for deal, side in held[i]:
                least.append(share[side, deal] - floor[i])
                least_of.append(-base[side, deal])
        one, other = deals.other.T
        rows = np.vstack([share[0], share[1], floor[one] + floor[other]])
        beyond = deals.other_worth - floor_base[one] - floor_base[other]
        offsets = np.concatenate([-base[0], -base[1], beyond])
        return cls(deals, rows, offsets, np.array(least).reshape(-1, width), np.array(least_of))

    def nucleolus(self) -> Floats:
        """(M,) the shares whose smallest amount is largest, then the next smallest, and so on."""
        width, nothing = self.rows.shape[1], np.zeros(0)
        least, least_of = self.least, self.least_of
        x = lexicographic(self.rows, self.offsets, np.zeros((0, width)), nothing, least, least_of)
        return np.clip(x[: self.deals.count], 0.0, self.deals.worth)

    def ends(self) -> tuple[Floats, Floats, Floats]:
        """(N,) the least and the most of every node in stable outcomes; (S, M) outcomes in which these are reached."""
        from scipy.optimize import linprog

        deals, width = self.deals, self.rows.shape[1]
        above, beyond = np.vstack([self.rows, self.least]), np.concatenate([self.offsets, self.least_of])
        nodes = len(deals.full)
        low, high, reached = np.zeros(nodes), np.zeros(nodes), []
        for i in np.unique(deals.ends):
            gain = np.zeros(width)
            np.add.at(gain, np.flatnonzero(deals.ends[:, 0] == i), 1.0)
            np.add.at(gain, np.flatnonzero(deals.ends[:, 1] == i), -1.0)
            constant = float(deals.worth[deals.ends[:, 1] == i].sum())
            for sign, end in ((1.0, low), (-1.0, high)):
                found = linprog(sign * gain, A_ub=-above, b_ub=-beyond + REST, bounds=(None, None), method="highs")
                end[i] = float(gain @ found.x) + constant
                reached.append(np.clip(found.x[: deals.count], 0.0, deals.worth))
        return np.maximum(low, 0.0), np.maximum(high, 0.0), np.array(reached)
