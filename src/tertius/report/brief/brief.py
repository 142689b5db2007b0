"""The brief: what was found out about a case, as a page, a document or a workbook."""

from __future__ import annotations

import datetime as dt
import html
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tertius.analysis.whole import Analysis, Asked, Telling, analyse, check_asked
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.errors import UsageError, check_all
from tertius.report.brief.compose import check_sections, document_of
from tertius.report.brief.document import Document
from tertius.report.brief.html import html_of
from tertius.report.brief.pdf import browser_found, pdf_of
from tertius.report.brief.word import check_word, docx_of
from tertius.writing import write_whole

HEIGHT = 900
"""Pixels of a brief in a notebook; it scrolls inside."""


@dataclass(frozen=True, repr=False)
class Brief:
    """A brief: the first page has the answer, the appendices all that it rests on.

    Attributes:
        analysis: What was found out.
        document: The same as a document, for writers of other formats.
    """

    analysis: Analysis
    document: Document

    def to_html(self, unfolded: bool = False) -> str:
        """One self-contained page, without scripts or outside requests; `unfolded` with every appendix open."""
        return html_of(self.document, unfolded)

    def write(self, path: Path | str, overwrite: bool = False) -> Path:
        """Writes the brief to a file, whole or not at all, and returns its path.

        Args:
            path: The file; its ending says what is written: ``.html``, ``.docx`` or ``.pdf``.
            overwrite: Whether a file that is there already may be replaced.

        Raises:
            UsageError: The file exists and `overwrite` is not set, its ending is unknown, or it cannot be written.
        """
        path = Path(path)
        write = WRITERS.get(path.suffix.lower())
        if write is None:
            raise UsageError(f"{path}: a brief ends in {', '.join(WRITERS)}, not in '{path.suffix}'")
        if os.path.lexists(path) and not overwrite:
            raise UsageError(f"{path} exists already: give another name, or ask to overwrite it")
        write_whole(path, write(self), overwrite)
        return path

    def show(self) -> None:
        """Shows the brief in a notebook.

        Raises:
            UsageError: This is no notebook.
        """
        try:
            from IPython.display import HTML, display  # type: ignore[import-not-found]
        except ImportError:
            raise UsageError(
                "a brief is shown in a notebook: elsewhere write it to a file, brief.write(PATH)"
            ) from None
        display(HTML(self._repr_html_()))

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that its look and that of the notebook do not mix."""
        page = html.escape(self.to_html(), quote=True)
        title = html.escape(self.document.title, quote=True)
        return (
            f'<iframe title="{title}" srcdoc="{page}" style="width:100%;height:{HEIGHT}px;border:0" sandbox></iframe>'
        )

    def __repr__(self) -> str:
        sections = ", ".join(section.key for section in self.document.sections)
        return f"<Brief {self.analysis.case.case}: {self.document.title}; sections {sections}>"


WRITERS: dict[str, Callable[[Brief], bytes]] = {
    ".html": lambda brief: brief.to_html().encode(errors="replace"),
    ".docx": lambda brief: docx_of(brief.document),
    ".pdf": lambda brief: pdf_of(brief.to_html(unfolded=True)),
}
"""What a brief can be written as, by the ending of the file."""

NEEDS: dict[str, Callable[[], object]] = {".docx": check_word, ".pdf": browser_found}
"""What raises an error if something is not installed that writes a brief of that ending."""


def check_brief(case: Case, asked: Asked, sections: Sequence[str] = (), endings: Sequence[str] = ()) -> None:
    """Raises an error before any work if a brief could not be made, or not be written.

    Args:
        case: The case.
        asked: What is to be found out.
        sections: Keys of the sections that it is to have.
        endings: What it is to be written as.

    Raises:
        UsageError: There is no such section, theory or solution, or something that is needed to write it is not
            installed; all that is wrong at once.
    """
    needs = [NEEDS[ending] for ending in endings if ending in NEEDS]
    check_all(lambda: check_sections(case, sections), lambda: check_asked(case, asked), *needs)


def brief_of(
    found: Analysis,
    sections: Sequence[str] = (),
    title: str = "",
    headline: str = "",
    written: dt.date | None = None,
    name: str = "",
) -> Brief:
    """The brief on what was found out; see `brief`."""
    return Brief(found, document_of(found, written or dt.date.today(), sections, title, headline, name))


def brief(
    case: Case,
    draws: int = 1000,
    seed: int = 1,
    theories: str | None = None,
    solution: str | None = None,
    sections: Sequence[str] = (),
    title: str = "",
    headline: str = "",
    sensitivity: bool = True,
    moves: bool = True,
    written: dt.date | None = None,
    telling: Telling | None = None,
    name: str = "",
) -> Brief:
    """Find out everything about a case, and make a brief of it.

    Args:
        case: A checked case.
        draws: Draws of the forecast; none with 0.
        seed: Their seed.
        theories: Theories that count, with commas; the talks settle under the first. Every one that applies without.
        solution: The solution of talks that do not say theirs.
        sections: Keys of the sections that it has, in this order; without any, all but ``reasons``.
        title: Its title; that of the case if left out.
        headline: Your own words for the answer; what was computed then stands below them.
        sensitivity: Whether to look for the inputs that matter.
        moves: Whether to rank moves and work out the game.
        written: The date to print as the day of writing; today if left out.
        telling: Told of progress.
        name: The words that name the case in the command that makes the brief again; its id if left out.

    Raises:
        UsageError: There is no such section, theory or solution.
    """
    sound(case)
    asked = Asked(draws, seed, sensitivity, moves, solution, theories)
    check_brief(case, asked, sections)
    found = analyse(case, asked, telling)
    return brief_of(found, sections, title, headline, written, name)
