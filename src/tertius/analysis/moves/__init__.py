"""Moves before the talks: what changes do to everyone, the best moves and plans, and the game that all play."""

from tertius.analysis.moves.game import Game, Margin, best_replies, dominated, in_turn, losses, pure_equilibria
from tertius.analysis.moves.play import game, profiles_of
from tertius.analysis.moves.search import Plan, Search, moves
from tertius.scenarios.comparison import Comparison, Effects, Pair, compare, what_if
from tertius.scenarios.effects import Effect, effect_of
from tertius.scenarios.scenarios import Scenarios

__all__ = [
    "Comparison",
    "Effect",
    "Effects",
    "Game",
    "Margin",
    "Pair",
    "Plan",
    "Scenarios",
    "Search",
    "best_replies",
    "compare",
    "dominated",
    "effect_of",
    "game",
    "in_turn",
    "losses",
    "moves",
    "profiles_of",
    "pure_equilibria",
    "what_if",
]
