"""What if: sliders, ticks where agreements tip, before and after, variants that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import tertius
from tertius.case.actions import Change
from tertius.case.edit.diff import diff_cases
from tertius.case.files.write import yaml_of
from tertius.case.model import Case
from tertius.draws import fix
from tertius.errors import CaseError, UsageError
from tertius.report.text.phrases import level_number
from tertius.rules import chosen_theory, settle
from tertius.rules.bargaining.network_rule import NetworkRule
from tertius.scenarios.branches import branch_of
from tertius.workbench.jobs.sliders import ranked
from tertius.workbench.jobs.ticks import ticks
from tertius.workbench.jobs.what_if import compared, what_if, what_if_over_draws
from tertius.workbench.trials.sliders import sliders_of
from tertius.workbench.trials.trial import Trial
from tertius.workbench.trials.variants import keep, kept_beside
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

SALIENCE = "stances.usa.security-guarantees.salience"


def told(*progress: Any) -> None:
    """Nobody listens."""


def asked(**parts: Any) -> dict[str, Any]:
    """What a page asks."""
    return {"trial": Trial(**parts).to_plain()}


@pytest.fixture(scope="module")
def korea() -> Case:
    return tertius.load("korea-2019")


@pytest.fixture(scope="module")
def patrons() -> Case:
    return tertius.load("two-patrons")


def test_what_is_tried_stands_in_the_address_and_comes_back() -> None:
    pairs = [("move", "visit"), ("set", "a.b.c=0.5"), ("without", "talks.x"), ("set", "a.b=-3"), ("token", "t")]
    trial = Trial.of_pairs(pairs)
    assert trial == Trial(("visit",), ("talks.x",), {"a.b.c": 0.5, "a.b": -3.0})
    assert Trial.of_plain(trial.to_plain()) == trial


@pytest.mark.parametrize("said", ["a.b", "=3", "a.b=nan", "a.b=inf", "a.b=x"])
def test_what_is_no_number_is_said(said: str) -> None:
    with pytest.raises(UsageError, match="an equals sign and a number"):
        Trial.of_pairs([("set", said)])


def test_a_what_if_of_the_page_is_that_of_the_command(korea: Case) -> None:
    trial = Trial(without=("links.china-backs-dprk",), numbers={SALIENCE: 40.0})
    trial = trial.standing(korea)
    changes = [*(Change(remove=path) for path in trial.without), Change(set=SALIENCE, to=40.0)]
    assert not diff_cases(trial.changed(korea), tertius.apply_changes(korea, changes))


def test_numbers_alone_are_settled_as_the_whole_change_is(korea: Case) -> None:
    trial = Trial(numbers={SALIENCE: 40.0})
    assert settle(trial.at_once(korea)).levels == settle(trial.changed(korea)).levels


def test_a_number_that_cannot_be_is_refused_with_what_is_legal(korea: Case) -> None:
    with pytest.raises(UsageError, match="cannot be 400"):
        Trial(numbers={SALIENCE: 400.0}).at_once(korea)


def test_a_number_that_leaves_no_valid_case_is_refused_at_once(korea: Case) -> None:
    trial = Trial(numbers={"stances.usa.denuclearisation.position": 0.0})
    with pytest.raises(CaseError, match="not what its holder wants"):
        trial.at_once(korea)


def test_moves_are_made_in_an_order_that_they_allow(korea: Case) -> None:
    later = [ident for ident, move in korea.moves.items() if move.after]
    for ident in later:
        with pytest.raises(UsageError, match="comes after"):
            Trial(moves=(ident,)).changes(korea)
        assert Trial(moves=(ident, *korea.moves[ident].after)).changes(korea)
    one = next(iter(korea.moves))
    assert Trial(moves=(one,)).changes(korea)


def test_before_and_after_over_draws_are_those_of_the_comparison(korea: Case) -> None:
    trial = Trial(numbers={SALIENCE: 40.0})
    found = what_if_over_draws(korea, asked(numbers={SALIENCE: 40.0}), told)
    known = tertius.what_if(korea, Change(set=SALIENCE, to=40.0), theories="renegotiate", draws=found["draws"])
    pair, effects = known.theories["renegotiate"], known.effects["renegotiate"]
    assert trial.edits(korea, trial.changed(korea))[0].what == known.edits[0].what
    for talk in found["talks"]:
        for level in talk["issues"]:
            ends = [side.levels[level["id"]] for side in (pair.before, pair.after)]
            assert level["numbers"] == [level_number(korea, level["id"], end) for end in ends]
            assert level["effect"]["median"] == f"{effects.levels[level['id']].median:+.1f}".replace("-", "−").replace(
                "+0.0", "0.0"
            ).replace("−0.0", "0.0")


def test_a_change_that_changes_nothing_says_why(korea: Case) -> None:
    path = "needs.dprk-livelihood.covered_by.inter-korean-projects.share"
    found = what_if(korea, asked(numbers={path: 0.0}), told)
    assert found["summary"] == []
    assert found["why"] == ["No level changes: at these numbers no settlement hangs on what is different."]


def test_following_a_settlement_with_lent_chances_works_none_out(korea: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    theory = chosen_theory(korea)
    before = theory.settle(korea)
    after = theory.settle(fix(korea, {tuple(SALIENCE.split(".")): 41.0}), chances=before.chances)

    def worked_out(*arguments: Any, **named: Any) -> None:
        raise AssertionError("chances were worked out")

    monkeypatch.setattr(NetworkRule, "_chances", worked_out)
    assert branch_of(theory, before, after).comparable


def test_a_slider_covers_what_is_legal_and_shows_its_own_range(korea: Case) -> None:
    slider = sliders_of(korea)[SALIENCE]
    assert (slider.low, slider.high, slider.now, slider.own) == (0.0, 100.0, 16.0, (10.0, 45.0))
    chance = sliders_of(korea)["talks.us-dprk.keeps.dprk.probability"]
    assert (chance.low, chance.high, chance.now, chance.unit, chance.factor) == (0.0, 100.0, 40.0, "%", 100.0)
    assert not any(path.startswith(("moves.", "claims.")) for path in sliders_of(korea))


def test_the_first_sliders_are_those_that_move_the_answer_most(korea: Case) -> None:
    first, last = (ranked(korea, {}, told)[place] for place in (0, -1))
    moved = []
    for path in (first, last):
        slider = sliders_of(korea)[path]
        assert slider.own is not None
        numbers = {path: slider.own[0] / slider.factor}
        found = what_if(korea, asked(numbers=numbers), told)
        ends = [level["shares"] for talk in found["talks"] for level in talk["issues"]]
        moved.append(sum(abs(after - before) for before, after in ends))
    assert moved[0] > moved[1]


def test_a_tick_stands_where_brute_force_finds_that_an_agreement_tips(patrons: Case) -> None:
    path = "talks.with-first.without_agreement.first-price.level"
    slider = sliders_of(patrons)[path]
    found = ticks(patrons, {"path": path, "low": slider.low, "high": slider.high, "factor": 1.0}, told)
    theory, places = chosen_theory(patrons), np.linspace(slider.low, slider.high, 801)
    agreed = theory.settle_many(patrons, [tuple(path.split("."))], places[:, None]).agreed
    tips = np.argwhere(agreed[1:] != agreed[:-1])[:, 0]
    assert len(tips) == len(found) > 0
    for tip, tick in zip(tips, found, strict=True):
        value = slider.low + tick["share"] * (slider.high - slider.low)
        assert places[tip] - 1e-6 <= value <= places[tip + 1] + 1e-6
    assert "“The client and the second patron” fails" in " ".join(tick["words"] for tick in found)


def test_a_variant_is_kept_beside_the_case_and_read_back_equal(tmp_path: Path, korea: Case) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(yaml_of(korea), encoding="utf-8")
    case = tertius.load(file)
    trial = Trial(moves=(next(iter(case.moves)),), numbers={SALIENCE: 40.0})
    kept = keep(case, file, trial, "Firmer  backing")
    assert kept.name == "firmer-backing.yaml"
    assert not diff_cases(tertius.load(kept), trial.changed(case))
    assert [(one.file, one.title.endswith("Firmer backing")) for one in kept_beside(file)] == [(kept, True)]
    text = kept.read_bytes()
    with pytest.raises(UsageError, match="already"):
        keep(case, file, Trial(numbers={SALIENCE: 41.0}), "firmer backing")
    assert kept.read_bytes() == text
    for name, tried in (("  ", trial), ("x", Trial()), ("../x", trial)):
        if name == "../x":
            assert keep(case, file, tried, name).parent == tmp_path
            continue
        with pytest.raises(UsageError):
            keep(case, file, tried, name)


def test_a_variant_is_held_against_the_case(korea: Case) -> None:
    after = Trial(numbers={SALIENCE: 40.0}).changed(korea)
    from tertius.case.plain import plain_of
    from tertius.workbench.differences import plain_keys

    found = compared(korea, {"other": plain_keys(plain_of(after))}, told)
    assert [edit["what"].startswith("Salience of Security") for edit in found["edits"]] == [True]
    assert found["summary"][0].startswith("Security guarantees and recognition 76 → ")


def test_without_its_only_talk_nothing_is_left(patrons: Case) -> None:
    found = what_if(patrons, asked(without=("talks.with-first", "talks.with-second")), told)
    assert found["gone"] or all(talk["after"]["word"] == "not held" for talk in found["talks"])


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on the two patrons."""
    with served(tmp_path_factory.mktemp("patrons"), "two-patrons", roughly=True) as one:
        yield one


