"""Who may ask the workbench anything, what lies outside of its folder, and what a case may do to its page: nothing."""

from __future__ import annotations

import html
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

import tertius
from tertius.case.files.write import yaml_of_values
from tertius.case.plain import plain_of
from tertius.workbench.safety import LARGEST, Guard
from tertius.workbench.screens import SCREENS
from tests.workbench.serving import Served, served
from tests.workbench.steps import comes_to_rest, enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"
SECRET = "what lies outside"
TEXTS = ("title", "name", "question", "summary", "why", "author", "holds", "fails", "depends", "text", "note")


def evil_of(values: Any, key: str = "") -> Any:
    """The same values with every text that people read made one that would like to be a script."""
    if isinstance(values, dict):
        return {name: evil_of(inner, "name" if key == "anchors" else name) for name, inner in values.items()}
    if isinstance(values, list):
        return [evil_of(inner, key) for inner in values]
    return EVIL if isinstance(values, str) and key in TEXTS else values


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a folder with a case full of scripts, a broken one, and links that lead out."""
    outside: Path = tmp_path_factory.mktemp("outside")
    (outside / "case.yaml").write_text(SECRET)
    folder = outside / "inside"
    folder.mkdir()
    values = evil_of(plain_of(tertius.load("nile-dam-2020")))
    (folder / "evil.yaml").write_text(yaml_of_values(values), encoding="utf-8")
    (folder / "broken.yaml").write_text(f"case: x\ntitle: {json.dumps(EVIL)}\nnonsense<b>: {json.dumps(EVIL)}\n")
    (folder / "out.yaml").symlink_to(outside / "case.yaml")
    (folder / "out").symlink_to(outside)
    (folder / "holder").mkdir()
    (folder / "holder" / "case.yaml").symlink_to(outside / "case.yaml")
    with served(folder, "evil.yaml", roughly=True) as server:
        yield server


PULSE = "/case/evil.yaml/pulse"
EDIT = "/case/evil.yaml/edit"
NO_EDIT = b'{"puts": [], "window": "w"}'


def test_a_page_of_the_workbench_may_ask_and_edit(evil: Served) -> None:
    assert evil.ask(PULSE)[0] == 200
    assert evil.ask(EDIT, NO_EDIT)[0] == 200
    assert evil.ask(PULSE, Host=evil.host.replace("127.0.0.1", "localhost"), Origin="")[0] == 200
    assert evil.ask(PULSE, Origin="", Sec_Fetch_Site="none")[0] == 200


REFUSED: dict[str, tuple[int, dict[str, str]]] = {
    "the name of another host": (421, {"Host": "evil.example"}),
    "the name of another host with the port": (421, {"Host": "evil.example:PORT"}),
    "this machine without the port": (421, {"Host": "127.0.0.1"}),
    "no cookie": (403, {"Cookie": ""}),
    "the cookie of somebody else": (403, {"Cookie": "tertius-PORT=nonsense"}),
    "a cookie that is none": (403, {"Cookie": "\u00e9=\u00e9"}),
    "another origin": (403, {"Origin": "http://evil.example"}),
    "another port of this machine": (403, {"Origin": "http://127.0.0.1:1"}),
    "this port, but by https": (403, {"Origin": "https://127.0.0.1:PORT"}),
    "a page without origin": (403, {"Origin": "null"}),
    "another site": (403, {"Sec-Fetch-Site": "cross-site"}),
    "another port, as browsers say it": (403, {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}),
    "chunks without a length": (413, {"Transfer-Encoding": "chunked"}),
}


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("why", REFUSED)
def test_whoever_does_not_belong_here_is_refused(evil: Served, why: str, post: bool) -> None:
    status, headers = REFUSED[why]
    port = str(urlsplit(evil.url).port)
    asked = {name.replace("-", "_"): value.replace("PORT", port) for name, value in headers.items()}
    body = (
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(NO_EDIT), NO_EDIT) if "Transfer-Encoding" in headers else NO_EDIT)
        if post
        else None
    )
    said, answered, data = evil.ask(EDIT if post else PULSE, body, **asked)
    assert said == status, data
    assert "access-control-allow-origin" not in answered
    assert b"drafts" not in data


def test_a_change_must_say_from_which_page_it_comes(evil: Served) -> None:
    assert evil.ask(EDIT, NO_EDIT, Origin="")[0] == 403


def test_a_link_elsewhere_may_lead_here_but_a_picture_or_frame_may_not(evil: Served) -> None:
    led = {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate"}
    assert evil.ask("/", Origin="", Sec_Fetch_Dest="document", **led)[0] == 200
    assert evil.ask("/", Origin="", Sec_Fetch_Dest="iframe", **led)[0] == 403


def test_a_request_that_is_too_large_is_refused_before_it_is_read(evil: Served) -> None:
    for length in (str(LARGEST + 1), "-1", "many", "9" * 400):
        with socket.create_connection((urlsplit(evil.url).hostname, urlsplit(evil.url).port), 30) as raw:
            head = (
                f"POST {EDIT} HTTP/1.1\r\nHost: {evil.host}\r\nOrigin: http://{evil.host}\r\nContent-Length: {length}"
            )
            raw.sendall(f"{head}\r\nCookie: {evil.cookie}\r\n\r\n".encode())
            assert raw.recv(400).split()[1] in (b"413", b"400")


@pytest.mark.parametrize("token", ["", "nonsense", "%00", "\u00e9"])
def test_a_wrong_token_lets_nobody_in(evil: Served, token: str) -> None:
    status, headers, _ = evil.plain(f"/?token={quote(token, safe='%')}")
    assert status == 403
    assert "set-cookie" not in headers


def test_the_cookie_is_for_this_site_alone_and_the_page_leads_on_without_the_token(evil: Served) -> None:
    status, headers, page = evil.plain(f"/case/x%22%3E%3Cb/table?{urlsplit(evil.url).query}")
    assert status == 200
    cookie = headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert b"token" not in page
    assert b"<b" not in page.replace(b"<body", b"")
    assert headers["cache-control"] == "no-store"


def test_a_ticket_lets_in_once() -> None:
    guard = Guard(lambda *_: None, 1)  # type: ignore[arg-type,return-value]
    ticket = guard.ticket()
    assert guard._is_good(ticket)
    assert not guard._is_good(ticket)
    assert guard._is_good(guard.token)


def test_every_answer_says_what_a_page_of_it_may_do(evil: Served) -> None:
    for path in ("/", "/case/evil.yaml/table", "/case/none/table", "/static/api.js", "/static/none", PULSE):
        headers = evil.ask(path)[1]
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


OUT = [
    "../case.yaml",
    "..%2fcase.yaml",
    "%2e%2e/case.yaml",
    "%2e%2e%2fcase.yaml",
    "..%5ccase.yaml",
    "evil.yaml%00",
    "%2fetc%2fpasswd",
    "//etc/passwd",
    "out.yaml",
    "out/case.yaml",
    "out",
    "holder/case.yaml",
    "holder",
    "x" * 5000,
    "/".join("x" * 400),
]


@pytest.mark.parametrize("key", OUT)
def test_no_address_leads_out_of_the_folder(evil: Served, key: str) -> None:
    for screen in ("pulse", *SCREENS):
        status, _, data = evil.ask(f"/case/{key}/{screen}")
        assert status in (404, 414, 400), (screen, data)
        assert SECRET.encode() not in data
        assert b"root:" not in data
    assert evil.ask(f"/case/{key}/edit", NO_EDIT)[0] in (404, 414, 400, 422)


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "%00", "/etc/passwd", "..%5capp.py", ""])
def test_no_address_leads_out_of_the_files_of_the_page(evil: Served, path: str) -> None:
    status, _, data = evil.ask(f"/static/{path}")
    assert status in (404, 405, 400)
    assert b"import" not in data


def test_links_that_lead_out_are_not_listed(evil: Served) -> None:
    page = evil.ask("/")[2].decode()
    assert "evil.yaml" in page
    assert "out.yaml" not in page
    assert "holder/" not in page


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"puts": 1}',
        b'{"puts": [{"path": [], "to": 1}]}',
        b'{"puts": [{"path": ["title"], "to": ' + b"[" * 60 + b"]" * 60 + b"}]}",
        b'{"puts": [{"path": "a", "to": NaN}]}',
        b'{"puts": [{"path": "title", "to": "\\ud800"}]}',
        b'{"puts": [{"path": "a//b", "to": 1}]}',
    ],
)
def test_a_question_that_is_none_is_refused_in_words(evil: Served, body: bytes) -> None:
    status, _, data = evil.ask(EDIT, body)
    assert status == 422
    assert json.loads(data)["ours"] is False


@pytest.mark.parametrize("screen", ["", *SCREENS, "broken"])
def test_what_stands_in_a_case_is_text_on_every_screen(evil: Served, page: Page, screen: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    enter(page, evil)
    addresses = {"": "/", "broken": "/case/broken.yaml/table"}
    page.goto(f"http://{evil.host}{addresses.get(screen, f'/case/evil.yaml/{screen}')}")
    comes_to_rest(page, forecast=False)
    assert dialogs == []
    assert page.locator("script:not([src])").count() == 0
    assert page.locator("[onerror], img[src=x]").count() == 0
    assert "{{7*7}}" in html.unescape(page.content())
