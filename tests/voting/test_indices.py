"""The power indices against the definitions, the exact ones against the floating ones, and both against laws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from tertius.case.entries import Body
from tertius.errors import LimitError, UsageError
from tertius.voting.assembly import Assembly, assembly_of, blockers
from tertius.voting.banzhaf import banzhaf, banzhaf_float, normalised
from tertius.voting.shapley_shubik import shapley_shubik, shapley_shubik_float
from tertius.voting.swings import swings_by_size
from tests.reference import bodies as slow
from tests.voting.bodies import assemblies


@settings(max_examples=60, deadline=None)
@given(assemblies())
def test_the_indices_are_those_of_the_definitions(body: Assembly) -> None:
    found = swings_by_size(body)
    members = range(len(body.members))
    assert [sum(row) for row in found] == [slow.swings(body, member) for member in members]
    assert shapley_shubik(found) == tuple(slow.shapley_shubik(body, member) for member in members)


@settings(max_examples=60, deadline=None)
@given(assemblies(most=12))
def test_floating_and_exact_indices_agree(body: Assembly) -> None:
    found = swings_by_size(body)
    exact, absolute = shapley_shubik(found), banzhaf(found)
    assert sum(exact) == 1
    assert sum(normalised(absolute)) == 1
    assert np.allclose(shapley_shubik_float(body), np.array(exact, dtype=float), rtol=0, atol=1e-12)
    assert np.allclose(banzhaf_float(body), np.array(absolute, dtype=float), rtol=0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(assemblies())
def test_who_can_block_is_who_is_in_every_winning_coalition(body: Assembly) -> None:
    everybody = set(range(len(body.members)))
    needed = tuple(name for member, name in enumerate(body.members) if not slow.wins(body, everybody - {member}))
    assert blockers(body) == needed


def test_190_members_by_quadrature_and_exactly() -> None:
    """All but one count the same, so that the exact indices of a large body are quick too."""
    votes = {f"m{member}": 1.0 for member in range(189)} | {"large": 12.0}
    body = assembly_of(Body.model_validate({"members": votes, "quota": 110}))
    exact = shapley_shubik(swings_by_size(body))
    assert sum(exact) == 1
    assert np.allclose(shapley_shubik_float(body), np.array(exact, dtype=float), rtol=0, atol=1e-13)


def test_190_members_with_weights_of_all_sizes() -> None:
    drawn = np.random.default_rng(7).integers(1, 30, 190)
    body = assembly_of(
        Body.model_validate(
            {"members": {f"m{k}": int(w) for k, w in enumerate(drawn)}, "quota": int(drawn.sum() * 0.7)}
        )
    )
    index = shapley_shubik_float(body)
    assert index.sum() == pytest.approx(1, abs=1e-12)
    order = np.argsort(drawn, kind="stable")
    assert np.all(np.diff(index[order]) >= -1e-15)


def test_weights_and_quotas_are_the_smallest_whole_numbers() -> None:
    body = Body.model_validate({"members": {"a": 0.5, "b": 1.5, "c": 10}, "quota": 2.5})
    assert assembly_of(body)[1:3] == (((1,), (3,), (5,)), (5,))


def test_what_cannot_be_counted_is_said() -> None:
    with pytest.raises(UsageError, match="has no `members`"):
        assembly_of(Body.model_validate({"quota": 1}))
    with pytest.raises(UsageError, match="does not say how many must vote yes"):
        assembly_of(Body.model_validate({"name": "Club", "members": ["a"]}))
    fine = Body.model_validate({"members": {"a": 1.0000001, "b": 2.3333337}, "quota": 3.1})
    with pytest.raises(LimitError, match="round the weights"):
        swings_by_size(assembly_of(fine))


def test_a_dummy_has_no_power_and_a_dictator_all() -> None:
    body = assembly_of(Body.model_validate({"members": {"a": 5, "b": 1, "c": 1}, "quota": 5}))
    assert shapley_shubik(swings_by_size(body)) == (Fraction(1), Fraction(0), Fraction(0))
