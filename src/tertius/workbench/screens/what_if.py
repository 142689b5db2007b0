"""What if: sliders of the numbers that matter most, parts taken away, moves made; before and after side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.differences import differences, plain_keys
from tertius.workbench.document import Put
from tertius.workbench.editing import body_of, edited
from tertius.workbench.trials.sliders import sliders_of
from tertius.workbench.trials.trial import Trial, entry_name
from tertius.workbench.trials.variants import keep, kept_beside

FIRST = 7
"""So many sliders are shown before any is asked for."""

PATIENCE = 30.0
"""Draws are settled in one go, which is waited for: a worker that is ended must load everything anew."""

TAKEN_AWAY = {
    "talks": "Talks",
    "links": "Links",
    "threats": "Threats",
    "needs": "Needs",
    "promises": "Promises",
    "actors": "Actors",
}
"""What can be tried without, and its heading."""


AT = "/case/{key:path}/what-if"


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    return [*_numbers(bench), *_tried(bench), *_kept(bench)]


def _key_of(request: Request) -> str:
    return str(request.path_params["key"])


def _frame(request: Request) -> dict[str, str]:
    """What the figures need to lead to their reasons: the address of the case, and what is tried."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] in ("move", "without", "set")]
    return {"base": base_of(_key_of(request)), "trial": urlencode(pairs)}


def _numbers(bench: Bench) -> list[Route]:
    """The page, and the sliders on it."""

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        numbers = await run_in_threadpool(sliders_of, document.case)
        return await bench.page(
            request,
            "what-if",
            document,
            numbers=numbers.values(),
            parts=list(_parts(document.case)),
            moves=list(_moves(document.case)),
            variants=await run_in_threadpool(_variants, bench, document.disk.file),
        )

    async def sliders(request: Request) -> Response:
        """The sliders that are asked for; those of the numbers that move the answer most, if none is."""
        document = await bench.document(request)
        numbers = await run_in_threadpool(sliders_of, document.case)
        asked = request.query_params.getlist("path")
        if not asked:
            slot = f"ranked {_key_of(request)}"
            ranked = await bench.solver.find("ranked", document.values, slot=slot, patience=PATIENCE)
            rest = sorted(numbers, key=lambda path: not path.startswith("stances."))
            asked = list(dict.fromkeys(path for path in [*ranked, *rest] if path in numbers))[:FIRST]
        first = request.query_params.getlist("also")
        shown = [numbers[path] for path in dict.fromkeys([*first, *asked]) if path in numbers]
        return await bench.part("parts/sliders.html.j2", sliders=shown)

    async def ticks(request: Request) -> Response:
        """Where agreements appear or disappear along one slider."""
        document = await bench.document(request)
        numbers = await run_in_threadpool(sliders_of, document.case)
        path = request.query_params.get("path", "")
        if path not in numbers:
            raise UsageError(f"there is no number '{path}' in this case")
        one = numbers[path]
        ends = {"low": one.low / one.factor, "high": one.high / one.factor, "factor": one.factor}
        return JSONResponse(await bench.solver.find("ticks", document.values, {"path": path, **ends}))

    async def shares(request: Request) -> Response:
        """What share of the doubt hangs on each number; slow, so it comes later than the sliders."""
        document = await bench.document(request)
        return JSONResponse(await bench.solver.find("shares", document.values, slot=f"shares {_key_of(request)}"))

    return [
        Route(AT, page),
        Route(f"{AT}/sliders", sliders),
        Route(f"{AT}/ticks", ticks),
        Route(f"{AT}/shares", shares),
    ]


