"""Rules and solutions, as `tertius rules` prints them, and theories side by side, as `tertius settle --theories`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import heading_of, indented, section, table_of
from tertius.report.terminal.settlement import AT_MIDDLE
from tertius.report.text.phrases import level, plain_points
from tertius.rules.side_by_side import NAMED

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.rules.settlement import Settlement
    from tertius.rules.side_by_side import TheoryComparison

    Columns = Sequence[tuple[str, Settlement]]

ABREAST = 5
"""So many columns of numbers fit on a line of 80 characters."""

SPREAD = "Spread: from the lowest to the highest of all settlements shown."


def theories_of(theories: TheoryComparison) -> Iterator[RenderableType]:
    """Agreements and levels talk by talk, payoffs actor by actor, a column for every settlement."""
    case = theories.case
    yield from heading_of(case, AT_MIDDLE)
    names = [name for name, _ in theories.columns()]
    if theories.heads != names:
        lines = (f"{head} {name}" for head, name in zip(theories.heads, names, strict=True))
        yield from section("Theories", Text("\n".join(lines)))
    yield Text("\nWhere the talks settle" if case.talks else "\nWhere the decision falls", style="bold")
    yield from _in_blocks(theories, _levels)
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield from _in_blocks(theories, _payoffs)
    yield Text(f"\n{SPREAD}")
    for name, settlement in theories.settlements.items():
        yield Text(f"{name}: {settlement.status.value}. {settlement.sentence}")


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


def _levels(theories: TheoryComparison, columns: Columns) -> Table:
    case, names = theories.case, [name for name, _ in columns]
    table = table_of("Talk or issue" if case.talks else "Issue", *names, "Spread", right=[*names, "Spread"])
    yes, no = ("agreement", "no agreement") if len(theories.columns()) <= NAMED else ("deal", "none")

    def add_level(label: str, issue: str) -> None:
        scale = case.issues[issue].scale
        table.add_row(
            label,
            *(level(one.levels[issue], scale) for _, one in columns),
            _range(*(level(end, scale) for end in theories.spread.levels[issue])),
        )

    for talk in case.talks:
        endings = {one.agreements[talk] for _, one in theories.columns()}
        words = (yes if one.agreements[talk] else no for _, one in columns)
        table.add_row(talk, *words, "" if len(endings) == 1 else "differs")
        for issue in case.talks[talk].issues:
            add_level(f"  {issue}", issue)
    for issue in filter(case.decided, case.issues):
        add_level(issue, issue)
    return table


def _payoffs(theories: TheoryComparison, columns: Columns) -> Table:
    names = [name for name, _ in columns]
    table = table_of("Actor", *names, "Spread", ids=0, right=[*names, "Spread"])
    for actor, ends in theories.spread.payoffs.items():
        payoffs = (plain_points(one.payoffs[actor]) for _, one in columns)
        table.add_row(theories.case.name(actor), *payoffs, _range(*map(plain_points, ends)))
    return table


def _range(low: str, high: str) -> str:
    """``52.1 to 60.0``; one number where both are the same."""
    return low if low == high else f"{low} to {high}"


_HEADS = {
    "talks": "Rules for talks, which can fail",
    "decision": "Rules for a decision that many take together",
    "solution": "Solutions: at which point of its zone of agreement a talk settles",
}


def rules_of(guides: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[RenderableType]:
    """A line for each rule, then what there is to say of it: its key, and what ``tertius rules --json`` has of it."""
    table = table_of("Rule", "For", "What it is")
    short = {"talks": "talks", "decision": "decisions", "solution": "a solution"}
    for key, guide in guides:
        naive = " (naive rival)" if guide["naive"] else ""
        table.add_row(key, short[guide["kind"]], f"{guide['title']}{naive}")
    yield table
    for kind, head in _HEADS.items():
        yield Text(f"\n{head}", style="bold underline")
        for key, guide in guides:
            if guide["kind"] == kind:
                yield Text(f"\n{key}", style="bold")
                yield indented(Text(f"{guide['purpose']}\nWrong: {guide['wrong']}\n{guide['reference']}."))
    yield Text("\nBibTeX: tertius cite --rule NAME")
