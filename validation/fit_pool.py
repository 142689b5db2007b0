"""Fits the pool of decisions on the issues of `train`, and writes its parameters.

    .venv/bin/python validation/fit_pool.py [folder of the data] [src/tertius/analysis/decide/decision_pool.json]

The shares p of the ingredients are the softmax of z, fitted by

    min over z of  mean over issues of CRPS(sum_k p_k P_k, outcome) + RIDGE sum_k z_k^2

which pulls them towards equal shares; for a mixture of distributions on a grid the CRPS is a quadratic form of the
shares, so this is exact and quick. The ridge, the widths of the kernels, the exponent and the number of rounds were
chosen with `--tune`, by cross-validation inside `train` (folds of whole proposals) beside the score on `dev`.
Nothing is drawn at random but the folds, from SEED.
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

from tertius.analysis.decide.ingredients import GRID, features_of, ingredients_of
from tertius.analysis.decide.parameters import INGREDIENTS, PoolParameters, Widths
from tertius.analysis.decide.pool import tables_of
from tertius.studies import DeuIssue, read_deu
from tertius.studies.deu_tables import INSTITUTION, DecidedTable, deu_tables

Floats = NDArray[np.float64]

PAGE = Path(__file__).parents[1] / "src" / "tertius" / "analysis" / "decide" / "decision_pool.json"
SEED, FOLDS, REPEATS = 1, 10, 5
RIDGE = 0.03
UNFITTED = PoolParameters(
    fitted_on="",
    weights=dict.fromkeys(INGREDIENTS, 1 / len(INGREDIENTS)),
    exponent=0.5,
    rounds=3,
    challenge_exponents=(0.5, 1.0),
    widths=Widths(level=0.01, mean=0.4, mean_least=0.02),
    seen={},
)


class Material:
    """The ingredients of many issues, as the quadratic forms that the CRPS is made of.

    CRPS_i(p) = p'Q_i p - 2 b_i'p + c_i, in points of the scale from 0 to 100
    """

    def __init__(self, tables: Sequence[DecidedTable], parameters: PoolParameters) -> None:
        outcomes = np.array([table.outcome for table in tables])
        parts = [_ingredients(table, parameters) for table in tables]
        cdf = np.cumsum(np.stack([chances for chances, _ in parts]), axis=2)[:, :, :-1]
        # The outcome may lie inside a cell of the grid: the share of the cell that is above it counts.
        above = np.clip(100 * GRID[None, 1:] - outcomes[:, None], 0, 1)
        self.there = np.stack([there for _, there in parts])
        self.quadratic = np.einsum("ikn,iln->ikl", cdf, cdf)
        self.linear = np.einsum("ikn,in->ik", cdf, above)
        self.constant = above.sum(axis=1)
        self.groups = np.unique([table.proposal for table in tables], return_inverse=True)[1]

    def shares(self, z: Floats, use: NDArray[np.bool_], at: NDArray[np.intp]) -> Floats:
        """The shares of those ingredients that are there and used."""
        raw = np.where(self.there[at] & use, np.exp(z - z.max()), 0.0)
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    def crps(self, z: Floats, use: NDArray[np.bool_], at: NDArray[np.intp]) -> Floats:
        """The score of each issue."""
        p = self.shares(z, use, at)
        return np.asarray(
            np.einsum("ik,ikl,il->i", p, self.quadratic[at], p) - 2 * (self.linear[at] * p).sum(1) + self.constant[at]
        )

    def fit(self, use: NDArray[np.bool_], at: NDArray[np.intp], ridge: float) -> Floats:
        """The z of the shares that score best on these issues."""

        def loss(z: Floats) -> tuple[float, Floats]:
            p = self.shares(z, use, at)
            slope = 2 * (np.einsum("ikl,il->ik", self.quadratic[at], p) - self.linear[at])
            gradient = (p * (slope - (p * slope).sum(axis=1, keepdims=True))).mean(axis=0)
            return float(self.crps(z, use, at).mean() + ridge * (z**2).sum()), gradient + 2 * ridge * z

        return np.asarray(minimize(loss, np.zeros(len(use)), jac=True, method="L-BFGS-B", tol=1e-12).x)

    def cross_validated(self, use: NDArray[np.bool_], at: NDArray[np.intp], ridge: float) -> Floats:
        """The score of each issue by shares that were fitted without its proposal."""
        rng, total = np.random.default_rng(SEED), np.zeros(len(at))
        for _ in range(REPEATS):
            folds = rng.permutation(self.groups.max() + 1)[self.groups[at]] % FOLDS
            for fold in range(FOLDS):
                out = folds == fold
                total[out] += self.crps(self.fit(use, at[~out], ridge), use, at[out])
        return total / REPEATS


def _ingredients(table: DecidedTable, parameters: PoolParameters) -> tuple[Floats, NDArray[np.bool_]]:
    rows = (table.positions[None], table.saliences[None], table.capabilities[None])
    reference = None if table.reference is None else [table.reference]
    one = tables_of(*rows, reference, table.roles, (0.0, 100.0))
    chances, there = ingredients_of(one, features_of(one, parameters.exponent), parameters)
    return chances[0], there[0]


def _seen(tables: Sequence[DecidedTable], exponent: float) -> dict[str, tuple[float, float]]:
    """Between which values the features of these tables lie."""
    values: dict[str, list[float]] = {"actors": [], "spread": [], "largest_share": []}
    for table in tables:
        rows = (table.positions[None], table.saliences[None], table.capabilities[None])
        features = features_of(tables_of(*rows, None, table.roles, (0.0, 100.0)), exponent)
        values["actors"].append(float((features.weights > 0).sum()))
        values["spread"].append(round(float(features.spreads[0]), 4))
        values["largest_share"].append(round(float(features.weights.max()), 4))
    return {name: (min(found), max(found)) for name, found in values.items()}


ALL = np.ones(len(INGREDIENTS), np.bool_)


def places(tables: Sequence[DecidedTable], split: str) -> NDArray[np.intp]:
    """Which tables are in a part of the study."""
    return np.flatnonzero([table.split == split for table in tables])


def fitted(tables: Sequence[DecidedTable]) -> PoolParameters:
    """The parameters, from the issues of `train`."""
    train = [table for table in tables if table.split == "train"]
    material = Material(train, UNFITTED)
    at = np.arange(len(train))
    z = material.fit(ALL, at, RIDGE)
    shares = np.exp(z) / np.exp(z).sum()
    proposals = len({table.proposal for table in train})
    return replace(
        UNFITTED,
        fitted_on=f"the {len(train)} issues of {proposals} proposals of DEU III that are marked train",
        weights={name: round(float(share), 4) for name, share in zip(INGREDIENTS, shares, strict=True)},
        seen=_seen(train, UNFITTED.exponent),
    )


def tune(issues: Sequence[DeuIssue]) -> None:
    """Prints what other settings would score, by cross-validation inside `train` and on `dev`."""
    for change in [{}, *_changes()]:
        crossed, on_dev = tried(issues, **change)
        print(f"{change or 'as chosen'}: {crossed:.2f} cross-validated on train, {on_dev:.2f} on dev", flush=True)


def tried(
    issues: Sequence[DeuIssue],
    without: Sequence[str] = (),
    ridge: float = RIDGE,
    institution: float = INSTITUTION,
    **settings: Any,
) -> tuple[float, float]:
    """Mean CRPS with other settings: cross-validated inside `train`, and on `dev` by the fit to `train`."""
    tables = deu_tables(issues, institution)
    widths = {name: value for name, value in settings.items() if name in Widths.__dataclass_fields__}
    others: dict[str, Any] = {name: value for name, value in settings.items() if name not in widths}
    material = Material(tables, replace(UNFITTED, widths=replace(UNFITTED.widths, **widths), **others))
    use = np.array([name not in without for name in INGREDIENTS])
    train, dev = places(tables, "train"), places(tables, "dev")
    crossed = material.cross_validated(use, train, ridge)
    return float(crossed.mean()), float(material.crps(material.fit(use, train, ridge), use, dev).mean())


def _changes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"without": (name,)} for name in INGREDIENTS]
    for name, values in {
        "ridge": (0.003, 0.01, 0.1, 0.3),
        "exponent": (0.25, 0.75, 1.0),
        "rounds": (1, 10),
        "challenge_exponents": ((1.0,), (0.0, 0.5, 1.0)),
        "institution": (0.1, 0.2),
        "level": (0.005, 0.03, 0.06),
        "mean": (0.3, 0.5),
    }.items():
        found += [{name: value} for value in values]
    return found


def main() -> None:
    """Fits and writes."""
    ask = argparse.ArgumentParser(description="Fits the pool of decisions on the issues of DEU marked train.")
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
