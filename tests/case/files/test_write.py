"""A case written as YAML is the same case when it is read back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.case.files.write import write_new, yaml_of
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


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "new" / "case.yaml"
    write_new(path, b"one", force=False)
    with pytest.raises(tertius.UsageError, match="there already"):
        write_new(path, b"two", force=False)
    assert path.read_bytes() == b"one"
    write_new(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["case.yaml"]
    with pytest.raises(
        tertius.UsageError, match=r"case\.yaml is a file, not a folder: choose another folder for below"
    ):
        write_new(path / "between" / "below", b"", force=True)


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_made_in_between_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool) -> None:
    path = tmp_path / "case.yaml"

    def made_by_somebody(file: Path, other: Path) -> None:
        file.write_bytes(b"theirs")
        if not linked:
            raise NotImplementedError
        os.link(other, file)

    monkeypatch.setattr(Path, "hardlink_to", made_by_somebody)
    with pytest.raises(tertius.UsageError, match="is there already: use --force"):
        write_new(path, b"ours", force=False)
    assert path.read_bytes() == b"theirs"
    assert [file.name for file in tmp_path.iterdir()] == ["case.yaml"]


def test_without_links_a_file_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no links here")))
    write_new(tmp_path / "case.yaml", b"ours", force=False)
    assert (tmp_path / "case.yaml").read_bytes() == b"ours"


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(tertius.UsageError, match=r"cannot be written: .*too long"):
        write_new(tmp_path / ("x" * 300), b"", force=False)


def test_a_new_file_can_be_read_by_whoever_may_read_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_new(tmp_path / "case.yaml", b"", force=False)
    assert (tmp_path / "case.yaml").stat().st_mode == (tmp_path / "plain").stat().st_mode
