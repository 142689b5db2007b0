"""The network: actors, talks, links, needs and threats as a picture in which each can be chosen, changed and drawn."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.paths import NOUNS
from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of, state_of
from tertius.workbench.differences import NOTHING
from tertius.workbench.document import Document, Put
from tertius.workbench.editing import body_of, edited, outcome_told
from tertius.workbench.forms.entries import FIRST, blank_of, entry_of, fields_of_entry, kept, part_of
from tertius.workbench.picture.lanes import picture_of
from tertius.workbench.solver import Failed, Stopped


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        picture = await run_in_threadpool(picture_of, document.case, {})
        return await bench.page(request, "network", document, picture=picture, nouns=_nouns())

    async def drawn(request: Request) -> Response:
        """The picture with how each talk ends now."""
        document = await bench.document(request)
        endings = await endings_of(bench, document)
        picture = await run_in_threadpool(picture_of, document.case, endings)
        return await bench.part("parts/network.html.j2", picture=picture, case=document.case)

    async def form(request: Request) -> Response:
        """The form of what was chosen, or of something new."""
        document = await bench.document(request)
        return await bench.part(
            "parts/network_form.html.j2",
            base=base_of(request.path_params["key"]),
            **form_shown(document, request.query_params.get("of", "")),
        )

    async def keep(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        of, fields = str(asked.get("of", "")), asked.get("fields")
        checked_of(document, of)
        if not isinstance(fields, dict):
            raise UsageError("found no fields where they belong")
        wrong, outcome, of = await run_in_threadpool(kept, document, of, fields, str(asked.get("window", "")))
        if outcome is None:
            return JSONResponse({"mistakes": wrong})
        bench.save_soon(document)
        return JSONResponse({"mistakes": {}, "of": of, **outcome_told(outcome), "state": state_of(bench, document)})

    async def remove(request: Request) -> Response:
        document, asked = await bench.document(request), await body_of(request)
        collection, ident = checked_of(document, str(asked.get("of", "")))
        said = f"{NOUNS[collection]} “{document.case.name(ident)}” taken away"
        return await edited(bench, document, [Put((collection, ident), NOTHING)], said, asked)

    return [
        Route("/case/{key:path}/network", page),
        Route("/case/{key:path}/network/picture", drawn),
        Route("/case/{key:path}/network/form", form),
        Route("/case/{key:path}/network/keep", keep, methods=["POST"]),
        Route("/case/{key:path}/network/remove", remove, methods=["POST"]),
    ]


TARGETS = {
    "talks": "talk:{}",
    "actors": "payoff:{}",
    "needs": "need:{}",
    "links": "links.{}.probability",
    "threats": "threats.{}.credibility",
}
"""What can be asked of the things in the picture."""


def _nouns() -> dict[str, str]:
    return {collection: NOUNS[collection] for collection in FIRST}


async def endings_of(bench: Bench, document: Document) -> dict[str, tuple[str, str]]:
    """Talk: how it ends now, in a word, and the kind of that word; nothing where that is not known."""
    talks = list(document.case.talks)
    if not talks:
        return {}
    try:
        found = await bench.solver.find("answer", document.values, {})
    except (Failed, Stopped):
        return {}
    return {talk: (told["word"], told["kind"]) for talk, told in zip(talks, found.get("talks", ()), strict=False)}


def checked_of(document: Document, of: str) -> tuple[str, str]:
    """Collection and id of what a page names.

    Raises:
        UsageError: There is no such thing.
    """
    collection, _, ident = of.partition(".")
    if collection not in FIRST or (ident and ident not in getattr(document.case, collection)):
        raise UsageError("this is no longer in the case")
    return collection, ident


def form_shown(document: Document, of: str) -> dict[str, Any]:
    """What the form of an entry shows; without an id, that of a new one."""
    case = document.case
    collection, ident = checked_of(document, of)
    entry = entry_of(case, collection, ident) if ident else blank_of(case, collection)
    fields = fields_of_entry(case, document.values, collection, entry)
    return {
        "of": of,
        "noun": NOUNS[collection],
        "title": case.name(ident) if ident else f"New {NOUNS[collection]}",
        "new": not ident,
        "why": TARGETS[collection].format(ident) if ident and collection in TARGETS and case.talks else "",
        "first": [one for one in fields if one.first],
        "rest": [one for one in fields if not one.first],
        "part": part_of(case, collection, ident, entry),
    }
