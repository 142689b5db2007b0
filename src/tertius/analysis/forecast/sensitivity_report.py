"""What an answer hangs on: indices, tornado and thresholds of the outputs that are asked about, under one theory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tertius.analysis.forecast.influence import Influence, influences, rank_outputs
from tertius.analysis.forecast.sensitivity import (
    BASE,
    Input,
    Progress,
    Sensitivity,
    Threshold,
    Tornado,
    check_sensitivity,
    find_sensitivity,
    find_thresholds,
    tornado,
)
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.errors import check_all
from tertius.results import Result, frame_of
from tertius.rules import chosen_theory
from tertius.scenarios.targets import kind_and_id, outputs_for

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class WhatMatters(Result):
    """Which inputs the outputs hang on.

    Attributes:
        case: The case.
        theory: Name of the theory.
        outputs: The outputs that were asked about: ``agreement:TALK``, ``level:ISSUE``, ``payoff:ACTOR``.
        sensitivity: Indices of all outputs that move; None for the quick look.
        tornado: Every input at its low and its high end.
        thresholds: Where agreements of the talks that the outputs belong to appear or disappear.
    """

    case: Case
    theory: str
    outputs: tuple[str, ...]
    sensitivity: Sensitivity | None
    tornado: tuple[Tornado, ...]
    thresholds: tuple[Threshold, ...]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs."""
        return tuple(bar.input for bar in self.tornado)

    @property
    def talks(self) -> tuple[str, ...]:
        """The talks that the outputs belong to, in the order of the case."""
        return _talks(self.case, self.outputs)

    @property
    def rank_outputs(self) -> tuple[str, ...]:
        """The outputs that the rank is about: the levels in talks if nothing was asked about, else what was."""
        return rank_outputs(self.case, self.outputs)

    @property
    def rank(self) -> tuple[Influence, ...]:
        """The inputs by the share of the doubt that hangs on each, the largest first; empty for the quick look."""
        if self.sensitivity is None:
            return ()
        found = influences(self.case, self.sensitivity, self.rank_outputs)
        return tuple(sorted(found, key=lambda one: -one.share))

    def moves(self, output: str) -> bool:
        """Whether an output differs between draws; in the quick look, whether an input alone moves it."""
        if self.sensitivity is not None:
            return output in self.sensitivity.outputs
        return any(bar.swing(output) for bar in self.tornado)

    def ending(self) -> tuple[str, ...]:
        """The theory, and how many thresholds there are."""
        count = len(self.thresholds)
        found = (
            "no threshold of an agreement"
            if not count
            else f"{count} threshold{'s' if count > 1 else ''} of agreements"
        )
        return (f"{len(self.inputs)} inputs under {self.theory}; {found}.",)

    def to_frame(self) -> pd.DataFrame:
        """A row for each (output, input): the output at the low and the high end of the input; first and total index.

        The indices are missing in the quick look, and where the output does not move.
        """
        indices = {} if self.sensitivity is None else self.sensitivity.to_dict()["outputs"]
        rows = []
        for output in self.outputs:
            for bar in self.tornado:
                shares = indices.get(output, {}).get(bar.input.path, {})
                ends = (bar.low[output], bar.high[output])
                rows.append((output, bar.input.path, *ends, shares.get("first"), shares.get("total")))
        return frame_of(rows, ["output", "input"], dict.fromkeys(("low", "high", "first", "total"), float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius sensitivity --json``."""
        entries: dict[str, Any] = {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theory": self.theory,
            "of": list(self.outputs),
            "inputs": {each.path: each.label for each in self.inputs},
        }
        if self.sensitivity is not None:
            whole = self.sensitivity.to_dict()
            entries |= {name: whole[name] for name in ("seed", "base", "unsettled")}
            entries["rank"] = {
                "of": list(self.rank_outputs),
                "inputs": {one.input.path: {"influence": one.share, "error": one.error} for one in self.rank},
            }
            entries["indices"] = {output: whole["outputs"][output] for output in self.outputs if self.moves(output)}
        entries["tornado"] = {
            bar.input.path: {output: {"low": bar.low[output], "high": bar.high[output]} for output in self.outputs}
            for bar in self.tornado
        }
        entries["thresholds"] = [
            {"talk": each.talk, "input": each.input.path, "value": each.value, "appears": each.appears}
            for each in self.thresholds
        ]
        return entries


def sensitivity(
    case: Case,
    of: str | None = None,
    base: int = BASE,
    quick: bool = False,
    rule: str | None = None,
    solution: str | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    client: Any = None,
) -> WhatMatters:
    """Which inputs the outputs of a case hang on.

    Args:
        case: A checked case.
        of: What is asked about, see `outputs_for`; every agreement and level if left out.
        base: Rows of each matrix, a power of two; see `find_sensitivity`.
        quick: Tornado and thresholds only, without indices.
        rule: Key of the rule that settles every draw; the first that applies to the case if left out.
        solution: Key of the solution of talks that do not say theirs; Nash's if left out.
        seed: Seed of the matrices.
        threads: How many draws to settle at a time; as many as there are cores if left out.
        progress: Told how many settlements are done, and of how many, for the indices and again for the thresholds.
        client: A `distributed.Client`: its cluster settles the draws, to the same bits.

    Raises:
        UsageError: There is no such target, rule or solution, no number is uncertain, or `base`, `seed` or `threads` is
            none; all that is wrong at once.
    """
    sound(case)
    check_all(
        lambda: outputs_for(case, of),
        lambda: check_sensitivity(case, base, seed, threads),
        lambda: chosen_theory(case, rule, solution),
    )
    outputs, theory = outputs_for(case, of), chosen_theory(case, rule, solution)
    if client is not None:
        from tertius.cluster.on_cluster import theory_on

        theory = theory_on(client, theory)
    indices = None if quick else find_sensitivity(case, theory, base, seed, threads, progress)
    talks = _talks(case, outputs)
    thresholds = find_thresholds(case, theory, threads, progress) if talks else []
    return WhatMatters(
        case=case,
        theory=theory.name,
        outputs=outputs,
        sensitivity=indices,
        tornado=tuple(tornado(case, theory, threads)),
        thresholds=tuple(each for each in thresholds if each.talk in talks),
    )


def _talks(case: Case, outputs: tuple[str, ...]) -> tuple[str, ...]:
    """The talks whose agreement is asked about; without any, those over issues and of actors that are asked about."""
    asked = {kind_and_id(output) for output in outputs}
    issues = {ident for kind, ident in asked if kind == "level"}
    actors = {ident for kind, ident in asked if kind == "payoff"}
    named = {ident for kind, ident in asked if kind == "agreement"}
    if named:  # whoever asks about a talk does not ask about the others of its parties
        return tuple(talk for talk in case.talks if talk in named)
    return tuple(ident for ident, talk in case.talks.items() if issues & set(talk.issues) or actors & set(talk.parties))
