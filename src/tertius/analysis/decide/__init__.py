"""Decisions that many take together, without talks: what every rule says of them, and the pool of all that is known.

The names to start from are `decide`, which asks them all about a case, `pool_decision` for the pooled forecast of one
table, and `pool_many` for many tables of the same actors.

The way of a table, a row for each actor with its position, salience and capability, through the pool:

    parameters     PoolParameters: shares and widths, fitted once and shipped as data
    pool           tables_of checks the table and brings it to the scale from 0 to 1: Tables
    ingredients    features_of: the weights of the actors, their weighted mean and its spread: Features
                   ingredients_of: a distribution over the grid for each ingredient that the table has
    pool           the mixture of these by their shares: PooledDecision
    pool_of_case   all this for an issue of a case: at the middle of its numbers, or the mean over their draws

Beside it stand the answers of the rules (`answers`); `decide` puts all of it together.
"""

from tertius.analysis.decide.answers import Answer, LevelQuantiles
from tertius.analysis.decide.decide import Decided, Decision, decide
from tertius.analysis.decide.pool import PooledDecision, pool_decision, pool_many

__all__ = [
    "Answer", "Decided", "Decision", "LevelQuantiles", "PooledDecision", "decide", "pool_decision", "pool_many",
]  # fmt: skip
