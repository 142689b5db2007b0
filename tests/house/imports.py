"""Who imports whom: the floors of the house, and what an import statement reaches."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

__all__ = ["FILES", "FLOORS", "SOURCE", "breaches", "by_file", "circles", "graph", "imports_of", "module_of"]

SOURCE = Path(__file__).parents[2] / "src" / "tertius"
FILES = sorted(SOURCE.rglob("*.py"))

FLOORS: dict[str, tuple[str, ...]] = {
    "tertius": (
        "interrupts",
        "spared",
        "errors",
        "writing",
        "results",
        "kinds",  # a case names the kind of a talk, whose base rate is published
        "case",
        "scores",
        "draws",
        "voting",  # a threat that a body must authorise is worth its P(pass): votes are counted below the rules
        "conflicts",
        "rules",
        "cluster",  # draws settled on other machines: it knows rules, and versions of a case know it
        "scenarios",
        "analysis",
        "ledger",  # forecasts kept and scored; what is told of them is told by the report
        "studies",
        "report",
        "pages",
        "workbench",
        "cli",
    ),
    "tertius.case": ("parse", "", "edit", "check", "files", "tables", "layouts", "load", "rewriting"),
    "tertius.analysis": (
        *("", "decide", "leverage", "patrons", "linkage", "moves", "forecast", "claims", "seek", "why"),
        "batch",
        "whole",
    ),
    "tertius.rules": (
        "",
        "worths",
        "decisions",
        "bargaining",
        "measured",
        "decision_rule",
        "joint_bargaining",
        "kalai_smorodinsky_decision",
        "nash_decision",
    ),
    "tertius.rules.bargaining": ("kernels", "", "outside", "chances", "network_rule", "renegotiate", "hold"),
    "tertius.report.brief": ("document", "", "sections", "front", "compose", "brief"),
    "tertius.report": ("text", "charts", "terminal", "conflict", "brief", "ledger"),
}
"""From the ground up, what stands in a package; an import points to the same floor or down. The empty name stands
for the files that lie in the package itself and are not named. The face of a package, its `__init__`, and `tertius`
itself are open to what stands above the package."""


def by_file(faults_of: Callable[[Path], Collection[str]]) -> dict[str, Collection[str]]:
    """What is wrong in each file of the package, files with nothing wrong left out; one test that tells of all of them
    costs a fifth of a test for each."""
    told = {str(path.relative_to(SOURCE)): faults_of(path) for path in FILES}
    return {name: faults for name, faults in told.items() if faults}


def module_of(path: Path) -> str:
    """``tertius.case.model`` for its file; a package for its `__init__`."""
    return ".".join(("tertius", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


def imports_of(source: str, modules: Mapping[str, Path] | None = None) -> Iterator[tuple[int, str]]:
    """Line and full name of everything of tertius that a module imports, wherever the statement stands."""
    known = modules or {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"line {node.lineno}: imports are written in full")
            base = node.module or ""
            # `from tertius import case` reaches the package case; `from tertius.case import load` its face.
            inside = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if base == "tertius" or name in known else base for name in inside]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "tertius":
                yield node.lineno, name


def _floor(package: str, module: str) -> int | None:
    """The floor of a module in a package above it; None if it is the face of the package, or not in it."""
    if not module.startswith(f"{package}."):
        return None
    name = module[len(package) + 1 :].split(".")[0]
    floors = FLOORS[package]
    return floors.index(name) if name in floors else floors.index("") if "" in floors else None


def breaches(source: str, module: str) -> list[str]:
    """Imports that point up, one sentence each."""
    if module in ("tertius", "tertius.__main__"):
        return []
    if module.startswith("tertius.") and module.split(".")[1] not in FLOORS["tertius"]:
        return [f"{module}: '{module.split('.')[1]}' is not in the house: give it a floor in tests/house/imports.py"]
    found = []
    for line, name in imports_of(source):
        if name in ("tertius", "tertius.__version__"):
            continue
        for package in FLOORS:
            here, there = _floor(package, module), _floor(package, name)
            if here is not None and there is not None and there > here:
                found.append(f"{module}:{line}: must not import '{name}', which stands above it in {package}")
            if here is not None and name == package != "tertius":
                found.append(f"{module}:{line}: must not import from the face of '{package}', in which it lies")
    return found


@cache
def graph(folder: Path = SOURCE) -> dict[str, set[str]]:
    """Every module with the modules that it imports, lazy and type-only imports counted."""
    modules = {module_of(path): path for path in folder.rglob("*.py")}
    return {
        module: {name for _, name in imports_of(path.read_text("utf-8"), modules) if name in modules} - {module}
        for module, path in modules.items()
        if module != "tertius"
    }


def circles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """The sets of modules that import each other, directly or by way of others."""
    import networkx as nx

    whole = nx.DiGraph([(module, name) for module, names in edges.items() for name in names])
    return [sorted(part) for part in nx.strongly_connected_components(whole) if len(part) > 1]
