"""The screens, one a file, in the order in which an analyst needs them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import Receive, Scope, Send

from tertius.workbench.bench import Bench

SCREENS = {
    "table": "Table",
    "answer": "Answer",
    "what-if": "What if",
    "why": "Why",
    "seek": "What would it take",
    "claims": "Claims",
    "network": "Network",
    "evidence": "Evidence",
    "experts": "Experts",
    "brief": "Brief",
    "ledger": "Ledger",
}
"""Each screen of a case by its file and address, and what its tab says."""


FIRST = ("table", "home", "mending")
"""What a session begins with; all other screens are loaded when somebody asks for one, or has begun to read."""


class Later(BaseRoute):
    """The addresses of a screen, all of which have its name in them, and whose file is loaded when one is asked for."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.bench, self.name = bench, name

    @cached_property
    def routes(self) -> list[Route]:
        """The addresses."""
        return _routes_of(self.bench, self.name)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether one of them is asked for, and which."""
        if f"/{self.name}" not in scope["path"]:
            return Match.NONE, {}
        found = [(route, *route.matches(scope)) for route in self.routes]
        for wanted in (Match.FULL, Match.PARTIAL):
            for route, match, parts in found:
                if match is wanted:
                    return match, {**parts, "route of a screen": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await scope["route of a screen"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """No address is looked up by a name here."""
        raise NoMatchFound(name, dict(path_params))


def routes_of(bench: Bench) -> list[BaseRoute]:
    """The addresses of every screen."""
    first = [route for name in FIRST for route in _routes_of(bench, name)]
    return [*first, *(Later(bench, name) for name in SCREENS if name not in FIRST)]


def load_all(routes: Iterable[BaseRoute]) -> None:
    """Load the screens that are not loaded yet."""
    for route in routes:
        if isinstance(route, Later):
            _ = route.routes


def _routes_of(bench: Bench, name: str) -> list[Route]:
    found: list[Route] = import_module(f"{__name__}.{name.replace('-', '_')}").routes(bench)
    return found
