"""Who imports whom: the rooms of the house, and what an import statement reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["ALLOWED", "SOURCE", "breaches", "imports_of", "room_of"]

SOURCE = Path(__file__).parents[2] / "src" / "tertius"

_CASE = {"errors", "case"}
_DRAWS = _CASE | {"draws"}
_SOLVING = _DRAWS | {"rules", "voting"}
_ANALYSIS = _SOLVING | {"leverage", "moves", "claims", "forecast"}

ALLOWED: dict[str, set[str]] = {
    "errors": {"errors"},
    "case": _CASE,
    "draws": _DRAWS,
    # A threat that a body must authorise is worth its P(pass), so votes are counted below the rules.
    "rules": _DRAWS | {"voting", "rules"},
    "voting": _DRAWS | {"voting"},
    "leverage": _SOLVING | {"leverage"},
    "moves": _SOLVING | {"leverage", "moves"},
    "claims": _SOLVING | {"leverage", "moves", "claims"},
    "forecast": _DRAWS | {"rules", "forecast"},
    "sources": _CASE | {"sources"},
    "validation": _ANALYSIS | {"sources", "validation"},
    "brief": _ANALYSIS | {"sources", "brief"},
    "workbench": _ANALYSIS | {"sources", "brief", "workbench"},
    "cli": _ANALYSIS | {"sources", "validation", "brief", "workbench", "cli"},
    "__init__": _ANALYSIS | {"sources", "brief"},
    "__main__": {"cli"},
}
"""What each room may import from. The package itself (`tertius.__version__`) is open to all."""


def room_of(module: str) -> str:
    """``case`` for ``tertius.case.model``; ``__init__`` for ``tertius`` itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports_of(source: str, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and full name of everything of tertius that a module imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            # `from tertius import case` reaches the room case.
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "tertius" else [base]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "tertius":
                yield node.lineno, name


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    base = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*base, *([node.module] if node.module else [])])


def breaches(source: str, module: str, is_package: bool = False) -> list[str]:
    """Imports that point up, one sentence each."""
    room = room_of(module)
    if room not in ALLOWED:
        return [f"{module}: the room '{room}' is not in the house: give it a place in tests/house/imports.py"]
    found = []
    for line, name in imports_of(source, module, is_package):
        target = room_of(name)
        if target in ("__init__", "__version__") or target in ALLOWED[room]:
            continue
        found.append(f"{module}:{line}: '{room}' must not import '{name}': imports point down only")
    return found
