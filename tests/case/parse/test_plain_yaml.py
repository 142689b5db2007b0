"""What is read fast is read the same: values, lines and mistakes are those of the whole parser."""

from __future__ import annotations

import random
import textwrap
from pathlib import Path

import pytest

from tertius.case.load import gallery_names
from tertius.case.parse import tree
from tertius.case.parse.plain_yaml import plain_events
from tests.house.files import ROOT

GALLERY = [ROOT / "src" / "tertius" / "gallery" / name / "case.yaml" for name in gallery_names()]
STARTER = ROOT / "src" / "tertius" / "case" / "starter.yaml"

PLAIN = """
a: one text # and a comment
b:
c:   60 to 80, likely 70
long: a text
  that goes on

  and on
folded: >-
  a text that
  goes on

  behind a line
closed: >
  with its end
items:
- one
- -5
- 'it''s'
-
- {x: 1, y: [a, 'b', "c"], lone, z: }
- name: x
  value: 10%
further:
  - a: b
    c:
      - d
# a comment
'quoted: name': ~
with spaces: [ ]
"""


def same_as_the_whole_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a text is plain; then its tree is the one that the whole parser gives."""
    if plain_events(text) is None:
        return False
    fast = tree.read_tree(text)
    with monkeypatch.context() as patch:
        patch.setattr(tree, "plain_events", lambda _: None)
        whole = tree.read_tree(text)
    assert repr(fast) == repr(whole), text
    return True


@pytest.mark.parametrize("path", [*GALLERY, STARTER], ids=lambda path: path.parent.name)
def test_the_cases_of_the_gallery_are_plain_and_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert same_as_the_whole_parser(path.read_text("utf-8"), monkeypatch)


def test_all_that_is_plain_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert same_as_the_whole_parser(PLAIN, monkeypatch)


@pytest.mark.parametrize(
    "text",
    ["a: &x b", "a: *x", "a: !!str b", "a: |\n  b", 'a: "b\\n"', "a:\tb", "a: b: c", "---\na: b", "a\n", "? a", "a: [b",
     "a: {b: c\n}", "- - a", "<<: a", "a: 'b", "a: b\n   c: d", "x" * 1_025 + ": a", "a: @b", "", "a: b\r\n"],
)  # fmt: skip
def test_all_else_is_left_to_the_whole_parser(text: str) -> None:
    assert plain_events(text) is None


SIGNS = [
    *" :#-,'\"{}[]\n>|&*!%@`?~=\\.0a",
    "\n\n",
    "\n  ",
    ": ",
    ", ",
    "- ",
    " #",
    ">-\n",
    "null",
    "<<",
    "---\n",
    "a: b: c",
]


def test_texts_with_a_slip_are_left_to_the_whole_parser_or_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(18)
    texts = [PLAIN, *(path.read_text("utf-8") for path in GALLERY)]
    plain = 0
    for _ in range(1_500):
        lines = rng.choice(texts).split("\n")
        first = rng.choice([at for at, line in enumerate(lines) if line[:1] not in ("", " ", "#", "-")])
        text = textwrap.dedent("\n".join(lines[first : first + rng.randint(1, 25)]))
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(SIGNS) + text[at + rng.choice((0, 0, 1, 3)) :]
        plain += same_as_the_whole_parser(text, monkeypatch)
    assert plain > 300
