"""A decision in sentences: where it falls, how far the rules are apart, how sure one can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tertius.analysis.decide.answers import CONSTANTS, NO_ANSWER
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.case.tables.imputation import imputed_in
from tertius.report.text.phrases import capital, joined, level, many, percent
from tertius.rules.settlement import Status

if TYPE_CHECKING:
    from tertius.analysis.decide.decide import Decided, Decision
    from tertius.case.model import Issue
    from tertius.rules.decisions.exchange.exchanges import Exchanges

_CLOSE = 0.05
"""Rules whose levels lie within this share of the scale agree, for most purposes."""

_FAR = 0.2
"""From more than this share of the scale on, the choice of the rule may matter more than the numbers."""

_ALMOST = 1e-9
"""Levels within this share of the scale are the same."""

BEST = "weighted-mean"
"""The rule that is hardest to beat, with which the words begin."""


def decision_sentences(decision: Decision, issue: str) -> Iterator[str]:
    """Short sentences on one issue, the most important first."""
    case, decided = decision.case, decision.issues[issue]
    entry = case.issues[issue]
    wishes = [own[issue].position.on(entry.scale) for own in case.stances.values() if issue in own]
    low, high = min(wish.low for wish in wishes), max(wish.high for wish in wishes)
    if high - low <= _ALMOST * (entry.scale[1] - entry.scale[0]):
        who = {1: "The only actor stands", 2: "Both actors stand"}.get(len(wishes), f"All {len(wishes)} actors stand")
        at = _shown(entry, low)
        yield f"{who} at {at}, so that is where the decision falls: there is nothing to decide between them."
    else:
        yield from _where(entry, decided)
        yield from _rules_apart(entry, decided)
        yield from _how_sure(decision, entry, decided)
        yield from _outside_own_range(entry, decided)
        yield from _experts(entry, decided)
    yield from _not_settled(decision, decided)
    imputed = imputed_in(case, issue)
    if imputed:
        yield f"Imputed, and not known: {joined(imputed)}. Each stands as wide as the numbers of the others."


def _shown(issue: Issue, value: float) -> str:
    return level(value, issue.scale, issue.unit)


def _verb(names: Sequence[str], singular: str, plural: str) -> str:
    return singular if len(names) == 1 else plural


def _where(issue: Issue, decided: Decided) -> Iterator[str]:
    """The pooled forecast, or the level of the rule that is hardest to beat."""
    first = decided.answers.get(BEST)
    if decided.pool is not None:
        half, most = ranges_of(decided.pool)
        yield (
            f"The pooled forecast is {_shown(issue, decided.pool.median)}: as likely as not within "
            f"{level(half[0], issue.scale)} to {level(half[1], issue.scale)}, and in 4 of 5 cases within "
            f"{level(most[0], issue.scale)} to {_shown(issue, most[1])}."
        )
    elif first is not None and first.level is not None:
        yield (
            f"The weighted mean falls at {_shown(issue, first.level)}. On decisions of the European Union no single "
            "model has clearly had a lower mean error; it never ends at a pole, where many decisions do."
        )


def _rules_apart(issue: Issue, decided: Decided) -> Iterator[str]:
    """From where to where the rules' levels lie, and whether it matters which is right."""
    levels = {a.rule: a.level for a in decided.answers.values() if a.level is not None and a.rule not in CONSTANTS}
    if len(levels) < 2:
        return
    lowest, highest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    low, high = decided.spread
    share = (high - low) / (issue.scale[1] - issue.scale[0])
    if share <= _ALMOST:
        yield f"{len(levels)} rules have an answer, and all say {_shown(issue, high)}."
        return
    verdict = "the choice matters"
    if share <= _CLOSE:
        verdict = "it matters little which one is right"
    elif share > _FAR:
        verdict = "which one is right may well matter more than any number in the table"
    ends = f"from {level(low, issue.scale)} ({lowest}) to {_shown(issue, high)} ({highest})"
    apart = f"{percent(share, hedged=False)} of the scale apart"
    yield f"{len(levels)} rules have an answer, {ends}, {apart}: {verdict}."


def _how_sure(decision: Decision, issue: Issue, decided: Decided) -> Iterator[str]:
    """Whether the pool is used where it was fitted, and how far doubt about the numbers moves the first rule."""
    first = decided.answers.get(BEST) or next(iter(decided.answers.values()))
    if decided.pool is not None and decided.pool.outside:
        yield f"The pool is used outside of what it was fitted on. {' '.join(decided.pool.outside)}"
    if first.draws is None or first.level is None:
        yield "The numbers of the table are taken as certain; give ranges to see how far they move the answer."
        return
    drawn, spread = first.draws, decided.spread
    low, high = level(drawn.low, issue.scale), _shown(issue, drawn.high)
    falls = f"at {high}" if drawn.low == drawn.high else f"between {low} and {high}"
    text = f"In 80 percent of {many(decision.draws, 'draw')} of the uncertain numbers {first.rule} falls {falls}"
    if spread[0] != spread[1]:
        less = "less" if drawn.high - drawn.low < spread[1] - spread[0] else "no less"
        text += f": doubt about the numbers moves it {less} than the choice of the rule does"
    yield f"{text}."


