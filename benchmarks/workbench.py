"""How quick the workbench is: the first page, an edit and its answer, a keystroke in a large table, and its memory.

.venv/bin/python benchmarks/workbench.py [PART...]

PART is ``first``, ``edits``, ``keys`` or ``memory``; without one, all of them. It prints one table: times by the
clock, which are what somebody waits for, and of processor time, which a busy machine changes less. The keystrokes need
Chromium (`CHROMIUM` names one) and are left out without.
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
LONGEST = 30.0
"""Seconds for which a forecast is waited for."""


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


def told(name: str, clock: list[float], processor: list[float], limit: float) -> None:
    """A row of the table: medians and what 95 of 100 stay under, by the clock and of processor time."""
    times = [f"{1000 * value:7.0f}" for taken in (clock, processor) for value in np.percentile(taken, [50, 95])]
    print(f"{name:<52} {' '.join(times)} {1000 * limit:7.0f}", flush=True)


def spent(process: int) -> float:
    """Seconds of processor time of a process and of those that it has started and that run; 0 if not told here."""
    try:
        own = time.clock_gettime((~process << 3) | 2)  # the clock of a process under Linux
    except OSError:
        return 0.0
    return own + sum(map(spent, children_of(process)))


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def first() -> None:
    """From the start of the process to the whole first page."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        with opened("korea-2019") as server:
            assert server.ask(f"{path_of(server)}/table")[0] == 200
            taken.append((time.perf_counter() - began, spent(server.process.pid)))
    told("first page of korea-2019, from the command on", *map(list, zip(*taken[1:], strict=True)), limit=1.0)


def edits() -> None:
    """From an edit being sent to its answer as a part of the page; processor time is that of server and worker."""
    for name, limit in (("korea-2019", 0.2), ("ring.yaml", 1.0)):
        with opened(name, ring(8) if name == "ring.yaml" else "") as server:
            case = tertius.load("korea-2019" if name == "korea-2019" else server.folder / name)
            paths = [["stances", actor, issue, "salience"] for actor, own in case.stances.items() for issue in own]
            for number in range(2):
                post(server, paths[number], 50)
            taken = []
            for number in range(EDITS):
                began, before = time.perf_counter(), spent(server.process.pid)
                post(server, paths[number % len(paths)], 30 + number % 40)
                taken.append((time.perf_counter() - began, spent(server.process.pid) - before))
            label = f"edit to answer, {name.removesuffix('.yaml')}, {len(case.talks)} talks"
            told(label, *map(list, zip(*taken, strict=True)), limit=limit)


def path_of(server: Served) -> str:
    return urlsplit(server.base).path


def post(server: Served, path: list[str], to: float) -> None:
    body = json.dumps({"puts": [{"path": path, "to": str(to)}], "said": "a salience", "window": "w"}).encode()
    assert server.ask(f"{path_of(server)}/edit", body)[0] == 200
    assert server.ask(f"{path_of(server)}/answer/now")[0] == 200


FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

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
        metrics = page.context.new_cdp_session(page)
        metrics.send("Performance.enable", {"timeDomain": "threadTicks"})
        shown = time.perf_counter() - began
        told("table of 200 × 20, to its first cell", [shown], [spent(server.process.pid)], 1.5)
        cell.click()
        page.evaluate(PAINTED)
        busy = [worked(metrics)]
        for number in range(KEYS):
            page.keyboard.press(str(number % 10) if number % 3 else "ArrowDown")
            page.evaluate(FRAMES)
            busy.append(worked(metrics))
        clock = [one / 1000 for one in page.evaluate("window.taken")]
        told("a keystroke to its frame", clock, np.diff(busy).tolist(), 0.05)
        browser.close()


def worked(metrics: Any) -> float:
    """Seconds of processor time that the page has taken."""
    found = metrics.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))


def memory() -> None:
    """What server and worker hold: each page of memory shared among those that have it."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("memory: left out, for it is not told here")
        return
    with opened("korea-2019") as server:
        case = tertius.load("korea-2019")
        paths = [["stances", actor, issue, "salience"] for actor, own in case.stances.items() for issue in own]
        server.ask("/")
        for number in range(EDITS):
            post(server, paths[number % len(paths)], 30 + number % 40)
        held(server, f"after {EDITS} edits")
        ended = time.monotonic() + LONGEST
        while b"data-running" in server.ask(f"{path_of(server)}/answer/forecast")[2] and time.monotonic() < ended:
            time.sleep(0.5)
        held(server, "after a forecast")


def held(server: Served, when: str) -> None:
    """A line on what the processes hold now."""
    ours = server.process.pid
    parts = [proportional(one) for one in (ours, *children_of(ours))]
    listed = ", ".join(f"{one:.0f}" for one in parts)
    print(
        f"{'memory of server and worker ' + when:<52} {sum(parts):.0f} MB ({listed}), to stay under 300 MB", flush=True
    )


def proportional(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


PARTS = {"first": first, "edits": edits, "keys": keys, "memory": memory}


def main() -> None:
    """Run the parts that are named, or all."""
    print(f"{'milliseconds':<52} {'clock':>7} {'p95':>7} {'spent':>7} {'p95':>7} {'limit':>7}")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
