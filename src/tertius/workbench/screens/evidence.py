"""Evidence: the numbers by influence and weakness; what each rests on can be said, and ticked off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.draws import uncertain_of
from tertius.workbench.answers.evidence import METHODS, form_told, key_of, number_at, puts_for, rows_told
from tertius.workbench.bench import Bench
from tertius.workbench.document import Document
from tertius.workbench.editing import body_of, edited
from tertius.workbench.marks import Marks
from tertius.workbench.solver import Question

BASE, FINER = 64, 256
"""The N of ``tertius evidence --base N`` at first, and where somebody asks for more."""

LONG = 8.0
"""Seconds that the worker may go on with what was cancelled before it is ended."""

NO_RANGE = "No number has a range, so nothing says how far the answer hangs on each."

MOST = 150
"""So many numbers are shown, unless all are asked for."""


@dataclass
class Found:
    """What is known of the influence of the numbers of a case.

    Attributes:
        numbers: The uncertain numbers that it was asked of, in words: of others it says nothing.
        base: The N of the question that was asked last.
        question: That question.
        influences: What was found last.
    """

    numbers: Any = None
    base: int = 0
    question: Question | None = None
    influences: dict[str, Any] = field(default_factory=dict)


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    known: dict[Document, Found] = {}

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        return await bench.page(request, "evidence", document)

    async def progress(request: Request) -> Response:
        """How far the influences are; they are asked for where the numbers are others than those of the last time."""
        document = await bench.document(request)
        found = known.setdefault(document, Found())
        base = FINER if request.query_params.get("finer") == "1" else BASE
        numbers = await run_in_threadpool(_numbers, document)
        if not numbers:
            return JSONResponse({"running": False, "done": 0, "whole": 0, "failed": NO_RANGE, "base": base})
        if found.question is None or found.numbers != numbers or base > found.base:
            slot = f"evidence {request.path_params['key']}"
            found.question = await bench.solver.ask("evidence", document.values, {"base": base}, slot, LONG)
            found.numbers, found.base = numbers, base
        return JSONResponse({**_heard(found), "base": base})

    async def rows(request: Request) -> Response:
        document = await bench.document(request)
        influences = known.get(document, Found()).influences
        done = _marks(document).read()
        told = await run_in_threadpool(rows_told, document.case, influences, done)
        shown = told if request.query_params.get("every") == "1" else told[:MOST]
        return await bench.part(
            "parts/evidence.html.j2", rows=shown, left=len(told) - len(shown), ranked=bool(influences)
        )

    async def form(request: Request) -> Response:
        document = await bench.document(request)
        of = request.query_params.get("of", "")
        told = await run_in_threadpool(form_told, document.case, document.values, of)
        return await bench.part("parts/evidence_form.html.j2", form=told, methods=METHODS)

    async def say(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        key, what, to = str(asked.get("path", "")), str(asked.get("field", "")), asked.get("to")
        puts, said = await run_in_threadpool(puts_for, document.case, document.values, key, what, to)
        return await edited(bench, document, puts, said, asked)

    async def tick(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        number = await run_in_threadpool(number_at, document.case, str(asked.get("path", "")))
        await run_in_threadpool(_marks(document).tick, key_of(number), number.words if asked.get("done") else None)
        return JSONResponse({"done": bool(asked.get("done"))})

    return [
        Route("/case/{key:path}/evidence", page),
        Route("/case/{key:path}/evidence/progress", progress),
        Route("/case/{key:path}/evidence/rows", rows),
        Route("/case/{key:path}/evidence/form", form),
        Route("/case/{key:path}/evidence/say", say, methods=["POST"]),
        Route("/case/{key:path}/evidence/tick", tick, methods=["POST"]),
    ]


def _heard(found: Found) -> dict[str, Any]:
    """How far the question is that was asked last; what it found is kept."""
    assert found.question is not None  # noqa: S101  (it was asked)
    question = found.question
    if question.found is not None:
        found.influences = question.found
    done, whole, _ = question.told
    running = not question.answer.done()
    return {"running": running, "done": done, "whole": whole, "failed": str(question.error or "")}


def _marks(document: Document) -> Marks:
    return Marks(document.journal.folder, document.journal.name)


def _numbers(document: Document) -> Any:
    """The uncertain numbers with their ranges: what is said of them is no part of it."""
    return [(number.path, str(number.quantity)) for number in uncertain_of(document.case)]
