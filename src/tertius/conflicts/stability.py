"""Which states are stable for whom: the four solution concepts of the graph model, as functions of arrays.

S states, n decision makers. R_i (S, S) are the moves of i, P_i (S, S) what it prefers: P_i[s, t] if t is better for it
than s. UI_i = R_i and P_i are its unilateral improvements. R_H and UI_H are what some decision makers reach together by
a legal sequence: each step a move (an improvement) of one of them, and nobody moves twice in succession.

    Nash   no improvement from s
    GMR    after each improvement s1 of i the others can move to some s2 that is no better for i than s
    SMR    as GMR, and from s2 i cannot move to anything better than s
    SEQ    as GMR, where the others get to s2 by improvements of their own

Nash (1951); general and symmetric metarationality: Howard (1971); sequential stability: Fraser and Hipel (1979); with
sequences for more than two: Fang, Hipel and Kilgour (1993). A coalition counts as one that moves if all of it gain.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

Ends = list[list[int]]

CONCEPTS = ("nash", "gmr", "smr", "seq")


def ends_of(moves: Flags) -> Ends:
    """From each state where (S, S) moves lead."""
    return [np.flatnonzero(row).tolist() for row in moves]


def sequences(moves: Sequence[Ends], starts: Flags) -> Flags:
    """(K, S) what is reached from each start by a legal sequence of moves, the start itself left out.

    Args:
        moves: For each who takes part, from each state where its moves lead.
        starts: (K, S) one state in each row.
    """
    spread = _Spread(moves, starts)
    while spread.waiting:
        spread.pass_on(spread.waiting.popleft())
    return _rows(spread.reached(), len(starts)).T & ~starts


def stable(own: Flags, better: Flags, others: Flags, others_better: Flags) -> dict[str, Flags]:
    """(S,) by concept, whether each state is stable for one decision maker or coalition.

    Args:
        own: (S, S) its moves, R_i.
        better: (S, S) its preference, P_i; of a coalition, what is better for all of it.
        others: (S, S) what all others reach by moves.
        others_better: (S, S) what all others reach by improvements of their own.
    """
    goes, gains, no_gain = _sets(own), _sets(better), _sets(~better)
    replies, wanted = _sets(others), _sets(others_better)
    found = {concept: np.ones(len(own), np.bool_) for concept in CONCEPTS}
    for s in np.flatnonzero((own & better).any(axis=1)).tolist():
        found["nash"][s] = False
        ends = np.flatnonzero(own[s] & better[s]).tolist()
        bad, better_yet = no_gain[s], gains[s]
        found["gmr"][s] = all(replies[s1] & bad for s1 in ends)
        found["seq"][s] = all(wanted[s1] & bad for s1 in ends)
        if found["gmr"][s]:
            stuck = sum(1 << s2 for s2 in np.flatnonzero(~better[s]).tolist() if not goes[s2] & better_yet)
            found["smr"][s] = all(replies[s1] & stuck for s1 in ends)
        else:
            found["smr"][s] = False
    return found


class _Spread:
    """Legal sequences from many starts at once. What is known of a state is a set of starts: an int, a bit for each.

    Attributes:
        come: By who moved last, for each state the starts from which it is reached so.
        waiting: States at which something came in that is not passed on yet, in the order in which it did.
    """

    def __init__(self, moves: Sequence[Ends], starts: Flags) -> None:
        states = starts.shape[1]
        self.ends = moves
        self.begun = _sets(starts.T)
        self.come = [[0] * states for _ in moves]
        self.fresh = [[0] * states for _ in moves]
        self.waiting = deque(state for state in range(states) if self.begun[state])
        self.waits = [bool(begun) for begun in self.begun]

    def pass_on(self, state: int) -> None:
        """Every mover goes on with what came in by anybody else."""
        self.waits[state] = False
        everybody = twice = 0
        came = [fresh[state] for fresh in self.fresh]
        for one in came:
            twice |= everybody & one
            everybody |= one
        begun, self.begun[state] = self.begun[state], 0
        for fresh in self.fresh:
            fresh[state] = 0
        for mover, one in enumerate(came):
            onward = begun | (everybody & ~one) | twice
            if onward:
                self._move(mover, onward, self.ends[mover][state])

    def _move(self, mover: int, starts: int, ends: Sequence[int]) -> None:
        come, fresh = self.come[mover], self.fresh[mover]
        for end in ends:
            new = starts & ~come[end]
            if new:
                come[end] |= new
                fresh[end] |= new
                if not self.waits[end]:
                    self.waits[end] = True
                    self.waiting.append(end)

    def reached(self) -> list[int]:
        """For each state the starts from which it is reached."""
        return [reduce(or_, row, 0) for row in zip(*self.come, strict=True)] or [0] * len(self.begun)


def _sets(rows: Flags) -> list[int]:
    """Each row as a set: an int with a bit for each column."""
    return [int.from_bytes(row.tobytes(), "little") for row in np.packbits(rows, axis=1, bitorder="little")]


def _rows(sets: Sequence[int], columns: int) -> Flags:
    """(N, C) the rows of sets."""
    width = (columns + 7) // 8
    packed = np.frombuffer(b"".join(one.to_bytes(width, "little") for one in sets), np.uint8).reshape(len(sets), width)
    return np.unpackbits(packed, axis=1, count=columns, bitorder="little").astype(np.bool_)
