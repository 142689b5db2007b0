"""A decision in the appendices of a brief: who can bring it home, and at what price."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.analysis.decide.decide import Decided
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.analysis.leverage.decision.leverage import DecisionLeverage, IssueLeverage
from tertius.case.model import Case
from tertius.report.text.front.decision import figures
from tertius.report.text.phrases import NOTHING, joined, level, level_number, signed

STANCES = "Weight is capability times salience, in percent of all; every number stands at its middle."

MOVERS = "One actor alone is moved. Pivotal: the share of contests between two positions that it could turn."

ASSUMPTIONS = (
    "The pool mixes the positions by weight, the weighted mean, rounds of challenge and the middle of the positions.",
    "Its shares were fitted on decisions of the European Union; elsewhere they are a habit, no measurement.",
    "A rule is a published model of how many decide together; each is asked by itself.",
    "A naive rule has no model of how actors deal with each other; a model far from all of them needs a reason.",
    "Who can move the decision is worked out under the weighted mean, because there it has one answer.",
)
"""What a brief on a decision assumes."""

SENSES = (
    "Salience: how much the issue matters to an actor, from 0 to 100.",
    "Capability: what an actor could bring to bear if it cared as much as can be.",
    "Weight: capability times salience.",
    "Pooled range: the shortest that holds the decision in four cases of five, by the pool.",
    "Contest: everybody stands behind the nearer of two positions, and the heavier side wins.",
)
"""Words of a brief on a decision in a fixed sense."""

REFERENCES = (
    "Stone, M. (1961). The opinion pool. Annals of Mathematical Statistics 32, 1339–1342.",
    "Achen, C. H. (2006). Evaluating political decision-making models. In: Thomson, R., and others (eds.), The "
    "European Union Decides. Cambridge University Press.",
)
"""The works that every such brief rests on; `tertius rules` has those of each rule."""

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


def sways_caption(case: Case, one: IssueLeverage) -> str:
    """What the table of who can move a decision shows, and where the weighted mean falls as it is."""
    at = level_number(case, one.table.issue, one.table.outcome)
    return f"Where the weighted mean, a naive rule, would fall if one actor stood elsewhere, or were away; now {at}."


def half_cell(decided: Decided) -> str:
    """The range of the pool that holds one case of two: ``53 to 61``; a dash without a pool."""
    if decided.pool is None:
        return NOTHING
    (low, high), most = ranges_of(decided.pool)
    least, end = figures((low, high), most[1] - most[0])
    return f"{least} to {end}"
