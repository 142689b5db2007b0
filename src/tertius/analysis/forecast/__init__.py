"""Forecasts: how sure an answer is, in numbers and in words, and how good it was once the outcome is known."""

from tertius.analysis.decide.pool import PooledDecision, pool_decision, pool_many
from tertius.analysis.forecast.evidence import EvidenceGap, evidence, evidence_gap
from tertius.analysis.forecast.forecast import Draw, draw, forecast
from tertius.analysis.forecast.result import Doubt, Estimate, Forecast, Quantiles, Summary
from tertius.analysis.forecast.sensitivity import Sensitivity, find_sensitivity, find_thresholds, tornado
from tertius.analysis.forecast.sensitivity_report import WhatMatters, sensitivity
from tertius.analysis.forecast.words import probability_word, probability_words, rounded

__all__ = [
    "Doubt",
    "Draw",
    "Estimate",
    "EvidenceGap",
    "Forecast",
    "PooledDecision",
    "Quantiles",
    "Sensitivity",
    "Summary",
    "WhatMatters",
    "draw",
    "evidence",
    "evidence_gap",
    "find_sensitivity",
    "find_thresholds",
    "forecast",
    "pool_decision",
    "pool_many",
    "probability_word",
    "probability_words",
    "rounded",
    "sensitivity",
    "tornado",
]
