"""Keeping every draw: a CSV file, written batch by batch, so that nothing done is lost, and taken up again later."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import Uncertain, sample
from tertius.errors import UsageError
from tertius.rules import theory_named
from tertius.rules.settlement import Settlements, hardly_moved

AT_A_TIME = 512  # draws that are read again at a time


class DrawWriter:
    """Writes every draw of a forecast to a file: a row for each draw and theory.

    Columns: ``theory``, ``draw``, ``settled``, ``agreed:TALK`` (1 if there is a deal that suits all), ``level:ISSUE``,
    ``payoff:ACTOR``, ``gain:TALK:PARTY``, ``upper_hand:TALK:PARTY``, ``chance:TALK`` (that such a deal is made) for
    each talk that says why it may not be, then the path of every number drawn. Whole draws only: if the disk is full
    the file ends with the last batch that it took, and `full` says why.

    Args:
        case: The case.
        uncertain: Its uncertain numbers.
        path: The file.
        overwrite: Whether a file that is there is replaced.
        resume: Whether one that is there is taken up where it ends; `earlier` gives what is in it.
    """

    def __init__(
        self,
        case: Case,
        uncertain: tuple[Uncertain, ...],
        path: Path,
        overwrite: bool = False,
        resume: bool = False,
    ) -> None:
        self.case, self.uncertain, self.path, self.overwrite, self.resume = case, uncertain, path, overwrite, resume
        self.talks, self.actors, self.issues = list(case.talks), list(case.actors), list(case.issues)
        self.seats = [(t, self.actors.index(p)) for t, name in enumerate(self.talks) for p in case.talks[name].parties]
        self.doubtful = [t for t, talk in enumerate(case.talks.values()) if talk.may_be_missed]
        self.full = ""

    def __enter__(self) -> DrawWriter:
        mode = "r+b" if self.resume and self.path.exists() else "w+b" if self.overwrite else "x+b"
        try:
            # The file stays open from here to __exit__; without a buffer, so that a batch is written whole or not.
            self.stream: IO[bytes] = self.path.open(mode, buffering=0)
        except FileExistsError:
            raise UsageError(
                f"{self.path} is there already: give another name, or ask to replace it with --force, or to go on "
                "where it ends with --resume"
            ) from None
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written: {error.strerror or error}") from None
        if mode != "r+b" or not self.path.stat().st_size:
            self._write(_line(self.columns))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()

    @property
    def columns(self) -> list[str]:
        """The headings."""
        seats = [f"{self.talks[t]}:{self.actors[i]}" for t, i in self.seats]
        return [
            *("theory", "draw", "settled"),
            *(f"agreed:{talk}" for talk in self.talks),
            *(f"level:{issue}" for issue in self.issues),
            *(f"payoff:{actor}" for actor in self.actors),
            *(f"gain:{seat}" for seat in seats),
            *(f"upper_hand:{seat}" for seat in seats),
            *(f"chance:{self.talks[t]}" for t in self.doubtful),
            *(".".join(map(str, number.path)) for number in self.uncertain),
        ]

    def keep(self, first: int, values: NDArray[np.float64], settled: Mapping[str, Settlements]) -> None:
        """Writes the draws `first` and on, each under every theory; nothing once the disk was full."""
        if self.full:
            return
        lines = []
        for d in range(len(values)):
            for theory, many in settled.items():
                sides = [side[d, t, i] for side in (many.gains, many.hands) for t, i in self.seats]
                chances = many.chance[d, self.doubtful]
                numbers = [*many.levels[d], *many.payoffs[d], *sides, *chances, *values[d]]
                flags = [int(many.settled[d]), *(int(agreed) for agreed in many.agreed[d])]
                lines.append(_line([theory, first + d, *flags, *(repr(float(number)) for number in numbers)]))
        self._write("".join(lines))

    def earlier(self, theories: Sequence[str], seed: int, most: int) -> Iterator[tuple[int, dict[str, Settlements]]]:
        """The first draw of each batch that is in the file already, and its settlements under each theory.

        What stands behind the last whole draw is cut off.

        Raises:
            UsageError: The file is of another case, seed or choice of theories, or no file of draws at all; or it
                holds more than `most` draws.
        """
        self.stream.seek(0)
        lines = io.BufferedReader(self.stream)  # type: ignore[type-var]
        try:
            if lines.readline().decode("utf-8", "replace") != _line(self.columns):
                raise self._strange("its columns are not those of this case")
            end, first = lines.tell(), 0
            while batch := self._batch(lines, min(AT_A_TIME, most - first) * len(theories), len(theories)):
                end += sum(len(line) for line in batch)
                rows = list(csv.reader(line.decode("utf-8", "replace") for line in batch))
                settled = self._settlements(rows, theories, first, seed)
                if not first:
                    self._check_first(settled, seed)
                yield first, settled
                first += len(rows) // len(theories)
            if self._batch(lines, len(theories), len(theories)):
                raise self._strange(f"it holds more than {most:,} draws")
        finally:
            lines.detach()
        self.stream.seek(end)
        self.stream.truncate()

    def _check_first(self, settled: Mapping[str, Settlements], seed: int) -> None:
        """Whether the first draw comes out as it stands in the file."""
        paths, values = [number.path for number in self.uncertain], sample(self.uncertain, 0, 1, seed)
        for name, many in settled.items():
            now = theory_named(name).settle_many(self.case, paths, values, hands=True)
            if not all(
                np.array_equal(one[:1], other[:1], equal_nan=True)
                for one, other in (
                    (now.levels, many.levels),
                    (now.payoffs, many.payoffs),
                    (now.gains, many.gains),
                    (now.chance, many.chance),
                )
            ):
                raise self._strange("the case has changed: its first draw settles elsewhere now")

    @staticmethod
    def _batch(lines: IO[bytes], most: int, theories: int) -> list[bytes]:
        """The next lines of whole draws."""
        batch = [line for line in islice(lines, most) if line.endswith(b"\n")]
        return batch[: len(batch) - len(batch) % theories]

    def _settlements(
        self, rows: Sequence[Sequence[str]], theories: Sequence[str], first: int, seed: int
    ) -> dict[str, Settlements]:
        """The settlements that rows tell."""
        draws, talks, seats = len(rows) // len(theories), len(self.talks), len(self.seats)
        expected = [[theory, str(first + d)] for d in range(draws) for theory in theories]
        if [list(row[:2]) for row in rows] != expected:
            raise self._strange(f"its draws from {first} on are not those under {', '.join(theories)}")
        try:
            table = np.array([row[2:] for row in rows], dtype=np.float64).reshape(draws, len(theories), -1)
        except ValueError:
            raise self._strange(f"a row from draw {first} on cannot be read") from None
        widths = (1, talks, len(self.issues), len(self.actors), seats, seats, len(self.doubtful))
        flags, agreed, levels, payoffs, gains, hands, chances, values = np.split(table, np.cumsum(widths), axis=2)
        drawn = sample(self.uncertain, first, first + draws, seed)
        if not np.array_equal(values, np.broadcast_to(drawn[:, None], values.shape)):
            raise self._strange(f"its numbers from draw {first} on are not those of this case and seed {seed}")
        references, told = self._references(drawn), {}
        scales = np.array([high - low for low, high in (issue.scale for issue in self.case.issues.values())])
        for n, theory in enumerate(theories):
            sides = []
            for side in (gains, hands):
                whole = np.full((draws, talks, len(self.actors)), np.nan)
                for place, (t, i) in enumerate(self.seats):
                    whole[:, t, i] = side[:, n, place]
                sides.append(whole)
            chance = np.ones((draws, talks))
            chance[:, self.doubtful] = chances[:, n]
            deals = agreed[:, n] == 1
            told[theory] = Settlements(
                levels=levels[:, n],
                agreed=deals,
                payoffs=payoffs[:, n],
                gains=sides[0],
                hands=sides[1],
                settled=flags[:, n, 0] == 1,
                chance=chance,
                slight=deals & hardly_moved(self.case, np.abs(levels[:, n] - references) / scales),
            )
        return told

    def _references(self, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
        """(D, K) where each issue stands without a deal, from the numbers that were drawn (D, U)."""
        references = np.tile([self.case.reference(issue) for issue in self.issues], (len(drawn), 1))
        for column, number in enumerate(self.uncertain):
            if number.path[0] == "talks" and number.path[2] == "without_agreement":
                references[:, self.issues.index(str(number.path[3]))] = drawn[:, column]
        return references

    def _write(self, text: str) -> None:
        """Write the text whole; if the disk takes only a part of it, take that back."""
        start, rest = self.stream.tell(), memoryview(text.encode())
        try:
            while rest:
                rest = rest[self.stream.write(rest) :]
        except OSError as error:
            self.full = error.strerror or str(error)
            self.stream.seek(start)
            self.stream.truncate()

    def _strange(self, why: str) -> UsageError:
        return UsageError(
            f"--resume: {self.path} cannot be taken up: {why}; give another name, or --force to begin anew"
        )


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
