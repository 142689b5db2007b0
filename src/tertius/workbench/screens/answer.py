"""The answer: how each talk ends, what an edit changed, and the forecast that follows in the background."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.document import Document
from tertius.workbench.solver import Failed, Question, Stopped

AGAINST = {
    "step": "before the last edit",
    "opened": "as it was opened",
    "nothing": "nothing",
}
"""What an answer can be held against, and what the page calls it."""

DRAWS = 1_000
"""Draws of a forecast that nobody asked for."""

LONG = 8.0
"""Seconds that the worker may go on with an earlier version before it is ended: what it has in hand takes a moment."""

MOST = 100_000
"""Draws of a forecast at most."""


@dataclass
class Followed:
    """The forecast of a case that is being made or was made last.

    Attributes:
        values: The version of the case.
        draws: How many draws were asked for.
        question: What the worker was asked.
    """

    values: Any
    draws: int
    question: Question


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    followed: dict[Document, Followed] = {}

    bench.end_of_earlier(followed, bench.solver)

    async def page(request: Request) -> Response:
        return await bench.page(request, "answer", await bench.document(request))

    async def now(request: Request) -> Response:
        """The answer to the case as it is, for whichever screen shows it."""
        document = await bench.document(request)
        asked = request.query_params
        against = asked.get("against", "step") if asked.get("against") in AGAINST else "step"
        before, said = _before(document, against)
        values = document.values
        question = {"before": before, "whole": asked.get("whole") == "1"}
        slot = f"answer {request.path_params['key']} {asked.get('window', '')}"
        found = await bench.solver.find("answer", values, question, slot, LONG)
        verdict = found.get("answer") or " ".join(issue["verdict"] for issue in found.get("issues", ()))
        behind = asyncio.get_running_loop()
        behind.run_in_executor(None, bench.answers.note, document.disk.file, values, verdict)  # nobody waits for it
        template = "parts/answer_whole.html.j2" if asked.get("form") == "whole" else "parts/answer.html.j2"
        return await bench.part(template, found=found, against=against, ways=AGAINST, said=said, **_frame(request))

    async def forecast(request: Request) -> Response:
        """The forecast as far as it is; it is begun if the case is another than that of the last one."""
        document = await bench.document(request)
        draws, values = _draws(request), document.values
        known = followed.get(document)
        again = request.query_params.get("again") == "1"
        if known is None or known.values is not values or known.draws < draws or (again and known.question.error):
            question = await bench.solver.ask("forecast", values, {"draws": draws}, _forecast_of(request), LONG)
            known = followed[document] = Followed(values, draws, question)
        whole = request.query_params.get("form") == "whole"
        template = "parts/forecast_whole.html.j2" if whole else "parts/forecast.html.j2"
        return await bench.part(template, **_progress(known), **_frame(request))

    async def stop(request: Request) -> Response:
        await bench.document(request)
        bench.solver.cancel(_forecast_of(request))
        return JSONResponse({"stopped": True})

    return [
        Route("/case/{key:path}/answer", page),
        Route("/case/{key:path}/answer/now", now),
        Route("/case/{key:path}/answer/forecast", forecast),
        Route("/case/{key:path}/answer/stop", stop, methods=["POST"]),
    ]


def _frame(request: Request) -> dict[str, Any]:
    """What the parts need to lead elsewhere."""
    from tertius.workbench.screens import SCREENS

    return {"base": base_of(request.path_params["key"]), "screens": SCREENS}


def _forecast_of(request: Request) -> str:
    """The slot of the forecasts of a case."""
    return f"forecast {request.path_params['key']}"


def _draws(request: Request) -> int:
    asked = request.query_params.get("draws", str(DRAWS))
    if not (asked.isascii() and asked.isdecimal() and 1 <= int(asked[:9]) <= MOST):
        raise UsageError(f"found '{asked}' where a number of draws belongs; legal are 1 to {MOST}")
    return int(asked)


def _before(document: Document, against: str) -> tuple[Any, str]:
    """The version that the answer is held against, none if it is this one, and what was done since."""
    if against == "nothing":
        return None, ""
    before, said = document.before if against == "step" else (document.opened, "")
    return (None, "") if before == document.values else (before, said)


def _progress(known: Followed) -> dict[str, Any]:
    """How far a forecast is, and what the draws come to so far."""
    done, whole, so_far = known.question.told
    error = known.question.error
    return {
        "running": not known.question.answer.done(),
        "stopped": isinstance(error, Stopped),
        "failed": str(error) if isinstance(error, Failed) else "",
        "done": done,
        "whole": whole or known.draws,
        "found": known.question.found or so_far or None,
        "more": None if known.draws >= 10 * DRAWS else 10 * DRAWS,
    }
