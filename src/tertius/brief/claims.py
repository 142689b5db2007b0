"""The claims in a brief: a table of verdicts, and sentences on those that do not simply hold."""

from __future__ import annotations

import math
from typing import Any

from tertius.brief.phrases import percent_sign
from tertius.claims.result import ClaimResult, Claims
from tertius.claims.verdict import Verdict
from tertius.claims.words import claim_sentences

__all__ = ["claims_part"]

Part = dict[str, Any]


def claims_part(told: Claims) -> Part:
    """What the template of the section needs."""
    return {
        "draws": f"{told.draws:,}",
        "theories": " and ".join(told.theories),
        "warning": told.warning,
        "rows": [
            {
                "says": one.claim.says,
                "verdict": one.verdict.value,
                "share": _share(one),
                "effect": _effect(one),
            }
            for one in told.results
        ],
        "told": [
            {"says": one.claim.says, "words": " ".join(claim_sentences(told.case, one))}
            for one in told.results
            if one.verdict is not Verdict.HOLDS or one.clustering is not None
        ],
    }


def _share(one: ClaimResult) -> str:
    if one.clustering is not None:
        return f"p = {one.clustering.p:.3f}"
    return percent_sign(one.share) if math.isfinite(one.share) else "–"


def _effect(one: ClaimResult) -> str:
    effect = one.effect
    if not math.isfinite(effect.median):
        return "–"
    decimals = 3 if one.quantity.split(".")[0] in ("upper_hand", "net_leverage") else 1
    low, median, high = (_signed(value, decimals) for value in (effect.low, effect.median, effect.high))
    return f"{median} ({low} to {high})"


def _signed(value: float, decimals: int) -> str:
    """A difference with its sign, which nothing has that is shown as 0."""
    number = f"{abs(value):.{decimals}f}"
    return number if float(number) == 0 else f"{'−' if value < 0 else '+'}{number}"
