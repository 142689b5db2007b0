"""Why: any figure of the answer with its chain of reasons, down to the numbers of the case and their sources."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.edit.numbers import numbers_of
from tertius.case.model import Case
from tertius.report.text.phrases import capital
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.document import Document
from tertius.workbench.solver import Failed, Question, Stopped
from tertius.workbench.trials.trial import Trial, entry_name

AT = "/case/{key:path}/why"

PATIENCE = 8.0
"""Seconds that the worker may go on with a chain that nobody waits for: it hears of that at every step."""

WAITED = 0.3
"""Seconds that a page waits for a chain before it is told how far it is."""

KEPT = 40
"""So many chains of a case are kept, those that were asked for last."""


@dataclass(frozen=True)
class Asked:
    """A chain that somebody asked for, of one version of the case."""

    values: Any
    question: Question


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    kept: WeakKeyDictionary[Document, OrderedDict[str, Asked]] = WeakKeyDictionary()

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        groups = await run_in_threadpool(lambda: list(targets_of(document.case)))
        return await bench.page(request, "why", document, groups=groups)

    async def part(request: Request) -> Response:
        """The chain as far as it is known; it is asked for if this version of the case has not been asked yet."""
        document = await bench.document(request)
        trial = Trial.of_pairs(request.query_params.multi_items()).standing(document.case)
        asked = {"of": request.query_params.get("of", ""), "way": _way(request)}
        asked |= {} if trial == Trial() else {"trial": trial.to_plain()}
        known, name = kept.setdefault(document, OrderedDict()), repr(asked)
        one = known.get(name)
        if one is None or one.values is not document.values or isinstance(one.question.error, Stopped):
            question = await bench.solver.ask("why", document.values, asked, _slot(request), PATIENCE)
            one = known[name] = Asked(document.values, question)
            while len(known) > KEPT:
                known.popitem(last=False)
        known.move_to_end(name)
        await asyncio.wait([one.question.answer], timeout=WAITED)
        tried = urlencode(
            [pair for pair in request.query_params.multi_items() if pair[0] in ("move", "without", "set")]
        )
        frame = {"base": base_of(request.path_params["key"]), "tried": tried, **asked}
        return await bench.part("parts/why.html.j2", **_heard(one.question), **frame)

    async def stop(request: Request) -> Response:
        """Nobody waits for the chain of a window any more."""
        await bench.document(request)
        bench.solver.cancel(_slot(request))
        return JSONResponse({"stopped": True})

    return [Route(AT, page), Route(f"{AT}/part", part), Route(f"{AT}/stop", stop, methods=["POST"])]


def _slot(request: Request) -> str:
    return f"why {request.path_params['key']} {request.query_params.get('window', '')}"


def _way(request: Request) -> int:
    asked = request.query_params.get("way", "0")
    return int(asked) if asked in ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9") else 0


def _heard(question: Question) -> dict[str, Any]:
    """How far a chain is, and what is known of it."""
    steps, _, known = question.told
    failed = str(question.error) if isinstance(question.error, Failed) else ""
    found = question.found or known or None
    return {"running": not question.answer.done(), "found": found, "failed": failed, "steps": steps}


def targets_of(case: Case) -> Iterator[dict[str, Any]]:
    """What can be asked about, kind by kind, as the case calls it."""
    ends = [(talk, party) for talk, one in case.talks.items() for party in one.parties]
    titled = {
        "Talks": [(f"talk:{ident}", entry_name(case, "talks", ident)) for ident in case.talks],
        "Levels": [(f"level:{ident}", entry_name(case, "issues", ident)) for ident in case.issues],
        "Walk-away values": [(f"walk_away:{talk}:{party}", f"{_end(case, talk, party)} fails") for talk, party in ends],
        "Gains": [(f"gain:{talk}:{party}", f"{_end(case, talk, party)} ends in a deal") for talk, party in ends],
        "Payoffs": [(f"payoff:{ident}", case.name(ident)) for ident in case.actors] if case.talks else [],
        "Needs": [(f"need:{ident}", entry_name(case, "needs", ident)) for ident in case.needs],
        "Numbers": [
            (".".join(map(str, number.path)), capital(number.label))
            for number in numbers_of(case)
            if number.path[0] not in ("moves", "claims")
        ],
    }
    for title, targets in titled.items():
        if targets:
            yield {"title": title, "targets": [{"of": of, "name": name} for of, name in targets]}


def _end(case: Case, talk: str, party: str) -> str:
    return f"{case.name(party)}, if {entry_name(case, 'talks', talk)}"
