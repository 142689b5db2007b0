"""The brief as one self-contained HTML page, and writing it to a file."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

import tertius
from tertius.analysis.claims.result import Claims
from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.sensitivity import Sensitivity
from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.moves.game import Game
from tertius.analysis.moves.search import Search
from tertius.analysis.patrons.patrons import Patrons
from tertius.case.check.check import warn_case
from tertius.case.findings import told_once
from tertius.case.model import Case
from tertius.draws import uncertain_of
from tertius.errors import UsageError
from tertius.report.charts.drawing import ACTOR_COLOURS
from tertius.report.charts.levels import upper_hand_chart
from tertius.report.charts.moves import timeline_chart
from tertius.report.charts.network import network_picture
from tertius.report.page import sections
from tertius.report.page.forecast import outlook_part
from tertius.report.page.leverage import leverage_part
from tertius.report.page.moves import claims_part, moves_part
from tertius.report.page.notes import notes_of, safe_url
from tertius.report.page.patrons import patrons_part
from tertius.report.text.breakdown import elsewhere_sentences, matrix_rows, outsider_sentence
from tertius.report.text.phrases import date, printable
from tertius.report.text.settlement import CONCESSION, overview_sentence, rule_title, status_sentence
from tertius.report.text.theories import solutions_part, theories_part, warning_sentences
from tertius.report.text.upper_hand import any_by_belief, hands_sentence, upper_hand_sentence, upper_hand_words
from tertius.rules.settlement import Settlement
from tertius.rules.side_by_side import TheoryComparison
from tertius.writing import write_whole


def render_brief(
    settlement: Settlement,
    breakdowns: Mapping[str, Settlement],
    written: dt.date,
    theories: TheoryComparison | None = None,
    forecast: Forecast | None = None,
    sensitivity: Sensitivity | None = None,
    evidence_gap: Sequence[str] = (),
    leverage: Leverage | None = None,
    attribution: Attribution | None = None,
    moves: Sequence[Search] = (),
    game: Game | None = None,
    claims: Claims | None = None,
    patrons: Sequence[Patrons] = (),
) -> str:
    """The brief on a settlement as an HTML page without scripts or outside requests.

    Args:
        settlement: The answer to present.
        breakdowns: Per talk, the settlement of the same case with that talk broken down.
        written: The date to print as the day of writing.
        theories: The same case under several theories, to be shown beside it; nothing is shown without.
        forecast: The same case over many draws; without it the brief says that numbers stand at their middle.
        sensitivity: Which numbers the doubt comes from; a part of the forecast's section, not shown without one.
        leverage: Who holds leverage over whom in the same case; not shown without one.
        attribution: Where a position comes from; a part of the leverage's section, not shown without one.
        evidence_gap: Sentences on numbers that matter and rest on little; part of the forecast's section.
        moves: The single moves of each actor that has any; not shown without.
        game: The game of all these moves; a part of their section, not shown without one.
        claims: What became of the claims of the same case; without it they are listed as not yet tested.
        patrons: Clients with rival patrons, and what these bring them; not shown without.

    Returns:
        The page; the same arguments give the same text.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    context = _context(settlement, breakdowns, written, theories)
    context["outlook"] = outlook_part(forecast, sensitivity, evidence_gap) if forecast else None
    context["leverage"] = leverage_part(leverage, attribution) if leverage else None
    context["patrons"] = [patrons_part(found) for found in patrons]
    context["moves"] = moves_part(moves, game, settlement.ranges) if moves else None
    context["claims"] = claims_part(claims) if claims else None
    if forecast:
        context["options"] += f" --draws {forecast.draws} --seed {forecast.seed}"
        context["options"] += "" if sensitivity else " --no-sensitivity"
    elif context["uncertain"]:
        context["options"] += " --draws 0"
    context["options"] += " --no-moves" if settlement.case.moves and not moves else ""
    return environment.get_template("page.html.j2").render(context)


def write_brief(html: str, path: Path | str, overwrite: bool = False) -> Path:
    """Writes a rendered brief to a file, whole or not at all, and returns its path.

    Raises:
        UsageError: The file exists and `overwrite` is not set, or it cannot be written.
    """
    path = Path(path)
    if os.path.lexists(path) and not overwrite:
        raise UsageError(f"{path} exists already: give another name, or ask to overwrite it")
    write_whole(path, html.encode(), overwrite)
    return path


