"""The package installs by itself into a clean environment, and needs no module that Windows has not."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT
from tests.house.imports import by_file

POSIX_MODULES = {
    "crypt", "curses", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd",
    "syslog", "termios", "tty",
}  # fmt: skip
POSIX_NAMES = {
    "chown", "fork", "forkpty", "geteuid", "getgid", "getpgid", "getuid", "killpg", "mkfifo", "mknod", "nice",
    "openpty", "setsid", "setuid", "sysconf", "uname", "wait", "O_DIRECTORY", "O_NOFOLLOW", "SIGALRM", "SIGHUP",
    "SIGKILL", "SIGPIPE", "SIGUSR1", "setitimer",
}  # fmt: skip


def posix_only(source: str) -> set[str]:
    """Modules and names that a source takes from what only POSIX has."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & POSIX_MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").split(".")[0]} & POSIX_MODULES
            if node.module in ("os", "signal"):
                found |= {alias.name for alias in node.names} & POSIX_NAMES
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in ("os", "signal"):
            found |= {node.attr} & POSIX_NAMES
    return found


def test_nothing_in_the_package_needs_posix() -> None:
    assert by_file(lambda path: posix_only(path.read_text("utf-8"))) == {}


def test_what_needs_posix_is_found() -> None:
    source = "import fcntl, os\nfrom signal import SIGALRM\nos.fork()\ngetattr(os, 'sync', None)\n"
    assert posix_only(source) == {"fcntl", "SIGALRM", "fork"}


@pytest.mark.long
def test_the_package_installs_into_a_clean_environment_and_runs_without_make(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MYPYPATH")}
    quiet = ["--quiet", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([scripts / "python", "-m", "pip", "install", *quiet, ROOT], check=True, env=clean)
    for arguments, said in (
        (["--version"], "tertius "),
        (["show", "two-patrons"], "patron"),
        (["cases"], "korea-2019"),
        (["help", "claims"], "# From an opinion piece to claims"),
    ):
        command = [scripts / "tertius", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, encoding="utf-8", check=True)
        assert said in done.stdout
        assert done.stderr == ""
