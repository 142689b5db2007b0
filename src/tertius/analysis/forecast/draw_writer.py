"""Keeping every draw: a CSV file, written batch by batch, so that nothing done is lost."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import Uncertain
from tertius.errors import UsageError
from tertius.rules.settlement import Settlements


class DrawWriter:
    """Writes every draw of a forecast to a file: a row for each draw and theory.

    Columns: ``theory``, ``draw``, ``settled``, ``agreed:TALK``, ``level:ISSUE``, ``payoff:ACTOR``,
    ``gain:TALK:PARTY``, then the path of every number drawn. Whole batches only: a row is complete or not there.
    """

    def __init__(self, case: Case, uncertain: tuple[Uncertain, ...], path: Path, overwrite: bool = False) -> None:
        self.case, self.uncertain, self.path, self.overwrite = case, uncertain, path, overwrite
        self.talks, self.actors = list(case.talks), list(case.actors)
        self.seats = [(t, self.actors.index(p)) for t, name in enumerate(self.talks) for p in case.talks[name].parties]

    def __enter__(self) -> DrawWriter:
        try:
            # The file stays open from here to __exit__.
            self.stream: IO[str] = self.path.open("w" if self.overwrite else "x", encoding="utf-8", newline="")
        except FileExistsError:
            raise UsageError(
                f"{self.path} is there already: give another name, or ask to replace it with --force"
            ) from None
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror or error}") from None
        names = [f"agreed:{talk}" for talk in self.talks] + [f"level:{issue}" for issue in self.case.issues]
        names += [f"payoff:{actor}" for actor in self.actors]
        names += [f"gain:{self.talks[t]}:{self.actors[i]}" for t, i in self.seats]
        names += [".".join(map(str, number.path)) for number in self.uncertain]
        self.writer = csv.writer(self.stream, lineterminator="\n")
        self.writer.writerow(["theory", "draw", "settled", *names])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()

    def keep(self, first: int, values: NDArray[np.float64], settled: Mapping[str, Settlements]) -> None:
        """Writes the draws `first` and on, each under every theory."""
        for d in range(len(values)):
            for theory, many in settled.items():
                gains = [many.gains[d, t, i] for t, i in self.seats]
                numbers = [*many.levels[d], *many.payoffs[d], *gains, *values[d]]
                flags = [int(many.settled[d]), *(int(agreed) for agreed in many.agreed[d])]
                self.writer.writerow([theory, first + d, *flags, *(repr(float(number)) for number in numbers)])
        self.stream.flush()
