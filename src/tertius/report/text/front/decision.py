"""The first page of a brief on a decision: where it falls, who can move it, how far the rules are apart."""

from __future__ import annotations

import math

from tertius.analysis.decide.answers import CONSTANTS
from tertius.analysis.decide.decide import Decided, Decision
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.analysis.leverage.decision.leverage import IssueLeverage
from tertius.case.edit.numbers import numbers_of
from tertius.case.model import Case
from tertius.case.tables.imputation import imputed_in
from tertius.report.text.phrases import (
    MINUS,
    NOTHING,
    actor_phrase,
    capital,
    counted,
    fixed,
    issue_name,
    joined,
    level_words,
    percent,
    plain_number,
)

POLE = 0.1
"""The end of a scale is told where a decision ends there with at least this probability."""

CLOSE, FAR = 0.05, 0.2
"""Rules whose levels lie within the first share of the scale agree; beyond the second the rule matters most."""

BEST = "weighted-mean"
"""The rule under which it is told what one actor could move."""

_ALMOST = 1e-9


def figures(values: tuple[float, ...], width: float) -> tuple[str, ...]:
    """Levels with no more digits than a doubt of this width warrants: ``62``, ``48``, ``74``.

    A doubt below a hundredth of what the levels range over warrants no more digits than that: see `_doubt`.
    """
    decimals = 0 if width <= 0 else min(6, max(0, 1 - math.floor(math.log10(width))))
    return tuple(fixed(value, decimals, minus=MINUS) for value in values)


def _with_unit(case: Case, issue: str, number: str) -> str:
    return f"{number} {case.issues[issue].unit}".strip()


def _meaning(case: Case, issue: str, level: float) -> str:
    """What a level means by the anchors of its scale, with a comma before; empty without anchors."""
    said = level_words(case, issue, level).split(", ", 1)
    return f", {said[1]}" if len(said) > 1 else ""


def _scale(case: Case, issue: str) -> str:
    """``, on a scale from 4 to 10`` where nothing else says what the numbers mean."""
    low, high = case.issues[issue].scale
    return "" if case.issues[issue].anchors else f", on a scale from {plain_number(low)} to {plain_number(high)}"


def verdict_sentence(decision: Decision, issue: str) -> str:
    """Where the decision falls: the median of the pool with its range, and what it means on the scale."""
    case, decided = decision.case, decision.issues[issue]
    if decided.pool is None:
        return _unpooled(case, decided)
    median = decided.pool.median
    low, high = ranges_of(decided.pool)[1]
    middle, least, most = figures((median, low, high), _doubt(case, issue, low, high))
    end = _meaning(case, issue, median) or _scale(case, issue)
    return f"About {_with_unit(case, issue, middle)} ({least} to {most} in four cases of five){end}."


def _unpooled(case: Case, decided: Decided) -> str:
    low, high = decided.spread
    if high - low <= _ALMOST * _width(case, decided.issue):
        (at,) = figures((high,), _width(case, decided.issue))
        return f"{_with_unit(case, decided.issue, at)}, where all of them stand."
    least, most = figures(decided.spread, _doubt(case, decided.issue, low, high))
    return f"Anywhere from {least} to {_with_unit(case, decided.issue, most)}: the rules differ, and there is no pool."


def issue_line(decision: Decision, issue: str) -> str:
    """The same of one issue among several: ``Fee: about 62 (48 to 74 ...)``."""
    sentence = verdict_sentence(decision, issue)
    return f"{capital(issue_name(decision.case, issue))}: {sentence[0].lower()}{sentence[1:]}"


def several_sentence(decision: Decision, shown: int) -> str:
    """The headline of a table with several issues: how many, and that each has a line."""
    count = len(decision.issues)
    stand = "stands" if count - shown == 1 else "stand"
    rest = f"; {counted(count - shown)} more {stand} below" if count > shown else ""
    return f"{capital(counted(count))} issues are decided{rest}."


def pole_bullet(decision: Decision, issue: str) -> str:
    """How likely the decision ends at an end of its scale; empty if that is unlikely, or there is no pool."""
    case, pool = decision.case, decision.issues[issue].pool
    if pool is None:
        return ""
    ends = [(pool.within(end, end), end) for end in case.issues[issue].scale]
    chance, end = max(ends)
    if chance < POLE:
        return ""
    said = _with_unit(case, issue, plain_number(end))
    return f"It ends at {said}, an end of the scale, with a chance of {percent(chance, hedged=False)}."


def pivotal_bullet(case: Case, one: IssueLeverage) -> str:
    """Whose change of sides would turn most of the contests between two positions."""
    share = max(one.pivotal, default=0.0)
    if share <= 0:
        return "No actor alone can turn a contest between two positions."
    who = [actor for actor, own in zip(one.table.actors, one.pivotal, strict=True) if own >= share - _ALMOST]
    if len(who) > 2:
        return (
            f"No single actor stands out: {counted(len(who))} of them can each turn {percent(share)} of the contests."
        )
    named = capital(joined([actor_phrase(case, actor) for actor in who]))
    alone = "alone it could turn" if len(who) == 1 else "either could turn"
    return f"{named} can move it most: {alone} {percent(share)} of the contests between two positions."