def _outside_own_range(issue: Issue, decided: Decided) -> Iterator[str]:
    """Rules whose answer at the middle of the numbers is unlike most of their draws."""
    slack = _CLOSE * (issue.scale[1] - issue.scale[0])
    names = [
        answer.rule
        for answer in decided.answers.values()
        if answer.level is not None
        and answer.draws is not None
        and not answer.draws.low - slack <= answer.level <= answer.draws.high + slack
    ]
    if names:
        lie = _verb(names, "lies outside of its", "lie outside of their")
        yield (
            f"{capital(joined(names))} {lie} own range, which holds most draws: small changes of the numbers carry the "
            "answer far."
        )


def _experts(issue: Issue, decided: Decided) -> Iterator[str]:
    """How far the tables of several experts are apart in what follows from them."""
    rule = BEST if BEST in decided.answers else next(iter(decided.answers))
    levels = {name: at for name, by_rule in decided.tables.items() if (at := by_rule.get(rule)) is not None}
    if len(levels) < 2:
        return
    lowest, highest = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    high = _shown(issue, levels[highest])
    if levels[highest] - levels[lowest] <= _ALMOST * (issue.scale[1] - issue.scale[0]):
        yield f"On the table of each expert alone {rule} falls at {high}."
        return
    yield (
        f"The experts differ: {rule} falls at {level(levels[lowest], issue.scale)} on {lowest} alone and at {high} on "
        f"{highest}. `tertius pool` says on which numbers they differ most."
    )


def _not_settled(decision: Decision, decided: Decided) -> Iterator[str]:
    """The rules that go in circles, had not come to rest, leave things as they are, or have no answer."""
    ended: dict[str, list[str]] = {}
    for answer in decided.answers.values():
        ended.setdefault(answer.status, []).append(answer.rule)
    circling, moving, staying = (ended.get(s.value, []) for s in (Status.CYCLING, Status.LIMIT, Status.STAYS))
    rounds = "the only round" if decision.rounds == 1 else f"{decision.rounds} rounds"
    restless = [f"{joined(circling)} {_verb(circling, 'goes', 'go')} in circles"] if circling else []
    restless += [f"{joined(moving)} had not come to rest after {rounds}"] if moving else []
    if restless:
        yield f"{capital('; '.join(restless))}: what stands there is the last round, not an answer."
    if staying:
        yield f"Under {joined(staying)} nothing leaves everybody better off, so things stay as they are."
    refused = [answer for answer in decided.answers.values() if answer.status == NO_ANSWER]
    for why in dict.fromkeys(answer.why for answer in refused):
        names = [answer.rule for answer in refused if answer.why == why]
        yield f"{capital(joined(names))} {_verb(names, 'has', 'have')} no answer: {why}."


def exchange_sentences(exchanges: Exchanges) -> Iterator[str]:
    """Short sentences on the trades of voting positions: how many, who loses by them, what they move, how sure."""
    case, trades = exchanges.case, exchanges.trades
    if not trades:
        yield (
            "No two actors can gain from a trade: nobody stands on opposite sides of two issues with different "
            "priorities. The answer is the weighted mean."
        )
        return
    moved = {
        issue: abs(at - exchanges.expected[issue]) / (case.issues[issue].scale[1] - case.issues[issue].scale[0])
        for issue, at in exchanges.levels.items()
    }
    most, entry = max(moved, key=moved.__getitem__), case.issues
    yield (
        f"{'1 trade' if len(trades) == 1 else f'{len(trades)} trades'}. They move {case.name(most)} most, from "
        f"{level(exchanges.expected[most], entry[most].scale)} to {_shown(entry[most], exchanges.levels[most])}."
    )
    losers = [case.name(actor) for actor, one in exchanges.balances.items() if one.total < -_ALMOST]
    if losers:
        yield f"In all {joined(losers)} {_verb(losers, 'loses', 'lose')} by them: the trades of others cost more."
    else:
        yield "In all nobody loses by them."
    if exchanges.ties:
        yield (
            f"{exchanges.ties} of them promised as much as another did, and were made first by the order of --seed "
            f"{exchanges.seed}: try other seeds before you rely on a single trade."
        )
