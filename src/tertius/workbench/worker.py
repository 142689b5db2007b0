"""The process that works things out for the workbench, so that what takes too long can be ended whatever it does.

It reads questions from standard input, a line of JSON each, and answers on standard output:
``{"id": 7, "job": "answer", "case": {...}, "asked": {...}}``; ``{"cancel": 7}``. Each question is worked on in a thread
of its own. An answer is ``{"id": 7, "told": [done, whole, what]}`` as often as there is news, and then
``{"id": 7, "found": ...}``, ``{"id": 7, "failed": "..."}`` or ``{"id": 7, "cancelled": true}``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from tertius.errors import TertiusError
from tertius.workbench.kept import case_of_values

Told = Callable[[Any, Any, str], None]


LONGEST = 64 * 2**20
"""Bytes of one answer."""


class Cancelled(Exception):  # noqa: N818  (no error)
    """Nobody waits for this any more."""


class Worker:
    """Works on questions, each in its thread."""

    def __init__(self, answers: TextIO) -> None:
        self.answers = answers
        self.writing = threading.Lock()
        self.loading = threading.Lock()
        self.cancelled: set[int] = set()

    def run(self, questions: TextIO) -> None:
        """Work until nobody asks any more."""
        for line in questions:
            question = json.loads(line)
            if "cancel" in question:
                self.cancelled.add(question["cancel"])
            elif question["job"] == "warm":  # what two threads import at a time may be there in part only
                self._work(question)
            else:
                threading.Thread(target=self._work, args=(question,), daemon=True).start()

    def say(self, **answer: Any) -> None:
        """Send an answer."""
        line = json.dumps(answer, ensure_ascii=False, allow_nan=False, default=str)
        if len(line) > LONGEST or len(line.encode(errors="replace")) > LONGEST:
            raise ValueError(f"the answer is larger than {LONGEST // 2**20} million bytes")
        with self.writing:
            self.answers.write(line + "\n")
            self.answers.flush()

    def _work(self, question: dict[str, Any]) -> None:
        ident = question["id"]

        def told(done: Any, whole: Any, what: Any = "") -> None:
            if ident in self.cancelled:
                raise Cancelled
            self.say(id=ident, told=[done, whole, what])

        try:
            from tertius.workbench.jobs import job_named

            with self.loading:
                job = job_named(question["job"])
            found = job(case_of_values(question.get("case")), question.get("asked") or {}, told)
            self.say(id=ident, found=found)
        except Cancelled:
            self.say(id=ident, cancelled=True)
        except TertiusError as error:
            self.say(id=ident, failed=str(error), ours=False)
        except Exception as error:
            if os.environ.get("TERTIUS_DEBUG", "") not in ("", "0"):
                import traceback

                traceback.print_exc(file=sys.stderr)
            self.say(id=ident, failed=f"{type(error).__name__}: {error}", ours=True)
        finally:
            self.cancelled.discard(ident)


def main() -> None:
    """Work for the process that started this one. What libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    Worker(answers).run(sys.stdin)
    os._exit(0)  # threads that still settle are not waited for


if __name__ == "__main__":
    main()
