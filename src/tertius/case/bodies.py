"""Voting bodies: those that come with Tertius, and a body in full: its members, who votes by itself, how each leans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

from pydantic import Field

from tertius.case.entries import MAJORITY, Bloc, Body, Member
from tertius.case.fields import Id, Text
from tertius.case.model import Case, Source
from tertius.case.parse.characters import text_of
from tertius.case.parse.origin import closest
from tertius.case.parse.quantity import Quantity
from tertius.case.parse.tree import read_tree
from tertius.errors import UsageError


class ShippedBody(Body):
    """A body that comes with Tertius; its own sources stand in its file."""

    body: Id = Field(description="short name, for `like` and for the command line")
    years: Text = Field(description="when it had these members and this rule")
    note: Text = Field("", description="what the rule leaves out")
    sources: dict[Id, Source] = Field(description="the treaties and acts that say so")


@lru_cache(maxsize=1)
def body_names() -> tuple[str, ...]:
    """The names of all bodies that come with Tertius, in alphabetical order."""
    found = (entry.name for entry in files("tertius").joinpath("bodies").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def bodies() -> list[ShippedBody]:
    """Return every voting body that comes with Tertius, in alphabetical order."""
    return [shipped_body(name) for name in body_names()]


@lru_cache
def shipped_body(name: str) -> ShippedBody:
    """Return the body of this name.

    Raises:
        UsageError: No body of this name comes with Tertius.
    """
    if name not in body_names():
        found, legal, suggestion = no_such_body(name)
        raise UsageError(f"{found}: {f'{suggestion} ({legal})' if suggestion else legal}")
    text, _ = text_of(files("tertius").joinpath("bodies", f"{name}.yaml").read_bytes())
    return ShippedBody.model_validate(read_tree(text).value)


def no_such_body(name: str) -> tuple[str, str, str]:
    """What to say of a name that is no body's: found, legal, suggestion."""
    legal = f"bodies: {', '.join(body_names())}"
    return f"no body called '{name}' comes with Tertius", legal, closest(name, body_names())


Leaning = tuple[Quantity | None, Quantity | None, Quantity | None]
"""The probabilities of yes, abstention and no that are given."""


@dataclass(frozen=True)
class Voter:
    """Who casts a vote of its own: a member, or a bloc that votes as one.

    Attributes:
        ident: Id of the member or of the bloc.
        members: The members whose votes it casts.
        path: Where its leaning stands below the body: ``("members", "russia")``; empty for that of the body itself.
        leaning: Its leaning; None if nothing is said of it.
    """

    ident: str
    members: tuple[str, ...]
    path: tuple[str, ...]
    leaning: Leaning | None


def completed(body: Body) -> Body:
    """The body, with what it does not say itself as the shipped body has it that it is `like`."""
    if body.like is None or body.like not in body_names():
        return body
    given = shipped_body(body.like)
    members = {**given.members, **body.members}
    for name in given.members.keys() & body.members.keys():
        own, fields = body.members[name], Member.model_fields
        said = {field: getattr(own, field) for field in fields if getattr(own, field) not in (None, "", ())}
        members[name] = given.members[name].model_copy(update=said)
    update = {
        "name": body.name or given.name,
        "members": members,
        "quota": given.quota if body.quota is None else body.quota,
        "votes_cast": body.votes_cast or given.votes_cast,
        "majorities": {**given.majorities, **body.majorities},
        "vetoes": body.vetoes or given.vetoes,
    }
    return body.model_copy(update=update)


def is_ruled(body: Body) -> bool:
    """Whether a body that is `completed` says what a measure needs."""
    return body.quota is not None or body.votes_cast is not None or bool(body.majorities)


def called_in(body: Body, actors: Sequence[str], names: Sequence[str]) -> list[str | None]:
    """The member of a body that each actor is, under its id or its name in any case of letters; None if it is none."""
    members = completed(body).members
    called = {member.name.casefold(): ident for ident, member in reversed(members.items()) if member.name}
    idents = {ident: ident for ident in members}
    return [
        idents.get(actor) or called.get(actor) or called.get(name.casefold())
        for actor, name in zip(actors, names, strict=True)
    ]


def seated(case: Case, body: Body) -> bool:
    """Whether any actor of a case is a member of a body, under its id or its name."""
    actors = list(case.actors)
    return any(called_in(body, actors, [case.name(actor) for actor in actors]))


def share_of_cast(words: str) -> Fraction | None:
    """The share of the votes cast that must be yes, at least; None if it must be more than half."""
    return None if words == MAJORITY else Fraction(words)


def leaning_of(entry: Body | Bloc | Member) -> Leaning | None:
    """The leaning that an entry gives; None if it gives none."""
    leaning = (entry.yes, entry.abstain, entry.no)
    return None if leaning == (None, None, None) else leaning


def voters_of(body: Body) -> tuple[Voter, ...]:
    """Who votes in a body that is `completed`: members in their order, a bloc where its first member stands."""
    bloc_of = {member: ident for ident, bloc in body.blocs.items() for member in bloc.members}
    seen: set[str] = set()
    voters = []
    for name, member in body.members.items():
        ident = bloc_of.get(name)
        if ident is None:
            voters.append(_voter(body, name, (name,), ("members", name), member))
        elif ident not in seen:
            seen.add(ident)
            bloc = body.blocs[ident]
            here = tuple(member for member in dict.fromkeys(bloc.members) if member in body.members)
            voters.append(_voter(body, ident, here, ("blocs", ident), bloc))
    return tuple(voters)


def _voter(body: Body, ident: str, members: tuple[str, ...], path: tuple[str, ...], entry: Bloc | Member) -> Voter:
    own = leaning_of(entry)
    return Voter(ident, members, path, own) if own is not None else Voter(ident, members, (), leaning_of(body))


def follows_from_leanings(body: Body) -> bool:
    """Whether P(the measure passes) follows from leanings: every voter has one, a rule says what is needed.

    A body that says itself how likely it `passes` a measure is taken at its word.
    """
    if body.passes is not None:
        return False
    whole = completed(body)
    voters = voters_of(whole)
    return is_ruled(whole) and bool(voters) and all(voter.leaning is not None for voter in voters)
