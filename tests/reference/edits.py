"""A case edited by hand, part by part, for tests that ask what something is worth."""

from __future__ import annotations

from collections.abc import Collection

from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity

__all__ = ["without_commitments", "without_cover", "without_talks"]


def without_talks(case: Case, talks: Collection[str]) -> Case:
    """The case in which these talks were never tabled: their issues stand at the reference."""
    references = {issue: case.reference(issue) for talk in talks for issue in case.talks[talk].issues}
    issues = {
        name: issue.model_copy(update={"level": Quantity(references[name], references[name])})
        if name in references
        else issue
        for name, issue in case.issues.items()
    }
    return case.model_copy(
        update={
            "issues": issues,
            "talks": {name: talk for name, talk in case.talks.items() if name not in talks},
            "links": {n: one for n, one in case.links.items() if not {one.if_fails, one.then_falls} & set(talks)},
            "threats": {n: one for n, one in case.threats.items() if one.if_fails not in talks},
        }
    )


def without_commitments(case: Case, names: Collection[str]) -> Case:
    """The case without these links and threats."""
    return case.model_copy(
        update={
            "links": {name: link for name, link in case.links.items() if name not in names},
            "threats": {name: threat for name, threat in case.threats.items() if name not in names},
        }
    )


def without_cover(case: Case, actor: str, issues: Collection[str]) -> Case:
    """The case in which these issues cover none of the actor's needs."""
    needs = {
        name: need
        if need.actor != actor
        else need.model_copy(
            update={"covered_by": {issue: one for issue, one in need.covered_by.items() if issue not in issues}}
        )
        for name, need in case.needs.items()
    }
    return case.model_copy(update={"needs": needs})
