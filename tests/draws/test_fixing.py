"""A case with its numbers made certain."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case import check_case, read_text
from tertius.case.files.write import yaml_of
from tertius.draws import draw_at, fix, uncertain_of
from tertius.draws.uncertain import middles_of
from tertius.rules.bargaining.network import network_of

GALLERY = tertius.gallery()


@pytest.mark.parametrize("case", GALLERY, ids=lambda case: case.case)
def test_a_draw_of_a_case_is_a_case_without_uncertain_numbers(case: tertius.Case) -> None:
    before = yaml_of(case)
    values = draw_at(case, 7, 3)
    fixed = fix(case, values)
    assert yaml_of(case) == before
    assert fixed.origin is case.origin
    assert uncertain_of(fixed) == ()
    assert check_case(fixed) == []
    assert read_text(yaml_of(fixed)) == fixed
    assert fixed == case or values
    again = fix(fix(case, values), middles_of(uncertain_of(case)))
    assert again == fix(case, middles_of(uncertain_of(case)))


@pytest.mark.parametrize("case", GALLERY, ids=lambda case: case.case)
def test_all_middles_settle_as_the_case_does(case: tertius.Case) -> None:
    fixed = fix(case, middles_of(uncertain_of(case)))
    for ours, theirs in zip(network_of(fixed).numbers, network_of(case).numbers, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_only_what_is_named_changes() -> None:
    case = tertius.load("korea-2019")
    first, *rest = uncertain_of(case)
    fixed = fix(case, {first.path: first.quantity.low})
    assert [number.path for number in uncertain_of(fixed)] == [number.path for number in rest]
    assert fixed.stances is case.stances


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("stances.usa.nothing.salience", 5, "there is no number at 'stances.usa.nothing.salience'"),
        ("talks.us-dprk.parties", 5, "there is no number at 'talks.us-dprk.parties'"),
        ("links.china-backs-dprk.probability", 25, "cannot be 25: a probability is between 0 and 1, or 0% and 100%"),
        ("stances.usa.denuclearisation.salience", float("nan"), "cannot be nan: a salience is 0 to 100"),
        ("stances.usa.denuclearisation.position", 101, "cannot be 101: its scale goes from 0 to 100"),
    ],
)
def test_what_cannot_be_fixed(path: str, value: float, said: str) -> None:
    with pytest.raises(tertius.UsageError, match=said.replace("(", r"\(")):
        fix(tertius.load("korea-2019"), {tuple(path.split(".")): value})


def test_a_drift_can_be_fixed_at_any_number() -> None:
    case = tertius.load("nile-dam-2020")
    path = ("talks", "dam", "without_agreement", "filling", "drift")
    assert fix(case, {path: -3.5}).talks["dam"].without_agreement["filling"].drift.middle == -3.5
