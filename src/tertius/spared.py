"""Libraries loaded without parts that they ask for and that nobody here uses: a tenth of a second.

Only the command line does this, for the process is its own. A program that imports Tertius finds its libraries whole.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def load_help() -> None:
    """Load what prints help, but not what shows Markdown and tracebacks, which our help has not."""
    with _standing_in({"rich.markdown": "Markdown", "rich.traceback": "Traceback"}):
        import typer.rich_utils  # noqa: F401


@contextmanager
def _standing_in(parts: dict[str, str]) -> Iterator[None]:
    """Something that stands where modules belong, with the one name that is asked of each.

    What is loaded already stays.
    """
    absent = {module: name for module, name in parts.items() if module not in sys.modules}
    for module, name in absent.items():
        stand_in = ModuleType(module)
        setattr(stand_in, name, type(None))
        sys.modules[module] = stand_in
    try:
        yield
    finally:
        for module in absent:
            del sys.modules[module]
