"""``tertius open``: which page it begins with, and what it says where it cannot."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tertius.cli.app import main
from tests.cli.conftest import Call
from tests.workbench.serving import served


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def page(url: str) -> str:
    return urlsplit(url).path


def test_a_case_of_the_gallery_is_copied_and_opened_and_a_second_time_it_is_the_copy(tmp_path: Path) -> None:
    for _ in range(2):
        with served(tmp_path, "two-patrons") as server:
            assert page(server.url) == "/case/two-patrons/case.yaml/table"
    (tmp_path / "two-patrons" / "case.yaml").write_text("mine")
    with served(tmp_path, "two-patrons") as server:
        status, _, data = server.ask(page(server.url), Accept="text/html")
        assert status == 200
        assert b"mistake" in data
    assert (tmp_path / "two-patrons" / "case.yaml").read_text() == "mine"


def test_without_a_case_the_folder_is_opened_and_a_file_elsewhere_opens_its_folder(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "else where"
    here.mkdir()
    elsewhere.mkdir()
    (elsewhere / "a b.yaml").write_text("case: x")
    with served(here) as server:
        assert page(server.url) == "/"
    with served(here, str(elsewhere / "a b.yaml")) as server:
        assert page(server.url) == "/case/a%20b.yaml/table"
    with served(here, str(elsewhere)) as server:
        assert b"a b.yaml" in server.ask("/")[2]


def test_it_listens_on_this_machine_alone(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        assert urlsplit(server.url).hostname == "127.0.0.1"
        own = socket.gethostbyname(socket.gethostname())
        if not own.startswith("127."):
            with pytest.raises(OSError, match=r"."):
                http.client.HTTPConnection(own, urlsplit(server.url).port, timeout=5).request("GET", "/")


def test_a_port_that_is_taken_is_told(call: Call) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = call("open", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "cannot listen at port" in result.stderr
    assert "leave --port out" in result.stderr


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_is_none_is_told(call: Call, port: str) -> None:
    result = call("open", "--no-browser", "--port", port)
    assert result.exit_code == 2
    assert "port" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["korea-2018", "nowhere/case.yaml", "../nowhere", ""])
def test_what_is_not_there_is_told(call: Call, name: str) -> None:
    result = call("open", name, "--no-browser")
    assert result.exit_code == 2
    assert "there is no" in result.stderr
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["picture.png", "notes", "letter.docx"])
def test_a_file_that_is_no_case_is_told(call: Call, name: str) -> None:
    Path(name).write_bytes(b"\x89PNG")
    result = call("open", name, "--no-browser")
    assert result.exit_code == 2
    assert name in result.stderr
    assert ".yaml" in result.stderr


def test_it_has_a_second_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["workbench", "nowhere", "--no-browser"])
    assert end.value.code == 2
    assert "there is no" in capsys.readouterr().err


def test_a_folder_that_goes_meanwhile_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    with served(tmp_path, "gone") as server:
        server.ask("/")
        (tmp_path / "gone").rmdir()
        assert server.ask("/")[0] in (200, 404)
        assert server.process.poll() is None


def test_nothing_of_a_server_is_loaded_by_other_commands() -> None:
    script = "import sys; from tertius.cli.app import main\ntry: main(['cases'])\nexcept SystemExit: pass\n"
    script += "assert not {'starlette', 'uvicorn', 'jinja2', 'tertius.workbench'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_a_port_is_free_again_as_soon_as_its_session_has_ended(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for _ in range(2):
        with served(tmp_path, port=port) as server:
            connection = http.client.HTTPConnection(server.host, timeout=60)
            connection.request("GET", "/")
            connection.getresponse().read()
            server.process.terminate()  # it is the server that hangs up, and its side that lingers
            server.process.wait(60)
            connection.close()
