"""The screens, one a file, in the order in which an analyst needs them."""

from __future__ import annotations

from importlib import import_module

from starlette.routing import Route

from tertius.workbench.bench import Bench

SCREENS = {
    "table": "Table",
    "answer": "Answer",
    "what-if": "What if",
    "seek": "What would it take",
    "claims": "Claims",
    "network": "Network",
    "evidence": "Evidence",
    "experts": "Experts",
    "brief": "Brief",
}
"""Each screen of a case by its file and address, and what its tab says."""


def routes_of(bench: Bench) -> list[Route]:
    """The addresses of every screen."""
    modules = [import_module(f"{__name__}.{name.replace('-', '_')}") for name in (*SCREENS, "home", "mending")]
    return [route for module in modules for route in module.routes(bench)]
