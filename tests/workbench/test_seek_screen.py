"""What would it take, from the page: a goal in words, the ways to it, and each tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

import tertius
from tertius.errors import UsageError
from tertius.rules import settle
from tertius.workbench.jobs.seek import seek
from tertius.workbench.screens.seek import goals_of
from tertius.workbench.trials.trial import Trial
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page


class StoppedError(Exception):
    """Somebody stopped it."""


def told(*progress: Any) -> None:
    """Nobody listens."""


def test_what_can_be_asked_for_is_named_as_the_case_names_it() -> None:
    korea = tertius.load("korea-2019")
    goals = goals_of(korea)
    assert [one["name"] for one in goals["talks"]] == [talk.name for talk in korea.talks.values()]
    assert {one["of"] for one in goals["levels"]} == {f"level:{issue}" for issue in korea.issues}
    assert [one["name"] for one in goals["claims"]] == [claim.says for claim in korea.claims.values()]


def test_a_way_that_is_tried_meets_the_goal() -> None:
    patrons = tertius.load("two-patrons")
    now = settle(patrons).levels["second-price"]
    found = seek(patrons, {"of": "level:second-price", "to": f"at least {now + 3:g}", "moves": False}, told)
    assert found["reached"]
    assert found["ways"]
    for way in found["ways"][:3]:
        after = Trial.of_pairs(parse_qsl(way["tried"])).changed(patrons)
        if way["confirmed"]:
            assert settle(after).levels["second-price"] >= now + 3 - 1e-3


def test_what_is_so_already_needs_nothing() -> None:
    patrons = tertius.load("two-patrons")
    found = seek(patrons, {"of": "level:second-price", "to": "at least 0"}, told)
    assert found["already"]
    assert [found[name] for name in ("ways", "pairs", "moves")] == [[], [], []]


def test_a_search_that_is_stopped_ends() -> None:
    def stop(*progress: Any) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        seek(tertius.load("two-patrons"), {"of": "level:second-price", "to": "at least 50"}, stop)


def test_a_goal_that_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="its scale goes from 0 to 100"):
        seek(tertius.load("two-patrons"), {"of": "level:second-price", "to": "at least 300"}, told)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on the two patrons."""
    with served(tmp_path_factory.mktemp("patrons"), "two-patrons") as one:
        yield one


def test_a_goal_is_chosen_found_and_tried(workbench: Served, page: Page) -> None:
    enter(page, workbench)
    page.goto(f"{workbench.base}/seek")
    page.select_option("#of", label="Price asked by the second patron")
    page.fill("#level", "15")
    page.uncheck("#pairs")
    page.click("#go")
    page.wait_for_selector("#found .lead:has-text('at least 15')", timeout=60_000)
    page.locator("#found a:has-text('Try it')").first.click()
    page.wait_for_url("**/what-if?set=**")
    level = page.wait_for_selector("#result [data-issue='second-price']")
    assert float(level.inner_text()) >= 15
    page.go_back()
    page.wait_for_selector("#of")
    assert page.input_value("#level") == "15"
