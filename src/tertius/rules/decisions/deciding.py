"""Which body decides the issues of a case, and the votes that the actors of a table have in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tertius.case.bodies import body_names, called_in, completed, is_ruled, seated
from tertius.case.entries import Body
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.rules.decisions.votes import Votes
from tertius.voting.assembly import assembly_of


def votes_of(body: Body, actors: Sequence[str], names: Sequence[str] = ()) -> Votes:
    """The votes of (I,) actors in a body, of which they may be members under their id or their name.

    Members who are not among the actors have no position, so they are on neither side: a majority has to be found
    without them.

    Raises:
        UsageError: The body has no members, or nothing says what a measure needs.
    """
    assembly = assembly_of(body)
    row_of = {member: row for row, member in enumerate(assembly.members)}
    called = called_in(body, actors, names or actors)
    rows = [row_of.get(ident) if ident else None for ident in called]
    ways = len(assembly.quotas)
    weights = np.array([assembly.weights[row] if row is not None else (0,) * ways for row in rows], np.float64)
    veto = np.array([row is not None and assembly.veto[row] for row in rows], np.bool_)
    signs, totals = zip(*assembly.terms, strict=True)
    absent = any(blocks and row not in rows for row, blocks in enumerate(assembly.veto))
    return Votes(
        weights.reshape(len(actors), ways),
        np.array(totals, np.float64),
        np.array(signs, np.float64),
        veto,
        np.array([row is not None for row in rows], np.bool_),
        absent,
    )


def body_of(case: Case) -> Body | None:
    """The body that decides: the only one of the case with an actor among its members; None if none is, or several."""
    found = [body for body in case.bodies.values() if is_ruled(completed(body)) and seated(case, body)]
    return found[0] if len(found) == 1 else None


def votes_in(case: Case, actors: Sequence[str]) -> Votes | None:
    """The votes of actors in the body that decides the issues of a case; None if no body does."""
    body = body_of(case)
    return None if body is None else votes_of(body, actors, [case.name(actor) for actor in actors])


def decided_by(case: Case, body: str) -> Case:
    """The case with one body, which decides.

    Args:
        case: A case without talks.
        body: A body of the case, one that comes with Tertius, or a table of votes with the columns member, votes, quota
            and perhaps veto.

    Raises:
        UsageError: There is no such body, or no actor is a member of it.
        CaseError: The table of votes is not valid.
    """
    found = case.bodies.get(body)
    if found is None and body in body_names():
        found = Body(like=body)
    if found is None and Path(body).is_file():
        from tertius.case.layouts.votes import load_votes

        found = next(iter(load_votes(body).bodies.values()))
    if found is None:
        known = [*case.bodies, *body_names()]
        raise UsageError(
            f"there is no body '{body}' in {case.case}, none that comes with Tertius, and no table of votes of that "
            f"name: {closest(body, known) or 'tertius power --list has those that come with Tertius'}"
        )
    if not seated(case, found):
        members = ", ".join(list(completed(found).members)[:5])
        raise UsageError(
            f"no actor of {case.case} is a member of '{body}': actors are members by their id or name, as {members}"
        )
    return case.model_copy(update={"bodies": {"deciding": found}})
