"""The study on DEU: every rule and the pool against what the European Union decided, beside the naive rivals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.decide.parameters import pool_parameters
from tertius.errors import UsageError
from tertius.results import Record, Result, plain
from tertius.scores.bootstrap import RESAMPLES, BootstrapMean, bootstrap_difference, bootstrap_mean
from tertius.scores.calibration import interval_coverage
from tertius.scores.distance import hit_rates
from tertius.studies.deu_data import DeuMeta, read_deu
from tertius.studies.deu_tables import INSTITUTION, DecidedTable, deu_tables
from tertius.studies.rule_answers import LOGISTIC, POOL, Answers, answers_of

if TYPE_CHECKING:
    import pandas as pd


YARDSTICK = "weighted-mean"
"""What every best guess is compared with, on the same issues."""

SPREAD_YARDSTICK = LOGISTIC
"""What every distribution is compared with: the weighted mean with one spread for all issues."""

SEED = 1


@dataclass(frozen=True)
class Scored(Record):
    """The scores of one forecaster on one part of the issues.

    Attributes:
        name: Key of a rule, `pool`, or a rival.
        split: Which part.
        issues: On how many of them it has an answer.
        mae: Mean absolute error, with an interval over resampled proposals.
        within_5: Share of the decisions within 5 points of its guess.
        within_10: Within 10.
        crps: Of its distribution; of a level alone the same as the mean absolute error.
        distribution: Whether it gives a distribution.
        against_mae: Its absolute error less that of the weighted mean, on the same issues; below 0 it is better.
        against_crps: Its CRPS less that of the logistic distribution around the weighted mean, likewise.
        covered: Share of the decisions in its 80 percent ranges; None if it gives none.
        width: Mean width of those.
    """

    name: str
    split: str
    issues: int
    mae: BootstrapMean
    within_5: float
    within_10: float
    crps: BootstrapMean
    distribution: bool
    against_mae: BootstrapMean
    against_crps: BootstrapMean
    covered: float | None = None
    width: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        entries: dict[str, Any] = {
            "issues": self.issues,
            "distribution": self.distribution,
            "within_5": self.within_5,
            "within_10": self.within_10,
        }
        for key in ("mae", "crps", "against_mae", "against_crps"):
            mean: BootstrapMean = getattr(self, key)
            entries[key] = {"mean": mean.mean, "low": mean.low, "high": mean.high}
        return entries | ({} if self.covered is None else {"covered_80": self.covered, "width_80": self.width})


@dataclass(frozen=True)
class DeuStudy(Result):
    """The whole study.

    Attributes:
        meta: What was read.
        institution: Capability of the Commission and of the Parliament, the Council having 1.
        fitted_on: What the pool was fitted on, in words.
        resamples: Of proposals, for every interval.
        seed: Which.
        scores: By part and name.
    """

    meta: DeuMeta
    institution: float
    fitted_on: str
    resamples: int
    seed: int
    scores: Mapping[str, Mapping[str, Scored]]

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius validate deu --json``."""
        return {
            "study": "deu",
            "cite": list(self.meta.cite),
            "issues": self.meta.issues,
            "proposals": self.meta.proposals,
            "splits": dict(self.meta.splits),
            "institution": self.institution,
            "fitted_on": self.fitted_on,
            "resamples": self.resamples,
            "seed": self.seed,
            "scores": plain(self.scores),
        }

    def to_frame(self) -> pd.DataFrame:
        """A row per part and forecaster."""
        import pandas as pd

        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for split, by_name in self.scores.items():
            for name, scored in by_name.items():
                row = rows[split, name] = {}
                for key, value in scored.to_dict().items():
                    if isinstance(value, dict):
                        row |= {key: value["mean"], f"{key}_low": value["low"], f"{key}_high": value["high"]}
                    else:
                        row[key] = value
        frame = pd.DataFrame.from_dict(rows, orient="index")
        frame.index = pd.MultiIndex.from_tuples(list(rows), names=["split", "name"])
        return frame


def validate_deu(
    folder: str | Path,
    progress: Callable[[int, int], None] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    client: Any = None,
) -> DeuStudy:
    """Holds every rule for a plain table, and the pool, against the decisions of DEU.

    Args:
        folder: Folder of the data, as `read_deu` takes it.
        progress: Told how many issues are done, and of how many.
        resamples: Of proposals, for the intervals.
        seed: Which resamples.
        client: A `distributed.Client`: its cluster works the answers out, some issues at a time, to the same bits.

    Raises:
        UsageError: The data are not there, or all issues of a part are of one proposal.
        CaseError: They are not as they should be.
    """
    issues, meta = read_deu(folder)
    tables = deu_tables(issues)
    for split in dict.fromkeys(table.split for table in tables):
        if len({table.proposal for table in tables if table.split == split}) < 2:
            raise UsageError(f"all issues of '{split}' are of one proposal: how sure a score is takes two or more")
    answers = answers_of(tables, progress, client)
    names = [POOL, *(name for name in answers if name != POOL)]
    scores = {
        split: {name: scored for name in names if (scored := _scored(answers, name, tables, split, resamples, seed))}
        for split in sorted(meta.splits, key=lambda split: {"train": 0, "dev": 1}.get(split, 2))
    }
    return DeuStudy(meta, INSTITUTION, pool_parameters().fitted_on, resamples, seed, scores)


def _scored(
    answers: Mapping[str, Answers], name: str, tables: Sequence[DecidedTable], split: str, resamples: int, seed: int
) -> Scored | None:
    """The scores of one forecaster on a part; None if it answers to fewer than two proposals of it."""
    own, rival, spread = answers[name], answers[YARDSTICK], answers[SPREAD_YARDSTICK]
    here = np.array([table.split == split for table in tables]) & np.isfinite(own.levels) & np.isfinite(rival.levels)
    groups = [table.proposal for table, used in zip(tables, here, strict=True) if used]
    if len(set(groups)) < 2:
        return None
    outcomes = np.array([table.outcome for table in tables])[here]
    errors, yardstick = np.abs(own.levels[here] - outcomes), np.abs(rival.levels[here] - outcomes)
    hits = hit_rates(own.levels[here], outcomes)
    ranges = None if own.ranges is None else own.ranges[here]
    coverage = None if ranges is None else interval_coverage(ranges[:, 0], ranges[:, 1], outcomes)
    return Scored(
        name=name,
        split=split,
        issues=int(here.sum()),
        mae=bootstrap_mean(errors, groups, resamples, seed),
        within_5=hits[5.0],
        within_10=hits[10.0],
        crps=bootstrap_mean(own.scores[here], groups, resamples, seed),
        distribution=own.distribution,
        against_mae=bootstrap_difference(errors, yardstick, groups, resamples, seed),
        against_crps=bootstrap_difference(own.scores[here], spread.scores[here], groups, resamples, seed),
        covered=None if coverage is None else coverage.share,
        width=None if coverage is None else coverage.width,
    )
