"""A voting body as whole numbers: who is a member, what each counts for, what is needed, who has a veto."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from tertius.case.bodies import completed
from tertius.case.entries import Body
from tertius.errors import UsageError


class Assembly(NamedTuple):
    """A simple game of n members with M majorities that must be reached together.

    A set S of members wins if it holds every member with a veto and

        sum over i in S of w_im >= q_m   for every majority m.

    Attributes:
        members: (n,) ids.
        weights: (n, M) whole numbers w_im, 0 to q_m: more than the quota itself counts for no more.
        quotas: (M,) whole numbers q_m, above 0.
        veto: (n,) whether the member has a veto.
    """

    members: tuple[str, ...]
    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]
    veto: tuple[bool, ...]


def assembly_of(body: Body) -> Assembly:
    """The members, majorities and vetoes of a body; what it takes from a body that ships is filled in.

    Raises:
        UsageError: The body has no members, or nothing says what a measure needs.
    """
    whole = completed(body)
    names = tuple(whole.members)
    columns: list[tuple[float, list[float]]] = []
    if whole.quota is not None:
        columns.append((whole.quota, [member.votes for member in whole.members.values()]))
    for majority in whole.majorities.values():
        columns.append(
            (majority.quota, [majority.weights.get(name, 1.0 if not majority.weights else 0.0) for name in names])
        )
    title = f"the body '{whole.name}'" if whole.name else "the body"
    if not names or not columns:
        lacks = "has no `members`" if not names else "does not say how many must vote yes: give it a `quota`"
        raise UsageError(f"{title} {lacks}")
    counts = [_whole(quota, weights) for quota, weights in columns]
    weights = tuple(tuple(column[1][row] for column in counts) for row in range(len(names)))
    return Assembly(names, weights, tuple(quota for quota, _ in counts), tuple(name in whole.vetoes for name in names))


def _whole(quota: float, weights: Sequence[float]) -> tuple[int, list[int]]:
    """Quota and weights as the smallest whole numbers that decide alike."""
    exact = [Fraction(str(value)) for value in (quota, *weights)]
    size = lcm(*(value.denominator for value in exact))
    needed, *counts = (int(value * size) for value in exact)
    counts = [min(count, needed) for count in counts]
    step = gcd(*counts) or 1
    return -(-needed // step), [count // step for count in counts]


def blockers(assembly: Assembly) -> tuple[str, ...]:
    """The members without whom nothing passes: those with a veto, and those without whom a quota is out of reach."""
    totals = [sum(column) for column in zip(*assembly.weights, strict=True)]
    return tuple(
        name
        for name, weights, veto in zip(assembly.members, assembly.weights, assembly.veto, strict=True)
        if veto or any(t - w < q for t, w, q in zip(totals, weights, assembly.quotas, strict=True))
    )
