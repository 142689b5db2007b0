"""The pictures of README and docs are those that `make pictures` draws today."""

from __future__ import annotations

import re
import runpy
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from tests.house.files import ROOT

FOLDER = ROOT / "docs" / "pictures"
_NUMBER = re.compile(r"-?\d+\.?\d*")


def shape_of(svg: str) -> tuple[str, list[float]]:
    """What is drawn, and its numbers, which may differ by a hair from machine to machine."""
    return _NUMBER.sub("#", svg), [float(number) for number in _NUMBER.findall(svg)]


def test_the_pictures_are_up_to_date() -> None:
    drawn = runpy.run_path(str(FOLDER / "draw.py"))["pictures"]()
    assert sorted(drawn) == sorted(path.name for path in FOLDER.glob("*.svg"))
    for name, svg in drawn.items():
        marks, numbers = shape_of((FOLDER / name).read_text("utf-8"))
        new_marks, new_numbers = shape_of(svg)
        assert new_marks == marks, f"{name} is out of date: run `make pictures`"
        assert all(abs(a - b) <= 0.2 for a, b in zip(new_numbers, numbers, strict=True)), f"{name} is out of date"


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = set()
    for page in pages:
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)|<img [^>]*src=\"([^\"]+)\"", page.read_text("utf-8")):
            path = (page.parent / "".join(target)).resolve()
            assert path.is_file(), f"{page.name} shows {path.name}, which is not there"
            shown.add(path)
    assert {path.resolve() for path in FOLDER.glob("*.svg")} <= shown


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / Path(target)).exists(), f"{page.name} links to {target}, which is not there"


def test_the_pictures_are_well_formed_and_say_what_they_show() -> None:
    for path in FOLDER.glob("*.svg"):
        assert ElementTree.fromstring(path.read_text("utf-8")).get("aria-label")
