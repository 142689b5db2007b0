"""A case file keeps its face: what differs is written at its place, all else stays as it is, sign by sign."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.case import Case
from tertius.case.files.write import yaml_of
from tertius.case.load import read_gallery_case
from tertius.case.parse.characters import text_of
from tertius.case.parse.tree import read_tree
from tertius.case.paths import with_value, without_value
from tertius.case.plain import plain_of
from tertius.case.rewriting import case_file, rewrite
from tertius.case.rewriting.yaml.nodes import read_nodes
from tests.case.rewriting.edits import edited_cases, set_at
from tests.case.whole import whole_cases
from tests.examples import few

SMALL = (Path(__file__).parents[1] / "small.yaml").read_text("utf-8")

STYLES = """\
# At the head of the file
# stands what it is about.

case: strait   # short
title: "Transit: a strait"
question: >-
  Who concedes on tolls,
  and why?
summary: |
  First line.

  Another one.
as_of: '2024-03-01'
author: somebody who writes
  on two lines

actors: {north: Northland, south: {name: Southland, capability: 20}, far: }

# ---------------------------------
# What it is about

issues:

  # the toll
  toll:   # per ship
    name: 'Toll per ship'
    scale: 0 to 10
    anchors: {0: free, 10.0: 'the highest, ever'}
    # what comes after the anchors

  # grain
  grain: Grain deliveries   # by sea

  loan:
      name: Loan by Farland
      supplier: far
      level: 20% to 40%
      why: >
        half of the credit line
        is drawn

talks:
    passage:
        parties:
        - north
        # the other one
        - south
        without_agreement: {toll: 8, grain: 0 to 10}
        source: gazette
    alliance:
        parties: [ north, far ]
        power: {far: 1 to 2, likely 1.5}
stances:
  north: {toll: {position: 0, salience: 40 to 60, likely 50}}
  south:
    toll:
      position: 10
      salience: [30, 40, 50]   # in points
      source: [gazette]
    grain: {salience: 35%,
            position: '5'}
needs:
  food: {actor: south, weight: 30 to 50, covered_by: {grain: 60% to 90%}}
links:
  patron:
    holder: far
    if_fails: passage
    then_falls: alliance
    probability: 10% to 30%   # announced
    unless: {toll: 4}
threats:
bodies:
  council:
    members: [north, south, neutral]
    quota: 2
    passes: 20% to 50%
moves:
  credit:
    actor: far
    cost: 5
    changes:
      # more of it
      - set: issues.loan.level
        to: 60% to 80%
      - {set: links.patron.probability, to: 0.5}
claims:
  loan-helps:
    says: "A larger loan \\"helps\\"."
    compare: {with: [{set: issues.loan.level, to: 100}], quantity: payoffs.north, direction: higher}
sources:
  gazette: Gazette of the Strait   # every day
  # and no other
"""


def case_in(text: str) -> Case:
    tree = read_tree(text)
    assert tree.problems == []
    return Case.model_validate(tree.value)


def rewritten(text: str, after: Case) -> str:
    """The text after an edit, which must read as the case."""
    data = text.encode()
    before = case_in(text_of(data)[0])
    new = rewrite(Path("case.yaml"), data, before, after).get(Path("case.yaml"), data)
    assert plain_of(case_in(text_of(new)[0])) == plain_of(after)
    return new.decode()


def changes(old: str, new: str) -> list[str]:
    """The lines that went and those that came."""
    lines = (text.splitlines(keepends=True) for text in (old, new))
    return [line.rstrip("\n") for line in difflib.unified_diff(*lines, n=0) if line[:1] in "+-"][2:]


def edit(text: str, path: str, value: Any) -> list[str]:
    return changes(text, rewritten(text, set_at(case_in(text), path, value)))


@pytest.fixture(autouse=True)
def in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may pass because the file was written anew, unless it says so."""
    monkeypatch.setattr(case_file, "with_comments", lambda *_: pytest.fail("the file was written anew"))


