"""Claims on their screen: made in words, tested as the command tests them, changed and taken away."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import Request

from tertius.analysis.claims import claims as by_command
from tertius.case.actions import Claim
from tertius.case.load import load
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.report.text.appendix.claims import true_in, why_sentence
from tertius.report.text.argument.quantities import quantities_of, quantity_words
from tertius.report.text.argument.stated import claim_sentence
from tertius.workbench.bench import Bench
from tertius.workbench.document import Document, Put
from tertius.workbench.forms.claims import Reading, claim_ident, form_of, place_of
from tertius.workbench.jobs import claims as job
from tertius.workbench.screens.claims import answers_put, read_form, routes
from tertius.workbench.solver import Question
from tests.workbench.apart import run_apart
from tests.workbench.serving import Served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

GALLERY = ("two-patrons", "korea-2019", "nile-dam-2020", "black-sea-grain-2022")


WITHOUT: dict[str, Any] = {
    "form": "compare",
    "with": [{"do": "remove", "what": "talk The client and the second patron"}],
    "quantity": "Payoff of the client",
    "direction": "lower",
}


def test_a_claim_from_the_form_gets_its_verdict_and_goes_again(patrons: Served, page: Page) -> None:
    enter(page, patrons)
    page.goto(f"{patrons.base}/claims")
    page.locator(".claim .chip.open").first.wait_for(timeout=60_000)
    page.click("#new-claim")
    row = page.locator("[data-side=with] .change")
    row.locator("[data-name=do]").select_option("remove")
    row.locator("[data-name=what]").fill("talk The client and the second patro")
    compare = page.locator("[data-form=compare]")
    compare.locator("[data-field=quantity]").fill("payoff of The client")
    row.get_by_text("did you mean 'talk The client and the second patron'").wait_for()
    assert page.locator("button[value=keep]").is_disabled()
    row.locator("[data-name=what]").fill("talk The client and the second patron")
    compare.locator("[data-field=direction]").select_option("lower")
    page.locator("#claim-sentence", has_text="the payoff of The client is lower than").wait_for()
    page.click("button[value=keep]")
    made = page.locator(".claim").nth(1)
    made.locator(".chip.open").wait_for(timeout=60_000)
    assert "true in 50%" in made.inner_text()
    made.locator("summary").click()
    made.locator("[data-part=answers]").check()
    made.locator("[data-answer=depends]").fill("Hard to say")
    made.locator("[data-answer=depends]").press("Tab")
    page.locator("#answer-said", has_text="hard to say").wait_for(timeout=60_000)
    made.locator("[data-do=remove]").click()
    made.wait_for(state="detached")
    page.click("#undo")
    made.wait_for()


def argued() -> Case:
    """A small case with claims of two forms."""
    case = load("two-patrons")
    sweep = {"input": "needs.goods.weight", "over": "5 to 15", "quantity": "payoffs.client", "direction": "rises"}
    lower = {"with": [{"remove": "talks.with-second"}], "quantity": "levels.first-price", "direction": "higher"}
    made = {"rises": {"says": "It rises.", "sweep": sweep}, "dearer": {"says": "It is dearer.", "compare": lower}}
    return apply_claims(case, made)


def apply_claims(case: Case, made: dict[str, Any]) -> Case:
    """The case with further claims."""
    claims = {**case.claims, **{ident: Claim.model_validate(plain) for ident, plain in made.items()}}
    return case.model_copy(update={"claims": claims})


def test_the_verdicts_are_those_of_the_command_to_the_bit() -> None:
    case = argued()
    job._known.clear()
    heard: list[int] = []
    asked = {"draws": 64, "random_cases": 8}
    found = job.claims(case, asked, lambda done, whole, what: heard.append(len(done)))
    expected = by_command(case, (), 64, random_cases=8)
    assert heard == [0, 1, 2, 3]
    assert [one["id"] for one in found["claims"]] == list(case.claims)
    for one, result in zip(found["claims"], expected.results, strict=True):
        assert one["verdict"] == result.verdict.value
        assert one["share"] == true_in(result)
        assert one["why"] == why_sentence(case, result)
    known = [one.to_dict() for one in job._known.values()]
    assert json.dumps(known, default=str) == json.dumps(expected.to_dict()["claims"], default=str)


def test_a_claim_that_is_added_costs_no_test_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    tested: list[str] = []

    def counted(case: Case, idents: list[str], **rest: Any) -> Any:
        tested.extend(idents)
        return by_command(case, idents, **rest)

    monkeypatch.setattr(job, "test_claims", counted)
    asked = {"draws": 16, "random_cases": 0}
    job.claims(load("two-patrons"), asked, lambda *told: None)
    tested.clear()
    job.claims(argued(), asked, lambda *told: None)
    assert tested == ["rises", "dearer"]


def test_a_change_of_the_case_ends_the_test_of_its_claims_whichever_screen_is_looked_at(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[str] = []

    async def ask(job: str, case: Any, asked: dict[str, Any], slot: str, patience: float) -> Question:
        return Question(1, slot, b"", asyncio.get_running_loop().create_future())

    async def tried() -> None:
        bench = Bench(document.disk.file.parent, document.journal.folder)
        monkeypatch.setattr(bench.slow, "ask", ask)
        monkeypatch.setattr(bench.slow, "cancel", cancelled.append)
        [test] = [route.endpoint for route in routes(bench) if route.path.endswith("/claims/test")]
        request = Request({"type": "http", "path_params": {"key": "case.yaml"}, "headers": [], "query_string": b""})
        await test(request)
        opened = await bench.document(request)
        assert cancelled == []
        opened.edit([Put(("title",), "Another title")], "title")
        await bench.document(request)
        assert cancelled == ["claims case.yaml"]
        await bench.close()

    run_apart(tried())


def test_a_case_without_claims_has_no_verdicts() -> None:
    assert job.claims(load("two-patrons").model_copy(update={"claims": {}}), {}, lambda *told: None)["claims"] == []


@pytest.mark.parametrize("name", GALLERY)
def test_a_claim_comes_back_from_its_form_as_it_was(name: str) -> None:
    case = load(name)
    for claim in case.claims.values():
        reading = Reading(case, form_of(case, claim))
        made = Claim.model_validate(reading.plain())
        assert not reading.mistakes
        assert made.test == claim.test


@pytest.mark.parametrize("name", GALLERY)
def test_a_claim_is_told_in_names_never_in_ids(name: str) -> None:
    case = load(name)
    named = [*case.actors, *case.issues, *case.talks, *case.links, *case.threats, *case.needs]
    ids = {one for one in named if "-" in one and case.name(one) != one}
    for claim in case.claims.values():
        said = claim_sentence(case, claim)
        assert said.endswith(".")
        assert not [one for one in ids if f" {one} " in f" {said.replace(',', ' ')} "], said


@pytest.mark.parametrize("name", GALLERY)
def test_every_quantity_has_a_name_of_its_own(name: str) -> None:
    case = load(name)
    listed = quantities_of(case)
    assert len(set(listed.values())) == len(listed)
    assert all(quantity_words(case, quantity) == words for words, quantity in listed.items())


def test_a_form_that_says_enough_gives_its_sentence(document: Document) -> None:
    told, plain = read_form(document, WITHOUT)
    assert not told["mistakes"]
    assert plain is not None
    assert told["sentence"].startswith("Without the talk 'The client and the second patron', the payoff of The client")
    assert plain["compare"] == {
        "with": [{"remove": "talks.with-second"}],
        "quantity": "payoffs.client",
        "direction": "lower",
    }
    assert plain["says"] == told["sentence"]


def test_a_mistake_stands_at_its_place(document: Document) -> None:
    change = {"do": "set", "what": "weight of the need 'Goods for the client'", "to": "many"}
    told, plain = read_form(document, {**WITHOUT, "with": [*WITHOUT["with"], change], "at_least": "-1"})
    assert plain is None
    assert set(told["mistakes"]) == {"with.1", "at_least"} or "with.1" in told["mistakes"]
    told, _ = read_form(document, {**WITHOUT, "quantity": "payoff of the clent"})
    assert told["mistakes"] == {
        "quantity": "there is no quantity 'payoff of the clent': did you mean 'payoff of The client'?"
    }


def test_a_form_that_is_not_filled_in_has_no_mistakes_to_tell(document: Document) -> None:
    told, plain = read_form(document, {"form": "compare", "with": [{"do": "set", "what": "", "to": ""}]})
    assert plain is None
    assert not any(told["mistakes"].values())


def test_evidence_that_the_form_does_not_show_stays(document: Document) -> None:
    ident, claim = next(iter(document.case.claims.items()))
    form = {**form_of(document.case, claim), "ident": ident, "says": "Other words", "source": list(claim.source)[:1]}
    _, plain = read_form(document, form)
    assert plain is not None
    assert plain | {"says": claim.says} == plain_of(claim)


def test_answers_without_words_are_left_out() -> None:
    put = answers_put([{"claim": "one", "holds": "Yes", "fails": " ", "depends": ""}])
    assert put.to == [{"claim": "one", "holds": "Yes"}]


def test_places_of_mistakes_are_those_of_the_form() -> None:
    assert place_of("compare/with/1/to", "compare") == "with.1"
    assert place_of("compare/quantity", "compare") == "quantity"
    assert place_of("events/with/0", "events") == "with"


def test_a_new_claim_has_an_id_of_its_own() -> None:
    case = load("two-patrons")
    assert claim_ident(case, "A second patron, pays!") == "a-second-patron-pays"
    assert claim_ident(case, "Second patron pays") == "second-patron-pays-2"
