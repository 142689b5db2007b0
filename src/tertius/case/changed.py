"""Lists of changes carried out on a case, and whether they lead somewhere and leave a case that fits together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from tertius.case.believing import check_beliefs
from tertius.case.belongings import tidied
from tertius.case.editing import edited, taken_away
from tertius.case.findings import Desk, Finding
from tertius.case.fitting import check_ids, check_issues, check_levels, check_pressures, check_ruled_talks, check_talks
from tertius.case.mentions import check_members, check_mentions
from tertius.case.model import Case, Change
from tertius.case.origin import Path
from tertius.case.paths import Dead, resolve, value_at
from tertius.case.places import subject_of
from tertius.case.structure import problem_of
from tertius.case.votes import check_bodies

__all__ = ["Changed", "Made", "Misused", "Step", "bare_case", "faults_of", "findings_of", "made", "steps_of"]

Made = Iterator[tuple[Change, Path]]
"""What a kind of move stands for: a change, and the field of the kind in which its value stands."""

Misused = Iterator[tuple[Path, str, str, str]]
"""What a kind of move asks for and does not find: a field of the kind; found, legal, advice."""

_AFTERWARDS: tuple[Callable[[Desk], Iterator[Finding]], ...] = (
    check_mentions,
    check_members,
    check_ids,
    check_issues,
    check_levels,
    check_ruled_talks,
    check_talks,
    check_pressures,
    check_bodies,
    check_beliefs,
)


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
class Changed:
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
    fields = {"set": "to", "add": "value", "remove": "remove"}
    at = [((*path, index), change) for index, change in enumerate(changes)]
    return [Step(change, (*place, change.verb), (*place, fields[change.verb])) for place, change in at]


def made(case: Case, steps: Iterable[Step]) -> Changed:
    """Carry out changes one after the other, each on what the ones before have made of the case."""
    changed = Changed(case)
    for step in steps:
        _make(changed, step)
    return changed


def findings_of(desk: Desk, steps: Sequence[Step], before: Collection[Finding]) -> Iterator[Finding]:
    """Yield what is wrong with a list of changes: steps that cannot be made, and what does not fit afterwards.

    Args:
        desk: The case.
        steps: The changes.
        before: What is wrong with the case without them.
    """
    changed = made(desk.case, [step for step in steps if not desk.lost.holds(step.target)])
    yield from changed.findings
    yield from _consequences(Desk(changed.case, desk.lost), before, changed.done)


def faults_of(desk: Desk) -> set[Finding]:
    """What does not fit together in a case, apart from its moves and claims."""
    return {finding for check in _AFTERWARDS for finding in check(desk)}


def bare_case(case: Case) -> Case:
    """The case without its moves and claims, which no change may touch."""
    return case.model_copy(update={"moves": {}, "claims": {}})


def _make(changed: Changed, step: Step) -> None:
    case, change = changed.case, step.change
    try:
        kind = resolve(case, change.path, change.verb)
        path = change.path.split(".")
        after = taken_away(case, path) if change.verb == "remove" else edited(case, path, value_at(kind, change))
    except Dead as dead:
        changed.findings.append(Finding(step.at, dead.found, dead.legal, dead.suggestion))
    except ValidationError as error:
        changed.findings += _misfits(error, step)
    else:
        changed.case = tidied(case, after)
        changed.done.append(step)


def _misfits(error: ValidationError, step: Step) -> Iterator[Finding]:
    for item in error.errors(include_url=False):
        loc = tuple(part if isinstance(part, int) else str(part) for part in item["loc"] if part != "[key]")
        problem = problem_of(item, (*step.target, *loc))
        where = f"{problem.where}, " if problem.where and step.at_value[-1] != "over" else ""
        yield Finding((*step.at_value, *loc), f"{where}{problem.found}", problem.legal, problem.suggestion)


def _consequences(changed: Desk, before: Collection[Finding], done: Sequence[Step]) -> Iterator[Finding]:
    """Yield what is wrong with the changed case, each at the last change that touches it."""
    for finding in (finding for check in _AFTERWARDS for finding in check(changed)):
        if not done or finding in before or changed.lost.holds(finding.path):
            continue
        words = f"{subject_of(finding.path, finding.found)}, {finding.found}"
        for step in reversed(done):
            target = step.target
            if finding.path[: len(target)] == target or finding.path == target[:-1]:
                at = (*step.at_value, *finding.path[len(target) :])
                yield Finding(at, words, finding.legal, _instead(changed.case, finding, step) or finding.suggestion)
                break
        else:
            yield Finding(done[-1].at_value, words, finding.legal, finding.suggestion)


def _instead(case: Case, finding: Finding, step: Step) -> str:
    """What to set in place of the level of an issue that is on a table; empty if something else is wrong."""
    if finding.path != step.target or step.target[0] != "issues" or step.target[-1] not in ("level", "reference"):
        return ""
    issue = str(step.target[1])
    talk = case.talk_of(issue)
    return f"set talks.{talk}.without_agreement.{issue}.level instead" if talk else ""
