"""Every place where a case names something by its id, and whether that something exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tertius.case.filling import filled
from tertius.case.findings import Desk, Finding, entries_of
from tertius.case.model import Case
from tertius.case.origin import Path
from tertius.case.problem import closest

__all__ = ["Mention", "check_members", "check_mentions", "mentions_of"]


@dataclass(frozen=True)
class Mention:
    """An id in a field: where it stands and in which collection it is to be found."""

    path: Path
    collection: str
    ident: str


def mentions_of(case: Case) -> Iterator[Mention]:
    """Return every id that refers to an entry of the case."""
    yield from _sources(case)
    yield from _talks(case)
    yield from _tables(case)
    yield from _pressures(case)
    yield from _deeds(case)


def _sources(case: Case) -> Iterator[Mention]:
    for path, entry in [((), case), *entries_of(case)]:
        for index, ident in enumerate(entry.source):
            yield Mention((*path, "source", index), "sources", ident)


def _talks(case: Case) -> Iterator[Mention]:
    for ident, talk in case.talks.items():
        for index, party in enumerate(talk.parties):
            yield Mention(("talks", ident, "parties", index), "actors", party)
        for name in talk.without_agreement:
            yield Mention(("talks", ident, "without_agreement", name), "issues", name)
        for name in talk.as_one:
            yield Mention(("talks", ident, "as_one", name), "actors", name)


def _tables(case: Case) -> Iterator[Mention]:
    for ident, issue in case.issues.items():
        if issue.supplier is not None:
            yield Mention(("issues", ident, "supplier"), "actors", issue.supplier)
    for actor, stances in case.stances.items():
        yield Mention(("stances", actor), "actors", actor)
        for name in stances:
            yield Mention(("stances", actor, name), "issues", name)
    for ident, need in case.needs.items():
        yield Mention(("needs", ident, "actor"), "actors", need.actor)
        for name in need.covered_by:
            yield Mention(("needs", ident, "covered_by", name), "issues", name)


def _pressures(case: Case) -> Iterator[Mention]:
    for ident, link in case.links.items():
        yield Mention(("links", ident, "holder"), "actors", link.holder)
        yield Mention(("links", ident, "if_fails"), "talks", link.if_fails)
        yield Mention(("links", ident, "then_falls"), "talks", link.then_falls)
    for ident, threat in case.threats.items():
        yield Mention(("threats", ident, "holder"), "actors", threat.holder)
        yield Mention(("threats", ident, "target"), "actors", threat.target)
        yield Mention(("threats", ident, "if_fails"), "talks", threat.if_fails)
        if threat.authorised_by is not None:
            yield Mention(("threats", ident, "authorised_by"), "bodies", threat.authorised_by)
    for ident, belief in case.beliefs.items():
        for index, talk in enumerate(belief.talks):
            yield Mention(("beliefs", ident, "talks", index), "talks", talk)


def _deeds(case: Case) -> Iterator[Mention]:
    for ident, event in case.events.items():
        for index, actor in enumerate(event.actors):
            yield Mention(("events", ident, "actors", index), "actors", actor)
    for ident, move in case.moves.items():
        yield Mention(("moves", ident, "actor"), "actors", move.actor)
        for field in ("after", "not_with"):
            for index, other in enumerate(getattr(move, field)):
                yield Mention(("moves", ident, field, index), "moves", other)
    for ident, claim in case.claims.items():
        for actor, moves in (claim.equilibrium.moves if claim.equilibrium else {}).items():
            path: Path = ("claims", ident, "equilibrium", "moves", actor)
            yield Mention(path, "actors", actor)
            for index, move_id in enumerate(moves):
                yield Mention((*path, index), "moves", move_id)


def check_mentions(desk: Desk) -> Iterator[Finding]:
    """Yield a finding for every reference to something that does not exist."""
    for mention in mentions_of(desk.case):
        if not desk.has(mention.collection, mention.ident):
            yield desk.unknown(mention.path, mention.collection, mention.ident)
    for ident, claim in desk.case.claims.items():
        for actor, moves in (claim.equilibrium.moves if claim.equilibrium else {}).items():
            for index, move_id in enumerate(moves):
                move = desk.case.moves.get(move_id)
                if move is not None and move.actor != actor:
                    path = ("claims", ident, "equilibrium", "moves", actor, index)
                    own = [name for name, other in desk.case.moves.items() if other.actor == actor]
                    legal = f"moves of {actor}: {', '.join(own)}" if own else f"{actor} has no moves"
                    yield Finding(path, f"'{move_id}' is a move of {move.actor}", legal)


def check_members(desk: Desk) -> Iterator[Finding]:
    """Yield findings on the members of bodies: who may veto, and ids that are nearly an actor's."""
    for ident, own in desk.case.bodies.items():
        body = filled(own)
        for index, name in enumerate(own.vetoes):
            if name not in body.members and desk.whole("bodies", ident, "members"):
                legal = f"members: {', '.join(body.members) or 'none'}"
                found = f"'{name}' has a veto but is not a member"
                yield Finding(("bodies", ident, "vetoes", index), found, legal, closest(name, body.members))
        for name, member in own.members.items() if own.like is None else ():
            near = closest(name, desk.ids("actors"))
            if not member.name and not desk.has("actors", name) and near:
                legal = "a member that is not an actor but looks like one says who it is in `name`"
                yield Finding(("bodies", ident, "members", name), f"'{name}' is not an actor", legal, near)
