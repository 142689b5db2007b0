"""What a change brings with it: what belonged to something that is gone goes too, and every issue stands somewhere.

A talk that was never tabled fires nothing, so its links and threats go with it, and its issues stand at what was
their level without agreement. An issue that is put on a table has no standing level any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tertius.case.beliefs import about_of, felt_at
from tertius.case.entries import Belief, Reference
from tertius.case.findings import entries_of
from tertius.case.groups import number_at
from tertius.case.model import Case, Group, Issue
from tertius.case.parse.origin import Path
from tertius.case.paths import with_value, without_value

_NAMED = ("actors", "issues", "talks", "sources")


def cascade(before: Case, after: Case) -> Case:
    """The case after a change with all that the change brings with it.

    Args:
        before: The case before the change.
        after: The case after it, as it was written.
    """
    while (mention := next(_orphans(before, after), None)) is not None:
        after = _detached(after, mention)
    return _believed(before, _grouped(before, _standing(before, _named(before, after))))


def _orphans(before: Case, after: Case) -> Iterator[Ref]:
    """Every mention of something that was there and is gone, but for a body: a threat needs its leave all the same."""
    gone = {(name, ident) for name in _NAMED for ident in getattr(before, name) if ident not in getattr(after, name)}
    if gone:
        yield from (mention for mention in references_of(after) if (mention.collection, mention.ident) in gone)


def _detached(case: Case, mention: Ref) -> Case:
    """The case without one mention, or without the entry that means nothing without it."""
    path = mention.path
    if path[:1] == ("talks",) and path[2] == "parties":
        return _without_party(case, str(path[1]), mention.ident)
    if path[:1] == ("talks",) and path[2] == "as_one" and len(case.talks[str(path[1])].as_one) < 3:
        return without_value(case, path[:3])  # who is left acts alone
    if path[:1] == ("claims",):
        return without_value(case, path[:2])
    if path[-1] in ("actor", "holder", "target", "if_fails", "then_falls"):
        return without_value(case, path[:2])
    if path[:1] == ("beliefs",) and len(case.beliefs[str(path[1])].talks) < 2:
        return without_value(case, path[:2])
    without = without_value(case, path)
    emptied = [actor for actor, stances in without.stances.items() if not stances]
    for actor in emptied:
        without = without_value(without, ("stances", actor))
    return without


def _without_party(case: Case, ident: str, party: str) -> Case:
    """The talk goes on if two parties are left."""
    talk = case.talks[ident]
    if len(talk.parties) < 3:
        return without_value(case, ("talks", ident))
    if party in talk.power:
        case = without_value(case, ("talks", ident, "power", party))
    return without_value(case, ("talks", ident, "parties", talk.parties.index(party)))


def _named(before: Case, after: Case) -> Case:
    """A member of a body that is no actor any more keeps its seat, and its name."""
    gone = [actor for actor in before.actors if actor not in after.actors]
    for ident, body in after.bodies.items():
        for name in gone:
            if name in body.members and not body.members[name].name:
                after = with_value(after, ("bodies", ident, "members", name, "name"), before.name(name))
    return after


def _standing(before: Case, after: Case) -> Case:
    """Issues that have lost their table stand at their reference; those that have got one have no other level."""
    earlier, now = _references(before), _references(after)
    issues: dict[str, Issue] = {}
    for ident, issue in after.issues.items():
        if ident in earlier and ident not in now and issue.level is None:
            issues[ident] = _at_reference(issue, earlier[ident])
        elif ident in now and ident not in earlier:
            for field in ("level", "reference"):
                if getattr(issues.get(ident, issue), field) is not None:
                    issues[ident] = without_value(after, ("issues", ident, field)).issues[ident]
    return after.model_copy(update={"issues": {**after.issues, **issues}}) if issues else after


def _references(case: Case) -> dict[str, Reference]:
    """The level without agreement of every issue that is on a table."""
    return {ident: reference for talk in case.talks.values() for ident, reference in talk.without_agreement.items()}


def _at_reference(issue: Issue, reference: Reference) -> Issue:
    """The issue with its reference as standing level, and with the evidence of that number."""
    update = {"level": reference.level, "source": tuple(dict.fromkeys([*reference.source, *issue.source]))}
    for name in ("why", "as_of", "known_since", "method"):
        if getattr(reference, name) is not None:
            update[name] = getattr(reference, name)
    return issue.model_copy(update=update)


def _grouped(before: Case, after: Case) -> Case:
    """Groups without the numbers that are gone."""
    groups: dict[str, Group] = {}
    for ident, group in after.groups.items():
        sides = {}
        for side in ("together", "against"):
            gone = [p for p in getattr(group, side) if number_at(before, p) and not number_at(after, p)]
            sides[side] = tuple(path for path in getattr(group, side) if path not in gone)
        whole = all(sides[side] == getattr(group, side) for side in sides)
        if whole or sides["together"]:
            groups[ident] = group if whole else group.model_copy(update=sides)
    return after if groups == after.groups else after.model_copy(update={"groups": groups})


def _believed(before: Case, after: Case) -> Case:
    """Beliefs without those about numbers that are gone, and without talks at which they have come to touch nobody."""
    if not after.beliefs:
        return after
    beliefs: dict[str, Belief] = {}
    for ident, belief in after.beliefs.items():
        path = about_of(after, belief)
        if path is None and about_of(before, belief) is not None:
            continue
        talks = belief.talks if path is None else _where_felt(before, after, belief, path)
        if talks or not belief.talks:
            beliefs[ident] = belief if talks == belief.talks else belief.model_copy(update={"talks": talks})
    return after if beliefs == after.beliefs else after.model_copy(update={"beliefs": beliefs})


def _where_felt(before: Case, after: Case, belief: Belief, path: Path) -> tuple[str, ...]:
    """The talks of a belief, but for those that it touched before and does not any more."""

    def felt(case: Case, talk: str) -> bool:
        there = talk in case.talks and about_of(case, belief) == path
        return there and felt_at(case, belief, path, case.talks[talk])

    return tuple(talk for talk in belief.talks if felt(after, talk) or not felt(before, talk))


@dataclass(frozen=True)
class Ref:
    """An id in a field: where it stands and in which collection it is to be found."""

    path: Path
    collection: str
    ident: str


def references_of(case: Case) -> Iterator[Ref]:
    """Return every id that refers to an entry of the case."""
    yield from _sources(case)
    yield from _talks(case)
    yield from _tables(case)
    yield from _pressures(case)
    yield from _deeds(case)


def _sources(case: Case) -> Iterator[Ref]:
    for path, entry in [((), case), *entries_of(case)]:
        for index, ident in enumerate(entry.source):
            yield Ref((*path, "source", index), "sources", ident)


def _talks(case: Case) -> Iterator[Ref]:
    for ident, talk in case.talks.items():
        for index, party in enumerate(talk.parties):
            yield Ref(("talks", ident, "parties", index), "actors", party)
        for name in talk.without_agreement:
            yield Ref(("talks", ident, "without_agreement", name), "issues", name)
        for name in talk.as_one:
            yield Ref(("talks", ident, "as_one", name), "actors", name)


def _tables(case: Case) -> Iterator[Ref]:
    for ident, issue in case.issues.items():
        if issue.supplier is not None:
            yield Ref(("issues", ident, "supplier"), "actors", issue.supplier)
    for actor, stances in case.stances.items():
        yield Ref(("stances", actor), "actors", actor)
        for name in stances:
            yield Ref(("stances", actor, name), "issues", name)
    for ident, need in case.needs.items():
        yield Ref(("needs", ident, "actor"), "actors", need.actor)
        for name in need.covered_by:
            yield Ref(("needs", ident, "covered_by", name), "issues", name)


def _pressures(case: Case) -> Iterator[Ref]:
    for ident, link in case.links.items():
        yield Ref(("links", ident, "holder"), "actors", link.holder)
        yield Ref(("links", ident, "if_fails"), "talks", link.if_fails)
        yield Ref(("links", ident, "then_falls"), "talks", link.then_falls)
    for ident, threat in case.threats.items():
        yield Ref(("threats", ident, "holder"), "actors", threat.holder)
        yield Ref(("threats", ident, "target"), "actors", threat.target)
        yield Ref(("threats", ident, "if_fails"), "talks", threat.if_fails)
        if threat.authorised_by is not None:
            yield Ref(("threats", ident, "authorised_by"), "bodies", threat.authorised_by)
    for ident, belief in case.beliefs.items():
        for index, talk in enumerate(belief.talks):
            yield Ref(("beliefs", ident, "talks", index), "talks", talk)


def _deeds(case: Case) -> Iterator[Ref]:
    for ident, event in case.events.items():
        for index, actor in enumerate(event.actors):
            yield Ref(("events", ident, "actors", index), "actors", actor)
    for ident, move in case.moves.items():
        yield Ref(("moves", ident, "actor"), "actors", move.actor)
        for field in ("after", "not_with"):
            for index, other in enumerate(getattr(move, field)):
                yield Ref(("moves", ident, field, index), "moves", other)
    for ident, claim in case.claims.items():
        for actor, moves in (claim.equilibrium.moves if claim.equilibrium else {}).items():
            path: Path = ("claims", ident, "equilibrium", "moves", actor)
            yield Ref(path, "actors", actor)
            for index, move_id in enumerate(moves):
                yield Ref((*path, index), "moves", move_id)
