"""The Answer: what the worker finds out for it, and how it follows edits in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tertius
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.workbench.differences import plain_keys
from tertius.workbench.jobs.answer import answer
from tertius.workbench.jobs.forecast import forecast
from tertius.workbench.kept import KEPT, case_of_values
from tests.rules.bargaining.test_renegotiate import TWO_WAYS
from tests.workbench.cases import BARE
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDIT = """([path, to]) => import('/static/api.js').then((api) => api.edit([{path, to}], 'a number'))"""


def values_of(case: Case) -> Any:
    return plain_keys(plain_of(case))


def nothing(done: Any, whole: Any, so_far: Any = "") -> None:
    """Told how far it is."""


def asked(values: Any, **more: Any) -> dict[str, Any]:
    return answer(case_of_values(values), more, nothing)


def changed(values: Any, path: str, to: Any) -> Any:
    copied = json.loads(json.dumps(values))
    *steps, last = path.split("/")
    inner = copied
    for step in steps:
        inner = inner[step]
    inner[last] = to
    return copied


def test_the_answer_gives_the_levels_walk_away_values_and_gains_of_the_settlement() -> None:
    case = tertius.load("two-patrons")
    told, settled = asked(values_of(case), whole=True), tertius.settle(case)
    for talk, shown in zip(case.talks, told["talks"], strict=True):
        assert shown["agreed"] == settled.agreements[talk]
        for issue, drawn in zip(case.talks[talk].issues, shown["issues"], strict=True):
            low, high = case.issues[issue].scale
            assert drawn["level"]["at"] == pytest.approx(100 * (settled.levels[issue] - low) / (high - low), abs=0.01)
        for party, row in zip(settled.walk_away[talk], shown["parties"], strict=True):
            assert row["name"] == case.name(party)
            assert float(row["walk_away"]["words"].replace("−", "-")) == round(settled.walk_away[talk][party], 1)
            assert float(row["gain"]["words"].replace("−", "-")) == pytest.approx(settled.gain(talk, party), abs=0.051)


def test_chances_that_are_not_worked_out_are_said_to_be_pending_and_never_given_as_sure() -> None:
    values = values_of(tertius.load("korea-2019"))
    first = asked(values)
    assert not first["exact"]
    assert all(talk["likely"]["pending"] and talk["likely"]["percent"] is None for talk in first["talks"])
    whole = asked(values, whole=True)
    assert whole["exact"]
    assert [talk["likely"]["pending"] for talk in whole["talks"]] == [False] * 4
    edited = asked(changed(values, "stances/usa/denuclearisation/salience", "90"), before=values)
    assert not edited["exact"]
    assert edited["changes"]["levels"][0]["name"] == "Security guarantees and recognition"


def test_an_edit_that_changes_nothing_says_why() -> None:
    values = values_of(tertius.load("two-patrons"))
    issue = next(iter(values["issues"]))
    outside = changed(values, f"issues/{issue}/why", "another reason")
    told = asked(outside, before=values)["changes"]
    assert told["why"] == ["Nothing changes: no number of the case is different."]
    assert told["levels"] == told["talks"] == told["payoffs"] == []


def test_two_settlements_stand_side_by_side() -> None:
    case = tertius.case.read_text(TWO_WAYS, "two-ways.yaml")
    told = asked(values_of(case))
    assert told["status"] == "several settlements"
    assert len(told["ways"]) == 1 + len(tertius.settle(case).alternatives) > 1
    assert {talk["word"] for talk in told["talks"]} == {"Three answers"}
    assert all(talk["likely"] is None for talk in told["talks"])
    assert [talk["agreed"] for talk in told["ways"][0]] == [True, True]
    assert not all(talk["agreed"] for talk in told["ways"][1])


def test_a_decision_is_told_by_every_rule_and_the_pooled_range() -> None:
    case = tertius.load("ec-emission-1994")
    [issue] = asked(values_of(case))["issues"]
    decided = tertius.decide(case).issues["delay"]
    assert [rule["name"] for rule in issue["rules"]] == list(decided.answers)
    assert decided.pool is not None
    assert issue["pool"]["at"] == pytest.approx(100 * (decided.pool.median - 4) / 6, abs=0.01)


def test_a_case_without_a_talk_says_what_is_missing_step_by_step() -> None:
    tiny = {"case": "tiny", "title": "Tiny", "question": "?", "as_of": "2024-01-01", "actors": {"a": "Anna"}}
    told = asked(tiny)
    assert [step["done"] for step in told["steps"]] == [False] * 4
    more = tiny | {"actors": {"a": "Anna", "b": "Ben"}, "issues": {"x": {"name": "X"}}}
    more["stances"] = {"a": {"x": {"position": "60", "salience": "80"}}}
    steps = asked(more)["steps"]
    assert [step["done"] for step in steps] == [True, True, False, False]
    assert "Ben" in steps[2]["says"]


def test_the_same_case_is_kept_and_the_oldest_goes() -> None:
    values = values_of(tertius.load("two-patrons"))
    first = case_of_values(values)
    assert case_of_values(json.loads(json.dumps(values))) is first
    for number in range(KEPT):
        case_of_values(changed(values, "title", f"Title {number}"))
    assert case_of_values(values) is not first


def test_the_forecast_grows_and_ends_with_the_figures_of_the_command() -> None:
    case, heard = tertius.case.read_text(BARE, "bare.yaml"), []

    def told(done: int, whole: int, so_far: Any = None) -> None:
        heard.append((done, whole, so_far))

    found = forecast(case_of_values(values_of(case)), {"draws": 1500}, told)
    known = tertius.forecast(case, 1500)
    assert [talk["probability"] for talk in found["talks"]] == [one.probability for one in known.headline.values()]
    assert found["all"] == known.headline_of_all
    assert {issue["median"]["at"] for issue in found["issues"]} == {
        round(fan.middle.value, 2) for fan in known.pooled.levels.values()
    }
    done = [draws for draws, _, _ in heard]
    assert done == sorted(done)
    parts = [so_far["draws"] for _, _, so_far in heard if so_far]
    assert parts == sorted(parts)  # how many tellings there are hangs on how long each takes
    assert 0 < parts[0] <= parts[-1] <= 1500


def test_a_forecast_that_nobody_waits_for_ends() -> None:
    class GivenUpError(Exception):
        pass

    def told(done: int, whole: int, so_far: Any = None) -> None:
        if so_far:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        forecast(case_of_values(values_of(tertius.load("two-patrons"))), {"draws": 100_000}, told)


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a case with one answer, and beside it one with two."""
    folder: Path = tmp_path_factory.mktemp("answers")
    (folder / "two-ways.yaml").write_text(TWO_WAYS, encoding="utf-8")
    with served(folder, "two-patrons") as one:
        yield one


