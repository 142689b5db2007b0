"""Ten thousand bad inputs: each ends in a case or in problems, and no file is changed by being read."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import tertius
from tertius.case import Case, load_table, read_text
from tertius.case.fields import Entry
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.workbook import workbook_of
from tertius.case.paths import COLLECTIONS, fields_of, model_at
from tertius.cli import app
from tertius.errors import CaseError, UsageError
from tests.case.conftest import SMALL

CSV = b"actor;position;salience;capability\nNorth;2,5;80;30\nSouth;10;45 to 75;25\n\xc9tat;7;50;20\n"
_BYTES = (b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\t", b"\r", b"\n", b'"', b"'", b":", b";", b",")
_WIDE = ("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig", "cp037")


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Some bytes or lines of a file flipped, gone, doubled, swapped or cut off; or the whole in another encoding."""
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        data = rng.choice((_flip, _gone, _put_in, _cut, _line_gone, _line_doubled, _lines_swapped))(data, rng)
    if rng.random() < 0.05:
        data = data.decode("utf-8", "replace").encode(rng.choice(_WIDE), "replace")
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes(byte ^ 1 << rng.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


def _gone(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice((1, 2, 10, 100)) :]


def _put_in(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_BYTES) * rng.choice((1, 1, 3)) + data[at:]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)] if rng.random() < 0.2 else data


