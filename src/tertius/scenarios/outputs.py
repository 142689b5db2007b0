"""Which outputs are asked about: one of them, or an id that stands for several."""

from __future__ import annotations

from collections.abc import Iterable

from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError


def outputs_for(case: Case, target: str | None = None) -> tuple[str, ...]:
    """The outputs that a target stands for.

    Args:
        case: The case.
        target: The id of a talk (its agreement, the levels of its issues, the payoffs of its parties), of an issue or
            of an actor; or one output, such as ``level:tariffs``. Without it every agreement and every level.

    Raises:
        UsageError: The case has nothing of that name.
    """
    if target is None:
        return (*(f"agreement:{talk}" for talk in case.talks), *(f"level:{issue}" for issue in case.issues))
    if target in case.talks:
        talk = case.talks[target]
        levels = (f"level:{issue}" for issue in talk.issues)
        return (f"agreement:{target}", *levels, *(f"payoff:{party}" for party in talk.parties))
    if target in case.issues:
        return (f"level:{target}",)
    if target in case.actors:
        return (f"payoff:{target}",)
    if target in _every(case):
        return (target,)
    raise _unknown(case, target)


def levels_in_talks(case: Case) -> tuple[str, ...]:
    """The level of every issue that a talk settles; of every issue that is decided, if there are no talks."""
    issues = [issue for issue in case.issues if case.talk_of(issue) is not None or not case.talks]
    return tuple(f"level:{issue}" for issue in issues)


def kind_and_id(output: str) -> tuple[str, str]:
    """``("level", "tariffs")`` for ``level:tariffs``."""
    kind, _, ident = output.partition(":")
    return kind, ident


def _every(case: Case) -> list[str]:
    kinds: dict[str, Iterable[str]] = {"agreement": case.talks, "level": case.issues, "payoff": case.actors}
    return [f"{kind}:{ident}" for kind, idents in kinds.items() for ident in idents]


def _unknown(case: Case, target: str) -> UsageError:
    legal = [*case.talks, *case.issues, *case.actors]
    hint = closest(target, _every(case) if ":" in target else legal)
    known = (
        "a target is the id of a talk, an issue or an actor, or level:ISSUE, agreement:TALK or payoff:ACTOR; "
        f"the ids of {case.case} are {', '.join(legal)}"
    )
    return UsageError(f"there is no target '{target}': {f'{hint} ({known})' if hint else known}")
