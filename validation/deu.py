"""Writes the tables of docs/validation.md and docs/models/pool.md from the data of DEU.

    .venv/bin/python validation/deu.py [folder of the data]

Nothing of the data goes into the pages, only scores.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fit_pool import PARTS, REPEATS, UNFITTED, Cuts, places
from mixture import INGREDIENTS, RIDGE, Material
from tertius.analysis.decide.cuts import below_cuts
from tertius.analysis.decide.parameters import pool_parameters
from tertius.analysis.decide.pool import PooledDecision, pool_decision
from tertius.rules.decisions.weighted_mean import weighted_mean
from tertius.scores.bootstrap import BootstrapMean, bootstrap_difference, bootstrap_mean
from tertius.studies import DeuIssue, Scored, read_deu, validate_deu
from tertius.studies.deu_tables import COUNCILS, INSTITUTION, DecidedTable, deu_tables
from tertius.studies.rule_answers import LOGISTIC, POOL, answers_of

Floats = NDArray[np.float64]

ROOT = Path(__file__).parents[1]
PAGE, POOL_PAGE = ROOT / "docs" / "validation.md", ROOT / "docs" / "models" / "pool.md"
INSTITUTIONS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5)


def written(page: Path, tables: dict[str, Sequence[str]]) -> None:
    """Puts each table between its markers."""
    text = page.read_text("utf-8")
    for name, lines in tables.items():
        start, end = f"<!-- {name}: start -->", f"<!-- {name}: end -->"
        head, rest = text.split(start, 1)
        text = f"{head}{start}\n\n" + "\n".join(lines) + f"\n\n{end}{rest.split(end, 1)[1]}"
    page.write_text(text, "utf-8", newline="\n")


def interval(score: BootstrapMean, form: str = ".1f") -> str:
    """``-1.2 (-2.1 to -0.3)``."""
    return f"{score.mean:{form}} ({score.low:{form}} to {score.high:{form}})"


def scores(rows: Sequence[Scored]) -> list[str]:
    """Every forecaster on one part."""
    lines = [
        "| forecaster | issues | MAE | against the weighted mean | within 5 | within 10 | CRPS | against ± 20 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in rows:
        same = one.against_mae.low == one.against_mae.high == 0
        spread = interval(one.crps) if one.distribution else "–"
        better = interval(one.against_crps, "+.1f") if one.distribution and one.name != LOGISTIC else "–"
        against = "–" if same else interval(one.against_mae, "+.1f")
        lines.append(
            f"| {one.name} | {one.issues} | {interval(one.mae)} | {against} | {one.within_5:.0%} | "
            f"{one.within_10:.0%} | {spread} | {better} |"
        )
    return lines


def coverage(tables: Sequence[DecidedTable], pooled: Sequence[PooledDecision]) -> list[str]:
    """How often ranges hold what they promise."""
    lines = ["| range of the pool | train | dev | mean width on dev |", "|---|---|---|---|"]
    kinds: dict[str, Callable[[PooledDecision], tuple[float, float]]] = {
        "shortest, 50 percent": lambda one: one.range(0.5),
        "shortest, 80 percent": lambda one: one.range(0.8),
        "shortest, 90 percent": lambda one: one.range(0.9),
        "between the quantiles 10 and 90 percent": lambda one: (one.quantile(0.1), one.quantile(0.9)),
    }
    for name, kind in kinds.items():
        ends = np.array([kind(one) for one in pooled])
        inside = np.array([low <= table.outcome <= high for table, (low, high) in zip(tables, ends, strict=True)])
        train, dev = places(tables, "train"), places(tables, "dev")
        width = np.diff(ends[dev]).mean()
        lines.append(f"| {name} | {inside[train].mean():.0%} | {inside[dev].mean():.0%} | {width:.0f} |")
    return lines


def poles(tables: Sequence[DecidedTable], pooled: Sequence[PooledDecision]) -> list[str]:
    """How likely the pool calls a decision at a pole, and how often that came."""
    chance = np.array([one.chances[0] + one.chances[-1] for one in pooled])
    came = np.array([table.outcome in (0, 100) for table in tables])
    lines = ["| called | issues | came |", "|---|---|---|"]
    for part in np.array_split(np.argsort(chance, kind="stable"), 4):
        lines.append(f"| {chance[part].mean():.0%} | {len(part)} | {came[part].mean():.0%} |")
    return lines


def groups(issues: Sequence[DeuIssue], tables: Sequence[DecidedTable]) -> list[str]:
    """The pool against the weighted mean with one spread, in kinds of issues, train and dev together."""
    answers = answers_of(tables)
    pool, rival = answers[POOL].scores, answers[LOGISTIC].scores
    spread = np.array([np.std(table.positions) for table in tables])
    kinds: dict[str, NDArray[np.bool_]] = {name: np.array([i.wave == wave for i in issues]) for wave, name in WAVES}
    kinds |= {
        "consultation": np.array([issue.procedure == "CNS" for issue in issues]),
        "codecision": np.array([issue.procedure == "COD" for issue in issues]),
        "reference known": np.array([issue.reference is not None for issue in issues]),
        "reference not known": np.array([issue.reference is None for issue in issues]),
        "positions less spread than most": spread < np.median(spread),
        "positions more spread than most": spread >= np.median(spread),
    }
    lines = ["| issues | number | CRPS of the pool | of the weighted mean ± 20 | difference |", "|---|---|---|---|---|"]
    for name, here in kinds.items():
        proposals = [table.proposal for table, used in zip(tables, here, strict=True) if used]
        difference = bootstrap_difference(pool[here], rival[here], proposals, seed=1)
        means = f"{pool[here].mean():.1f} | {rival[here].mean():.1f}"
        lines.append(f"| {name} | {here.sum()} | {means} | {interval(difference, '+.1f')} |")
    return lines


WAVES = (("EU15_pre2004", "EU of 15"), ("EU25_27_post2004", "EU of 25 and 27"), ("EU28_DEU3", "EU of 28"))


def institutions(issues: Sequence[DeuIssue]) -> list[str]:
    """The weighted mean with other capabilities of Commission and Parliament."""
    lines = ["| capability of each | MAE on train | on dev |", "|---|---|---|"]
    tried = {f"{v:g}{' (chosen)' * (v == INSTITUTION)}": deu_tables(issues, v) for v in INSTITUTIONS}
    chosen = zip(issues, deu_tables(issues), strict=True)
    unheard = tuple(_without_parliament(table) if issue.procedure == "CNS" else table for issue, table in chosen)
    tried[f"{INSTITUTION:g}, under consultation the Parliament 0"] = unheard
    for name, tables in tried.items():
        error = np.array([abs(_mean(table) - table.outcome) for table in tables])
        cells = [f"{error[places(tables, split)].mean():.2f}" for split in ("train", "dev")]
        lines.append(f"| {name} | {cells[0]} | {cells[1]} |")
    return lines


def _without_parliament(table: DecidedTable) -> DecidedTable:
    heard = np.array([role != "parliament" for role in table.roles])
    return replace(table, capabilities=table.capabilities * heard)


def _mean(table: DecidedTable) -> float:
    return weighted_mean(table.positions.tolist(), table.saliences.tolist(), table.capabilities.tolist())


def parts_earn(cuts: Cuts, proposals: Sequence[str]) -> list[str]:
    """What the CRPS would be without each part, and without votes, the others fitted anew; cross-validated."""
    every = np.arange(len(proposals))

    def score(use: Sequence[str]) -> Floats:
        return cuts.score(cuts.cross_validated(use=use), every)

    whole, weights = score(PARTS), pool_parameters().weights
    lines = ["| part | weight b | CRPS without it |", "|---|---|---|"]
    for name in PARTS:
        loss = bootstrap_difference(score([other for other in PARTS if other != name]), whole, proposals, seed=1)
        lines.append(f"| {name} | {weights[name]:.3f} | {interval(loss, '+.2f')} |")
    return [*lines, f"| all | | {whole.mean():.2f} |"]


def compared(cuts: Cuts, mixed: Cuts, tables: Sequence[DecidedTable]) -> list[str]:
    """The cuts, the mixture that the pool was before, and half of each: cross-validated, and a wave left out."""
    mixture, proposals = Material(tables), [table.proposal for table in tables]
    every, use = np.arange(len(tables)), np.ones(len(INGREDIENTS), np.bool_)
    old, new = np.zeros(cuts.above.shape), np.zeros(cuts.above.shape)
    folds = cuts.folds()
    for rest, out in folds:
        new[out] += below_cuts(cuts.parts[out], cuts.fit(rest))
        old[out] += mixture.below(mixture.fit(use, rest, RIDGE), out)
    new, old = new / REPEATS, old / REPEATS
    rival = answers_of(tables)[LOGISTIC].scores
    unvoted = mixed.score(mixed.cross_validated(), every)
    rows = {
        "**the pool: four parts, cut by cut**": cuts.score(new, every),
        "the same without votes": unvoted,
        "the mixture that it was before": cuts.score(old, every),
        "half of each": cuts.score((new + old) / 2, every),
        "weighted mean ± 20": rival,
    }
    before = rows["the mixture that it was before"]
    lines = ["| forecast | CRPS | against the mixture | against ± 20 | MAE of the median |", "|---|---|---|---|---|"]
    medians = {
        "**the pool: four parts, cut by cut**": new,
        "the mixture that it was before": old,
        "half of each": (new + old) / 2,
    }
    outcomes = np.array([table.outcome for table in tables])
    for name, scores in rows.items():
        against = (
            interval(bootstrap_difference(scores, before, proposals, seed=1), "+.2f") if scores is not before else "–"
        )
        wide = interval(bootstrap_difference(scores, rival, proposals, seed=1), "+.2f") if scores is not rival else "–"
        error = f"{np.abs((medians[name] < 0.5).sum(axis=1) - outcomes).mean():.1f}" if name in medians else ""
        lines.append(
            f"| {name} | {interval(bootstrap_mean(scores, proposals, seed=1))} | {against} | {wide} | {error} |"
        )
    return lines


def waves_left_out(cuts: Cuts, tables: Sequence[DecidedTable], issues: Sequence[DeuIssue]) -> list[str]:
    """Each wave scored by weights that were fitted on the two others, and each part of the study by the other."""
    mixture, use = Material(tables), np.ones(len(INGREDIENTS), np.bool_)
    kinds = {name: np.array([issue.wave == wave for issue in issues]) for wave, name in WAVES}
    kinds |= {split: np.array([table.split == split for table in tables]) for split in ("train", "dev")}
    lines = ["| scored on, fitted on the rest | issues | pool | mixture | difference |", "|---|---|---|---|---|"]
    for name, here in kinds.items():
        out, rest = np.flatnonzero(here), np.flatnonzero(~here)
        new = cuts.crps(cuts.fit(rest), out)
        old = mixture.crps(mixture.fit(use, rest, RIDGE), use, out)
        difference = bootstrap_difference(new, old, [tables[n].proposal for n in out], seed=1)
        lines.append(f"| {name} | {len(out)} | {new.mean():.1f} | {old.mean():.1f} | {interval(difference, '+.2f')} |")
    return lines


def main() -> None:
    """Measures, and writes the pages."""
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("TERTIUS_DATA", "../shared/data")
    issues, _ = read_deu(folder)
    tables = deu_tables(issues)
    study = validate_deu(folder)
    pooled = [
        pool_decision(one.positions, one.saliences, one.capabilities, roles=one.roles, votes=one.votes)
        for one in tables
    ]
    parts = {f"scores on {split}": scores(list(rows.values())) for split, rows in study.scores.items()}
    parts |= {
        "institutions": institutions(issues),
        "coverage": coverage(tables, pooled),
        "poles": poles(tables, pooled),
        "kinds of issues": groups(issues, tables),
    }
    written(
        PAGE, {name: lines for name, lines in parts.items() if f"<!-- {name}: start -->" in PAGE.read_text("utf-8")}
    )
    cuts, unvoted = Cuts(tables, UNFITTED), Cuts(tables, UNFITTED, voted=False)
    found = {
        "parts": parts_earn(cuts, [table.proposal for table in tables]),
        "compared": compared(cuts, unvoted, tables),
        "left out": waves_left_out(cuts, tables, issues),
    }
    written(POOL_PAGE, found)
    print(
        f"{len(tables)} issues, councils {', '.join(COUNCILS.values())}: {PAGE.name} and {POOL_PAGE.name} are written"
    )


if __name__ == "__main__":
    main()
