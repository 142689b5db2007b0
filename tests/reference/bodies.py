"""Voting by the definitions: every coalition, every order, every way in which all may vote. Slow and obvious."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod

from tertius.voting.assembly import Assembly

__all__ = ["passing", "shapley_shubik", "swings", "wins"]


def wins(body: Assembly, yes: set[int]) -> bool:
    """Whether these members win: all vetoes are among them, and every majority is reached."""
    vetoes = {member for member, veto in enumerate(body.veto) if veto}
    totals = [sum(body.weights[member][m] for member in yes) for m in range(len(body.quotas))]
    return vetoes <= yes and all(total >= quota for total, quota in zip(totals, body.quotas, strict=True))


def swings(body: Assembly, member: int) -> int:
    """How many coalitions of the others lose without the member and win with it."""
    return sum(wins(body, c | {member}) and not wins(body, c) for c in _coalitions(len(body.members), member))


def shapley_shubik(body: Assembly, member: int) -> Fraction:
    """In which share of all orders the member is the one whose joining wins."""
    n = len(body.members)
    pivotal = 0
    for order in permutations(range(n)):
        before = set(order[: order.index(member)])
        pivotal += wins(body, before | {member}) and not wins(body, before)
    return Fraction(pivotal, factorial(n))


def _coalitions(n: int, without: int) -> Iterator[set[int]]:
    others = [member for member in range(n) if member != without]
    for chosen in product((False, True), repeat=n - 1):
        yield {member for member, inside in zip(others, chosen, strict=True) if inside}


def passing(
    weights: Sequence[Sequence[int]],
    quotas: Sequence[int],
    veto: Sequence[bool],
    chances: Sequence[tuple[float, float, float]],
) -> float:
    """P(pass): the probabilities of all ways to vote that reach every majority and meet no veto."""
    total = 0.0
    for votes in product(range(3), repeat=len(chances)):
        if any(vote == 2 and veto[voter] for voter, vote in enumerate(votes)):
            continue
        yes = [voter for voter, vote in enumerate(votes) if vote == 0]
        if all(sum(weights[voter][m] for voter in yes) >= quota for m, quota in enumerate(quotas)):
            total += prod(chances[voter][vote] for voter, vote in enumerate(votes))
    return total
