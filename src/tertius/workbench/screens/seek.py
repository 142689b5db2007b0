"""What would it take: a goal chosen in words, and the smallest change of the case after which it is met."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.model import Case
from tertius.report.text.phrases import plain_number
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.trials.trial import entry_name

PATIENCE = 30.0
"""A search hears that it is stopped only between two batches."""

AT = "/case/{key:path}/seek"


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        return await bench.page(request, "seek", document, goals=goals_of(document.case))

    async def find(request: Request) -> Response:
        """The search, which takes a while; another one, or `stop`, ends it."""
        from tertius.workbench.screens import SCREENS

        document, asked = await bench.document(request), _asked(request.query_params)
        found = await bench.solver.find("seek", document.values, asked, _slot(request), PATIENCE)
        base = base_of(request.path_params["key"])
        return await bench.part("parts/seek.html.j2", found=found, base=base, why="why" in SCREENS)

    async def progress(request: Request) -> Response:
        """How far the search is."""
        slot = _slot(request)
        running = [one for one in bench.solver.questions.values() if one.slot == slot and not one.answer.done()]
        done, whole, _ = running[-1].told if running else (0, 0, "")
        return JSONResponse({"running": bool(running), "done": done, "whole": whole})

    async def stop(request: Request) -> Response:
        bench.solver.cancel(_slot(request))
        return JSONResponse({"stopped": True})

    return [
        Route(AT, page),
        Route(f"{AT}/find", find),
        Route(f"{AT}/progress", progress),
        Route(f"{AT}/stop", stop, methods=["POST"]),
    ]


def _slot(request: Request) -> str:
    return f"seek {request.path_params['key']}"


def _asked(query: Mapping[str, str]) -> dict[str, Any]:
    return {
        "of": query.get("of", ""),
        "to": query.get("to", ""),
        "pairs": query.get("pairs") == "yes",
        "moves": query.get("moves") == "yes",
    }


def goals_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """What can be asked for, kind by kind."""
    talks = [{"of": f"agreement:{ident}", "name": entry_name(case, "talks", ident)} for ident in case.talks]
    levels = [_level(case, ident) for ident in case.issues]
    claims = [
        {"of": f"claim:{ident}", "name": claim.says or ident.replace("-", " ")} for ident, claim in case.claims.items()
    ]
    return {"talks": talks, "levels": levels, "claims": claims}


def _level(case: Case, ident: str) -> dict[str, Any]:
    """An issue, with the ends of its scale and the words of its anchors."""
    entry = case.issues[ident]
    low, high = entry.scale
    return {
        "of": f"level:{ident}",
        "name": entry_name(case, "issues", ident),
        "low": low,
        "high": high,
        "unit": entry.unit or f"on a scale from {plain_number(low)} to {plain_number(high)}",
        "anchors": json.dumps([[level, words] for level, words in sorted(entry.anchors.items())]),
    }
