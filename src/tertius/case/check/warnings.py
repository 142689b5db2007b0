"""Shapes of a case that are legal, but that a reader of its results must know about."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.beliefs import unspoken
from tertius.case.check.circles import circles, neighbours_of
from tertius.case.check.hollow import hollow_findings
from tertius.case.check.talks.promises import idle_promises
from tertius.case.check.talks.tables import idle_terms
from tertius.case.check.unused import idle_findings, listed
from tertius.case.check.warning_texts import SHAPES
from tertius.case.findings import Finding
from tertius.case.groups import warn_groups
from tertius.case.labels import words_of
from tertius.case.model import Case, Stance
from tertius.case.parse.origin import Path, nearest

LONGEST_ANSWER = 35
"""Words, of all that answers the question of a case: what can be said in one breath."""

FAR_ABOVE = 10
"""A salience from which on fractions beside it are asked about."""


def warnings_of(case: Case) -> Iterator[Finding]:
    """Yield the warnings on a valid case."""
    for ident, need in case.needs.items():
        talk_of = {issue: case.talk_of(issue) for issue, cover in need.covered_by.items() if cover.share.high > 0}
        for talk in dict.fromkeys(talk_of.values()):
            issues = [issue for issue in talk_of if talk_of[issue] == talk]
            if talk is not None and len(issues) > 1:
                words = {"issues": " and ".join(issues), "all_of_them": "both"}
                if len(issues) > 2:
                    words = {"issues": ", ".join(issues), "all_of_them": "all"}
                yield SHAPES["two sources"].at(("needs", ident, "covered_by"), talk=talk, **words)
    yield from _members(case)
    yield from _talks(case)
    yield from _small_stances(case)
    yield from _small_saliences(case)
    yield from hollow_findings(case)
    yield from idle_terms(case)
    yield from idle_promises(case)
    yield from idle_findings(case)
    yield from warn_groups(case)
    for ident, belief in case.beliefs.items():
        others = unspoken(case, belief)
        if others:
            yield SHAPES["half a group"].at(("beliefs", ident), number=belief.about, others=listed(others))
    yield from _promises(case)
    yield from _events(case)
    yield from _answers(case)
    if case.curvature == 1:
        yield SHAPES["linear"].at(("curvature",))


def _talks(case: Case) -> Iterator[Finding]:
    """Yield talks with the same parties, circles of talks (twins counted once), and talks about nothing."""
    first: dict[frozenset[str], str] = {}
    for ident, talk in case.talks.items():
        twin = first.setdefault(frozenset(talk.parties), ident)
        if twin != ident:
            yield SHAPES["same parties"].at(("talks", ident), talk=twin)
    talks = list(first.values())
    seats = ((("talk", ident), ("actor", party)) for ident in talks for party in case.talks[ident].parties)
    for cycle in circles(neighbours_of(seats)):
        members = [case.name(name) for kind, name in cycle if kind == "actor"]
        earliest = min((name for kind, name in cycle if kind == "talk"), key=talks.index)
        yield SHAPES["circle"].at(("talks", earliest), number=len(cycle) // 2, actors=listed(sorted(members)))
    for ident, talk in case.talks.items():
        if not talk.issues:
            yield SHAPES["no issues"].at(("talks", ident))
        wanted = {issue for party in talk.parties for issue in case.stances.get(party, {})}
        needed = {issue for need in case.needs.values() if need.actor in talk.parties for issue in need.covered_by}
        if talk.issues and (wanted | needed).isdisjoint(talk.issues):
            yield SHAPES["nothing at stake"].at(("talks", ident))


def _promises(case: Case) -> Iterator[Finding]:
    """Yield promises of a veto that leave a measure as likely as its body says, or make it likelier."""
    for ident, move in case.moves.items():
        promise = move.promise_veto
        stated = None if promise is None or promise.body not in case.bodies else case.bodies[promise.body].passes
        if promise is not None and stated is not None and promise.passes.low >= stated.high:
            at: Path = ("bodies", promise.body, "passes")
            words = {"promised": words_of(at, promise.passes), "stated": words_of(at, stated)}
            yield SHAPES["empty promise"].at(("moves", ident, "promise_veto", "passes"), **words)


def _events(case: Case) -> Iterator[Finding]:
    """Yield claims on events, on either side, of which the case has none."""
    for ident, claim in case.claims.items():
        test = claim.events
        if test is None:
            continue
        sides = {"kind": (test.kind, test.actors, test.host), "before": (test.before, test.others, None)}
        for side, (kind, actors, host) in sides.items():
            if not any(event.is_of(kind, actors, host) for event in case.events.values()):
                who = f" of {listed(actors)}" if actors else ""
                who += f" at the place of {host}" if host else ""
                yield SHAPES["no such events"].at(("claims", ident, "events", side), kind=kind, who=who)


def _answers(case: Case) -> Iterator[Finding]:
    """Yield answers to a question that nobody has asked, and answers that are too long to be said in one go."""
    if case.answered_by and not case.question:
        yield SHAPES["answer without question"].at(("answered_by",))
    longest = sum(
        max(len((says or "").split()) for says in (one.holds, one.fails, one.depends)) for one in case.answered_by
    )
    if longest > LONGEST_ANSWER:
        yield SHAPES["long answer"].at(("answered_by",), words=longest, most=LONGEST_ANSWER)


def _members(case: Case) -> Iterator[Finding]:
    """Yield members that may be actors whose ids have a slip; an actor that is a member itself is not meant."""
    for ident, body in case.bodies.items():
        others = [actor for actor in case.actors if actor not in body.members]
        for name, member in body.members.items() if body.like is None else ():
            near = nearest(name, others, cutoff=0.8)
            if name not in case.actors and not member.name and near:
                yield SHAPES["near an actor"].at(("bodies", ident, "members", name), member=name, near=near)


def _small_stances(case: Case) -> Iterator[Finding]:
    """Yield stances that seem to be written as fractions, on a scale of 0 to 100."""
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            if _is_small(case, issue, stance):
                numbers = {"position": stance.position, "salience": stance.salience}
                yield SHAPES["fractions"].at(("stances", actor, issue), **numbers)


def _is_small(case: Case, issue: str, stance: Stance) -> bool:
    """Whether position and salience of a stance go from 0 to 1, on a scale of 0 to 100."""
    numbers = (stance.position, stance.salience)
    small = all(one.low >= 0 and one.high <= 1 and not one.percent for one in numbers)
    return issue in case.issues and case.issues[issue].scale == (0, 100) and small and any(n.high > 0 for n in numbers)


def _small_saliences(case: Case) -> Iterator[Finding]:
    """Yield saliences that seem to be fractions beside others that are not: 0.5 for 50.

    A whole 1 is one only if most others are far above it; a fraction if any is.
    """
    stances = [(a, i, one.salience) for a, own in case.stances.items() for i, one in own.items()]
    plain = [(actor, issue, one) for actor, issue, one in stances if not one.percent]
    ordered = sorted(one.middle for _, _, one in plain)
    if not ordered or ordered[-1] < FAR_ABOVE:
        return
    middle = ordered[len(ordered) // 2]
    for actor, issue, one in plain:
        whole = one.low.is_integer() and one.high.is_integer()
        told = _is_small(case, issue, case.stances[actor][issue])
        if not told and one.low >= 0 and 0 < one.high <= 1 and (not whole or middle >= FAR_ABOVE):
            peers = [other.middle for _, on, other in plain if on == issue and other is not one]
            names = {"salience": one, "meant": one.scaled(100), "most": f"{max(peers or ordered):g}"}
            yield SHAPES["fraction of salience"].at(("stances", actor, issue, "salience"), **names)
