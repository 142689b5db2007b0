"""Fits the pool of decisions on the issues of DEU, train and dev together, and writes its parameters.

    .venv/bin/python validation/fit_pool.py [folder of the data] [src/tertius/analysis/decide/decision_pool.json]

The weights b of the parts of every cut t are fitted by

    min over b >= 0 of  mean over issues of CRPS(F, outcome) + RIDGE sum_k b_k^2,    F(t) = sigma(sum_k b_k z_k(t))

Nothing is drawn at random but the folds of the cross-validation, which are whole proposals, from SEED. `--tune` prints
what other settings would score.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tertius.analysis.decide.cuts import GRID, below_cuts, cuts_of, features_of
from tertius.analysis.decide.parameters import PARTS, PoolParameters
from tertius.analysis.decide.pool import tables_of
from tertius.studies import DeuIssue, read_deu
from tertius.studies.deu_tables import INSTITUTION, DecidedTable, deu_tables

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

PAGE = Path(__file__).parents[1] / "src" / "tertius" / "analysis" / "decide" / "decision_pool.json"
SEED, FOLDS, REPEATS = 1, 10, 5
RIDGE = 0.1
QUOTA = 62 / 87
"""Of the treaties until 2004; the later ones are as large, to two percent."""
UNFITTED = PoolParameters(
    fitted_on="",
    weights=dict.fromkeys(PARTS, 0.5),
    exponent=0.5,
    rounds=3,
    challenge_exponents=(0.5, 1.0),
    quota=round(QUOTA, 4),
    seen={},
)


class Cuts:
    """What speaks for a decision below every cut of many issues, and the score of weights.

    CRPS_i(b) = sum over the cuts of (F(t) - 1{outcome below t})^2, in points of the scale from 0 to 100

    An outcome between two levels lies in a cell of the grid, of which the share above it counts.
    """

    def __init__(self, tables: Sequence[DecidedTable], parameters: PoolParameters, voted: bool = True) -> None:
        outcomes = np.array([table.outcome for table in tables])
        self.parts = np.concatenate([_cuts(table, parameters, voted) for table in tables])
        self.above = np.clip(100 * GRID[None, 1:] - outcomes[:, None], 0, 1)
        self.groups = np.unique([table.proposal for table in tables], return_inverse=True)[1]

    def crps(self, b: Floats, at: Places) -> Floats:
        """The score of each issue."""
        return self.score(below_cuts(self.parts[at], b), at)

    def score(self, below: Floats, at: Places) -> Floats:
        """The score of (T, N - 1) probabilities of what is below the cuts."""
        above = self.above[at]
        return np.asarray((below**2 - 2 * below * above + above).sum(axis=1))

    def fit(self, at: Places, ridge: float = RIDGE, use: Sequence[str] = PARTS) -> Floats:
        """The weights that score best on these issues."""
        bounds = [(0.0, None if name in use else 0.0) for name in PARTS]

        def loss(b: Floats) -> tuple[float, Floats]:
            below = below_cuts(self.parts[at], b)
            slope = 2 * (below - self.above[at]) * below * (1 - below)
            gradient = np.einsum("in,ikn->k", slope, self.parts[at]) / len(at)
            return float(self.score(below, at).mean() + ridge * (b**2).sum()), gradient + 2 * ridge * b

        start = np.array([0.5 if name in use else 0.0 for name in PARTS])
        return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", tol=1e-12).x)

    def folds(self) -> list[tuple[Places, Places]]:
        """Issues to fit on and issues left out, in turn: whole proposals, several times over."""
        rng, found = np.random.default_rng(SEED), []
        for _ in range(REPEATS):
            fold_of = rng.permutation(self.groups.max() + 1)[self.groups] % FOLDS
            found += [(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)) for fold in range(FOLDS)]
        return found

    def cross_validated(self, ridge: float = RIDGE, use: Sequence[str] = PARTS) -> Floats:
        """(T, N - 1) what is below the cuts, of every issue by weights that were fitted without its proposal.

        The mean over the repeats: each is a forecast that is as good as the others.
        """
        below = np.zeros(self.above.shape)
        for rest, out in self.folds():
            below[out] += below_cuts(self.parts[out], self.fit(rest, ridge, use)) / REPEATS
        return below


def _cuts(table: DecidedTable, parameters: PoolParameters, voted: bool) -> Floats:
    rows = (table.positions[None], table.saliences[None], table.capabilities[None])
    one = tables_of(*rows, table.roles, table.votes if voted else None, None, (0.0, 100.0))
    return cuts_of(one, features_of(one, parameters.exponent), parameters)


def _seen(tables: Sequence[DecidedTable], exponent: float) -> dict[str, tuple[float, float]]:
    """Between which values the features of these tables lie."""
    values: dict[str, list[float]] = {"actors": [], "spread": [], "largest_share": []}
    for table in tables:
        rows = (table.positions[None], table.saliences[None], table.capabilities[None])
        features = features_of(tables_of(*rows, table.roles, None, None, (0.0, 100.0)), exponent)
        values["actors"].append(float((features.weights > 0).sum()))
        values["spread"].append(round(float(features.spreads[0]), 4))
        values["largest_share"].append(round(float(features.weights.max()), 4))
    return {name: (min(found), max(found)) for name, found in values.items()}


def places(tables: Sequence[DecidedTable], split: str) -> Places:
    """Which tables are in a part of the study."""
    return np.flatnonzero([table.split == split for table in tables])


def fitted(tables: Sequence[DecidedTable]) -> PoolParameters:
    """The parameters, from all issues."""
    b = Cuts(tables, UNFITTED).fit(np.arange(len(tables)))
    proposals = len({table.proposal for table in tables})
    return replace(
        UNFITTED,
        fitted_on=f"the {len(tables)} issues of {proposals} proposals of DEU III that are marked train or dev",
        weights={name: round(float(weight), 4) for name, weight in zip(PARTS, b, strict=True)},
        seen=_seen(tables, UNFITTED.exponent),
    )


def tune(issues: Sequence[DeuIssue]) -> None:
    """Prints what other settings would score, cross-validated by proposal."""
    for change in [{}, *_changes()]:
        print(f"{change or 'as chosen'}: {tried(issues, **change):.2f}", flush=True)


def tried(
    issues: Sequence[DeuIssue],
    without: str = "",
    ridge: float = RIDGE,
    institution: float = INSTITUTION,
    voted: bool = True,
    **settings: Any,
) -> float:
    """Mean CRPS with other settings, cross-validated by proposal."""
    cuts = Cuts(deu_tables(issues, institution), replace(UNFITTED, **settings), voted)
    use = [name for name in PARTS if name != without]
    return float(cuts.score(cuts.cross_validated(ridge, use), np.arange(len(cuts.above))).mean())


def _changes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"without": name} for name in PARTS] + [{"voted": False}]
    for name, values in {
        "ridge": (0.0, 0.03, 0.3, 1.0),
        "exponent": (0.25, 0.75, 1.0),
        "rounds": (1, 10),
        "challenge_exponents": ((1.0,), (0.0, 0.5, 1.0)),
        "institution": (0.1, 0.2),
    }.items():
        found += [{name: value} for value in values]
    return found


def main() -> None:
    """Fits and writes."""
    ask = argparse.ArgumentParser(description="Fits the pool of decisions on the issues of DEU.")
    ask.add_argument("folder", nargs="?", default=os.environ.get("TERTIUS_DATA", "../shared/data"))
    ask.add_argument("file", nargs="?", type=Path, default=PAGE)
    ask.add_argument("--tune", action="store_true", help="print what other settings would score, and write nothing")
    asked = ask.parse_args()
    issues, _ = read_deu(asked.folder)
    if asked.tune:
        tune(issues)
        return
    parameters = fitted(deu_tables(issues))
    asked.file.write_text(json.dumps(parameters.to_dict(), indent=2) + "\n", "utf-8", newline="\n")
    print(json.dumps(parameters.weights, indent=2), file=sys.stderr)


if __name__ == "__main__":
    main()
