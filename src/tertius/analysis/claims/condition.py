"""The condition on which a claim depends: on one input or two, the split of the draws that best separates the two.

Candidates are "input j exceeds t" and its opposite, with t at the deciles of the input, "the theory is h", and any two
of them together. The draws are cut in two halves at random. On the first half the candidate is chosen that lowers the
Gini impurity most,

    2 p (1 - p)  -  w 2 p_1 (1 - p_1)  -  (1 - w) 2 p_0 (1 - p_0)

with p the share in which the claim holds, p_1 and p_0 the same where the condition is met and where it is not, and w
its coverage. Two inputs are taken only if they do clearly better than one. What is then said of it, coverage and
shares, is counted on the second half, which had no say in the choice; a split that leaves the shares near each other
there separates nothing.

Reference: L. Breiman, J. Friedman, R. Olshen and C. Stone (1984), Classification and Regression Trees, for the
impurity. The choice of rules with coverage and precision is after J. Friedman and N. Fisher (1999), Bump hunting in
high-dimensional data, Statistics and Computing 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.parse.origin import Path
from tertius.results import Record

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GAP = 0.2
"""A condition separates if the shares where it is met and where not are at least so far apart."""

RARE = 0.05
"""A condition that is met, or not met, in a smaller share is none."""

CLEARLY = 1.25
"""Two inputs must lower the impurity by this factor more than one."""


@dataclass(frozen=True)
class Literal(Record):
    """One part of a condition.

    Attributes:
        path: The input; empty for the theory.
        above: Whether the input must exceed the threshold, or must not; of a theory, whether it must be this one.
        threshold: The threshold, on the plain scale of the input; 0 for a theory.
        theory: The theory; empty for an input.
    """

    path: Path
    above: bool
    threshold: float
    theory: str = ""

    def met(self, paths: Sequence[Path], values: Floats, theory: str) -> Flags:
        """(D,) whether it is met in draws with these values (D, U) under a theory."""
        if self.theory:
            return np.full(len(values), (theory == self.theory) == self.above)
        over: Flags = values[:, list(paths).index(self.path)] > self.threshold
        return over if self.above else ~over

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        if self.theory:
            return {"theory": self.theory, "is": self.above}
        return {"input": ".".join(map(str, self.path)), "above": self.above, "threshold": self.threshold}


@dataclass(frozen=True)
class Condition(Record):
    """On what a claim depends.

    Attributes:
        parts: One literal or two, all of which must be met.
        coverage: Share of the held-out draws and theories in which it is met.
        inside: Share of these in which the claim holds: its precision.
        outside: Share in which the claim holds where it is not met.
        held_out: On how many draws times theories these were counted.
    """

    parts: tuple[Literal, ...]
    coverage: float
    inside: float
    outside: float
    held_out: int


def find_condition(
    holds: Floats, paths: Sequence[Path], values: Floats, theories: Sequence[str], seed: int = 1
) -> Condition | None:
    """The simplest condition that separates where a claim holds from where not; None if no simple one does.

    Args:
        holds: (T, D) 1 or 0, nan where the draw does not bear on the claim.
        paths: (U,) the inputs.
        values: (D, U) their values.
        theories: (T,) names of the theories.
        seed: Seed of the cut into two halves.
    """
    literals = _literals(paths, values, theories)
    if not literals or not np.isfinite(holds).any():
        return None
    first = np.zeros(holds.shape[1], np.bool_)
    first[np.random.default_rng(seed).permutation(holds.shape[1])[: holds.shape[1] // 2]] = True
    met = np.stack([[part.met(paths, values, name) for part in literals] for name in theories])
    parts = _best(literals, *_known(holds, met, first))
    outcome, flags = _known(holds, met, ~first)
    if parts is None or not outcome.size:
        return None
    places = [literals.index(Literal(part.path, True, part.threshold, part.theory)) for part in parts]
    inside = np.logical_and.reduce([flags[:, p] == part.above for p, part in zip(places, parts, strict=True)])
    coverage = float(inside.mean())
    if not RARE <= coverage <= 1 - RARE:
        return None
    shares = float(outcome[inside].mean()), float(outcome[~inside].mean())
    if abs(shares[0] - shares[1]) < GAP:
        return None
    if len(parts) == 1 and shares[0] < shares[1]:  # one literal is told from the side where the claim holds more often
        parts, coverage, shares = (_turned(parts[0], not parts[0].above),), 1 - coverage, (shares[1], shares[0])
    return Condition(parts, coverage, *shares, outcome.size)


def impurity_drop(met: Floats, holding: Floats, whole: float, total: float) -> Floats:
    """By how much a split lowers the Gini impurity; below 0 where a side is rare.

    Args:
        met: (...) how many meet the condition.
        holding: (...) in how many of them the claim holds.
        whole: How many there are.
        total: In how many the claim holds.
    """
    coverage = met / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        inside, outside = holding / met, (total - holding) / (whole - met)
        left = coverage * _gini(inside) + (1 - coverage) * _gini(outside)
    rare = (coverage < RARE) | (coverage > 1 - RARE)
    return np.where(rare, -1.0, _gini(np.asarray(total / whole)) - left)


def _gini(share: Floats) -> Floats:
    impurity: Floats = 2 * share * (1 - share)
    return impurity


def _literals(paths: Sequence[Path], values: Floats, theories: Sequence[str]) -> list[Literal]:
    """Every candidate, in its positive form."""
    literals = []
    for place, path in enumerate(paths):
        deciles = np.unique(np.quantile(values[:, place], np.arange(1, 10) / 10))
        literals += [Literal(path, True, float(threshold)) for threshold in deciles]
    if len(theories) > 1:
        literals += [Literal((), True, 0.0, name) for name in theories]
    return literals


def _known(holds: Floats, met: Flags, rows: Flags) -> tuple[Floats, Flags]:
    """What is known in some draws: (S,) the outcome, (S, L) which literals are met."""
    outcome, flags = holds[:, rows].ravel(), met[:, :, rows].transpose(0, 2, 1).reshape(-1, met.shape[1])
    known = np.isfinite(outcome)
    return outcome[known], flags[known]


def _best(literals: Sequence[Literal], outcome: Floats, flags: Flags) -> tuple[Literal, ...] | None:
    """The literal, or the two, that lower the impurity most."""
    if not outcome.size or not 0 < outcome.mean() < 1:
        return None
    whole, total = float(outcome.size), float(outcome.sum())
    dense = flags.astype(np.float64)
    alone, holding = dense.sum(axis=0), outcome @ dense
    single = impurity_drop(alone, holding, whole, total)
    one = int(single.argmax())
    if single[one] <= 0:
        return None
    best = CLEARLY * float(single[one])
    parts: tuple[Literal, ...] = (literals[one],)
    both, both_holding = dense.T @ dense, (dense * outcome[:, None]).T @ dense
    # The other three corners follow from the counts of both and of each alone.
    for above in ((True, True), (True, False), (False, False)):
        counts = _corner(both, alone, whole, above)
        drop = impurity_drop(counts, _corner(both_holding, holding, total, above), whole, total)
        i, j = divmod(int(drop.argmax()), len(literals))
        if drop[i, j] > best:
            best, parts = float(drop[i, j]), (_turned(literals[i], above[0]), _turned(literals[j], above[1]))
    return parts


def _corner(both: Floats, alone: Floats, whole: float, above: tuple[bool, bool]) -> Floats:
    """(L, L) how many meet the first literal, or do not, and the second, or do not."""
    if above == (True, True):
        return both
    if above == (True, False):
        return alone[:, None] - both
    return whole - alone[:, None] - alone[None, :] + both


def _turned(literal: Literal, above: bool) -> Literal:
    return Literal(literal.path, above, literal.threshold, literal.theory)
