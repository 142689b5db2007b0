"""Forecasts that are frozen in the background: drawn by the worker, written down by the workbench, once.

The worker writes nothing: a question of a worker that was lost is asked again, and what it had written down would be
written down twice.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from starlette.concurrency import run_in_threadpool

from tertius.case.model import Case
from tertius.errors import TertiusError
from tertius.ledger import writer
from tertius.ledger.adding import Added, write_down
from tertius.ledger.bodies import KINDS, entry_of
from tertius.ledger.entries import Forecasted
from tertius.ledger.freezing import Frozen
from tertius.ledger.ledger import Ledger
from tertius.workbench.ledger.asked import Wanted
from tertius.workbench.solver import Failed, Question, Solver, Stopped

PATIENCE = 8.0
"""Seconds for the draws in hand, when a forecast is stopped."""

REST = 300.0
"""Seconds after which the process that drew is ended, with the room that it takes."""


@dataclass
class Freezing:
    """A forecast that is frozen, or was.

    Attributes:
        number: Counts those of a session, so that a page sees that there is another one.
        question: What the worker was asked.
        added: What was written down; None until it is.
        failed: Why nothing was; empty while it is made, and if something was.
    """

    number: int
    question: Question
    added: Added | None = None
    failed: str = ""

    @property
    def making(self) -> bool:
        """Whether it is drawn or written still."""
        return self.added is None and not self.failed


class Desk:
    """What is frozen of each case, by its address."""

    def __init__(self, ledger: Ledger, solver: Solver) -> None:
        self.ledger, self.solver = ledger, solver
        self.frozen: dict[str, Freezing] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.count = 0

    async def freeze(self, key: str, case: Case, values: Any, wanted: Wanted) -> None:
        """Begin to freeze a forecast of a case as it is.

        Raises:
            Failed: One of this case is made already.
        """
        if key in self.frozen and self.frozen[key].making:
            raise Failed("A forecast of this case is being made: wait until it is written down, or stop it.", False)
        self.count += 1
        asked = {"target": wanted.asked.question, "making": wanted.making.to_dict()}
        question = await self.solver.ask("ledger_freeze", values, asked, _slot(key), PATIENCE)
        made = self.frozen[key] = Freezing(self.count, question)
        task = asyncio.create_task(self._write(key, made, case, wanted))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _write(self, key: str, made: Freezing, case: Case, wanted: Wanted) -> None:
        """Wait for the draws, and write down what came of them."""
        try:
            found = await asyncio.shield(made.question.answer)
            frozen = frozen_of(found, key)
            ledger = self.ledger
            made.added = await run_in_threadpool(write_down, ledger.path, ledger.patience, case, wanted.asked, frozen)
        except Stopped:
            made.failed = "Stopped: nothing was written down."
        except (TertiusError, Failed) as error:
            made.failed = f"Nothing was written down: {error}"
        except Exception as error:
            made.failed = f"Nothing was written down. Tertius made a mistake: {type(error).__name__}: {error}"
            raise
        finally:
            self.solver.rest_later(REST)

    def stop(self, key: str) -> None:
        """Freeze nothing of this case after all, unless it is written already."""
        self.solver.cancel(_slot(key))

    def told(self, key: str) -> dict[str, Any]:
        """How far it is, for the page."""
        made = self.frozen.get(key)
        if made is None:
            return {"number": 0, "making": False, "failed": "", "done": 0, "whole": 0, "written": False}
        done, whole, _ = made.question.told
        return {
            "number": made.number,
            "making": made.making,
            "failed": made.failed,
            "done": done,
            "whole": whole,
            "written": made.added is not None,
        }


def frozen_of(found: dict[str, Any], file: str) -> Frozen:
    """What the worker drew, as the ledger takes it; the file of the case is named as commands name it."""
    entry = entry_of(0, KINDS[Forecasted], writer.now().isoformat(), "", found["forecast"])
    if not isinstance(entry, Forecasted):
        raise TypeError("a forecast is read of the body of one")
    scale = None if found["scale"] is None else (float(found["scale"][0]), float(found["scale"][1]))
    return Frozen(found["text"], scale, found["kind"], replace(entry, settings={**entry.settings, "file": file}))


def _slot(key: str) -> str:
    return f"ledger {key}"
