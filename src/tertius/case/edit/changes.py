"""Lists of changes carried out on a case, and whether they lead somewhere and leave a case that fits together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from tertius.case.actions import Change, edits_at
from tertius.case.edit.cascade import cascade
from tertius.case.findings import Finding
from tertius.case.misfits import problem_of
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.paths import Dead, resolve, value_at, with_value, without_value

Made = Iterator[tuple[Change, Path]]
"""What a kind of move stands for: a change, and the field of the kind in which its value stands."""

Misused = Iterator[tuple[Path, str, str, str]]
"""What a kind of move asks for and does not find: a field of the kind; found, legal, advice."""


@dataclass(frozen=True)
class Step:
    """One change of a list, and where it is written.

    Attributes:
        change: The change.
        at: Where its path stands.
        at_value: Where its value stands.
    """

    change: Change
    at: Path
    at_value: Path

    @property
    def target(self) -> Path:
        """The path in the case that it edits."""
        return tuple(self.change.path.split("."))


@dataclass
class EditResult:
    """What a list of changes has made of a case.

    Attributes:
        case: The case with all changes that could be made.
        findings: What was wrong with the others.
        done: The changes that were made.
    """

    case: Case
    findings: list[Finding] = field(default_factory=list)
    done: list[Step] = field(default_factory=list)


def steps_of(path: Path, changes: Iterable[Change]) -> list[Step]:
    """A list of changes that is written at a path, step by step."""
    return [Step(*edited) for edited in edits_at(path, tuple(changes))]


def apply_steps(case: Case, steps: Iterable[Step]) -> EditResult:
    """Carry out changes one after the other, each on what the ones before have made of the case."""
    changed = EditResult(case)
    for step in steps:
        case, change, path = changed.case, step.change, step.change.path.split(".")
        try:
            kind = resolve(case, change.path, change.verb)
            if change.verb == "remove":
                after = without_value(case, path)
            else:
                after = with_value(case, path, value_at(kind, change))
        except Dead as dead:
            changed.findings.append(Finding(step.at, dead.found, dead.legal, dead.suggestion))
        except ValidationError as error:
            for item in error.errors(include_url=False):
                loc = tuple(part if isinstance(part, int) else str(part) for part in item["loc"] if part != "[key]")
                problem = problem_of(item, (*path, *loc))
                where = f"{problem.where}, " if problem.where and step.at_value[-1] != "over" else ""
                found = f"{where}{problem.found}"
                changed.findings.append(Finding((*step.at_value, *loc), found, problem.legal, problem.suggestion))
        else:
            changed.case = cascade(case, after)
            changed.done.append(step)
    return changed


def bare_case(case: Case) -> Case:
    """The case without its moves and claims, which no change may touch, and without what only readers look at."""
    return case.model_copy(update={"moves": {}, "claims": {}, "answered_by": (), "ties": {}, "comments": {}})
