"""The forecast section of a brief: how likely each talk is to end in agreement, fans, doubt, and what matters most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity import Sensitivity
from tertius.analysis.forecast.summary import Estimate
from tertius.report.charts.fans import fan_chart
from tertius.report.charts.pins import bare_level
from tertius.report.page.sections import picture_markup
from tertius.report.text.forecast import (
    READING,
    basis_words,
    chance_cell,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    headline_figure,
    lead_sentence,
    level_sentence,
    settled_draws,
)
from tertius.report.text.phrases import capital, issue_name, plain_percent, talk_name, talk_phrase
from tertius.scenarios.targets import kind_and_id

COLUMNS = 3  # of how many theories the probabilities fit beside the pooled ones
SHOWN = 5  # so many inputs are listed
Part = dict[str, Any]


def outlook_part(forecast: Forecast, sensitivity: Sensitivity | None, evidence_gap: Sequence[str]) -> Part:
    """What the template of the section needs."""
    case = forecast.case
    names = list(forecast.theories)
    heads = names if 1 < len(names) <= COLUMNS else []
    groups = [(talk, list(entry.issues)) for talk, entry in case.talks.items()]
    if not groups:
        groups = [("", [issue for issue in case.issues if case.decided(issue)])]
    payoffs = []
    for actor, fan in forecast.pooled.payoffs.items():
        doubt = doubt_words(forecast.doubt_about_payoff(actor))
        payoffs.append({"actor": actor, **dict(zip(("low", "middle", "high"), ends(fan), strict=True)), "doubt": doubt})
    return {
        "draws": f"{forecast.draws:,}",
        "numbers": len(forecast.uncertain),
        "theories": names,
        "heads": heads,
        "reading": READING,
        "lead": lead_sentence(forecast),
        "short": forecast_sentences(forecast),
        "agreements": _agreements(forecast, heads),
        "groups": [_group(forecast, talk, issues) for talk, issues in groups if issues],
        "payoffs": payoffs,
        "inputs": inputs_part(sensitivity) if sensitivity else None,
        "gap": list(evidence_gap),
    }


def _agreements(forecast: Forecast, heads: list[str]) -> list[Part]:
    """A row for each talk, and one for all of them: the headline, and the model's own chance."""
    case, known = forecast.case, settled_draws(forecast)
    rows = [
        {
            "name": talk_name(case, talk),
            "chance": chance_cell(headline_figure(forecast, talk), known),
            "basis": basis_words(forecast.headline[talk]),
            "model": plain_percent(found.value),
            "cells": [plain_percent(forecast.theories[name].agreement[talk].value) for name in heads],
            "doubt": doubt_words(forecast.doubt_about_agreement(talk)),
        }
        for talk, found in forecast.pooled.agreement.items()
    ]
    if len(rows) > 1:
        cells = [plain_percent(forecast.theories[name].all_agreed.value) for name in heads]
        together = chance_cell(Estimate(forecast.headline_of_all, 0.0), known)
        model = plain_percent(forecast.pooled.all_agreed.value)
        rows.append(
            {"name": "All of them", "chance": together, "basis": "", "model": model, "cells": cells, "doubt": ""}
        )
    return rows


def _group(forecast: Forecast, talk: str, issues: list[str]) -> Part:
    """The issues of one talk, or all that are decided without talks."""
    case = forecast.case
    head = ""
    if talk and not math.isnan(forecast.headline[talk].probability):
        head = chance_cell(headline_figure(forecast, talk), settled_draws(forecast))
    says = [sentence for issue in issues if (sentence := level_sentence(forecast, issue))]
    rows = []
    for issue in issues:
        low, middle, high = ends(forecast.pooled.levels[issue], finest(case, issue))
        unit = case.issues[issue].unit
        rows.append(
            {
                "name": f"{issue_name(case, issue)} ({unit})" if unit else issue_name(case, issue),
                "low": low,
                "middle": middle,
                "high": high,
                "reference": bare_level(case, issue, case.reference(issue)) if case.talk_of(issue) else "",
                "doubt": doubt_words(forecast.doubt_about_level(issue)),
            }
        )
    label = " ".join([*([f"Agreement: {head}."] if head else []), *says]) or "No draw came to rest."
    return {
        "name": talk_name(case, talk) if talk else "",
        "chance": head,
        "chart": picture_markup(fan_chart(forecast, issues), label),
        "rows": rows,
    }


def inputs_part(found: Sensitivity) -> Part | None:
    """The five inputs with the largest total index, on average over agreements and levels; None if none of these moves.

    Issues on no table are left out: each stands where its own number says.
    """
    case, named = found.case, {}
    for row, output in enumerate(found.outputs):
        kind, ident = kind_and_id(output)
        if kind == "agreement":
            named[row] = f"whether {talk_phrase(case, ident)} ends in agreement"
        elif kind == "level" and (case.talk_of(ident) is not None or case.decided(ident)):
            named[row] = issue_name(case, ident)
    if not named:
        return None
    rows = list(named)
    total = found.total[rows]
    mean = total.mean(axis=0)
    listed = []
    for column in np.argsort(-mean, kind="stable")[:SHOWN]:
        most = int(np.argmax(total[:, column]))
        # An estimate below 0 is one of no share at all.
        shares = (mean[column], total[most, column], found.total_error[rows[most], column])
        in_mean, share, error = (plain_percent(max(float(estimate), 0.0)) for estimate in shares)
        name = capital(found.inputs[column].label)
        named_so = {"input": name, "path": found.inputs[column].path}
        listed.append(named_so | {"mean": in_mean, "most": named[rows[most]], "share": share, "error": error})
    return {
        "rows": listed,
        "theory": found.theory,
        "inputs": len(found.inputs),
        "outputs": len(rows),
        "settlements": f"{found.base * (len(found.inputs) + 2):,}",
    }