def opened(workbench: Served, page: Page, case: str = "") -> None:
    enter(page, workbench)
    page.goto(f"http://{workbench.host}/case/{case}/answer" if case else f"{workbench.base}/answer")
    page.wait_for_selector("#answer [data-said]")


def test_an_edit_changes_the_answer_and_says_what_changed(workbench: Served, page: Page) -> None:
    opened(workbench, page)
    case = tertius.load("two-patrons")
    actor, own = next((actor, own) for actor, own in case.stances.items() if own)
    page.evaluate(EDIT, [f"stances/{actor}/{next(iter(own))}/salience", "97"])
    page.wait_for_selector("#answer .changes .moves li")
    assert "What the last edit changed" in page.inner_text("#answer .changes")
    page.focus("#against")
    page.select_option("#against", "nothing")
    page.wait_for_selector("#answer:not(:has(.changes))")
    assert page.evaluate("document.activeElement.id") == "against"
    page.select_option("#against", "opened")
    page.wait_for_selector("#answer .changes[data-against=opened]")


def test_two_answers_are_seen_side_by_side(workbench: Served, page: Page) -> None:
    opened(workbench, page, "two-ways.yaml")
    page.wait_for_selector("#answer .sides .way")
    boxes = [way.bounding_box() for way in page.query_selector_all("#answer .sides .way")]
    assert len(boxes) > 1
    assert len({box["y"] for box in boxes if box is not None}) == 1
    assert page.locator("#answer .talk .chip", has_text="Three answers").count() == 2


def test_the_forecast_follows_is_stopped_and_gives_way_to_an_edit(workbench: Served, page: Page) -> None:
    opened(workbench, page)
    page.wait_for_selector("#forecast-more", timeout=60_000)
    assert "1,000 of 1,000 draws" in page.inner_text("#forecast-done")
    shown = [
        float(row.get_attribute("data-probability") or "nan") for row in page.query_selector_all("[data-probability]")
    ]
    status, _, body = workbench.ask(f"{workbench.base.partition(workbench.host)[2]}/answer/forecast?form=whole")
    assert status == 200
    assert [float(one) for one in re.findall(r'data-probability="([^"]+)"', body.decode())] == shown
    page.click("#forecast-more")
    page.wait_for_selector("#forecast-stop")
    page.click("#forecast-stop")
    page.wait_for_selector("#forecast-again")
    assert "stopped" in page.inner_text("#forecast-done")
    page.click("#forecast-again")
    page.wait_for_selector("#forecast-stop")
    case = tertius.load("two-patrons")
    actor, own = next((actor, own) for actor, own in case.stances.items() if own)
    page.evaluate(EDIT, [f"stances/{actor}/{next(iter(own))}/salience", "55"])
    page.wait_for_selector("#forecast-more", timeout=60_000)
    assert "1,000 of 1,000 draws" in page.inner_text("#forecast-done")
