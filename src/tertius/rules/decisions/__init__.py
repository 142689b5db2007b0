"""Models of a decision that many take: stances on an issue go in, the level at which it is decided comes out.

Each is a published model in a file of its own, a function of arrays under a thin coat, an `IssueModel`. They know
nothing of talks; `decision_rule.py` above makes rules of them, and a talk may name one as its `rule`.
"""

from tertius.rules.decisions.challenge.challenge import Challenge
from tertius.rules.decisions.condorcet import Condorcet
from tertius.rules.decisions.core import Core
from tertius.rules.decisions.decision import DecisionModel, Ending, IssueModel
from tertius.rules.decisions.mean import Mean
from tertius.rules.decisions.median import Median
from tertius.rules.decisions.mode import Mode
from tertius.rules.decisions.reference import Reference
from tertius.rules.decisions.stances import Stances
from tertius.rules.decisions.weighted_mean import WeightedMean
from tertius.rules.decisions.weighted_median import WeightedMedian

__all__ = ["ISSUE_MODELS", "DecisionModel", "Ending", "IssueModel", "Stances"]

ISSUE_MODELS: dict[str, IssueModel] = {
    model.key: model
    for model in (
        WeightedMean(),
        Mean(),
        Median(),
        WeightedMedian(),
        Mode(),
        Reference(),
        Condorcet(),
        Core(),
        Challenge(),
    )
}
"""Those that look at one issue at a time: a talk can be decided by any of them."""
