"""Who relies on whom: what each would lose without another, ties, stakes, patrons, links and threats, an origin."""

from __future__ import annotations

from typing import Any

from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.whole import Analysis
from tertius.case.model import Case
from tertius.report.brief.document import Block, Figure, Head, Listing, Paragraph, Section, Strong, Table, Who, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.leverage import MOST_ACTORS, attribution_chart, heat_map
from tertius.report.charts.network import network_picture
from tertius.report.text.appendix import reliance as text
from tertius.report.text.leverage import LEAST, open_attribution_sentence, target_words
from tertius.report.text.phrases import NOTHING, fixed, percent, talk_name
from tertius.scenarios.targets import Target

MOST_PAIRS = 12
"""So many pairs are told of a case with too many actors for a map."""

_MAP = "A row for each actor: what it would lose if that of the column walked away, as a share of all it has at stake."
_TIES = (
    "A line for each actor; marks where it takes part; percentages are probabilities, or the part of a need covered."
)
_BARS = "What each feature adds, averaged over all orders of adding them. The line does not begin at 0."


def reliance_section(found: Analysis, notes: Notes) -> Section | None:
    """Who relies on whom; None without talks."""
    lev = found.leverage
    if lev is None:
        return None
    blocks: list[Block] = [
        *_paragraphs([text.open_sentence(lev)], "warning"),
        *_paragraphs([" ".join(text.reliance_sentences(lev))]),
        _losses(lev),
        *_paragraphs([text.METHOD], "small"),
        *_stakes(lev),
        *_patrons(found),
        Section("ties-now", "Who is tied to whom", (_network(found), *_needs(lev.case, notes))),
        *_commitments(lev, notes),
        *_origin(found),
    ]
    return Section("reliance", "Who relies on whom", tuple(blocks))


def _paragraphs(said: list[str], tone: Any = "plain") -> list[Block]:
    return [Paragraph(words, tone) for words in said if words]


def _losses(lev: Leverage) -> Block:
    """A map of who would lose what without whom; a table of the strongest pairs where that would be too narrow."""
    pairs = [
        (one.share.middle, one.points.middle, i, j)
        for i, row in lev.reliance.items()
        for j, one in row.items()
        if one.share.known and one.share.middle >= LEAST
    ]
    pairs.sort(key=lambda pair: -pair[0])
    heads = (Head("Actor"), Head("relies on"), Head("of all at stake", True), Head("Points", True))
    rows: list[tuple[Words, ...]] = [
        ((Who(i),), (Who(j),), percent(share, "%"), fixed(points)) for share, points, i, j in pairs
    ]
    if len(lev.case.actors) > MOST_ACTORS:
        return Table(heads, tuple(rows[:MOST_PAIRS]), "What each would lose if the other walked away")
    return Figure(heat_map(lev), " ".join(text.reliance_sentences(lev)) or _MAP, _MAP, Table(heads, tuple(rows)))


def _network(found: Analysis) -> Block:
    return Figure(network_picture(found.settlement), "Actors, talks, needs, links and threats of the case.", _TIES)


def _needs(case: Case, notes: Notes) -> list[Block]:
    """What each need is worth; the picture shows who can cover it."""
    rows: list[tuple[Words, ...]] = [
        ((need.name or ident, *notes.refs("needs", ident)), (Who(need.actor),), text.need_words(need))
        for ident, need in case.needs.items()
    ]
    heads = (Head("Need"), Head("of"), Head("Worth if fully covered", True))
    return [Table(heads, tuple(rows))] if rows else []


def _stakes(lev: Leverage) -> list[Block]:
    """Talk by talk and party by party: what it would lose, and how near it comes to its best."""
    case = lev.case
    rows: list[tuple[Words, ...]] = []
    for talk, held in lev.stakes.items():
        rows.append(((Strong(talk_name(case, talk)),), "", "", ""))
        for party, one in held.items():
            hand, agreed = lev.upper_hand[talk][party], lev.agreement[talk] > 0
            loses = (fixed(one.points.middle), percent(one.share.middle, "%")) if one.points.known else (NOTHING,) * 2
            near = percent(hand.middle, "%") if hand.known and agreed else NOTHING
            rows.append(((Who(party),), *loses, near))
    heads = (Head("Talk and party"), Head("Loses without it", True), Head("of all at stake", True))
    table = Table((*heads, Head("Near to its best", True)), tuple(rows))
    return [Section("stakes", "What each talk is worth", (table, Paragraph(text.hands_words(case), "small")))]


def _patrons(found: Analysis) -> list[Block]:
    lines = [" ".join(text.patrons_sentences(rivals)) for rivals in found.patrons if len(rivals.names) > 1]
    return [Section("patrons", "Playing patrons off", tuple(_paragraphs(lines)))] if lines else []


def _commitments(lev: Leverage, notes: Notes) -> list[Block]:
    """Links and threats with what they say, what they are worth and whether they would be kept; then channels."""
    case = lev.case
    rows: list[tuple[Words, ...]] = []
    for ident, one in lev.commitments.items():
        kind = f"{one.kind}s"
        entry = case.links[ident] if one.kind == "link" else case.threats[ident]
        body = None if one.kind == "link" else case.threats[ident].authorised_by
        refs = (*notes.refs(kind, ident), *(notes.refs("bodies", body) if body else ()))
        says: Words = (
            Who(one.holder),
            ": ",
            Strong(f"{entry.name or ident}. "),
            text.commitment_words(case, entry),
            *refs,
        )
        rows.append((says, text.worth_words(case, one), text.credible_words(one)))
    heads = (Head("Link or threat"), Head("Worth, in points of each"), Head("Credible by itself"))
    blocks: list[Block] = [Table(heads, tuple(rows)), Paragraph(text.KEPT, "small")] if rows else []
    channels = text.channel_sentences(lev)
    blocks += [Listing(tuple(channels))] if channels else []
    return [Section("threats", "Links, threats and channels", tuple(blocks))] if blocks else []


def _origin(found: Analysis) -> list[Block]:
    """Where the position of the actor in focus comes from."""
    told = found.attribution
    if told is None:
        return []
    if told.open:
        blocks: tuple[Block, ...] = (Paragraph(open_attribution_sentence(told)),)
        return [Section("origin", _title(told.case, told.target), blocks)]
    says = text.origin_sentence(told)
    table = Table((Head("Feature"), Head("Adds", True)), tuple(text.part_rows(told)))
    label = f"{text.level_sentence(told)} {says}"
    drawn: list[Block] = [Figure(attribution_chart(told), label, _BARS, table)] if told.parts else []
    blocks = (*_paragraphs([says]), *drawn, *_paragraphs(text.necessary_sentences(told)))
    return [Section("origin", _title(told.case, told.target), blocks)]


def _title(case: Case, target: Target) -> str:
    return f"Where {target_words(case, target)} comes from"
