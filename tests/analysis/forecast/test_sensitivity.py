"""Indices on functions with known ones, tornado and thresholds against settlements of the fixed case."""

from __future__ import annotations

import json

import numpy as np
import pytest
from numpy.typing import NDArray

import tertius
from tertius.analysis.forecast import Sensitivity, find_sensitivity, find_thresholds, tornado
from tertius.draws import quantile, sample, uncertain_of
from tertius.rules import chosen_theory
from tests.analysis.forecast.hanging import GROUPED, HEIGHT, WEST, bridge, function, three_numbers

Floats = NDArray[np.float64]


def ishigami(values: Floats) -> Floats:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on -pi to pi: Ishigami and Homma (1990)."""
    x = np.pi * (values / 50 - 1)
    found: Floats = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


def row(found: Sensitivity, output: str = "level:height") -> int:
    return found.outputs.index(output)


def test_ishigamis_function_has_the_indices_that_are_printed_for_it() -> None:
    """Closed forms: Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, with a = 7 and b = 0.1."""
    found = find_sensitivity(three_numbers(), function(ishigami), base=4096)
    assert found.first[row(found)] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert found.total[row(found)] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert found.variance[row(found)] == pytest.approx(13.8446, rel=0.02)
    assert np.all(found.first_error < 0.1)


def test_the_errors_cover_what_is_known() -> None:
    """Half of a 95 percent interval: the six indices of each of twelve seeds are within it nearly always."""
    known = np.array([[0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]])
    within = []
    for seed in range(1, 13):
        found = find_sensitivity(three_numbers(), function(ishigami), base=256, seed=seed)
        off = np.abs(np.array([found.first[row(found)], found.total[row(found)]]) - known)
        within.append(off <= [found.first_error[row(found)], found.total_error[row(found)]])
    assert np.mean(within) > 0.85


def test_a_sum_has_shares_by_variance_that_add_up_to_1() -> None:
    found = find_sensitivity(three_numbers(), function(lambda values: values @ [3.0, 2.0, 1.0]), base=2048)
    assert found.first[row(found)] == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)
    assert found.total[row(found)] == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)
    assert found.first[row(found)].sum() == pytest.approx(1, abs=0.01)
    [first, second, third] = [one.path for one, _, _ in found.ranking("level:height")]
    assert [first, second, third] == [f"stances.{actor}.height.salience" for actor in ("east", "west", "pilots")]


def test_what_nothing_depends_on_has_0() -> None:
    found = find_sensitivity(three_numbers(), function(lambda values: values[:, 0] * values[:, 1]), base=64)
    assert found.first[row(found), 2] == 0
    assert found.total[row(found), 2] == 0


def test_what_does_not_move_is_no_output() -> None:
    found = find_sensitivity(three_numbers(), function(ishigami), base=16)
    assert found.outputs == ("level:height", "payoff:east", "payoff:west")
    still = find_sensitivity(three_numbers(), function(lambda values: np.full(len(values), 7.0)), base=16)
    assert still.outputs == ()
    assert still.first.shape == (0, 3)


def test_indices_of_a_real_case_agree_with_bins_of_random_draws() -> None:
    """First order as the variance of the means of 20 bins, from draws of another kind."""
    case = bridge()
    theory, uncertain = chosen_theory(case), uncertain_of(case)
    found = find_sensitivity(case, theory, base=1024)
    values = sample(case, 0, 20_000, 5, "random")
    levels = theory.settle_many(case, [number.path for number in uncertain], values).levels[:, 0]
    for one in found.inputs:
        order = np.argsort(values[:, [number.path for number in uncertain].index(one.numbers[0].path)])
        means = levels[order].reshape(20, -1).mean(axis=1)
        share = means.var() / levels.var()
        assert found.first[row(found), one.dimension] == pytest.approx(share, abs=0.04)
    assert found.first[row(found)].max() > 0.5


def test_an_outsiders_salience_touches_its_own_payoff_alone() -> None:
    found = find_sensitivity(bridge(), chosen_theory(bridge()), base=32)
    pilots = [one.path for one in found.inputs].index("stances.pilots.height.salience")
    touched = [output for o, output in enumerate(found.outputs) if found.total[o, pilots] > 0]
    assert touched == ["payoff:pilots"]


@pytest.mark.parametrize("more", ["", GROUPED])
def test_the_ends_of_the_tornado_are_settlements_of_the_fixed_case(more: str) -> None:
    case = bridge(more)
    uncertain = uncertain_of(case)
    bars = tornado(case, chosen_theory(case))
    assert len(bars) == (3 if more else 4)
    for bar in bars:
        for end, told in ((0.1, bar.low), (0.9, bar.high)):
            values = {}
            for number in uncertain:
                u = end if number in bar.input.numbers else 0.5
                place = np.array([1 - u if number.reversed else u])
                values[number.path] = float(quantile(number.quantity, place)[0])
            settled = tertius.settle(tertius.fix(case, values))
            assert told["level:height"] == pytest.approx(settled.levels["height"], abs=1e-3)
            assert told["agreement:crossing"] == settled.agreements["crossing"]
            assert told["payoff:pilots"] == pytest.approx(settled.payoffs["pilots"], abs=1e-3)


def test_a_threshold_is_where_it_must_be_and_settling_on_either_side_says_so() -> None:
    case = bridge()
    [found] = find_thresholds(case, chosen_theory(case))
    assert (found.talk, found.input.numbers[0].path, found.appears) == ("crossing", WEST, True)
    assert found.value == pytest.approx(HEIGHT, abs=0.1)
    for step, agreed in ((-0.5, False), (0.5, True)):
        assert tertius.settle(tertius.fix(case, {WEST: found.value + step})).agreements["crossing"] is agreed


def test_the_threshold_of_a_group_is_told_of_its_first_number_and_turned_round_if_that_runs_against() -> None:
    case = bridge(GROUPED, ('"40 to 60, likely 45"', "40 to 60"))
    [found] = find_thresholds(case, chosen_theory(case))
    first = found.input.numbers[0]
    assert (first.path[1], first.reversed, found.input.path) == ("east", True, "groups.mood")
    assert found.value == pytest.approx(50, abs=0.1)
    assert not found.appears
    for step, agreed in ((-0.5, True), (0.5, False)):
        u = (60 - found.value - step) / 20
        values = {first.path: found.value + step, WEST: 20 + 60 * u}
        assert tertius.settle(tertius.fix(case, values)).agreements["crossing"] is agreed


def test_every_crossing_of_a_range_is_found() -> None:
    """Agreement from 30 to 70 of one number: it appears at 30 and disappears at 70."""
    theory = function(ishigami, lambda values: (values[:, 1] > 30) & (values[:, 1] < 70))
    found = find_thresholds(three_numbers(), theory)
    assert [(one.input.numbers[0].path[1], one.appears) for one in found] == [("west", True), ("west", False)]
    assert [one.value for one in found] == pytest.approx([30, 70], abs=0.03)


def test_the_same_bits_on_one_thread_and_on_two() -> None:
    case = bridge()
    one, two = (tertius.sensitivity(case, base=32, threads=threads) for threads in (1, 2))
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    other = tertius.sensitivity(case, base=32, seed=2)
    assert json.dumps(other.to_dict()) != json.dumps(one.to_dict())


def test_a_quick_look_has_no_indices() -> None:
    case = bridge()
    quick = tertius.sensitivity(case, quick=True)
    assert quick.sensitivity is None
    assert [quick.moves(output) for output in quick.outputs] == [True, True]
    whole = tertius.sensitivity(case, base=16)
    assert quick.tornado == whole.tornado
    assert quick.thresholds == whole.thresholds


@pytest.mark.parametrize("base", [0, 1, 3, 100, -4, 2**21])
def test_the_base_is_a_power_of_two(base: int) -> None:
    with pytest.raises(tertius.UsageError, match=f"a base of {base}: take a power of two"):
        find_sensitivity(three_numbers(), function(ishigami), base=base)


def test_without_a_range_there_is_nothing_to_find() -> None:
    case = tertius.load("two-patrons")
    for ask in (find_sensitivity, tornado, find_thresholds):
        with pytest.raises(tertius.UsageError, match="no number of two-patrons is uncertain"):
            ask(case, chosen_theory(case))


def test_seeds_and_threads_are_whole_numbers() -> None:
    with pytest.raises(tertius.UsageError, match="the seed is -1"):
        find_sensitivity(three_numbers(), function(ishigami), seed=-1)
    with pytest.raises(tertius.UsageError, match="0 threads"):
        tornado(three_numbers(), function(ishigami), threads=0)


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    find_sensitivity(
        three_numbers(), function(ishigami), base=256, progress=lambda done, whole: told.append((done, whole))
    )
    assert told[-1] == (1280, 1280)
    assert [done for done, _ in told] == [512, 1024, 1280]


def test_settlements_that_did_not_come_to_rest_are_counted() -> None:
    found = find_sensitivity(three_numbers(), function(ishigami, settled=False), base=16)
    assert found.unsettled == found.settlements == 80


def test_the_table_has_a_row_for_every_output_and_input() -> None:
    found = find_sensitivity(three_numbers(), function(ishigami), base=16)
    frame = found.to_frame()
    assert len(frame) == 9
    assert frame.loc[("level:height", "stances.west.height.salience"), "total"] == found.total[0, 1]
    assert "stances.west.height.salience" in found._repr_html_()
