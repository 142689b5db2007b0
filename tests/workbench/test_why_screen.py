"""Why, from the page: a figure is clicked, its chain adds up as it is shown, and its inputs lead to their cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import tertius
from tertius.analysis.why import Reason
from tertius.case.edit.numbers import numbers_of
from tertius.case.plain import plain_of
from tertius.errors import UsageError
from tertius.workbench.answers.why import row_told
from tertius.workbench.differences import plain_keys
from tertius.workbench.jobs.why import why
from tertius.workbench.screens.why import targets_of
from tests.analysis.why.test_why import failing
from tests.workbench.cases import BARE
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class StoppedError(Exception):
    """Somebody stopped it."""


def told(*progress: Any) -> None:
    """Nobody listens."""


def number(words: str) -> float:
    return float(words.split()[0].replace("−", "-").replace(",", ""))


def sums(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every row that is a sum, in a chain."""
    if row["adds"]:
        yield row
    for one in row["rows"]:
        yield from sums(one)


def test_what_is_shown_of_every_sum_adds_up_to_the_last_digit() -> None:
    found = why(tertius.load("two-patrons"), {"of": "talk:with-first"}, told)
    rows = list(sums(found["root"]))
    assert rows
    for row in rows:
        shown = [number(one["words"]) for one in row["rows"]] + [number(row["rest"] or "0")]
        assert sum(shown) == pytest.approx(number(row["words"]), abs=1e-9)


def test_what_rounding_leaves_is_told_and_slight_parts_are_told_together() -> None:
    parts = tuple(
        Reason(name, value, "points")
        for name, value in (("a", 1.26), ("b", 1.26), ("c", 1.26), ("d", 0.01), ("e", 0.02), ("f", 0.0))
    )
    row = row_told(Reason("all", sum(part.value or 0.0 for part in parts), "points", None, parts, True))
    assert [one["words"] for one in row["rows"]] == ["+1.3", "+1.3", "+1.3", "0.0"]
    assert row["rest"] == "−0.1"
    assert row["words"] == "3.8 points"
    assert [one["label"] for one in row["rows"][-1]["rows"]] == ["D", "E", "F"]


def test_the_bar_of_each_part_begins_where_the_last_one_ended() -> None:
    parts = (Reason("a", 6.0, "points"), Reason("b", -4.0, "points"), Reason("c", 2.0, "points"))
    row = row_told(Reason("all", 4.0, "points", None, parts, True))
    bars = [one["bar"] for one in row["rows"]]
    assert [(bar["x"], bar["width"], bar["up"]) for bar in bars] == [
        (0, 100, True),
        (pytest.approx(100 / 3, abs=0.01), pytest.approx(200 / 3, abs=0.01), False),
        (pytest.approx(100 / 3, abs=0.01), pytest.approx(100 / 3, abs=0.01), True),
    ]
    assert row["whole"]["bar"]["width"] == pytest.approx(200 / 3, abs=0.01)


def test_every_target_of_the_list_has_a_chain() -> None:
    patrons = tertius.load("two-patrons")
    for group in targets_of(patrons):
        for target in group["targets"]:
            assert why(patrons, {"of": target["of"]}, told)["root"]["label"], target


def test_a_talk_that_fails_says_who_is_short_of_what_and_through_what() -> None:
    settlement, talk = failing(29, "renegotiate")
    case, heard = settlement.case, list[Any]()
    found = why(case, {"of": f"agreement:{talk}"}, lambda *news: heard.append(news))
    short = case.name(settlement.shortfalls[talk].party)
    assert short in heard[0][2]["lead"], "said before the chain is there"
    assert found["sentences"][0] == heard[-1][2]["lead"]
    losers = [sentence for sentence in found["sentences"] if sentence.startswith("At the nearest deal")]
    assert losers
    assert "less than by walking away, most of it through" in losers[0]


def test_a_chain_is_that_of_what_is_tried() -> None:
    patrons = tertius.load("two-patrons")
    trial = {"moves": [], "without": ["talks.with-second"], "numbers": {}}
    found = why(patrons, {"of": "walk_away:with-first:client", "trial": trial}, told)
    kept = why(patrons, {"of": "walk_away:with-first:client"}, told)
    assert found["root"]["words"] != kept["root"]["words"]


