"""Draws the pictures of README and docs with Tertius itself: `python docs/pictures/draw.py [FOLDER]`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import tertius
from tertius.report.brief.pdf import browser_found
from tertius.report.charts.drawing import svg_of
from tertius.report.charts.levels import issue_chart
from tertius.report.charts.network import network_picture

MARGIN = 12
WIDE, HIGH = 800, 1010


def pictures() -> dict[str, str]:
    """File names and the SVG that belongs into each."""
    settlement = tertius.settle(tertius.load("korea-2019"))
    corridor = tertius.settle(tertius.load("black-sea-grain-2022"))
    dam = tertius.settle(tertius.load("nile-dam-2020"))
    lanes = "The Black Sea case: a lane for each actor; four at one table, two at another, and a link either way."
    river = (
        "The Nile case: a lane for each actor; three at the table of the dam, two at another, a link and two threats."
    )
    network = "The Korea case: a lane for each actor; across the lanes talks, needs, a link and threats."
    issue = "Denuclearisation of North Korea: what both sides want, where it settles, where it stays without a deal."
    return {
        "black-sea-grain-2022-network.svg": _on_white(network_picture(corridor), lanes),
        "korea-2019-network.svg": _on_white(network_picture(settlement), network),
        "korea-2019-denuclearisation.svg": _on_white(issue_chart(settlement, "denuclearisation"), issue),
        "nile-dam-2020-network.svg": _on_white(network_picture(dam), river),
    }


def _on_white(spec: dict[str, Any], label: str) -> str:
    """The picture with a margin and white behind it, because a page may be read in the dark."""
    svg = svg_of(spec, label)
    width, height = (spec[side] + 2 * MARGIN for side in ("width", "height"))
    head, body = svg.split(">", 1)
    head = head.replace(
        f'viewBox="0 0 {spec["width"]:g} {spec["height"]:g}"',
        f'viewBox="{-MARGIN} {-MARGIN} {width:g} {height:g}"',
    )
    white = f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{width:g}" height="{height:g}" fill="white"/>'
    return f"{head}>{white}{body}\n"


def draw_first_page(path: Path) -> None:
    """The first page of the flagship's brief, as a browser shows it; nothing without a browser."""
    try:
        browser = browser_found()
    except tertius.UsageError as error:
        print(f"{path.name} stays as it is: {error}", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        page = tertius.brief(tertius.load("korea-2019"), draws=512, moves=False).write(Path(folder) / "brief.html")
        options = ["--headless", "--disable-gpu", "--hide-scrollbars", "--no-sandbox", f"--window-size={WIDE},{HIGH}"]
        subprocess.run([browser, *options, f"--screenshot={path}", page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in pictures().items():
        (folder / name).write_text(svg, encoding="utf-8", newline="\n")
    draw_first_page(folder / "korea-2019-first-page.png")
