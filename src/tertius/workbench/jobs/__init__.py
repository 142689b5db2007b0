"""What the worker can find out for a page: a function of a case and of what is asked, which gives plain values.

Each is ``found = job(case, asked, told)``: ``told(done, whole, what)`` says how far it is, and raises if nobody waits.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol


class Job(Protocol):
    """Finds something out about a case."""

    def __call__(self, case: Any, asked: dict[str, Any], told: Any) -> Any:
        """What was found, as plain values."""


JOBS = {
    "warm": "answer",
    "answer": "answer",
    "forecast": "forecast",
    "evidence": "evidence",
    "what_if": "what_if",
    "what_if_over_draws": "what_if",
    "compared": "what_if",
    "ranked": "sliders",
    "shares": "sliders",
    "ticks": "ticks",
    "why": "why",
    "seek": "seek",
    "brief": "brief",
    "brief_file": "brief",
    "claims": "claims",
    "ledger_freeze": "ledger",
    "ledger_scores": "ledger",
}
"""Each job, and the file of this folder in which its function stands."""


def job_named(name: str) -> Job:
    """The function of a job."""
    found: Job = getattr(import_module(f"tertius.workbench.jobs.{JOBS[name]}"), name)
    return found
