"""Why a figure of a settlement is what it is: a chain of reasons down to the numbers of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tertius.case.edit.numbers import NumberEntry
from tertius.case.model import Case
from tertius.errors import Problem
from tertius.results import Record, Result, frame_of
from tertius.rules.settlement import Status

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reason(Record):
    """One row of a chain.

    Attributes:
        label: What it is, with the names of the case.
        value: The figure; None for a heading.
        unit: ``points``, ``probability``, the scale of an issue, and so on.
        path: Where it stands in the case, with dots, if it is a number that somebody wrote; else None.
        children: What it comes from.
        adds: Whether the values of the children add up to its own.
    """

    label: str
    value: float | None
    unit: str = ""
    path: str | None = None
    children: tuple[Reason, ...] = ()
    adds: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        children = [child.to_dict() for child in self.children]
        return {**self.plain("label", "value", "unit", "path", "adds"), "children": children}

    def rows(self, depth: int = 0) -> Iterator[tuple[int, Reason]]:
        """Yield itself and all below, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.rows(depth + 1)


def summed(label: str, children: tuple[Reason, ...], unit: str = "points") -> Reason:
    """The sum of some reasons."""
    return Reason(label, sum(child.value or 0.0 for child in children), unit, None, children, True)


@dataclass(frozen=True)
class Why(Result):
    """The chain of one figure.

    Attributes:
        case: The case.
        theory: The theory under which it was settled.
        of: What was asked for, as in ``walk_away:us-dprk:dprk``.
        root: The figure, with its reasons.
        inputs: By its path, every number of the case that the chain names, with its source, reason and dates.
        warnings: What a reader must know of the settlement.
        status: How the search for it ended.
    """

    case: Case
    theory: str
    of: str
    root: Reason
    inputs: Mapping[str, NumberEntry]
    warnings: tuple[Problem, ...] = ()
    status: Status = Status.SETTLED

    @property
    def converged(self) -> bool:
        """Whether the figures are those of a settlement at all."""
        return self.status.converged

    def ending(self) -> tuple[str, ...]:
        """The theory, what was asked, and how the settlement ended."""
        return (f"{self.theory}, {self.of}: {self.status.sentence}",)

    def to_frame(self) -> pd.DataFrame:
        """One row per reason, from the figure down: depth, label, value, unit, path, adds."""
        rows = [(n, depth, one.label, one.value, one.unit, one.path, one.adds) for n, (depth, one) in _numbered(self)]
        kinds = {"depth": int, "label": "string", "value": float, "unit": "string", "path": "string", "adds": "boolean"}
        return frame_of(rows, ["row"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``; what the case does not say of an input is left out."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            **self.plain("theory", "of", "status"),
            "root": self.root.to_dict(),
            "inputs": {path: _evidence(number) for path, number in self.inputs.items()},
            "warnings": [str(one) for one in self.warnings],
        }


def _numbered(why: Why) -> Iterator[tuple[int, tuple[int, Reason]]]:
    return enumerate(why.root.rows(), 1)


def _evidence(number: NumberEntry) -> dict[str, Any]:
    """An input with what the case says of where it comes from."""
    said = {
        "why": number.why,
        "sources": list(number.sources) or None,
        "as_of": number.as_of and number.as_of.isoformat(),
        "known_since": number.known_since and number.known_since.isoformat(),
        "method": number.method,
    }
    told = {name: value for name, value in said.items() if value is not None}
    return {"label": number.label, "says": number.words, "unit": number.unit, **told}