def _tried(bench: Bench) -> list[Route]:
    """What is tried, before and after, and put into the case."""

    async def now(request: Request) -> Response:
        """Before and after, at the middles."""
        document = await bench.document(request)
        trial = Trial.of_pairs(request.query_params.multi_items()).standing(document.case)
        asked = {"trial": trial.to_plain()}
        found = await bench.solver.find("what_if", document.values, asked, f"what-if {_key_of(request)}")
        return await bench.part("parts/what-if.html.j2", found=found, **_frame(request))

    async def draws(request: Request) -> Response:
        """Before and after over draws."""
        document = await bench.document(request)
        trial = Trial.of_pairs(request.query_params.multi_items()).standing(document.case)
        asked, slot = {"trial": trial.to_plain()}, f"what-if draws {_key_of(request)}"
        found = await bench.solver.find("what_if_over_draws", document.values, asked, slot, PATIENCE)
        return await bench.part("parts/what-if.html.j2", found=found, **_frame(request))

    async def put(request: Request) -> Response:
        """What is tried goes into the case itself, as one step that can be undone."""
        document, asked = await bench.document(request), await body_of(request)
        trial = _trial_of(asked).standing(document.case)
        puts, said = await run_in_threadpool(_puts, document.case, document.values, trial)
        return await edited(bench, document, puts, said, asked)

    return [
        Route(f"{AT}/now", now),
        Route(f"{AT}/draws", draws),
        Route(f"{AT}/put", put, methods=["POST"]),
    ]


def _kept(bench: Bench) -> list[Route]:
    """Variants beside the case: kept, listed, held against it."""

    async def keep_it(request: Request) -> Response:
        """What is tried is kept as a variant beside the case."""
        document, asked = await bench.document(request), await body_of(request)
        trial = _trial_of(asked).standing(document.case)
        await bench.saved(document)
        name = str(asked.get("name", ""))
        file = await run_in_threadpool(keep, document.case, document.disk.file, trial, name)
        return JSONResponse({"key": bench.folder.key(file), "file": file.name})

    async def variants(request: Request) -> Response:
        document = await bench.document(request)
        kept = await run_in_threadpool(_variants, bench, document.disk.file)
        return await bench.part("parts/variants.html.j2", variants=kept)

    async def compare(request: Request) -> Response:
        """A variant held against the case."""
        document = await bench.document(request)
        other = await run_in_threadpool(bench.folder.document, request.query_params.get("with", ""))
        asked = {"other": other.values}
        found = await bench.solver.find("compared", document.values, asked, f"compared {_key_of(request)}")
        return await bench.part("parts/compared.html.j2", found=found, title=other.case.title, base="", trial="")

    return [
        Route(f"{AT}/keep", keep_it, methods=["POST"]),
        Route(f"{AT}/variants", variants),
        Route(f"{AT}/compare", compare),
    ]


def _trial_of(asked: dict[str, Any]) -> Trial:
    """The what-if that a page sent as the query of its address."""
    from urllib.parse import parse_qsl

    return Trial.of_pairs(parse_qsl(str(asked.get("trial", ""))))


def _parts(case: Case) -> Iterator[dict[str, Any]]:
    """What can be tried without, kind by kind."""
    for name, title in TAKEN_AWAY.items():
        entries = getattr(case, name)
        if entries:
            parts = [{"path": f"{name}.{ident}", "name": entry_name(case, name, ident)} for ident in entries]
            yield {"title": title, "parts": parts}


def _moves(case: Case) -> list[dict[str, str]]:
    return [
        {
            "id": ident,
            "name": entry_name(case, "moves", ident),
            "actor": case.name(move.actor),
            "why": move.why or "",
        }
        for ident, move in case.moves.items()
    ]


def _variants(bench: Bench, file: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": bench.folder.key(one.file),
            "base": base_of(bench.folder.key(one.file)),
            "title": one.title,
            "file": one.file.name,
            "changes": one.changes,
        }
        for one in kept_beside(file)
    ]


def _puts(case: Case, values: Any, trial: Trial) -> tuple[list[Put], str]:
    """A what-if as edits of a case, and what the step is called."""
    from tertius.case.plain import plain_of

    after = trial.changed(case)
    said = [edit.what for edit in trial.edits(case, after)]
    more = f" and {len(said) - 2} more" if len(said) > 2 else ""
    return [
        Put(one.path, one.after) for one in differences(values, plain_keys(plain_of(after)))
    ], f"what if: {', '.join(said[:2])}{more}"
