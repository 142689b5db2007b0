"""The answer: where each talk settles or why it fails."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tertius.workbench.bench import Bench


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def page(request: Request) -> Response:
        return await bench.page(request, "answer", await bench.document(request))

    async def now(request: Request) -> Response:
        """The answer to the case as it is, for whichever screen shows it."""
        document = await bench.document(request)
        slot = f"answer {request.path_params['key']}"
        found = await bench.solver.find("answer", document.values, slot=slot)
        return await bench.part("parts/answer.html.j2", found=found)

    return [
        Route("/case/{key:path}/answer", page),
        Route("/case/{key:path}/answer/now", now),
    ]
