"""A conflict as the graph model sees it: states, who can move from which to which, and how each ranks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tertius.errors import Problem
from tertius.results import Record

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class DecisionMaker(Record):
    """Who takes part.

    Attributes:
        ident: Its id.
        name: Its name.
        options: Ids of the options that it controls.
    """

    ident: str
    name: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class State(Record):
    """One state.

    Attributes:
        number: From 1, in the order of the states.
        name: What it is called: its own name, else the options that are taken in it.
        pattern: Y, N or - for each option: taken, not taken, either; empty in a conflict without options.
        ident: Its id in a conflict without options; empty in one with options.
    """

    number: int
    name: str
    pattern: str = ""
    ident: str = ""


@dataclass(frozen=True, eq=False)
class Conflict:
    """A checked conflict.

    Attributes:
        ident: Its id.
        title: Its title.
        makers: Who takes part; n.
        states: All states that are feasible; S.
        moves: (n, S, S) whether a decision maker can move from one state to another, in one step.
        ranks: (n, S) how each ranks the states: 1 is best, equals have the same.
        status_quo: Where it stands now, from 0; None if it is not said.
        coalitions: Those who act as one, by their places in `makers`.
        warnings: What a reader must know: statements that say nothing, for one.
    """

    ident: str
    title: str
    makers: tuple[DecisionMaker, ...]
    states: tuple[State, ...]
    moves: Flags
    ranks: Ints
    status_quo: int | None = None
    coalitions: tuple[tuple[int, ...], ...] = ()
    warnings: tuple[Problem, ...] = field(default=())

    def better(self, members: Sequence[int]) -> Flags:
        """(S, S) whether the second state is better than the first for all of these."""
        ranks = self.ranks[list(members)]
        return np.asarray((ranks[:, None, :] < ranks[:, :, None]).all(axis=0))


def moves_of_options(taken: Flags, own: Ints, only_on: Ints, only_off: Ints) -> Flags:
    """(S, S) the moves of one who controls some options: states that differ in these alone, in a legal direction.

    Args:
        taken: (S, O) which options are taken in each state.
        own: The options that it controls.
        only_on: Those of them that cannot be given up once they are taken.
        only_off: Those that cannot be taken once they are given up.
    """
    others = np.delete(taken, own, axis=1)
    _, place = np.unique(others, axis=0, return_inverse=True) if others.shape[1] else (None, np.zeros(len(taken), int))
    place = np.asarray(place).reshape(-1)
    moves = (place[:, None] == place[None, :]) & ~np.eye(len(taken), dtype=bool)
    for option in only_on:
        moves &= ~(taken[:, option][:, None] & ~taken[:, option][None, :])
    for option in only_off:
        moves &= ~(~taken[:, option][:, None] & taken[:, option][None, :])
    return np.asarray(moves)


def ranks_of_statements(truths: Sequence[Flags], states: int) -> Ints:
    """(S,) ranks from statements, the most important first: option prioritising, which is lexicographic; 1 is best."""
    if not truths:
        return np.ones(states, np.int64)
    _, rank = np.unique(~np.array(truths).T, axis=0, return_inverse=True)
    return np.asarray(rank, np.int64).reshape(-1) + 1


def merged(classes: Sequence[Sequence[int]], moves: Flags) -> Flags:
    """(n, C, C) moves between classes of states that count as one: from any of one to any of another."""
    member = np.zeros((moves.shape[1], len(classes)), np.float32)
    for place, states in enumerate(classes):
        member[list(states), place] = 1
    joined = (member.T @ moves.astype(np.float32) @ member) > 0
    return np.asarray(joined & ~np.eye(len(classes), dtype=bool))
