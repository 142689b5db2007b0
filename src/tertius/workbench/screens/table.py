"""The table: actors down, issues across."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tertius.workbench.bench import Bench, base_of


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def page(request: Request) -> Response:
        return await bench.page(request, "table", await bench.document(request))

    async def begin(request: Request) -> Response:
        return RedirectResponse(f"{base_of(request.path_params['key'])}/table", 303)

    return [Route("/case/{key:path}/table", page), Route("/case/{key:path}/", begin)]
