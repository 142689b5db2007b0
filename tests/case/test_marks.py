"""What the field of a number says of itself rests on no id, and is what the model says at its whole path."""

from __future__ import annotations

import pytest

from tertius.case.edit.numbers import numbers_of
from tertius.case.fields import LEVEL, Means, Number
from tertius.case.labels import issue_at
from tertius.case.load import read_gallery_case
from tertius.case.paths import keys_along, mark_at, marks_of, type_at


@pytest.mark.parametrize("name", ["korea-2019", "two-patrons", "nile-dam-2020", "black-sea-grain-2022"])
def test_the_marks_and_the_issue_of_every_number_are_those_of_its_whole_path(name: str) -> None:
    case = read_gallery_case(name)
    paths = [number.path for number in numbers_of(case)]
    assert len(paths) > 10
    for path in paths:
        marks = marks_of(type_at(path))
        for mark in (Number, Means):
            assert mark_at(path, mark) is next((one for one in marks if isinstance(one, mark)), None)
        named = [str(ident) for collection, ident in keys_along(path) if collection == "issues"]
        named = [str(path[1])] if path[0] == "issues" else named
        assert issue_at(path) == (named[0] if named and mark_at(path, Number) == LEVEL else "")
