"""What is left of a talk if one party leaves it: who can close it alone, and what its leaving does not fire.

A *parting* of talk t is one of the ways in which it goes on without a party: failed, with some of its links and threats
calm; or on the table still, between those who can close without the rest (`breakdown.leaving` lists them). A set of
talks is a mask: the bits of the talks, and behind them those of the partings that there are. A talk outside the set
without a parting has plainly failed: everything fires.

    seated (T, I)   who sits at the table of a talk before anybody leaves; `party` is who does now
    parted          mask of the partings that there are now
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ACTORS,
    LEAVE,
    LEAVE_FROM,
    PARTED,
    PARTING_PARTY,
    PARTING_TALK,
    PARTINGS,
    PARTY,
    SEATED,
    TALKS,
)
from tertius.rules.bargaining.kernels.state import fill_firing, find_felt_issues
from tertius.rules.compiled.decorators import kernel


@kernel
def closes(v: Ints, c: int) -> bool:
    """Whether the talk of a parting is still on the table, between some of its parties."""
    stay = 0
    for i in range(v[ACTORS]):
        stay += v[v[PARTING_PARTY] + c * v[ACTORS] + i]
    return stay > 0


@kernel
def parting_in(v: Ints, mask: int, t: int) -> int:
    """The parting of talk t in a set; -1 if there is none."""
    for c in range(v[PARTINGS]):
        if (mask >> (v[TALKS] + c)) & 1 and v[v[PARTING_TALK] + c] == t:
            return c
    return -1


@kernel
def without(v: Ints, mask: int, t: int) -> int:
    """The set in which talk t has plainly failed."""
    c = parting_in(v, mask, t)
    mask &= ~(1 << t)
    return mask & ~(1 << (v[TALKS] + c)) if c >= 0 else mask


@kernel
def left_by(v: Ints, mask: int, t: int, i: int) -> int:
    """The set that is left if actor i leaves talk t."""
    here = parting_in(v, mask, t)
    there = v[v[LEAVE] + t * v[ACTORS] + i] if here < 0 else v[v[LEAVE_FROM] + here * v[ACTORS] + i]
    return parted_as(v, mask, t, there)


@kernel
def parted_as(v: Ints, mask: int, t: int, c: int) -> int:
    """The set with talk t in the parting c; plainly failed if it is -1."""
    mask = without(v, mask, t)
    if c < 0:
        return mask
    return mask | 1 << (v[TALKS] + c) | (1 << t if closes(v, c) else 0)


@kernel
def is_set(v: Ints, mask: int) -> bool:
    """Whether the partings of a mask fit its talks: at most one of each talk, which it leaves on the table or not."""
    fits = True
    for c in range(v[PARTINGS]):
        if (mask >> (v[TALKS] + c)) & 1:
            t = v[v[PARTING_TALK] + c]
            fits &= parting_in(v, mask, t) == c and closes(v, c) == ((mask >> t) & 1 == 1)
            for other in range(c):
                fits &= v[v[PARTING_TALK] + other] != t or (mask >> (v[TALKS] + other)) & 1 == 0
    return fits


@kernel
def lies_in(v: Ints, c: int, other: int) -> bool:
    """Whether all who stay in a parting stay in another too; in that of all parties, -1, they do."""
    inside = True
    for i in range(v[ACTORS] if other >= 0 else 0):
        inside &= v[v[PARTING_PARTY] + c * v[ACTORS] + i] <= v[v[PARTING_PARTY] + other * v[ACTORS] + i]
    return inside


@kernel
def enter_partings(v: Ints, w: Floats, mask: int) -> None:
    """Makes the partings of a set those that there are: who sits where, and what fires."""
    parted = mask >> v[TALKS]
    if v[PARTINGS] == 0 or v[PARTED] == parted:
        return
    v[PARTED] = parted
    for t in range(v[TALKS]):
        c = parting_in(v, mask, t)
        stay = c >= 0 and closes(v, c)
        for i in range(v[ACTORS]):
            seat = v[v[SEATED] + t * v[ACTORS] + i]
            v[v[PARTY] + t * v[ACTORS] + i] = seat * v[v[PARTING_PARTY] + c * v[ACTORS] + i] if stay else seat
    fill_firing(v, w)
    find_felt_issues(v, w)
