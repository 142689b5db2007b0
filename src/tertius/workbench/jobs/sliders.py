"""Which numbers matter most: at once by how far each alone moves the answer, then by their share of the doubt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tertius.analysis.forecast.influence import Influence, influences, rank_outputs
from tertius.analysis.forecast.sensitivity import Tornado, find_sensitivity, inputs_of, tornado
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.report.text.phrases import many
from tertius.report.text.sensitivity import share_words
from tertius.rules import chosen_theory
from tertius.scenarios.targets import kind_and_id, levels_in_talks, outputs_for

BASE = 64
"""Rows of the two matrices: enough to say what matters most, in seconds."""


def ranked(case: Case, asked: dict[str, Any], told: Any) -> list[str]:
    """Paths of the uncertain numbers, the one first that moves the answer most, alone, from its low to its high end."""
    if not uncertain_of(case):
        return []
    alone = case.model_copy(update={"groups": {}})  # a slider moves one number of a group
    outputs = levels_in_talks(case) or outputs_for(case)
    bars = sorted(tornado(alone, chosen_theory(case, None, None)), key=lambda bar: -_swing(case, bar, outputs))
    return [path for bar in bars for path in _paths(bar.input.numbers)]


def shares(case: Case, asked: dict[str, Any], told: Any) -> list[dict[str, Any]]:
    """The numbers that a share of the doubt hangs on, the largest first, each with its share in words."""
    if not inputs_of(uncertain_of(case)):
        return []
    theory = chosen_theory(case, None, None)
    found = find_sensitivity(case, theory, base=BASE, threads=1, progress=lambda done, whole: told(done, whole, ""))
    kept = [one for one in influences(case, found, rank_outputs(case, outputs_for(case))) if one.certain]
    kept.sort(key=lambda one: -one.share)
    return [{"path": path, "words": _share(one)} for one in kept for path in _paths(one.input.numbers)]


def _share(one: Influence) -> str:
    """``40% ± 12 of the doubt hangs on it, with 5 numbers that move with it``, as a sentence."""
    others = len(one.input.numbers) - 1
    group = f", with {many(others, 'number')} that move{'s' if others == 1 else ''} with it" if others else ""
    return f"{share_words(one.share, one.error)} of the doubt hangs on it{group}."


def _paths(numbers: Any) -> Iterator[str]:
    """The paths of numbers that can be set; what somebody believes of a number is not among them."""
    return (".".join(map(str, number.path)) for number in numbers if not number.about)


def _swing(case: Case, bar: Tornado, outputs: tuple[str, ...]) -> float:
    """How far the outputs are apart at the two ends of an input, as shares of their scales, and agreements whole."""
    total = sum(abs(bar.swing(f"agreement:{talk}")) for talk in case.talks)
    for output in outputs:
        kind, ident = kind_and_id(output)
        if kind == "level":
            low, high = case.issues[ident].scale
            total += abs(bar.swing(output)) / (high - low)
    return total
