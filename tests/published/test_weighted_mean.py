"""Known answers for `weighted-mean`: the published table, hand-worked means, and laws of a mean."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.weighted_mean import weighted_mean
from tests.conftest import ROOT


def test_the_emission_standards() -> None:
    """Worked by hand from the published table (no mean was printed with it): sum c s x = 5.003, sum c s = 0.677."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"))
    assert settlement.rule == "weighted-mean"
    assert settlement.levels["delay"] == pytest.approx(5.003 / 0.677, abs=1e-9)
    assert 7.38 < settlement.levels["delay"] < 7.40
    assert settlement.payoffs["denmark"] == pytest.approx(100 * (1 - ((5.003 / 0.677 - 4) / 6) ** 2), abs=1e-9)


def test_how_often_an_outcome_sits_at_an_end(data: Path) -> None:
    """The count that the page of the rule gives, from DEU III (doi:10.34810/data53)."""
    with (data / "deu3" / "issues.csv").open(encoding="utf-8") as file:
        outcomes = [float(row["out"]) for row in csv.DictReader(file)]
    page = " ".join((ROOT / "docs" / "models" / "weighted_mean.md").read_text("utf-8").split())
    told = re.search(r"of \[(\d+) controversial issues\].* (\d+) ended at an end of the scale", page)
    assert told is not None
    assert (int(told[1]), int(told[2])) == (len(outcomes), sum(outcome in (0, 100) for outcome in outcomes))


def test_by_hand() -> None:
    assert weighted_mean([0, 100], [50, 50], [1, 3]) == 75
    assert weighted_mean([0, 100], [100, 50], [1, 1]) == pytest.approx(100 / 3)
    with pytest.raises(ValueError, match="nobody"):
        weighted_mean([0, 100], [0, 50], [1, 0])


columns = st.lists(st.tuples(st.floats(-100, 100), st.floats(0.01, 100), st.floats(0.01, 100)), min_size=1, max_size=12)


@given(columns, st.floats(0.1, 10), st.floats(-5, 5))
def test_it_lies_between_the_positions_and_follows_the_scale(
    rows: list[tuple[float, float, float]], factor: float, shift: float
) -> None:
    positions, saliences, capabilities = (list(column) for column in zip(*rows, strict=True))
    level = weighted_mean(positions, saliences, capabilities)
    assert min(positions) - 1e-9 <= level <= max(positions) + 1e-9
    moved = weighted_mean([factor * x + shift for x in positions], saliences, [factor * c for c in capabilities])
    assert moved == pytest.approx(factor * level + shift, abs=1e-6)
