"""The graph model worked out slowly and plainly, from the definitions: sets of states and loops."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["stable_slowly"]

Moves = Sequence[Sequence[set[int]]]


def _sequences(start: int, moves: Moves) -> set[int]:
    """What some reach one after the other, nobody twice in succession; `moves` has for each who takes part where to."""
    found: set[tuple[int, int]] = set()
    fresh = {(end, mover) for mover, own in enumerate(moves) for end in own[start]}
    while fresh:
        found |= fresh
        fresh = {
            (end, mover)
            for state, last in fresh
            for mover, own in enumerate(moves)
            if mover != last
            for end in own[state]
        } - found
    return {state for state, _ in found} - {start}


def stable_slowly(moves: Moves, ranks: Sequence[Sequence[int]]) -> list[list[set[str]]]:
    """For each decision maker and state the concepts under which it stays.

    Args:
        moves: For each decision maker and state, where it can move.
        ranks: For each decision maker and state, its rank; 1 is best.
    """
    makers, states = range(len(moves)), range(len(ranks[0]))
    gains = [[{t for t in moves[i][s] if ranks[i][t] < ranks[i][s]} for s in states] for i in makers]
    result = []
    for i in makers:
        others = [moves[j] for j in makers if j != i]
        wanted = [gains[j] for j in makers if j != i]
        rows = []
        for s in states:
            stays = {"nash", "gmr", "smr", "seq"}
            for s1 in gains[i][s]:
                stays.discard("nash")
                replies = [t for t in _sequences(s1, others) if ranks[i][t] >= ranks[i][s]]
                if not replies:
                    stays.discard("gmr")
                if not any(all(ranks[i][u] >= ranks[i][s] for u in moves[i][t]) for t in replies):
                    stays.discard("smr")
                if not any(ranks[i][t] >= ranks[i][s] for t in _sequences(s1, wanted)):
                    stays.discard("seq")
            rows.append(stays)
        result.append(rows)
    return result
