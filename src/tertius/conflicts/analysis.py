"""`graph_model`: which states of a conflict would last, under four ways to look ahead, and how one gets there."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.conflicts.conflict import Conflict, DecisionMaker, Flags, State
from tertius.conflicts.paths import Movers, Path, paths_from
from tertius.conflicts.reading import read_conflict
from tertius.conflicts.stability import CONCEPTS, ends_of, sequences, stable
from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of

if TYPE_CHECKING:
    import pandas as pd

    from tertius.errors import Problem

ALL_COALITIONS = 5
"""Of so many decision makers every coalition is asked whether it could gain; of more, every pair and all together."""


@dataclass(frozen=True)
class StateStability(Record):
    """One state, and for whom it is stable.

    Attributes:
        state: The state.
        ranks: By decision maker, how it ranks the state: 1 is best.
        stable: By decision maker, or coalition that acts as one, the concepts under which it stays here.
        improvements: By the same, the numbers of the states that it could move to and would rather have.
        equilibrium: The concepts under which all of them stay.
    """

    state: State
    ranks: Mapping[str, int]
    stable: Mapping[str, tuple[str, ...]]
    improvements: Mapping[str, tuple[int, ...]]
    equilibrium: tuple[str, ...]


@dataclass(frozen=True)
class CoalitionImprovement(Record):
    """Where some decision makers could go together from a state that would last otherwise, to the gain of each.

    Attributes:
        members: Who they are.
        start: Number of the state.
        ends: Numbers of the states that are better for all of them and within their reach.
    """

    members: tuple[str, ...]
    start: int
    ends: tuple[int, ...]


@dataclass(frozen=True)
class GraphModel(Result):
    """What the graph model of conflict resolution says of a conflict.

    Attributes:
        conflict: Its id.
        title: Its title.
        makers: Who takes part.
        units: Who acts: decision makers, or coalitions by the ids of their members, joined by +.
        states: Every feasible state, and for whom it is stable.
        equilibria: By concept the numbers of the states in which everybody stays.
        coalition_improvements: What coalitions could do in these.
        status_quo: Number of the state where it stands now; None if it is not said.
        paths: By number of an equilibrium, how one gets there from the status quo; empty without one.
        warnings: What a reader must know.
    """

    conflict: str
    title: str
    makers: tuple[DecisionMaker, ...]
    units: tuple[str, ...]
    states: tuple[StateStability, ...]
    equilibria: Mapping[str, tuple[int, ...]]
    coalition_improvements: tuple[CoalitionImprovement, ...]
    status_quo: int | None
    paths: Mapping[int, Path]
    warnings: tuple[Problem, ...] = ()

    def strong(self) -> tuple[int, ...]:
        """The equilibria from which no coalition could move to the gain of all its members."""
        tempted = {one.start for one in self.coalition_improvements}
        found = sorted({number for numbers in self.equilibria.values() for number in numbers})
        return tuple(number for number in found if number not in tempted)

    def to_frame(self) -> pd.DataFrame:
        """One row per state and decision maker, or coalition: how it is stable there."""
        rows = [
            (one.state.number, unit, one.state.pattern, *(concept in one.stable[unit] for concept in CONCEPTS),
             concept_list(one.equilibrium), ", ".join(map(str, one.improvements[unit])))
            for one in self.states
            for unit in self.units
        ]  # fmt: skip
        kinds = {
            "pattern": "string",
            **dict.fromkeys(CONCEPTS, bool),
            "equilibrium": "string",
            "improvements": "string",
        }
        return frame_of(rows, ["state", "decision_maker"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        names = ("conflict", "title", "makers", "units", "states", "equilibria", "coalition_improvements", "status_quo")
        return {
            **self.plain(*names),
            "strong": list(self.strong()),
            "paths": {str(number): path.to_dict() for number, path in self.paths.items()},
            "warnings": [str(warning) for warning in self.warnings],
        }


def concept_list(concepts: Sequence[str]) -> str:
    """``Nash, GMR, SMR, SEQ``."""
    return ", ".join("Nash" if concept == "nash" else concept.upper() for concept in concepts)


def graph_model(
    conflict: Conflict | str | os.PathLike[str] | Mapping[str, Any], status_quo: int | str | None = None
) -> GraphModel:
    """Which states of a conflict would last: the graph model of conflict resolution.

    Args:
        conflict: A YAML file of a conflict, a file of gmcr (``.gmcr``), the values of such a file, or a conflict that
            was read already.
        status_quo: Number, or pattern of Y and N, of the state where it stands now, if it is not that of the file.

    Raises:
        UsageError: There is no such file, or no such state.
        CaseError: It is no valid conflict; every mistake with its line.
        LimitError: It has more states than can be looked at.
    """
    read = conflict if isinstance(conflict, Conflict) else read_conflict(conflict)
    start = read.status_quo if status_quo is None else _state_named(read, str(status_quo))
    units = _units(read)
    names = tuple("+".join(read.makers[i].ident for i in unit) for unit in units)
    every = np.eye(len(read.states), dtype=bool)
    better = [read.better(unit) for unit in units]
    moves = [_moves(read, unit) for unit in units]
    improving = [move & gain for move, gain in zip(moves, better, strict=True)]
    ends = [[ends_of(one) for one in way] for way in (moves, improving)]
    found = []
    for u in range(len(units)):
        others = [v for v in range(len(units)) if v != u]
        answers = (sequences([way[v] for v in others], every) for way in ends)
        found.append(stable(moves[u], better[u], *answers))
    lasts = {concept: np.logical_and.reduce([one[concept] for one in found]) for concept in CONCEPTS}
    lasting = np.flatnonzero(np.logical_or.reduce(list(lasts.values())))
    return GraphModel(
        conflict=read.ident,
        title=read.title,
        makers=read.makers,
        units=names,
        states=_states(read, names, found, improving, lasts),
        equilibria={concept: tuple((np.flatnonzero(true) + 1).tolist()) for concept, true in lasts.items()},
        coalition_improvements=tuple(_improvements(read, lasting.tolist())),
        status_quo=None if start is None else start + 1,
        paths={} if start is None else paths_from(start, _ways(read, names, improving, moves), lasting.tolist()),
        warnings=read.warnings,
    )


def _state_named(conflict: Conflict, name: str) -> int:
    for place, state in enumerate(conflict.states):
        if name in (str(state.number), state.pattern or state.ident):
            return place
    raise UsageError(f"there is no feasible state '{name}': they go from 1 to {len(conflict.states)}")


def _moves(conflict: Conflict, unit: Sequence[int]) -> Flags:
    """(S, S) where one decision maker, or the members of a coalition one after the other, can go."""
    if len(unit) == 1:
        return np.asarray(conflict.moves[unit[0]])
    return sequences([ends_of(conflict.moves[i]) for i in unit], np.eye(len(conflict.states), dtype=bool))


def _units(conflict: Conflict) -> list[tuple[int, ...]]:
    """Who acts: coalitions in the place of their first member, and everybody else alone."""
    units = []
    for i in range(len(conflict.makers)):
        group = next((group for group in conflict.coalitions if i in group), (i,))
        if group not in units:
            units.append(group)
    return units


def _states(
    conflict: Conflict,
    names: Sequence[str],
    found: Sequence[Mapping[str, Flags]],
    improving: Sequence[Flags],
    lasts: Mapping[str, Flags],
) -> tuple[StateStability, ...]:
    """Everything that is known of each state."""
    told = []
    for place, state in enumerate(conflict.states):
        ranks = {maker.ident: int(conflict.ranks[i, place]) for i, maker in enumerate(conflict.makers)}
        stays = {name: tuple(c for c in CONCEPTS if one[c][place]) for name, one in zip(names, found, strict=True)}
        goes = {
            name: tuple((np.flatnonzero(one[place]) + 1).tolist()) for name, one in zip(names, improving, strict=True)
        }
        told.append(StateStability(state, ranks, stays, goes, tuple(c for c in CONCEPTS if lasts[c][place])))
    return tuple(told)


def _groups(conflict: Conflict) -> list[tuple[int, ...]]:
    """Every coalition of two or more; of many decision makers, every pair, and all of them."""
    count = len(conflict.makers)
    sizes = range(2, count + 1) if count <= ALL_COALITIONS else (2, count)
    return [group for size in sizes for group in combinations(range(count), size)]


def _ways(
    conflict: Conflict, names: Sequence[str], improving: Sequence[Flags], moves: Sequence[Flags]
) -> dict[str, Callable[[], Movers]]:
    """Who can move where in each kind of path."""
    own = list(zip(names, improving, strict=True))

    def joint() -> Movers:
        every, ends = np.eye(len(conflict.states), dtype=bool), [ends_of(one) for one in conflict.moves]
        together = []
        for group in _groups(conflict):
            reached = sequences([ends[i] for i in group], every)
            together.append(("+".join(conflict.makers[i].ident for i in group), reached & conflict.better(group)))
        return [*own, *together]

    return {"improvements": lambda: own, "coalitions": joint, "moves": lambda: list(zip(names, moves, strict=True))}


def _improvements(conflict: Conflict, lasting: Sequence[int]) -> list[CoalitionImprovement]:
    """What coalitions of two or more could do in the states that would last."""
    ends = [ends_of(one) for one in conflict.moves]
    rows = np.zeros((len(lasting), len(conflict.states)), np.bool_)
    rows[np.arange(len(lasting)), list(lasting)] = True
    found = []
    for group in _groups(conflict):
        gain = conflict.better(group)[list(lasting)]
        if not gain.any():
            continue
        better = sequences([ends[i] for i in group], rows) & gain
        members = tuple(conflict.makers[i].ident for i in group)
        for start, row in zip(lasting, better, strict=True):
            if row.any():
                found.append(CoalitionImprovement(members, start + 1, tuple((np.flatnonzero(row) + 1).tolist())))
    return sorted(found, key=lambda one: one.start)
