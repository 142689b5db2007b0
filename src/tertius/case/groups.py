"""Groups: which uncertain numbers move together, and whether what a group names can move at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tertius.case.fields import Entry
from tertius.case.findings import CheckContext, Finding
from tertius.case.model import Case, Group
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import CHANGEABLE, SETTINGS, dead_end


@dataclass(frozen=True)
class Side:
    """The side of a group that a number is on: it moves with the group, or `against` it."""

    group: str
    against: bool


def sides_of(case: Case) -> dict[Path, Side]:
    """The group of every number that is in one; what leads to no number is left out."""
    sides: dict[Path, Side] = {}
    for ident, group in case.groups.items():
        for at, written in _written(ident, group):
            found = number_at(case, written)
            if found is not None:
                sides.setdefault(found[0], Side(ident, "against" in at))
    return sides


def mates_of(case: Case, path: Path) -> list[Path]:
    """The other numbers of the group that a number is in; none if it is in none."""
    sides = sides_of(case)
    if path not in sides:
        return []
    return [mate for mate, side in sides.items() if side.group == sides[path].group and mate != path]


def number_at(case: Case, written: str) -> tuple[Path, Quantity] | None:
    """The full path of a number and the number; None if the path leads to none.

    As in the file, an entry with one number may stand for it: ``talks.passage.power.far`` is its `power`.
    """
    steps: list[str] = written.split(".")
    node: Any = case if steps[0] in CHANGEABLE or written in SETTINGS else None
    for step in steps:
        node = node.get(step) if isinstance(node, dict) else getattr(node, step, None)
    if isinstance(node, Entry) and node.shorthand:
        steps.append(node.shorthand)
        node = getattr(node, node.shorthand)
    return (tuple(steps), node) if isinstance(node, Quantity) else None


def _written(ident: str, group: Group) -> Iterator[tuple[Path, str]]:
    """The paths that a group names, each with its own place in the file."""
    for side in ("together", "against"):
        for index, written in enumerate(getattr(group, side)):
            yield ("groups", ident, side, index), written


def check_groups(desk: CheckContext) -> Iterator[Finding]:
    """Yield paths that lead to no number, and numbers in two groups or on both sides of one."""
    if not desk.case.groups:
        return
    first: dict[Path, Path] = {}
    for ident, group in desk.case.groups.items():
        for at, written in _written(ident, group):
            if desk.lost.touches(tuple(written.split("."))):
                continue
            found = number_at(desk.case, written)
            if found is not None and found[0][0] == "beliefs":
                advice = "name that number in its place"
                yield Finding(at, f"'{written}' is a belief, which moves with the number that it is about", "", advice)
            elif found is None:
                legal = "such as stances.north.toll.salience or links.patron.probability"
                nothing = f"the path '{written}' leads to no number that may have a range", legal, ""
                yield Finding(at, *(dead_end(desk.case, written) or nothing))
            elif found[0] in first:
                _, earlier, side, _ = first[found[0]]
                if at[1] != earlier:
                    double, legal = (
                        f"'{written}' is in the group '{earlier}' already",
                        "a number is in one group at most",
                    )
                    yield Finding(at, double, legal, "join the two groups, or take it out of one")
                elif at[2] != side:
                    double = f"'{written}' is both under `together` and under `against`"
                    legal = "a number cannot move with and against the same group"
                    yield Finding(at, double, legal, "take it out of one of them")
                else:
                    yield Finding(at, f"'{written}' is named twice")
            else:
                first[found[0]] = at


def warn_groups(case: Case) -> Iterator[Finding]:
    """Yield the groups, and numbers in groups, that have no effect."""
    for ident, group in case.groups.items():
        numbers = [(at, written, number_at(case, written)) for at, written in _written(ident, group)]
        for at, written, found in numbers:
            if found is not None and found[1].certain:
                suggestion = "give it a range, or take it out of the group"
                yield Finding(at, f"'{written}' is certain, so it moves with nothing", "", suggestion)
        if len(numbers) < 2:
            found_here = "it has only one number" if numbers else "it has no numbers"
            yield Finding(("groups", ident), f"{found_here}, so nothing moves together", "", "name two or more")
