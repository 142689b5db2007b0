"""From an analysis to the document of its brief: the first page, the sections that are asked for, notes and sources."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Mapping, Sequence

import tertius
from tertius.analysis.whole import Analysis
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.draws import uncertain_of
from tertius.errors import UsageError
from tertius.report.brief.decision import decision_front
from tertius.report.brief.document import Code, Document, Mark, Section, Words
from tertius.report.brief.front import front_of
from tertius.report.brief.notes import Notes
from tertius.report.brief.sections.change import change_section
from tertius.report.brief.sections.claims import claims_section
from tertius.report.brief.sections.decision import (
    decision_method_section,
    decision_sure_section,
    movers_section,
    rules_section,
    stances_section,
)
from tertius.report.brief.sections.events import events_section
from tertius.report.brief.sections.method import method_section
from tertius.report.brief.sections.moves import moves_section
from tertius.report.brief.sections.reasons import reasons_section
from tertius.report.brief.sections.reliance import reliance_section
from tertius.report.brief.sections.sure import sure_section
from tertius.report.brief.sections.talks import talks_section
from tertius.report.charts.drawing import actor_look
from tertius.report.text.phrases import date, printable

Maker = Callable[[Analysis, Notes], Section | None]

SECTIONS: Mapping[str, Maker] = {
    "talks": talks_section,
    "sure": sure_section,
    "change": change_section,
    "reliance": reliance_section,
    "moves": moves_section,
    "claims": claims_section,
    "events": events_section,
    "method": method_section,
    "reasons": reasons_section,
}
"""Every section of a case with talks by its key, in the order of a reader's questions."""

DECISION_SECTIONS: Mapping[str, Maker] = {
    "rules": rules_section,
    "stances": stances_section,
    "movers": movers_section,
    "sure": decision_sure_section,
    "change": change_section,
    "claims": claims_section,
    "events": events_section,
    "method": decision_method_section,
    "reasons": reasons_section,
}
"""Those of a decision without talks."""

OPTIONAL = ("reasons",)
"""Sections that a brief has only if they are asked for."""


SEED = 1
"""That of draws for which no other is asked."""


def sections_of(case: Case) -> Mapping[str, Maker]:
    """The sections that a brief on this case may have."""
    decided = not case.talks and any(case.decided(issue) for issue in case.issues)
    return DECISION_SECTIONS if decided else SECTIONS


def check_sections(case: Case, keys: Sequence[str]) -> None:
    """Raises an error unless every key is that of a section.

    Raises:
        UsageError: Every key that is none, with what there is.
    """
    there = sections_of(case)
    wrong = [key for key in keys if key not in there]
    if wrong:
        known = ", ".join(there)
        raise UsageError(
            "\n".join(f"no section '{key}': {closest(key, there) or 'it is none of these'} ({known})" for key in wrong)
        )


def document_of(
    found: Analysis,
    written: dt.date,
    sections: Sequence[str] = (),
    title: str = "",
    headline: str = "",
    name: str = "",
) -> Document:
    """The document of a brief.

    Args:
        found: What was found out.
        written: The date to print as the day of writing.
        sections: Keys of the sections that it has, in this order; without any, all but the optional ones.
        title: Its title, on one line; that of the case if left out.
        headline: The author's own words for the answer, on one line; what was computed then stands below them.
        name: The words that name the case in the command that makes the brief again; its id if left out.

    Raises:
        UsageError: There is no such section.
    """
    case, notes = found.case, Notes(found.case)
    check_sections(case, sections)
    title, headline = (printable(" ".join(text.split())) for text in (title, headline))
    makers = sections_of(case)
    keys = list(dict.fromkeys(sections)) or [key for key in makers if key not in OPTIONAL]
    made = [makers[key](found, notes) for key in keys]
    listed = notes.listed()  # before the sources, which these cite
    return Document(
        title=title or case.title,
        line=_line(case),
        question=case.question or "",
        front=front_of(found, headline) if found.decision is None else decision_front(found, headline),
        sections=tuple(section for section in made if section is not None),
        notes=listed,
        sources=notes.sources(),
        foot=_foot(written, command_of(found, name or case.case, sections, title, headline)),
        actors=marks_of(case),
    )


def marks_of(case: Case) -> dict[str, Mark]:
    """How every actor is shown."""
    looks = {ident: actor_look(case, ident) for ident in case.actors}
    return {ident: Mark(case.name(ident), look.index, look.glyph) for ident, look in looks.items()}


def _line(case: Case) -> str:
    """What this is: a brief, of what day, by whom."""
    author = case.author or ""
    by = f" · case by {f'the {author[4:]}' if author.startswith('The ') else author}" if author else ""
    return f"A Tertius brief · the situation as of {date(case.as_of)}{by}"


def _foot(written: dt.date, command: str) -> Words:
    """Who wrote it, and the command that makes it again."""
    version = f"Written with Tertius {tertius.__version__} on {date(written)}. "
    return (version, "It holds everything it shows. Made again by ", Code(command))


def command_of(found: Analysis, name: str, sections: Sequence[str] = (), title: str = "", headline: str = "") -> str:
    """The command that makes the same brief; `name` are the words that name the case in it, the rest as asked for."""
    case, asked = found.case, found.asked
    given = {
        "--theories": asked.theories or "",
        "--solution": "" if asked.theories else asked.solution or "",
        **_drawn(found),
        "--sections": ",".join(sections),
        "--title": title,
        "--headline": headline,
    }
    parts = [f"tertius run {name}", *(f"{option} {shlex.quote(value)}" for option, value in given.items() if value)]
    parts += ["--no-sensitivity"] if found.forecast is not None and not asked.sensitivity else []
    parts += ["--no-moves"] if case.moves and not asked.moves else []
    return " ".join(parts)


def _drawn(found: Analysis) -> dict[str, str]:
    """How many draws and of which seed, where that changes the brief."""
    asked, uncertain = found.asked, bool(uncertain_of(found.case))
    draws = found.forecast.draws if found.forecast is not None else 0 if uncertain else asked.draws
    return {
        "--draws": str(draws) if uncertain or not draws else "",
        "--seed": str(asked.seed) if draws and (uncertain or asked.seed != SEED) else "",
    }
