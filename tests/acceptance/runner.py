"""Runs the blocks of a page, one after the other, in an empty folder, on a terminal of 80 columns."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from typer.testing import CliRunner

from tertius.cli import app
from tests.acceptance.blocks import Block, Command, blocks_of, commands_of, matches
from tests.rough import few_types

__all__ = ["Reader", "WrongPageError"]

# Setting up is what `make` and the tests' own surroundings do; it is not done again inside a test.
_EXEMPT = re.compile(r"^(make|git|pip|python3? -m (venv|pip)|source|uv)\b")
_NOTICE = "Compiling the solver"
_SHELL = re.compile(r"[|&;<>$`*?~#(){}\\]")
"""What a shell makes more of than words."""

_TERMINAL = {"COLUMNS": "80", "NO_COLOR": "1"}


def _called(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The exit code and the output of a command of ours: without the seconds in which a process of its own starts."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(app, arguments, prog_name="tertius", env=_TERMINAL)
    return done.exit_code, done.output


def _in_a_process(line: str, folder: Path) -> tuple[int, str]:
    """The exit code and the output of any line of a shell."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path, **_TERMINAL},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def _shows_something(command: Command) -> bool:
    """Whether the page shows a line of the output, and with it perhaps a figure."""
    return any(line.strip() not in ("", "...") for line in command.output or ())


class WrongPageError(AssertionError):
    """A block does not do what its page says."""


class Reader:
    """Somebody who follows a page from top to bottom, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.printed: str | None = None
        self.compared = -1
        """The line of the last block whose printing is held against the page: what it rests on is worked out whole."""

    def read(self, page: str) -> int:
        """Does all that the page says; returns how many blocks were run."""
        blocks = list(blocks_of(page))
        shown = [block.line for block in blocks if block.language == "text" and block.follows]
        self.compared = max(shown, default=-1)
        return sum(self.follow(block) for block in blocks)

    def follow(self, block: Block) -> bool:
        """Does what one block says; says whether there was anything to do."""
        printed, self.printed = self.printed, None
        if "not run" in block.marks:
            return False
        self._write(block)
        if block.language in ("console", "sh", "bash", "shell"):
            return self._run_commands(block)
        if block.language in ("python", "py"):
            return self._run_python(block)
        if block.language in ("yaml", "yml"):
            return self._read_yaml(block)
        if block.language == "text" and block.follows and printed is not None:
            return self._compare(block, block.text.splitlines(), printed)
        return False

    def _write(self, block: Block) -> None:
        for mark, mode in (("file", "w"), ("append", "a")):
            if mark in block.marks:
                path = self.folder / block.marks[mark]
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open(mode, encoding="utf-8") as stream:
                    stream.write(block.text)
        if "change" in block.marks:
            self._change(block, self.folder / block.marks["change"])

    def _change(self, block: Block, path: Path) -> None:
        lines = block.text.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] != "+")
        new = "".join(line[1:] for line in lines if line[0] != "-")
        text = path.read_text("utf-8")
        if text.count(old) != 1:
            raise WrongPageError(f"line {block.line}: {path.name} has these lines {text.count(old)} times:\n{old}")
        path.write_text(text.replace(old, new), "utf-8")

    def _run_commands(self, block: Block) -> bool:
        commands = [command for command in commands_of(block) if not _EXEMPT.match(command.line)]
        folder = self.folder
        for command in commands:
            expected = int(block.marks.get("exit", 0)) if command is commands[-1] else 0
            if command.line.startswith("cd "):
                # A folder that is not there belongs to a clone that was not made.
                target = folder / command.line[3:].strip()
                folder = target if target.is_dir() else folder
            else:
                self._run(block, command, expected, folder)
        return bool(commands)

    def _run(self, block: Block, command: Command, expected: int, folder: Path) -> None:
        if command.line.startswith("tertius ") and not _SHELL.search(command.line):
            with contextlib.nullcontext() if _shows_something(command) else few_types():
                ended, output = _called(shlex.split(command.line)[1:], folder)
        else:
            ended, output = _in_a_process(command.line, folder)
        printed = "".join(line for line in output.splitlines(keepends=True) if not line.startswith(_NOTICE))
        if ended != expected:
            raise WrongPageError(f"line {block.line}: {command.line}: ended with {ended}, not {expected}:\n{printed}")
        if command.output is not None:
            self._compare(block, list(command.output), printed)

    def _run_python(self, block: Block) -> bool:
        out = io.StringIO()
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            with (
                contextlib.nullcontext() if block.line < self.compared else few_types(),
                contextlib.redirect_stdout(out),
            ):
                # Blank lines in front make the line numbers of a traceback those of the page.
                exec(compile("\n" * block.line + block.text, "page", "exec"), self.names)
        except Exception as failure:
            raise WrongPageError(f"line {block.line}: {type(failure).__name__}: {failure}") from failure
        finally:
            os.chdir(before)
        self.printed = out.getvalue()
        return True

    def _read_yaml(self, block: Block) -> bool:
        try:
            YAML(typ="safe", pure=True).load(block.text)
        except Exception as failure:
            raise WrongPageError(f"line {block.line}: {failure}") from failure
        return True

    def _compare(self, block: Block, shown: list[str], printed: str) -> bool:
        if not matches(shown, printed):
            told = "\n".join(shown)
            raise WrongPageError(f"line {block.line}: the page shows\n{told}\nbut it prints\n{printed}")
        return True
