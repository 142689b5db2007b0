"""Scores: how good forecasts were once the outcomes are known. Plain functions of arrays.

The names to start from are `brier_score` and `log_score` for probabilities, `crps_of_sample` for distributions,
`calibration_table` for whether 70 percent came true seven times in ten, and `bootstrap_difference` for whether one
forecaster beats another by more than chance.
"""

from tertius.scores.bootstrap import BootstrapMean, bootstrap_difference, bootstrap_mean
from tertius.scores.brier import BrierParts, brier_score, decompose_brier, log_score, log_score_of_density
from tertius.scores.calibration import (
    CalibrationTable,
    IntervalCoverage,
    calibration_table,
    interval_coverage,
    pit_of_sample,
    wilson_interval,
)
from tertius.scores.crps import crps_of_cdf, crps_of_logistic, crps_of_normal, crps_of_quantiles, crps_of_sample
from tertius.scores.distance import absolute_error, hit_rates, mean_absolute_error
from tertius.scores.paired import PairedDifference, paired_difference

__all__ = [
    "BootstrapMean", "BrierParts", "CalibrationTable", "IntervalCoverage", "PairedDifference", "absolute_error",
    "bootstrap_difference", "bootstrap_mean", "brier_score", "calibration_table", "crps_of_cdf", "crps_of_logistic",
    "crps_of_normal", "crps_of_quantiles", "crps_of_sample", "decompose_brier", "hit_rates", "interval_coverage",
    "log_score", "log_score_of_density", "mean_absolute_error", "paired_difference", "pit_of_sample",
    "wilson_interval",
]  # fmt: skip
