"""Who is the client and who are its patrons, as they were asked for or as the case has them; mistakes all at once."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.case.model import Case, supplies_of
from tertius.case.parse.origin import closest
from tertius.errors import UsageError

MOST = 8
"""So many patrons at the most: every set of them is settled."""


def patrons_in(case: Case, client: str) -> tuple[str, ...]:
    """The actors that supply a need of the client and sit at a table with it, in the order of the case."""
    supplies = supplies_of(case)
    return tuple(actor for actor in case.actors if (actor, client) in supplies and _table_of(case, client, actor))


def clients_of(case: Case) -> tuple[str, ...]:
    """The actors with two patrons or more."""
    return tuple(actor for actor in case.actors if len(patrons_in(case, actor)) > 1)


def client_asked(case: Case, client: str | None) -> str:
    """The client: the one that was named, or the only one that the case has.

    Raises:
        UsageError: None was named and there is not just one, or the case has no such actor.
    """
    if client is None:
        found = clients_of(case)
        if len(found) == 1:
            return found[0]
        several = f"several have: {', '.join(found)}" if found else "here nobody has"
        raise UsageError(f"say whose patrons are meant: a client has two of them or more, and {several}")
    if client not in case.actors:
        hint = closest(client, case.actors)
        known = f"the actors of {case.case} are {', '.join(case.actors)}"
        raise UsageError(f"{case.case} has no actor '{client}': {f'{hint} ({known})' if hint else known}")
    return client


def patrons_asked(case: Case, client: str, patrons: Sequence[str] = ()) -> tuple[str, ...]:
    """The patrons: those that were named, or all that the case has.

    Raises:
        UsageError: There are none, or too many; or of those named one is no actor of the case, is the client, is named
            twice, or sits at no table with the client.
    """
    found = tuple(patrons) or patrons_in(case, client)
    wrong = mistakes_in(case, client, found)
    if wrong:
        raise UsageError("\n".join(wrong))
    return found


def mistakes_in(case: Case, client: str, patrons: Sequence[str]) -> list[str]:
    """What is wrong with these patrons of a client that the case has, each mistake in a line."""
    if not patrons:
        supply = "nobody both supplies one of its needs and sits at a table with it"
        return [f"{client} has no patrons in {case.case}: {supply}; others can be named"]
    wrong = [mistake for actor in dict.fromkeys(patrons) for mistake in _wrong(case, client, actor)]
    wrong += [f"the patron '{actor}' is named twice" for actor in dict.fromkeys(patrons) if patrons.count(actor) > 1]
    if len(patrons) > MOST:
        wrong.append(f"{client} has {len(patrons)} patrons: name {MOST} or fewer, for every set of them is settled")
    return wrong


def _table_of(case: Case, client: str, patron: str) -> bool:
    return any({client, patron} <= set(talk.parties) for talk in case.talks.values())


def _wrong(case: Case, client: str, patron: str) -> list[str]:
    if patron not in case.actors:
        hint = closest(patron, case.actors)
        known = f"the actors are {', '.join(case.actors)}"
        return [f"{case.case} has no actor '{patron}': {f'{hint} ({known})' if hint else known}"]
    if patron == client:
        return [f"{client} is the client and cannot be a patron of its own"]
    if not _table_of(case, client, patron):
        partners = [a for a in case.actors if a != client and _table_of(case, client, a)]
        return [f"{patron} sits at no table with {client}: those who do are {', '.join(partners) or 'none'}"]
    return []
