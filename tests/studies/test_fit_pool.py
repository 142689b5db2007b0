"""The script that fits the pool: it finds the least CRPS, and the parameters that ship are those that it finds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tertius.analysis.decide.cuts import GRID
from tertius.analysis.decide.parameters import PARTS, pool_parameters
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
    return script.Cuts(tables, script.UNFITTED)


def test_the_score_is_the_crps_of_the_pool(script: Any, tmp_path: Path) -> None:
    tables = deu_tables(read_deu(made_folder(tmp_path))[0])
    cuts = script.Cuts(tables, pool_parameters())
    found = cuts.crps(np.array([pool_parameters().weights[name] for name in PARTS]), EVERY)
    for table, score in zip(tables, found, strict=True):
        columns = (table.positions, table.saliences, table.capabilities)
        pooled = pool_decision(*columns, roles=table.roles, votes=table.votes)
        whole = crps_of_sample([100 * GRID], [table.outcome], [pooled.chances])[0]
        assert score == pytest.approx(whole, abs=1e-6)


def test_no_other_weights_score_better(script: Any, material: Any) -> None:
    b = material.fit(EVERY, 0.01)

    def loss(point: Any) -> float:
        return float(material.crps(point, EVERY).mean() + 0.01 * (point**2).sum())

    rng = np.random.default_rng(1)
    near = (np.maximum(b + rng.normal(0, step, len(b)), 0) for step in (1e-3, 0.1, 1.0) for _ in range(20))
    assert all(loss(b) <= loss(point) + 1e-9 for point in near)


def test_a_strong_ridge_says_nothing_but_even_odds(material: Any) -> None:
    assert material.fit(EVERY, 1e6) == pytest.approx(np.zeros(len(PARTS)), abs=1e-3)


def test_cross_validation_is_harsher_than_the_fit(script: Any, material: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "REPEATS", 1)
    monkeypatch.setattr(script, "FOLDS", 3)
    fitted = material.crps(material.fit(EVERY, 0.01), EVERY).mean()
    assert material.score(material.cross_validated(0.01), EVERY).mean() > fitted


def test_a_proposal_is_never_scored_by_weights_that_have_seen_it(script: Any, material: Any) -> None:
    for rest, out in material.folds():
        assert not set(material.groups[rest]) & set(material.groups[out])


@pytest.mark.data
def test_what_ships_is_what_the_script_fits(script: Any, data: Path) -> None:
    fitted, shipped = script.fitted(deu_tables(read_deu(data)[0])), pool_parameters()
    assert fitted.weights == pytest.approx(dict(shipped.weights), abs=2e-3)
    assert (fitted.fitted_on, fitted.exponent, fitted.rounds) == (shipped.fitted_on, shipped.exponent, shipped.rounds)
    assert fitted.quota == shipped.quota
    for name, ends in fitted.seen.items():
        assert ends == pytest.approx(shipped.seen[name], abs=1e-3)
