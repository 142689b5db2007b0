"""How a claim will be tested, in a sentence and in the names of its case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tertius.case.actions import Change, Claim, Compare, Equilibrium, EventsTest, Sweep
from tertius.case.edit.diff import in_line
from tertius.case.groups import number_at
from tertius.case.labels import label_of
from tertius.case.model import Case
from tertius.case.paths import NOUNS
from tertius.report.text.argument.quantities import quantity_words
from tertius.report.text.phrases import actor_phrase, joined


def claim_sentence(case: Case, claim: Claim) -> str:
    """How a claim will be tested: ``Without the link 'Beijing backs Pyongyang', the level of ...``."""
    return _SENTENCES[claim.form](case, claim.test)


def change_sentence(case: Case, change: Change) -> str:
    """A change as a clause: ``without the talk 'United States–China'``, ``with the salience of ... at 50 to 60``."""
    path = tuple(change.path.split("."))
    if change.verb == "remove":
        return f"without the {_part_words(case, path)}"
    if change.verb == "add":
        return f"with a new {_new_words(case, path, change.value)}"
    found = number_at(case, change.path)
    what = _part_words(case, path) if found is None else label_of(case, found[0])
    return f"with the {what} at {_value_words(case, change.to)}"


_FIELDS = {
    "as_one": "weights of those who act as one",
    "refused_by": "refusal that counts",
    "can_close": "parties that can close",
    "covered_by": "cover",
}
"""What fields are called whose name in the file says too little."""


def _part_words(case: Case, path: tuple[str, ...]) -> str:
    """What stands at a path: ``link 'Beijing backs Pyongyang'``, ``cover by Chinese support of the need 'Fuel'``."""
    head, *rest = path
    if not rest:
        return head.replace("_", " ")
    if head == "stances":
        of = f"stance of {case.name(rest[0])}"
        return f"{of} on {case.name(rest[1])}" if len(rest) > 1 else f"{of} on everything"
    entry = f"{NOUNS.get(head, head)} '{case.name(rest[0])}'"
    if len(rest) == 1:
        return entry
    field = _FIELDS.get(rest[1], rest[1].replace("_", " "))
    inner = f" by {case.name(rest[2])}" if len(rest) > 2 else ""
    return f"{field}{inner} of the {entry}"


def _new_words(case: Case, path: tuple[str, ...], value: Any) -> str:
    """What is added: by its name, or what it is about, or its id in words."""
    block = value if isinstance(value, Mapping) else {}
    noun = NOUNS.get(path[0], path[0]) if len(path) == 2 else _FIELDS.get(path[-2], path[-2].replace("_", " "))
    about = number_at(case, str(block.get("about", "")))
    if about is not None:
        return f"{noun} about the {label_of(case, about[0])}"
    name = block.get("name") or (case.name(path[-1]) if case.name(path[-1]) != path[-1] else path[-1].replace("-", " "))
    if len(path) > 2:
        return f"{noun} by {name} of the {_part_words(case, path[:2])}"
    return f"{noun} '{name}'"


def _value_words(case: Case, value: Any) -> str:
    """A value in one line, with names for what are ids."""
    if isinstance(value, Mapping):
        return ", ".join(f"{case.name(str(key))} {in_line(inner)}" for key, inner in value.items()) or "none"
    if isinstance(value, list | tuple):
        return joined([case.name(str(one)) for one in value]) or "none"
    return case.name(in_line(value))


def _changes(case: Case, changes: Iterable[Change]) -> str:
    return joined([change_sentence(case, change) for change in changes])


def _compare(case: Case, test: Compare) -> str:
    sides = [_changes(case, part) for part in (test.changes, test.against)]
    first, second = (side or "as the case stands" for side in sides)
    least = f" by at least {test.at_least:g}" if test.at_least else ""
    how = "the same" if test.direction == "same" else f"{test.direction}{least}"
    within = f" within {test.at_least:g}" if test.direction == "same" and test.at_least else ""
    than = "as" if test.direction == "same" else "than"
    quantity = quantity_words(case, test.quantity)
    return f"{first[0].upper()}{first[1:]}, the {quantity} is {how}{within} {than} {second}."


def _sweep(case: Case, test: Sweep) -> str:
    found = number_at(case, test.input)
    moved = test.input if found is None else label_of(case, found[0])
    return f"As the {moved} goes over {test.over}, the {quantity_words(case, test.quantity)} {test.direction}."


def _equilibrium(case: Case, test: Equilibrium) -> str:
    plays = [f"{case.name(actor)}: {_moves(case, moves)}" for actor, moves in test.moves.items()]
    verdict = "nobody gains" if test.is_equilibrium else "somebody gains"
    return (
        f"Of the game before the talks, with {'; '.join(plays) or 'no move made'}: {verdict} by doing otherwise alone."
    )


def _moves(case: Case, moves: Iterable[str]) -> str:
    return joined([(case.moves[one].name if one in case.moves else "") or one for one in moves]) or "nothing"


def _events(case: Case, test: EventsTest) -> str:
    who = f" with {joined([actor_phrase(case, one) for one in test.actors])}" if test.actors else ""
    where = f" at the place of {actor_phrase(case, test.host)}" if test.host else ""
    whom = f" with {joined([actor_phrase(case, one) for one in test.others])}" if test.others else ""
    return (
        f"Events of the kind '{test.kind}'{who}{where} lie within {test.within:g} days before those of the kind "
        f"'{test.before}'{whom} more often than by chance."
    )


_SENTENCES: dict[str, Callable[[Case, Any], str]] = {
    "compare": _compare,
    "sweep": _sweep,
    "equilibrium": _equilibrium,
    "events": _events,
}
"""By the form of a claim."""