@pytest.mark.parametrize(
    ("path", "value", "lines"),
    [
        ("stances.south.toll.position", 9, ["-      position: 10", "+      position: 9"]),
        ("stances.south.toll.salience", "35 to 45, likely 40", [
            "-      salience: [30, 40, 50]   # in points", "+      salience: [35, 40, 45]   # in points"]),
        ("stances.south.toll.salience", "35 to 45, normal", [
            "-      salience: [30, 40, 50]   # in points", "+      salience: 35 to 45, normal   # in points"]),
        ("stances.south.grain.position", 4.5, ["-            position: '5'}", "+            position: '4.5'}"]),
        ("stances.south.grain.salience", 40, ["-    grain: {salience: 35%,", "+    grain: {salience: 40%,"]),
        ("stances.north.toll.salience", "30 to 60, likely 50", [
            "-  north: {toll: {position: 0, salience: 40 to 60, likely 50}}",
            '+  north: {toll: {position: 0, salience: "30 to 60, likely 50"}}']),
        ("links.patron.probability", 0.07, [
            "-    probability: 10% to 30%   # announced", "+    probability: 7%   # announced"]),
        ("talks.passage.without_agreement.toll.level", 7, [
            "-        without_agreement: {toll: 8, grain: 0 to 10}",
            "+        without_agreement: {toll: 7, grain: 0 to 10}"]),
        ("needs.food.covered_by.grain.share", "0.5 to 0.9", [
            "-  food: {actor: south, weight: 30 to 50, covered_by: {grain: 60% to 90%}}",
            "+  food: {actor: south, weight: 30 to 50, covered_by: {grain: 50% to 90%}}"]),
        ("issues.loan.level", "30% to 40%", ["-      level: 20% to 40%", "+      level: 30% to 40%"]),
        ("issues.toll.scale", [0, 12], ["-    scale: 0 to 10", "+    scale: 0 to 12"]),
        ("title", "Transit", ['-title: "Transit: a strait"', '+title: "Transit"']),
        ("as_of", "2024-03-02", ["-as_of: '2024-03-01'", "+as_of: '2024-03-02'"]),
        ("actors.north.name", "North", [
            "-actors: {north: Northland, south: {name: Southland, capability: 20}, far: }",
            "+actors: {north: North, south: {name: Southland, capability: 20}, far: }"]),
        ("actors.far.name", "Farland", [
            "-actors: {north: Northland, south: {name: Southland, capability: 20}, far: }",
            "+actors: {north: Northland, south: {name: Southland, capability: 20}, far: Farland}"]),
        ("question", "Who concedes?", [
            "-  Who concedes on tolls,", "-  and why?", "+  Who concedes?"]),
        ("summary", "One line.", ["-  First line.", "-", "-  Another one.", "+  One line."]),
        ("author", "nobody", ["-author: somebody who writes", "-  on two lines", "+author: >-", "+  nobody"]),
        ("talks.passage.source", ["gazette", "other"], [
            "-        source: gazette", "+        source: [gazette, other]"]),
        ("stances.south.toll.source", ["gazette", "other"], [
            "-      source: [gazette]", "+      source: [gazette, other]"]),
        ("talks.passage.parties", ["south", "far"], ["-        - north", "+        - far"]),
    ],
)  # fmt: skip
def test_one_value_changes_at_its_place_and_in_its_notation(path: str, value: Any, lines: list[str]) -> None:
    assert edit(STYLES, path, value) == lines


LAST_LINES = """\
links:
  # the first
  one: {holder: a, if_fails: t, then_falls: u, probability: 0.1}

  # the second
  two: {holder: a, if_fails: t, then_falls: u, probability: 0.2}   # beside it

  # banner of the third

  three:
    holder: b
    if_fails: t
    then_falls: u
    probability: 0.3
    # more on the third

  # the end
"""