def opened(workbench: Served, page: Page, query: str = "") -> None:
    enter(page, workbench)
    page.goto(f"{workbench.base}/what-if{query}")
    page.wait_for_selector(".slider:last-child[data-ticked]")


def test_a_slider_is_moved_by_keys_and_the_answer_follows(workbench: Served, page: Page) -> None:
    opened(workbench, page)
    price = page.locator(".slider", has_text="Salience of Price asked by the first patron").first
    price.locator("input[type=range]").focus()
    page.keyboard.press("Home")
    page.wait_for_selector("#result .summary:has-text('Price asked by the first patron')")
    assert "salience=0" in page.url.replace("%3D", "=")
    page.reload()
    page.wait_for_selector("#result .summary:has-text('Price asked by the first patron')")
    page.wait_for_selector(".slider.tried")
    page.click("#reset")
    page.wait_for_selector("#result:has-text('stands here')")
    assert "set" not in page.url


def test_a_variant_is_kept_and_compared_from_the_page(workbench: Served, page: Page) -> None:
    opened(workbench, page)
    page.click("summary:has-text('Without a talk')")
    page.check("[data-without='talks.with-first']")
    page.wait_for_selector("#result .chip:has-text('not held')")
    page.fill("#name", "One patron")
    page.click("#keep [type=submit]")
    page.wait_for_selector("#kept-said:has-text('one-patron.yaml')")
    page.click("[data-compare]")
    page.wait_for_selector("#compared .chip:has-text('not held')")
    variant = next(workbench.folder.rglob("one-patron.yaml"))
    assert list(tertius.load(variant).talks) == ["with-second"]


def test_what_is_tried_goes_into_the_case_as_one_step_that_can_be_undone(workbench: Served, page: Page) -> None:
    path = "stances.client.first-price.salience"
    opened(workbench, page, f"?set={path}=5&without=talks.with-second")
    page.wait_for_selector("#result .summary")
    page.click("#put")
    page.wait_for_selector("#saved:has-text('Saved')")
    page.wait_for_selector("#kept-said:has-text('in the case now')")
    page.wait_for_selector("#undo:not([disabled])")
    page.click("#undo")
    page.wait_for_selector("#undo[disabled]")
    page.wait_for_selector("#saved:has-text('Saved')")
    file = next(workbench.folder.rglob("case.yaml"))
    assert not diff_cases(tertius.load(file), tertius.load("two-patrons"))


def test_the_slider_of_a_patience_ends_before_what_is_none() -> None:
    case = tertius.load("nile-dam-2020")
    patience = {path: one for path, one in sliders_of(case).items() if path.endswith(".discount")}
    assert patience
    for path, slider in patience.items():
        assert 0 < slider.low < slider.high < 1
        tertius.sweep(case, path, 3, over=(slider.low, slider.high))
