"""Moves before the talks: what changes do to everyone, the best moves and plans, and the game that all play."""

from tertius.moves.comparison import Comparison, Effects, Pair, compare, what_if
from tertius.moves.effects import Effect, effect_of
from tertius.moves.search import Plan, Search, search_moves

__all__ = [
    "Comparison",
    "Effect",
    "Effects",
    "Pair",
    "Plan",
    "Search",
    "compare",
    "effect_of",
    "search_moves",
    "what_if",
]
