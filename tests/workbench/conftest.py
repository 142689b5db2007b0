"""Fixtures of the workbench: a browser, and pages of it that watch what must never happen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tertius.workbench.document import Document
from tests.workbench.serving import Served, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """The browser that `$CHROMIUM` names, else one that is installed."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM)), None)


@pytest.fixture(scope="module")
def korea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on the flagship."""
    with served(tmp_path_factory.mktemp("korea"), "korea-2019", lives=True, roughly=True) as one:
        yield one


@pytest.fixture(scope="module")
def patrons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a small case."""
    with served(tmp_path_factory.mktemp("patrons"), "two-patrons", lives=True, roughly=True) as one:
        yield one


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A small case that is open."""
    file = tmp_path / "case.yaml"
    file.write_text(files("tertius").joinpath("gallery", "two-patrons", "case.yaml").read_text("utf-8"), "utf-8")
    return Document(file, tmp_path / "journals")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, started once."""
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium: name one in $CHROMIUM, or install Debian's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test if it reports an error, or asks another host for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    made = context.new_page()
    yield watched(made)
    seen: list[str] = made.seen  # type: ignore[attr-defined]
    context.close()
    assert seen == []


def watched(page: Page) -> Page:
    """A page whose errors and requests to other hosts are kept in its list `seen`."""
    seen: list[str] = []
    page.seen = seen  # type: ignore[attr-defined]

    def hear(message: Any) -> None:
        if message.type == "error":
            seen.append(f"console: {message.text}")

    def look(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            seen.append(f"request: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("request", look)
    return page
