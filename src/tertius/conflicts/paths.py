"""How a conflict gets from the status quo to the states that would last: step by step, nobody twice in succession."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tertius.conflicts.stability import Flags
from tertius.results import Record

Movers = Sequence[tuple[str, Flags]]
"""Who can move, and for each (S, S) from where to where."""

ENOUGH = 2
"""A state that two have moved to, each last, can be left by everybody: more ways there lead no further."""

Reached = dict[tuple[int, int], tuple[int, int] | None]


@dataclass(frozen=True)
class Step(Record):
    """One step.

    Attributes:
        by: Who moves.
        start: Number of the state from which it moves.
        end: Number of the state to which it moves.
    """

    by: str
    start: int
    end: int


@dataclass(frozen=True)
class Path(Record):
    """A shortest way from the status quo to a state that would last.

    Attributes:
        kind: ``improvements`` if each step is one of whoever makes it; ``coalitions`` if it takes steps that some make
            together to the gain of each; ``moves`` if somebody must move against its own wish; ``none`` if
            there is no way at all.
        steps: One after the other; empty if it stands there already, or there is no way.
    """

    kind: str
    steps: tuple[Step, ...]


def paths_from(start: int, ways: Mapping[str, Callable[[], Movers]], goals: Sequence[int]) -> dict[int, Path]:
    """By number of each goal the shortest path, of the first kind of which there is one.

    Args:
        start: The status quo, from 0.
        ways: By kind of path who can move where, the kind that asks least first.
        goals: The states that are asked about, from 0.
    """
    paths: dict[int, Path] = {}
    for kind, movers_of in ways.items():
        left = [goal for goal in goals if goal + 1 not in paths]
        movers = movers_of() if left else []
        came = _reach(start, movers)
        for goal in left:
            steps = _steps(goal, came, [name for name, _ in movers])
            if steps is not None:
                paths[goal + 1] = Path(kind, steps)
    return {goal + 1: paths.get(goal + 1, Path("none", ())) for goal in goals}


def _reach(start: int, movers: Movers) -> Reached:
    """Every state with who moved there last, and from where, the nearest first."""
    came: Reached = {(start, -1): None}
    queue = deque(came)
    reached: dict[int, set[int]] = {}
    while queue:
        state, last = queue.popleft()
        for mover, (_, goes) in enumerate(movers):
            if mover == last:
                continue
            for end in np.flatnonzero(goes[state]).tolist():
                by = reached.setdefault(end, set())
                if mover not in by and len(by) < ENOUGH:
                    by.add(mover)
                    came[end, mover] = (state, last)
                    queue.append((end, mover))
    return came


def _steps(
    goal: int, came: Mapping[tuple[int, int], tuple[int, int] | None], names: Sequence[str]
) -> tuple[Step, ...] | None:
    """The steps to a state; the first way found is the shortest. None if it is not reached."""
    place = next((place for place in came if place[0] == goal), None)
    if place is None:
        return None
    steps: list[Step] = []
    while (before := came[place]) is not None:
        steps.append(Step(names[place[1]], before[0] + 1, place[0] + 1))
        place = before
    return tuple(reversed(steps))
