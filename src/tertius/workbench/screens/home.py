"""Home: the cases of the folder, what each answered last, and how a new one begins."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.editing import body_of
from tertius.workbench.home.beginnings import ENDINGS, Begun, Declared, begin, begin_with_table
from tertius.workbench.home.listing import Listing, gallery_told

AT_ONCE = 12
"""So many cases are read before the page is shown; the others tell of themselves afterwards."""


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    listing = Listing(bench.answers)

    def told(key: str) -> dict[str, Any]:
        return {"key": key, "base": base_of(key), "about": listing.of(bench.folder.place(key))}

    def listed() -> list[dict[str, Any]]:
        keys = bench.folder.cases()
        whole = len(keys) <= AT_ONCE
        return [told(key) if whole else {"key": key, "base": base_of(key), "about": None} for key in keys]

    async def home(request: Request) -> Response:
        cases = await run_in_threadpool(listed)
        tables = await run_in_threadpool(bench.folder.tables)
        gallery = await run_in_threadpool(gallery_told)
        return await bench.part(
            "home.html.j2", cases=cases, root=str(bench.folder.root), tables=tables, gallery=gallery, endings=ENDINGS
        )

    async def about(request: Request) -> Response:
        """The row of one case."""
        one = await run_in_threadpool(told, request.path_params["key"])
        return await bench.part("parts/listed.html.j2", one=one)

    async def new(request: Request) -> Response:
        """Begin a case with what a form says."""
        asked = {name: str(value) for name, value in (await body_of(request)).items()}
        begun = Begun(asked.get("name", "").strip(), asked.get("question", "").strip())
        root, kind = bench.folder.root, asked.get("kind", "")
        if kind == "table":
            file = bench.folder.place(asked.get("of", ""))
            if not file.is_file():
                raise UsageError("choose a table: a file of yours, or one that lies in this folder")
            made = await run_in_threadpool(begin_with_table, root, begun, file, None, Declared.of_form(asked))
        else:
            made = await run_in_threadpool(begin, root, kind, begun, asked.get("of", ""))
        return JSONResponse({"base": base_of(bench.folder.key(made))}, 201)

    async def sent(request: Request) -> Response:
        """Begin a case with a table that the browser sends."""
        asked = dict(request.query_params)
        begun = Begun(asked.get("name", "").strip(), asked.get("question", "").strip())
        file, data = FilePath(FilePath(asked.get("file", "")).name or "table"), await request.body()
        root = bench.folder.root
        made = await run_in_threadpool(begin_with_table, root, begun, file, data, Declared.of_form(asked))
        return JSONResponse({"base": base_of(bench.folder.key(made))}, 201)

    return [
        Route("/", home),
        Route("/about/{key:path}", about),
        Route("/new", new, methods=["POST"]),
        Route("/new/table", sent, methods=["POST"]),
    ]
