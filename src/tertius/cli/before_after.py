"""Two versions of a case side by side, as `tertius what-if` and `tertius compare` print them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.cli.console import indented, table_of
from tertius.cli.words import NOTHING, level, percent, points, signed

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.case.model import Case
    from tertius.scenarios.comparison import Comparison, Effects, Pair
    from tertius.scenarios.effects import Effect

__all__ = ["before_and_after"]

MIDDLE = "Before, after and change: every number at its middle."
OVER_DRAWS = (
    "Median: the change over {draws:,} draws that both versions share; one draw in ten lies below the column 10%, and "
    "one above 90%. Higher: the share of the draws in which it rises."
)


def before_and_after(told: Comparison) -> Iterator[RenderableType]:
    """What differs, where the talks settle, and everyone's payoff, theory by theory."""
    yield Text(told.before.title, style="bold")
    yield Text(_names(told))
    yield Text("\nWhat is different", style="bold")
    lines = [f"– {edit}" for edit in told.edits] or ["Nothing that a settlement rests on."]
    yield indented(Text("\n".join(lines)))
    for name, pair in told.theories.items():
        effects = told.effects.get(name)
        yield Text(f"\nTheory: {name}", style="bold")
        yield indented(_levels(told, pair, effects))
        yield Text("")
        yield indented(_payoffs(told, pair, effects))
        yield from _endings(pair, effects)
    yield Text(f"\n{MIDDLE}" + (f" {OVER_DRAWS.format(draws=told.draws)}" if told.draws else ""))
    yield from _reworded(told)


def _names(told: Comparison) -> str:
    first, second = told.before.case, told.after.case
    return f"{first}, before and after" if first == second else f"{first} (before) and {second} (after)"


def _heads(effects: Effects | None) -> list[str]:
    return ["Before", "After", "Change", *([] if effects is None else ["Median", "10%", "90%", "Higher"])]


def _levels(told: Comparison, pair: Pair, effects: Effects | None) -> Table:
    heads = _heads(effects)
    table = table_of("Talk or issue", *heads, right=heads)
    for talk in dict.fromkeys([*told.before.talks, *told.after.talks]):
        words = [_ending(one.agreements.get(talk)) for one in (pair.before, pair.after)]
        table.add_row(talk, *words)
        for issue in _issues(told, talk):
            table.add_row(f"  {issue}", *_level_cells(told, pair, effects, issue))
    for issue in _issues(told, None):
        table.add_row(issue, *_level_cells(told, pair, effects, issue))
    return table


def _ending(agreed: bool | None) -> str:
    return "not held" if agreed is None else "deal" if agreed else "no deal"


def _issues(told: Comparison, talk: str | None) -> list[str]:
    """The issues of a talk, where the first version has it, else the second; of no talk, where neither has any."""
    found = []
    for issue in dict.fromkeys([*told.before.issues, *told.after.issues]):
        tables = [case.talk_of(issue) for case in (told.before, told.after) if issue in case.issues]
        if next((table for table in tables if table is not None), None) == talk:
            found.append(issue)
    return found


def _level_cells(told: Comparison, pair: Pair, effects: Effects | None, issue: str) -> list[str]:
    case = told.before if issue in told.before.issues else told.after
    scale = case.issues[issue].scale
    first, second = (one.levels.get(issue) for one in (pair.before, pair.after))
    cells = [NOTHING if value is None else level(value, scale) for value in (first, second)]
    change = NOTHING if first is None or second is None else signed(second - first, _decimals(case, issue))
    effect = None if effects is None else effects.levels[issue]
    return [*cells, change, *_effect_cells(effects, effect, _decimals(case, issue))]


def _decimals(case: Case, issue: str) -> int:
    shown = level(0.123456789 * (case.issues[issue].scale[1] - case.issues[issue].scale[0]), case.issues[issue].scale)
    return len(shown.partition(".")[2])


def _effect_cells(effects: Effects | None, effect: Effect | None, decimals: int) -> list[str]:
    if effects is None:
        return []
    if effect is None or not effect.draws:
        return [NOTHING] * 4
    changes = (effect.median, effect.low, effect.high)
    return [*(signed(change, decimals) for change in changes), percent(effect.helps)]


def _payoffs(told: Comparison, pair: Pair, effects: Effects | None) -> Table:
    heads = _heads(effects)
    table = table_of("Payoff of", *heads, ids=0, right=heads)
    for actor in dict.fromkeys([*pair.before.payoffs, *pair.after.payoffs]):
        cells = [_points(one.payoffs.get(actor)) for one in (pair.before, pair.after)]
        change = pair.change(actor)
        effect = None if effects is None else effects.payoffs[actor]
        case = told.before if actor in told.before.actors else told.after
        shown = NOTHING if change is None else signed(change, 2)
        table.add_row(case.name(actor), *cells, shown, *_effect_cells(effects, effect, 2))
    return table


def _points(value: float | None) -> str:
    return NOTHING if value is None else points(value)


def _endings(pair: Pair, effects: Effects | None) -> Iterator[RenderableType]:
    """What a reader must know of how the settlements ended."""
    for which, one in (("Before", pair.before), ("After", pair.after)):
        if one.status.value != "settled":
            yield Text(f"{which}: {one.status.value}. {one.sentence}")
    for talk, (first, second) in effects.agreements.items() if effects is not None else ():
        if first != second:
            yield Text(f"{talk} ends in agreement in {percent(first)} of the draws before and {percent(second)} after.")
    if effects is not None and effects.unsettled:
        yield Text(f"In {percent(effects.unsettled)} of the draws a version did not come to rest; they are left out.")


def _reworded(told: Comparison) -> Iterator[RenderableType]:
    if told.reworded:
        names = ", ".join(told.before.name(actor) for actor in told.reworded)
        yield Text(
            f"\nThe stances of {names} differ between the versions, so the payoffs before and after are measured by "
            "other wants: their difference is no gain."
        )
