"""How fast versions of a case are: game, single moves and claims of the flagship, as patches and with every case built.

Both ways in one run, and whether they come to the same. The time on the kernels is in both.

.venv/bin/python benchmarks/moves.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import tertius
from tertius.analysis.moves import Scenarios, play
from tertius.case.edit.parts import Patch
from tertius.case.model import Case
from tertius.draws.uncertain import Uncertain, UncertainParts
from tertius.scenarios import scenarios

FEW, MANY = 8, 200


@contextmanager
def built() -> Iterator[None]:
    """Every version is checked, drawn and built as a whole, and settled by itself."""
    of = UncertainParts.of

    def anew(self: UncertainParts, version: Case) -> tuple[Uncertain, ...]:
        self._first, self._others, self._whole = {}, {}, {}
        return of(self, version)

    with (
        mock.patch.object(Patch, "plain", False),
        mock.patch.object(UncertainParts, "of", anew),
        mock.patch.object(scenarios, "SETTLED_AT_ONCE", 1),
        mock.patch.object(play, "SETTLED_AT_ONCE", 1),
    ):
        yield


def timed(run: Callable[[], Any]) -> tuple[float, float, Any]:
    """Processor time of a run, that of the main thread alone, in which no kernel runs, and what it came to."""
    used, python = time.process_time(), time.thread_time()
    found = run()
    return time.process_time() - used, time.thread_time() - python, found


def main() -> None:
    """Prints the times, once everything is compiled."""
    case = tertius.load("korea-2019")
    movers = [actor for actor in case.actors if any(move.actor == actor for move in case.moves.values())]

    def single(draws: int) -> list[Any]:
        shared = Scenarios(case, draws=draws)
        return [tertius.moves(case, actor, scenarios=shared).to_dict() for actor in movers]

    runs: dict[str, Callable[[], Any]] = {
        f"game, {FEW} draws": lambda: tertius.game(case, draws=FEW).payoffs.tolist(),
        f"single moves, {FEW} draws": lambda: single(FEW),
        f"single moves, {MANY} draws": lambda: single(MANY),
        f"claims, {FEW} draws": lambda: tertius.claims(case, draws=FEW).to_dict(),
        f"claims, {MANY} draws": lambda: tertius.claims(case, draws=MANY).to_dict(),
    }
    single(FEW)
    tertius.claims(case, draws=FEW)
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; seconds of processor time, of Python alone in brackets"
    )
    for name, run in runs.items():
        patched = timed(run)
        with built():
            whole = timed(run)
        same = "same" if repr(patched[2]) == repr(whole[2]) else "NOT THE SAME"
        ratios = ", ".join(f"{whole[place] / patched[place]:.1f}" for place in (0, 1))
        print(
            f"{name:26} patches {patched[0]:6.2f} ({patched[1]:5.2f})   built {whole[0]:6.2f} ({whole[1]:5.2f})   "
            f"ratios {ratios}   {same}",
            flush=True,
        )


if __name__ == "__main__":
    main()
