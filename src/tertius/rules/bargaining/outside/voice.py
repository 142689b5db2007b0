"""Voice: at a table, the stances of those who do not sit there count as far as a party relies on them.

With v the `voice` of the case, r_ij the share of its range that party i of talk t would lose if j walked away from it
(at the middles, without any voice; none below 0 or above 1), and s_jk, p_jk the stance of j on an issue k of t, party i
bargains in t as if it lost, beside what it loses itself,

    sum_{j outside t} v r_ij (R_i / R_j) s_jk |x_k - p_jk|^2.

Stances are counted in shares of the ranges of those who have them. With quadratic losses the sum is one stance: its
salience S = s_ik + sum_j c_j and its position (s_ik p_ik + sum_j c_j p_jk) / S. What a settlement is worth to i stays
V_i; so who hears others bargains on a belief of its own (`perceived`).

Reference: A. O. Hirschman (1945), National Power and the Structure of Foreign Trade, on reliance as influence; the form
is ours.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from tertius.case.model import Case
from tertius.rules.arrays import Floats, Network, Numbers, Structure, Versions
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.outside.departure import tied_pairs, walk_away
from tertius.rules.bargaining.perceived import POSITION, SALIENCE
from tertius.rules.bargaining.versions import settle_variants
from tertius.rules.bargaining.workspace import Answers

Settle = Callable[[Structure, Numbers, int], Answers]
"""Settles every row of a batch whose talks outside a mask are made to fail."""

Said = tuple[Floats, Floats]
"""(D, I, K) positions and saliences."""

_known: dict[tuple[int, str], tuple[weakref.ref[Case], Floats]] = {}


def is_heard(case: Case) -> bool:
    """Whether anybody outside a table is heard at it."""
    return case.voice is not None and case.voice.high > 0


def reliance_shares(case: Case, settle: Settle, rule: str) -> Floats:
    """(I, I) r_ij, what actor i would lose if j walked away from it, as a share of R_i, from 0 to 1.

    Found once for a case and a rule, every number at its middle, and kept as long as the case lives.
    """
    key = id(case), rule
    known = _known.get(key)
    if known is None or known[0]() is not case:
        found = _reliances(case.model_copy(update={"voice": None, "promises": {}}), settle)
        known = _known[key] = weakref.ref(case, lambda _: _known.pop(key, None)), found
    return known[1]


def known_reliances(case: Case) -> dict[str, Floats]:
    """What has been found of a case so far, by the key of the rule."""
    return {rule: found for (_, rule), (held, found) in list(_known.items()) if held() is case}


def know_reliances(case: Case, known: Mapping[str, Floats]) -> None:
    """Take over what another process has found of the same case."""
    for rule, found in known.items():
        key = id(case), rule
        _known[key] = weakref.ref(case, partial(_known.pop, key)), found


def _reliances(case: Case, settle: Settle) -> Floats:
    network, pairs = network_of(case), list(tied_pairs(case))
    count, talks = 1 + len(pairs), len(network.talks)
    numbers = Numbers(*(np.repeat(np.asarray(array)[None], count, axis=0) for array in network.numbers))
    variants = Versions(numbers, np.ones((count, talks), np.bool_), np.zeros((count, talks), np.bool_))
    suffered = [
        walk_away(case, network, variants, slice(row, row + 1), i, j).damage[0] for row, (i, j) in enumerate(pairs, 1)
    ]
    answers = settle_variants(network.structure, variants, settle)
    payoffs = answers.payoffs * answers.units
    shares = np.zeros((len(network.actors), len(network.actors)))
    for row, (i, j) in enumerate(pairs, 1):
        place, other = network.actors.index(i), network.actors.index(j)
        lost = payoffs[0, place] - (payoffs[row, place] - suffered[row - 1])
        unit = network.numbers.range[place]
        shares[place, other] = min(1.0, max(0.0, lost / unit)) if unit > 0 else 0.0
    return shares


def with_voice(
    network: Network, structure: Structure, batch: Numbers, reliance: Floats, said: Said | None = None
) -> tuple[Structure, Numbers]:
    """The network in which every party hears those outside on whom it relies.

    Args:
        network: For the names of the actors: behind them come those that only the arrays know.
        structure: Who is where.
        batch: The numbers, every array with a leading axis of draws.
        reliance: (I, I) the share of its range that the first would lose if the second walked away.
        said: The stances that are heard, if they are others than those that actors have.
    """
    actors = len(network.actors)
    position, stake = (batch.position, batch.salience) if said is None else said
    sits = (structure.party | (structure.as_one > 0))[:, :actors]
    unit = batch.range[:, :actors]
    own_part = stake[:, :actors]
    shares = np.divide(own_part, unit[:, :, None], where=unit[:, :, None] > 0, out=np.zeros_like(own_part))
    rows: list[tuple[int, int, int, int]] = []
    columns: list[Floats] = []
    for t, i in zip(*np.nonzero(sits), strict=True):
        heard = batch.voice * reliance[i] * ~sits[t]  # (D, I)
        for k in np.flatnonzero(structure.issue_talk == t):
            weights = heard * shares[:, :, k] * unit[:, i, None]
            if not weights.any():
                continue
            own = as_taken(structure, batch, (int(t), POSITION, int(i), int(k)))
            salience = as_taken(structure, batch, (int(t), SALIENCE, int(i), int(k)))
            whole = salience + weights.sum(axis=1)
            towards = salience * own + (weights * position[:, :actors, k]).sum(axis=1)
            rows += [(int(t), POSITION, int(i), int(k)), (int(t), SALIENCE, int(i), int(k))]
            columns += [np.divide(towards, whole, where=whole > 0, out=own.copy()), whole]
    if not rows:
        return structure, batch
    kept = [place for place, belief in enumerate(structure.belief.tolist()) if tuple(belief) not in rows]
    structure = structure._replace(belief=np.vstack([structure.belief[kept], np.array(rows, np.int64)]))
    return structure, batch._replace(belief=np.hstack([batch.belief[:, kept], np.stack(columns, axis=1)]))


def as_taken(structure: Structure, batch: Numbers, row: tuple[int, int, int, int]) -> Floats:
    """(D,) a party's own position or salience on an issue, as it is taken to be in a talk."""
    for place, belief in enumerate(structure.belief.tolist()):
        if tuple(belief) == row:
            return batch.belief[:, place]
    numbers: Floats = (batch.position if row[1] == POSITION else batch.salience)[:, row[2], row[3]]
    return numbers
