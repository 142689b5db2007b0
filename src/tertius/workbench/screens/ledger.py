"""The ledger: a forecast frozen before the day, questions listed and resolved, and how good the forecasts were."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.errors import TertiusError, UsageError
from tertius.kinds import known_rates
from tertius.ledger import writer
from tertius.ledger.adding import check_asked
from tertius.ledger.entries import Track
from tertius.ledger.freezing import Making
from tertius.ledger.ledger import FILE, PLACE, Ledger
from tertius.report.text.phrases import many
from tertius.workbench.bench import Bench, base_of
from tertius.workbench.document import Document
from tertius.workbench.editing import body_of
from tertius.workbench.ledger.asked import Fields, Wanted, confirmation_of, day_of, outcome_of, wanted_of
from tertius.workbench.ledger.desk import PATIENCE, REST, Desk
from tertius.workbench.ledger.told import STATES, ended_words, listed, question_told, targets_told
from tertius.workbench.solver import Question, Stopped

AT = "/case/{key:path}/ledger"

LOOKING = "ledger, looking back"
"""The slot of the question what was missed and why: one of a workbench, as there is one ledger."""

Handler = Callable[[Request], Awaitable[Response]]


def ledger_of(bench: Bench) -> Ledger:
    """The ledger of the commands that are run in the folder: that of `TERTIUS_LEDGER`, else ``ledger.sqlite``."""
    return Ledger(os.environ.get(PLACE) or bench.folder.root / FILE)


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    desk = Desk(ledger_of(bench), bench.slow)
    return [*_looking(bench, desk), *_freezing(bench, desk), *_ending(bench, desk), *_scoring(bench, desk)]


def _looking(bench: Bench, desk: Desk) -> list[Route]:
    """The page, its list, and one question."""
    ledger = desk.ledger

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        tracks, trouble = await run_in_threadpool(_tracks, ledger)
        shown = {
            "ledger": ledger.path,
            "there": ledger.path.exists(),
            "targets": await run_in_threadpool(targets_told, document.case, tracks),
            "states": STATES,
            "today": writer.now().date().isoformat(),
            "who": writer.user(),
            "draws": Making.draws,
            "kinds": {kind: rate.of for kind, rate in known_rates().items()},
            "resolved": any(track.state == "resolved" for track in tracks.values()),
        }
        part = await run_in_threadpool(_listed, document, tracks, trouble, "", False)
        return await bench.page(request, "ledger", document, **shown, **part)

    async def questions(request: Request) -> Response:
        document, query = await bench.document(request), request.query_params
        tracks, trouble = await run_in_threadpool(_tracks, ledger)
        state, own = query.get("state", ""), query.get("own") == "yes"
        part = await run_in_threadpool(_listed, document, tracks, trouble, state if state in STATES else "", own)
        return await bench.part("parts/ledger_listed.html.j2", **part)

    async def question(request: Request) -> Response:
        await bench.document(request)
        track = await run_in_threadpool(_track, ledger, request.query_params.get("id", ""))
        told = question_told(track, writer.now().date())
        base = base_of(request.path_params["key"])
        return await bench.part("parts/ledger_question.html.j2", one=told, base=base)

    async def frozen(request: Request) -> Response:
        """The case of a forecast as it was frozen, as a file."""
        await bench.document(request)
        text = await run_in_threadpool(ledger.case_text, request.query_params.get("hash", ""))
        return _file(text, "frozen.yaml", "application/yaml; charset=utf-8")

    return [
        Route(AT, page),
        Route(f"{AT}/listed", questions),
        Route(f"{AT}/question", question),
        Route(f"{AT}/frozen.yaml", frozen),
    ]


def _freezing(bench: Bench, desk: Desk) -> list[Route]:
    """The addresses at which a forecast is frozen: asked about once, then made behind the page."""

    async def confirm(request: Request) -> Response:
        """What would be written down, or what is wrong with it; nothing is written."""
        document, fields = await bench.document(request), Fields(await body_of(request))
        wanted, known = await run_in_threadpool(_wanted, desk.ledger, document, fields)
        if fields.mistakes:
            return JSONResponse({"mistakes": fields.mistakes})
        where = str(desk.ledger.path)
        said = confirmation_of(document.case, wanted, known, len(document.drafts), where)
        return JSONResponse({"mistakes": {}, "said": said, "version": document.version})

    async def freeze(request: Request) -> Response:
        document, fields = await bench.document(request), Fields(await body_of(request))
        wanted, _ = await run_in_threadpool(_wanted, desk.ledger, document, fields)
        if fields.given.get("version") != document.version:
            fields.mistakes[""] = (
                "The case was changed since you were asked: look at what it says now, and freeze it then."
            )
        if fields.mistakes:
            return JSONResponse({"mistakes": fields.mistakes})
        key = bench.folder.key(document.disk.file)
        await desk.freeze(key, document.case, document.values, wanted)
        return JSONResponse({"mistakes": {}, "told": _told(desk, key)})

    async def progress(request: Request) -> Response:
        document = await bench.document(request)
        return JSONResponse(_told(desk, bench.folder.key(document.disk.file)))

    async def stop(request: Request) -> Response:
        document = await bench.document(request)
        key = bench.folder.key(document.disk.file)
        desk.stop(key)
        return JSONResponse(_told(desk, key))

    return [
        Route(f"{AT}/confirm", confirm, methods=["POST"]),
        Route(f"{AT}/freeze", freeze, methods=["POST"]),
        Route(f"{AT}/progress", progress),
        Route(f"{AT}/stop", stop, methods=["POST"]),
    ]


def _ending(bench: Bench, desk: Desk) -> list[Route]:
    """The addresses at which it is said how a question ended."""
    ledger = desk.ledger

    async def form(request: Request) -> Response:
        await bench.document(request)
        track = await run_in_threadpool(_track, ledger, request.query_params.get("id", ""))
        today = writer.now().date()
        told = question_told(track, today)
        day = min(today, track.question.by).isoformat()
        entry = track.resolved.entry if track.resolved else None
        shown = {"one": told, "entry": entry, "day": day, "today": today.isoformat(), "who": writer.user()}
        return await bench.part("parts/ledger_end.html.j2", **shown, ledger=ledger.path)

    async def end(request: Request) -> Response:
        await bench.document(request)
        fields = Fields(await body_of(request))
        said = await run_in_threadpool(_ended, ledger, fields)
        return JSONResponse({"mistakes": fields.mistakes, "said": said})

    return [Route(f"{AT}/end", form), Route(f"{AT}/end", end, methods=["POST"])]


def _scoring(bench: Bench, desk: Desk) -> list[Route]:
    """The addresses at which it is said how good the forecasts were."""
    path, looking = str(desk.ledger.path.absolute()), dict[str, Question]()

    async def scores(request: Request) -> Response:
        await bench.document(request)
        back = looking.get("")
        if back is None or back.found is None or request.query_params.get("why") != "yes":
            found = await bench.slow.find("ledger_scores", None, {"path": path, "why": False})
            bench.slow.rest_later(REST)
        else:
            found = back.found
        base = base_of(request.path_params["key"])
        return await bench.part("parts/ledger_scores.html.j2", found=found, base=base)

    async def look_back(request: Request) -> Response:
        await bench.document(request)
        asked = {"path": path, "why": True}
        looking[""] = await bench.slow.ask("ledger_scores", None, asked, LOOKING, PATIENCE)
        looking[""].answer.add_done_callback(lambda _: bench.slow.rest_later(REST))
        return JSONResponse(_looked(looking[""]))

    async def looked(request: Request) -> Response:
        await bench.document(request)
        return JSONResponse(_looked(looking.get("")))

    async def stop(request: Request) -> Response:
        await bench.document(request)
        bench.slow.cancel(LOOKING)
        return JSONResponse(_looked(looking.get("")))

    async def report(request: Request) -> Response:
        """The page of `tertius ledger report`, with what was missed if somebody has looked back."""
        await bench.document(request)
        back = looking.get("") if request.query_params.get("why") == "yes" else None
        found = back.found if back is not None else None
        if found is None:
            found = await bench.slow.find("ledger_scores", None, {"path": path, "why": False})
            bench.slow.rest_later(REST)
        return _file(found["page"], "track-record.html", "text/html; charset=utf-8")

    return [
        Route(f"{AT}/scores", scores),
        Route(f"{AT}/look-back", look_back, methods=["POST"]),
        Route(f"{AT}/looked", looked),
        Route(f"{AT}/look-back/stop", stop, methods=["POST"]),
        Route(f"{AT}/track-record.html", report),
    ]


def _tracks(ledger: Ledger) -> tuple[dict[str, Track], str]:
    """The questions by id, none if there is no ledger yet; and why it cannot be read, if it cannot."""
    if not os.path.lexists(ledger.path) or (ledger.path.is_file() and not ledger.path.stat().st_size):
        return {}, ""
    try:
        return {track.question.id: track for track in ledger.tracks()}, ""
    except UsageError as error:
        return {}, _said(error)


def _track(ledger: Ledger, ident: str) -> Track:
    """The question of an id.

    Raises:
        UsageError: There is none, or the ledger cannot be read.
    """
    found = next((track for track in ledger.tracks() if track.question.id == ident), None)
    if found is None:
        raise UsageError(f"the ledger has no question '{ident}'")
    return found


def _listed(document: Document, tracks: dict[str, Track], trouble: str, state: str, own: bool) -> dict[str, Any]:
    """What the list of questions shows."""
    found = listed(tracks.values(), document.case, writer.now().date(), state, own)
    return {"listed": found, "trouble": trouble}


def _wanted(ledger: Ledger, document: Document, fields: Fields) -> tuple[Wanted, Track | None]:
    """The forecast that a form asks for, and the question if it is known; `fields` has the mistakes."""
    tracks, trouble = _tracks(ledger)
    wanted = wanted_of(document.case, fields, tracks)
    if trouble:
        fields.mistakes[""] = trouble
    if not fields.mistakes:
        try:
            check_asked(ledger.path, ledger.patience, document.case, wanted.asked, wanted.making)
        except TertiusError as error:
            fields.mistakes[""] = _said(error)
    return wanted, tracks.get(wanted.asked.id_for(document.case))


def _ended(ledger: Ledger, fields: Fields) -> str:
    """Write down how a question ended, and say so; empty if `fields` has mistakes."""
    try:
        track = _track(ledger, fields.text("id"))
        outcome, day = outcome_of(fields, track), day_of(fields, "on")
        correct = fields.given.get("entry") is not None
        if fields.given.get("entry") != (track.resolved.entry if track.resolved else None):
            words = f"'{ended_words(track)}' by entry {track.resolved.entry}" if track.resolved else "open"
            fields.mistakes[""] = f"Somebody else was here: it is {words} now. Close this, and look at the question."
        if fields.mistakes:
            return ""
        source, who, ident = fields.text("source"), fields.text("who") or None, track.question.id
        if outcome is None:
            ended = ledger.void(ident, source, correct, who)
        else:
            ended = ledger.resolve(ident, outcome, source, day, correct, who)
    except TertiusError as error:
        fields.mistakes[""] = _said(error)
        return ""
    how = "void" if ended.outcome is None else f"resolved as {ended_words(Track(track.question, (), ended))}"
    return f"Entry {ended.entry}: “{track.question.text or ident}” is {how}."


def _said(error: TertiusError) -> str:
    """What is wrong, to somebody who has no options to give: the environment alone names another ledger."""
    return str(error).replace("--ledger or TERTIUS_LEDGER", "TERTIUS_LEDGER").replace("--ledger", "TERTIUS_LEDGER")


def _told(desk: Desk, key: str) -> dict[str, Any]:
    """How far a forecast is; of one that is written down, what it says."""
    told, made = desk.told(key), desk.frozen.get(key)
    if made is None or made.added is None:
        return told
    added = made.added
    one = question_told(Track(added.question, (added.forecast,)), writer.now().date())["forecasts"][0]
    said = f"Written down as entry {added.forecast.entry} of {desk.ledger.path}: {one['rows'][0][2]}."
    since = (
        ""
        if added.changed_since is None
        else f" The case is not the one of entry {added.changed_since}: both are kept."
    )
    return told | {"said": said + since, "head": added.head, "id": added.question.id}


def _looked(question: Question | None) -> dict[str, Any]:
    """How far the look back is."""
    if question is None:
        return {"making": False, "made": False, "failed": "", "said": ""}
    done, whole, _ = question.told
    error = question.error
    failed = "" if error is None else "Stopped." if isinstance(error, Stopped) else str(error)
    making = question.found is None and error is None
    said = f"{done} of {many(whole, 'question')}" if whole else ""
    return {"making": making, "made": question.found is not None, "failed": failed, "said": said}


def _file(text: str, name: str, kind: str) -> Response:
    """A file to keep, never shown in the place of a page of ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(errors="replace"), media_type=kind, headers=headers)
