"""A case is never overwritten by its own results, however it and they are named: no command does it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tertius.case.load import files_of
from tertius.cli import app
from tests.case.conftest import SMALL
from tests.cli.conftest import Call

VARIANT = "base: {base}\nchanges:\n  - set: needs.food.weight\n    to: 20\n"
TABLE = "actor,position,salience,capability\nNorth,2,80,30\nSouth,10,50,25\n"
DECLARED = ("--scale", "0", "10", "--salience-max", "100")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case as CSV files and as a workbook, which is what takes long to write."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "case.yaml").write_text(SMALL, "utf-8")
    for target in (["csvd", "--csv"], ["book/case.xlsx"]):
        words = ["export", str(folder / "case.yaml"), str(folder / target[0]), *target[1:]]
        assert CliRunner().invoke(app, words).exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exported: Path) -> Path:
    """Folders with a case as YAML, CSV files and workbook, variants of it, a table, and links to them."""
    monkeypatch.chdir(tmp_path)
    for folder in ("d", "empty"):
        Path(folder).mkdir()
    Path("d/case.yaml").write_text(SMALL, "utf-8")
    Path("small.yaml").write_text(SMALL, "utf-8")
    Path("v.yaml").write_text(VARIANT.format(base="small.yaml"), "utf-8")
    Path("w.yaml").write_text(VARIANT.format(base="v.yaml"), "utf-8")
    Path("t.csv").write_text(TABLE, "utf-8")
    for folder in ("csvd", "book"):
        shutil.copytree(exported / folder, folder)
    if os.name == "posix":
        Path("linked").symlink_to("d")
        Path("linked.yaml").symlink_to("small.yaml")
        Path("hard.yaml").hardlink_to("small.yaml")
    return tmp_path


FORECAST, SET = ("--draws", "2"), ("--set", "needs.food.weight=20")
ATTACKS = [
    ("forecast", "d", *FORECAST, "--keep", "d/case.yaml", "--force"),
    ("forecast", "d", *FORECAST, "--keep", "d/stances.csv"),
    ("forecast", "d/case.yaml", *FORECAST, "--keep", "d/../d/case.yaml", "--force"),
    ("forecast", "csvd", *FORECAST, "--keep", "csvd/case.csv", "--force"),
    ("forecast", "csvd", *FORECAST, "--keep", "csvd/stances.csv", "--force"),
    ("forecast", "csvd", *FORECAST, "--keep", "csvd/draws.csv"),
    ("forecast", "csvd/case.csv", *FORECAST, "--keep", "csvd/needs.csv", "--force"),
    ("forecast", "book", *FORECAST, "--keep", "book/case.xlsx", "--force"),
    ("forecast", "t.csv", *DECLARED, *FORECAST, "--keep", "t.csv", "--force"),
    ("forecast", "w.yaml", *FORECAST, "--keep", "v.yaml", "--force"),
    ("what-if", "d", *SET, "--save", "d/case.yaml", "--force"),
    ("what-if", "csvd", *SET, "--save", "csvd/case.yaml"),
    ("what-if", "v.yaml", *SET, "--save", "v.yaml", "--force"),
    ("what-if", "v.yaml", *SET, "--save", "small.yaml", "--force"),
    ("what-if", "w.yaml", *SET, "--save", "small.yaml", "--force"),
    ("what-if", "w.yaml", *SET, "--save", "v.yaml", "--force"),
    ("export", "small.yaml", "small.yaml", "--force"),
    ("export", "w.yaml", "small.yaml", "--force"),
    ("export", "book", "book/case.xlsx", "--force"),
    ("export", "csvd", "csvd", "--csv", "--force"),
    ("import", "d", "d", "--force"),
    ("new", "d", "--from", "d", "--force"),
    ("new", "book", "--sheet", "--from", "book", "--force"),
]
LINKED = [
    ("forecast", "linked", *FORECAST, "--keep", "d/case.yaml", "--force"),
    ("forecast", "d", *FORECAST, "--keep", "linked/case.yaml", "--force"),
    ("what-if", "small.yaml", *SET, "--save", "linked.yaml", "--force"),
    ("what-if", "small.yaml", *SET, "--save", "hard.yaml", "--force"),
    ("what-if", "linked.yaml", *SET, "--save", "small.yaml", "--force"),
]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", [*ATTACKS, *(LINKED if os.name == "posix" else [])], ids=" ".join)
def test_a_case_is_not_overwritten_by_its_own_results(call: Call, here: Path, words: tuple[str, ...]) -> None:
    before = state(here)
    result = call(*words)
    assert result.exit_code == 2, result.output
    assert "the case itself" in result.stderr or "read as part of the case" in result.stderr
    assert state(here) == before


ALLOWED = [
    ("forecast", "d", *FORECAST, "--keep", "d/draws.csv"),
    ("what-if", "d", *SET, "--save", "d/firmer.yaml"),
    ("what-if", "v.yaml", *SET, "--save", "firmer.yaml"),
    ("export", "d", "d/case.xlsx"),
    ("import", "book", "book"),
    ("new", "empty", "--from", "d"),
]


@pytest.mark.parametrize("words", ALLOWED, ids=" ".join)
def test_what_harms_no_case_is_written(call: Call, words: tuple[str, ...]) -> None:
    result = call(*words)
    assert result.exit_code == 0, result.output


def test_the_files_of_a_case_are_those_that_it_is_read_from() -> None:
    assert list(files_of("korea-2019")) == []
    assert [file.as_posix() for file in files_of("w.yaml")] == ["w.yaml", "v.yaml", "small.yaml"]
    assert [file.as_posix() for file in files_of("d")] == ["d/case.yaml"]
    shutil.copy("csvd/stances.csv", "d/stances.csv")
    assert {file.as_posix() for file in files_of("d/case.yaml")} == {"d/case.yaml", "d/stances.csv"}
    Path("round.yaml").write_text(VARIANT.format(base="round.yaml"), "utf-8")
    assert [file.as_posix() for file in files_of("round.yaml")] == ["round.yaml"]


@pytest.mark.parametrize(
    "text",
    ["base: case.yaml\ncase: v\n", '"b\\x61se": case.yaml\ncase: v\n', "&k base : case.yaml\n", "{base: case.yaml}"],
)
def test_what_a_variant_rests_on_is_part_of_it_however_that_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "case.yaml").write_text("case: a")
    (tmp_path / "v.yaml").write_text(text)
    assert [file.name for file in files_of(str(tmp_path / "v.yaml"))] == ["v.yaml", "case.yaml"]
