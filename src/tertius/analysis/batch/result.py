"""Many cases in one table: a row for each talk and each issue; a case that is not valid has a row with its mistakes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from tertius.results import Record, Result, frame_of

if TYPE_CHECKING:
    import pandas as pd

TALK, ISSUE = "talk", "issue"


@dataclass(frozen=True)
class BatchRow(Record):
    """A talk or an issue of one case.

    Attributes:
        what: ``talk`` or ``issue``.
        id: Its id.
        verdict: Of a talk: how it ends at the middles, in a word; empty for an issue.
        probability: Of a talk: the headline P(agreement); nan for an issue.
        error: Its Monte Carlo standard error.
        level: Of an issue: where it settles at the middles, on its own scale; nan for a talk.
        low: Of an issue: the level below which one draw in ten lies, all theories together.
        middle: The median.
        high: The level above which one draw in ten lies.
        draws: In how many settlements of draws it has a value, all theories together.
    """

    what: str
    id: str
    verdict: str
    probability: float
    error: float
    level: float
    low: float
    middle: float
    high: float
    draws: int

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> BatchRow:
        """The row that `to_dict` told; null is nan."""
        values: dict[str, Any] = dict(told)
        for field in fields(cls):
            if field.type == "float" and values[field.name] is None:
                values[field.name] = math.nan
        return cls(**values)


@dataclass(frozen=True)
class BatchCase(Record):
    """What was found out about one case, or why nothing was.

    Attributes:
        name: How the case was named.
        case: Its id; empty if it could not be read.
        hash: SHA-256 of the case as YAML, by which a ledger knows it too; empty if it could not be read.
        status: How the settlement at the middles ended, in a word; empty if there is none.
        draws: How many draws were settled under each theory.
        settlements: How many settlements these are, all theories together.
        unsettled: How many of them did not come to rest.
        warnings: What a reader must know about the case.
        mistakes: What is wrong with it, a sentence each; empty if nothing is.
        rows: Its talks, then its issues.
    """

    name: str
    case: str
    hash: str
    status: str
    draws: int
    settlements: int
    unsettled: int
    warnings: tuple[str, ...]
    mistakes: tuple[str, ...]
    rows: tuple[BatchRow, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> BatchCase:
        """The case that `to_dict` told."""
        lists = {name: tuple(told[name]) for name in ("warnings", "mistakes")}
        return cls(**{**told, **lists, "rows": tuple(map(BatchRow.of, told["rows"]))})


@dataclass(frozen=True)
class Batch(Result):
    """Many cases in one table.

    Attributes:
        seed: The seed of the draws.
        asked: How many draws of each case were asked for.
        theories: The theories that were asked for: ``default``, ``all``, or names.
        cases: What was found out, case by case, in the order in which they were named.
        left: The names of those that were not come to, because the work was interrupted.
    """

    seed: int
    asked: int
    theories: str
    cases: tuple[BatchCase, ...]
    left: tuple[str, ...]

    @property
    def interrupted(self) -> bool:
        """Whether it ended before all cases were done."""
        return bool(self.left)

    @property
    def failed(self) -> tuple[BatchCase, ...]:
        """The cases of which nothing was found out, because something is wrong with them."""
        return tuple(case for case in self.cases if case.mistakes)

    def ending(self) -> tuple[str, ...]:
        """How many cases were done, over how many draws."""
        done = len(self.cases) - len(self.failed)
        return (
            f"{done:,} of {len(self.cases) + len(self.left):,} cases, {self.asked:,} draws each; seed {self.seed}.",
        )

    def cautions(self) -> tuple[str, ...]:
        """The cases that are not valid, and that it was interrupted."""
        said = [f"{case.name} is not valid: {case.mistakes[0]}" for case in self.failed]
        if self.left:
            said.append(f"Interrupted before {self.left[0]}; {len(self.left):,} cases were not come to.")
        return tuple(said)

    def to_frame(self) -> pd.DataFrame:
        """A row for each (name, what, id); a case without talks and issues, or with mistakes, has one with neither."""
        columns = ("verdict", "probability", "error", "level", "low", "middle", "high", "draws")
        blank = ("", *[math.nan] * 6, 0)
        rows: list[tuple[Any, ...]] = []
        for case in self.cases:
            about = (case.case, case.status, case.hash, "; ".join(case.warnings), "; ".join(case.mistakes))
            rows += [(case.name, r.what, r.id, *(getattr(r, name) for name in columns), *about) for r in case.rows]
            if not case.rows:
                rows.append((case.name, "", "", *blank, *about))
        kinds = {"verdict": "string"} | dict.fromkeys(columns[1:-1], "float") | {"draws": "int"}
        kinds |= dict.fromkeys(("case", "status", "hash", "warnings", "mistakes"), "string")
        return frame_of(rows, ["name", "what", "id"], kinds)
