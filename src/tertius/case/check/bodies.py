"""Whether a voting body fits together: quotas that can be met, members that are members, leanings up to 100%."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.bodies import body_names, completed, is_ruled, leaning_of, no_such_body, shipped_body, voters_of
from tertius.case.entries import Body
from tertius.case.findings import CheckContext, Finding
from tertius.case.parse.origin import Path, closest

_SLACK = 1e-9


def check_bodies(desk: CheckContext) -> Iterator[Finding]:
    """Yield bodies that do not exist, quotas that nobody can reach, faulty blocs, and leanings over 100%."""
    for ident, own in desk.case.bodies.items():
        path: Path = ("bodies", ident)
        if own.like is not None and own.like not in body_names():
            yield Finding((*path, "like"), *no_such_body(own.like))
        else:
            members = own.members if own.like is None else shipped_body(own.like).members
            for name in [name for name in own.members if name not in members]:
                found = f"'{name}' is not a member of {own.like}"
                instead = closest(name, members) or "to change who sits there, leave `like` out and write the body out"
                yield Finding((*path, "members", name), found, f"members: {', '.join(members)}", instead)
            if desk.whole(*path, "members"):
                yield from _check_quotas(path, completed(own))
                yield from _check_blocs(path, completed(own))
        yield from _check_leanings(path, own)


def _check_blocs(path: Path, body: Body) -> Iterator[Finding]:
    bloc_of: dict[str, str] = {}
    for ident, bloc in body.blocs.items():
        for index, name in enumerate(bloc.members):
            at: Path = (*path, "blocs", ident, "members", index)
            if name not in body.members:
                legal = f"members: {', '.join(body.members) or 'none'}"
                yield Finding(at, f"'{name}' is not a member", legal, closest(name, body.members))
            elif name in bloc_of:
                found = f"'{name}' is in the bloc '{bloc_of[name]}' already"
                yield Finding(at, found, "a member is in one bloc at most, and named there once")
            elif leaning_of(body.members[name]) is not None:
                found = f"'{name}' has a leaning of its own, but votes with the bloc"
                yield Finding(at, found, "a bloc has one leaning, for all its members", "take one of the two out")
            bloc_of.setdefault(name, ident)


def check_twice_told(desk: CheckContext) -> Iterator[Finding]:
    """Yield bodies that say how likely they pass a measure, although it follows from how every member leans.

    A change of a move or claim may still set `passes`; then it counts.
    """
    for ident, body in desk.case.bodies.items():
        voters = voters_of(completed(body))
        if body.passes is not None and voters and all(voter.leaning is not None for voter in voters):
            found = "it says how likely the measure passes, and how every member leans on it"
            legal = "the probability follows from the leanings of all members"
            yield Finding(("bodies", ident, "passes"), found, legal, "take `passes` out, or the leanings")


def _check_quotas(path: Path, body: Body) -> Iterator[Finding]:
    known = list(body.members)
    if not known:
        return
    if body.quota is not None:
        total = sum(member.votes for member in body.members.values())
        yield from _check_quota((*path, "quota"), body.quota, total, "votes")
    for ident, majority in body.majorities.items():
        at: Path = (*path, "majorities", ident)
        for name, weight in majority.weights.items():
            if name not in known:
                legal = f"members: {', '.join(known)}"
                yield Finding((*at, "weights", name), f"'{name}' is not a member", legal, closest(name, known))
            elif weight < 0:
                yield Finding((*at, "weights", name), f"the weight {weight:g} is below 0", "a weight is 0 or more")
        missing = [name for name in known if majority.weights and name not in majority.weights]
        if missing:
            legal = "a further majority has a weight for every member, or for none"
            yield Finding((*at, "weights"), f"no weight for {', '.join(missing)}", legal)
        if majority.blocked_by is not None and majority.blocked_by > len(known):
            found = f"it takes {majority.blocked_by:g} members to block, and there are {len(known)}"
            yield Finding((*at, "blocked_by"), found, "then nobody could block")
        total = sum(majority.weights.values()) if majority.weights else float(len(known))
        yield from _check_quota((*at, "quota"), majority.quota, total, "" if majority.weights else "members")
    unruled = not is_ruled(body) and body.passes is None
    if unruled and all(voter.leaning is not None for voter in voters_of(body)):
        found = "every member leans, but nothing says how many must vote yes"
        yield Finding(path, found, "", "give it a `quota`")


def _check_quota(at: Path, quota: float, total: float, unit: str) -> Iterator[Finding]:
    if quota > total + _SLACK:
        found = f"the quota {quota:g} is over the {f'{total:g} {unit}'.strip()} that all members have"
        if unit == "members":
            found = f"the quota {quota:g} is over the {total:g} members that there are"
        yield Finding(at, found, "a quota is at most the sum of all votes" if unit == "votes" else "")


def _check_leanings(path: Path, body: Body) -> Iterator[Finding]:
    leanings = {
        path: leaning_of(body),
        **{(*path, "members", name): leaning_of(member) for name, member in body.members.items()},
        **{(*path, "blocs", name): leaning_of(bloc) for name, bloc in body.blocs.items()},
    }
    for at, leaning in leanings.items():
        if leaning is None:
            continue
        yes, abstain, no = leaning
        total = sum(part.middle for part in leaning if part is not None)
        if total > 1 + _SLACK:
            found = f"yes, abstain and no add up to {100 * total:.10g}%"
            yield Finding(at, found, "they add up to 100% at most")
        elif yes is None and no is None:
            found = "it says how likely an abstention is, and no more"
            yield Finding(at, found, "", "say how likely a yes is too, or a no")
        elif abstain is not None and yes is not None and no is not None and yes.high + abstain.high + no.high == 0:
            yield Finding(at, "yes, abstain and no are all 0%", "one of the three happens")
