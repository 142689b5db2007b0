"""A forecast of the toy case from answers written by hand: no solver is needed to see how it is told."""

from __future__ import annotations

import math

import numpy as np

from tertius.analysis.forecast.accumulator import Accumulator, accumulator_of, bounds_of
from tertius.analysis.forecast.headline import Outlook, all_of_them, headlines
from tertius.analysis.forecast.readings import Readings
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity import Sensitivity, inputs_of
from tertius.analysis.forecast.summary import summary_of
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.rules.settlement import Settlements

DRAWS = 320


def many_with(
    case: Case, agreed: dict[str, float], shift: float = 0.0, unsettled: int = 0, draws: int = DRAWS
) -> Settlements:
    """Draws in which each level runs evenly from 30 to 50 percent of its scale, moved by `shift`.

    Args:
        case: The case.
        agreed: Talk: in which part of the draws it is agreed; in all if left out.
        shift: How much higher the levels are, as a share of the scale.
        unsettled: How many of the last draws did not come to rest.
        draws: How many draws there are.
    """
    place = (np.arange(draws) + 0.5) / draws
    scales = np.array([case.issues[issue].scale for issue in case.issues], dtype=np.float64).reshape(-1, 2)
    share = (0.3 + shift + 0.2 * place)[:, None]
    worst, best = bounds_of(case).payoffs
    talks, actors = len(case.talks), len(case.actors)
    # Spread over the draws by the golden ratio, so that each of the sixteen scramblings has about the same part.
    turn = (np.arange(draws) * 0.6180339887) % 1
    return Settlements(
        levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * share,
        agreed=np.array([turn < agreed.get(talk, 1.0) for talk in case.talks]).reshape(talks, draws).T,
        payoffs=worst + (best - worst) * place[:, None],
        gains=np.zeros((draws, talks, actors)),
        hands=np.full((draws, talks, actors), 0.5),
        settled=np.arange(draws) < draws - unsettled,
    )


def forecast_of(case: Case, *manies: Settlements, hopes: dict[str, np.ndarray] | None = None) -> Forecast:
    """The forecast that these draws come to, one `Settlements` for each of the theories renegotiate and hold.

    `hopes` are k (D, T) under each of them; without them k could not be read off.
    """
    accumulators: dict[str, Accumulator] = {}
    together = accumulator_of(case)
    for name, many in zip(("renegotiate", "hold"), manies, strict=False):
        accumulators[name] = accumulator_of(case)
        accumulators[name].add(many, 0)
        together.merge(accumulators[name])
    summaries, pooled = {name: summary_of(case, one) for name, one in accumulators.items()}, summary_of(case, together)
    outlook = Outlook(summaries, pooled, {name: name for name in summaries}, Readings(hopes or {}, math.nan), {})
    found = headlines(case, outlook)
    return Forecast(
        case=case,
        seed=1,
        asked=manies[0].draws,
        draws=manies[0].draws,
        uncertain=uncertain_of(case),
        theories=summaries,
        pooled=pooled,
        headline=found,
        headline_of_all=all_of_them(case, outlook, found),
        several=dict.fromkeys(accumulators, 0),
        looked_into=16,
        seconds=0.0,
    )


def sensitivity_of(case: Case, outputs: dict[str, list[float]]) -> Sensitivity:
    """Total indices by output, in the order of the case's inputs; those left out are 0."""
    inputs = inputs_of(uncertain_of(case))
    total = np.zeros((len(outputs), len(inputs)))
    for row, shares in enumerate(outputs.values()):
        total[row, : len(shares)] = shares
    error = np.full_like(total, 0.07)
    return Sensitivity(
        case=case,
        theory="renegotiate",
        seed=1,
        base=64,
        inputs=inputs,
        outputs=tuple(outputs),
        first=total,
        total=total,
        first_error=error,
        total_error=error,
        variance=np.ones(len(outputs)),
        unsettled=0,
    )
