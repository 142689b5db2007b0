"""The files of the project, for tests that read them all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

__all__ = ["ROOT", "text_files"]

ROOT = Path(__file__).parents[2]
_NOT_OURS = {".git", ".venv", "build", "dist"}


def text_files() -> list[Path]:
    """Every text file that git tracks or would track; without git, all but build output."""
    return [path for path in _files() if path.is_file() and b"\0" not in path.read_bytes()]


def _files() -> list[Path]:
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        return sorted({ROOT / name for name in listed.split("\0") if name})
    inside = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    ours = (path for path in inside if not _NOT_OURS & set(path.parts) and not path.parts[0].startswith("."))
    return sorted(ROOT / path for path in ours)
