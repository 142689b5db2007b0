"""The pages of the docs that come with Tertius, each found by its name."""

from __future__ import annotations

from pathlib import Path

import tertius
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.report.text.phrases import printable

__all__ = ["page_named", "pages", "title_of"]

PACKAGE = Path(tertius.__file__).parent
FOLDERS = (PACKAGE / "docs", PACKAGE.parents[1] / "docs")
"""Where they are: in an installed package, else beside the sources of a checkout."""


def pages() -> dict[str, Path]:
    """The file of every page by its name, folder by folder; ``claims`` is that of ``how-to/claims.md``."""
    folder = next((folder for folder in FOLDERS if (folder / "reference").is_dir()), FOLDERS[0])
    files = sorted([*folder.glob("*.md"), *folder.glob("*/*.md")], key=lambda file: (len(file.parts), file))
    return {file.stem.lower().replace("_", "-"): file for file in files if file.stem != "README"}


def title_of(page: Path) -> str:
    """What a page is about: its heading."""
    with page.open(encoding="utf-8") as lines:
        return next(lines, "").lstrip("# ").strip()


def page_named(name: str) -> str:
    """The text of a page.

    Args:
        name: Its name, with or without a folder before and an ending behind.

    Raises:
        UsageError: There is no such page.
    """
    known = pages()
    word = name.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".md").replace("_", "-").replace(" ", "-")
    if word not in known:
        near = closest(word, known)
        what = near or "tertius help lists them all"
        raise UsageError(f"there is no page '{printable(name)}': {what}")
    return known[word].read_text("utf-8")
