"""The evidence gap: what to find out next, by how much hangs on a number and how weak its evidence is.

    gap_i  =  influence_i * weakness_i        the influence as in `influence`

Influence is measured; weakness is a convention, all of it in the three figures below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tertius.analysis.forecast.influence import influences
from tertius.analysis.forecast.sensitivity import BASE, Input, Sensitivity, check_sensitivity, find_sensitivity
from tertius.case.check.check import sound
from tertius.case.check.evidence import sources_of
from tertius.case.edit.numbers import NumberEntry
from tertius.case.fields import Method
from tertius.case.model import Case
from tertius.errors import UsageError, check_all
from tertius.results import Result
from tertius.rules import chosen_theory
from tertius.scenarios.targets import levels_in_talks, outputs_for

if TYPE_CHECKING:
    import pandas as pd


Reliability = Literal["high", "medium", "low"]

METHODS: dict[Method | None, float] = {"observed": 0.25, "derived": 0.5, "elicited": 0.75, "judgement": 1.0, None: 1.0}
"""Weakness by how a number was obtained; None if the case does not say."""

YEAR = 0.1
"""Share of what is missing to 1 that every year of age adds; after ten years nothing is missing."""

RELIABILITIES: dict[Reliability | None, tuple[float, float]] = {
    "high": (0.75, 0.0),
    "medium": (1.0, 0.0),
    "low": (0.5, 0.5),
    None: (1.0, 0.0),
}
"""Weakness w becomes a w + b by the best source: a quarter off for a good one, half way to 1 for a poor one."""

_DAYS = 365.25


@dataclass(frozen=True)
class Weakness:
    """How weak the evidence of a number is.

    Attributes:
        value: 0 would be beyond doubt, 1 is a judgement.
        method: How the number was obtained; None if the case does not say.
        age: Years between its evidence and the date of the case; None if the evidence has no date.
        reliability: That of its best source; None if none of them says.
    """

    value: float
    method: Method | None
    age: float | None
    reliability: Reliability | None


@dataclass(frozen=True)
class Gap:
    """One input with what hangs on it and what it rests on.

    Attributes:
        input: The input.
        influence: Share of the variance of the outputs that would go if the input became known.
        error: How far the influence may be off because the draws are finite.
        weakness: That of the weakest of its numbers.
    """

    input: Input
    influence: float
    error: float
    weakness: Weakness

    @property
    def product(self) -> float:
        """Influence times weakness: by this the inputs are ranked."""
        return self.influence * self.weakness.value

    @property
    def certain(self) -> bool:
        """Whether the influence is larger than its error."""
        return self.influence > self.error

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON; what the case does not say of the evidence is left out."""
        weak = self.weakness
        known = {"method": weak.method, "age": weak.age, "reliability": weak.reliability}
        return {
            "label": self.input.label,
            "influence": self.influence,
            "error": self.error,
            "weakness": weak.value,
            "product": self.product,
            **{name: value for name, value in known.items() if value is not None},
        }


@dataclass(frozen=True)
class EvidenceGap(Result):
    """What to find out next: every input, the widest gap first.

    Attributes:
        case: The case.
        sensitivity: The indices that the influence is taken from.
        outputs: The outputs whose variance the influence is a share of.
        gaps: The inputs.
    """

    case: Case
    sensitivity: Sensitivity
    outputs: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def theory(self) -> str:
        """Name of the theory that settled the draws."""
        return self.sensitivity.theory

    def to_frame(self) -> pd.DataFrame:
        """A row for each input: label, influence, error, weakness, product, method, age, reliability."""
        import pandas as pd

        rows = [{"input": gap.input.path, **gap.to_dict()} for gap in self.gaps]
        columns = ["input", "label", "influence", "error", "weakness", "product", "method", "age", "reliability"]
        return pd.DataFrame(rows, columns=columns).set_index("input")

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius evidence --json``, but not its sentences; inputs by rank."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theory": self.theory,
            "of": list(self.outputs),
            "inputs": {gap.input.path: gap.to_dict() for gap in self.gaps},
        }


def evidence(
    case: Case,
    of: str | None = None,
    base: int = BASE,
    rule: str | None = None,
    solution: str | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> EvidenceGap:
    """What to find out next: the inputs ranked by how much hangs on them and how weak their evidence is.

    The arguments are those of `tertius.sensitivity`; without `of` the levels of all issues in talks are asked about.

    Raises:
        UsageError: As `tertius.sensitivity`.
    """
    sound(case)
    check_all(
        lambda: outputs_for(case, of),
        lambda: check_sensitivity(case, base, seed, threads),
        lambda: chosen_theory(case, rule, solution),
    )
    theory = chosen_theory(case, rule, solution)
    indices = find_sensitivity(case, theory, base, seed, threads, progress)
    return evidence_gap(case, indices, None if of is None else outputs_for(case, of))


def evidence_gap(case: Case, sensitivity: Sensitivity, outputs: Sequence[str] | None = None) -> EvidenceGap:
    """Rank the inputs by influence times weakness.

    Args:
        case: The case.
        sensitivity: Its indices, as `find_sensitivity` finds them.
        outputs: ``level:ISSUE``, ``agreement:TALK``, ``payoff:ACTOR``; the levels of all issues in talks if left out.

    Raises:
        UsageError: The case has no such output.
    """
    asked = levels_in_talks(case) if outputs is None else tuple(outputs)
    for output in asked:
        if output not in outputs_for(case, output):
            raise UsageError(f"'{output}' stands for several outputs: name each of them")
    gaps = []
    for one in influences(case, sensitivity, asked):
        weakest = max((weakness_of(case, number.number) for number in one.input.numbers), key=lambda weak: weak.value)
        gaps.append(Gap(one.input, one.share, one.error, weakest))
    ranked = sorted(gaps, key=lambda gap: -gap.product)
    return EvidenceGap(case, sensitivity, asked, tuple(ranked))


def weakness_of(case: Case, number: NumberEntry) -> Weakness:
    """How weak the evidence of one number is: by method, then age, then the best of its sources."""
    known = number.as_of or number.known_since
    age = None if known is None else max(0.0, (case.as_of - known).days / _DAYS)
    said = [source.reliability for source in sources_of(case, number) if source.reliability is not None]
    best = next((grade for grade in RELIABILITIES if grade in said), None)
    value = METHODS[number.method]
    value += (1 - value) * min(1.0, YEAR * (age or 0.0))
    factor, shift = RELIABILITIES[best]
    return Weakness(factor * value + shift, number.method, age, best)
