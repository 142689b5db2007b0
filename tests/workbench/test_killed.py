"""The server is killed at once after it has answered, and started again: nothing that it answered to is lost."""

from __future__ import annotations

import json
import signal
import socket
import struct
from pathlib import Path
from typing import Any

from tertius.case.load import load
from tests.workbench.serving import Served, served

SALIENCE = "stances/client/first-price/salience"


def post(server: Served, path: str, **asked: Any) -> Any:
    body = json.dumps({**asked, "window": "w"}).encode()
    status, _, data = server.ask(f"/case/two-patrons/case.yaml/{path}", body, Content_Type="application/json")
    assert status == 200, data
    return json.loads(data)


def edit(server: Served, path: str, to: str) -> Any:
    return post(server, "edit", puts=[{"path": path, "to": to}], said=f"{path} to {to}")


def state(server: Served) -> Any:
    status, _, data = server.ask("/case/two-patrons/case.yaml/pulse")
    assert status == 200, data
    return json.loads(data)["state"]


def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "two-patrons" / "case.yaml"
    with served(tmp_path, "two-patrons") as server:
        edit(server, SALIENCE, "31")
        edit(server, SALIENCE, "32")
        assert edit(server, "stances/first/first-price/position", "much")["refused"]
        edit(server, SALIENCE, "33")
        post(server, "step/undo")
        server.process.kill()
        server.process.wait(30)
    with served(tmp_path, "two-patrons") as server:
        known = state(server)
        assert known["undo"] == f"{SALIENCE} to 32"
        assert known["redo"] == f"{SALIENCE} to 33"
        assert known["drafts"]["stances/first/first-price/position"]["text"] == "much"
        post(server, "step/redo")
        post(server, "step/undo")
        post(server, "step/undo")
        server.process.terminate()  # an end in peace writes what is not written yet
        server.process.wait(30)
    assert load(file).stances["client"]["first-price"].salience.middle == 31


def test_a_browser_that_hangs_up_in_the_middle_of_an_answer_does_not_end_the_workbench(tmp_path: Path) -> None:
    with served(tmp_path, "two-patrons", lives=True) as server:
        host, _, port = server.host.partition(":")
        asked = f"GET /static/none HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
        for _ in range(20):
            with socket.create_connection((host, int(port))) as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # it ends rudely
                connection.sendall(asked * 50)
        if hasattr(signal, "SIGPIPE"):  # what the system sends whoever writes to a closed connection
            server.process.send_signal(signal.SIGPIPE)
        state(server)
