"""Edits of an open case: puts, undo and redo, drafts dropped, and the pulse by which windows hear of each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.errors import UsageError
from tertius.workbench.bench import Bench, draft_told, state_of
from tertius.workbench.differences import NOTHING
from tertius.workbench.document import Document, Outcome, Put

DEEPEST = 40
"""Blocks within blocks of a question: a case has ten."""


def routes(bench: Bench) -> list[Route]:
    """The addresses at which a case is edited."""

    async def edit(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        return await edited(bench, document, puts_of(asked.get("puts")), str(asked.get("said", "")), asked)

    async def step(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        kind, window = request.path_params["kind"], str(asked.get("window", ""))
        done = await run_in_threadpool(document.undo if kind == "undo" else document.redo, window)
        bench.save_soon(document)
        paths = ["/".join(change.path) for change in done.changes] if done else []
        return JSONResponse({"done": paths, "said": done.said if done else None, "state": state_of(bench, document)})

    async def drop(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        await run_in_threadpool(document.drop_draft, path_of(asked.get("path")))
        return JSONResponse({"state": state_of(bench, document)})

    async def pulse(request: Request) -> Response:
        document = await bench.document(request)
        await run_in_threadpool(document.look)
        bench.save_soon(document)
        return JSONResponse({"state": state_of(bench, document)})

    async def insist(request: Request) -> Response:
        document = await bench.document(request)
        aside = await run_in_threadpool(document.insist)
        bench.save_soon(document)
        return JSONResponse({"aside": aside, "state": state_of(bench, document)})

    return [
        Route("/case/{key:path}/edit", edit, methods=["POST"]),
        Route("/case/{key:path}/step/{kind}", step, methods=["POST"]),
        Route("/case/{key:path}/drop-draft", drop, methods=["POST"]),
        Route("/case/{key:path}/insist", insist, methods=["POST"]),
        Route("/case/{key:path}/pulse", pulse),
    ]


async def edited(
    bench: Bench, document: Document, puts: list[Put], said: str, asked: Mapping[str, Any], **more: Any
) -> JSONResponse:
    """Take edits into a case, and tell the window that asked what became of them.

    Args:
        bench: The workbench, which writes the file behind the answer.
        document: The case.
        puts: The edits, one step to undo.
        said: What the step is called.
        asked: What the page sent, with its `window`.
        more: What else the page is told.
    """
    outcome = await run_in_threadpool(document.edit, puts, said, str(asked.get("window", "")))
    bench.save_soon(document)
    return JSONResponse({**outcome_told(outcome), **more, "state": state_of(bench, document)})


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON that a page sent.

    Raises:
        UsageError: It is none.
    """
    try:
        asked = json.loads(await request.body())
        json.dumps(asked, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):  # also numbers that are none, and halves of characters
        raise UsageError("found no JSON where a question belongs") from None
    if not isinstance(asked, dict):
        raise UsageError("found no block of JSON where a question belongs")
    if _deep(asked) > DEEPEST:
        raise UsageError(f"a question has blocks within blocks {DEEPEST} deep at most")
    return asked


def _deep(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_deep, inner), default=0)


def path_of(value: Any) -> tuple[str, ...]:
    """A path that a page sent: its steps, or one text with ``/`` between them."""
    steps = value.split("/") if isinstance(value, str) else value
    if not isinstance(steps, list) or not steps or not all(isinstance(step, str) and step for step in steps):
        raise UsageError("found no path where one belongs")
    return tuple(steps)


def puts_of(value: Any) -> list[Put]:
    """The edits that a page sent: each has a path, and `to`; none takes away what is there."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError("found no list of edits where one belongs")
    puts = []
    for one in value:
        to = one.get("to")
        puts.append(Put(path_of(one.get("path")), NOTHING if to is None else to, one.get("was")))
    return puts


def outcome_told(outcome: Outcome) -> dict[str, Any]:
    """What became of edits, as JSON."""
    return {
        "done": ["/".join(path) for path in outcome.done],
        "refused": {"/".join(path): draft_told(draft) for path, draft in outcome.refused.items()},
        "conflicts": {"/".join(path): there for path, there in outcome.conflicts.items()},
        "also": list(outcome.also),
    }
