"""A voting body in full: what it takes from a body that ships, who votes by itself, and how each voter leans."""

from __future__ import annotations

from dataclasses import dataclass

from tertius.case.body import Bloc, Body, Member
from tertius.case.quantity import Quantity
from tertius.case.shipped import body_names, shipped_body

__all__ = ["Leaning", "Voter", "filled", "follows_from_leanings", "leaning_of", "voters_of"]

VOTES = ("yes", "abstain", "no")

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


def filled(body: Body) -> Body:
    """The body, with what it does not say itself as the shipped body has it that it is `like`."""
    if body.like is None or body.like not in body_names():
        return body
    given = shipped_body(body.like)
    members = {name: _merged(member, body.members.get(name)) for name, member in given.members.items()}
    own = {
        "name": body.name or given.name,
        "members": {**members, **{name: member for name, member in body.members.items() if name not in members}},
        "quota": given.quota if body.quota is None else body.quota,
        "majorities": {**given.majorities, **body.majorities},
        "vetoes": body.vetoes or given.vetoes,
    }
    return body.model_copy(update=own)


def _merged(given: Member, own: Member | None) -> Member:
    """A member of a shipped body with what the case says of it."""
    if own is None:
        return given
    said = {name: getattr(own, name) for name in Member.model_fields if getattr(own, name) not in (None, "", ())}
    return given.model_copy(update=said)


def leaning_of(entry: Body | Bloc | Member) -> Leaning | None:
    """The leaning that an entry gives; None if it gives none."""
    leaning = (entry.yes, entry.abstain, entry.no)
    return None if leaning == (None, None, None) else leaning


def voters_of(body: Body) -> tuple[Voter, ...]:
    """Who votes in a body that is `filled`: members in their order, a bloc where its first member stands."""
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
    whole = filled(body)
    voters = voters_of(whole)
    ruled = whole.quota is not None or bool(whole.majorities)
    return ruled and bool(voters) and all(voter.leaning is not None for voter in voters)
