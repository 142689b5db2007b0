"""Several theories of one case, side by side, as `tertius settle --theories` prints them.

Two versions of a case side by side, as `tertius what-if` and `tertius compare` print them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.terminal.settlement import NUMBERS
from tertius.report.text.phrases import NOTHING, date, level, plain_percent, plain_points, signed
from tertius.rules.side_by_side import NAMED

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.case.model import Case
    from tertius.scenarios.comparison import Comparison, Effects, Pair
    from tertius.scenarios.effects import Effect


if TYPE_CHECKING:
    from tertius.rules.settlement import Settlement
    from tertius.rules.side_by_side import TheoryComparison

    Columns = Sequence[tuple[str, Settlement]]

ABREAST = 5  # so many columns of numbers fit on a line of 80 characters

SPREAD = "Spread: from the lowest to the highest of all settlements shown."


def side_by_side(theories: TheoryComparison) -> Iterator[RenderableType]:
    """Agreements and levels talk by talk, payoffs actor by actor, a column for every settlement."""
    case = theories.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {NUMBERS}")
    yield from _legend(theories)
    yield Text("\nWhere the talks settle" if case.talks else "\nWhere the decision falls", style="bold")
    yield from _in_blocks(theories, _theory_levels)
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield from _in_blocks(theories, _theory_payoffs)
    yield Text(f"\n{SPREAD}")
    for name, settlement in theories.settlements.items():
        yield Text(f"{name}: {settlement.status.value}. {settlement.sentence}")


def _legend(theories: TheoryComparison) -> Iterator[RenderableType]:
    """Which theory stands in which column, where the columns are numbered."""
    names = [name for name, _ in theories.columns()]
    if theories.heads != names:
        yield Text("\nTheories", style="bold")
        lines = [f"{head} {name}" for head, name in zip(theories.heads, names, strict=True)]
        yield indented(Text("\n".join(lines)))


def _in_blocks(
    theories: TheoryComparison, table: Callable[[TheoryComparison, Columns], RenderableType]
) -> Iterator[RenderableType]:
    """The table, broken into several where a line could not hold all columns."""
    columns = [(head, one) for head, (_, one) in zip(theories.heads, theories.columns(), strict=True)]
    blocks = -(-len(columns) // ABREAST)
    abreast = -(-len(columns) // blocks)
    for first in range(0, len(columns), abreast):
        if first:
            yield Text("")
        yield indented(table(theories, columns[first : first + abreast]))


def _theory_levels(theories: TheoryComparison, columns: Columns) -> RenderableType:
    case = theories.case
    names = [name for name, _ in columns]
    table = table_of("Talk or issue" if case.talks else "Issue", *names, "Spread", right=[*names, "Spread"])
    for talk in case.talks:
        deals = [one.agreements[talk] for _, one in columns]
        yes, no = ("agreement", "no agreement") if len(theories.columns()) <= NAMED else ("deal", "none")
        words = [yes if deal else no for deal in deals]
        everywhere = {one.agreements[talk] for _, one in theories.columns()}
        table.add_row(talk, *words, "" if len(everywhere) == 1 else "differs")
        for issue in case.talks[talk].issues:
            table.add_row(f"  {issue}", *_shown(theories, columns, issue))
    for issue in case.issues:
        if case.decided(issue):
            table.add_row(issue, *_shown(theories, columns, issue))
    return table


def _shown(theories: TheoryComparison, columns: Columns, issue: str) -> list[str]:
    """The level of an issue in every column, and its spread."""
    scale = theories.case.issues[issue].scale
    low, high = (level(end, scale) for end in theories.spread.levels[issue])
    return [*(level(one.levels[issue], scale) for _, one in columns), low if low == high else f"{low} to {high}"]


def _theory_payoffs(theories: TheoryComparison, columns: Columns) -> RenderableType:
    spread = theories.spread
    names = [name for name, _ in columns]
    table = table_of("Actor", *names, "Spread", ids=0, right=[*names, "Spread"])
    for actor, ends in spread.payoffs.items():
        low, high = map(plain_points, ends)
        shown = [plain_points(one.payoffs[actor]) for _, one in columns]
        table.add_row(theories.case.name(actor), *shown, low if low == high else f"{low} to {high}")
    return table


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
    return [*(signed(change, decimals) for change in changes), plain_percent(effect.helps)]


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
    return NOTHING if value is None else plain_points(value)


def _endings(pair: Pair, effects: Effects | None) -> Iterator[RenderableType]:
    """What a reader must know of how the settlements ended."""
    for which, one in (("Before", pair.before), ("After", pair.after)):
        if one.status.value != "settled":
            yield Text(f"{which}: {one.status.value}. {one.sentence}")
    for talk, (first, second) in effects.agreements.items() if effects is not None else ():
        if first != second:
            shares = f"{plain_percent(first)} of the draws before and {plain_percent(second)} after"
            yield Text(f"{talk} ends in agreement in {shares}.")
    if effects is not None and effects.unsettled:
        yield Text(
            f"In {plain_percent(effects.unsettled)} of the draws a version did not come to rest; they are left out."
        )


def _reworded(told: Comparison) -> Iterator[RenderableType]:
    if told.reworded:
        names = ", ".join(told.before.name(actor) for actor in told.reworded)
        yield Text(
            f"\nThe stances of {names} differ between the versions, so the payoffs before and after are measured by "
            "other wants: their difference is no gain."
        )
