"""What a number of a case does: which payoffs count it, what moves with it, and how far the answer hangs on it.

    elasticity of y at x  =  (change of y, by its scale or range) / (change of x, by what it can be)

A level can be anything on its scale, a probability or share 0 to 1; of points and powers it is a share of themselves.
It is of one small change, with everything settled anew and the chances of deals as they are. An agreement has none: it
is there or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from tertius.analysis.why.answer import Answer
from tertius.analysis.why.inputs import moved
from tertius.analysis.why.payoffs import term_label
from tertius.analysis.why.result import Reason
from tertius.case.edit.numbers import NumberEntry
from tertius.case.groups import mates_of
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement

SLIGHT = 0.005
"""Elasticities below this are left out."""


def number_reason(answer: Answer, path: str) -> Reason:
    """What a number says and does."""
    entry, row = answer.inputs.numbers[path], answer.number(path)
    mates = [answer.number(".".join(map(str, mate))) for mate in mates_of(answer.case, entry.path)]
    children = (
        Reason("moves together with", None, children=tuple(mates)),
        Reason("counted in", None, children=tuple(_counted(answer, path))),
        Reason("moves, for each percent that the number moves", None, children=tuple(_moves(answer, entry))),
    )
    return Reason(row.label, row.value, row.unit, path, tuple(child for child in children if child.children))


def _counted(answer: Answer, path: str) -> Iterator[Reason]:
    """Yield the payoffs of which a number is a direct part, with the points that hang on those parts."""
    settlement = answer.settlement
    for actor in answer.case.actors:
        values = payoff_terms(settlement, actor)
        for term, paths in answer.inputs.of_terms(settlement, actor).items():
            if path in paths:
                label = f"{answer.case.name(actor)}: {term_label(answer.case, *term)}"
                yield Reason(label, values[term], "points")


def _moves(answer: Answer, entry: NumberEntry) -> Iterator[Reason]:
    """Yield what moves with a number, the most first: agreements that come or go, levels, payoffs."""
    found = next((one for one in (moved(answer.case, entry, 1.0), moved(answer.case, entry, -1.0)) if one), None)
    if found is None:
        return
    version, share = found
    before, after = answer.settlement, answer.settled(version)
    for talk, agreed in before.agreements.items():
        if after.agreements[talk] != agreed:
            said = "ends in a deal" if after.agreements[talk] else "fails"
            yield Reason(f"{answer.case.name(talk)} {said}", None)
    rows = [row for row in _changes(answer, before, after, share) if abs(row.value or 0.0) >= SLIGHT]
    yield from sorted(rows, key=lambda row: -abs(row.value or 0.0))


def _changes(answer: Answer, before: Settlement, after: Settlement, share: float) -> Iterator[Reason]:
    case = answer.case
    for issue, entry in case.issues.items():
        low, high = entry.scale
        change = (after.levels[issue] - before.levels[issue]) / (high - low)
        yield Reason(f"level of {case.name(issue)}", change / share, "percent of its scale")
    for actor, whole in before.ranges.items():
        if whole > 0:
            change = (after.payoffs[actor] - before.payoffs[actor]) / whole
            yield Reason(f"payoff of {case.name(actor)}", change / share, "percent of its range")
