"""Whether the changes of moves and claims lead somewhere, and whether the case still fits together after them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tertius.case.findings import Desk, Finding
from tertius.case.fitting import check_issues, check_levels, check_pressures, check_talks
from tertius.case.mentions import check_members, check_mentions
from tertius.case.model import Case, Change
from tertius.case.origin import Path
from tertius.case.paths import Dead, resolve, value_at
from tertius.case.places import subject_of
from tertius.case.structure import problem_of
from tertius.case.votes import check_bodies

__all__ = ["check_changes"]

_AFTERWARDS: tuple[Callable[[Desk], Iterator[Finding]], ...] = (
    check_mentions,
    check_members,
    check_issues,
    check_levels,
    check_talks,
    check_pressures,
    check_bodies,
)


def check_changes(desk: Desk) -> Iterator[Finding]:
    """Yield the changes that lead nowhere, bring a value that does not fit, or make a case that does not."""
    data = desk.case.model_dump(by_alias=True, exclude={"moves", "claims"})
    before = {finding for check in _AFTERWARDS for finding in check(desk)}
    for places, changes in _change_lists(desk.case):
        if changes:
            yield from _check_list(desk, before, copy.deepcopy(data), places, changes)


_Place = tuple[Path, Path]
"""Where the path of a change stands in the file, and where its value stands."""


def _change_lists(case: Case) -> Iterator[tuple[list[_Place], tuple[Change, ...]]]:
    for ident, move in case.moves.items():
        yield _places(("moves", ident, "changes"), move.changes), move.changes
    for ident, claim in case.claims.items():
        if claim.compare is not None:
            for side, changes in (("with", claim.compare.changes), ("against", claim.compare.against)):
                yield _places(("claims", ident, "compare", side), changes), changes
        if claim.sweep is not None:
            at: Path = ("claims", ident, "sweep")
            whole = Change(set=claim.sweep.input, to=str(claim.sweep.over))
            yield [((*at, "input"), (*at, "over"))], (whole,)


def _places(path: Path, changes: Iterable[Change]) -> list[_Place]:
    fields = {"set": "to", "add": "value", "remove": "remove"}
    return [((*path, index, change.verb), (*path, index, fields[change.verb])) for index, change in enumerate(changes)]


def _check_list(
    desk: Desk, before: set[Finding], data: dict[str, Any], places: list[_Place], changes: tuple[Change, ...]
) -> Iterator[Finding]:
    """Check one list of changes, each on what the ones before have made of the case."""
    done: list[tuple[Path, Path]] = []
    for (at_path, at_value), change in zip(places, changes, strict=True):
        target: Path = tuple(change.path.split("."))
        if desk.lost.holds(target):
            continue
        try:
            kind = resolve(data, change.path, change.verb)
            value = None if change.verb == "remove" else value_at(kind, change)
        except Dead as dead:
            yield Finding(at_path, dead.found, dead.legal, dead.suggestion)
        except ValidationError as error:
            yield from _misfits(error, at_value, target)
        else:
            plain = None if change.verb == "remove" else TypeAdapter(kind).dump_python(value, by_alias=True)
            _carry_out(data, [str(step) for step in target], change.verb, plain)
            done.append((target, at_value))
    yield from _consequences(desk, before, data, done)


def _misfits(error: ValidationError, at: Path, target: Path) -> Iterator[Finding]:
    for item in error.errors(include_url=False):
        loc = tuple(step if isinstance(step, int) else str(step) for step in item["loc"] if step != "[key]")
        problem = problem_of(item, (*target, *loc))
        where = f"{problem.where}, " if problem.where and at[-1] != "over" else ""
        yield Finding((*at, *loc), f"{where}{problem.found}", problem.legal, problem.suggestion)


def _carry_out(data: dict[str, Any], steps: list[str], verb: str, value: Any) -> None:
    """Edit the plain values, so that a later change of the list may build on this one."""
    node = data
    for step in steps[:-1]:
        node = node.setdefault(step, {})
    if verb == "remove":
        node.pop(steps[-1], None)
    else:
        node[steps[-1]] = value


def _consequences(
    desk: Desk, before: set[Finding], data: dict[str, Any], done: list[tuple[Path, Path]]
) -> Iterator[Finding]:
    """Yield what is wrong with the changed case at the very places that were changed.

    What a change does elsewhere (an issue that has lost its talk) is what the analyst asks for, no mistake.
    """
    if not done:
        return
    try:
        changed = Desk(Case.model_validate(data), desk.lost)
    except ValidationError:
        return  # what could not even be read was reported when it was brought
    for finding in (finding for check in _AFTERWARDS for finding in check(changed)):
        if finding in before or desk.lost.holds(finding.path):
            continue
        for target, at in reversed(done):
            if finding.path[: len(target)] == target or finding.path == target[:-1]:
                words = f"{subject_of(finding.path, finding.found)}, {finding.found}"
                yield Finding((*at, *finding.path[len(target) :]), words, finding.legal, finding.suggestion)
                break
