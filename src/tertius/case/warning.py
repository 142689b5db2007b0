"""Shapes of a case that are legal, but that a reader of its results must know about."""

from __future__ import annotations

from collections.abc import Iterator

from tertius.case.findings import Finding
from tertius.case.model import Case

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
    if case.curvature == 1:
        found = "with curvature 1 the best levels need not be unique"
        suggestion = "the levels nearest to the references are reported"
        yield Finding(("curvature",), found, "", suggestion)


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
        start = min((i for i, node in enumerate(cycle) if node[0] == "talk"), key=lambda i: talks.index(cycle[i][1]))
        around = [*cycle[start:], *cycle[:start], cycle[start]]
        names = " - ".join(name for _, name in around)
        found = f"it closes a cycle of talks and parties: {names}"
        suggestion = "laws of leverage that hold in trees of talks are only tendencies here"
        yield Finding(("talks", around[0][1]), found, "", suggestion)
