"""Forecasts: how sure an answer is when its numbers are uncertain and theories differ, and what that hangs on.

The names to start from are `forecast` (draws times theories, summed up), `sensitivity` (which inputs the answer hangs
on), `evidence` (what to find out next) and `probability_words` (the standard words).
"""

from tertius.analysis.decide.pool import PooledDecision, pool_decision, pool_many
from tertius.analysis.forecast.evidence import EvidenceGap, evidence, evidence_gap
from tertius.analysis.forecast.forecast import Draw, draw, forecast
from tertius.analysis.forecast.headline import Headline, Pooling, log_pool
from tertius.analysis.forecast.result import Doubt, Forecast
from tertius.analysis.forecast.sensitivity import Sensitivity, find_sensitivity, find_thresholds, tornado
from tertius.analysis.forecast.sensitivity_report import WhatMatters, sensitivity
from tertius.analysis.forecast.summary import Estimate, Quantiles, Summary
from tertius.analysis.forecast.words import probability_word, probability_words, rounded

__all__ = [
    "Doubt", "Draw", "Estimate", "EvidenceGap", "Forecast", "Headline", "PooledDecision", "Pooling",
    "Quantiles", "Sensitivity", "Summary", "WhatMatters", "draw", "evidence", "evidence_gap", "find_sensitivity",
    "find_thresholds", "forecast", "log_pool", "pool_decision", "pool_many",
    "probability_word", "probability_words", "rounded", "sensitivity", "tornado",
]  # fmt: skip
