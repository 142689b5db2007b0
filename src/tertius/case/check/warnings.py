"""Shapes of a case that are legal, but that a reader of its results must know about."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.beliefs import unspoken
from tertius.case.check.unused import idle_findings, listed
from tertius.case.check.warning_texts import SHAPES
from tertius.case.findings import Finding
from tertius.case.groups import warn_groups
from tertius.case.model import Case


def warnings_of(case: Case) -> Iterator[Finding]:
    """Yield the warnings on a valid case."""
    yield from _sources_in_one_talk(case)
    twins = _twins(case)
    for second, first in twins.items():
        yield SHAPES["same parties"].at(("talks", second), talk=first)
    yield from _cycles(case, [talk for talk in case.talks if talk not in twins])
    yield from _idle_talks(case)
    yield from _small_stances(case)
    yield from idle_findings(case)
    yield from warn_groups(case)
    for ident, belief in case.beliefs.items():
        others = unspoken(case, belief)
        if others:
            yield SHAPES["half a group"].at(("beliefs", ident), number=belief.about, others=listed(others))
    if case.curvature == 1:
        yield SHAPES["linear"].at(("curvature",))


def _sources_in_one_talk(case: Case) -> Iterator[Finding]:
    for ident, need in case.needs.items():
        by_talk: dict[str, list[str]] = {}
        for issue, cover in need.covered_by.items():
            talk = case.talk_of(issue)
            if talk is not None and cover.share.high > 0:
                by_talk.setdefault(talk, []).append(issue)
        for talk, issues in by_talk.items():
            if len(issues) > 1:
                all_of_them = "both" if len(issues) == 2 else "all"
                words = " and ".join(issues) if len(issues) == 2 else ", ".join(issues)
                path = ("needs", ident, "covered_by")
                yield SHAPES["two sources"].at(path, issues=words, all_of_them=all_of_them, talk=talk)


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
        yield SHAPES["circle"].at(("talks", first), number=len(cycle) // 2, actors=listed(sorted(members)))


def _idle_talks(case: Case) -> Iterator[Finding]:
    """Yield the talks about nothing, and those at which nobody has anything at stake."""
    for ident, talk in case.talks.items():
        if not talk.issues:
            yield SHAPES["no issues"].at(("talks", ident))
        wanted = {issue for party in talk.parties for issue in case.stances.get(party, {})}
        needed = {issue for need in case.needs.values() if need.actor in talk.parties for issue in need.covered_by}
        if talk.issues and (wanted | needed).isdisjoint(talk.issues):
            yield SHAPES["nothing at stake"].at(("talks", ident))


def _small_stances(case: Case) -> Iterator[Finding]:
    """Yield stances that seem to be written as fractions, on a scale of 0 to 100."""
    for actor, stances in case.stances.items():
        for issue, stance in stances.items():
            numbers = {"position": stance.position, "salience": stance.salience}
            small = all(one.low >= 0 and one.high <= 1 and not one.percent for one in numbers.values())
            on_whole_scale = issue in case.issues and case.issues[issue].scale == (0, 100)
            if on_whole_scale and small and any(one.high > 0 for one in numbers.values()):
                yield SHAPES["fractions"].at(("stances", actor, issue), **numbers)
