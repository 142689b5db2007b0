"""Moves before the talks: what changes do to everyone, the best moves and plans, and the game that all play."""

from tertius.analysis.moves.equilibria import MixedEquilibria, mixed_equilibria
from tertius.analysis.moves.extensive import subgame_perfect
from tertius.analysis.moves.game import Game, Margin
from tertius.analysis.moves.lemke_howson import lemke_howson
from tertius.analysis.moves.mixed import extreme_equilibria
from tertius.analysis.moves.normal_form import best_replies, dominated, in_turn, losses, pure_equilibria
from tertius.analysis.moves.plans import Strategy, profiles_of
from tertius.analysis.moves.play import game
from tertius.analysis.moves.search import Plan, Search, moves
from tertius.analysis.moves.several import correlated, regrets, some_equilibria
from tertius.scenarios.comparison import Comparison, Effects, Pair, compare, what_if
from tertius.scenarios.effects import Effect, effect_of
from tertius.scenarios.scenarios import Scenarios

__all__ = [
    "Comparison",
    "Effect",
    "Effects",
    "Game",
    "Margin",
    "MixedEquilibria",
    "Pair",
    "Plan",
    "Scenarios",
    "Search",
    "Strategy",
    "best_replies",
    "compare",
    "correlated",
    "dominated",
    "effect_of",
    "extreme_equilibria",
    "game",
    "in_turn",
    "lemke_howson",
    "losses",
    "mixed_equilibria",
    "moves",
    "profiles_of",
    "pure_equilibria",
    "regrets",
    "some_equilibria",
    "subgame_perfect",
    "what_if",
]
