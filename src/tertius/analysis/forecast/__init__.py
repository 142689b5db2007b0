"""Forecasts: how sure an answer is, in numbers and in words, and how good it was once the outcome is known."""

from tertius.analysis.decide.pool import PooledDecision, pool_decision, pool_many
from tertius.analysis.forecast.evidence import EvidenceGap, evidence_gap
from tertius.analysis.forecast.forecast import forecast_case, settle_draw
from tertius.analysis.forecast.result import Doubt, Estimate, Forecast, Quantiles, Summary
from tertius.analysis.forecast.sensitivity import Sensitivity, find_thresholds, sensitivity, tornado
from tertius.analysis.forecast.sensitivity_report import WhatMatters, what_matters
from tertius.analysis.forecast.words import probability_word, probability_words, rounded

__all__ = [
    "Doubt",
    "Estimate",
    "EvidenceGap",
    "Forecast",
    "PooledDecision",
    "Quantiles",
    "Sensitivity",
    "Summary",
    "WhatMatters",
    "evidence_gap",
    "find_thresholds",
    "forecast_case",
    "pool_decision",
    "pool_many",
    "probability_word",
    "probability_words",
    "rounded",
    "sensitivity",
    "settle_draw",
    "tornado",
    "what_matters",
]
