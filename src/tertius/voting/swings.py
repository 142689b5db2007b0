"""Swings: the coalitions that lose without a member and win with it, counted or by their probability.

By generating functions: the coalitions of the others are the terms of

    prod over j != i of (1 + y z^(w_j)),     y z^(w_j) alone for a member with a veto,

by their size (the power of y) and their totals (the powers of z). The product without one member is found for all
by halving the list again and again, which only ever adds; members that are alike have the same answer and are worked
out once.

Reference: S. J. Brams and P. J. Affuso (1976), Power and size: a new paradox, Theory and Decision 7, for power indices
by generating functions.

The terms of a generating function stand on a grid, kept up to the quotas. A grid has some leading axes (draws, sizes
of coalitions, probabilities) and then one axis for each majority, with the places 0 to q. A total beyond the quota
stands at the quota: it counts for no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import ceil, log2, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.errors import LimitError, Problem
from tertius.voting.assembly import Assembly, Terms

Floats = NDArray[np.float64]
Times = Callable[[NDArray[Any], int], NDArray[Any]]
"""The grid once a member has joined, or not: its product with the factor of that member."""

_LARGEST_IN_64_BITS = 62
"""Members up to which coalitions are counted in 64 bits."""

MOST_CELLS = 20_000_000
"""Places of the largest grid that is worked on."""

MOST_STEPS = 2 * 10**10
"""Places, times the members that join: so many take a minute or two."""


def swings_by_size(assembly: Assembly) -> list[list[int]]:
    """(n, n) how many coalitions of k others member i turns from losing to winning, exactly.

    Raises:
        LimitError: There are too many totals of votes.
    """
    n = len(assembly.members)
    cells_of(assembly.quotas, n)
    # There are at most 2^(n - 1) coalitions of the others.
    dtype: Any = np.int64 if n <= _LARGEST_IN_64_BITS else object

    def joined(grid: NDArray[Any], member: int) -> NDArray[Any]:
        larger = np.zeros_like(grid)
        larger[1:] = grid[:-1]
        larger = raised(larger, assembly.weights[member])
        more: NDArray[Any] = larger if assembly.veto[member] else grid + larger
        return more

    swings: list[list[int]] = [[] for _ in range(n)]
    start = empty_grid(assembly.quotas, (n,), dtype)
    for alike, others in _without_each(assembly, start, joined):
        counts = _swings_of(assembly, alike[0], others)
        for member in alike:
            swings[member] = [int(count) for count in counts]
    return swings


def swing_chances(assembly: Assembly, chances: Floats) -> Floats:
    """(n, P) how likely member i turns a coalition of others from losing to winning, each of whom joins with chance p.

    Raises:
        LimitError: There are too many totals of votes.
    """
    cells = cells_of(assembly.quotas)
    members = len(assembly.members)
    check_work(members, max(1, ceil(log2(max(1, members)))), cells * len(chances))
    step = max(1, MOST_CELLS // 4 // cells)
    parts = [_chances(assembly, chances[first : first + step]) for first in range(0, len(chances), step)]
    return np.concatenate(parts, axis=1)


def _chances(assembly: Assembly, chances: Floats) -> Floats:
    p = chances.reshape(-1, *(1,) * len(assembly.quotas))

    def joined(grid: NDArray[Any], member: int) -> NDArray[Any]:
        yes: Floats = p * raised(grid, assembly.weights[member])
        return yes if assembly.veto[member] else yes + (1 - p) * grid

    swings = np.empty((len(assembly.members), len(chances)))
    start = np.repeat(empty_grid(assembly.quotas, (1,), np.float64), len(chances), axis=0)
    for alike, others in _without_each(assembly, start, joined):
        swings[alike] = _swings_of(assembly, alike[0], others)
    return swings


def _swings_of(assembly: Assembly, member: int, others: NDArray[Any]) -> NDArray[Any]:
    """What wins with the member, less what wins without it; without a veto nothing wins."""
    with_it = met(raised(others, assembly.weights[member]), assembly.terms)
    swings: NDArray[Any] = with_it if assembly.veto[member] else with_it - met(others, assembly.terms)
    return swings


def _without_each(assembly: Assembly, start: NDArray[Any], joined: Times) -> Iterator[tuple[list[int], NDArray[Any]]]:
    """The members that are alike, and the grid of all but one of them."""
    alike: dict[tuple[tuple[int, ...], bool], list[int]] = {}
    for member, kind in enumerate(zip(assembly.weights, assembly.veto, strict=True)):
        alike.setdefault(kind, []).append(member)
    for members in alike.values():
        for member in members[1:]:
            start = joined(start, member)
    firsts = [members[0] for members in alike.values()]
    yield from zip(alike.values(), _leave_one_out(start, firsts, joined), strict=True)


def _leave_one_out(grid: NDArray[Any], members: list[int], joined: Times) -> Iterator[NDArray[Any]]:
    """The product over all members but one, for each in turn."""
    if len(members) == 1:
        yield grid
        return
    middle = len(members) // 2
    for here, there in ((members[:middle], members[middle:]), (members[middle:], members[:middle])):
        with_there = grid
        for member in there:
            with_there = joined(with_there, member)
        yield from _leave_one_out(with_there, here, joined)


def cells_of(quotas: Sequence[int], leading: int = 1) -> int:
    """How many places a grid has.

    Raises:
        LimitError: It is too large to be worked on.
    """
    cells = leading * prod(quota + 1 for quota in quotas)
    if cells > MOST_CELLS:
        found = f"the totals of votes in this body take {cells:.2g} places"
        legal = f"at most {MOST_CELLS:.2g} are worked on"
        raise LimitError([Problem(found=found, legal=legal, suggestion="round the weights to fewer digits")])
    return cells


def check_work(members: int, rounds: int, cells: int) -> None:
    """Whether so many members can join so often, on grids of so many places, in a minute or two.

    Raises:
        LimitError: It would take longer.
    """
    steps = members * rounds * cells
    if steps > MOST_STEPS:
        found = f"the power of {members} members takes {steps:.2g} steps, for the totals of their votes are so many"
        legal = f"at most {MOST_STEPS:.2g} are worked out"
        raise LimitError([Problem(found=found, legal=legal, suggestion="round the weights to fewer digits")])


def empty_grid(quotas: Sequence[int], leading: Sequence[int], dtype: Any) -> NDArray[Any]:
    """A grid on which nobody has voted yet; its leading axes are all at their first place."""
    grid = np.zeros((*leading, *(quota + 1 for quota in quotas)), dtype=dtype)
    grid[(0,) * grid.ndim] = 1
    return grid


def raised(grid: NDArray[Any], weights: Sequence[int]) -> NDArray[Any]:
    """The grid after a vote for the measure: every total higher by the weights, at most the quota."""
    for axis, weight in enumerate(weights, grid.ndim - len(weights)):
        if weight:
            higher = np.zeros_like(grid)
            old, new = np.moveaxis(grid, axis, -1), np.moveaxis(higher, axis, -1)
            top = old.shape[-1] - 1
            new[..., weight:] = old[..., : top + 1 - weight]
            new[..., top] += old[..., top + 1 - weight :].sum(axis=-1)
            grid = higher
    return grid


def met(grid: NDArray[Any], terms: Terms) -> NDArray[Any]:
    """What stands where enough vote yes, by the terms of the assembly."""
    axes = len(terms[0][1])
    won: Any = 0
    for sign, corner in terms:
        part = grid
        for axis, total in enumerate(corner, grid.ndim - axes):
            part = np.moveaxis(np.moveaxis(part, axis, 0)[total:], 0, axis)
        won = won + sign * part.sum(axis=tuple(range(part.ndim - axes, part.ndim)))
    whole: NDArray[Any] = won
    return whole
