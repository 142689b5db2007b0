"""Which move may follow which: a move comes after others, and some rule one another out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tertius.case.move import Move

__all__ = ["excludes", "hindrance_to"]


def excludes(moves: Mapping[str, Move], one: str, other: str) -> bool:
    """Whether two moves rule each other out, whichever of them says so."""
    return one in moves[other].not_with or other in moves[one].not_with


def hindrance_to(moves: Mapping[str, Move], ident: str, made: Sequence[str]) -> str:
    """Why a move cannot be made once others have been made; empty if it can.

    Args:
        moves: The moves of the case.
        ident: The move.
        made: Those made already, with success.
    """
    if ident in made:
        return "it is made already"
    missing = [earlier for earlier in moves[ident].after if earlier not in made]
    if missing:
        return f"it comes after {' and '.join(missing)}"
    against = [other for other in made if excludes(moves, ident, other)]
    return f"it is ruled out by {' and '.join(against)}" if against else ""
