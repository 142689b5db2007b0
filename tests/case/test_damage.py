"""Whatever is in a file, reading it ends in a Case or a CaseError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.case import Case, read_case, read_text
from tertius.case.parse.characters import MAX_DEPTH, MAX_VALUES
from tertius.case.parse.tree import read_tree, scalar_of
from tertius.errors import CaseError
from tests.examples import few

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
LINES = SMALL.splitlines()

_SNIPPETS = st.sampled_from(
    [
        "", " ", "\t", "\n", ":", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "*a", "&a ", "!x ", "<<: *a",
        "---\n", "?", "|", ">", "%", "@", "null", "~", "true", "-1", "1e999", "101%", "0x1", "5 to 3", "[[]]",
        "[1, 2, 3, 4]", "{}", "{a: {b: c}}", "nobody", "far.far", "\x00", "\ufeff", "é", "9" * 400,
        "2,5", "{1: 1, ''}",
    ]
)  # fmt: skip


def outcome(text: str) -> None:
    """Read a text; anything but a case or a list of whole problems fails the test."""
    try:
        assert isinstance(read_text(text, "k.yaml"), Case)
        return
    except CaseError as error:
        problems = error.problems
    assert problems
    assert all(problem.found and str(problem).startswith("k.yaml") for problem in problems)


@settings(max_examples=few(90, 300), deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, 30), _SNIPPETS)
def test_any_piece_replaced_by_any_other_gives_a_case_or_a_case_error(start: int, length: int, snippet: str) -> None:
    outcome(SMALL[:start] + snippet + SMALL[start + length :])


@settings(max_examples=few(60, 200), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), _SNIPPETS), min_size=1, max_size=4))
def test_any_values_replaced_by_any_others_give_a_case_or_a_case_error(swaps: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for index, snippet in swaps:
        name, colon, _ = lines[index].partition(":")
        lines[index] = f"{name}{colon} {snippet}" if colon else f"{lines[index]} {snippet}"
    outcome("\n".join(lines))


@settings(max_examples=few(40, 150), deadline=None)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=5))
def test_any_lines_left_out_give_a_case_or_a_case_error(gone: set[int]) -> None:
    outcome("\n".join(line for index, line in enumerate(LINES) if index not in gone))


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=few(80, 300), deadline=None)
@given(st.data())
def test_any_plain_value_in_any_place_gives_a_case_or_problems(data: st.DataObject) -> None:
    from tertius.case.check.check import check_case
    from tertius.case.files.build import shape_case

    value = read_tree(SMALL).value
    for _ in range(data.draw(st.integers(1, 3))):
        node, step = value, data.draw(st.sampled_from(sorted(value)))
        while isinstance(node[step], dict | list) and node[step] and data.draw(st.booleans()):
            node = node[step]
            step = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node)))))
        node[step] = data.draw(_PLAIN)
    shape = shape_case(value)
    assert shape.case is not None
    check_case(shape.case, shape.lost)


@settings(max_examples=few(60, 200), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_case_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(data)
    with pytest.raises(CaseError):
        read_case(file)


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? ", "{", "[{"])
def test_nesting_is_refused_at_a_fixed_depth_whatever_the_size(unit: str) -> None:
    problems = read_tree(unit * 50_000).problems
    assert problems[-1].found == f"blocks are nested more than {MAX_DEPTH} deep"


@given(st.integers(-(10**14), 10**14) | st.floats(-1e6, 1e6).map(lambda x: round(x, 6)))
def test_a_number_as_python_prints_it_is_that_number(number: float) -> None:
    assert scalar_of(str(number)) == (number if "e" not in str(number) else str(number))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("true", True),
        ("False", False), ("null", None), ("~", None), ("", None), ("Null", None), ("010", "010"),
        ("1_000", "1_000"), ("0x10", "0x10"), (".5", ".5"), ("1e3", "1e3"), ("1.50", "1.50"), ("2.5", 2.5),
        ("-3", -3), ("+3", "+3"), ("2019-01-10", "2019-01-10"), (".inf", ".inf"), (".nan", ".nan"),
        ("12:30", "12:30"), ("60%", "60%"), ("٣", "٣"), ("1" * 30, "1" * 30),
    ],
)  # fmt: skip
def test_what_an_unquoted_scalar_means(text: str, value: object) -> None:
    assert scalar_of(text) == value
    assert type(scalar_of(text)) is type(value)


@pytest.mark.parametrize("text", ["a: [" + "{}," * 30_000 + "]", "a: [" + "1," * 60_000 + "]", "x: 1\n" * 30_000])
def test_a_file_with_more_values_than_any_case_is_given_up(text: str) -> None:
    tree = read_tree(text)
    assert tree.value is None
    assert any(f"more than {MAX_VALUES} values" in str(problem) for problem in tree.problems)