def _context(
    settlement: Settlement, breakdowns: Mapping[str, Settlement], written: dt.date, theories: TheoryComparison | None
) -> dict[str, Any]:
    case, author = settlement.case, settlement.case.author or ""
    hands = [talk for talk, shares in settlement.upper_hand.items() if settlement.agreements[talk] and shares]
    label = " ".join(upper_hand_sentence(settlement, talk) for talk in hands)
    sources = {ident: number for number, ident in enumerate(case.sources, start=1)}
    return {
        "case": case,
        "written": date(written),
        "as_of": date(case.as_of),
        "version": tertius.__version__,
        "colours": ACTOR_COLOURS,
        "actors": sections.actors_part(case),
        "author": f"the {author[4:]}" if author.startswith("The ") else author,
        "overview": overview_sentence(settlement),
        "hands": hands_sentence(settlement),
        "elsewhere": elsewhere_sentences(settlement, breakdowns),
        "matrix": matrix_rows(settlement, breakdowns),
        "outsider": outsider_sentence(settlement, breakdowns),
        "answer": sections.answer_part(settlement, breakdowns),
        "converged": settlement.status.converged,
        "concession": CONCESSION,
        "upper_hand": upper_hand_words(case),
        "by_belief": any_by_belief(case),
        "talks": [sections.talk_part(settlement, talk) for talk in case.talks],
        "outside": sections.outside_part(settlement),
        "breakdowns": [sections.breakdown_part(settlement, t, breakdowns.get(t)) for t in case.talks],
        "upper_hand_chart": sections.picture_markup(upper_hand_chart(settlement), label) if hands else "",
        "commitments": sections.commitments_part(settlement),
        "picture": sections.picture_markup(
            network_picture(settlement), "Actors, talks, needs, links and threats of the case."
        ),
        "needs": sections.needs_part(case),
        "threats": sections.threats_part(case),
        "solutions": solutions_part(settlement),
        "rule": settlement.rule,
        "rule_title": rule_title(settlement),
        "options": "" if settlement.theory == settlement.rule else f" --solution {settlement.settings['solution']}",
        "theories": theories_part(theories, settlement) if theories and len(theories.settlements) > 1 else None,
        "alternatives": sections.alternatives_part(settlement),
        "status": status_sentence(settlement),
        "warnings": warning_sentences(settlement.case, told_once(warn_case(settlement.case), settlement.warnings)),
        "notes": notes_of(case),
        "sources": [_source(case, ident, number) for ident, number in sources.items()],
        "source_numbers": sources,
        "ties": sections.ties_part(case),
        "comments": sections.comments_part(case),
        "events": sections.events_part(case),
        "timeline": sections.picture_markup(timeline_chart(case), "The events of the case.") if case.events else "",
        "settings": _settings(settlement),
        "uncertain": bool(uncertain_of(case)),
    }  # fmt: skip


def _source(case: Case, ident: str, number: int) -> dict[str, Any]:
    """A source under its number, with its address where that is safe to follow."""
    source = case.sources[ident]
    url, parts = safe_url(source), [source.author, source.title, source.publisher, source.date]
    notes = [source.note, f"Reliability: {source.reliability}." if source.reliability else None]
    return {
        "number": number,
        "text": ". ".join(part.rstrip(".") for part in parts if part) + ".",
        "note": " ".join(note for note in notes if note),
        "url": url,
        "address": "" if url else source.url or "",
    }


def _settings(settlement: Settlement) -> list[tuple[str, str]]:
    """The settings in words, those that were left empty omitted."""
    rows = [("rule", settlement.rule)]
    for name, value in settlement.settings.items():
        if isinstance(value, dict):  # which solution settles which talk stands in the method
            continue
        if isinstance(value, list | tuple | set | frozenset):
            value = ", ".join(str(part) for part in value)
        if value not in ("", None):
            rows.append((name.replace("_", " "), f"{value:g}" if isinstance(value, float) else str(value)))
    return [*rows, ("last move of a level", f"{settlement.residual:.2g} of its scale")]
