"""Random voting bodies: several majorities, vetoes, blocs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tertius.case.entries import Body
from tertius.voting.assembly import Assembly

__all__ = ["assemblies", "leaning_bodies"]


@st.composite
def assemblies(draw: Any, most: int = 6) -> Assembly:
    """A body whose quotas can be met."""
    n, majorities = draw(st.integers(1, most)), draw(st.integers(1, 2))
    columns = [draw(st.lists(st.integers(0, 9), min_size=n, max_size=n).filter(any)) for _ in range(majorities)]
    quotas = [draw(st.integers(1, sum(column))) for column in columns]
    weights = [[min(value, quota) for value in column] for column, quota in zip(columns, quotas, strict=True)]
    veto = draw(st.lists(st.sampled_from([False, False, True]), min_size=n, max_size=n))
    names = tuple(f"m{member}" for member in range(n))
    return Assembly(names, tuple(zip(*weights, strict=True)), tuple(quotas), tuple(veto))


@st.composite
def leaning_bodies(draw: Any) -> Body:
    """A body of four or five whose members all lean, two of them in a bloc or not."""
    names = [f"m{member}" for member in range(draw(st.integers(4, 5)))]
    shares = st.integers(0, 100).map(lambda share: share / 100)

    def leaning() -> dict[str, float]:
        yes = draw(shares)
        return {"yes": yes, "abstain": (1 - yes) * draw(shares)}

    votes = draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)).filter(any))
    bloc = draw(st.sampled_from([[], ["m0", "m2"], ["m1", "m3"]]))
    members = {
        name: {"weight": weight, **({} if name in bloc else leaning())}
        for name, weight in zip(names, votes, strict=True)
    }
    return Body.model_validate(
        {
            "members": members,
            "quota": draw(st.integers(1, sum(votes))),
            "majorities": draw(st.sampled_from([{}, {"members": 2}])),
            "vetoes": draw(st.lists(st.sampled_from(names), unique=True, max_size=2)),
            "blocs": {"pair": {"members": bloc, **leaning()}} if bloc else {},
        }
    )
