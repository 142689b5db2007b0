"""A ranking written down: states from the best to the worst, those that are alike in a list of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tertius.conflicts.conflict import Ints, State

Faults = list[tuple[tuple[int, ...], str]]


def ranks_of_list(told: Sequence[Any], states: Sequence[State]) -> tuple[Ints, Faults]:
    """(S,) ranks from a list, 1 is best; and what is wrong with it, each with its place in the list.

    Args:
        told: The states, the best first: each a number from 1, a pattern such as ``YN-`` that stands for all states
            that fit, an id, or a list of such that are alike.
        states: All states.
    """
    ranks, faults = np.zeros(len(states), np.int64), Faults()
    for rank, entry in enumerate(told, 1):
        for one in entry if isinstance(entry, list) else [entry]:
            found = _found(one, states)
            if not found:
                faults.append(((rank - 1,), f"there is no feasible state '{one}': they go from 1 to {len(states)}"))
            again = [state for state in found if ranks[state]]
            if again:
                faults.append(((rank - 1,), f"state {states[again[0]].number} is ranked twice"))
            ranks[found] = rank
    left = [str(states[place].number) for place in np.flatnonzero(ranks == 0).tolist()]
    if left:
        more = f"{', '.join(left[:10])}{', ...' if len(left) > 10 else ''}"
        faults.append(((), f"{'state' if len(left) == 1 else 'states'} {more} of {len(states)} not ranked"))
    return ranks, faults


def _found(one: Any, states: Sequence[State]) -> list[int]:
    """The places of the states that are meant."""
    name = str(one)
    if not states[0].pattern:
        named = [place for place, state in enumerate(states) if state.ident == name]
        if named:
            return named
    if name.isdecimal() and len(name) < 6:
        return [int(name) - 1] if 1 <= int(name) <= len(states) else []
    return [place for place, state in enumerate(states) if state.pattern and _fits(name, state.pattern)]


def _fits(asked: str, pattern: str) -> bool:
    return len(asked) == len(pattern) and all(a in ("-", p) for a, p in zip(asked, pattern, strict=True))
