"""The brief: its words and sections chosen, made in the background, looked at and taken away as files."""

from __future__ import annotations

import base64
import datetime as dt
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.document import Document
from tertius.workbench.editing import body_of
from tertius.workbench.safety import PREVIEW
from tertius.workbench.solver import Question, Solver, Stopped

SECTIONS = {
    "talks": "Where each talk ends",
    "sure": "How sure is this?",
    "change": "What would change it",
    "reliance": "Who relies on whom",
    "moves": "What each could do before the talks",
    "claims": "The argument, claim by claim",
    "events": "What happened",
    "method": "Method",
    "reasons": "Why each number is what it is",
}
"""The sections of a case with talks, by what they are called."""

DECISION_SECTIONS = {
    "rules": "What does every rule say?",
    "stances": "Who stands where?",
    "movers": "Who can move it?",
    **{key: SECTIONS[key] for key in ("sure", "change", "claims", "events", "method", "reasons")},
}
"""Those of a decision without talks."""

OPTIONAL = ("reasons",)
"""Sections that a brief has only if they are asked for."""

DRAWS = {"quick": 128, "full": 1000}
"""How many draws a brief rests on; with the first its verdicts are provisional."""

BLANK: dict[str, Any] = {"headline": "", "title": "", "sections": [], "draws": DRAWS["quick"]}
"""What is asked for before anybody has asked."""

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""What each file is, by its ending."""


PATIENCE = 8.0
"""Seconds for the part in hand, when a brief is stopped."""

REST = 300.0
"""Seconds after which the process that made a brief is ended, with the room that it takes."""


@dataclass
class Making:
    """A brief that is made, or was.

    Attributes:
        number: Counts the briefs of a session, so that a page sees that there is another one.
        values: The case that it is of.
        settings: What was asked for.
        question: What the worker was asked.
    """

    number: int
    values: Any
    settings: dict[str, Any]
    question: Question

    @property
    def found(self) -> Mapping[str, Any] | None:
        """What came of it; None while it is made, and if nothing did."""
        found: Mapping[str, Any] | None = self.question.found
        return found

    @property
    def failed(self) -> str:
        """Why nothing came of it; empty while it is made, and if something did."""
        error = self.question.error
        if isinstance(error, Stopped):
            return "Stopped."
        return "" if error is None else str(error)


class Desk:
    """The briefs of a session, and the process that makes them: apart from that of the answers, which must be quick."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self.made: dict[Document, Making] = {}
        self.count = 0

    async def make(self, key: str, document: Document, settings: dict[str, Any]) -> None:
        """Begin to make a brief of a case as it is."""
        self.count += 1
        values = document.values
        question = await self.solver.ask("brief", values, settings, f"brief {key}", PATIENCE)
        self.made[document] = Making(self.count, values, settings, question)
        question.answer.add_done_callback(lambda _: self.solver.rest_later(REST))

    def told(self, document: Document) -> dict[str, Any]:
        """How far the brief of a case is, for its page."""
        making = self.made.get(document)
        if making is None:
            return {"number": 0, "making": False}
        done, whole, what = making.question.told
        found = making.found
        return {
            "number": making.number,
            "making": found is None and not making.failed,
            "made": found is not None,
            "failed": making.failed,
            "done": done,
            "whole": whole,
            "what": what,
            "old": making.values != document.values,
        }

    def current(self, document: Document) -> Making:
        """The brief that was made of a case.

        Raises:
            UsageError: There is none.
        """
        making = self.made.get(document)
        if making is None or making.found is None:
            raise UsageError("there is no brief of this case yet: make one first")
        return making

    async def file(self, document: Document, ending: str, picture: int | None = None) -> bytes:
        """A file of the brief that was made of a case.

        Raises:
            UsageError: There is none, or nothing by which it could be written.
            Failed: It cannot be written.
        """
        making = self.current(document)
        found = making.found or {}
        if ending == ".html" and picture is None:
            return str(found["html"]).encode(errors="replace")
        asked = {**making.settings, "ending": ending} | ({} if picture is None else {"picture": picture})
        self.solver.rest_later(REST)
        return base64.b64decode(await self.solver.find("brief_file", making.values, asked))


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    desk = Desk(bench.slow)

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        making = desk.made.get(document)
        settings = making.settings if making else BLANK
        listed = sections_listed(document.case, settings["sections"])
        shown = {"listed": listed, "settings": settings, "draws": DRAWS, "told": desk.told(document)}
        return await bench.page(request, "brief", document, **shown)

    async def make(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        key = request.path_params["key"]
        await desk.make(key, document, settings_of(document.case, key, asked))
        return JSONResponse(desk.told(document))

    async def progress(request: Request) -> Response:
        return JSONResponse(desk.told(await bench.document(request)))

    async def stop(request: Request) -> Response:
        document = await bench.document(request)
        desk.solver.cancel(f"brief {request.path_params['key']}")
        return JSONResponse(desk.told(document))

    async def made(request: Request) -> Response:
        """What can be done with the brief that was made: looked at, and taken away."""
        document = await bench.document(request)
        making = desk.current(document)
        shown = {"making": making, "found": making.found, "base": base_of(request.path_params["key"])}
        names = {ending: file_name(document.case, ending) for ending in (".html", ".docx", ".pdf")}
        return await bench.part("parts/brief.html.j2", lacking=lacking(), names=names, **shown)

    return [
        Route("/case/{key:path}/brief", page),
        Route("/case/{key:path}/brief/make", make, methods=["POST"]),
        Route("/case/{key:path}/brief/stop", stop, methods=["POST"]),
        Route("/case/{key:path}/brief/progress", progress),
        Route("/case/{key:path}/brief/made", made),
        *_files(bench, desk),
    ]


def _files(bench: Bench, desk: Desk) -> list[Route]:
    """The addresses of what was made."""

    async def preview(request: Request) -> Response:
        document = await bench.document(request)
        found = desk.current(document).found or {}
        return HTMLResponse(str(found["html"]), headers={"Content-Security-Policy": PREVIEW})

    async def file(request: Request) -> Response:
        document, ending = await bench.document(request), f".{request.path_params['ending']}"
        if ending not in (".html", ".docx", ".pdf"):
            raise UsageError(f"a brief ends in .html, .docx or .pdf, not in {ending}")
        return _download(await desk.file(document, ending), file_name(document.case, ending), ending)

    async def picture(request: Request) -> Response:
        document, ending = await bench.document(request), f".{request.path_params['ending']}"
        number = request.path_params["number"]
        found = desk.current(document).found or {}
        if ending not in (".svg", ".png") or not 1 <= number <= len(found["pictures"]):
            raise UsageError("there is no such picture in this brief")
        name = file_name(document.case, f"-{number}{ending}")
        return _download(await desk.file(document, ending, number - 1), name, ending)

    return [
        Route("/case/{key:path}/brief/preview", preview),
        Route("/case/{key:path}/brief/file.{ending:str}", file),
        Route("/case/{key:path}/brief/picture-{number:int}.{ending:str}", picture),
    ]


def sections_of(case: Case) -> dict[str, str]:
    """The sections that a brief on this case may have, by what they are called."""
    decided = not case.talks and any(case.decided(issue) for issue in case.issues)
    return DECISION_SECTIONS if decided else SECTIONS


def sections_listed(case: Case, chosen: list[str]) -> list[tuple[str, str, bool]]:
    """Every section, what it is called, and whether the brief has it: those that are chosen first, in their order."""
    there = sections_of(case)
    keys = [key for key in chosen if key in there]
    ticked = keys or [key for key in there if key not in OPTIONAL]
    return [(key, there[key], key in ticked) for key in dict.fromkeys([*keys, *there])]


def settings_of(case: Case, key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a page asks for, as the worker takes it.

    Raises:
        UsageError: There is no such section, none at all, or no such number of draws.
    """
    there, chosen = sections_of(case), asked.get("sections")
    if not isinstance(chosen, list) or not chosen:
        raise UsageError("a brief has at least one section: tick one")
    wrong = [one for one in chosen if one not in there]
    if wrong or asked.get("draws") not in DRAWS.values():
        raise UsageError(f"there is no such section or number of draws: {wrong or asked.get('draws')}")
    usual = [one for one in there if one not in OPTIONAL]
    return {
        "headline": str(asked.get("headline", "")),
        "title": str(asked.get("title", "")),
        "sections": [] if chosen == usual else chosen,
        "draws": asked["draws"],
        "seed": 1,
        "written": dt.date.today().isoformat(),
        "name": shlex.quote(key),
    }


def lacking() -> dict[str, str]:
    """By the ending of a file: what is not installed that writes it."""
    from tertius.report.brief.pdf import browser_found

    found = {}
    if find_spec("docx") is None:
        found[".docx"] = "A Word document takes python-docx: pip install 'tertius[word]' installs it."
    try:
        browser_found()
    except UsageError as error:
        found[".pdf"] = str(error)
    return found


def file_name(case: Case, ending: str) -> str:
    """What a file of a brief is called: by the id of its case, which has letters, digits, - and _ only."""
    return f"{case.case}-brief{ending}"


def _download(data: bytes, name: str, ending: str) -> Response:
    """A file to keep, never shown in the place of a page of ours."""
    from urllib.parse import quote

    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    said = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=KINDS[ending], headers={"Content-Disposition": said})
