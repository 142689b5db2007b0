"""Two versions of a case side by side, as `tertius what-if` and `tertius compare` print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, section, table_of
from tertius.report.text.limits.branches import branch_sentence, switched_sentence
from tertius.report.text.limits.unchanged import left_out_sentence, unchanged_sentences
from tertius.report.text.phrases import NOTHING, level, plain_percent, plain_points, signed

if TYPE_CHECKING:
    from tertius.rules.settlement import Settlement
    from tertius.scenarios.comparison import Comparison, Effects, Pair
    from tertius.scenarios.effects import Effect

MIDDLE = "Before, after and change: every number at its middle."

OVER_DRAWS = (
    "Median: the change over {draws:,} draws that both versions share; one draw in ten lies below the column 10%, and "
    "one above 90%. Higher: the share of the draws in which it rises."
)


def comparison_of(result: Comparison) -> Iterator[RenderableType]:
    """What differs, where the talks settle, and everyone's payoff, theory by theory."""
    before, first, second = result.before, result.before.case, result.after.case
    yield Text(before.title, style="bold")
    yield Text(f"{first}, before and after" if first == second else f"{first} (before) and {second} (after)")
    lines = [f"– {edit}" for edit in result.edits] or ["Nothing that a settlement rests on."]
    yield from section("What is different", Text("\n".join(lines)))
    for name, pair in result.theories.items():
        yield from section(f"Theory: {name}", *_of_theory(result, pair, result.effects.get(name)))
    yield Text(f"\n{MIDDLE}" + (f" {OVER_DRAWS.format(draws=result.draws)}" if result.draws else ""))
    if result.reworded:
        names = ", ".join(before.name(actor) for actor in result.reworded)
        yield Text(
            f"\nThe stances of {names} differ between the versions, so the payoffs before and after are measured by "
            "other wants: their difference is no gain."
        )


def _of_theory(result: Comparison, pair: Pair, effects: Effects | None) -> Iterator[RenderableType]:
    """What changes under a theory; why nothing does, if nothing does; and why it cannot be told, if it cannot."""
    levels, payoffs = _levels(result, pair, effects), _payoffs(result, pair, effects)
    if levels.rows or payoffs.rows:
        for number, (first, rows) in enumerate((("Talk or issue", levels), ("Payoff of", payoffs))):
            if rows.rows:
                yield from [Text("")] if number and levels.rows else []
                heads = _heads(effects)
                yield table_of(first, *heads, rows=rows.rows, right=heads, **({"ids": 0} if number else {}))
        left_out = left_out_sentence(levels.left_out, payoffs.left_out)
        yield from [Text(left_out)] if left_out else []
    if not levels.rows and result.edits:
        what = "No level changes" if payoffs.rows else "Nothing changes"
        yield from map(Text, unchanged_sentences(pair.before, pair.after, result.edits, what))
    elif not levels.rows and not payoffs.rows:
        yield Text("Nothing changes.")
    turned = "" if effects is None else switched_sentence(effects.switched, effects.looked_into)
    yield from map(Text, filter(None, [branch_sentence(pair.branch), turned]))
    yield from _endings(pair, effects)


class _Rows(NamedTuple):
    """The rows of a table in which something changes, and how many are left out since nothing does."""

    rows: list[tuple[str, ...]]
    left_out: int


def _heads(effects: Effects | None) -> list[str]:
    return ["Before", "After", "Change", *([] if effects is None else ["Median", "10%", "90%", "Higher"])]


def _changes(before: float | None, after: float | None, effect: Effect | None, decimals: int) -> bool:
    """Whether any figure of a row shows a change: at the middles, or in a draw of ten."""
    if before is None or after is None:
        return before is not after
    over_draws = () if effect is None or not effect.draws else (effect.median, effect.low, effect.high)
    return any(float(signed(change, decimals)) != 0 for change in (after - before, *over_draws))


