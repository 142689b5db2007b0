"""The workbench as an application: addresses, files of its own, and the guard before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path as FilePath

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tertius.workbench import editing
from tertius.workbench.bench import FAILURES, HERE, Bench, on_failure, on_fault
from tertius.workbench.safety import Guard
from tertius.workbench.screens import SCREENS, load_all, routes_of
from tertius.workbench.screens.mending import mending_page

PAUSE = 1.5
"""Seconds for the first page, before the other screens are loaded behind it."""


def application(root: FilePath, port: int, token: str | None = None, journals: FilePath | None = None) -> Guard:
    """The workbench on a folder, behind its guard.

    Args:
        root: The folder; nothing outside of it is read or written.
        port: The port that it will be called at.
        token: The secret of its address; a new one without.
        journals: The folder of the journals, if not the user's.
    """
    bench = Bench(root, journals)
    bench.templates.globals["screens"] = SCREENS
    bench.mending = mending_page

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        bench.warming = await bench.solver.ask("warm", None)
        loading = asyncio.create_task(_load_behind(app))
        yield
        loading.cancel()
        await bench.close()

    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
            Route("/pictures.css", _pictures),
            *editing.routes(bench),
            *routes_of(bench),
        ],
        exception_handlers={**dict.fromkeys(FAILURES, on_failure), Exception: on_fault},
        lifespan=lifespan,
    )
    app.state.bench = bench
    return Guard(app, port, token, bench.stop)


def _pictures(request: Request) -> Response:
    """The colours of pictures on a dark screen."""
    from tertius.report.charts.dark import dark_css

    return Response(dark_css(), media_type="text/css")


async def _load_behind(app: Starlette) -> None:
    """Load the other screens while somebody looks at the first one."""
    await asyncio.sleep(PAUSE)
    await run_in_threadpool(load_all, app.routes)
