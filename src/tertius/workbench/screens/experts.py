"""Experts: a blind sheet to send, the filled ones back, who gave what, where they differ, and the pool."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.layouts.blind_sheet import blind_sheet
from tertius.case.model import Case
from tertius.errors import CaseError, UsageError
from tertius.report.text.phrases import many
from tertius.workbench.bench import Bench
from tertius.workbench.document import Document
from tertius.workbench.editing import body_of, edited
from tertius.workbench.experts.filled import add, pooled, read, sheets_of, take_out
from tertius.workbench.experts.views import InCase, differences_told, expert_of, puts_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

AT = "/case/{key:path}/experts"


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    return [*_shown(bench), *_changed(bench)]


def _shown(bench: Bench) -> list[Route]:
    """The page, the panel on it, and the sheet to send."""

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        panel = await run_in_threadpool(panel_told, document)
        return await bench.page(request, "experts", document, panel=panel)

    async def panel(request: Request) -> Response:
        document = await bench.document(request)
        return await bench.part("parts/panel.html.j2", panel=await run_in_threadpool(panel_told, document))

    async def sheet(request: Request) -> Response:
        """A sheet without the numbers of the case, named after whoever is to fill it in."""
        document = await bench.document(request)
        expert = " ".join(request.query_params.get("expert", "").split())[:60]
        data = await run_in_threadpool(blind_sheet, document.case, expert)
        name = f"{expert or document.case.case}.xlsx"
        plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
        said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        return Response(data, media_type=SHEET, headers={"Content-Disposition": said})

    return [Route(AT, page), Route(f"{AT}/panel", panel), Route(f"{AT}/sheet", sheet)]


def _changed(bench: Bench) -> list[Route]:
    """Sheets put beside the case and taken out; the pool put into it, or kept as a case of its own."""

    async def put_back(request: Request) -> Response:
        """A filled sheet, as the body of the request."""
        document = await bench.document(request)
        name, data = request.query_params.get("name", ""), await request.body()
        path = await run_in_threadpool(add, document.case, document.disk.file, name, data)
        return JSONResponse({"file": path.name})

    async def out(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        await run_in_threadpool(take_out, document.disk.file, str(asked.get("expert", "")))
        return JSONResponse({"done": True})

    async def pool(request: Request) -> Response:
        """The ranges of the experts go into the case, as one step that can be undone."""
        document, asked = await bench.document(request), await body_of(request)
        found = await run_in_threadpool(pooled, document.case, sheets_of(document.disk.file))
        puts = puts_of(document.case, found)
        said = f"pool of {many(len(found.tables), 'expert')}"
        return await edited(bench, document, puts, said, asked)

    async def as_case(request: Request) -> Response:
        """The case with the pool in it, as a file of its own beside it."""
        document, asked = await bench.document(request), await body_of(request)
        file = await run_in_threadpool(_as_case, document, str(asked.get("name", "")))
        return JSONResponse({"key": bench.folder.key(file), "file": file.name})

    return [
        Route(f"{AT}/add", put_back, methods=["POST"]),
        Route(f"{AT}/out", out, methods=["POST"]),
        Route(f"{AT}/pool", pool, methods=["POST"]),
        Route(f"{AT}/as-case", as_case, methods=["POST"]),
    ]


def panel_told(document: Document) -> dict[str, Any]:
    """Who gave what, and where they differ; what is wrong, if they do not fit together."""
    case, paths = document.case, sheets_of(document.disk.file)
    answers = [read(case, path) for path in paths]
    told: dict[str, Any] = {
        "experts": [{"name": one.expert, "rows": one.rows, "problems": one.problems} for one in answers],
        "asked": len(case.actors) * len(case.issues),
        "differences": [],
        "unknown": [],
        "problems": [],
        "tables": [],
        "agreed": 0,
    }
    ready = [one.file for one in answers if not one.problems]
    if len(ready) < 2:
        return told
    try:
        panel = pooled(case, ready)
    except (CaseError, UsageError) as error:
        told["problems"] = str(error).splitlines()
        return told
    ids = InCase(case, panel)
    known = [one for one in panel.differences if ids.knows(one)]
    told["tables"] = [expert_of(table) for table in panel.tables]
    told["differences"] = differences_told(case, panel)
    told["agreed"] = sum(one.spread == 0 for one in known)
    told["unknown"] = ids.unknown
    return told


def _as_case(document: Document, name: str) -> Path:
    """Write the case with the pool in it beside the case.

    Raises:
        UsageError: It has no name, or there is such a file.
        CaseError: The pool leaves no valid case.
    """
    from tertius.case.files.write import yaml_of
    from tertius.case.parse.naming import slug
    from tertius.writing import write_whole

    title = " ".join(name.split())
    if not title:
        raise UsageError("the new case has no name yet: give one, such as 'Panel of March'")
    ident = slug(title, "pooled")
    path = document.disk.file.parent / f"{ident}.yaml"
    if path.exists():
        raise UsageError(f"there is a file {path.name} already: give the new case another name")
    case = _with_pool(document.case, document).model_copy(update={"case": ident, "title": title})
    write_whole(path, yaml_of(case).encode(), force=False)
    return path


def _with_pool(case: Case, document: Document) -> Case:
    from tertius.case.files.build import case_of
    from tertius.case.parse.origin import Origin
    from tertius.workbench.differences import Difference, carried_out

    puts = puts_of(case, pooled(case, sheets_of(document.disk.file)))
    return case_of(carried_out(document.values, [Difference(put.path, None, put.to) for put in puts]), Origin())