HEAD = "case: c\ntitle: t\nas_of: 2024-01-01\nactors: {a: A, b: B}\n"


def without(text: str, *path: str) -> list[str]:
    return changes(text, rewritten(text, without_value(case_in(text), path)))


def test_what_goes_takes_its_lines_and_the_comment_directly_above_along() -> None:
    text = HEAD + LAST_LINES
    assert without(text, "links", "one") == [
        "-  # the first", "-  one: {holder: a, if_fails: t, then_falls: u, probability: 0.1}"]  # fmt: skip
    two = LAST_LINES[LAST_LINES.index("  # the second") : LAST_LINES.index("  # banner")]
    assert rewritten(text, without_value(case_in(text), ("links", "two"))) == text.replace(two, "")
    assert without(text, "links", "three")[-3:] == ["-    probability: 0.3", "-    # more on the third", "-"]
    assert "  # banner of the third" in rewritten(text, without_value(case_in(text), ("links", "three")))


def test_a_section_of_which_nothing_is_left_goes_with_its_name() -> None:
    text = HEAD + LAST_LINES
    assert rewritten(text, without_value(case_in(text), ("links",))).startswith(HEAD)


def test_a_new_entry_stands_behind_the_last_one_in_the_way_of_its_neighbours() -> None:
    text = HEAD + LAST_LINES
    case = case_in(text)
    again = rewritten(text, with_value(case, ("links", "four"), case.links["two"]))
    four = "  four:\n    holder: a\n    if_fails: t\n    then_falls: u\n    probability: 0.2\n"
    assert f"    # more on the third\n\n{four}\n  # the end" in again
    middle = {name: case.links[name.removesuffix("-x")] for name in ("one", "two", "two-x", "three")}
    again = rewritten(text, case.model_copy(update={"links": middle}))
    assert "# beside it\n\n  two-x: {holder: a, if_fails: t, then_falls: u, probability: 0.2}\n\n  # banner" in again
    styled = case_in(STYLES)
    with_actor = rewritten(STYLES, with_value(styled, ("actors", "east"), styled.actors["north"]))
    assert "capability: 20}, far: , east: Northland}" in with_actor
    with_source = rewritten(STYLES, with_value(styled, ("sources", "news"), styled.sources["gazette"]))
    assert with_source.endswith("every day\n  news: Gazette of the Strait\n  # and no other\n")


def test_a_new_section_stands_where_the_format_has_it() -> None:
    case = case_in(STYLES)
    with_tie = Case.model_validate({**plain_of(case), "ties": {"old": {"kind": "aid", "between": ["north", "far"]}}})
    text = rewritten(STYLES, case.model_copy(update={"ties": with_tie.ties}))
    assert "    passes: 20% to 50%\nties:\n  old:\n    kind: aid\n    between: [north, far]\nmoves:\n" in text
    assert changes(STYLES, text) == ["+ties:", "+  old:", "+    kind: aid", "+    between: [north, far]"]


def test_sections_are_blocks_and_a_text_stands_close_to_the_others() -> None:
    text = "case: c\ntitle: t\nas_of: 2024-01-01\n\nactors: {}\n\nissues: {i: I}\n"
    values = {**plain_of(case_in(text)), "summary": "Short.", "actors": {"a": {"name": "A"}, "b": {}}}
    values["talks"] = {"t": {"parties": ["a", "b"], "without_agreement": {"i": {"level": 1}}}}
    assert rewritten(text, Case.model_validate(values)) == (
        "case: c\ntitle: t\nsummary: Short.\nas_of: 2024-01-01\n\nactors:\n  a:\n    name: A\n  b: {}\n\n"
        "issues: {i: I}\ntalks:\n  t:\n    parties: [a, b]\n    without_agreement:\n      i:\n        level: 1\n"
    )


