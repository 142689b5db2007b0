"""The workbench as an application: addresses, files of its own, and the guard before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path as FilePath

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tertius.workbench import editing
from tertius.workbench.bench import FAILURES, HERE, Bench, on_failure, on_fault
from tertius.workbench.safety import Guard
from tertius.workbench.screens import SCREENS, routes_of
from tertius.workbench.screens.mending import mending_page


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
        await bench.solver.ask("warm", None)
        yield
        await bench.close()

    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
            *editing.routes(bench),
            *routes_of(bench),
        ],
        exception_handlers={**dict.fromkeys(FAILURES, on_failure), Exception: on_fault},
        lifespan=lifespan,
    )
    app.state.bench = bench
    return Guard(app, port, token)
