"""The forecast section of a brief: how likely each talk is to end in agreement, fans, doubt, and what matters most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tertius.brief.fans import fan_chart
from tertius.brief.inputs import inputs_part
from tertius.brief.outlook_words import (
    READING,
    chance_cell,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    lead_sentence,
    level_sentence,
    settled_draws,
)
from tertius.brief.phrases import issue_name, talk_name
from tertius.brief.pins import bare_level
from tertius.brief.sections import picture_markup
from tertius.forecast.result import Forecast
from tertius.forecast.sensitivity import Sensitivity

__all__ = ["outlook_part"]

COLUMNS = 3  # of how many theories the probabilities fit beside the pooled ones

Part = dict[str, Any]


def outlook_part(forecast: Forecast, sensitivity: Sensitivity | None, evidence_gap: Sequence[str]) -> Part:
    """What the template of the section needs."""
    case = forecast.case
    names = list(forecast.theories)
    groups = [(talk, list(entry.issues)) for talk, entry in case.talks.items()]
    if not groups:
        groups = [("", [issue for issue in case.issues if case.decided(issue)])]
    return {
        "draws": f"{forecast.draws:,}",
        "numbers": len(forecast.uncertain),
        "theories": names,
        "heads": names if 1 < len(names) <= COLUMNS else [],
        "reading": READING,
        "lead": lead_sentence(forecast),
        "short": forecast_sentences(forecast),
        "agreements": _agreements(forecast),
        "groups": [_group(forecast, talk, issues) for talk, issues in groups if issues],
        "payoffs": _payoffs(forecast),
        "inputs": inputs_part(sensitivity) if sensitivity else None,
        "gap": list(evidence_gap),
    }


def _agreements(forecast: Forecast) -> list[Part]:
    """A row for each talk, and one for all of them."""
    case, known = forecast.case, settled_draws(forecast)
    heads = list(forecast.theories) if 1 < len(forecast.theories) <= COLUMNS else []
    rows = [
        {
            "name": talk_name(case, talk),
            "chance": chance_cell(found, known),
            "cells": [_percent(forecast.theories[name].agreement[talk].value) for name in heads],
            "doubt": doubt_words(forecast.doubt_about_agreement(talk)),
        }
        for talk, found in forecast.pooled.agreement.items()
    ]
    if len(rows) > 1:
        cells = [_percent(forecast.theories[name].all_agreed.value) for name in heads]
        together = chance_cell(forecast.pooled.all_agreed, known)
        rows.append({"name": "All of them", "chance": together, "cells": cells, "doubt": ""})
    return rows


def _group(forecast: Forecast, talk: str, issues: list[str]) -> Part:
    """The issues of one talk, or all that are decided without talks."""
    case = forecast.case
    told = [sentence for issue in issues if (sentence := level_sentence(forecast, issue))]
    head = ""
    if talk:
        found = forecast.pooled.agreement[talk]
        head = "" if math.isnan(found.value) else chance_cell(found, settled_draws(forecast))
    label = " ".join([*([f"Agreement: {head}."] if head else []), *told]) or "No draw came to rest."
    return {
        "name": talk_name(case, talk) if talk else "",
        "chance": head,
        "chart": picture_markup(fan_chart(forecast, issues), label),
        "rows": [_level(forecast, issue) for issue in issues],
    }


def _level(forecast: Forecast, issue: str) -> Part:
    case, fan = forecast.case, forecast.pooled.levels[issue]
    low, middle, high = ends(fan, finest(case, issue))
    unit = case.issues[issue].unit
    return {
        "name": f"{issue_name(case, issue)} ({unit})" if unit else issue_name(case, issue),
        "low": low,
        "middle": middle,
        "high": high,
        "reference": bare_level(case, issue, case.reference(issue)) if case.talk_of(issue) else "",
        "doubt": doubt_words(forecast.doubt_about_level(issue)),
    }


def _payoffs(forecast: Forecast) -> list[Part]:
    rows = []
    for actor, fan in forecast.pooled.payoffs.items():
        low, middle, high = ends(fan)
        doubt = doubt_words(forecast.doubt_about_payoff(actor))
        rows.append({"actor": actor, "low": low, "middle": middle, "high": high, "doubt": doubt})
    return rows


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f}%"
