"""Who can bring a decision home, with whom, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tertius.report.text.phrases import joined, level, signed

if TYPE_CHECKING:
    from tertius.analysis.leverage.decision.leverage import DecisionLeverage, IssueLeverage

MOST_COALITIONS = 3
"""So many coalitions are told, the smallest."""


def coalition_sentences(leverage: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """Whose wish is met as it is, and the smallest coalitions of others."""
    case, margin = leverage.case, f"{leverage.by:g} percent of the scale"
    successes = [coalition for coalition in one.coalitions if coalition.found]
    home = [case.name(coalition.actor) for coalition in successes if not coalition.members]
    if home:
        wants = "wants" if len(home) == 1 else "want"
        yield f"As it is the decision falls within {margin} of what {joined(home)} {wants}."
    if not one.coalitions:
        yield "Under this rule nobody looks for coalitions among so many actors."
    partnered = [coalition for coalition in successes if coalition.members]
    for coalition in sorted(partnered, key=lambda c: len(c.members))[:MOST_COALITIONS]:
        name, falls = case.name(coalition.actor), level(coalition.outcome, one.table.scale)
        partners = joined([case.name(member) for member in coalition.members])
        smallest = "" if coalition.exact else " (a smaller one may exist)"
        yield f"With {partners} at its side {name} brings it within {margin} of what it wants, to {falls}{smallest}."


def concession_sentences(leverage: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """What it would take to move the decision by the margin, in each direction."""
    margin = level(leverage.by / 100 * one.table.width, one.table.scale)
    decimals = len(margin.partition(".")[2])
    for name, concessions in one.concessions.items():
        if concessions.enough:
            steps = [
                f"{leverage.case.name(actor)} {signed(float(step), decimals)}"
                for actor, step in zip(one.table.actors, concessions.steps, strict=True)
                if step
            ]
            cost = f"cost {concessions.cost:.1f} points"
            yield f"The cheapest concessions that move it {name} by {margin}: {joined(steps)}; {cost}."
        else:
            most = level(concessions.most, one.table.scale)
            yield f"No concessions move it {name} by {margin}: if everybody concedes all it moves by {most}."
