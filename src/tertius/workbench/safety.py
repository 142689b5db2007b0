"""Who may ask the workbench anything: only a page of its own, opened with its token, on this machine.

Every request is looked at before anything else sees it: the name under which it was called (`Host`, against names that
are pointed at this machine), where it comes from (`Origin`, against other pages), the cookie, and how large it is.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 20_000_000
"""Bytes of a request: what the readers take of a workbook."""

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine is called by itself."""

SOON = 120.0
"""Seconds in which a browser that is started must have asked."""

SAFE_METHODS = ("GET", "HEAD")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""Nothing from elsewhere, and no script but from the files of the workbench."""

PREVIEW = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""Of a page that was made for somebody else, a brief: its own style, and no script at all."""

OPEN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Tertius</title>
<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0; url={}">
<p><a href="{}">Open the workbench</a></p></html>"""
"""Leads on by the page itself: a cookie for this site alone is not sent after a link from elsewhere."""


class Guard:
    """Lets in who belongs here, and says on every answer what a page of it may do."""

    def __init__(
        self,
        app: ASGIApp,
        port: int,
        token: str | None = None,
        ending: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Stand before an application.

        Args:
            app: The application.
            port: The port that it is called at.
            token: The secret of its address; a new one without.
            ending: To be called before the end, so that no answer is waited for.
        """
        self.app, self.port, self.ending = app, port, ending
        self.token = token or secrets.token_urlsafe(24)
        self.secret = secrets.token_urlsafe(24)
        self.cookie = f"tertius-{port}"  # cookies are kept by host, whatever the port
        self.hosts = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == 80 else set())
        self.tickets: dict[str, float] = {}

    def ticket(self) -> str:
        """A token that lets in once and soon, for the line of a command, which others on this machine can see."""
        made = secrets.token_urlsafe(24)
        self.tickets[made] = time.monotonic() + SOON
        return made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        given = QueryParams(scope["query_string"]).get("token")
        if refused:
            await PlainTextResponse(f"{refused[1]}\n", refused[0], SECURE)(scope, receive, send)
        elif given is not None and scope["method"] in SAFE_METHODS:
            await self._let_in(given, scope, receive, send)
        elif not self._knows(headers):
            said = "Open the address that `tertius open` printed: it has the token of this session.\n"
            await PlainTextResponse(said, 403, SECURE)(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer; what goes wrong in it has been told to the page, and is our fault."""
        try:
            await self.app(scope, receive, _secured(send))
        except Exception as error:
            if os.environ.get("TERTIUS_DEBUG", "") not in ("", "0"):
                raise
            sys.stderr.write(f"Our fault, at {scope['path']!r}: {type(error).__name__}: {error}\n")

    def _refused(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Why a request is not even looked at; None if it is."""
        if headers.get("host", "") not in self.hosts or len(headers.getlist("host")) != 1:
            return 421, "This is the workbench of Tertius; it answers at 127.0.0.1 only."
        origin = headers.get("origin")
        own = {f"http://{host}" for host in self.hosts}
        if origin is not None and origin not in own:
            return 403, "Pages of other sites may not ask the workbench anything."
        if not _from_here(scope, headers):
            return 403, "Pages of other sites may not ask the workbench anything."
        if scope["method"] not in SAFE_METHODS and origin is None:
            return 403, "A change must say from which page it comes (Origin)."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST or "transfer-encoding" in headers:
            return 413, f"A request has at most {LARGEST // 1_000_000} million bytes, and says how many."
        return None

    def _knows(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies.get(self.cookie)
        return given is not None and hmac.compare_digest(given.value.encode(), self.secret.encode())

    def _is_good(self, given: str) -> bool:
        if self.tickets.pop(given, 0.0) > time.monotonic():
            return True
        return hmac.compare_digest(given.encode(errors="replace"), self.token.encode())

    async def _let_in(self, given: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the cookie to who has the token, and lead to the same address without it."""
        if not self._is_good(given):
            said = "This is not the token of this session: open the address that `tertius open` printed last.\n"
            await PlainTextResponse(said, 403, SECURE)(scope, receive, send)
            return
        from html import escape
        from urllib.parse import quote

        path = escape(quote("/" + scope["path"].lstrip("/")), quote=True)
        answer = HTMLResponse(OPEN.format(path, path), 200, SECURE)
        answer.set_cookie(self.cookie, self.secret, httponly=True, samesite="strict", path="/")
        await answer(scope, receive, send)


def _from_here(scope: Scope, headers: Headers) -> bool:
    """Whether a page of this very address asks, or nobody's page; a link elsewhere may lead here, and do no more.

    A page of another port of this machine is another page, although it gets the same cookies.
    """
    site = headers.get("sec-fetch-site", "same-origin")
    led_here = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return site in ("same-origin", "none") or (scope["method"] in SAFE_METHODS and led_here)


SECURE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says."""


def _secured(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURE.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
