"""P(deal) of random talks against the slow reference: every type a case of its own, loops over a fine grid."""

from __future__ import annotations

import pytest

import tertius
from tertius.rules.bargaining.chances import types
from tests.reference.slow_chances import chances_slowly
from tests.rules.bargaining.chances.private_talks import private_case

TYPES, LONG = 16, pytest.mark.long


@pytest.fixture(autouse=True)
def few_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few types that loops over them end."""
    for name in ("TYPES", "LEAST"):
        monkeypatch.setattr(types, name, TYPES)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=LONG) for seed in (2, 3, 4))])
def test_chances_are_those_of_the_slow_reference(seed: int) -> None:
    agree(seed, ("renegotiate", "hold")[seed % 2], None)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=LONG) for seed in (0, 4, 5))])
def test_with_a_demand_and_words_that_may_be_broken_too(seed: int) -> None:
    agree(seed, ("renegotiate", "hold")[seed % 2], 1)


def agree(seed: int, rule: str, demanding: int | None) -> None:
    case = private_case(seed, demanding, demands=demanding is not None)
    told = tertius.settle(case, rule=rule).chances["main"]
    assert told.reason == ""
    slow = chances_slowly(case, "main", rule, types.how_many(2, 1.0))
    found = {"zone": told.zone, "floor": told.floor, "offer": told.offer}
    assert found == pytest.approx({name: getattr(slow, name) for name in found}, abs=0.005)
