"""A number along its range: the same as settling each point, and thresholds with both their sides."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.analysis.forecast import find_thresholds
from tertius.analysis.seek import sweep
from tertius.rules import chosen_theory
from tertius.scenarios.brackets import halve
from tests.analysis.forecast.hanging import HEIGHT, bridge

WEST = "stances.west.height.position"


def test_a_threshold_has_both_its_sides() -> None:
    found = sweep(bridge(), WEST)
    [tick] = found.ticks
    assert (tick.talk, tick.appears) == ("crossing", True)
    assert tick.value == pytest.approx(HEIGHT, abs=0.02)
    assert tick.above - tick.below < 100 / 40 / 2**11
    sides = [tertius.settle(tertius.fix(bridge(), {tuple(WEST.split(".")): at})) for at in (tick.below, tick.above)]
    assert [one.agreements["crossing"] for one in sides] == [False, True]


def test_it_finds_the_thresholds_that_sensitivity_finds_within_the_range() -> None:
    [known] = [one for one in find_thresholds(bridge(), chosen_theory(bridge())) if one.input.path == WEST]
    [tick] = sweep(bridge(), WEST).ticks
    assert known.value == pytest.approx(tick.value, abs=0.3)
    assert known.appears == tick.appears


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("two-patrons", "needs.goods.weight"),
        ("two-patrons", "talks.with-first.without_agreement.first-supply.level"),
        ("ec-emission-1994", "stances.uk.delay.capability"),
    ],
)
def test_every_point_is_the_settlement_of_the_case_with_that_number(name: str, path: str) -> None:
    case = tertius.load(name)
    found = sweep(case, path, 7)
    assert len(found.points) in (7, 8)
    for place, value in enumerate(found.points):
        settled = tertius.settle(tertius.fix(case, {tuple(path.split(".")): value}))
        for issue in case.issues:
            at = found.outputs[f"level:{issue}"][place]
            assert at == pytest.approx(settled.levels[issue], abs=1e-3), (value, issue)
        for talk in case.talks:
            assert found.outputs[f"agreement:{talk}"][place] == settled.agreements[talk]


def test_the_middle_is_among_the_points_and_ends_can_be_given() -> None:
    found = sweep(bridge(), WEST, 5, over=(30, 57))
    assert found.now in found.points
    assert (found.points[0], found.points[-1]) == (30, 57)
    assert found.own == (20, 80)
    assert list(found.to_frame().columns) == list(found.outputs)


def test_a_number_may_be_named_in_the_words_of_the_case() -> None:
    assert sweep(bridge(), sweep(bridge(), WEST, 2).label, 2).path == WEST


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("stances.west", 41, None), "several numbers stand under"),
        (("stances.wets.height.position", 41, None), "did you mean"),
        ((WEST, 1, None), "2 to 1,001"),
        ((WEST, 41, "heigth"), "did you mean 'height'"),
    ],
)
def test_a_mistake_is_told_with_what_is_right(asked: tuple[str, int, str | None], says: str) -> None:
    with pytest.raises(tertius.UsageError, match=says):
        sweep(bridge(), *asked)


def test_halving_keeps_it_not_so_on_one_side_and_so_on_the_other() -> None:
    edges = np.array([0.3, -2.0, 7.5])
    short, there = halve(edges - np.array([1.0, 0.5, 3.0]), edges + 1.0, lambda at, rows: at >= edges[rows], 20)
    assert (short < edges).all()
    assert (there >= edges).all()
    assert (there - short < 1e-5).all()
