"""The script that fits the pool: it finds the least CRPS, and the parameters that ship are those that it finds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tertius.analysis.decide.ingredients import GRID
from tertius.analysis.decide.parameters import INGREDIENTS, pool_parameters
from tertius.analysis.decide.pool import pool_decision
from tertius.scores.crps import crps_of_sample
from tertius.studies import read_deu
from tertius.studies.deu_tables import deu_tables
from tests.house.files import ROOT
from tests.studies.deu_made import SMALL, made_folder

EVERY = np.arange(SMALL)


@pytest.fixture(scope="module")
def script() -> Any:
    sys.path.insert(0, str(ROOT / "validation"))
    try:
        import fit_pool
    finally:
        sys.path.pop(0)
    return fit_pool


@pytest.fixture(scope="module")
def material(script: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    tables = deu_tables(read_deu(made_folder(tmp_path_factory.mktemp("deu")))[0])
    return script.Material(tables, script.UNFITTED)


def test_the_quadratic_form_is_the_crps_of_the_mixture(script: Any, tmp_path: Path) -> None:
    tables = deu_tables(read_deu(made_folder(tmp_path))[0])
    material = script.Material(tables, pool_parameters())
    z = np.log([pool_parameters().weights[name] for name in INGREDIENTS])
    found = material.crps(z, script.ALL, EVERY)
    for table, score in zip(tables, found, strict=True):
        columns = (table.positions, table.saliences, table.capabilities)
        pooled = pool_decision(*columns, reference=table.reference, roles=table.roles)
        whole = crps_of_sample([100 * GRID], [table.outcome], [pooled.chances])[0]
        assert score == pytest.approx(whole, abs=1e-6)


def test_no_other_shares_score_better(script: Any, material: Any) -> None:
    z = material.fit(script.ALL, EVERY, 0.01)

    def loss(point: Any) -> float:
        return float(material.crps(point, script.ALL, EVERY).mean() + 0.01 * (point**2).sum())

    rng = np.random.default_rng(1)
    assert all(loss(z) <= loss(z + rng.normal(0, step, len(z))) for step in (1e-3, 0.1, 1.0) for _ in range(20))


def test_a_strong_ridge_gives_equal_shares(script: Any, material: Any) -> None:
    assert material.fit(script.ALL, EVERY, 1e6) == pytest.approx(np.zeros(len(INGREDIENTS)), abs=1e-3)


def test_cross_validation_is_harsher_than_the_fit(script: Any, material: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "REPEATS", 1)
    monkeypatch.setattr(script, "FOLDS", 3)
    fitted = material.crps(material.fit(script.ALL, EVERY, 0.01), script.ALL, EVERY).mean()
    assert material.cross_validated(script.ALL, EVERY, 0.01).mean() > fitted


@pytest.mark.data
def test_what_ships_is_what_the_script_fits(script: Any, data: Path) -> None:
    fitted, shipped = script.fitted(deu_tables(read_deu(data)[0])), pool_parameters()
    assert fitted.weights == pytest.approx(dict(shipped.weights), abs=2e-3)
    assert (fitted.fitted_on, fitted.exponent, fitted.rounds) == (shipped.fitted_on, shipped.exponent, shipped.rounds)
    assert fitted.widths == shipped.widths
    for name, ends in fitted.seen.items():
        assert ends == pytest.approx(shipped.seen[name], abs=1e-3)