def _line_gone(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = rng.randrange(len(lines) + 1)
    return b"".join(lines[:at] + lines[at + 1 :])


def _line_doubled(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = rng.randrange(len(lines) + 1)
    return b"".join(lines[:at] + lines[at : at + 1] + lines[at:])


def _lines_swapped(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


@cache
def sample(kind: str) -> bytes:
    if kind == "xlsx":
        return workbook_of(read_text(SMALL))
    if kind == "korea.yaml":
        return files("tertius").joinpath("gallery", "korea-2019", "case.yaml").read_bytes()
    return CSV if kind == "csv" else SMALL.encode()


KTAB = b"""Three actors,"Left and right",3,2,
Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,
Act-01, First, 29.8, 87.0, 19.2, 55.0, 20.0,
Act-02, Second, 60.1, 10.5, 44.7, 40.0, 30.0,
Act-03, Third, 12.0, 50.0, 30.0, 45.0, 40.0,
"""


@cache
def folder_files() -> dict[str, bytes]:
    return dict(csv_files_of(read_text(SMALL)))


def refusal(work: Callable[[], object]) -> None:
    """A piece of work ends, or in problems that are sentences, or in a usage error that is one."""
    said: list[str] = ["it was done"]
    try:
        work()
    except CaseError as error:
        said = [problem.found and problem.file for problem in error.problems]
    except UsageError as error:
        said = [str(error)]
    assert said
    assert all(said)


def damage_ktab(folder: Path, seed: int) -> None:
    file = folder / "ktab.csv"
    file.write_bytes(damaged(KTAB, random.Random(f"ktab {seed}")))
    refusal(lambda: load_table(file))


def damage_folder(folder: Path, seed: int) -> None:
    """One CSV file of a whole case."""
    rng = random.Random(f"folder {seed}")
    victim = rng.choice(sorted(folder_files()))
    for name, data in folder_files().items():
        (folder / name).write_bytes(damaged(data, rng) if name == victim else data)
    refusal(lambda: tertius.load(folder))


def damage_stances(folder: Path, seed: int) -> None:
    """A table of stances beside a case file."""
    head, _, rest = SMALL.partition("stances:")
    (folder / "case.yaml").write_text(head + rest[rest.index("\nneeds:") :], "utf-8")
    data = folder_files()["stances.csv"]
    (folder / "stances.csv").write_bytes(damaged(data, random.Random(f"stances {seed}")))
    refusal(lambda: tertius.load(folder))


def damage_pool(folder: Path, seed: int) -> None:
    """The table of one of two experts."""
    (folder / "one.csv").write_bytes(damaged(CSV, random.Random(f"pool {seed}")))
    (folder / "two.csv").write_bytes(CSV)
    refusal(lambda: tertius.pool_tables([folder / "one.csv", folder / "two.csv"], scale=(0, 10), salience_max=100))


_TABLES = (damage_ktab, damage_folder, damage_stances, damage_pool)


@pytest.mark.parametrize("damage", _TABLES)
def test_damaged_tables_end_in_a_case_or_problems(tmp_path: Path, damage: Callable[[Path, int], None]) -> None:
    for seed in range(12):
        damage(tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("damage", _TABLES)
def test_thousands_of_damaged_tables_end_in_a_case_or_problems(
    tmp_path: Path, damage: Callable[[Path, int], None]
) -> None:
    for seed in range(12, 500):
        damage(tmp_path, seed)


def told(error: CaseError, file: str) -> None:
    """What is wrong is said, and of which file."""
    assert error.problems
    assert all(problem.found and problem.file == file for problem in error.problems)


def outcome(file: Path, data: bytes) -> None:
    """Read a damaged file: a case, or problems that are sentences; and the file stays as it was."""
    file.write_bytes(data)
    try:
        case = load_table(file, scale=(0, 10), salience_max=100) if file.suffix == ".csv" else tertius.load(file)
        assert isinstance(case, Case)
    except CaseError as error:
        told(error, file.as_posix())
    assert file.read_bytes() == data


def damage_all(folder: Path, kind: str, start: int, count: int) -> None:
    for seed in range(start, start + count):
        outcome(folder / f"k.{kind}", damaged(sample(kind), random.Random(f"{kind} {seed}")))


_SHORT = {"yaml": 50, "korea.yaml": 4, "csv": 60, "xlsx": 12}
_LONG = {"yaml": 4_000, "korea.yaml": 300, "csv": 3_000, "xlsx": 700}


@pytest.mark.parametrize("kind", sorted(_SHORT))
def test_damaged_files_end_in_a_case_or_problems(tmp_path: Path, kind: str) -> None:
    damage_all(tmp_path, kind, 0, _SHORT[kind])


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(_LONG))
def test_thousands_of_damaged_files_end_in_a_case_or_problems(tmp_path: Path, kind: str) -> None:
    damage_all(tmp_path, kind, _SHORT[kind], _LONG[kind])


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_the_command_line_names_the_place_in_a_damaged_file(tmp_path: Path, kind: str) -> None:
    codes = set()
    for seed in range(25):
        file = tmp_path / f"k.{kind}"
        data = damaged(sample(kind), random.Random(f"cli {seed}"))
        file.write_bytes(data)
        result = CliRunner().invoke(app, ["check", str(file)], prog_name="tertius")
        codes.add(result.exit_code)
        assert result.exit_code in (0, 3), result.output
        assert "Traceback" not in result.output
        assert file.read_bytes() == data
        if result.exit_code == 3:
            assert f"k.{kind}" in result.output.replace("\n", "")
    assert 3 in codes


def test_an_event_on_the_first_day_of_the_calendar_is_checked_like_any_other() -> None:
    event = "events:\n  flood:\n    date: 0001-01-01\n    kind: other\n    what: It rains.\n    known_since: "
    head = "case: k\ntitle: k\nas_of: 2024-01-01\nactors:\n  a: A\n"
    assert isinstance(read_text(f"{head}{event}0001-01-01\n"), Case)


_IDS = st.sampled_from(["usa", "north", "far", "toll", "grain", "loan", "No Id", "", "case", "1"])
_SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(["45 to 75", "60%", "2,5", "1e999", "-1", ".nan", "9" * 400, "2024-02-30", "<<", "*a"]),
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6), _IDS,
)  # fmt: skip


def _entry(path: tuple[str, ...], depth: int) -> st.SearchStrategy[Any]:
    """A block with the fields that the format has at a path, or else anything; values of any type."""
    model = model_at(path)
    anything = st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3), st.dictionaries(_IDS, _SCALARS, max_size=3))
    if model is None or not issubclass(model, Entry) or depth == 0:
        return anything
    fields = dict.fromkeys(fields_of(model), anything)
    return st.one_of(st.fixed_dictionaries({}, optional=fields), anything)


def _block(name: str) -> st.SearchStrategy[Any]:
    deep = (name, "x", "y") if name == "stances" else (name, "x")
    entries = st.dictionaries(_IDS, _entry(deep, 1), max_size=3)
    return st.one_of(st.dictionaries(_IDS, entries, max_size=2) if name == "stances" else entries, _SCALARS)


_CASES = st.fixed_dictionaries(
    {"case": st.just("k"), "title": st.just("k")},
    optional={"as_of": _SCALARS, "curvature": _SCALARS, "question": _SCALARS, **{n: _block(n) for n in COLLECTIONS}},
)


def outcome_of_values(value: Any) -> None:
    from io import StringIO

    from ruamel.yaml import YAML

    out = StringIO()
    YAML(typ="safe", pure=True).dump(value, out)
    try:
        assert isinstance(read_text(out.getvalue(), "k.yaml"), Case)
    except CaseError as error:
        told(error, "k.yaml")


@settings(max_examples=40)
@given(_CASES)
def test_fields_of_the_format_with_values_of_any_type(value: Any) -> None:
    outcome_of_values(value)


@pytest.mark.long
@settings(max_examples=2_000)
@given(_CASES)
def test_thousands_of_cases_with_values_of_any_type(value: Any) -> None:
    outcome_of_values(value)
