"""A decision in the appendices of a brief: what stands above its tables, its words, its assumptions."""

from __future__ import annotations

from tertius.analysis.decide.decide import Decided
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.analysis.leverage.decision.leverage import IssueLeverage
from tertius.case.model import Case
from tertius.report.text.front.decision import figures
from tertius.report.text.phrases import NOTHING, level_number

STANCES = "Weight is capability times salience, in percent of all; every number stands at its middle."

ORIGIN = "Their ranges, and where they come from:"

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


def sways_caption(case: Case, one: IssueLeverage, left: int) -> str:
    """What the table of who can move a decision shows, where the weighted mean falls, how many are left out."""
    at = level_number(case, one.table.issue, one.table.outcome)
    more = f" {left} more could move it less." if left else ""
    return (
        f"Where the weighted mean, a naive rule, would fall if one actor stood elsewhere or were away; now {at}.{more}"
    )


def half_cell(decided: Decided) -> str:
    """The range of the pool that holds one case of two: ``53 to 61``; a dash without a pool."""
    if decided.pool is None:
        return NOTHING
    (low, high), most = ranges_of(decided.pool)
    least, end = figures((low, high), most[1] - most[0])
    return f"{least} to {end}"
