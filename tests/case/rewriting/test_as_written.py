"""What a case file says after it was rewritten is known without reading it again."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tertius.case.load import load
from tertius.case.model import Case
from tertius.case.paths import inner_of, with_value
from tertius.case.rewriting.rewrite import as_written, rewrite
from tertius.case.rewriting.said import said_of

GALLERY = Path(__file__).parents[3] / "src/tertius/gallery"

CASE = """\
case: small
title: Small
as_of: 2024-01-01
actors: {a: A, b: B}
issues:
  price: {name: Price, scale: [0, 100]}
talks:
  sale: {name: Sale, parties: [a, b], without_agreement: {price: 50}}
threats:
  strike:
    holder: a
    target: b
    if_fails: sale
    damage: 10
    cost: 0   # it costs nothing
stances:
  a: {price: {position: 100, salience: 30}}
  b: {price: {position: 0, salience: 40}}
"""


def says(case: Case) -> Any:
    return said_of(case)


def test_a_default_that_is_written_out_stays_so_and_keeps_its_line(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE)
    known = load(file)
    bare = known.threats["strike"].model_copy()
    bare.model_fields_set.discard("cost")
    case = with_value(known, ("threats", "strike"), bare)  # as an open case has it: without defaults
    for damage in ("20", "30 to 40"):
        read = type(bare).model_validate({**said_of(bare), "damage": damage})
        after = with_value(case, ("threats", "strike"), read)
        files = rewrite(file, file.read_bytes(), known, after)
        told = as_written(file, files[file], known, after)
        assert told is not None
        file.write_bytes(files[file])
        known = told
        assert says(known) == says(load(file))
    assert "cost: 0   # it costs nothing" in file.read_text()


@pytest.mark.parametrize("name", ["two-patrons", "nile-dam-2020"])
def test_after_many_edits_it_is_what_reading_says(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    file = tmp_path / "case.yaml"
    file.write_bytes((GALLERY / name / "case.yaml").read_bytes())
    known = case = load(file)
    places = [("stances", actor, issue) for actor, own in case.stances.items() for issue in own]
    for _ in range(8):
        place = chance.choice(places)
        stance: Any = case
        for step in place:
            stance = inner_of(stance, step)
        low = chance.randint(0, 50)
        wanted = type(stance).model_validate({**said_of(stance), "salience": f"{low} to {low + 20}"})
        case = with_value(case, place, wanted)
        files = rewrite(file, file.read_bytes(), known, case)
        if not files:
            continue
        told = as_written(file, files[file], known, case)
        assert told is not None
        file.write_bytes(files[file])
        known = told
    assert says(known) == says(load(file))


def test_what_comes_or_goes_and_files_of_other_kinds_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE)
    case = load(file)
    gone = case.model_copy(update={"threats": {}})
    titled = case.model_copy(update={"title": "Another"})
    for after in (gone, titled):
        assert as_written(file, rewrite(file, file.read_bytes(), case, after)[file], case, after) is None
    assert as_written(tmp_path / "case.xlsx", b"", case, case) is None
