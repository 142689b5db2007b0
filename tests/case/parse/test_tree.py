"""What may stand in braces without quotes."""

from __future__ import annotations

import pytest

from tertius.case.parse.tree import read_tree


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{position: 20 to 50, likely 35}", {"position": "20 to 50, likely 35"}),
        (
            "{p: 20 to 50, likely 35, s: 1 to 9, likely 35, w: 2}",
            {"p": "20 to 50, likely 35", "s": "1 to 9, likely 35"},
        ),
        ("{p: 20% to 50%, likely 35%, normal, s: 3}", {"p": "20% to 50%, likely 35%, normal", "s": 3}),
        ("{p: 20 to 50, triangular}", {"p": "20 to 50, triangular"}),
        (
            "{p: -2.5 to .5,\n    likely   -1, q: {w: 1 to 2, pert}}",
            {"p": "-2.5 to .5, likely -1", "q": {"w": "1 to 2, pert"}},
        ),
    ],
)
def test_what_goes_on_behind_a_range_belongs_to_it(written: str, read: dict[str, object]) -> None:
    tree = read_tree(f"a: {written}\n")
    assert tree.problems == []
    assert {**tree.value["a"], **read} == tree.value["a"]
    assert not any("likely" in name for name in tree.value["a"])


@pytest.mark.parametrize(
    "written",
    [
        "{p: 20 to 50, likely 35, likely 40}",
        "{p: 20 to 50, normal, likely 35}",
        "{p: 20 to 50, normal, pert}",
        "{p: a to b, likely 35}",
        "{p: 60, likely 70}",
        "{p: 20 to 50, likely so}",
        "{likely 35, p: 20 to 50}",
    ],
)
def test_what_can_mean_more_than_one_thing_is_a_mistake(written: str) -> None:
    assert len(read_tree(f"a: {written}\n").problems) == 1
