"""Comments of a case file stay when the case is written anew."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tertius.case.parse.comments import LEFT_OVER, with_comments

OLD = """# About this case.

case: pact   # its id
title: 'A pact # for two'
as_of: 2024-01-01

# The two of them.
actors:
  anna: Anna  # chairs
  # the other one
  ben: Ben
issues:
  trade: {name: Trade, scale: [0, 10]}  # in millions
talks:
  pact:
    # both of them
    parties: [anna, ben]
    without_agreement:
      trade: 0   # as it is now
stances:
  anna:
    trade: {position: 8, salience: 60,  # high
            why: "#1 of her list"}
  ben:
    trade:
      position: 2
      salience: 40
      # not sure
      why: >
        a folded text
        # that holds no comment
# The end.
"""


def test_every_comment_stays_with_what_it_stood_beside() -> None:
    case = read_text(OLD)
    text = with_comments(OLD, yaml_of(case))
    assert read_text(text) == case
    lines = text.splitlines()
    assert lines[0:2] == ["# About this case.", ""]
    assert "case: pact  # its id" in lines
    assert lines[lines.index("actors:") - 1] == "# The two of them."
    assert lines[lines.index("  ben:") - 1] == "  # the other one"
    assert "  anna:  # chairs" in lines
    assert "  trade:  # in millions" in lines
    assert lines[lines.index("    parties: [anna, ben]") - 1] == "    # both of them"
    assert "      trade:  # as it is now" in lines
    assert any(line.endswith("# high") and line.startswith("    trade:") for line in lines)
    assert "      # not sure" in lines
    assert lines[-1] == "# The end."
    assert LEFT_OVER not in text
    assert with_comments(text, yaml_of(case)) == text


def test_comments_on_what_is_gone_stand_at_the_end() -> None:
    case = read_text(OLD)
    ben_gone = OLD.replace("  # the other one\n", "  # the only other one\n  carl: Carl\n  # the second\n")
    text = with_comments(ben_gone, yaml_of(case))
    assert text.endswith(f"# The end.\n{LEFT_OVER}\n# the only other one\n")
    assert with_comments(text, yaml_of(case)) == text


def test_what_is_no_yaml_leaves_its_comments_at_the_end() -> None:
    text = with_comments("# mine\ncase: [\n  # too\n", "case: a\ntitle: b\n")
    assert text == "case: a\ntitle: b\n# mine\n# too\n"


@pytest.mark.parametrize("name", ["korea-2019", "black-sea-grain-2022", "two-patrons", "ec-emission-1994"])
def test_no_comment_of_the_gallery_is_lost(name: str) -> None:
    text = files("tertius").joinpath("gallery", name, "case.yaml").read_text("utf-8")
    case = read_text(text)
    written = with_comments(text, yaml_of(case))
    assert read_text(written) == case
    assert written.count("#") == text.count("#")
    assert LEFT_OVER not in written
