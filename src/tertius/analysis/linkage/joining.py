"""Talks joined into one: the parties and issues of all, one deal, and nothing agreed unless all parties agree.

Links and threats that hang on one of the talks hang on the joined one; a link from one of them to another falls away,
for a talk cannot bring itself down, and so does a promise in one of them to move what another settles: the joined deal
settles it. What talks say of one party is taken together: power is the mean of what they
say, and of other numbers that of the talk named first counts. A joined talk takes place as likely as the least likely
of them, has the shortest of their deadlines, and nobody can close without the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tertius.case.actions import Change
from tertius.case.check.changes import apply_changes
from tertius.case.check.check import check_case, note_sound
from tertius.case.edit.cascade import references_of
from tertius.case.edit.changes import bare_case
from tertius.case.entries import BY_PARTY, PartyPower, Talk
from tertius.case.fields import Entry
from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity

JOINED = "joined"
"""The id of a joined talk; numbered where the case has one of that name."""


def cannot_join(case: Case, talks: Sequence[str]) -> str:
    """Why these talks cannot be one; empty if they can."""
    decided = [talk for talk in talks if case.talks[talk].rule is not None]
    if decided:
        return f"{', '.join(decided)} is decided by a rule and not bargained"
    for one, other in pairwise(talks):
        if case.talks[one].as_one != case.talks[other].as_one:
            return f"the same actors do not act as one in {one} and {other}"
        if case.talks[one].solution != case.talks[other].solution:
            return f"{one} and {other} settle at different solutions"
        if bool(case.talks[one].patience) != bool(case.talks[other].patience):
            return f"one of {one} and {other} says how patient its parties are, and the other does not"
    return ""


def joined(case: Case, talks: Sequence[str]) -> tuple[Case, str]:
    """The case with these talks as one, without moves and claims, and the id of that talk.

    Raises:
        ValueError: They cannot be one; the reason is said.
    """
    if why := cannot_join(case, talks):
        raise ValueError(why)
    inner = [f"links.{name}" for name, link in case.links.items() if {link.if_fails, link.then_falls} <= set(talks)]
    inner += [
        f"promises.{name}"
        for name, promise in case.promises.items()
        if promise.talk in talks and _is_settled_by(case, promise.moves, talks)
    ]
    bare = bare_case(case)
    bare = apply_changes(bare, [Change(remove=path) for path in inner]) if inner else bare
    ident = next(name for name in (JOINED, *(f"{JOINED}-{n}" for n in range(2, 99))) if name not in case.talks)
    version = _renamed(bare, talks, ident)
    table = {name: talk for name, talk in version.talks.items() if name not in talks}
    whole = version.model_copy(update={"talks": {ident: _table(case, talks), **table}})
    problems = check_case(whole)
    if problems:
        raise ValueError(str(problems[0]))
    note_sound(whole)
    return whole, ident


def _is_settled_by(case: Case, path: str, talks: Sequence[str]) -> bool:
    """Whether a number that is promised stands on one of these tables: a stance on its issue, or where that stays."""
    collection, name, issue = (*path.split("."), "", "")[:3]
    on_table = collection == "stances" and any(issue in case.talks[talk].without_agreement for talk in talks)
    return on_table or (collection == "talks" and name in talks)


def _table(case: Case, talks: Sequence[str]) -> Talk:
    """The joined talk."""
    parts = [case.talks[talk] for talk in talks]
    merged: dict[str, Any] = {name: {} for name in ("without_agreement", *BY_PARTY)}
    for part in reversed(parts):  # so that the first counts
        for name, found in merged.items():
            found |= getattr(part, name)
    deadlines = [part.deadline for part in parts if part.deadline is not None]
    chances = [part.chance for part in parts if part.chance is not None]
    kinds = {part.kind for part in parts}
    return parts[0].model_copy(
        update={
            **merged,
            "name": " and ".join(case.name(talk) for talk in talks),
            "parties": tuple(dict.fromkeys(party for part in parts for party in part.parties)),
            "without_agreement": {issue: ref for part in parts for issue, ref in part.without_agreement.items()},
            "power": _power(parts),
            "deadline": min(deadlines, default=None),
            "chance": min(chances, key=lambda chance: chance.middle, default=None),
            "can_close": (),
            "kind": kinds.pop() if len(kinds) == 1 else None,
        }
    )


def _power(parts: Sequence[Talk]) -> dict[str, PartyPower]:
    """The power of each party, on average over the talks at which it sits; left out where no talk says any."""
    if not any(part.power for part in parts):
        return {}
    said: dict[str, list[float]] = {}
    for part in parts:
        for party in part.parties:
            said.setdefault(party, []).append(part.power[party].power.middle if party in part.power else 1.0)
    means = {party: sum(numbers) / len(numbers) for party, numbers in said.items()}
    return {party: PartyPower(power=Quantity(mean, mean)) for party, mean in means.items()}


def _renamed(case: Case, talks: Sequence[str], ident: str) -> Case:
    """The case in which whatever refers to one of the talks refers to the joined one."""
    places = [ref.path for ref in references_of(case) if ref.collection == "talks" and ref.ident in talks]
    updates: dict[str, dict[str, Any]] = {}
    for collection, name, *path in places:
        entries = updates.setdefault(str(collection), dict(getattr(case, str(collection))))
        entries[str(name)] = _replaced(entries[str(name)], path, ident)
    for belief in (beliefs := updates.get("beliefs", {})):
        entry = beliefs[belief]
        beliefs[belief] = entry.model_copy(update={"talks": tuple(dict.fromkeys(entry.talks))})
    gone = tuple(f"talks.{talk}." for talk in talks)
    groups = {
        name: group.model_copy(
            update={side: tuple(p for p in getattr(group, side) if not p.startswith(gone)) for side in _SIDES}
        )
        for name, group in case.groups.items()
    }
    updates["promises"] = {
        name: promise.model_copy(update={"moves": f"talks.{ident}.{promise.moves.split('.', 2)[2]}"})
        if promise.moves.startswith(gone)
        else promise
        for name, promise in updates.get("promises", case.promises).items()
    }
    updates["groups"] = {name: group for name, group in groups.items() if len(group.together) + len(group.against) > 1}
    return case.model_copy(update=updates)


_SIDES = ("together", "against")


def _replaced(value: Any, path: Sequence[Any], new: str) -> Any:
    """The value with something else at a path."""
    if not path:
        return new
    head, *rest = path
    if isinstance(value, Entry):
        return value.model_copy(update={head: _replaced(getattr(value, head), rest, new)})
    if isinstance(value, tuple):
        return tuple(_replaced(part, rest, new) if k == head else part for k, part in enumerate(value))
    return {**value, head: _replaced(value[head], rest, new)}
