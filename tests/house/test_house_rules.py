"""The house rules: short files, documented names, rules that are complete, versions that agree."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tertius
from tertius.cli.app import COMMANDS as TYPED
from tests.house.files import ROOT
from tests.house.imports import FILES, SOURCE, by_file

LONGEST = 600


def undocumented(source: str) -> list[str]:
    """Public modules, classes, functions and methods without a docstring."""
    tree = ast.parse(source)
    missing = [] if ast.get_docstring(tree) or not tree.body else ["the module"]
    return [*missing, *(name for name, node in _public(tree) if not ast.get_docstring(node))]


def _public(
    node: ast.AST, prefix: str = ""
) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if child.name.startswith("_") or _repeats(child):
            continue
        yield prefix + child.name, child
        if isinstance(child, ast.ClassDef):
            yield from _public(child, f"{child.name}.")


def _repeats(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """An overload or an override speaks through what it stands for."""
    names = {getattr(d, "id", getattr(d, "attr", "")) for d in node.decorator_list}
    return bool(names & {"overload", "override"})


def test_every_public_name_has_a_docstring() -> None:
    assert by_file(lambda path: undocumented(path.read_text("utf-8"))) == {}


def test_a_missing_docstring_is_found() -> None:
    source = '"""M."""\nclass A:\n    """A."""\n    def f(self): ...\n    def _g(self): ...\ndef h(): ...\n'
    assert undocumented(source) == ["A.f", "h"]
    assert undocumented("x = 1") == ["the module"]


def test_no_file_is_long() -> None:
    lines = {str(path.relative_to(SOURCE)): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: n for name, n in lines.items() if n > LONGEST} == {}, "split it by idea"


def missing_places(key: str, root: Path) -> list[str]:
    """The files that a rule must have and has not."""
    stem = key.replace("-", "_")
    places = (f"src/tertius/rules/**/{stem}.py", f"tests/published/test_{stem}.py", f"docs/models/{stem}.md")
    return [place for place in places if not any(root.glob(place))]


def test_every_rule_has_its_file_its_published_test_and_its_page() -> None:
    assert tertius.RULES
    for key, rule in tertius.RULES.items():
        assert getattr(rule, "key", key) == key
        assert missing_places(key, ROOT) == []


def test_every_solution_has_its_published_test_and_its_page() -> None:
    """Nash's stands in the files of the rules, whose solution it is by default."""
    assert tertius.CONCEPTS
    for key in tertius.CONCEPTS:
        assert key == "nash" or missing_places(key, ROOT)[1:] == []


def test_a_missing_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs" / "models").mkdir(parents=True)
    (tmp_path / "docs" / "models" / "weighted_mean.md").touch()
    assert missing_places("weighted-mean", tmp_path) == [
        "src/tertius/rules/**/weighted_mean.py",
        "tests/published/test_weighted_mean.py",
    ]


@pytest.mark.parametrize("name", tertius.__all__)
def test_public_names_resolve_and_are_documented(name: str) -> None:
    value = getattr(tertius, name)
    if isinstance(value, type) or callable(value):
        assert (value.__doc__ or "").strip(), f"{name} has no docstring"
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))
    assert f"`{name}" in pages or f"tertius.{name}" in pages, f"no page of docs/ mentions `{name}`"


COMMANDS = {
    "batch", "claims", "compare", "decide", "draw", "evidence", "forecast", "game", "leverage", "moves", "power",
    "seek", "sensitivity", "settle", "what_if", "why",
}  # fmt: skip


def test_what_a_command_finds_out_a_function_of_its_name_finds_out() -> None:
    assert set(tertius.__all__) >= COMMANDS
    assert dir(tertius) == sorted(tertius.__all__)
    for name in COMMANDS:
        assert inspect.isfunction(getattr(tertius, name)), name


def test_no_package_has_the_name_of_a_function() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} & set(tertius.__all__) == set()


def test_a_command_and_its_function_have_the_same_defaults() -> None:
    for command in TYPED:
        if command.__name__ in COMMANDS:
            options = inspect.signature(command).parameters
            for name, argument in inspect.signature(getattr(tertius, command.__name__)).parameters.items():
                if name in options and options[name].default not in (inspect.Parameter.empty, None, ""):
                    assert argument.default == options[name].default, f"{command.__name__}, {name}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="setle"):
        _ = tertius.setle


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8").splitlines()
    versions = [line.split(":", 1)[1].strip(" \"'") for line in citation if line.startswith("version:")]
    assert versions == [tertius.__version__]
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    newest = next(line for line in headings if "unreleased" not in line.lower())
    assert tertius.__version__ in newest.replace("[", " ").replace("]", " ").split()


def test_make_benchmark_runs_every_script_of_benchmarks() -> None:
    made = re.findall(r"benchmarks/(\w+\.py)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert sorted(made) == sorted(path.name for path in (ROOT / "benchmarks").glob("*.py"))