def apart_bullet(decision: Decision, issue: str) -> str:
    """How far the rules are apart, and whether it matters which is right; empty if fewer than two have an answer."""
    case, decided = decision.case, decision.issues[issue]
    levels = {a.rule: a.level for a in decided.answers.values() if a.level is not None and a.rule not in CONSTANTS}
    if len(levels) < 2:
        return ""
    low, high = decided.spread
    share = (high - low) / _width(case, issue)
    if share <= _ALMOST:
        return f"All {counted(len(levels))} rules say the same."
    least, most = figures((low, high), _doubt(case, issue, low, high))
    lowest, highest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    verdict = "which one is right matters"
    if share <= CLOSE:
        verdict = "it matters little which one is right"
    elif share > FAR:
        verdict = "which one is right matters more than any number of the table"
    return (
        f"{capital(counted(len(levels)))} rules say from {least} ({lowest}) to {_with_unit(case, issue, most)} "
        f"({highest}): {verdict}."
    )


def change_bullet(case: Case, one: IssueLeverage) -> str:
    """What the actor of the longest reach would make of the decision from the other end; empty if nobody moves it."""
    table, (low, high) = one.table, one.table.scale
    moved = []
    for sway, at in zip(one.sways, table.positions, strict=True):
        end, outcome = (high, sway.at_high) if at <= (low + high) / 2 else (low, sway.at_low)
        if not math.isnan(outcome):
            moved.append((abs(outcome - table.outcome), sway.actor, end, outcome))
    if not moved or max(moved)[0] <= _ALMOST * table.width:
        return ""
    far, actor, end, outcome = max(moved, key=lambda one: one[0])
    before, after = figures((table.outcome, outcome), max(far, table.width / 100))
    where = plain_number(end)
    return (
        f"What would change it: with {actor_phrase(case, actor)} at {where}, the weighted mean, a naive rule, goes "
        f"from {before} to {_with_unit(case, table.issue, after)}."
    )


def apart_caution(decision: Decision) -> str:
    """The rules disagree; empty if they agree."""
    shares = {
        issue: (one.spread[1] - one.spread[0]) / _width(decision.case, issue) for issue, one in decision.issues.items()
    }
    worst = max(shares, key=shares.__getitem__)
    if shares[worst] <= FAR:
        return ""
    where = f" on {issue_name(decision.case, worst)}" if len(shares) > 1 else ""
    return (
        f"to say which rule is right: they lie up to {percent(shares[worst], hedged=False)} of the scale apart{where}, "
        "and nobody knows which one holds here."
    )


def outside_caution(decision: Decision) -> str:
    """The pool is used where nobody measured how good it is; empty where it was fitted."""
    if not any(one.pool is not None and one.pool.outside for one in decision.issues.values()):
        return ""
    return (
        "as measured chances: the pooled range was fitted on decisions of the European Union, not on tables like this."
    )


def tables_caution(decision: Decision) -> str:
    """Experts whose tables lead elsewhere; empty if they agree, or there is one table."""
    for issue, one in decision.issues.items():
        levels = {name: at for name, by_rule in one.tables.items() if (at := by_rule.get(BEST)) is not None}
        if len(levels) < 2:
            continue
        lowest, highest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
        apart = levels[highest] - levels[lowest]
        if apart > CLOSE * _width(decision.case, issue):
            low, high = figures((levels[lowest], levels[highest]), apart)
            return (
                f"as what all experts say: the weighted mean falls at {low} by the table of {lowest} and at {high} by "
                f"that of {highest}."
            )
    return ""


def judged_caution(case: Case) -> str:
    """Weights that somebody judged, or of which nobody says where they come from; empty if there are none."""
    fields = [number for number in numbers_of(case) if number.path[-1] in ("salience", "capability")]
    judged = [number for number in fields if number.method == "judgement"]
    bare = [number for number in fields if not (number.method or number.why or number.sources)]
    if bare:
        many = "none" if len(bare) == len(fields) else f"only {len(fields) - len(bare)}"
        return f"as if the weights were measured: {many} of the {len(fields)} saliences and capabilities has a source."
    if judged:
        return f"as if the weights were measured: {len(judged)} of {len(fields)} saliences and capabilities are judged."
    return ""


def imputed_caution(decision: Decision) -> str:
    """Numbers that nobody gave; empty if all were given."""
    filled = [name for issue in decision.issues for name in imputed_in(decision.case, issue)]
    if not filled:
        return ""
    which = joined(filled) if len(filled) <= 2 else f"{counted(len(filled))} numbers"
    return f"as if every number were known: {which} {'was' if len(filled) == 1 else 'were'} filled in."


def certain_caution(decision: Decision) -> str:
    """No number has a range; empty if one has."""
    return (
        ""
        if decision.draws
        else "as if the table were exact: it gives no ranges, so doubt about its numbers is left out."
    )


def _width(case: Case, issue: str) -> float:
    low, high = case.issues[issue].scale
    return high - low


def _doubt(case: Case, issue: str, low: float, high: float) -> float:
    """How far levels are apart, at least a hundredth of the scale: what differs by less is one and the same."""
    return max(high - low, _width(case, issue) / 100)


def pooled_cells(case: Case, decided: Decided) -> tuple[str, str]:
    """The median of the pool with its unit, and its range: ``62 percent``, ``48 to 74``; dashes without a pool."""
    if decided.pool is None:
        return NOTHING, NOTHING
    low, high = ranges_of(decided.pool)[1]
    middle, least, most = figures((decided.pool.median, low, high), _doubt(case, decided.issue, low, high))
    return _with_unit(case, decided.issue, middle), f"{least} to {most}"


def spread_cell(case: Case, decided: Decided) -> str:
    """From where to where the rules lie: ``53 to 100``."""
    low, high = decided.spread
    least, most = figures(decided.spread, _doubt(case, decided.issue, low, high))
    return least if least == most else f"{least} to {most}"
