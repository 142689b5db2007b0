"""The rules and solutions on the terminal: what each is for, and when it is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of

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
