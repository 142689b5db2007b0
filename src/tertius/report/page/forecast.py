"""The forecast section of a brief: how likely each talk is to end in agreement, fans, doubt, and what matters most.

The inputs that matter most, from sensitivity indices: how much of the doubt each explains, and about what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity import Sensitivity
from tertius.case.model import Case
from tertius.report.charts.levels import fan_chart
from tertius.report.charts.pins import bare_level
from tertius.report.page.sections import picture_markup
from tertius.report.text.forecast import (
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
from tertius.report.text.phrases import capital, issue_name, talk_name, talk_phrase

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


SHOWN = 5


def inputs_part(found: Sensitivity) -> dict[str, Any] | None:
    """The five inputs with the largest total index, on average over agreements and levels; None if none of these moves.

    Issues on no table are left out: each stands where its own number says.
    """
    rows = [row for row, name in enumerate(found.outputs) if _worked_out(found.case, name)]
    if not rows:
        return None
    total = found.total[rows]
    mean = total.mean(axis=0)
    listed = []
    for column in np.argsort(-mean, kind="stable")[:SHOWN]:
        most = int(np.argmax(total[:, column]))
        row = rows[most]
        listed.append(
            {
                "input": capital(found.inputs[column].label),
                "mean": _share_of_doubt(mean[column]),
                "most": _output(found.case, found.outputs[row]),
                "share": _share_of_doubt(total[most, column]),
                "error": _share_of_doubt(found.total_error[row, column]),
            }
        )
    return {
        "rows": listed,
        "theory": found.theory,
        "inputs": len(found.inputs),
        "outputs": len(rows),
        "settlements": f"{found.base * (len(found.inputs) + 2):,}",
    }


def _worked_out(case: Case, output: str) -> bool:
    """Whether it is an agreement, or the level of an issue that is negotiated or decided."""
    kind, _, name = output.partition(":")
    return kind == "agreement" or (kind == "level" and (case.talk_of(name) is not None or case.decided(name)))


def _output(case: Case, output: str) -> str:
    """An output in words."""
    kind, _, name = output.partition(":")
    return issue_name(case, name) if kind == "level" else f"whether {talk_phrase(case, name)} ends in agreement"


def _share_of_doubt(share: float) -> str:
    """A share of the doubt; an estimate below 0 is one of none."""
    return f"{100 * max(float(share), 0.0):.0f}%"
