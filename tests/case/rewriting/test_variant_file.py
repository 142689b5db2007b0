"""A variant that is changed says so in its own list of changes, and its base stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case import Case, load
from tertius.case.paths import with_value
from tertius.case.plain import plain_of
from tertius.case.rewriting import rewrite
from tests.case.rewriting.edits import set_at
from tests.case.rewriting.test_tables import remove, written

SMALL = (Path(__file__).parents[1] / "small.yaml").read_text("utf-8")
VARIANT = """\
# what if the patron is firm
base: small.yaml
title: A firm patron
changes:
  # it said so
  - set: links.patron.probability   # since March
    to: 50% to 70%
    why: as its minister says
  - {set: issues.loan.level, to: 90}
"""


@pytest.fixture
def variant(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
    path = tmp_path / "firm.yaml"
    path.write_text(VARIANT, "utf-8")
    return path


def test_what_is_set_already_is_set_to_another_value_in_its_place(variant: Path) -> None:
    assert written(variant, set_at(load(variant), "links.patron.probability", "60% to 70%")) == ["firm.yaml"]
    assert variant.read_text("utf-8") == VARIANT.replace("50% to 70%", "60% to 70%")
    assert (variant.parent / "small.yaml").read_text("utf-8") == SMALL


def test_what_is_new_is_a_further_change_and_goes_again_when_it_is_set_back(variant: Path) -> None:
    case = load(variant)
    written(variant, set_at(case, "stances.south.toll.position", 9))
    text = variant.read_text("utf-8")
    assert text == VARIANT + "  - set: stances.south.toll.position\n    to: 9\n"
    written(variant, set_at(load(variant), "stances.south.toll.position", 10))
    assert variant.read_text("utf-8") == VARIANT


def test_entries_come_and_go_with_what_belongs_to_them(variant: Path) -> None:
    case = load(variant)
    east = with_value(case, ("actors", "east"), case.actors["far"].model_copy(update={"name": "Eastland"}))
    stances = {**east.stances, "east": {"toll": east.stances["north"]["toll"]}}
    written(variant, east.model_copy(update={"stances": stances}))
    assert "  - add: actors.east\n    value:\n      name: Eastland\n" in variant.read_text("utf-8")
    written(variant, remove(load(variant), "links.patron"))
    assert variant.read_text("utf-8").endswith("  - remove: links.patron\n")
    assert variant.read_text("utf-8").startswith(VARIANT[: VARIANT.index("  - {set")])


def test_its_own_title_and_summary_stand_in_the_variant(variant: Path) -> None:
    case = load(variant)
    written(variant, set_at(set_at(case, "title", "A patron"), "summary", "It was said."))
    text = variant.read_text("utf-8")
    assert "title: A patron\nsummary: It was said.\nchanges:" in text


def test_what_no_change_can_say_is_refused_with_what_to_do(variant: Path) -> None:
    case = load(variant)
    ties = Case.model_validate({**plain_of(case), "ties": {"old": {"kind": "aid", "between": ["north", "far"]}}})
    with pytest.raises(tertius.UsageError, match=r"no ties of its own.*save it as a case of its own"):
        rewrite(variant, variant.read_bytes(), case, ties)
    claims = case.model_copy(update={"claims": {}})
    with pytest.raises(tertius.UsageError, match="save it as a case of its own"):
        rewrite(variant, variant.read_bytes(), case, claims)
