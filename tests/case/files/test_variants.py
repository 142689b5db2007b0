"""Variants: a case and what is different from it, in a small file that is read wherever a case is."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case import Change, apply_changes, diff_cases, load
from tertius.case.files.variants import variant_yaml
from tertius.errors import CaseError

FIRMER = """\
base: {base}
title: A firmer patron
changes:
  - set: links.patron.probability
    to: 40% to 60%
    why: it says so
"""


@pytest.fixture
def folder(tmp_path: Path, small: str) -> Path:
    (tmp_path / "strait.yaml").write_text(small, encoding="utf-8")
    return tmp_path


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(CaseError) as caught:
        load(path)
    return [str(problem).removeprefix(path.parent.as_posix() + "/") for problem in caught.value.problems]


def test_a_variant_is_the_changed_base_under_its_own_name(folder: Path) -> None:
    base, variant = (
        load(folder / "strait.yaml"),
        load(put(folder, "deep/firmer.yaml", FIRMER.format(base="../strait.yaml"))),
    )
    assert (variant.case, variant.title, variant.as_of) == ("firmer", "A firmer patron", base.as_of)
    changed = apply_changes(base, Change(set="links.patron.probability", to="40% to 60%"))
    assert diff_cases(changed, variant) == ()
    assert [edit.stands for edit in diff_cases(base, variant)] == ["40% to 60%"]


def test_the_base_may_be_of_the_gallery_and_a_variant_may_rest_on_a_variant(folder: Path) -> None:
    put(folder, "one.yaml", "base: two-patrons\nchanges:\n  - set: curvature\n    to: 3\n")
    two = load(put(folder, "two.yaml", "base: one.yaml\ncase: second\nchanges: []\n"))
    assert two.case == "second"
    assert two.curvature == 3
    assert tertius.load("two-patrons").curvature == 1
    assert two.title.endswith("(one) (second)")


def test_what_a_variant_sets_has_its_place_in_the_variant(folder: Path) -> None:
    variant = load(put(folder, "firmer.yaml", FIRMER.format(base="strait.yaml")))
    place = variant.origin.place(("links", "patron", "probability"))
    assert (Path(place.file).name, place.line) == ("firmer.yaml", 5)
    place = variant.origin.place(("links", "patron", "holder"))
    assert (Path(place.file).name, place.line > 0) == ("strait.yaml", True)


def test_variants_that_rest_on_each_other_are_refused(folder: Path) -> None:
    put(folder, "one.yaml", "base: two.yaml\nchanges: []\n")
    two = put(folder, "two.yaml", "base: ./one.yaml\nchanges: []\n")
    assert mistakes(two) == ["one.yaml:1: the base 'two.yaml' rests on this variant itself: variants lead to a case"]


def test_mistakes_have_the_line_of_the_variant_and_come_at_once(folder: Path) -> None:
    text = FIRMER.format(base="strait.yaml").replace("40% to 60%", "400%") + "  - remove: links.patrn\n"
    assert mistakes(put(folder, "firmer.yaml", text)) == [
        "firmer.yaml:5: change 1, to, link 'patron', probability 400% is over 100%: a probability is between 0 and 1, "
        "or 0% and 100%",
        "firmer.yaml:7: change 2, remove, there is no 'patrn' in the path 'links.patrn': did you mean 'patron'? "
        "(known: patron)",
    ]


def test_a_base_that_is_not_there_and_a_field_that_there_is_not(folder: Path) -> None:
    [missing] = mistakes(put(folder, "a.yaml", "base: two-patron\nchanges: []\n"))
    assert missing.startswith("a.yaml:1: there is no file, folder or gallery case 'two-patron' to start from: did you")
    [unknown] = mistakes(put(folder, "b.yaml", "base: strait.yaml\nchanges: []\ntitel: x\n"))
    assert unknown.startswith("b.yaml:3: unknown field 'titel': did you mean 'title'?")
    [source] = mistakes(put(folder, "c.yaml", FIRMER.format(base="strait.yaml") + "    source: gazette-203\n"))
    assert (
        source == "c.yaml:7: change 1, source, 'gazette-203' is not a source of this case: did you mean 'gazette-2023'?"
    )


def test_a_mistake_in_the_base_is_told_of_the_base(folder: Path) -> None:
    put(folder, "strait.yaml", "case: strait\n")
    found = mistakes(put(folder, "a.yaml", "base: strait.yaml\nchanges: []\n"))
    assert all(line.startswith("strait.yaml:") for line in found)


def test_a_variant_that_is_written_reads_back(folder: Path) -> None:
    changes = [
        Change(set="links.patron.probability", to="10% to 40%, likely 22%"),
        Change(add="needs.pride", value={"actor": "far", "weight": 3, "covered_by": {"loan": "10%"}}),
        Change(remove="threats.closure"),
    ]
    text = variant_yaml("strait.yaml", changes, title="All: three")
    variant = load(put(folder, "all.yaml", text))
    assert variant.title == "All: three"
    assert diff_cases(apply_changes(load(folder / "strait.yaml"), changes), variant) == ()


def test_a_table_beside_a_variant_is_not_read_in_silence(folder: Path) -> None:
    put(folder, "own/case.yaml", FIRMER.format(base="../strait.yaml"))
    put(folder, "own/stances.csv", "actor,issue,position,salience\nnorth,toll,5,5\n")
    variant = load(folder / "own")
    assert "beside a variant stances are changed under `changes`" in str(variant.origin.notes[-1])
