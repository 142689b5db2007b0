"""Sway: how far one actor alone can move a decision.

The outcome of a rule as it is, and as it would be if actor i

    stood at the low end of the scale, or at its high end,
    had no stance at all,
    cared as much as can be (salience 100),

the others as they are. The **reach** of an actor is the distance between the outcomes at the two ends. Under the
weighted mean it is w_i / sum w times the scale, w_i = c_i s_i: there it is the share of the weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.analysis.leverage.decision.table import Table
from tertius.results import Record


@dataclass(frozen=True)
class Sway(Record):
    """What one actor alone could make of the outcome; levels on the scale of the issue, nan where there is no answer.

    Attributes:
        actor: Its id.
        at_low: The outcome if it stood at the low end.
        at_high: The outcome if it stood at the high end.
        without: The outcome if it had no stance.
        caring: The outcome if its salience were 100.
    """

    actor: str
    at_low: float
    at_high: float
    without: float
    caring: float

    @property
    def reach(self) -> float:
        """The distance between the outcomes at the two ends."""
        return abs(self.at_high - self.at_low)


def sways_of(table: Table) -> list[Sway]:
    """The sway of every actor, in the order of the table."""
    low, high = table.scale
    count = len(table.actors)
    # A version for each actor, in which it alone stands or cares as it does not.
    positions, saliences = np.tile(table.positions, (count, 1)), np.tile(table.saliences, (count, 1))
    itself = np.eye(count, dtype=np.bool_)
    columns = [
        table.outcomes(np.where(itself, low, positions), saliences),
        table.outcomes(np.where(itself, high, positions), saliences),
        np.array([table.without(i) for i in range(count)]),
        table.outcomes(positions, np.where(itself, 100.0, saliences)),
    ]
    return [Sway(actor, *(float(column[i]) for column in columns)) for i, actor in enumerate(table.actors)]
