"""A page as PDF: printed by an installed browser, which opens it from a folder of its own and reaches no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tertius.errors import UsageError
from tertius.report.text.phrases import printable

BROWSER = "CHROMIUM"
"""The variable of the environment that names a browser."""

_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge",
)  # fmt: skip

_MACOS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)

_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

_SAID = 300
"""So many of the last letters of what a browser said are told."""


def pdf_of(html: str, seconds: float = 60) -> bytes:
    """The page as PDF, on the paper that its own style asks for (A4).

    Args:
        html: A page that needs nothing from outside.
        seconds: How long the browser may take.

    Raises:
        UsageError: There is no browser, or it printed nothing.
    """
    browser = browser_found()
    # A browser may still be writing its profile when it is done, so what cannot be removed is left to the system.
    with tempfile.TemporaryDirectory(prefix="tertius-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, printed = folder / "brief.html", folder / "brief.pdf"
        page.write_text(html, encoding="utf-8", errors="replace")
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [str(browser), *_OPTIONS, *_as_root(), profile, f"--print-to-pdf={printed}", page.as_uri()]
        said = _run(command, seconds)
        if printed.is_file() and printed.stat().st_size:
            return printed.read_bytes()
    raise UsageError(f"{browser} printed no PDF{said}; write the brief as .html and print that from any browser")


def browser_found() -> Path:
    """The browser that prints: the one that `BROWSER` names, else the first in the path or the usual places.

    Raises:
        UsageError: There is none.
    """
    named = os.environ.get(BROWSER, "").strip()
    if named:
        found = shutil.which(named)
        if found is None:
            raise UsageError(f"{BROWSER} names '{printable(named)}', which is no program that can be started")
        return Path(found)
    for place in (*(shutil.which(name) for name in _NAMES), *_usual_places()):
        if place is not None and Path(place).is_file():
            return Path(place)
    raise UsageError(
        "a PDF is printed by Chromium, Google Chrome or Microsoft Edge, and none was found: install one, or set "
        f"{BROWSER} to where it is; or write the brief as .html and print that from any browser"
    )


def _usual_places() -> Iterator[Path]:
    """Where browsers are that stand in no path."""
    system: str = sys.platform
    if system == "darwin":
        yield from (root / place for place in _MACOS for root in (Path("/Applications"), Path.home() / "Applications"))
    roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    if system == "win32":
        yield from (Path(root) / place for place in _WINDOWS for root in roots if root)


def _as_root() -> tuple[str, ...]:
    """Root on Linux has no sandbox: without saying so the browser does not start."""
    user = getattr(os, "geteuid", None)  # which is nowhere but on POSIX
    root = sys.platform == "linux" and user is not None and user() == 0
    return ("--no-sandbox",) if root else ()


def _run(command: list[str], seconds: float) -> str:
    """Run the browser; what it said if it failed, as the rest of a sentence."""
    try:
        ended = subprocess.run(  # noqa: S603 - the browser of the user, with a page of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f" within {seconds:g} seconds"
    except OSError as error:
        return f": {error.strerror or error}"
    said = printable(" ".join(ended.stderr.decode(errors="replace").split())[-_SAID:])
    return f" and ended with {ended.returncode}" + (f": {said}" if said else "")
