"""Every limit of the readers: refused in words, just above it; read, at it; and the page says the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tertius.case import load_table, read_case, read_text
from tertius.case.parse import characters as lim
from tertius.case.parse import tree
from tertius.case.parse.characters import MAX_ENTRIES, MAX_PROBLEMS, MAX_STANCES, MAX_VALUES, first_problems
from tertius.case.parse.tree import read_tree
from tertius.errors import CaseError, Problem
from tests.conftest import ROOT

HEAD = "case: k\ntitle: k\nas_of: 2024-01-01\nactors:\n"


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read()
    return caught.value.problems


def actors(count: int) -> str:
    return HEAD + "".join(f"  a{i}: A\n" for i in range(count))


def test_as_many_actors_as_allowed_are_read_and_one_more_is_not() -> None:
    most = MAX_ENTRIES["actors"]
    assert len(read_text(actors(most)).actors) == most
    (problem,) = problems_of(lambda: read_text(actors(most + 1), "k.yaml"))
    assert str(problem) == f"k.yaml:4: the case has {most + 1} actors: a case has at most {most}"


@pytest.mark.parametrize("name", sorted(MAX_ENTRIES))
def test_every_block_has_its_limit(name: str) -> None:
    case = {"case": "k", name: {f"x{i}": None for i in range(MAX_ENTRIES[name] + 1)}}
    (found,) = lim.problems_of_size(case)
    assert found[0] == (name,)
    assert not list(lim.problems_of_size({name: {f"x{i}": None for i in range(MAX_ENTRIES[name])}}))


def test_stances_are_counted_over_all_actors() -> None:
    half = {f"i{n}": None for n in range(MAX_STANCES // 2)}
    assert not list(lim.problems_of_size({"stances": {"a": half, "b": half}}))
    assert list(lim.problems_of_size({"stances": {"a": half, "b": half, "c": {"i": None}}}))


@pytest.mark.parametrize("value", [None, 3, "text", [], {"actors": 5, "stances": "x"}, {"stances": {"a": 1}}])
def test_what_has_no_entries_is_not_too_large(value: object) -> None:
    assert not list(lim.problems_of_size(value))


def test_names_and_values_are_counted_up_to_the_limit() -> None:
    def listed(count: int) -> str:
        return "[" + "a, " * count + "]"

    fitting = 2 * MAX_VALUES - 6  # the stream, the document and the list each start and end
    assert not read_tree(listed(fitting)).problems
    (problem,) = read_tree(listed(fitting + 1)).problems
    assert problem.found == f"the file holds more than {MAX_VALUES} values"


FLOODS: dict[str, Callable[[int], str]] = {
    "braces": lambda size: "[" + "{}," * size + "]",
    "aliases": lambda size: "[" + "*a," * size + "]",
    "anchors": lambda size: "[" + "&a b," * size + "]",
    "commas": lambda size: "{" + "a," * size + "}",
    "twice": lambda size: "a: 1\n" * size,
    "items": lambda size: "- a\n" * size,
    "fields": lambda size: "".join(f"k{i}: {{}}\n" for i in range(size)),
}


@pytest.mark.parametrize(("most", "times"), [(2_000, 3), pytest.param(MAX_VALUES, 20, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_cut_off_and_its_size_is_the_first_thing_said(
    monkeypatch: pytest.MonkeyPatch, name: str, most: int, times: int
) -> None:
    monkeypatch.setattr(tree, "MAX_VALUES", most)  # to read as many as are legal takes seconds
    text = FLOODS[name](most * times)
    found = problems_of(lambda: read_text(text, "k.yaml"))
    assert found[0].found == f"the file holds more than {most} values"
    assert len(found) <= MAX_PROBLEMS + 1


def test_of_thousands_of_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    text = actors(2) + "".join(f"strange{i}: 1\n" for i in range(5_000))
    found = problems_of(lambda: read_text(text, "k.yaml"))
    assert len(found) == MAX_PROBLEMS + 1
    assert "unknown field 'strange0'" in found[0].found
    assert found[-1].found == f"{5_000 - MAX_PROBLEMS} more problems from here on"
    assert found[-1].line == found[-2].line


def test_few_problems_stay_as_they_are_and_one_too_many_is_counted() -> None:
    some = [Problem(file="k", line=n, found="x") for n in range(MAX_PROBLEMS + 1)]
    assert first_problems(some[:-1]) == some[:-1]
    assert first_problems(some)[-1].found == "1 more problem from here on"


@pytest.mark.parametrize("digits", [400, 5_000, 900_000])
def test_a_huge_number_is_refused_in_few_words(digits: int) -> None:
    found = problems_of(lambda: read_text(actors(2) + f"curvature: {'9' * digits}\n", "k.yaml"))
    assert found
    assert max(len(str(problem)) for problem in found) < 400


def test_a_table_with_thousands_of_mistakes_tells_the_first(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        "actor,position,salience,capability\n" + "".join(f"a{i},much,1,1\n" for i in range(900)), encoding="utf-8"
    )
    found = problems_of(lambda: load_table(file, scale=(0, 10), salience_max=100))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].found.endswith("more problems from here on")


def test_a_file_over_the_size_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "k.yaml"
    file.write_bytes(b"#" * (lim.MAX_BYTES + 1))
    assert "over 2 million bytes" in problems_of(lambda: read_case(file))[0].found


def test_the_page_states_every_limit() -> None:
    page = (ROOT / "docs" / "reference" / "case.md").read_text(encoding="utf-8")
    section = page.partition("\n## Limits")[2].partition("\n## ")[0]
    rows = {row.split("|")[1].strip(): row.split("|")[2] for row in section.splitlines() if row.startswith("| ")}
    for name, most in {**MAX_ENTRIES, "stances": MAX_STANCES}.items():
        (said,) = [text for of, text in rows.items() if name in of.split("; ")]
        assert f"{most:,}" in said.split(), name
    assert (
        f"{lim.MAX_BYTES // 10**6} million bytes, {lim.MAX_DEPTH} blocks deep, {MAX_VALUES:,} values"
        in rows["a case file"]
    )
    assert f"{lim.MAX_ROWS:,} rows, {lim.MAX_COLUMNS} columns" in rows["a table, or a sheet of a workbook"]
    assert rows["a text in a cell"].strip() == (
        f"{lim.MAX_CELL:,} characters in a workbook, {lim.MAX_CSV_CELL:,} in a CSV file"
    )
    assert f"{lim.MAX_UNPACKED // 10**6} million unpacked" in rows["a workbook"]
    assert rows["problems told one by one"].split(";")[0].strip() == str(MAX_PROBLEMS)
