"""The curve that was measured on recorded talks: known answers, the intercept moved, the fit on the raw talks."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tertius.kinds import known_rates
from tertius.rules.measured.curve import INTERCEPT, INTERCEPT_ENDS, RATE, SLOPE, SLOPE_ENDS, TALKS, measured_chance
from tests.rules.measured.recorded import fitted, hope_of, read_talks


@pytest.mark.parametrize(("k", "percent"), [(0.4, 38), (0.5, 54), (0.6, 70), (0.8, 89)])
def test_known_answers(k: float, percent: int) -> None:
    assert round(100 * float(measured_chance(k))) == percent


def test_any_shape_and_nothing_where_there_is_no_share() -> None:
    chances = measured_chance([[0.0, 1.0], [math.nan, 0.5]])
    assert chances.shape == (2, 2)
    assert math.isnan(chances[1, 0])
    assert np.all(np.diff(measured_chance(np.linspace(0, 1, 50))) > 0)


def test_its_own_base_rate_moves_nothing() -> None:
    assert float(measured_chance(0.65, RATE)) == pytest.approx(float(measured_chance(0.65)), abs=1e-15)
    assert known_rates()["lab"].rate == RATE


@pytest.mark.parametrize("kind", ["crisis", "trade-agreement", "council-draft"])
def test_the_intercept_moves_by_the_difference_of_the_logits(kind: str) -> None:
    base = known_rates()[kind].rate
    moved, plain = float(measured_chance(0.65, base)), float(measured_chance(0.65))
    odds = moved / (1 - moved) / (plain / (1 - plain))
    assert odds == pytest.approx(base / (1 - base) / (RATE / (1 - RATE)))
    assert (moved > plain) == (base > RATE)


def test_the_figures_lie_within_their_intervals() -> None:
    assert INTERCEPT_ENDS[0] < INTERCEPT < INTERCEPT_ENDS[1]
    assert SLOPE_ENDS[0] < SLOPE < SLOPE_ENDS[1]


TALK = "<input> 1 4 4 1 1 2 </input> <dialogue> THEM: hi <eos> </dialogue> <output> {} </output> <partner_input> {}\n"
OTHER = "1 0 4 2 1 2 </partner_input>"
DEAL = "item0=1 item1=3 item2=0 item0=0 item1=1 item2=1"


def test_a_recorded_talk_is_read_with_what_became_of_it(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text(
        TALK.format(DEAL, OTHER) + TALK.format("<disagree> " * 6, OTHER) + TALK.format("<no_agreement> " * 6, OTHER)
    )
    talks = read_talks(tmp_path / "data.txt")
    assert [talk.deal for talk in talks] == [True, False, False]
    assert talks[0].counts == (1, 4, 1)
    assert talks[0].values == ((4, 1, 2), (0, 2, 2))


def test_the_share_of_a_recorded_talk_is_that_of_its_best_division() -> None:
    """Two things, worth 10 to one and to the other, apart: each gets all. Alike: 6 and 4 of 10, the worse-off 4."""
    assert hope_of((1, 1), ((10, 0), (0, 10))) == 1.0
    assert hope_of((1, 1), ((6, 4), (6, 4))) == pytest.approx(0.4)


def test_the_fit_finds_a_curve_that_made_the_talks() -> None:
    rng = np.random.default_rng(1)
    k = rng.uniform(0.2, 1.0, 100_000)
    intercept, slope = fitted(k, rng.random(len(k)) < measured_chance(k))
    assert intercept == pytest.approx(INTERCEPT, abs=0.15)
    assert slope == pytest.approx(SLOPE, abs=0.25)


@pytest.mark.data
def test_the_curve_is_that_of_the_raw_talks(data: Path) -> None:
    """Skipped where the folder lacks them: the raw talks have terms of their own."""
    raw = next(iter([*data.glob("**/negotiate/data.txt"), *data.glob("**/deal*/data.txt")]), None)
    if raw is None:
        pytest.skip("the recorded talks of Lewis et al. (2017) are not in the outside data")
    talks = [talk for talk in read_talks(raw) if hope_of(talk.counts, talk.values) > 0]
    assert len(talks) == TALKS
    hopes = np.array([hope_of(talk.counts, talk.values) for talk in talks])
    intercept, slope = fitted(hopes, np.array([talk.deal for talk in talks]))
    assert INTERCEPT_ENDS[0] < intercept < INTERCEPT_ENDS[1]
    assert SLOPE_ENDS[0] < slope < SLOPE_ENDS[1]
