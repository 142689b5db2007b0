"""`challenge` against what was printed about the EC emission standards, and on tables at the edge.

Scholz, Calbert and Smith (2011) print medians and means by round and draw quadrant maps, whose points were read off
by eye to 0.05. The utilities and risk exponents of the first round are those of an independent computation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.challenge.challenge import Variant, challenge, dyads
from tertius.rules.decisions.weighted_median import weighted_median
from tertius.rules.settlement import Status

MEDIANS = (8.42, 9.61, 9.96, 9.96, 9.96, 7.47, 8.82, 9.67)
MEANS = (7.46, 7.55, 7.59, 7.36, 7.35, 7.41, 7.51, 7.57)
VARIANTS: tuple[Variant, ...] = ("printed", "code")


@pytest.fixture(scope="module")
def told(data: Path) -> dict[str, Any]:
    """The table, what was printed, and the independent computation."""
    file = data / "emission_1994" / "emission_eum_reference.json"
    return dict(json.loads(file.read_text("utf-8")))


def table(told: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions, saliences and capabilities."""
    x, s, c = (np.array([a[key] for a in told["actors"]]) for key in ("position", "salience", "capability"))
    return x, s, c


def test_the_first_round(told: dict[str, Any]) -> None:
    """Risk exponents and both expected utilities of every dyad, to 1e-6."""
    found, names = dyads(*table(told)), [actor["name"] for actor in told["actors"]]
    first = told["round1"]
    assert found.risk == pytest.approx([first["r"][name] for name in names], abs=1e-6)
    for matrix, key in ((found.own, "E_i_Uij"), (found.others, "E_i_Uji")):
        expected = [[first[key][i][j] for j in names] for i in names]
        assert np.abs(matrix - expected).max() < 1e-6


def test_the_rounds_of_the_independent_computation(told: dict[str, Any]) -> None:
    found = challenge(*table(told), rounds=len(told["rounds"]))
    for t, row in enumerate(told["rounds"], 1):
        assert found.positions[t] == pytest.approx(list(row["positions"].values()), abs=1e-6)
        names, before = [actor["name"] for actor in told["actors"]], found.positions[t - 1].tolist()
        moved = {names[i]: j for i, j in enumerate(found.movers[t - 1]) if j >= 0}
        named = {mover: names.index(challenger) for mover, _, challenger, *_ in row["moves"]}
        assert moved.keys() == named.keys()
        # Of equals at one place the other computation names the first of its table, and Tertius the strongest.
        assert [before[j] for j in moved.values()] == [before[named[name]] for name in moved]


def test_table_2(told: dict[str, Any]) -> None:
    """Within 0.07 of the printed medians but in round 2, where 9.61 stands against 9.9 and nobody knows why."""
    found, printed = challenge(*table(told), rounds=8), told["published_scholz_table2"]
    assert np.round(found.medians[1:], 2) == pytest.approx(MEDIANS, abs=0.011)
    assert np.round(found.means[1:], 2) == pytest.approx(MEANS, abs=0.011)
    apart = np.abs(found.medians[1:] - printed["median"])
    assert np.delete(apart, 1).max() < 0.08
    assert 0.28 < apart[1] < 0.30
    assert np.abs(found.means[1:] - printed["mean"]).max() < 0.08


def points(figure: dict[str, Any]) -> Iterator[tuple[str, list[float]]]:
    """The points of a figure; one is an outlier that the paper prints and no variant gives."""
    return ((name, point) for name, point in figure.items() if not name.endswith("_outlier_printed"))


@pytest.mark.parametrize(
    ("figure", "quo"),
    [("fig7_Belgium", 1.0), ("fig8_France", 1.0), ("fig9_Netherlands", 1.0), ("fig11_Netherlands_Q05", 0.5)],
)
def test_the_quadrant_maps(told: dict[str, Any], data: Path, figure: str, quo: float) -> None:
    drawn = json.loads((data / "emission_1994" / "scholz_figures_readoff.json").read_text("utf-8"))[figure]
    names = [actor["name"] for actor in told["actors"]]
    found, i = dyads(*table(told), quo=quo), names.index(figure.split("_")[1])
    for name, (across, up) in points(drawn):
        j = names.index(name)
        assert found.own[i, j] == pytest.approx(across, abs=0.06), name
        assert found.others[i, j] == pytest.approx(up, abs=0.06), name