def _levels(result: Comparison, pair: Pair, effects: Effects | None) -> _Rows:
    """Whether each talk is held and ends in a deal, and the levels of its issues; then the issues outside talks."""
    cases, comparable = (result.before, result.after), pair.branch.comparable
    rows: list[tuple[str, ...]] = []
    left_out = 0

    def rows_of(talk: str | None, indent: str) -> tuple[list[tuple[str, ...]], int]:
        """The issues of a talk, where the first version has it, else the second; of no talk, where neither has any."""
        told, same = [], 0
        for issue in dict.fromkeys([*result.before.issues, *result.after.issues]):
            holders = [case for case in cases if issue in case.issues]
            if next((held for held in (case.talk_of(issue) for case in holders) if held is not None), None) != talk:
                continue
            low, high = scale = holders[0].issues[issue].scale
            decimals = len(level(0.123456789 * (high - low), scale).partition(".")[2])
            before, after = (one.levels.get(issue) for one in (pair.before, pair.after))
            effect = None if effects is None else effects.levels[issue]
            if not _changes(before, after, effect, decimals):
                same += 1
                continue
            change = None if before is None or after is None or not comparable else after - before
            figures = [] if effects is None else _effect(effect, decimals)
            ends = [cell(value, level, scale) for value in (before, after)]
            told.append((f"{indent}{issue}", *ends, cell(change, signed, decimals), *figures))
        return told, same

    for talk in dict.fromkeys([*result.before.talks, *result.after.talks]):
        ended = [_ending(one, talk) for one in (pair.before, pair.after)]
        told, same = rows_of(talk, "  ")
        left_out += same
        if told or ended[0] != ended[1]:
            rows += [(talk, *ended, *[""] * (len(_heads(effects)) - 2)), *told]
    told, same = rows_of(None, "")
    return _Rows([*rows, *told], left_out + same)


def _ending(settlement: Settlement, talk: str) -> str:
    """How a talk ended, in a word or two."""
    if talk not in settlement.agreements:
        return "not held"
    if talk in settlement.next_to_nothing:
        return "next to nothing"
    return "deal" if settlement.agreements[talk] else "no deal"


def _payoffs(result: Comparison, pair: Pair, effects: Effects | None) -> _Rows:
    rows, left_out = list[tuple[str, ...]](), 0
    for actor in dict.fromkeys([*pair.before.payoffs, *pair.after.payoffs]):
        case = result.before if actor in result.before.actors else result.after
        before, after = (one.payoffs.get(actor) for one in (pair.before, pair.after))
        effect = None if effects is None else effects.payoffs[actor]
        if not _changes(before, after, effect, 2):
            left_out += 1
            continue
        ends = [cell(one, plain_points) for one in (before, after)]
        figures = [] if effects is None else _effect(effect, 2)
        rows.append((case.name(actor), *ends, cell(pair.change(actor), signed, 2), *figures))
    return _Rows(rows, left_out)


def _effect(effect: Effect | None, decimals: int) -> list[str]:
    """Median and ends of a change over the draws, and how often it is above zero."""
    if effect is None or not effect.draws:
        return [NOTHING] * 4
    changes = (effect.median, effect.low, effect.high)
    return [*(signed(change, decimals) for change in changes), plain_percent(effect.helps)]


def _endings(pair: Pair, effects: Effects | None) -> Iterator[RenderableType]:
    """What a reader must know of how the settlements ended."""
    for which, one in (("Before", pair.before), ("After", pair.after)):
        if one.status.value != "settled":
            yield Text(f"{which}: {one.status.value}. {one.sentence}")
    if effects is None:
        return
    for talk, (first, second) in effects.agreements.items():
        if first != second:
            shares = f"{plain_percent(first)} of the draws before and {plain_percent(second)} after"
            yield Text(f"{talk} ends in agreement in {shares}.")
    if effects.unsettled:
        yield Text(
            f"In {plain_percent(effects.unsettled)} of the draws a version did not come to rest; they are left out."
        )
