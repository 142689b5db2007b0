"""Two versions of a case side by side, as `tertius what-if` and `tertius compare` print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, indented, section, table_of
from tertius.report.text.phrases import NOTHING, level, plain_percent, plain_points, signed

if TYPE_CHECKING:
    from rich.table import Table

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
        effects = result.effects.get(name)
        yield from section(f"Theory: {name}", _levels(result, pair, effects))
        yield Text("")
        yield indented(_payoffs(result, pair, effects))
        yield from _endings(pair, effects)
    yield Text(f"\n{MIDDLE}" + (f" {OVER_DRAWS.format(draws=result.draws)}" if result.draws else ""))
    if result.reworded:
        names = ", ".join(before.name(actor) for actor in result.reworded)
        yield Text(
            f"\nThe stances of {names} differ between the versions, so the payoffs before and after are measured by "
            "other wants: their difference is no gain."
        )


def _heads(effects: Effects | None) -> list[str]:
    return ["Before", "After", "Change", *([] if effects is None else ["Median", "10%", "90%", "Higher"])]


def _levels(result: Comparison, pair: Pair, effects: Effects | None) -> Table:
    """Whether each talk is held and ends in a deal, and the levels of its issues; then the issues outside talks."""
    cases, heads = (result.before, result.after), _heads(effects)
    table = table_of("Talk or issue", *heads, right=heads)

    def add_issues(talk: str | None, indent: str) -> None:
        """The issues of a talk, where the first version has it, else the second; of no talk, where neither has any."""
        for issue in dict.fromkeys([*result.before.issues, *result.after.issues]):
            holders = [case for case in cases if issue in case.issues]
            if next((held for held in (case.talk_of(issue) for case in holders) if held is not None), None) != talk:
                continue
            low, high = scale = holders[0].issues[issue].scale
            decimals = len(level(0.123456789 * (high - low), scale).partition(".")[2])
            before, after = (one.levels.get(issue) for one in (pair.before, pair.after))
            table.add_row(
                f"{indent}{issue}",
                *(cell(value, level, scale) for value in (before, after)),
                NOTHING if before is None or after is None else signed(after - before, decimals),
                *([] if effects is None else _effect(effects.levels[issue], decimals)),
            )

    for talk in dict.fromkeys([*result.before.talks, *result.after.talks]):
        agreed = (one.agreements.get(talk) for one in (pair.before, pair.after))
        table.add_row(talk, *("not held" if one is None else "deal" if one else "no deal" for one in agreed))
        add_issues(talk, "  ")
    add_issues(None, "")
    return table


def _payoffs(result: Comparison, pair: Pair, effects: Effects | None) -> Table:
    heads = _heads(effects)
    table = table_of("Payoff of", *heads, ids=0, right=heads)
    for actor in dict.fromkeys([*pair.before.payoffs, *pair.after.payoffs]):
        case = result.before if actor in result.before.actors else result.after
        table.add_row(
            case.name(actor),
            *(cell(one.payoffs.get(actor), plain_points) for one in (pair.before, pair.after)),
            cell(pair.change(actor), signed, 2),
            *([] if effects is None else _effect(effects.payoffs[actor], 2)),
        )
    return table


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
