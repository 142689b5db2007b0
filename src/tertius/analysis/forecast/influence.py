"""How much of the doubt about several outputs together hangs on each input: the one rank of what matters.

    influence_i = sum_k Var_k S_ik / sum_k Var_k        S_ik first-order index of input i for output k, from 0 to 1

The variances are those of outputs as fractions of their scales, so that issues with different scales count alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.forecast.accumulator import bounds_of
from tertius.analysis.forecast.sensitivity import Input, Sensitivity
from tertius.case.model import Case
from tertius.scenarios.targets import kind_and_id, levels_in_talks, outputs_for


@dataclass(frozen=True)
class Influence:
    """What hangs on one input.

    Attributes:
        input: The input.
        share: Share of the variance of the outputs that would go if the input became known.
        error: How far the share may be off because the draws are finite: half of a 95 percent interval.
    """

    input: Input
    share: float
    error: float

    @property
    def certain(self) -> bool:
        """Whether the share is larger than its error."""
        return self.share > self.error


def rank_outputs(case: Case, outputs: Sequence[str]) -> tuple[str, ...]:
    """The outputs that a rank is about: the levels in talks where all that a case has was asked about, else those."""
    return levels_in_talks(case) if tuple(outputs) == outputs_for(case) else tuple(outputs)


def influences(case: Case, sensitivity: Sensitivity, outputs: Sequence[str]) -> tuple[Influence, ...]:
    """The influence of every input on these outputs, in the order of the inputs; what does not move has no part in it.

    Args:
        case: The case.
        sensitivity: Its indices.
        outputs: ``level:ISSUE``, ``agreement:TALK``, ``payoff:ACTOR``.
    """
    share, error = _shares(case, sensitivity, outputs)
    return tuple(Influence(each, float(share[i]), float(error[i])) for i, each in enumerate(sensitivity.inputs))


def _shares(
    case: Case, sensitivity: Sensitivity, outputs: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(I,) influence of each input, and its error."""
    rows = [sensitivity.outputs.index(output) for output in outputs if output in sensitivity.outputs]
    if not rows:
        return np.zeros(len(sensitivity.inputs)), np.zeros(len(sensitivity.inputs))
    widths = np.array([_width(case, sensitivity.outputs[row]) for row in rows])
    shares = sensitivity.variance[rows] / widths**2
    shares /= shares.sum()
    # The outputs come from the same draws, so their errors may all point the same way.
    return shares @ np.clip(sensitivity.first[rows], 0.0, 1.0), shares @ sensitivity.first_error[rows]


def _width(case: Case, output: str) -> float:
    """The scale of an output: 1 for an agreement, all that an actor can lose and win for its payoff."""
    kind, ident = kind_and_id(output)
    if kind == "level":
        low, high = case.issues[ident].scale
        return high - low
    if kind == "agreement":
        return 1.0
    payoffs = bounds_of(case).payoffs[:, list(case.actors).index(ident)]
    return float(payoffs[1] - payoffs[0])
