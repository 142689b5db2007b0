"""Known answers for `spatial`: the positions that KTAB itself prints, turn by turn, for two tables."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.rules.decisions.spatial.spatial import Options, Turns, spatial
from tertius.rules.decisions.stances import stances_on
from tertius.rules.decisions.weighted_median import weighted_median

TABLES = ("SOE-Pol-Comp", "dummyData_3Dim")
PRINTED = 0.005 + 1e-9
"""KTAB prints two decimals, and its bargains have no more, so that nothing but its own rounding may differ."""


def played(data: Path, name: str, **told: object) -> Turns:
    case = tertius.load_table(data / "ktab" / f"{name}.csv", as_of="2024-01-01")
    stances = [[own[issue] for issue in case.issues] for own in case.stances.values()]
    return spatial(
        np.array([[stance.position.middle for stance in row] for row in stances]),
        np.array([[stance.salience.middle / 100 for stance in row] for row in stances]),
        np.array([row[0].capability.middle if row[0].capability else 0 for row in stances]),
        **told,  # type: ignore[arg-type]
    )


def told(data: Path, name: str) -> np.ndarray:
    """(T + 1, N, K) the positions that KTAB prints, the actors in the order of its table."""
    with (data / "ktab" / f"{name}.csv").open(encoding="utf-8") as file:
        actors = [row[0].strip() for row in list(csv.reader(file))[2:] if row]
    with (data / "ktab" / f"{name}.positions.csv").open(encoding="utf-8") as file:
        rows = [
            (int(r["Turn_t"]), actors.index(r["Name"]), int(r["Dim_k"]), r["Pos_Coord"]) for r in csv.DictReader(file)
        ]
    positions = np.full(np.max([row[:3] for row in rows], axis=0) + 1, np.nan)
    for turn, actor, issue, at in rows:
        positions[turn, actor, issue] = float(at)
    return positions


@pytest.mark.parametrize("name", TABLES)
def test_every_turn_is_that_of_ktab(data: Path, name: str) -> None:
    turns, printed = played(data, name), told(data, name)
    assert turns.status is tertius.Status.SETTLED
    assert turns.positions.shape == printed.shape
    assert np.abs(turns.positions - printed).max(axis=(1, 2)) == pytest.approx(0, abs=PRINTED)


def test_the_rule_is_the_function(data: Path) -> None:
    case = tertius.load_table(data / "ktab" / "dummyData_3Dim.csv", as_of="2024-01-01")
    turns = played(data, "dummyData_3Dim")
    settlement = tertius.settle(case, rule="spatial")
    assert settlement.status is tertius.Status.SETTLED
    for k, issue in enumerate(case.issues):
        assert settlement.levels[issue] in turns.positions[-1][:, k]


def test_what_the_rounding_does(data: Path) -> None:
    """Regression, our own numbers: without rounding the first table is somewhere else from the fourth turn on."""
    exact = played(data, "SOE-Pol-Comp", steps=0).positions
    apart = np.abs(exact[:7] - played(data, "SOE-Pol-Comp").positions[:7]).max(axis=(1, 2))
    assert apart.round(1).tolist() == [0, 0, 0.6, 0.3, 6.9, 27.9, 39.3]


SPREAD = {
    "SOE-Pol-Comp": [(38.7, 29.1, 44.0), (30.8, 28.5, 47.1)],
    "dummyData_3Dim": [(78.6, 69.0, 82.4), (34.4, 31.7, 51.8), (74.1, 13.4, 75.2)],
}


@pytest.mark.parametrize("name", TABLES)
def test_the_spread_over_single_options_is_that_of_the_page(data: Path, name: str) -> None:
    """Regression, our own numbers: default, lowest and highest level of each issue."""
    case = tertius.load_table(data / "ktab" / f"{name}.csv", as_of="2024-01-01")
    weights = [stances_on(case, issue).capability * stances_on(case, issue).salience for issue in case.issues]
    levels = []
    single = [{key: word} for key, words in Options.legal().items() for word in words]
    for told in [{}, *single]:
        options = Options(**told)  # type: ignore[arg-type]
        last = played(data, name, options=options).positions[-1]
        levels.append([weighted_median(last[:, k], w) for k, w in enumerate(weights)])
    found = np.array([levels[0], np.min(levels, axis=0), np.max(levels, axis=0)]).T
    assert found == pytest.approx(np.array(SPREAD[name]), abs=0.051)