def test_a_bare_value_becomes_a_block_only_when_it_has_to_say_more() -> None:
    assert edit(STYLES, "issues.grain.unit", "tonnes") == [
        "-  grain: Grain deliveries   # by sea", "+  grain:   # by sea", "+    name: Grain deliveries",
        "+    unit: tonnes"]  # fmt: skip
    assert edit(STYLES, "needs.food.covered_by.grain.why", "so it is") == [
        "-  food: {actor: south, weight: 30 to 50, covered_by: {grain: 60% to 90%}}",
        "+  food: {actor: south, weight: 30 to 50, covered_by: {grain: {share: 60% to 90%, why: so it is}}}",
    ]  # fmt: skip


def test_a_new_name_of_an_entry_keeps_all_that_stands_below_it() -> None:
    case = case_in(STYLES)
    issues = {"tariff" if name == "toll" else name: issue for name, issue in case.issues.items()}
    text = rewritten(STYLES, case.model_copy(update={"issues": issues}))
    assert changes(STYLES, text) == ["-  toll:   # per ship", "+  tariff:   # per ship"]


def test_changes_in_a_list_are_edited_put_in_and_taken_out() -> None:
    case = case_in(STYLES)
    first, second = case.moves["credit"].changes
    other = first.model_copy(update={"to": "70%"})
    more = first.model_copy(update={"set": "links.patron.why", "to": "so"})
    head, last = "      - set: issues.loan.level", "      - {set: links.patron.probability, to: 0.5}"
    for changed, lines in (
        ((other, second), ["-        to: 60% to 80%", "+        to: 70%"]),
        ((second,), ["-      # more of it", f"-{head}", "-        to: 60% to 80%"]),
        ((first,), [f"-{last}"]),
    ):
        after = set_changes(case, changed)
        assert changes(STYLES, rewritten(STYLES, after)) == lines
    assert len(changes(STYLES, rewritten(STYLES, set_changes(case, (first, more, second))))) == 2


def set_changes(case: Case, changed: tuple[Any, ...]) -> Case:
    return with_value(case, ("moves", "credit", "changes"), changed)


@pytest.mark.parametrize("number", [9, "7 to 9", "50%"])
def test_a_number_set_and_set_back_gives_the_same_bytes(number: Any) -> None:
    for text in (STYLES, SMALL):
        case = case_in(text)
        there = rewritten(text, set_at(case, "stances.south.toll.position", number))
        assert rewritten(there, case) == text != there


def test_line_ends_and_the_mark_at_the_beginning_stay() -> None:
    case = case_in(STYLES)
    data = b"\xef\xbb\xbf" + STYLES.replace("\n", "\r\n").encode()
    after = with_value(set_at(case, "title", "Transit"), ("sources", "news"), case.sources["gazette"])
    new = rewrite(Path("case.yaml"), data, case, after)[Path("case.yaml")]
    assert new.startswith(b"\xef\xbb\xbf# At the head")
    assert new.count(b"\n") == new.count(b"\r\n") == data.count(b"\n") + 1
    mixed = STYLES.replace("\n", "\r\n", 5).encode()
    new = rewrite(Path("case.yaml"), mixed, case, after)[Path("case.yaml")]
    assert new.count(b"\r\n") == 5


def test_a_text_that_ends_without_a_line_feed_is_added_to() -> None:
    case = case_in(STYLES)
    after = with_value(case, ("sources", "news"), case.sources["gazette"])
    text = rewritten(STYLES.removesuffix("\n  # and no other\n"), after)
    assert text.endswith("every day\n  news: Gazette of the Strait")


def test_nothing_is_written_where_nothing_differs() -> None:
    case = case_in(STYLES)
    assert rewrite(Path("case.yaml"), STYLES.encode(), case, case) == {}


@pytest.mark.parametrize(
    "text",
    [
        "---\n" + STYLES,
        STYLES.replace("author: somebody who writes\n  on two lines", 'author: "somebody\nactors: x\n  or other"'),
        "\n".join(f"  {line}" for line in STYLES.splitlines()),
    ],
    ids=["a document", "a name in quotes", "all further in"],
)
def test_what_is_not_plain_yaml_is_edited_in_its_place_too(text: str) -> None:
    assert len(edit(text, "stances.south.toll.position", 9)) == 2
    after = with_value(case_in(text), ("sources", "news"), case_in(text).sources["gazette"])
    assert len(changes(text, rewritten(text, after))) == 1


