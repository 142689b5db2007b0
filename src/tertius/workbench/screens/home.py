"""Home: the cases of the folder."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tertius.workbench.bench import Bench, base_of


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def home(request: Request) -> Response:
        keys = await run_in_threadpool(bench.folder.cases)
        cases = [{"key": key, "base": base_of(key)} for key in keys]
        return await bench.part("home.html.j2", cases=cases, root=str(bench.folder.root))

    return [Route("/", home)]
