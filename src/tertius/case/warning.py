"""Shapes of a case that are legal, but that a reader of its results must know about."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.findings import Finding
from tertius.case.model import Case, Stance

__all__ = ["warnings_of"]


def warnings_of(case: Case) -> Iterator[Finding]:
    """Yield the warnings on a valid case."""
    yield from _sources_in_one_talk(case)
    twins = _twins(case)
    for second, first in twins.items():
        found = f"it has the same parties as '{first}'"
        suggestion = "talks between the same parties belong together: put their issues at one table"
        yield Finding(("talks", second), found, "", suggestion)
    yield from _cycles(case, [talk for talk in case.talks if talk not in twins])
    yield from _idle_talks(case)
    yield from _small_stances(case)
    yield from _uncovered_needs(case)
    if case.curvature == 1:
        found = "with curvature 1 the best levels need not be unique"
        suggestion = "the levels nearest to the references are reported"
        yield Finding(("curvature",), found, "", suggestion)


def _uncovered_needs(case: Case) -> Iterator[Finding]:
    """Needs whose weight changes nothing: no issue covers any part of them."""
    for ident, need in case.needs.items():
        if not any(cover.share.high > 0 for cover in need.covered_by.values()):
            suggestion = "name the issues that cover it under `covered_by`, or leave it out"
            yield Finding(
                ("needs", ident, "weight"), "nobody covers this need, so its weight changes nothing", "", suggestion
            )


def _sources_in_one_talk(case: Case) -> Iterator[Finding]:
    for ident, need in case.needs.items():
        by_talk: dict[str, list[str]] = {}
        for issue in need.covered_by:
            talk = case.talk_of(issue)
            if talk is not None:
                by_talk.setdefault(talk, []).append(issue)
        for talk, issues in by_talk.items():
            if len(issues) > 1:
                found = f"{' and '.join(issues)} cover this need and are both in the talk '{talk}'"
                if len(issues) > 2:
                    found = f"{', '.join(issues)} cover this need and are all in the talk '{talk}'"
                suggestion = "such a talk can have several best deals: merge the issues, or look at the alternatives"
                yield Finding(("needs", ident, "covered_by"), found, "", suggestion)


def _twins(case: Case) -> dict[str, str]:
    """Return the talks whose parties an earlier talk has too, with that talk."""
    first: dict[frozenset[str], str] = {}
    twins: dict[str, str] = {}
    for ident, talk in case.talks.items():
        earlier = first.setdefault(frozenset(talk.parties), ident)
        if earlier != ident:
            twins[ident] = earlier
    return twins


def _cycles(case: Case, talks: list[str]) -> Iterator[Finding]:
    """Yield the cycles in the graph of talks and their parties, twins counted once."""
    import networkx as nx

    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for talk in talks:
        graph.add_edges_from((("talk", talk), ("actor", party)) for party in case.talks[talk].parties)
    for cycle in nx.cycle_basis(graph):
        members = [case.name(name) for kind, name in cycle if kind == "actor"]
        first = min((name for kind, name in cycle if kind == "talk"), key=talks.index)
        found = f"it is one of {len(cycle) // 2} talks that go round in a circle: {_listed(sorted(members))}"
        suggestion = "who gains from a better alternative is not certain beforehand in such a circle"
        yield Finding(("talks", first), found, "", suggestion)


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _idle_talks(case: Case) -> Iterator[Finding]:
    """Yield the talks about nothing, and those at which nobody has anything at stake."""
    for ident, talk in case.talks.items():
        if not talk.issues:
            suggestion = "list its issues under `without_agreement`, or leave the talk out"
            yield Finding(("talks", ident), "it has no issues, so there is nothing to agree on", "", suggestion)
        elif not any(_at_stake(case, party, talk.issues) for party in talk.parties):
            suggestion = "give its parties stances or needs on its issues"
            yield Finding(("talks", ident), "nobody at this table has anything at stake", "", suggestion)


def _at_stake(case: Case, actor: str, issues: tuple[str, ...]) -> bool:
    needs = [need for need in case.needs.values() if need.actor == actor]
    return any(name in case.stances.get(actor, {}) or any(name in need.covered_by for need in needs) for name in issues)


def _small_stances(case: Case) -> Iterator[Finding]:
    """Yield stances that seem to be written as fractions, on a scale of 0 to 100."""
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            if issue in case.issues and case.issues[issue].scale == (0, 100) and _as_fraction(stance):
                found = f"position {stance.position} and salience {stance.salience}, as on a scale from 0 to 1?"
                yield Finding(("stances", actor, issue), found, "", "both run from 0 to 100 here")


def _as_fraction(stance: Stance) -> bool:
    parts = (stance.position, stance.salience)
    small = all(part.low >= 0 and part.high <= 1 and not part.percent for part in parts)
    return small and any(part.high > 0 for part in parts)
