"""The command as a process of its own: encodings, colours, pipes, signals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import tertius

# Reading the case waits for a line, so that a test decides what happens meanwhile.
WAITING = """
import sys
import tertius.case
from tests.cli.examples import toy_case

def load(name):
    print("ready", file=sys.stderr, flush=True)
    sys.stdin.readline()
    return toy_case()

tertius.case.load = load
from tertius.cli import main
main(["show", "toy"])
"""
ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")


def _heed_ctrl_c() -> None:
    """A job that a shell put in the background ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def started(**environment: str) -> subprocess.Popen[str]:
    """A ``tertius show`` that is about to read its case."""
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=_heed_ctrl_c if os.name == "posix" else None,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "ready\n"
    return process


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "tertius", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"tertius {tertius.__version__}\n")


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["C", "cp1252", "ascii"],
)
def test_output_is_utf8_whatever_the_locale(environment: dict[str, str]) -> None:
    out, err = started(**environment).communicate("\n", timeout=60)
    assert err == ""
    assert "A toy [with brackets] – and a dash" in out


@pytest.mark.parametrize(("name", "value"), [("TERM", "xterm-256color"), ("NO_COLOR", "1")])
def test_there_are_no_colours_without_a_terminal(name: str, value: str) -> None:
    out, _ = started(**{name: value, "FORCE_COLOR": ""}).communicate("\n", timeout=60)
    assert out
    assert "\x1b" not in out


@posix
def test_a_reader_who_has_seen_enough_is_no_failure() -> None:
    process = started()
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stdin.write("\n")
    process.stdin.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == -signal.SIGPIPE
    assert errors == ""


@posix
def test_ctrl_c_ends_with_130_and_one_line() -> None:
    process = started()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "Stopped.\n")


def seen_on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a person at a terminal sees."""
    import pty

    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    names = {**inherited, "TERM": "xterm-256color", **environment}
    subprocess.run([sys.executable, "-m", "tertius", *arguments], env=names, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # Linux reports the end of a terminal this way
        pass
    os.close(ours)
    return seen.decode("utf-8")


@posix
def test_colours_are_for_terminals_and_no_color_turns_them_off() -> None:
    colour = re.compile("\x1b\\[(?:\\d+;)*[34]\\d")
    assert colour.search(seen_on_a_terminal("--help"))
    plain = seen_on_a_terminal("--help", NO_COLOR="1")
    assert "Usage" in plain
    assert not colour.search(plain)


@pytest.mark.parametrize("columns", ["0", "00", ""])
def test_a_width_of_nothing_is_no_width(columns: str) -> None:
    for arguments in (["--help"], ["show", "two-patrons"]):
        done = subprocess.run(
            [sys.executable, "-m", "tertius", *arguments],
            env={**os.environ, "COLUMNS": columns},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 10
        assert max(map(len, done.stdout.splitlines())) > 40


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("tertius se", ["settle", "sensitivity", "seek"]),
        ("tertius settle --wi", ["--without"]),
        ("tertius run --dr", ["--draws"]),
        ("tertius ledger ver", ["verify"]),
    ],
)
def test_a_shell_is_told_how_a_line_goes_on(line: str, found: list[str]) -> None:
    """It asks in the environment, without arguments."""
    asked = {"_TERTIUS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    command = [sys.executable, "-m", "tertius"]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == found
