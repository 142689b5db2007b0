"""A forecast as plain values, finished or not: how likely each talk ends in a deal, and where issues settle."""

from __future__ import annotations

import math
from typing import Any

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import Quantiles
from tertius.report.text.forecast import (
    LITTLE,
    basis_words,
    chance,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    headline_figure,
    settled_draws,
)
from tertius.report.text.front.answer import verdict_without_claims
from tertius.report.text.phrases import issue_name, plain_number, talk_name
from tertius.rules.settlement import Settlement
from tertius.workbench.answers.scales import place

MODEL, MEASURED = "by the model, with the private numbers of the case", "as in recorded talks with a deal like this"


def outlook_told(forecast: Forecast, settlement: Settlement) -> dict[str, Any]:
    """What the draws come to so far.

    Args:
        forecast: The forecast, over the draws that are done.
        settlement: The settlement at the middles.
    """
    case, draws = forecast.case, settled_draws(forecast)
    issues = [issue for issue in case.issues if case.talk_of(issue) is not None or case.decided(issue)]
    return {
        "draws": forecast.draws,
        "asked": forecast.asked,
        "seed": forecast.seed,
        "theories": list(forecast.theories),
        "answer": verdict_without_claims(settlement, forecast) if draws else "",
        "talks": [_talk_told(forecast, talk, draws) for talk in case.talks] if draws else [],
        "all": forecast.headline_of_all,
        "issues": [_issue_told(forecast, issue) for issue in issues if forecast.pooled.levels[issue].draws],
        "sentences": forecast_sentences(forecast),
        "cautions": [said for said in forecast.cautions() if not said.startswith("Interrupted")],
        "sure": not forecast.uncertain,
    }


def _talk_told(forecast: Forecast, talk: str, draws: int) -> dict[str, Any]:
    """How likely a talk ends in agreement: the headline, and where it comes from."""
    one = forecast.headline[talk]
    apart = forecast.doubt_about_agreement(talk).share_of_theories
    return {
        "name": talk_name(forecast.case, talk),
        "of": f"agreement:{talk}",
        "probability": one.probability,
        "error": None if math.isnan(one.error) else one.error,
        "percent": round(100 * one.probability, 1),
        "words": chance(headline_figure(forecast, talk), draws),
        "basis": MEASURED if one.basis == "measured" else MODEL,
        "basis_word": basis_words(one),
        "theories": [
            {"name": name, "words": chance(summary.agreement[talk], draws)}
            for name, summary in forecast.theories.items()
            if apart >= LITTLE
        ],
    }


def _issue_told(forecast: Forecast, issue: str) -> dict[str, Any]:
    """Where an issue settles in eight draws of ten, and in half of them."""
    case, fan = forecast.case, forecast.pooled.levels[issue]
    entry = case.issues[issue]
    low, middle, high = ends(fan, finest(case, issue))
    unit = f" {entry.unit}" if entry.unit else ""
    return {
        "name": issue_name(case, issue),
        "of": f"level:{issue}",
        "low": plain_number(entry.scale[0]),
        "high": plain_number(entry.scale[1]),
        "band": [place(case, issue, fan.low.value), place(case, issue, fan.high.value)],
        "half": [place(case, issue, end) for end in fan.half],
        "median": {"at": place(case, issue, fan.middle.value), "words": f"{middle}{unit}"},
        "range": f"{low}{unit}" if low == high else f"{low} to {high}{unit}",
        "doubt": doubt_words(forecast.doubt_about_level(issue)),
        "theories": _by_theory(forecast, issue),
    }


def _by_theory(forecast: Forecast, issue: str) -> list[dict[str, Any]]:
    """The median of each theory, where which one holds is part of the doubt."""
    if forecast.doubt_about_level(issue).share_of_theories < LITTLE:
        return []
    return [
        {"name": name, "at": place(forecast.case, issue, _median(summary.levels[issue]))}
        for name, summary in forecast.theories.items()
        if summary.levels[issue].draws
    ]


def _median(fan: Quantiles) -> float:
    return fan.middle.value
