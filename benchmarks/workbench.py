"""How quick the workbench is: the first page, an edit and its answer, a keystroke in a large table, and its memory.

.venv/bin/python benchmarks/workbench.py [PART...]

PART is ``first``, ``edits``, ``keys`` or ``memory``; without one, all of them. Times are by the clock: they are what
somebody waits for. The keystrokes need Chromium (`CHROMIUM` names one) and are left out without.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.workbench.conftest import chromium
from tests.workbench.serving import Served, served

import tertius
from tertius.case.files.write import yaml_of_values

ROUNDS = 3
EDITS = 20
KEYS = 45


@contextmanager
def opened(case: str, text: str = "") -> Iterator[Served]:
    """The workbench on a case of the gallery, or on one with this text."""
    with tempfile.TemporaryDirectory() as folder:
        if text:
            (Path(folder) / case).write_text(text)
        with served(Path(folder), case) as server:
            yield server


def ring(talks: int) -> str:
    """A case of so many talks, each of two neighbours on a ring, about two issues, with a link to the next."""
    names = [f"a{number}" for number in range(talks)]
    parties = [(name, names[(number + 1) % talks]) for number, name in enumerate(names)]
    goods = {f"t{number}": (f"g{number}", f"p{number}") for number in range(talks)}
    stances: dict[str, dict[str, Any]] = {name: {} for name in names}
    for (seller, buyer), (good, price) in zip(parties, goods.values(), strict=True):
        stances[seller] |= {good: {"position": 0, "salience": 20}, price: {"position": 100, "salience": 45}}
        stances[buyer] |= {good: {"position": 100, "salience": 70}, price: {"position": 0, "salience": 30}}
    at_the_table = {
        talk: {"name": talk, "parties": list(pair), "without_agreement": dict.fromkeys(goods[talk], 0)}
        for talk, pair in zip(goods, parties, strict=True)
    }
    issues = {issue: {"name": issue} for pair in goods.values() for issue in pair}
    head = {"case": "ring", "title": "A ring", "as_of": "2024-01-01", "actors": {name: name.upper() for name in names}}
    return yaml_of_values({**head, "issues": issues, "talks": at_the_table, "stances": stances})


def large(actors: int, issues: int) -> str:
    """A case of many actors with a stance on each of many issues."""
    stance = {"position": 50, "salience": 50}
    stances = {f"a{row}": {f"i{column}": stance for column in range(issues)} for row in range(actors)}
    head = {"case": "large", "title": "Large", "as_of": "2024-01-01"}
    named = {f"a{row}": f"Actor {row}" for row in range(actors)}
    levels = {f"i{column}": {"name": f"Issue {column}", "level": 50} for column in range(issues)}
    return yaml_of_values({**head, "actors": named, "issues": levels, "stances": stances})


def told(name: str, seconds: list[float], limit: float) -> None:
    """Print the median and what 95 of 100 stay under, beside what they are to stay under."""
    half, most = np.percentile(seconds, [50, 95])
    print(f"{name:<52} p50 {1000 * half:7.0f} ms   p95 {1000 * most:7.0f} ms   to stay under {1000 * limit:.0f} ms")


def first() -> None:
    """From the start of the process to the whole first page."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        with opened("korea-2019") as server:
            address = time.perf_counter()
            assert server.ask(f"{path_of(server)}/table")[0] == 200
            taken.append((time.perf_counter() - began, time.perf_counter() - address))
    told("first page of korea-2019, from the command on", [whole for whole, _ in taken[1:]], 1.0)
    told("first page of korea-2019, from the address on", [page for _, page in taken[1:]], 1.0)


def edits() -> None:
    """From an edit being sent to its answer as a part of the page."""
    cases = {"korea-2019": tertius.load("korea-2019"), "ring.yaml": None}
    for name, limit in (("korea-2019", 0.2), ("ring.yaml", 1.0)):
        text = ring(8) if name == "ring.yaml" else ""
        with opened(name, text) as server:
            case = cases[name] or tertius.load(server.folder / name)
            paths = [["stances", actor, issue, "salience"] for actor, own in case.stances.items() for issue in own]
            post(server, paths[0], 50)
            taken = []
            for number in range(EDITS):
                began = time.perf_counter()
                post(server, paths[number % len(paths)], 30 + number % 40)
                taken.append(time.perf_counter() - began)
            told(f"edit to answer, {name.removesuffix('.yaml')}, {len(case.talks)} talks", taken, limit)


def path_of(server: Served) -> str:
    return urlsplit(server.base).path


def post(server: Served, path: list[str], to: float) -> None:
    body = json.dumps({"puts": [{"path": path, "to": str(to)}], "said": "a salience", "window": "w"}).encode()
    assert server.ask(f"{path_of(server)}/edit", body)[0] == 200
    assert server.ask(f"{path_of(server)}/answer/now")[0] == 200


PAINTED = """() => {
  window.taken = [];
  document.addEventListener("keydown", () => {
    const began = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => window.taken.push(performance.now() - began)));
  }, true);
}"""


def keys() -> None:
    """From a key going down in a table of 200 actors and 20 issues to the second frame after it."""
    path = chromium()
    if path is None:
        print("keystrokes: left out, for there is no Chromium")
        return
    from playwright.sync_api import sync_playwright

    with opened("large.yaml", large(200, 20)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        page.goto(server.url)
        page.wait_for_url("**/table")
        cell = page.locator("[role=gridcell]").first
        cell.wait_for()
        print(f"{'table of 200 × 20, to its first cell':<52} {1000 * (time.perf_counter() - began):.0f} ms")
        cell.click()
        page.evaluate(PAINTED)
        for number in range(KEYS):
            page.keyboard.press(str(number % 10) if number % 3 else "ArrowDown")
        page.wait_for_timeout(500)
        told("a keystroke to its frame", [one / 1000 for one in page.evaluate("window.taken")], 0.05)
        browser.close()


def memory() -> None:
    """What server and worker hold after edits and answers: each page of memory shared among those that have it."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("memory: left out, for it is not told here")
        return
    with opened("korea-2019") as server:
        case = tertius.load("korea-2019")
        paths = [["stances", actor, issue, "salience"] for actor, own in case.stances.items() for issue in own]
        server.ask("/")
        for number in range(EDITS):
            post(server, paths[number % len(paths)], 30 + number % 40)
        ours = server.process.pid
        children = Path(f"/proc/{ours}/task/{ours}/children").read_text().split()
        held = [proportional(ours), *(proportional(int(child)) for child in children)]
        parts = ", ".join(f"{one:.0f}" for one in held)
        name = f"memory of server and worker after {EDITS} edits"
        print(f"{name:<52} {sum(held):.0f} MB ({parts}), to stay under 300 MB")


def proportional(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


PARTS = {"first": first, "edits": edits, "keys": keys, "memory": memory}


def main() -> None:
    """Run the parts that are named, or all."""
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
