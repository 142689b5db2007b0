"""A workbench that runs, as somebody starts it: a process, its address, and requests to it."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.house.files import ROOT

STARTS = 60
"""Seconds that a busy machine may need to start it."""


@dataclass
class Served:
    """A workbench that runs.

    Attributes:
        process: Its process.
        url: The address that it printed.
        folder: The folder that it was started in.
    """

    process: subprocess.Popen[str]
    url: str
    folder: Path
    cookie: str = field(default="")

    @property
    def host(self) -> str:
        """Name and port, without token."""
        return urlsplit(self.url).netloc

    @property
    def base(self) -> str:
        """The address of the case that it was started with."""
        return self.url.partition("?")[0].rpartition("/")[0]

    def ask(
        self, path: str, body: bytes | None = None, method: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask as a page does, with the cookie and the origin of one; headers that are named replace these."""
        if not self.cookie:
            status, said, _ = self.plain(f"/?{urlsplit(self.url).query}")
            assert status == 200
            self.cookie = said["set-cookie"].partition(";")[0]
        known = {"Cookie": self.cookie, "Origin": f"http://{self.host}"}
        return self.plain(path, body, method, **{**known, **headers})

    def plain(
        self, path: str, body: bytes | None = None, method: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask with nothing but these headers; status, headers and body come back."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items() if value}
            connection.request(method or ("GET" if body is None else "POST"), path, body, named)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@contextmanager
def served(
    folder: Path, *arguments: str, port: int = 0, lives: bool = False, roughly: bool = False
) -> Iterator[Served]:
    """A workbench, started in a folder with arguments of ``tertius open``; ended afterwards if it still runs.

    Args:
        folder: The folder.
        *arguments: The arguments.
        port: Its port; 0 takes one that is free.
        lives: Nobody may end it meanwhile: if it is not there at the end, what it said and its code are told.
        roughly: Private numbers are settled roughly, for tests that look at no figure.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    own = {"XDG_STATE_HOME": str(folder / ".state"), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    environment = {**os.environ, **own, **({"PYTHONPATH": path} if roughly else {})}
    module = "tests.workbench.roughly" if roughly else "tertius"
    command = [sys.executable, "-m", module, "open", *arguments, "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    timer = threading.Timer(STARTS, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        timer.cancel()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield Served(process, found[0], folder)
        if lives and process.poll() is not None:
            said = process.stderr.read()
            raise AssertionError(f"the workbench ended by itself, with {process.returncode}:\n{said}")
    finally:
        timer.cancel()
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=STARTS)
