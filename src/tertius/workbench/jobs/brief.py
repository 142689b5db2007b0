"""The brief of a case: everything found out about it, the page that tells it, and its files and pictures.

What was found out last is kept, so that another headline, other sections or another file cost no new analysis.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tertius.analysis.whole import Analysis, Asked, Progress, analyse
from tertius.case.model import Case
from tertius.report.brief.brief import WRITERS, Brief, brief_of
from tertius.report.brief.document import Document, Figure, Section, walk
from tertius.report.charts.drawing import png_of, svg_of

Told = Callable[[Any, Any, str], None]


@dataclass
class _Last:
    """The last analysis, of which case and of what it is."""

    case: Case | None = None
    asked: Asked | None = None
    found: Analysis | None = None


_LAST = _Last()


def brief(case: Case, asked: dict[str, Any], told: Told) -> dict[str, Any]:
    """The page of a brief, its pictures by name, and what a reader of it should know.

    Args:
        case: The case.
        asked: `draws`, `seed`, `title`, `headline`, `sections`, `written` (a day) and `name` (in its command).
        told: Told which part is worked on, and how much of it is done.
    """
    made = _made(case, asked, told)
    told(0, 0, "Writing the page")
    return {
        "html": made.to_html(),
        "pictures": [title for title, _ in pictures_of(made.document)],
        "stopped": made.analysis.stopped,
        "status": made.analysis.settlement.status.value,
        "converged": made.analysis.settlement.status.converged,
    }


def brief_file(case: Case, asked: dict[str, Any], told: Told) -> str:
    """A file of a brief in base 64: as `ending` says, or, with `picture`, that picture of it."""
    made, ending = _made(case, asked, told), asked["ending"]
    told(0, 0, "Writing the file")
    if "picture" not in asked:
        data = WRITERS[ending](made)
    else:
        _, figure = pictures_of(made.document)[asked["picture"]]
        data = png_of(figure.spec) if ending == ".png" else svg_of(figure.spec, figure.label).encode()
    return base64.b64encode(data).decode()


def pictures_of(document: Document) -> list[tuple[str, Figure]]:
    """Every picture of a brief with the title of where it stands, that of the first page first."""
    found = [] if document.front.figure is None else [("First page", document.front.figure)]
    title = ""
    for block in walk(document.sections):
        if isinstance(block, Section):
            title = block.title
        elif isinstance(block, Figure):
            found.append((title, block))
    return found


def _made(case: Case, asked: dict[str, Any], told: Told) -> Brief:
    """The brief, of an analysis that is made anew only if it is of another case or of other draws."""
    wanted = Asked(draws=asked["draws"], seed=asked["seed"])
    if _LAST.found is None or _LAST.case is not case or _LAST.asked != wanted:
        _LAST.found = None  # two of them at once would need twice the room
        _LAST.case, _LAST.asked, _LAST.found = case, wanted, analyse(case, wanted, _telling(told))
    written = dt.date.fromisoformat(asked["written"])
    return brief_of(_LAST.found, asked["sections"], asked["title"], asked["headline"], written, asked["name"])


def _telling(told: Told) -> Any:
    """What `analyse` tells of its progress, told to the page."""

    @contextmanager
    def telling(doing: str) -> Iterator[Progress]:
        told(0, 0, doing)
        yield lambda done, whole: told(done, whole, doing)

    return telling
