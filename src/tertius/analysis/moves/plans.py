"""The plans of a player as its strategies: nothing, or some of its moves in an order in which they can be made.

A plan holds up to so many moves. A move that needs more of its own actor's moves before it than fit is still in one:
the shortest plan that leads to it. What others must do first is for others to do. Orders that lead to the same case
are one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from tertius.analysis.moves.tree import MoveTree
from tertius.case.actions import excludes, hindrance_to
from tertius.case.model import Case

NOTHING = "nothing"
DEEPEST = 3
"""So many moves a plan has at most."""

MOST_PLANS = 400
"""A search looks into so many plans, the best first where there are more; in a game a player has no more."""

DRAWS = 100
"""The draws over which moves are ranked and the game is worked out, so that both tell the same figures."""


@dataclass(frozen=True)
class Strategy:
    """One thing that a player can do before the talks.

    Attributes:
        moves: Ids of its moves, in their order; none to do nothing.
        any_order: Whether their order is all the same.
    """

    moves: tuple[str, ...] = ()
    any_order: bool = False

    @classmethod
    def of(cls, words: str) -> Strategy:
        """The strategy that is written so: no id has a blank or a comma."""
        if words == NOTHING:
            return cls()
        any_order = " and " in words
        return cls(tuple(words.split(" and " if any_order else ", then ")), any_order)

    @property
    def words(self) -> str:
        """``nothing``, ``visit``, ``visit, then show``; ``and`` where the order is all the same."""
        return (" and " if self.any_order else ", then ").join(self.moves) or NOTHING

    def same_as(self, other: Strategy) -> bool:
        """Whether the other has the same moves, in the same order or in one that is all the same."""
        return self.moves == other.moves or (self.any_order and sorted(self.moves) == sorted(other.moves))


Menus = Mapping[str, tuple[Strategy, ...]]


def own_moves(case: Case, actor: str) -> list[str]:
    """The moves of an actor."""
    return [ident for ident, move in case.moves.items() if move.actor == actor]


def movers_of(case: Case) -> list[str]:
    """The actors that have a move that can be made at all, if all play."""
    everyone = set(case.actors)
    return [actor for actor in case.actors if any(not hindered(case, one, everyone) for one in own_moves(case, actor))]


def profiles_of(case: Case, depth: int = 1) -> int:
    """How many combinations of plans the game of all actors has, orders counted; 1 if nobody has a move."""
    players = movers_of(case)
    return prod(1 + sum(1 for _ in sequences(case, player, players, depth)) for player in players)


def needed(case: Case, ident: str) -> tuple[str, ...]:
    """All that must be made before a move, whoever makes it, in an order in which it can be."""
    found: list[str] = []
    for earlier in case.moves[ident].after:
        found += [one for one in (*needed(case, earlier), earlier) if one not in found]
    return tuple(found)


def hindered(case: Case, ident: str, players: Collection[str]) -> str:
    """Why no plan can hold a move, whatever the others do; empty if one can."""
    moves, before = case.moves, needed(case, ident)
    idle = [one for one in before if moves[one].actor not in players]
    if idle:
        return f"it comes after {idle[0]}, and {case.name(moves[idle[0]].actor)} does not play"
    whole = (*before, ident)
    for one in whole:
        for other in whole:
            if one != other and excludes(moves, one, other):
                return f"{one} and {other}, both of which it takes, rule each other out"
    return ""


def sequences(case: Case, player: str, players: Collection[str], depth: int) -> Iterator[tuple[str, ...]]:
    """Every sequence of own moves that can be a plan: up to `depth` moves, then what no such plan has room for."""
    own = [ident for ident in own_moves(case, player) if not hindered(case, ident, players)]
    met: set[str] = set()
    for sequence in _longer(case, own, depth, ()):
        met.update(sequence)
        yield sequence
    for ident in own:
        if ident not in met:
            yield (*(one for one in needed(case, ident) if one in own), ident)


def _longer(case: Case, own: Sequence[str], depth: int, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for ident in own:
        others = tuple(one for one in needed(case, ident) if one not in own)
        if set(needed(case, ident)) <= {*others, *before} and not hindrance_to(case.moves, ident, (*others, *before)):
            sequence = (*before, ident)
            yield sequence
            if len(sequence) < depth:
                yield from _longer(case, own, depth, sequence)


def strategies_of(tree: MoveTree, player: str, players: Collection[str], depth: int) -> tuple[Strategy, ...]:
    """The strategies of a player, doing nothing first; of orders that come to the same the first stands for all."""
    case = tree.scenarios.base
    same: dict[object, list[tuple[str, ...]]] = {}
    for sequence in sequences(case, player, players, depth):
        same.setdefault(_outcome(tree, sequence), []).append(sequence)
    plans = [Strategy(alike[0], len(alike[0]) > 1 and _in_any_order(alike, same)) for alike in same.values()]
    return (Strategy(), *plans)


def _in_any_order(alike: Sequence[tuple[str, ...]], same: Mapping[object, Sequence[tuple[str, ...]]]) -> bool:
    """Whether some moves can be made in several orders, and all of them come to the same."""
    orders = [each for each in same.values() if frozenset(each[0]) == frozenset(alike[0])]
    return len(orders) == 1 and len(alike) > 1


def _outcome(tree: MoveTree, sequence: tuple[str, ...]) -> object:
    """What a plan comes to, with all that others must have done first: the same for two that come to the same."""
    case = tree.scenarios.base
    others: list[str] = []
    for ident in sequence:
        others += [one for one in needed(case, ident) if one not in sequence and one not in others]
    whole = (*others, *sequence)
    if tree.hindrance(whole):
        return sequence
    ways = frozenset((frozenset(b.succeeded), tree.key(b.succeeded)) for b in tree.branches(whole))
    return frozenset(sequence), ways
