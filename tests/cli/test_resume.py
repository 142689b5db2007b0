"""``--keep`` on a full disk keeps whole rows and says so; ``--resume`` goes on to the same bytes and figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.forecast.hanging import BRIDGE
from tests.cli.conftest import Call

WORDS = ("forecast", "bridge.yaml", "--seed", "3", "--keep", "draws.csv", "--json")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bridge.yaml").write_text(BRIDGE, "utf-8")
    return tmp_path


def told(call: Call, *more: str, draws: int = 600) -> tuple[dict[str, Any], bytes]:
    """The figures of a forecast, the time it took left out, and the file of its draws."""
    result = call(*WORDS, "--draws", str(draws), *more)
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    figures.pop("seconds", None)
    return figures, Path("draws.csv").read_bytes()


_once: list[tuple[dict[str, Any], bytes]] = []


@pytest.fixture
def whole(call: Call) -> tuple[dict[str, Any], bytes]:
    """The figures and the file of one run, which is made once; the file lies there."""
    if not _once:
        _once.append(told(call))
    Path("draws.csv").write_bytes(_once[0][1])
    return _once[0]


def rows_of(part: int, whole: tuple[dict[str, Any], bytes], more: int = 0) -> bytes:
    """The heading and the draws under both theories up to a part of them, and more rows."""
    return b"".join(whole[1].splitlines(keepends=True)[: 1 + 2 * part + more])


@pytest.mark.parametrize("part", [0, 1, 3, 4, 500, 599, 600])
@pytest.mark.parametrize("torn", [b"", b"renegotiate,", b"hold,7,1,0.5\n"[:6]])
def test_resumed_draws_are_those_of_one_run(
    call: Call, whole: tuple[dict[str, Any], bytes], part: int, torn: bytes
) -> None:
    Path("draws.csv").write_bytes(rows_of(part, whole) + torn)
    assert told(call, "--resume") == whole


@pytest.mark.parametrize("part", [0, 1, 3, 4, 500, 599])
def test_a_draw_under_one_theory_and_not_under_the_other_is_made_whole(
    call: Call, whole: tuple[dict[str, Any], bytes], part: int
) -> None:
    Path("draws.csv").write_bytes(rows_of(part, whole, more=1))
    assert told(call, "--resume") == whole


def test_a_file_that_is_not_there_or_empty_is_begun(call: Call, whole: tuple[dict[str, Any], bytes]) -> None:
    Path("draws.csv").unlink()
    assert told(call, "--resume") == whole
    Path("draws.csv").write_bytes(b"")
    assert told(call, "--resume") == whole


def test_more_draws_can_be_added_to_a_finished_file(call: Call) -> None:
    told(call, draws=40)
    assert told(call, "--resume", draws=90) == told(call, "--force", draws=90)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: ("--seed", "4"), "not those of this case and seed 4"),
        (lambda: ("--theories", "hold"), "are not those under hold"),
        (lambda: ("--draws", "20"), "it holds more than 20 draws"),
        (lambda: Path("draws.csv").write_text("a,b\n1,2\n") and (), "its columns are not those of this case"),
        (
            lambda: Path("bridge.yaml").write_text(BRIDGE.replace("30 to 60", "30 to 61")) and (),
            "not those of this case",
        ),
        (
            lambda: Path("bridge.yaml").write_text(BRIDGE.replace("height: 50", "height: 60")) and (),
            "the case has changed: its first draw settles elsewhere now",
        ),
    ],
)
def test_the_draws_of_something_else_are_not_taken_up(call: Call, change: Any, said: str) -> None:
    told(call, draws=30)
    more = change()
    before = Path("draws.csv").read_bytes()
    result = call(*WORDS, "--draws", "60", *more, "--resume")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert Path("draws.csv").read_bytes() == before


def test_resume_without_keep_or_with_force_is_refused(call: Call) -> None:
    assert "there is no --keep" in call("forecast", "bridge.yaml", "--resume").stderr
    assert "--force would begin it anew" in call(*WORDS, "--resume", "--force").stderr


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
from tertius.cli import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(os.name != "posix", reason="needs the limits of POSIX")
def test_a_full_disk_leaves_whole_rows_and_is_told_and_the_rest_can_follow(
    call: Call, whole: tuple[dict[str, Any], bytes]
) -> None:
    assert len(whole[1]) > 60_000
    words = [*WORDS, "--draws", "600", "--force"]
    done = subprocess.run([sys.executable, "-c", FULL, *words], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2, done.stderr
    assert "draws.csv holds the draws that there was room for, and no others: File too large" in done.stderr
    assert json.loads(done.stdout)["draws"] == 600  # the figures are whole
    kept = Path("draws.csv").read_bytes()
    assert whole[1].startswith(kept)
    assert kept.endswith(b"\n")
    assert told(call, "--resume") == whole
