"""A case written as YAML is the same case when it is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tertius.case.parse.quantity import Quantity
from tests.cli.examples import toy_case

HERE = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["korea-2019", "ec-emission-1994", str(HERE / "small.yaml")])
def test_cases_come_back_as_they_were(name: str) -> None:
    case = tertius.load(name)
    text = yaml_of(case)
    assert read_text(text) == case
    assert yaml_of(read_text(text)) == text
    assert "{" not in text.replace("{}", "")


GROUPS = """groups:
  resolve:
    together: [stances.south.toll.salience, talks.alliance.power.far]
    against: [links.patron.probability]
    why: so it is, they say
  nerve:
    together: [needs.food.weight, threats.closure.damage]
events:
"""


def test_groups_and_shapes_come_back_as_they_were(damage: Callable[..., str]) -> None:
    case = read_text(damage(("events:\n", GROUPS), ("damage: 10 to 20", "damage: 10 to 20, likely 12, triangular")))
    assert case.groups["resolve"].against == ("links.patron.probability",)
    assert case.threats["closure"].damage.shape == "triangular"
    assert read_text(yaml_of(case)) == case
    assert "10 to 20, likely 12, triangular" in yaml_of(case)


texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"]), max_size=40).map(str.strip)


@given(texts, texts, st.dictionaries(st.integers(0, 100), texts, max_size=3))
def test_any_text_comes_back(title: str, why: str, anchors: dict[int, str]) -> None:
    case = toy_case().model_copy(update={"title": title or "x"})
    raw = yaml_of(case)
    issue = case.issues["arms"].model_copy(
        update={"why": why or None, "anchors": {float(k): v for k, v in anchors.items()}}
    )
    issue.model_fields_set.update({"why", "anchors"})
    case = case.model_copy(update={"issues": {**case.issues, "arms": issue}})
    again = read_text(yaml_of(case))
    assert again.title == case.title
    assert again.issues["arms"].why == (why or None)
    assert again.issues["arms"].anchors == case.issues["arms"].anchors
    assert raw


@given(
    st.lists(st.floats(0, 100), min_size=3, max_size=3),
    st.booleans(),
    st.sampled_from([1, 2, 3]),
    st.sampled_from(["", "triangular", "normal"]),
)
def test_any_number_comes_back_to_the_last_bit(values: list[float], percent: bool, count: int, shape: Any) -> None:
    low, likely, high = sorted(values)
    if low == high:
        count = 1
    quantity = {1: Quantity(low, low, None, percent), 2: Quantity(low, high, None, percent, shape)}.get(
        count, Quantity(low, high, likely, percent, shape)
    )
    case = toy_case()
    stance = case.stances["usa"]["arms"].model_copy(update={"position": quantity})
    case = case.model_copy(update={"stances": {**case.stances, "usa": {"arms": stance}}})
    assert read_text(yaml_of(case)).stances["usa"]["arms"].position == quantity
