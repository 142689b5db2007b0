"""A voting body as whole numbers: who is a member, what each counts for, what is needed, who has a veto."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from operator import ge
from typing import NamedTuple, TypeAlias

from tertius.case.bodies import completed, is_ruled, share_of_cast
from tertius.case.entries import Body
from tertius.errors import UsageError

Terms: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]


class Assembly(NamedTuple):
    """A simple game of n members, whose votes are counted in M ways.

    A set S of members wins if it holds every member with a veto and

        sum over i in S of w_im >= q_m   for every m,

    or, where a majority is reached as well if too few members block it, if the totals lie in a union of such corners:

        [S wins] = sum over the terms (sign, t) of sign * [sum over i in S of w_im >= t_m for every m].

    Attributes:
        members: (n,) ids.
        weights: (n, M) whole numbers w_im, 0 to q_m: more than the quota itself counts for no more.
        quotas: (M,) whole numbers q_m, above 0: the largest total that matters.
        veto: (n,) whether the member has a veto.
        union: The terms of a union, each with its sign and its M totals t_m, 0 to q_m; empty if all quotas count.
    """

    members: tuple[str, ...]
    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]
    veto: tuple[bool, ...]
    union: Terms = ()

    @property
    def terms(self) -> Terms:
        """The terms by which totals are told to win or not."""
        return self.union or ((1, self.quotas),)


@dataclass(frozen=True)
class _Count:
    """One way to count the votes, as whole numbers: what each member counts for, and what is needed."""

    weights: tuple[int, ...]
    needed: int


def assembly_of(body: Body, cast: bool = True) -> Assembly:
    """The members, majorities and vetoes of a body; what it takes from a body that ships is filled in.

    Args:
        body: The body.
        cast: Whether the majority of the votes cast counts, as a majority of all votes: so it is if nobody abstains.

    Raises:
        UsageError: The body has no members, or nothing says what a measure needs.
    """
    whole = completed(body)
    names = tuple(whole.members)
    votes = [member.votes for member in whole.members.values()]
    title = f"the body '{whole.name}'" if whole.name else "the body"
    if not names or not is_ruled(whole):
        lacks = "has no `members`" if not names else "does not say how many must vote yes: give it a `quota`"
        raise UsageError(f"{title} {lacks}")
    # Each majority is one count that must be reached, or one of two.
    majorities: list[list[_Count]] = []
    if whole.quota is not None:
        majorities.append([_whole(Fraction(str(whole.quota)), votes)])
    if cast and whole.votes_cast:
        share, total = share_of_cast(whole.votes_cast), sum(Fraction(str(vote)) for vote in votes)
        more_than_half = share is None
        majorities.append([_whole(total * (share or Fraction(1, 2)), votes, more_than_half)])
    for majority in whole.majorities.values():
        weights = [majority.weights.get(name, 1.0 if not majority.weights else 0.0) for name in names]
        either = [_whole(Fraction(str(majority.quota)), weights)]
        if majority.blocked_by is not None:
            either.append(_Count((1,) * len(names), len(names) + 1 - int(majority.blocked_by)))
        majorities.append(either)
    axes: list[tuple[int, ...]] = list(dict.fromkeys(count.weights for either in majorities for count in either))
    quotas = [max(c.needed for either in majorities for c in either if c.weights == axis) for axis in axes]
    rows = tuple(tuple(axis[row] for axis in axes) for row in range(len(names)))
    union = _union([[_corner(axes, count) for count in either] for either in majorities])
    plain = union == ((1, tuple(quotas)),)
    veto = tuple(name in whole.vetoes for name in names)
    return Assembly(names, rows, tuple(quotas), veto, () if plain else union)


def _corner(axes: Sequence[tuple[int, ...]], count: _Count) -> tuple[int, ...]:
    return tuple(count.needed if axis == count.weights else 0 for axis in axes)


def _union(majorities: Sequence[Sequence[tuple[int, ...]]]) -> Terms:
    """The terms of reaching every majority, each of them in one of its ways: [A or B] = [A] + [B] - [A and B]."""
    terms: dict[tuple[int, ...], int] = {}
    for either in majorities:
        ways = [(1, corner) for corner in either]
        ways += [(-1, tuple(map(max, *pair))) for pair in combinations(either, 2)]
        before = terms or {(0,) * len(either[0]): 1}
        terms = {}
        for corner, sign in before.items():
            for more, other in ways:
                both = tuple(map(max, corner, other))
                terms[both] = terms.get(both, 0) + sign * more
    return tuple((sign, corner) for corner, sign in terms.items() if sign)


def _whole(quota: Fraction, weights: Sequence[float], over: bool = False) -> _Count:
    """Quota and weights as the smallest whole numbers that decide alike; `over` if the quota must be passed."""
    exact = [Fraction(str(value)) for value in weights]
    size = lcm(quota.denominator, *(value.denominator for value in exact))
    needed = int(quota * size) + over
    counts = [min(int(value * size), needed) for value in exact]
    step = gcd(*counts) or 1
    return _Count(tuple(count // step for count in counts), -(-needed // step))


def blockers(assembly: Assembly) -> tuple[str, ...]:
    """The members without whom nothing passes: those with a veto, and those without whom a majority is out of reach."""
    totals = [sum(column) for column in zip(*assembly.weights, strict=True)]
    return tuple(
        name
        for name, weights, veto in zip(assembly.members, assembly.weights, assembly.veto, strict=True)
        if veto or not _wins(assembly, [total - weight for total, weight in zip(totals, weights, strict=True)])
    )


def _wins(assembly: Assembly, totals: Sequence[int]) -> bool:
    return sum(sign for sign, corner in assembly.terms if all(map(ge, totals, corner))) > 0