def test_what_cannot_be_edited_is_written_anew_with_its_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    text = SMALL.replace("case: strait", "# the strait\ncase: strait").replace("\n", "\r")
    assert rewritten(text, set_at(case_in(text), "title", "Other")).startswith(
        "# the strait\ncase: strait\ntitle: Other"
    )


def entries_of(text: str) -> dict[tuple[str, str], str]:
    """What stands in a text for each entry."""
    root = read_nodes(text)
    return {
        (section, name): text[inner.start : inner.value.end]
        for section, pair in root.pairs.items()
        for name, inner in pair.value.pairs.items()
    }


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths_in(inner, (*path, name))
    elif isinstance(value, list):
        yield (*path, len(value))


def check_face(text: str, before: Case, after: Case) -> None:
    """Entries that are the same stand as they stood, and comments go only with what they belong to."""
    new = rewritten(text, after)
    stood, stands = plain_of(before), plain_of(after)
    old_entries, new_entries = entries_of(text), entries_of(new)
    for section, name in old_entries.keys() & new_entries.keys():
        if section in stood and stood[section].get(name, {}) == stands.get(section, {}).get(name):
            assert old_entries[section, name] == new_entries[section, name]
    if set(paths_in(stood)) <= set(paths_in(stands)):
        assert not Counter(COMMENT.findall(text)) - Counter(COMMENT.findall(new))
    if stood == stands:
        assert text == new


LAST = HEAD + LAST_LINES
COMMENT = re.compile(r"(?:^|(?<= ))#.*", re.MULTILINE)
GALLERY = sorted(Path(str(files("tertius"))).glob("gallery/*/case.yaml"))


@settings(max_examples=few(25, 80))
@given(st.data())
def test_any_edits_read_back_and_touch_nothing_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([STYLES, SMALL, LAST]))
    before = case_in(text)
    check_face(text, before, data.draw(edited_cases(before)))


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.parent.name)
@settings(max_examples=few(3, 6))
@given(data=st.data())
def test_any_edits_of_the_gallery_read_back_and_touch_nothing_else(file: Path, data: st.DataObject) -> None:
    text = file.read_text("utf-8")
    before = read_gallery_case(file.parent.name)
    check_face(text, before, data.draw(edited_cases(before)))


@settings(max_examples=few(10, 30))
@given(st.data())
def test_edits_one_after_the_other_end_where_they_lead(data: st.DataObject) -> None:
    text, case = STYLES, case_in(STYLES)
    for _ in range(3):
        after = data.draw(edited_cases(case, most=1))
        text, case = rewritten(text, after), after


def test_a_default_that_is_written_out_stays_where_it_stands() -> None:
    text = SMALL.replace("    damage: 10 to 20\n", "    damage: 10 to 20\n    cost: 0\n").replace(
        "as_of: 2024-03-01\n", "as_of: 2024-03-01\ncurvature: 2\n"
    )
    after = Case.model_validate(plain_of(set_at(case_in(text), "threats.closure.damage", 5)))
    assert changes(text, rewritten(text, after)) == ["-    damage: 10 to 20", "+    damage: 5"]
    there = rewritten(text, set_at(case_in(text), "curvature", 1.5))
    assert rewritten(there, Case.model_validate(plain_of(case_in(text)))) == text != there


@settings(max_examples=few(8, 25))
@given(st.data())
def test_any_edits_of_any_case_read_back_and_touch_nothing_else(data: st.DataObject) -> None:
    text = yaml_of(data.draw(whole_cases()))
    before = case_in(text)
    check_face(text, before, data.draw(edited_cases(before)))
