"""Forecasts: how sure an answer is, in numbers and in words, and how good it was once the outcome is known."""

from tertius.forecast.binary import brier_score, log_score, log_score_of_density
from tertius.forecast.bootstrap import BootstrapMean, bootstrap_difference, bootstrap_mean
from tertius.forecast.calibration import CalibrationTable, calibration_table, wilson_interval
from tertius.forecast.coverage import IntervalCoverage, interval_coverage, pit_of_sample
from tertius.forecast.crps import crps_of_cdf, crps_of_logistic, crps_of_normal, crps_of_quantiles, crps_of_sample
from tertius.forecast.decision_pool import PooledDecision, pool_decision, pool_many
from tertius.forecast.decomposition import BrierParts, decompose_brier
from tertius.forecast.distance import absolute_error, hit_rates, mean_absolute_error
from tertius.forecast.ensemble import forecast_case, settle_draw
from tertius.forecast.evidence import EvidenceGap, evidence_gap
from tertius.forecast.figures import Fan, Figure, Outlook
from tertius.forecast.result import Doubt, Forecast
from tertius.forecast.sensitivity import Sensitivity, find_thresholds, sensitivity, tornado
from tertius.forecast.what_matters import WhatMatters, what_matters
from tertius.forecast.words import probability_word, probability_words, rounded

__all__ = [
    "BootstrapMean",
    "BrierParts",
    "CalibrationTable",
    "Doubt",
    "EvidenceGap",
    "Fan",
    "Figure",
    "Forecast",
    "IntervalCoverage",
    "Outlook",
    "PooledDecision",
    "Sensitivity",
    "WhatMatters",
    "absolute_error",
    "bootstrap_difference",
    "bootstrap_mean",
    "brier_score",
    "calibration_table",
    "crps_of_cdf",
    "crps_of_logistic",
    "crps_of_normal",
    "crps_of_quantiles",
    "crps_of_sample",
    "decompose_brier",
    "evidence_gap",
    "find_thresholds",
    "forecast_case",
    "hit_rates",
    "interval_coverage",
    "log_score",
    "log_score_of_density",
    "mean_absolute_error",
    "pit_of_sample",
    "pool_decision",
    "pool_many",
    "probability_word",
    "probability_words",
    "rounded",
    "sensitivity",
    "settle_draw",
    "tornado",
    "what_matters",
    "wilson_interval",
]
