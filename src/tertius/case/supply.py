"""Who supplies an issue to whom."""

from __future__ import annotations

from tertius.case.model import Case

__all__ = ["supplier_of", "supplies_of"]


def supplier_of(case: Case, issue: str, actor: str) -> str:
    """Whose good an issue is for an actor: the named supplier, else the other party of a two-party talk, else no one.

    No one is the empty text.
    """
    named = case.issues[issue].supplier
    if named is not None:
        return named
    talk = case.talk_of(issue)
    others = [] if talk is None else [party for party in case.talks[talk].parties if party != actor]
    return others[0] if talk is not None and len(others) == 1 and actor in case.talks[talk].parties else ""


def supplies_of(case: Case) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What every actor supplies to the needs of another: (supplier, actor in need) -> (need, issue) pairs."""
    supplies: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for ident, need in case.needs.items():
        for issue in need.covered_by:
            supplier = supplier_of(case, issue, need.actor)
            if supplier not in ("", need.actor):
                supplies.setdefault((supplier, need.actor), []).append((ident, issue))
    return supplies
