"""``tertius seek``: what it would take, on the terminal and as JSON; mistakes in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tertius.cli import app
from tests.acceptance.blocks import blocks_of
from tests.house.files import ROOT

PAGE = "docs/how-to/seek.md"


@pytest.fixture
def bridge(tmp_path: Path) -> str:
    """The case of the page."""
    page = (ROOT / PAGE).read_text("utf-8")
    text = next(block.text for block in blocks_of(page) if block.marks.get("file") == "bridge/case.yaml")
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    return str(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["seek", *arguments], prog_name="tertius")


def words(text: str) -> str:
    return " ".join(text.split())


def test_what_is_so_already_is_told_as_that(bridge: str) -> None:
    told = run(bridge, "--of", "crossing", "--to", "no agreement")
    assert told.exit_code == 0
    assert "so it is no agreement already: nothing has to change" in words(told.stdout)


def test_a_talk_and_its_agreement_may_be_named_as_the_case_names_them(bridge: str) -> None:
    told = run(bridge, "--of", "The talks on the crossing", "--to", "Agreement", "--no-pairs")
    assert told.exit_code == 0
    assert "“Ask the boatmen how high their masts are” by West bank, at a cost of 2 points" in words(told.stdout)


def test_where_a_level_jumps_both_sides_are_told(bridge: str) -> None:
    told = run(
        bridge, "--of", "height", "--to", "at least 65", "--inputs", "stances.west.height.salience", "--no-moves"
    )
    assert "It jumps there: 50 at 0.00" in words(told.stdout)


def test_what_cannot_be_reached_is_told_with_what_was_tried(bridge: str) -> None:
    told = run(bridge, "--of", "height", "--to", "95", "--inputs", "stances.west.height.position", "--no-moves")
    assert told.exit_code == 0
    assert "Nothing that was tried meets the goal: 1 number, each along all that is legal for it" in words(told.stdout)


def test_without_pairs_and_moves_nothing_of_them_is_looked_for(bridge: str) -> None:
    told = json.loads(run(bridge, "--of", "crossing", "--to", "agreement", "--no-pairs", "--no-moves", "--json").stdout)
    assert told["searched"] == ["numbers"]
    assert (told["pairs"], told["moves"]) == ([], [])
    assert told["ways"][0]["steps"][0]["path"] == "stances.west.height.position"


def test_all_mistakes_come_at_once_and_end_with_2(bridge: str) -> None:
    told = run(bridge, "--of", "crosing", "--to", "agrement", "--inputs", "needs.x", "--rule", "hlod")
    assert told.exit_code == 2
    for says in ("did you mean 'crossing'", "did you mean 'agreement'", "no number to change at 'needs.x'", "'hlod'"):
        assert says in words(told.stderr)


def test_a_claim_on_events_cannot_be_sought() -> None:
    told = run("korea-2019", "--of", "claim:visits-before-summits", "--to", "fails")
    assert told.exit_code == 2
    assert "it rests on dated events" in words(told.stderr)