def test_a_chain_that_nobody_waits_for_ends_at_once() -> None:
    asked = 0

    def stop(*progress: Any) -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        why(tertius.load("two-patrons"), {"of": "talk:with-first"}, stop)
    assert asked == 4


def test_what_there_is_not_is_said_with_what_there_is() -> None:
    with pytest.raises(UsageError, match="there is nothing called 'nobody'"):
        why(tertius.load("two-patrons"), {"of": "nobody"}, told)


def test_every_input_leads_to_a_sheet_and_says_what_it_rests_on() -> None:
    case = tertius.load("two-patrons")
    found = why(case, {"of": "talk:with-first"}, told)
    values = plain_keys(plain_of(case))
    assert found["inputs"]
    for path, one in found["inputs"].items():
        assert one["key"].split("/")[0] in values, path
        assert one["sheet"]
        assert one["rests"].startswith("It ")
        assert one["sources"] or one["why"] or one["bare"]


def test_only_web_addresses_become_links() -> None:
    text = (
        BARE.replace("salience: 20}", "salience: 20, source: s}")
        + "sources: {s: {title: Notes, url: 'javascript:1'}}\n"
    )
    found = why(tertius.case.read_text(text, "bare.yaml"), {"of": "payoff:b"}, told)
    assert found["inputs"]["stances.b.x.salience"]["sources"] == [{"title": "Notes", "address": ""}]


@pytest.fixture(scope="module")
def patrons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a small case."""
    with served(tmp_path_factory.mktemp("patrons"), "two-patrons") as one:
        yield one


def adding_up(chain: Locator) -> None:
    """The parts of a sum, as they stand on the page, add up to its total."""
    parts = chain.locator(":scope > li > .line [data-part], :scope > li > details > summary [data-part]")
    total = chain.locator(":scope > .total [data-total]").get_attribute("data-total")
    words = [part.get_attribute("data-part") for part in parts.all()]
    assert total is not None
    assert sum(number(word) for word in words if word) == pytest.approx(number(total), abs=1e-9)


def test_a_walk_away_value_is_clicked_adds_up_and_leads_to_the_cell_of_an_input(patrons: Served, page: Page) -> None:
    from playwright.sync_api import expect  # the page forbids strings as code, so nothing is asked of it in one

    enter(page, patrons)
    page.goto(f"{patrons.base}/answer")
    figure = page.locator("[data-why='walk_away:with-first:client']")
    clicked = figure.inner_text()
    figure.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#why-panel")
    panel.locator(".chain").first.wait_for()
    shown = panel.locator("[data-figure]").get_attribute("data-figure")
    assert shown is not None
    assert number(shown) == number(clicked)
    for chain in panel.locator(".chain.adds").all():
        adding_up(chain)

    panel.locator("[data-fold=open]").click()
    panel.locator(".input > summary").first.click()
    change = panel.locator(".input[open] a", has_text="Change it").first
    to = urlsplit(change.get_attribute("href") or "")
    panel.locator(".input[open] a", has_text="What it does").first.click()
    panel.locator("[data-do=back]").wait_for()
    panel.locator("[data-do=back]").click()
    panel.locator(".reasons[data-of^='walk_away']").wait_for()
    page.keyboard.press("Escape")
    expect(figure).to_be_focused()

    page.goto(f"http://{patrons.host}{to.path}?{to.query}#{to.fragment}")
    page.wait_for_selector("[role=grid]")
    expect(page.locator(f"[id='{unquote(to.fragment)}']")).to_be_focused()
    assert parse_qs(to.query)["sheet"]


def test_the_address_carries_the_question_and_back_works(patrons: Served, page: Page) -> None:
    enter(page, patrons)
    page.goto(f"{patrons.base}/why?of=talk:with-second")
    page.wait_for_selector(".reasons[data-of='talk:with-second'] .chain")
    page.fill("#target-find", "salience")
    assert page.locator(".targets a:visible").count() == sum(
        "salience" in one.label for one in numbers_of(tertius.load("two-patrons"))
    )
    page.fill("#target-find", "")
    page.click(".targets [data-why='level:first-price']")
    page.wait_for_selector(".reasons[data-of='level:first-price'] .chain")
    assert "of=level%3Afirst-price" in page.url
    page.go_back()
    page.wait_for_selector(".reasons[data-of='talk:with-second'] .chain")
    page.goto(f"{patrons.base}/why")
    page.wait_for_selector(".reasons[data-of='talk:with-second']")
