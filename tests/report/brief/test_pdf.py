"""A page as PDF: printed by an installed browser, or told why not."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tertius.errors import UsageError
from tertius.report.brief import pdf
from tertius.report.brief.pdf import BROWSER, browser_found, pdf_of

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A brief — “quoted”</title>
<style>@page { size: A4; margin: 2cm }</style></head><body><h1>Yes, a little</h1>
<img src="https://example.org/never.png" alt=""><p style="break-before: page">The rest</p></body></html>"""


def _there() -> bool:
    try:
        browser_found()
    except UsageError:
        return False
    return True


@pytest.mark.skipif(not _there(), reason="no browser that prints is installed")
def test_a_page_is_printed_on_sheets_of_a4_with_its_title() -> None:
    printed = pdf_of(PAGE)
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    boxes = {tuple(round(float(n)) for n in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", printed)}
    assert {(w, h) for _, _, w, h in boxes} == {(595, 842)}
    assert "A brief — “quoted”".encode("utf-16-be").hex().upper().encode() in printed


def test_without_a_browser_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setattr(pdf, "_usual_places", lambda: iter([tmp_path / "chrome"]))
    with pytest.raises(UsageError, match="install one, or set CHROMIUM"):
        pdf_of(PAGE)
    monkeypatch.setenv(BROWSER, "no-such\x1b-browser")
    with pytest.raises(UsageError, match=r"CHROMIUM names 'no-such\\u001b-browser', which is no program"):
        pdf_of(PAGE)


@pytest.mark.skipif(sys.platform == "win32", reason="the browser that fails is a script of a shell")
def test_what_a_browser_said_is_told_where_it_printed_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "browser"
    monkeypatch.setenv(BROWSER, str(fake))
    for script, says in (
        ("echo 'cannot\topen display' >&2; exit 7", "printed no PDF and ended with 7: cannot open display"),
        ("exit 0", "printed no PDF and ended with 0"),
        ("exec sleep 5", "printed no PDF within 0.2 seconds"),
    ):
        fake.write_text(f"#!/bin/sh\n{script}\n")
        fake.chmod(0o755)
        with pytest.raises(UsageError, match=says):
            pdf_of(PAGE, seconds=0.2 if "sleep" in script else 20)
    fake.write_text("no program")
    with pytest.raises(UsageError, match="printed no PDF: Exec format error"):
        pdf_of(PAGE)


def test_the_usual_places_of_windows_and_macos_are_looked_into(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    monkeypatch.delenv("PROGRAMFILES(X86)", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.delenv(BROWSER, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.write_bytes(b"")
    assert browser_found() == edge
    monkeypatch.setattr(pdf.sys, "platform", "darwin")
    assert any(place.name == "Google Chrome" for place in pdf._usual_places())
