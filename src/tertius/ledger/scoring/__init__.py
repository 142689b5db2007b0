"""How good the forecasts of a ledger were, beside theories and rivals; and what would have made the missed ones right.

The names to start from are `score`, which takes the tracks of a ledger, and `hindsight`, which looks back at a miss.
"""

from tertius.ledger.scoring.hindsight import Miss, hindsight
from tertius.ledger.scoring.result import Judged, Scored, Scores, Versus
from tertius.ledger.scoring.score import score

__all__ = ["Judged", "Miss", "Scored", "Scores", "Versus", "hindsight", "score"]