def test_the_quadrant_map_that_others_see(told: dict[str, Any], data: Path) -> None:
    """Figure 10: across stands what the others expect of challenging Luxembourg, as they see it."""
    drawn = json.loads((data / "emission_1994" / "scholz_figures_readoff.json").read_text("utf-8"))
    names = [actor["name"] for actor in told["actors"]]
    found, i = dyads(*table(told)), names.index("Luxembourg")
    for name, (across, up) in points(drawn["fig10_Luxembourg_x_is_EjUji"]):
        j = names.index(name)
        assert found.own[j, i] == pytest.approx(across, abs=0.06), name
        assert found.others[i, j] == pytest.approx(up, abs=0.06), name


def test_the_gallery_ends_unsettled() -> None:
    """Ten rounds do not settle the emission standards, and the settlement says so."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="challenge")
    assert settlement.status is Status.LIMIT
    assert settlement.residual > 0
    assert 4 <= settlement.levels["delay"] <= 10


@pytest.mark.parametrize("variant", VARIANTS)
def test_tables_at_the_edge(variant: Variant) -> None:
    """Identical positions, two actors, ties and actors who do not care."""
    ones = np.ones(3)
    same = challenge(np.full(3, 7.0), ones, ones, variant)
    assert (same.status, same.medians.tolist(), len(same.kinds)) == (Status.SETTLED, [7.0], 0)
    two = challenge(np.array([0.0, 100]), np.array([0.9, 0.4]), np.array([3.0, 1]), variant)
    assert np.isfinite(two.positions).all()
    tied = challenge(np.array([0.0, 100]), np.ones(2), np.ones(2), variant)
    assert tied.medians[0] == 50
    careless = challenge(np.array([0.0, 50, 100]), np.array([0.0, 0.5, 0.0]), ones, variant)
    assert careless.medians[0] == 50
    with pytest.raises(ValueError, match="nobody"):
        challenge(np.array([0.0, 100]), np.zeros(2), np.ones(2), variant)


def test_what_it_refuses() -> None:
    x, ones = np.array([0.0, 100]), np.ones(2)
    for wrong in (lambda: challenge(x, 100 * ones, ones), lambda: challenge(x, ones, -ones)):
        with pytest.raises(ValueError, match="saliences from 0 to 1, capabilities 0 or more"):
            wrong()
    with pytest.raises(ValueError, match="no variant"):
        challenge(x, ones, ones, "other")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="rounds"):
        challenge(x, ones, ones, rounds=0)
    with pytest.raises(ValueError, match="one place"):
        dyads(ones, ones, ones)


rows = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10), st.integers(1, 10)), min_size=2, max_size=7)


@settings(deadline=None, max_examples=40)
@given(rows, st.sampled_from(VARIANTS))
def test_laws(rows: list[tuple[int, int, int]], variant: Variant) -> None:
    """Nobody leaves the range of the first positions, a move has a mover, and how it ended is true."""
    x, s, c = (np.array(column, float) for column in zip(*rows, strict=True))
    found = challenge(x, s / 10, c, variant, rounds=6)
    assert (found.positions >= x.min() - 1e-9).all()
    assert (found.positions <= x.max() + 1e-9).all()
    assert ((found.kinds > 0) == (found.movers >= 0)).all()
    moved = np.abs(np.diff(found.positions, axis=0)) > 1e-9
    assert (found.kinds[moved] > 0).all()
    if found.status is Status.SETTLED and len(found.kinds):
        assert not moved[-1].any()
    if found.status is Status.CYCLING:
        assert found.positions[-1] == pytest.approx(found.positions[found.returns_to], abs=1e-6)
    if found.status is Status.LIMIT:
        assert len(found.kinds) == 6
    assert found.medians == pytest.approx([weighted_median(row, c * s) for row in found.positions], abs=1e-9)
    doubled = challenge(2 * x + 3, s / 10, 5 * c, variant, rounds=1)
    assert doubled.risks == pytest.approx(challenge(x, s / 10, c, variant, rounds=1).risks, abs=1e-6)
