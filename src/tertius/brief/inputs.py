"""The inputs that matter most, from sensitivity indices: how much of the doubt each explains, and about what."""

from __future__ import annotations

from typing import Any

import numpy as np

from tertius.brief.phrases import capital, issue_name, talk_phrase
from tertius.case.model import Case
from tertius.forecast.sensitivity import Sensitivity

__all__ = ["inputs_part"]

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
                "mean": _percent(mean[column]),
                "most": _output(found.case, found.outputs[row]),
                "share": _percent(total[most, column]),
                "error": _percent(found.total_error[row, column]),
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


def _percent(share: float) -> str:
    """A share of the doubt; an estimate below 0 is one of none."""
    return f"{100 * max(float(share), 0.0):.0f}%"
