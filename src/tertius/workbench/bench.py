"""What the pages share: the folder, the worker, the templates, and the writing of files behind the edits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path as FilePath
from typing import Any, Protocol

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

import tertius
from tertius.errors import CaseError, TertiusError, UsageError
from tertius.report.text.phrases import printable
from tertius.workbench.differences import NOTHING
from tertius.workbench.document import Document
from tertius.workbench.folder import Folder
from tertius.workbench.home.answers import Answers
from tertius.workbench.solver import Failed, Question, Solver, Stopped

HERE = FilePath(__file__).parent

BEHIND = 0.3
"""Seconds for which a file waits for what else is typed: the answer comes first, and the journal has it all."""

LATEST = 2.0
"""Seconds after which it is written though somebody goes on typing."""


class Worked(Protocol):
    """What is being worked out in the background about a version of a case."""

    values: Any
    question: Question


class Bench:
    """The workbench on one folder."""

    def __init__(self, root: FilePath, journals: FilePath | None = None) -> None:
        self.folder = Folder(root, journals)
        self.mending: Callable[[Bench, Request], Awaitable[Response]] | None = None
        self.answers = Answers(journals)
        self.solver = Solver()
        self.slow = Solver()  # what takes minutes must not hold up what takes a moment
        self.warming: Question | None = None
        self.followed: list[tuple[Mapping[Document, Worked], Solver]] = []
        self.saving: dict[Document, asyncio.Task[None]] = {}
        self.unwritable: dict[Document, str] = {}
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            finalize=lambda value: printable(value) if type(value) is str else value,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals["version"] = tertius.__version__

    @property
    def compiling(self) -> bool:
        """Whether the solver is still being compiled for this machine."""
        return self.warming is not None and self.warming.told[2] == "compiling" and not self.warming.answer.done()

    async def document(self, request: Request) -> Document:
        """The case of the address of a request.

        Raises:
            UsageError: There is none.
            CaseError: It cannot be read.
        """
        document = await run_in_threadpool(self.folder.document, request.path_params["key"])
        self.save_soon(document)
        for known, solver in self.followed:
            worked = known.get(document)
            if worked is not None and worked.values is not document.values:
                solver.cancel(worked.question.slot)
        return document

    def end_of_earlier(self, known: Mapping[Document, Worked], solver: Solver) -> None:
        """End what a worker works on for a version that a case no longer is: it takes the cores from whoever types."""
        self.followed.append((known, solver))

    def render(self, template: str, **context: Any) -> str:
        """A page, or a part of one. Whatever stands in the context is text, and escaped."""
        return self.templates.get_template(template).render(**context)

    async def page(self, request: Request, screen: str, document: Document, **context: Any) -> HTMLResponse:
        """A screen of a case."""
        key, state = request.path_params["key"], state_of(self, document)
        text = await run_in_threadpool(
            self.render,
            f"{screen}.html.j2",
            screen=screen,
            key=key,
            base=base_of(key),
            document=document,
            case=document.case,
            state=state,
            **context,
        )
        return HTMLResponse(text)

    async def part(self, template: str, **context: Any) -> HTMLResponse:
        """A part of a page."""
        return HTMLResponse(await run_in_threadpool(self.render, template, **context))

    def save_soon(self, document: Document) -> None:
        """Write the file of a case behind the answer to whoever edits it."""
        task = self.saving.get(document)
        if document.unsaved and (task is None or task.done()):
            self.saving[document] = asyncio.create_task(self._save(document))

    async def saved(self, document: Document) -> None:
        """Wait until the file of a case has its last edit."""
        self.save_soon(document)
        if document in self.saving:
            await self.saving[document]

    async def _save(self, document: Document) -> None:
        while document.unsaved and not document.trouble:
            await _pause(document)
            try:
                await run_in_threadpool(document.save)
                self.unwritable.pop(document, None)
            except (TertiusError, OSError) as error:
                self.unwritable[document] = f"The file does not have the last edits: {error}"
                return

    async def close(self) -> None:
        """Write what is not written, and end the workers."""
        for document in list(self.folder.open.values()):
            if document.unsaved:
                await self._save(document)
        await self.stop()

    async def stop(self) -> None:
        """End the workers; whoever waits for them hears that nothing comes."""
        await asyncio.gather(self.solver.close(), self.slow.close())


async def _pause(document: Document) -> None:
    """Wait until nobody has edited a case for a moment."""
    waited, seen = 0.0, None
    while document.values is not seen and waited < LATEST:
        seen = document.values
        await asyncio.sleep(BEHIND)
        waited += BEHIND


def base_of(key: str) -> str:
    """The address of a case."""
    from urllib.parse import quote

    return f"/case/{quote(key)}"


def state_of(bench: Bench, document: Document) -> dict[str, Any]:
    """What every window shows of a case beside its screen: its version, undo and redo, whether the file has it all."""
    return {
        "version": document.version,
        "by": document.by,
        "title": document.case.title,
        "undo": document.last_said,
        "redo": next((edit.said for edit in document.future[-1:]), None),
        "saved": not document.unsaved,
        "compiling": bench.compiling,
        "unwritable": bench.unwritable.get(document, ""),
        "trouble": [*document.trouble, *filter(None, [document.journal.trouble])],
        "theirs": "" if not document.trouble else "broken" if document.disk.file.is_file() else "gone",
        "drafts": {"/".join(path): draft_told(draft) for path, draft in document.drafts.items()},
    }


def draft_told(draft: Any) -> dict[str, Any]:
    """What was typed, and what is wrong with it."""
    problem = draft.problem
    text = "" if draft.text is NOTHING else draft.text
    return {
        "text": text,
        "theirs": draft.theirs,
        "found": problem.subject,
        "legal": problem.legal,
        "suggestion": problem.suggestion,
    }


async def on_failure(request: Request, error: Exception) -> Response:
    """What a page hears when something cannot be done: a sentence, and a status that says whose fault it is."""
    if isinstance(error, Stopped):
        return JSONResponse({"stopped": True})  # no failure: whoever asked has asked something newer
    if isinstance(error, Failed):
        return JSONResponse({"failed": str(error), "ours": error.ours}, 500 if error.ours else 422)
    problems = [str(problem) for problem in error.problems] if isinstance(error, CaseError) else [str(error)]
    status = 404 if isinstance(error, UsageError) and request.method == "GET" else 422
    if "text/html" in request.headers.get("accept", ""):
        bench: Bench = request.app.state.bench
        if isinstance(error, CaseError) and bench.mending is not None and "key" in request.path_params:
            return await bench.mending(bench, request)
        text = bench.render("trouble.html.j2", problems=problems, path=request.url.path)
        return HTMLResponse(text, status)
    return JSONResponse({"failed": "\n".join(problems), "problems": problems, "ours": False}, status)


async def on_fault(request: Request, error: Exception) -> Response:
    """What a page hears when something goes wrong inside."""
    said = (
        f"Tertius made a mistake: {type(error).__name__}. This is our fault, not yours; nothing that you typed is lost."
    )
    return JSONResponse({"failed": said, "ours": True}, 500)


FAILURES = (Stopped, Failed, TertiusError)
