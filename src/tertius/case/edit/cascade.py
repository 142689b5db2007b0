"""What a change brings with it: what belonged to something that is gone goes too, and every issue stands somewhere.

A talk that was never held fires nothing, so its links and threats go with it, and its issues stand at what was
their level without agreement. An issue that comes into a talk has no standing level any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, get_args, get_origin

from tertius.case.beliefs import about_of, felt_at
from tertius.case.bodies import follows_from_leanings
from tertius.case.entries import BY_PARTY, Belief, Reference
from tertius.case.fields import Entry, Fixed, Refers, kept_of_part
from tertius.case.findings import entries_of
from tertius.case.groups import number_at
from tertius.case.model import Case, Group, Issue, Promise
from tertius.case.parse.origin import Path
from tertius.case.paths import (
    CHANGEABLE,
    COLLECTIONS,
    bare_type,
    dead_end_in_file,
    fields_of,
    marks_of,
    step_into,
    with_value,
    without_value,
)

_NAMED = ("actors", "issues", "talks", "claims", "sources")


def cascade(before: Case, after: Case) -> Case:
    """The case after a change with all that the change brings with it.

    Args:
        before: The case before the change.
        after: The case after it, as it was written.
    """
    while True:
        # A body is not among them: a threat needs its leave all the same.
        named = [(name, getattr(before, name), getattr(after, name)) for name in _NAMED]
        gone = {(name, id_) for name, had, has in named if had is not has for id_ in had.keys() - has.keys()}
        orphans = (
            (ref for ref in references_of(after, gone) if (ref.collection, ref.ident) in gone) if gone else iter(())
        )
        orphan = next(orphans, None)
        if orphan is None:
            break
        after = _detached(after, orphan)
    for ident, body in after.bodies.items():
        for name, member in body.members.items():  # who is no actor any more stays a member, and keeps the name
            if name in before.actors and name not in after.actors and not member.name:
                after = with_value(after, ("bodies", ident, "members", name, "name"), before.name(name))
    after = _standing(before, _ratified(before, _demanded(before, after)))
    return _remarked(_believed(before, _grouped(before, _promised(before, _stated(before, after)))))


def _stated(before: Case, after: Case) -> Case:
    """Bodies that come to say how likely they pass a measure, without the leanings from which that followed."""
    if after.bodies is before.bodies:
        return after
    bodies = dict(after.bodies)
    for ident, body in after.bodies.items():
        followed = ident in before.bodies and follows_from_leanings(before.bodies[ident])
        if followed and body.passes is not None:
            silent = {"yes": None, "abstain": None, "no": None}
            parts = {
                name: {key: one.model_copy(update=silent) for key, one in getattr(body, name).items()}
                for name in ("members", "blocs")
            }
            bodies[ident] = body.model_copy(update={**silent, **parts})
    return after if bodies == dict(after.bodies) else after.model_copy(update={"bodies": bodies})


def _remarked(case: Case) -> Case:
    """The case without comments on what is gone, and with ties that act on nothing that is."""
    gone = [ident for ident, one in case.comments.items() if dead_end_in_file(case, one.on) is not None]
    for ident in gone:
        case = without_value(case, ("comments", ident))
    ties = {}
    for ident, tie in case.ties.items():
        there = tuple(path for path in tie.acts_on if number_at(case, path) is not None)
        ties[ident] = tie if there == tie.acts_on else tie.model_copy(update={"acts_on": there})
    return case if ties == case.ties else case.model_copy(update={"ties": ties})


def _detached(case: Case, mention: Ref) -> Case:
    """The case without one mention, or without the entry that means nothing without it."""
    path = mention.path
    head, ident = path[0], str(path[1])
    if head == "talks" and path[2] == "parties":
        talk = case.talks[ident]
        if len(talk.parties) < 3:  # a talk goes on if two parties are left
            return without_value(case, ("talks", ident))
        for field in ("power", *BY_PARTY):
            if mention.ident in getattr(talk, field):
                case = without_value(case, ("talks", ident, field, mention.ident))
        case = _closing(case, ident, mention.ident)
        return without_value(case, ("talks", ident, "parties", talk.parties.index(mention.ident)))
    if head == "talks" and path[2] == "as_one" and len(case.talks[ident].as_one) < 3:
        return without_value(case, path[:3])  # who is left acts alone
    if head == "answered_by":
        return without_value(case, path[:2])
    alone = head == "beliefs" and len(case.beliefs[ident].talks) < 2
    alone |= path[2:3] == ("refused_by",) and len(getattr(case, str(head))[ident].refused_by) < 2  # nobody can refuse
    alone |= head == "promises" and path[-1] == "talk"
    if alone or head in ("claims", "ties") or path[-1] in ("actor", "holder", "target", "if_fails", "then_falls"):
        return without_value(case, path[:2])
    without = without_value(case, path)
    for actor in [actor for actor, stances in without.stances.items() if not stances]:
        without = without_value(without, ("stances", actor))
    return without


def _closing(case: Case, ident: str, gone: str) -> Case:
    """A talk whose parties can close without the rest as far as that says anything without one of them."""
    talk = case.talks[ident]
    left = {party for party in talk.parties if party != gone}
    lists = (tuple(party for party in one if party != gone) for one in talk.can_close)
    kept = {frozenset(one): one for one in reversed([*lists]) if len(one) > 1 and set(one) < left}
    if not talk.can_close:
        return case
    return with_value(case, ("talks", ident, "can_close"), tuple(reversed(kept.values())))


def _promised(before: Case, after: Case) -> Case:
    """Promises without those of numbers that are gone, or of what has come onto the table of the talk itself."""

    def settled(case: Case, promise: Promise) -> bool:
        found, talk = number_at(case, promise.moves), case.talks.get(promise.talk)
        on_table = found is not None and found[0][0] == "stances" and talk is not None and found[0][2] in talk.issues
        return found is None or on_table

    new = [ident for ident, one in after.promises.items() if settled(after, one) and not settled(before, one)]
    for ident in new:
        after = without_value(after, ("promises", ident))
    return after


def _demanded(before: Case, after: Case) -> Case:
    """Links and threats without demands on issues that have left the table on whose failure they hang."""
    for collection in ("links", "threats"):
        for ident, entry in getattr(after, collection).items():
            if not entry.unless or entry.if_fails not in before.talks or entry.if_fails not in after.talks:
                continue
            stood, stands = (case.talks[entry.if_fails].without_agreement for case in (before, after))
            for issue in [issue for issue in entry.unless if issue in stood and issue not in stands]:
                after = without_value(after, (collection, ident, "unless", issue))
    return after


def _ratified(before: Case, after: Case) -> Case:
    """Talks that nobody who is gone must ratify."""
    gone = {*before.actors, *before.bodies} - {*after.actors, *after.bodies}
    for ident, talk in after.talks.items() if gone else ():
        for party in [party for party, ratifier in talk.ratified_by.items() if ratifier.by in gone]:
            after = without_value(after, ("talks", ident, "ratified_by", party))
    return after


def _standing(before: Case, after: Case) -> Case:
    """Issues that have lost their table stand at their reference; those that have got one have no other level.

    The evidence of the reference goes with it.
    """
    earlier, now = _references(before), _references(after)
    issues: dict[str, Issue] = {}
    for ident, issue in after.issues.items():
        if ident in earlier and ident not in now and issue.level is None:
            reference = earlier[ident]
            update = {"level": reference.level, "source": tuple(dict.fromkeys([*reference.source, *issue.source]))}
            for name in ("why", "as_of", "known_since", "method"):
                if getattr(reference, name) is not None:
                    update[name] = getattr(reference, name)
            issues[ident] = issue.model_copy(update=update)
        elif ident in now and ident not in earlier:
            for field in ("level", "reference"):
                if getattr(issues.get(ident, issue), field) is not None:
                    issues[ident] = without_value(after, ("issues", ident, field)).issues[ident]
    return after.model_copy(update={"issues": {**after.issues, **issues}}) if issues else after


def _references(case: Case) -> dict[str, Reference]:
    """The level without agreement of every issue that is on a table."""
    return {ident: reference for talk in case.talks.values() for ident, reference in talk.without_agreement.items()}


def _grouped(before: Case, after: Case) -> Case:
    """Groups without the numbers that are gone."""
    touched = {name for name in CHANGEABLE if getattr(before, name) is not getattr(after, name)}
    if touched.isdisjoint(_heads(after.groups)):
        return after
    groups: dict[str, Group] = {}
    for ident, group in after.groups.items():
        sides = {}
        for side in ("together", "against"):
            moved = [path for path in getattr(group, side) if path.split(".")[0] in touched]
            gone = [path for path in moved if number_at(before, path) and not number_at(after, path)]
            sides[side] = tuple(path for path in getattr(group, side) if path not in gone)
        whole = all(sides[side] == getattr(group, side) for side in sides)
        if whole or sides["together"]:
            groups[ident] = group if whole else group.model_copy(update=sides)
    return after if groups == after.groups else after.model_copy(update={"groups": groups})


def _heads(groups: Mapping[str, Group]) -> set[str]:
    """The collections, and settings, in which the numbers of some groups stand."""
    return {path.split(".")[0] for group in groups.values() for path in (*group.together, *group.against)}


def _believed(before: Case, after: Case) -> Case:
    """Beliefs without those about numbers that are gone, and without talks at which they have come to touch nobody."""

    def felt(case: Case, belief: Belief, path: Path, talk: str) -> bool:
        there = talk in case.talks and about_of(case, belief) == path
        return there and felt_at(case, belief, path, case.talks[talk])

    beliefs: dict[str, Belief] = {}
    for ident, belief in after.beliefs.items():
        path, talks = about_of(after, belief), belief.talks
        if path is not None:
            untouched = [t for t in talks if felt(before, belief, path, t) and not felt(after, belief, path, t)]
            talks = tuple(talk for talk in talks if talk not in untouched)
        elif about_of(before, belief) is not None:
            continue
        if talks or not belief.talks:
            beliefs[ident] = belief if talks == belief.talks else belief.model_copy(update={"talks": talks})
    return after if beliefs == after.beliefs else after.model_copy(update={"beliefs": beliefs})


@dataclass(frozen=True)
class Ref:
    """An id in a field: where it stands and in which collection it is to be found."""

    path: Path
    collection: str
    ident: str


def references_of(case: Case, to: Collection[tuple[str, str]] | None = None) -> Iterator[Ref]:
    """Return every id that refers to an entry of the case: to sources first, then collection by collection.

    Args:
        case: The case.
        to: Entries, each by its collection and id: what names none of them is passed over.
    """
    yield from _of_case(case)
    for find in (_sources_in, _ids_in):
        for name in COLLECTIONS:
            for ident, part in getattr(case, name).items():
                if to is None or not _named_in((name, ident), part).isdisjoint(to):
                    yield from find((name, ident), part)


def all_there(case: Case) -> bool:
    """Whether every id that refers to an entry of the case refers to one that is there; quicker than to look at each.

    What two versions of a case have in common is looked through once.
    """
    if any(ref.ident not in getattr(case, ref.collection) for ref in _of_case(case)):
        return False
    for name in COLLECTIONS:
        entries = getattr(case, name)
        named = entries.found(f"named in {name}", partial(_grouped_by_collection, name, entries))
        if any(not idents <= getattr(case, collection).keys() for collection, idents in named):
            return False
    return True


def _grouped_by_collection(name: str, entries: Fixed) -> list[tuple[str, set[str]]]:
    """Which ids of which collections are named in a collection."""
    found: dict[str, set[str]] = {}
    for ident, part in entries.items():
        for collection, named in _named_in((name, ident), part):
            found.setdefault(collection, set()).add(named)
    return list(found.items())


@kept_of_part
def _named_in(path: Path, part: Any) -> frozenset[tuple[str, str]]:
    """The entries, each by its collection and id, that a part of a case refers to."""
    return frozenset((ref.collection, ref.ident) for ref in (*_sources_in(path, part), *_ids_in(path, part)))


def _of_case(case: Case) -> Iterator[Ref]:
    """The references that stand in no collection."""
    yield from _sources_of((), case)
    for index, answer in enumerate(case.answered_by):
        yield from _sources_of(("answered_by", index), answer)
        yield Ref(("answered_by", index, "claim"), "claims", answer.claim)


@kept_of_part
def _sources_in(path: Path, part: Any) -> list[Ref]:
    """The references to sources in a part of a case."""
    return [ref for at, entry in entries_of(part, path) for ref in _sources_of(at, entry)]


def _sources_of(path: Path, entry: Entry) -> Iterator[Ref]:
    return (Ref((*path, "source", index), "sources", ident) for index, ident in enumerate(entry.source))


@kept_of_part
def _ids_in(path: Path, part: Any) -> list[Ref]:
    """The references in an entry of a collection but for its sources."""
    kind = _collections()[str(path[0])]
    keyed = [Ref(path, kind.key, str(path[1]))] if kind.key else []
    return [*keyed, *(_refs_in(part, kind.inner, path) if kind.inner is not None else ())]


@dataclass(frozen=True)
class _Kind:
    """What the model says of the ids in a field, looked up once.

    Attributes:
        collection: Where its value, or each of a list of them, is to be found; empty if it says none.
        key: The same of the keys of a block.
        inner: The same of the values of a block, or of the lists in a list.
    """

    collection: str
    key: str = ""
    inner: _Kind | None = None


def _refs_in(value: Any, kind: _Kind, path: Path) -> Iterator[Ref]:
    """The references in a part of the case but for its sources."""
    if isinstance(value, Entry):
        for name, alias, inner in _referring(type(value)):
            yield from _refs_in(getattr(value, name), inner, (*path, alias))
    elif isinstance(value, dict):
        for ident, part in value.items():
            if kind.key:
                yield Ref((*path, ident), kind.key, ident)
            if kind.inner is not None:
                yield from _refs_in(part, kind.inner, (*path, ident))
    elif isinstance(value, tuple) and (kind.collection or kind.inner is not None):
        for index, part in enumerate(value):
            yield from _refs_in(part, kind.inner or _Kind(kind.collection), (*path, index))
    elif value is not None and kind.collection:
        yield Ref(path, kind.collection, value)


@cache
def _collections() -> dict[str, _Kind]:
    return {name: _kind_of(step_into(Case, name)) for name in COLLECTIONS}


def _kind_of(kind: Any) -> _Kind:
    bare = bare_type(kind)
    if get_origin(bare) is tuple and _collection(get_args(bare)[0]):  # a list of lists
        return _Kind("", inner=_kind_of(get_args(bare)[0]))
    if get_origin(bare) is not dict:
        return _Kind(_collection(kind))
    key, inner = get_args(bare)
    return _Kind(_collection(kind), _collection(key), _kind_of(inner))


@cache  # every entry of every version of a case is asked
def _referring(model: type[Entry]) -> list[tuple[str, str, _Kind]]:
    """The fields of an entry, but for its sources, in which there may be references: name, name in the file, kind."""

    def refers(kind: Any) -> bool:
        bare = bare_type(kind)
        parts = get_args(bare) if get_origin(bare) in (dict, tuple) else ()
        entry = isinstance(bare, type) and issubclass(bare, Entry)
        return bool(_collection(kind)) or any(map(refers, parts)) or (entry and bool(_referring(bare)))

    names = {info.alias or name: name for name, info in model.model_fields.items()}
    kinds = {alias: step_into(model, alias) for alias in fields_of(model) if alias != "source"}
    return [(names[alias], alias, _kind_of(kind)) for alias, kind in kinds.items() if refers(kind)]


@cache
def _collection(kind: Any) -> str:
    """The collection in which the ids of a kind are to be found; empty if it says none."""
    return next((mark.collection for mark in marks_of(kind) if isinstance(mark, Refers)), "")
