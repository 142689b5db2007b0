"""How a body votes: its voters with their weights, and the chances of their votes, at the middle or draw by draw.

P(the measure passes): the votes of all voters added up one by one, with the probability of every total.

    f_0 = [nobody has voted],     f_v(t) = y_v f_(v-1)(t - w_v) + o_v f_(v-1)(t)

over the totals t up to the quotas, with y_v the probability that voter v votes yes and o_v that it does not stand in
the way otherwise: a + n, or a alone for one with a veto, whose no ends it. P(pass) is what stands where enough vote
yes. Nothing is sampled. Voters are independent of each other; members of a bloc are one voter.

A majority of the votes cast adds a further total, the balance of yes and no: a yes raises it and a no lowers it. A
share of p / r is reached if (r - p) yes - p no is 0 or more, and more than half if yes - no is 1 or more.

Who is pivotal on a measure: whose vote decides, given how everybody else leans.

    P(v decides) = P(pass | v votes yes) - P(pass | v votes no)

More votes for a measure never hurt it, so the difference is just the probability that the others leave the matter to
v. Unlike a power index it is about one measure and how the members lean on it.

Reference: P. D. Straffin (1977), Homogeneity, independence, and power indices, Public Choice 30, for power as the
probability of making a difference.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from tertius.case.bodies import Voter, completed, follows_from_leanings, share_of_cast, voters_of
from tertius.case.entries import Body
from tertius.voting.assembly import Terms, assembly_of
from tertius.voting.swings import MOST_CELLS, cells_of, check_work, empty_grid, met, raised

Floats = NDArray[np.float64]

Drawn = Mapping[tuple[str, ...], Floats]
"""Values of uncertain numbers in D draws, by where they stand below the body: ``("members", "russia", "no")``."""

_VOTES = ("yes", "abstain", "no")


@dataclass(frozen=True)
class Balance:
    """How a majority of the votes cast is counted: the measure passes if the balance is high enough.

    Attributes:
        up: (V,) by how much a yes of each voter raises it.
        down: (V,) by how much its no lowers it.
        least: The least balance that passes: 0, or 1 where more than the share is needed.
    """

    up: tuple[int, ...]
    down: tuple[int, ...]
    least: int

    @property
    def cells(self) -> int:
        """The balances that there can be."""
        return sum(self.up) + sum(self.down) + 1


@dataclass(frozen=True)
class Ballots:
    """Who votes, what each counts for, and how likely each vote is.

    Attributes:
        voters: (V,) members, and blocs that vote as one.
        weights: (V, M) what each counts for.
        quotas: (M,) what is needed.
        veto: (V,) whether its no blocks.
        terms: By which totals the measure passes.
        balance: The balance of the votes cast; None if they do not count.
        yes: (V, D) probability of a yes.
        abstain: (V, D) probability of an abstention.
        no: (V, D) probability of a no.
    """

    voters: tuple[Voter, ...]
    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]
    veto: tuple[bool, ...]
    terms: Terms
    balance: Balance | None
    yes: Floats
    abstain: Floats
    no: Floats

    def chance(self) -> Floats:
        """(D,) P(the measure passes)."""
        return self.chance_if(self.yes, self.abstain)

    def chance_if(self, yes: Floats, abstain: Floats) -> Floats:
        """(D,) P(the measure passes) with other probabilities of a yes and of an abstention."""
        return chance_of_passing(
            self.weights, self.quotas, self.veto, yes, abstain, terms=self.terms, balance=self.balance
        )


def ballots_of(body: Body, drawn: Drawn | None = None, draws: int = 1) -> Ballots:
    """The ballots of a body whose voters all have a leaning.

    Args:
        body: The body.
        drawn: Numbers that differ from draw to draw; the others stand at their middle.
        draws: D, how many draws there are.
    """
    whole = completed(body)
    assembly, voters = assembly_of(whole, cast=False), voters_of(whole)
    chances = np.array([_chances(voter, drawn or {}, draws) for voter in voters])
    row = {name: place for place, name in enumerate(assembly.members)}
    weights, veto = [], []
    for voter in voters:
        rows = [row[name] for name in voter.members]
        # What members count for together is at most the quota.
        totals = (sum(assembly.weights[place][m] for place in rows) for m in range(len(assembly.quotas)))
        weights.append(tuple(min(total, quota) for total, quota in zip(totals, assembly.quotas, strict=True)))
        veto.append(any(assembly.veto[place] for place in rows))
    balance = _balance_of(whole, voters) if whole.votes_cast else None
    counted = (tuple(weights), assembly.quotas, tuple(veto), assembly.terms, balance)
    return Ballots(voters, *counted, chances[:, 0], chances[:, 1], chances[:, 2])


def _balance_of(body: Body, voters: Sequence[Voter]) -> Balance:
    """The balance of a body whose majority is one of the votes cast."""
    share = share_of_cast(body.votes_cast or "")
    needed = Fraction(1, 2) if share is None else share
    votes = [sum(Fraction(str(body.members[name].votes)) for name in voter.members) for voter in voters]
    size = lcm(*(vote.denominator for vote in votes))
    up = [int(vote * size) * (needed.denominator - needed.numerator) for vote in votes]
    down = [int(vote * size) * needed.numerator for vote in votes]
    step = gcd(*up, *down) or 1
    return Balance(tuple(one // step for one in up), tuple(one // step for one in down), int(share is None))


def _chances(voter: Voter, drawn: Drawn, draws: int) -> Floats:
    """(3, D) P(yes), P(abstains), P(no) of a voter."""
    parts: list[Floats | None] = []
    for name, part in zip(_VOTES, voter.leaning or (None, None, None), strict=True):
        middle = None if part is None else np.full(draws, part.middle)
        parts.append(drawn.get((*voter.path, name), middle))
    return shares_of(*parts)


def shares_of(yes: Floats | None, abstain: Floats | None, no: Floats | None) -> Floats:
    """(3, D) the probabilities of yes, abstention and no that a leaning means; they add up to 1.

    What is not given has the rest: a no before a yes before an abstention, and what has no rest is 0. Where all three
    are given, or two leave no rest because a draw has both high, they stand in proportion.
    """
    given = [part for part in (yes, abstain, no) if part is not None]
    none = np.zeros_like(given[0])
    rest = np.maximum(0.0, 1 - np.sum(given, axis=0))
    if no is None:
        no = rest
    elif yes is None:
        yes = rest
    elif abstain is None:
        abstain = rest
    shares = np.array([none if part is None else part for part in (yes, abstain, no)])
    total = shares.sum(axis=0)
    # Ranges that reach down to 0 may leave nothing at all in a draw: then nobody stands for anything.
    shares[1] += np.where(total > 0, 0.0, 1.0)
    leaning: Floats = shares / np.where(total > 0, total, 1.0)
    return leaning


_known: dict[int, tuple[weakref.ref[Body], float | None]] = {}
"""P(the measure passes) of bodies that live: versions of a case share the bodies that they do not change."""


def pass_chance(body: Body) -> float | None:
    """P(the body passes its measure) at the middle: what it says, else what follows from its members' leanings.

    None if it says neither.
    """
    if body.passes is not None:
        return body.passes.middle
    known = _known.get(id(body))
    if known is not None and known[0]() is body:
        return known[1]
    chance = float(ballots_of(body).chance()[0]) if follows_from_leanings(body) else None
    _known[id(body)] = weakref.ref(body, partial(_forget, id(body))), chance
    return chance


def _forget(key: int, _: weakref.ref[Body]) -> None:
    """Lets go of what was known of a body that is no more."""
    _known.pop(key, None)


def pass_chances(body: Body, drawn: Drawn, draws: int) -> Floats:
    """(D,) P(the body passes its measure) in each draw; 0 if nothing is said of it."""
    if body.passes is not None:
        return drawn.get(("passes",), np.full(draws, body.passes.middle))
    return ballots_of(body, drawn, draws).chance() if follows_from_leanings(body) else np.zeros(draws)


def chance_of_passing(
    weights: Sequence[Sequence[int]],
    quotas: Sequence[int],
    veto: Sequence[bool],
    yes: Floats,
    abstain: Floats,
    *,
    terms: Terms = (),
    balance: Balance | None = None,
) -> Floats:
    """(D,) P(the measure passes) in each of D draws.

    Args:
        weights: (V, M) what each voter counts for in each majority.
        quotas: (M,) what is needed.
        veto: (V,) whether the voter's no blocks.
        yes: (V, D) probability that the voter votes yes.
        abstain: (V, D) probability that it abstains; the rest is its no.
        terms: By which totals the measure passes; all quotas if empty.
        balance: The balance of the votes cast, if it counts too.

    Raises:
        LimitError: There are too many totals of votes.
    """
    places = 1 if balance is None else balance.cells
    step = max(1, MOST_CELLS // 4 // cells_of(quotas, places))
    passed = np.empty(yes.shape[1])
    for first in range(0, len(passed), step):
        some = slice(first, first + step)
        # The balance begins where all have voted no.
        grid = np.repeat(empty_grid(quotas, (1, places), np.float64), len(passed[some]), axis=0)
        if balance is not None:
            grid = np.roll(grid, sum(balance.down), axis=1)
        for voter, counts in enumerate(weights):
            y, a = (share[voter, some].reshape(-1, 1, *(1,) * len(quotas)) for share in (yes, abstain))
            against = np.zeros_like(a) if veto[voter] else 1 - y - a
            for_it = raised(grid, counts)
            if balance is None:
                grid = y * for_it + (a + against) * grid
            else:
                up, down = balance.up[voter], balance.down[voter]
                grid = y * np.roll(for_it, up, axis=1) + a * grid + against * np.roll(grid, -down, axis=1)
        won = met(grid, terms or ((1, tuple(quotas)),))
        enough = 0 if balance is None else sum(balance.down) + balance.least
        passed[some] = won[:, enough:].sum(axis=1)
        if balance is not None and not balance.least and not quotas:
            passed[some] -= abstain[:, some].prod(axis=0)  # where all abstain no vote is cast
    return np.clip(passed, 0.0, 1.0)


@dataclass(frozen=True)
class Pivots:
    """P(the measure passes), given the vote of one voter.

    Attributes:
        if_yes: (V,) given that it votes yes.
        if_abstains: (V,) given that it abstains.
        if_no: (V,) given that it votes no; 0 for one with a veto.
    """

    if_yes: Floats
    if_abstains: Floats
    if_no: Floats

    @property
    def decides(self) -> Floats:
        """(V,) P(its vote decides)."""
        return self.if_yes - self.if_no


def pivots_of(ballots: Ballots) -> Pivots:
    """The pivots of ballots in one draw, the first.

    Raises:
        LimitError: There are too many totals of votes for so many voters.
    """
    voters = len(ballots.voters)
    check_work(voters, 3 * voters, cells_of(ballots.quotas, 1 if ballots.balance is None else ballots.balance.cells))
    yes = np.repeat(ballots.yes[:, :1], 3 * voters, axis=1)
    abstain = np.repeat(ballots.abstain[:, :1], 3 * voters, axis=1)
    for voter in range(voters):
        yes[voter, voter::voters] = (1.0, 0.0, 0.0)
        abstain[voter, voter::voters] = (0.0, 1.0, 0.0)
    chance = ballots.chance_if(yes, abstain)
    return Pivots(*chance.reshape(3, voters))
