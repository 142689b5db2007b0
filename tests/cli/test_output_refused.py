"""What is not our fault: names and folders that the disk refuses, output that nobody can take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tertius
from tests.cli.conftest import Call

LONG = "a" * 300
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", LONG],
        ["check", f"{LONG}.csv"],
        ["settle", f"{LONG}/case.yaml"],
        ["decide", f"{LONG}.csv", "--scale", "0", "100", "--salience-max", "100"],
        ["pool", f"{LONG}.csv", f"{LONG}2.csv"],
        ["new", LONG],
        ["export", "two-patrons", LONG, "--csv"],
        ["run", "two-patrons", "-o", LONG],
        ["forecast", "two-patrons", "--keep", f"{LONG}.csv"],
        ["validate", "deu", "--data", LONG],
        ["show", "two-patrons", "--scale", "0", "100", LONG],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_name_that_is_too_long_is_told_and_not_our_fault(
    call: Call, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*arguments)
    assert result.exit_code == 2
    assert "our fault" not in result.stderr
    assert len(result.stderr) < 800


def test_a_folder_that_may_not_be_looked_into_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, **_: Any) -> None:
        raise PermissionError(13, "Permission denied", os.fspath(path))

    monkeypatch.setattr(Path, "stat", refuse)
    for read in (
        tertius.load,
        tertius.load_table,
        tertius.read_case,
        lambda name: tertius.pool_tables([name, "x.csv"]),
    ):
        with pytest.raises(tertius.UsageError, match=r"'shut/case\.csv' cannot be used: permission denied"):
            read("shut/case.csv")


@pytest.mark.parametrize("name", [5, None, 1.5])
def test_what_is_no_name_of_a_case_is_told(name: Any) -> None:
    with pytest.raises(tertius.UsageError, match="where the name of a case or the path of a file belongs"):
        tertius.load(name)


def test_links_in_a_circle_are_no_fault_of_ours(call: Call, tmp_path: Path) -> None:
    try:
        (tmp_path / "loop").symlink_to("loop")
    except OSError:
        pytest.skip("links cannot be made here")
    for arguments in (["new", str(tmp_path / "loop")], ["show", str(tmp_path / "loop")]):
        assert call(*arguments).exit_code == 2


@pytest.mark.parametrize("option", ["--set", "--add", "--remove"])
def test_control_characters_of_a_change_are_told(call: Call, option: str) -> None:
    result = call("what-if", "two-patrons", option, "links.\x1bpatron.probability=1")
    assert result.exit_code == 3
    assert "found the control character U+001B" in result.stderr


COMMANDS = [["cases"], ["--help"], ["settle", "--help"], ["--version"], ["schema"], ["show", "two-patrons"]]


def ended(arguments: list[str], **streams: Any) -> tuple[int, str]:
    """Exit code of a command as a process of its own, and what it said."""
    script = (
        f"import sys; sys.argv[0] = 'tertius'; {streams.pop('first', 'pass')}; from tertius.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], stderr=subprocess.PIPE, text=True, timeout=120, **streams
    )
    return done.returncode, done.stderr


@needs_full
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_behind_the_output_is_told(arguments: list[str]) -> None:
    with FULL.open("w") as full:
        code, said = ended(arguments, stdout=full)
    assert (code, said) == (2, "the output cannot be written: no space left on device\n")


@pytest.mark.parametrize("arguments", COMMANDS[:3], ids=" ".join)
def test_output_that_is_closed_is_told(arguments: list[str]) -> None:
    assert ended(arguments, first="sys.stdout = None") == (2, "the output cannot be written: it is closed\n")


def test_without_anybody_to_tell_the_exit_code_still_says_it() -> None:
    assert ended(["show", "nothing"], first="sys.stderr = None", stdout=subprocess.DEVNULL) == (2, "")
