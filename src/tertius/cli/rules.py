"""``tertius rules``: what each rule is for, and when it is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tertius.cli.console import indented, print_results, table_of

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["rules"]

_HEADS = {
    "talks": "Rules for talks, which can fail",
    "decision": "Rules for a decision that many take together",
    "solution": "Solutions: at which point of its zone of agreement a talk settles",
}


def rules(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: rules --json > rules.json.")
    ] = False,
) -> None:
    """Say what each rule and each solution is for, when it is wrong, and who published it."""
    if as_json:
        told = {"rules": _rules(), "solutions": _solutions()}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_parts([*_rules().items(), *_solutions().items()]))


def _rules() -> dict[str, dict[str, Any]]:
    from tertius.rules import RULES

    kinds = {True: "talks", False: "decision"}
    return {key: _told(key, kinds[rule.talks], rule.title, rule.reference) for key, rule in RULES.items()}


def _solutions() -> dict[str, dict[str, Any]]:
    from tertius.rules import SOLUTIONS

    return {key: _told(key, "solution", one.meaning, one.reference) for key, one in SOLUTIONS.items()}


def _told(key: str, kind: str, title: str, reference: str) -> dict[str, Any]:
    from tertius.rules.guide import GUIDES

    guide = GUIDES[key]
    return {
        "kind": kind,
        "title": title,
        "purpose": guide.purpose,
        "wrong": guide.wrong,
        "naive": guide.naive,
        "reference": reference,
        "cites": list(guide.cites),
    }


def _parts(told: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[RenderableType]:
    from rich.text import Text

    table = table_of("Rule", "For", "What it is")
    short = {"talks": "talks", "decision": "decisions", "solution": "a solution"}
    for key, one in told:
        naive = " (naive rival)" if one["naive"] else ""
        table.add_row(key, short[one["kind"]], f"{one['title']}{naive}")
    yield table
    for kind, head in _HEADS.items():
        yield Text(f"\n{head}", style="bold underline")
        for key, one in told:
            if one["kind"] == kind:
                yield Text(f"\n{key}", style="bold")
                yield indented(Text(f"{one['purpose']}\nWrong: {one['wrong']}\n{one['reference']}."))
    yield Text("\nBibTeX: tertius cite --rule NAME")
