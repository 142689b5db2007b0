"""The network on its screen: chosen, changed and drawn, with the mouse and with the keyboard."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tertius.case.load import load
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.workbench.document import Document, Put
from tertius.workbench.forms.entries import FIRST, entry_of, fields_of_entry, kept, part_of, plain_entry
from tertius.workbench.picture.lanes import picture_of
from tests.workbench.serving import Served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

GALLERY = ("two-patrons", "korea-2019", "nile-dam-2020", "black-sea-grain-2022", "ec-emission-1994")


def asked(case: Case, values: Any, of: str) -> dict[str, Any]:
    """What the form of an entry holds, as the page sends it."""
    collection, _, ident = of.partition(".")
    entry = entry_of(case, collection, ident)
    told = {one.name: one.value for one in fields_of_entry(case, values, collection, entry)}
    part = part_of(case, collection, ident, entry)
    return told | ({} if part is None else {"rows": {issue: words for issue, _, words in part.rows}})


def test_a_link_is_drawn_by_choosing_its_talks_in_the_picture(patrons: Served, page: Page) -> None:
    enter(page, patrons)
    page.goto(f"{patrons.base}/network")
    talks = page.locator(
        ".thing.good[data-of^='talks.'], .thing.bad[data-of^='talks.'], .thing.open[data-of^='talks.']"
    )
    talks.nth(1).wait_for()
    assert "deal" in (talks.nth(0).text_content() or "").lower()
    page.click("[data-new=links]")
    page.locator("#entry-form").wait_for()
    page.locator(".thing.actor .hit").nth(1).click()
    talks.nth(0).locator(".label").click()
    talks.nth(1).press("Enter")
    page.fill("[data-field=probability]", "150%")
    page.click("#entry-form [type=submit]")
    page.locator("[data-mistake=probability]", has_text="150%").wait_for()
    page.fill("[data-field=probability]", "20% to 40%")
    page.fill("[data-field=name]", "One falls with the other")
    page.click("#entry-form [type=submit]")
    drawn = page.locator(".thing[data-of='links.one-falls-with-the-other']")
    drawn.wait_for()
    assert "If talk 1 fails, talk 2 falls: 30%" in (drawn.text_content() or "")
    assert page.locator(".arc").count() == 1
    drawn.focus()
    page.keyboard.press("Enter")
    page.locator("#entry-form h2", has_text="One falls with the other").wait_for()
    page.click("[data-do=remove]")
    drawn.wait_for(state="detached")
    page.click("#undo")
    drawn.wait_for()


@pytest.mark.parametrize("name", GALLERY)
def test_every_entry_comes_back_from_its_form_as_it_was(name: str) -> None:
    case = load(name)
    values = plain_of(case)
    for collection in FIRST:
        for ident in getattr(case, collection):
            entry = entry_of(case, collection, ident)
            assert plain_entry(values, collection, asked(case, values, f"{collection}.{ident}"), entry) == entry


@pytest.mark.parametrize("name", GALLERY)
def test_everything_of_a_case_has_its_place_in_the_picture(name: str) -> None:
    case = load(name)
    picture = picture_of(case, {})
    rows = [row for _, _, listed in picture.sections for row in listed]
    expected = [f"{part}.{ident}" for part in ("talks", "links", "needs", "threats") for ident in getattr(case, part)]
    assert [row.of for row in rows] == expected
    assert len({row.y for row in rows}) == len(rows)
    assert all(one.top + one.height <= other.top for one, other in pairwise(rows))
    assert all(0 < lane.x <= picture.right for lane in picture.lanes.values())
    assert all(arc.x < picture.width for arc in picture.arcs)
    assert len(picture.arcs) == len(case.links)


def test_fifteen_actors_and_eight_talks_have_room() -> None:
    actors = {f"a{number}": {"name": f"A country with a long name {number}"} for number in range(15)}
    talks = {f"t{number}": {"parties": [f"a{number}", f"a{number + 7}"]} for number in range(8)}
    link = {"holder": "a0", "if_fails": "t0", "then_falls": "t7", "probability": 0.5}
    made = {"case": "large", "title": "Large", "as_of": "2024-01-01", "actors": actors, "talks": talks}
    case = Case.model_validate({**made, "links": {f"l{number}": link for number in range(12)}})
    picture = picture_of(case, {"t0": ("Deal", "good")})
    places = [lane.x for lane in picture.lanes.values()]
    assert min(after - before for before, after in pairwise(places)) > 25
    assert all(picture.right < arc.x < picture.width for arc in picture.arcs)
    assert [lane.ident for lane in picture.gaps(picture.sections[0][2][0])] == [f"a{number}" for number in range(1, 7)]


def test_a_need_is_covered_by_a_further_issue(document: Document) -> None:
    fields = asked(document.case, document.values, "needs.goods")
    fields["rows"]["first-price"] = "20%"
    wrong, outcome, of = kept(document, "needs.goods", fields, "")
    assert (wrong, of) == ({}, "needs.goods")
    assert outcome is not None
    assert document.case.needs["goods"].covered_by["first-price"].share.middle == 0.2
    assert document.past[-1].said == "need “Goods for the client”"


def test_a_party_joins_a_talk_and_a_new_talk_opens(document: Document) -> None:
    (first, talk), *_ = document.case.talks.items()
    newcomer = next(actor for actor in document.case.actors if actor not in talk.parties)
    fields = asked(document.case, document.values, f"talks.{first}")
    wrong, _, _ = kept(document, f"talks.{first}", {**fields, "parties": [*talk.parties, newcomer]}, "")
    assert not wrong
    assert newcomer in document.case.talks[first].parties
    wrong, _, of = kept(
        document, "talks", {"name": "A side talk", "parties": list(document.case.actors)[:2], "rows": {}}, ""
    )
    assert (wrong, of) == ({}, "talks.a-side-talk") or wrong


def test_mistakes_stand_at_their_fields_and_nothing_is_changed(document: Document) -> None:
    before = document.values
    fields = asked(document.case, document.values, "needs.goods")
    wrong, outcome, _ = kept(
        document, "needs.goods", {**fields, "weight": "many", "rows": {"first-supply": "300%"}}, ""
    )
    assert outcome is None
    assert {"weight", "covered_by.first-supply"} <= set(wrong)
    wrong, _, _ = kept(document, "links", {"name": "Half a link", "holder": "client"}, "")
    assert {"if_fails", "then_falls", "probability"} <= set(wrong)
    assert document.values is before


def test_what_nothing_changes_is_no_step(document: Document) -> None:
    kept(document, "needs.goods", asked(document.case, document.values, "needs.goods"), "")
    assert not document.past


def test_an_issue_that_comes_on_a_table_has_no_standing_level_any_more(document: Document) -> None:
    document.edit([Put(("issues", "aid"), {"name": "Aid", "level": 30})])
    (talk, *_) = document.case.talks
    fields = asked(document.case, document.values, f"talks.{talk}")
    fields["rows"]["aid"] = "10"
    wrong, _, _ = kept(document, f"talks.{talk}", fields, "")
    assert not wrong
    assert document.case.talk_of("aid") == talk
    assert document.case.issues["aid"].level is None
    document.undo()
    assert document.case.issues["aid"].level is not None
