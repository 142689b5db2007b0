"""The quick road of an edit, in which one part of a case is read anew, leads where the whole road leads, or nowhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

import pytest

from tertius.case.files.build import case_of
from tertius.case.files.write import yaml_of
from tertius.case.load import read_gallery_case
from tertius.case.model import Case
from tertius.case.parse.origin import Origin
from tertius.case.plain import plain_of
from tertius.errors import CaseError, UsageError
from tertius.workbench.differences import NOTHING, Difference, Path, carried_out, plain_keys
from tertius.workbench.document import Document, Put
from tertius.workbench.grid.stances import grid_of
from tertius.workbench.parts import part_at, with_parts

CASES = ("korea-2019", "two-patrons", "nile-dam-2020", "ec-emission-1994")
WRITTEN = (
    "0",
    50,
    "30 to 60",
    "30 to 60, likely 40",
    "120",
    -5,
    "25%",
    "60 to 30",
    "no number",
    "",
    "1e12",
    [],
    {},
    NOTHING,
)
EDITS = 25


def leaves(values: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of plain values at which no block stands."""
    if isinstance(values, dict):
        for key, inner in values.items():
            yield from leaves(inner, (*path, key))
    else:
        yield path


def whole(values: Any) -> Case | None:
    """The case that plain values describe, all of it read and checked."""
    try:
        return case_of(values, Origin())
    except CaseError:
        return None


def same(case: Case, other: Case) -> bool:
    return all(getattr(case, name) == getattr(other, name) for name in Case.model_fields)


@pytest.mark.parametrize("name", CASES)
def test_any_edit_makes_the_same_case_on_both_roads(name: str) -> None:
    """Numbers, texts, ids and lists, legal or not, one or several at once, each on what the last ones have left."""
    chance = random.Random(name)
    case = read_gallery_case(name)
    values = plain_keys(plain_of(case))
    quick = refused = 0
    for _ in range(EDITS):
        places = list(leaves(values))
        held = [_held(values, place) for place in chance.sample(places, 3)]
        count = chance.choice((1, 1, 1, 3))
        changes = [Difference(place, None, chance.choice((*WRITTEN, *held))) for place in chance.sample(places, count)]
        before = case, json.dumps(values)
        found = with_parts(case, values, changes, Origin())
        assert json.dumps(values) == before[1]
        assert case.origin is before[0].origin
        try:
            expected = whole(carried_out(values, changes))
        except UsageError:
            expected = None
        if expected is None:
            refused += 1
            assert found is None, changes
            continue
        if found is None:
            assert not all(map(part_at, (change.path for change in changes))), changes
            continue
        quick += 1
        assert same(found[0], expected), changes
        assert json.dumps(found[1]) == json.dumps(plain_keys(plain_of(expected))), changes
        case, values = found
    assert quick > 2
    assert refused > 2


def _held(values: Any, place: Path) -> Any:
    for step in place:
        values = values[step]
    return values


@pytest.mark.parametrize("name", CASES)
def test_the_number_of_a_stance_takes_the_quick_road(name: str) -> None:
    case = read_gallery_case(name)
    values = plain_keys(plain_of(case))
    actor, stances = next((actor, own) for actor, own in values["stances"].items() if own)
    path = ("stances", actor, next(iter(stances)), "salience")
    found = with_parts(case, values, [Difference(path, None, "40 to 60")], Origin())
    assert found is not None
    assert found[0].stances[actor][path[2]].salience.high == 60
    assert all(getattr(found[0], name) is getattr(case, name) for name in Case.model_fields if name != "stances")


def test_what_reaches_beyond_a_part_takes_the_whole_road() -> None:
    case = read_gallery_case("two-patrons")
    values = plain_keys(plain_of(case))
    actor = next(iter(values["actors"]))
    for path, to in ((("title",), "Another"), (("actors", actor), NOTHING), (("actors", "new"), {}), (("actors",), {})):
        assert with_parts(case, values, [Difference(path, None, to)], Origin()) is None
    assert with_parts(case, values, [], Origin()) is None


def test_the_cells_of_an_actor_are_made_anew_only_where_something_differs(tmp_path: FilePath) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(yaml_of(read_gallery_case("two-patrons")))
    document = Document(file, tmp_path / "journals")
    actor, own = next((actor, own) for actor, own in document.case.stances.items() if own)
    path = ("stances", actor, next(iter(own)), "salience")
    seen = [grid_of(document)]
    for text in ("33", "far too much", "34"):
        document.edit([Put(path, text)])
        seen.append(grid_of(document))
    texts = [next(cell for cell in table.cells() if cell.path == path).typed for table in seen]
    assert texts[1:] == ["33", "far too much", "34"]
    for before, after in pairwise(seen):
        for line, other in zip(before.lines, after.lines, strict=True):
            if line.path[1] != actor and document.case.stances.get(line.path[1]):
                assert line.cells is other.cells
