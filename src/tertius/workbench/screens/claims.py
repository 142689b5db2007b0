"""The claims: each a sentence with its verdict, made and changed in a form, tested in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tertius.case.actions import Claim
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.errors import CaseError, UsageError
from tertius.report.text.argument.stated import claim_sentence
from tertius.workbench.bench import Bench
from tertius.workbench.differences import NOTHING
from tertius.workbench.document import Document, Put
from tertius.workbench.editing import body_of, edited
from tertius.workbench.forms.claims import BLANK, KINDS, SIDES, Reading, choices_of, claim_ident, form_of, place_of
from tertius.workbench.solver import Question, Stopped

PATIENCE = 15.0
"""Seconds for the claim in hand, when its case has changed: a process that is ended forgets what it has tested."""

REST = 300.0
"""Seconds after which the process that tested claims is ended, with the room that it takes."""

SHORT = 60
"""Letters of a claim in the name of a step that can be undone."""


@dataclass
class Test:
    """A test of the claims of a case that runs, or is done.

    Attributes:
        values: The case.
        question: What the worker was asked.
    """

    values: Any
    question: Question

    def told(self) -> dict[str, Any]:
        """How far it is: verdicts so far, how many there will be, and in the end the answer to the question."""
        done, whole, what = self.question.told
        if not self.question.answer.done():
            return {"claims": done or [], "whole": whole, "what": what, "finished": False, "failed": ""}
        error, found = self.question.error, self.question.found
        if error is not None:
            return {
                "claims": [],
                "whole": 0,
                "finished": True,
                "failed": "" if isinstance(error, Stopped) else str(error),
            }
        return {**found, "whole": len(found["claims"]), "finished": True, "failed": ""}


def routes(bench: Bench) -> list[Route]:
    """The addresses of this screen."""
    tests: dict[Document, Test] = {}

    bench.end_of_earlier(tests, bench.slow)

    async def page(request: Request) -> Response:
        document = await bench.document(request)
        return await bench.page(request, "claims", document, **_shown(document.case))

    async def listed(request: Request) -> Response:
        """The claims as the case has them now."""
        return await bench.part("parts/claims.html.j2", **_shown((await bench.document(request)).case))

    async def form(request: Request) -> Response:
        """The form of a claim, or of a new one."""
        document = await bench.document(request)
        case, ident = document.case, request.query_params.get("of", "")
        if ident and ident not in case.claims:
            raise UsageError("this claim is no longer there")
        filled = form_of(case, case.claims[ident]) if ident else BLANK
        choices = await run_in_threadpool(choices_of, case)
        shown = {"case": case, "ident": ident, "form": filled, "choices": choices, "kinds": KINDS, "sides": SIDES}
        return await bench.part("parts/claim_form.html.j2", **shown)

    async def test(request: Request) -> Response:
        """Begin to test, unless these claims are tested already."""
        document = await bench.document(request)
        known = tests.get(document)
        if known is None or known.values != document.values or known.question.error:
            values = document.values
            slot = f"claims {request.path_params['key']}"
            question = await bench.slow.ask("claims", values, {}, slot, PATIENCE)
            question.answer.add_done_callback(lambda _: bench.slow.rest_later(REST))
            tests[document] = Test(values, question)
        return JSONResponse(tests[document].told())

    async def progress(request: Request) -> Response:
        known = tests.get(await bench.document(request))
        return JSONResponse(known.told() if known else {"claims": [], "whole": 0, "finished": True, "failed": ""})

    return [
        Route("/case/{key:path}/claims", page),
        Route("/case/{key:path}/claims/listed", listed),
        Route("/case/{key:path}/claims/form", form),
        Route("/case/{key:path}/claims/test", test, methods=["POST"]),
        Route("/case/{key:path}/claims/progress", progress),
        *_writing(bench),
    ]


def _writing(bench: Bench) -> list[Route]:
    """The addresses at which claims are made."""

    async def read(request: Request) -> Response:
        """What the form says so far: its sentence, and what is wrong with it."""
        document, asked = await bench.document(request), await body_of(request)
        return JSONResponse((await run_in_threadpool(read_form, document, asked))[0])

    async def keep(request: Request) -> Response:
        """Take the claim into the case."""
        document, asked = await bench.document(request), await body_of(request)
        told, plain = await run_in_threadpool(read_form, document, asked)
        if told["mistakes"] or plain is None:
            return JSONResponse({**told, "kept": False})
        ident = str(asked.get("ident") or "") or claim_ident(document.case, plain["says"])
        puts, said = [Put(("claims", ident), plain)], f"claim “{plain['says'][:SHORT]}”"
        return await edited(bench, document, puts, said, asked, kept=True, ident=ident)

    async def answers(request: Request) -> Response:
        """Say which claims answer the question, and in which words; or take a claim away."""
        document, asked = await bench.document(request), await body_of(request)
        puts = [answers_put(asked.get("answers"))]
        gone, said = str(asked.get("remove") or ""), "which claims answer the question"
        if gone:
            claim = document.case.claims.get(gone)
            said = f"claim “{claim.says[:SHORT]}” taken away" if claim else said
            puts.append(Put(("claims", gone), NOTHING))
        return await edited(bench, document, puts, said, asked)

    return [
        Route("/case/{key:path}/claims/read", read, methods=["POST"]),
        Route("/case/{key:path}/claims/keep", keep, methods=["POST"]),
        Route("/case/{key:path}/claims/answers", answers, methods=["POST"]),
    ]


def answers_put(value: Any) -> Put:
    """The edit that says which claims answer the question.

    Raises:
        UsageError: It is no list of answers.
    """
    if not isinstance(value, list) or not all(isinstance(one, dict) and one.get("claim") for one in value):
        raise UsageError("found no list of answers where one belongs")
    kept = [{name: text for name, text in one.items() if str(text or "").strip()} for one in value]
    return Put(("answered_by",), kept or NOTHING)


def read_form(document: Document, asked: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The sentence of a form and its mistakes by their place in it; with the claim if it can be made."""
    case, reading = document.case, Reading(document.case, asked)
    plain = reading.plain()
    ident = str(asked.get("ident") or "") or claim_ident(case, "a new claim")
    old = case.claims.get(ident)
    if old is not None:  # evidence that the form does not show stays
        shown = ("says", "why", "source", old.form)
        if set(asked.get("source") or ()) & set(old.source):
            plain["source"] = list(old.source)  # the form shows one of them
        plain |= {name: value for name, value in plain_of(old).items() if name not in (*shown, *plain)}
    mistakes = dict(reading.mistakes)
    sentence = ""
    if not mistakes:
        try:
            made = document.tried(("claims", ident), plain)
        except CaseError as error:
            for problem in error.problems:
                steps = problem.column.split("/")
                place = place_of("/".join(steps[2:]), reading.form) if steps[:1] == ["claims"] else ""
                advice = "; ".join(filter(None, [problem.found, problem.legal, problem.suggestion]))
                mistakes.setdefault(place, advice)
        else:
            sentence = claim_sentence(case, made.claims[ident])
            plain["says"] = sentence if plain["says"] == "?" else plain["says"]
    return {"sentence": sentence, "mistakes": mistakes}, plain if sentence else None


def _shown(case: Case) -> dict[str, Any]:
    """What the list of claims shows."""
    answering = {one.claim: one for one in case.answered_by}
    rows = [_row(case, ident, claim) for ident, claim in case.claims.items()]
    return {"rows": rows, "answering": answering}


def _row(case: Case, ident: str, claim: Claim) -> dict[str, Any]:
    sources = [case.sources[one].title for one in claim.source if one in case.sources]
    return {"id": ident, "says": claim.says, "how": claim_sentence(case, claim), "why": claim.why, "sources": sources}
