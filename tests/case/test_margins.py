"""Ties and comments: for those who read a case. They are checked, shown, kept in every format, and move nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import tertius
from tertius.case import Change, apply_changes, check_case, diff_cases, load, numbers_of, open_comments, read_text
from tertius.case.files.workbook import workbook_of
from tertius.case.files.write import yaml_of
from tertius.cli import app
from tertius.draws import uncertain_of
from tests.case.conftest import SMALL
from tests.report.brief.told import page_of

TIES = """ties:
  old-friends:
    kind: friendship
    between: [far, south]
    since: 1961
    strength: 40% to 80%
    acts_on: links.patron.probability
    why: a treaty of 1961 has never been called off
"""
COMMENTS = """comments:
  narrow:
    who: Anna
    date: 2025-03-03
    on: threats.closure.credibility
    says: Who says that it is at least 40 percent?
  done:
    who: Ben
    date: 2025-03-04
    on: claims.grain-matters
    says: Which grain?
    state: settled
    answer: All of it.
"""
BOTH = SMALL.replace("events:\n", f"{TIES}events:\n") + COMMENTS


def said(text: str) -> list[str]:
    with pytest.raises(tertius.CaseError) as refused:
        read_text(text, "k.yaml")
    return [str(problem).partition(":")[2] for problem in refused.value.problems]


def test_they_read_back_from_every_format(tmp_path: Path) -> None:
    case = read_text(BOTH)
    assert read_text(yaml_of(case)) == case
    (tmp_path / "case.xlsx").write_bytes(workbook_of(case))
    assert load(tmp_path / "case.xlsx") == case
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "case.xlsx").write_bytes(workbook_of(read_text(SMALL)))
    import openpyxl

    names = openpyxl.load_workbook(bare / "case.xlsx").sheetnames
    assert not {"ties", "comments"} & set(names), "their sheets stand only where a case has some"


def test_they_move_nothing_and_are_not_drawn() -> None:
    case, bare = read_text(BOTH), read_text(SMALL)
    assert tertius.settle(case).payoffs == tertius.settle(bare).payoffs
    assert [one.path for one in uncertain_of(case)] == [one.path for one in uncertain_of(bare)]
    assert ("ties", "old-friends", "strength") in [one.path for one in numbers_of(case)], "it has evidence all the same"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("on: threats.closure.credibility", "on: threats.closur.credibility", "did you mean 'closure'?"),
        ("on: threats.closure.credibility", "on: threads.closure", "did you mean 'threats'?"),
        ("on: claims.grain-matters", "on: claims.grain-maters", "did you mean 'grain-matters'?"),
        ("on: claims.grain-matters", "on: claims.grain-matters.compare.quantty", "did you mean 'quantity'?"),
        ("state: settled", "state: closed", "open"),
        ("between: [far, south]", "between: [far]", "a tie is between two actors"),
        ("between: [far, south]", "between: [far, far]", "a tie is between two actors"),
        ("between: [far, south]", "between: [far, soth]", "did you mean 'south'?"),
        ("acts_on: links.patron.probability", "acts_on: links.patron.holder", "is no number"),
        ("acts_on: links.patron.probability", "acts_on: links.patrn.probability", "did you mean 'patron'?"),
    ],
)
def test_what_leads_nowhere_is_a_mistake_with_a_suggestion(old: str, new: str, told: str) -> None:
    (mistake,) = said(BOTH.replace(old, new))
    assert told in mistake


@pytest.mark.parametrize("path", ["question", "stances.north", "moves.more-credit.cost", "events.visit", "actors"])
def test_a_comment_can_be_on_any_part(path: str) -> None:
    assert check_case(read_text(BOTH.replace("threats.closure.credibility", path))) == []


def test_a_claim_on_a_tie_is_told_what_to_move_instead() -> None:
    claim = "claims:\n  friends:\n    says: Friends matter.\n    sweep:\n      input: {}\n      over: 0 to 1\n"
    rest = "      quantity: {}\n      direction: rises\n"
    named = BOTH.replace(
        "claims:\n", claim.format("links.patron.probability") + rest.format("ties.old-friends.strength")
    )
    (mistake,) = said(named)
    assert "a tie is no quantity" in mistake
    assert "move what it acts on, links.patron.probability" in mistake
    moved = BOTH.replace("claims:\n", claim.format("ties.old-friends.strength") + rest.format("payoffs.north"))
    assert any("leads nowhere" in one for one in said(moved))


def test_they_go_with_what_they_are_about() -> None:
    case = read_text(BOTH)
    without = apply_changes(case, [Change(remove="links.patron"), Change(remove="threats.closure")])
    assert without.ties["old-friends"].acts_on == ()
    assert list(without.comments) == ["done"]
    assert check_case(without) == []
    assert not apply_changes(case, Change(remove="actors.far")).ties
    assert [edit.path[0] for edit in diff_cases(read_text(SMALL), case)][:1] == ["ties"]


def test_open_comments_are_listed_by_check_and_all_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "k.yaml"
    file.write_text(BOTH, encoding="utf-8")
    checked, shown = (CliRunner().invoke(app, [name, str(file)]) for name in ("check", "show"))
    assert checked.exit_code == 0
    lines = [line for line in checked.stderr.splitlines() if line.startswith("open: ")]
    assert len(lines) == 1
    assert "comment 'narrow', Anna, 2025-03-03, on threats.closure.credibility: Who says" in lines[0]
    assert "1 tie" in checked.stdout
    assert "2 comments" in checked.stdout
    words = " ".join(shown.stdout.split())
    assert "Farland and Southland: friendship, since 1961; strength 40% to 80%; it is taken to show in the" in words
    assert "Settled. Ben, 4 March 2025: Which grain? Answer: All of it." in words
    assert [problem.where for problem in open_comments(read_text(BOTH))] == ["comment 'narrow'"]


def test_the_brief_has_them_among_its_notes() -> None:
    case = read_text(BOTH.replace("Which grain?", "Which <b>grain</b>?"))
    page = page_of(case)
    assert "Comments of reviewers" in page
    assert "Open. Anna, 3 March 2025" in page
    assert "<b>grain" not in page
    assert "Old ties, on which no result rests" in page
    bare = page_of(read_text(SMALL))
    assert "Comments of reviewers" not in bare
    assert "Old ties" not in bare
