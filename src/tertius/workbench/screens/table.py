"""The table: actors down, issues across, and the other sheets of a case; typed, pasted, added and removed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of, state_of
from tertius.workbench.differences import Path
from tertius.workbench.document import Document
from tertius.workbench.editing import body_of, outcome_told, path_of
from tertius.workbench.grid.adding import Refused, add, asked_of, remove
from tertius.workbench.grid.blocks import block_of
from tertius.workbench.grid.cells import Cell, Table
from tertius.workbench.grid.columns import Callings
from tertius.workbench.grid.filling import fill
from tertius.workbench.grid.pictures import picture_of
from tertius.workbench.grid.sheets import sheet_names
from tertius.workbench.grid.shown import Shown
from tertius.workbench.grid.telling import about, also_words, mistakes_of
from tertius.workbench.grid.words import FIRST, STANCES, noun_of, sheet_words
from tertius.workbench.trials.trial import quantity_at


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    desk = _Desk(bench)

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        return await bench.page(request, "table", document, **await run_in_threadpool(desk.sheet, request, document))

    async def begin(request: Request) -> Response:
        return RedirectResponse(f"{base_of(request.path_params['key'])}/table", 303)

    def asking(answer: Any) -> Any:
        async def ask(request: Request) -> Response:
            found: Response = await run_in_threadpool(answer, request, await bench.document(request))
            return found

        return ask

    def telling(answer: Any) -> Any:
        async def tell(request: Request) -> Response:
            document, asked = await bench.document(request), await body_of(request)
            found: dict[str, Any] = await run_in_threadpool(answer, document, asked)
            bench.save_soon(document)
            return JSONResponse({**found, "state": state_of(bench, document)})

        return tell

    return [
        Route("/case/{key:path}/table", page),
        Route("/case/{key:path}/table/changes", asking(desk.changes)),
        Route("/case/{key:path}/table/about", asking(desk.about)),
        Route("/case/{key:path}/table/form", asking(desk.form)),
        Route("/case/{key:path}/table/fill", telling(desk.fill), methods=["POST"]),
        Route("/case/{key:path}/table/add", telling(desk.add), methods=["POST"]),
        Route("/case/{key:path}/table/remove", telling(desk.remove), methods=["POST"]),
        Route("/case/{key:path}/", begin),
    ]


def _sheet_of(request: Request) -> tuple[str, bool]:
    """Which sheet an address names, and whether all its columns are wanted."""
    return request.query_params.get("sheet", STANCES), request.query_params.get("every") == "1"


class _Desk:
    """What the screen does, each for an open case."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.shown = Shown()

    def sheet(self, request: Request, document: Document) -> dict[str, Any]:
        """What the template of the page shows."""
        name, every = _sheet_of(request)
        version, table = self.shown.now(document, name, every)
        names = sheet_names()
        if name not in names:
            raise UsageError(f"there is no sheet '{name}'")
        return {
            "sheet": name,
            "every": every,
            "shown": version,
            "table": table,
            "sheets": {one: sheet_words(one) for one in names if one in FIRST},
            "others": {one: sheet_words(one) for one in names if one not in FIRST},
            "noun": noun_of(name),
            "title_of": sheet_words(name),
            "mistakes": mistakes_of(document, table),
            "scales": _scales(document),
            "lists": _lists(document, table),
            "list_of": list_of,
            "picture_of": picture_of,
        }

    def changes(self, request: Request, document: Document) -> Response:
        """What differs from the version that a window shows."""
        name, every = _sheet_of(request)
        since = request.query_params.get("since", "")
        return JSONResponse(self._news(document, name, every, int(since) if since.isdecimal() else None))

    def _news(
        self, document: Document, name: str, every: bool, since: int | None, touched: Collection[Path] = ()
    ) -> dict[str, Any]:
        """What differs from a version: cells, those below some paths too, or the whole sheet if rows or columns do."""
        version, table = self.shown.now(document, name, every)
        before = None if since is None else self.shown.then(document, name, every, since)
        told: dict[str, Any] = {"shown": version, "mistakes": self._mistakes(document, table)}
        if before is None or before.frame != table.frame:
            context = {
                "table": table,
                "scales": _scales(document),
                "list_of": list_of,
                "lists": _lists(document, table),
                "picture_of": picture_of,
            }
            return {**told, "sheet": self.bench.render("parts/sheet.html.j2", **context)}
        old = {cell.path: cell for cell in before.cells()}
        cells = [
            cell
            for cell in table.cells()
            if ((was := old.get(cell.path)) is not cell and was != cell)
            or any(cell.path[: len(path)] == path for path in touched)
        ]
        return {**told, "cells": self._cells(document, table, cells)}

    def about(self, request: Request, document: Document) -> Response:
        """The line below the sheet that tells what a cell holds."""
        name, every = _sheet_of(request)
        _, table = self.shown.now(document, name, every)
        path = path_of(request.query_params.get("path", ""))
        target = ".".join(path)
        why = target if path and quantity_at(document.case, target) is not None else ""
        context = {"found": about(document, table, path), "why": why, "base": base_of(request.path_params["key"])}
        return HTMLResponse(self.bench.render("parts/about.html.j2", **context))

    def form(self, request: Request, document: Document) -> Response:
        """The form for a new row."""
        name, _ = _sheet_of(request)
        asked = asked_of(document, name)
        return HTMLResponse(self.bench.render("parts/form.html.j2", asked=asked, noun=noun_of(name)))

    def fill(self, document: Document, asked: dict[str, Any]) -> dict[str, Any]:
        """Put a block of text into the sheet; what differs since is told with the outcome."""
        name, every = str(asked.get("sheet", STANCES)), asked.get("every") is True
        _, table = self.shown.now(document, name, every)
        at, text = path_of(asked.get("at")), str(asked.get("text", ""))
        rows = [[text]] if asked.get("typed") else block_of(text)
        filled = fill(
            document, table, at, path_of(asked.get("to") or asked.get("at")), rows, self._seen(document, asked)
        )
        outcome = document.edit(filled.puts, filled.said, str(asked.get("window", "")))
        seen, touched = asked.get("shown"), {put.path for put in filled.puts}
        news = self._news(document, name, every, seen if isinstance(seen, int) else None, touched)
        after = self.shown.now(document, name, every)[1]
        theirs = {cell.ident: cell.text for cell in after.cells() if cell.path in outcome.conflicts}
        return {**outcome_told(outcome), **news, "theirs": theirs, "beyond": filled.beyond}

    def _seen(self, document: Document, asked: dict[str, Any]) -> dict[Path, str] | None:
        """What the window that edits showed in its cells."""
        if isinstance(asked.get("was"), str):
            return {path_of(asked.get("at")): asked["was"]}
        since = asked.get("since")
        name, every = str(asked.get("sheet", STANCES)), asked.get("every") is True
        before = self.shown.then(document, name, every, since) if isinstance(since, int) else None
        return None if before is None else {cell.path: cell.text for cell in before.cells()}

    def add(self, document: Document, asked: dict[str, Any]) -> dict[str, Any]:
        """Add a row."""
        given = asked.get("given")
        if not isinstance(given, dict):
            raise UsageError("found no form where one belongs")
        try:
            path, outcome = add(document, str(asked.get("sheet", "")), given, str(asked.get("window", "")))
        except Refused as refused:
            return {"fields": refused.fields, "failed": str(refused)}
        return {**outcome_told(outcome), "path": "/".join(path)}

    def remove(self, document: Document, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a row away."""
        before, path = document.values, path_of(asked.get("path"))
        called = Callings(before).name(path[0], path[1]) if len(path) > 1 else ""
        outcome = remove(document, path, str(asked.get("window", "")))
        told = outcome_told(outcome)
        return {**told, "also": also_words(before, document.values, path), "removed": called}

    def _mistakes(self, document: Document, table: Table) -> str:
        return self.bench.render("parts/mistakes.html.j2", mistakes=mistakes_of(document, table))

    def _cells(self, document: Document, table: Table, cells: list[Cell]) -> dict[str, str]:
        """The cells as HTML, and the pictures of their rows, each by what the page calls it."""
        template = self.bench.templates.get_template("parts/cells.html.j2")
        made = template.make_module({"list_of": list_of})
        alone = table.name != STANCES
        told = {cell.ident: str(made.cell(cell, alone=alone)) for cell in cells}  # type: ignore[attr-defined]
        if not alone:
            touched, scales = {cell.path for cell in cells}, _scales(document)
            lines = [line for line in table.lines if any(cell.path in touched for cell in line.cells)]
            for picture in (picture_of(line, scales) for line in lines):
                told[picture.ident] = str(made.row_picture(picture))  # type: ignore[attr-defined]
        return told


def _scales(document: Document) -> dict[str, list[float]]:
    """Where the anchors of each issue lie, in percent of its scale."""
    found = {}
    for ident, issue in document.case.issues.items():
        low, high = issue.scale
        found[ident] = [round(100 * (level - low) / (high - low), 2) for level in sorted(issue.anchors)]
    return found


def _lists(document: Document, table: Table) -> dict[str, list[str]]:
    """What editors of the sheet offer, by the name of each list."""
    callings = Callings(document.values)
    columns = {cell.column.heading: cell.column for cell in table.cells() if cell.column is not None}
    lists = {}
    for column in columns.values():
        if column.choices:
            lists[f"choices-{column.heading}"] = list(column.choices)
        elif column.refers:
            lists[f"names-{column.refers.replace(' ', '-')}"] = callings.options(column.refers)
    return lists


def list_of(cell: Cell) -> str:
    """The name of the list that the editor of a cell offers; empty if it offers none."""
    column = cell.column
    if column is None:
        return ""
    return (
        f"choices-{column.heading}"
        if column.choices
        else f"names-{column.refers.replace(' ', '-')}"
        if column.refers
        else ""
    )
