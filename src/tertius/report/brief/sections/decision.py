"""The appendices of a brief on a decision: every rule, who stands where, who can move it, how sure, the method."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from tertius.analysis.decide.answers import Answer
from tertius.analysis.decide.decide import Decided, Decision
from tertius.analysis.leverage.decision.leverage import IssueLeverage
from tertius.analysis.whole import Analysis
from tertius.case.findings import told_once
from tertius.report.brief.document import Block, Head, Listing, Paragraph, Section, Table, Who, Words
from tertius.report.brief.notes import Notes
from tertius.report.text.appendix import decision as say
from tertius.report.text.appendix.sure import stopped_sentence
from tertius.report.text.appendix.sway import coalition_sentences, concession_sentences
from tertius.report.text.decision import decision_sentences, exchange_sentences
from tertius.report.text.front.decision import figures, pooled_cells
from tertius.report.text.phrases import NOTHING, fixed, issue_name, level_number, plain_number, plain_percent
from tertius.report.text.theories import warning_sentences

MOST = 20
"""So many actors are shown who could move a decision, those of the longest reach."""

Maker = Callable[[Decision, Decided], list[Block]]


def rules_section(found: Analysis, notes: Notes) -> Section | None:
    """What every rule says, models before naive rivals, and what each is."""
    return _by_issue(found, "rules", "What does every rule say?", _rules)


def stances_section(found: Analysis, notes: Notes) -> Section | None:
    """What each actor wants, how much it cares, what it can do, and its part of all weight."""
    sway = found.sway

    def stances(decision: Decision, one: Decided) -> list[Block]:
        if sway is None:
            return []
        paths = [("stances", actor, one.issue) for actor in sway.issues[one.issue].table.actors]
        refs = dict.fromkeys(ref for path in paths for ref in notes.refs(*path))
        return [_stances(decision, sway.issues[one.issue]), Paragraph((say.ORIGIN, *refs), "small")]

    return _by_issue(found, "stances", "Who stands where?", stances, say.STANCES)


def movers_section(found: Analysis, notes: Notes) -> Section | None:
    """Who can move the decision, alone or with others, and what it would take."""
    sway = found.sway

    def movers(decision: Decision, one: Decided) -> list[Block]:
        if sway is None:
            return []
        own = sway.issues[one.issue]
        sentences = (*coalition_sentences(sway, own), *concession_sentences(sway, own))
        return [_sways(decision, own), *_listed(sentences)]

    section = _by_issue(found, "movers", "Who can move it?", movers, say.MOVERS)
    if section is None or found.decision is None or found.decision.exchanges is None:
        return section
    trades = tuple(_listed(exchange_sentences(found.decision.exchanges)))
    return replace(section, blocks=(*section.blocks, Section("movers-trades", "Trades of voting positions", trades)))


def decision_sure_section(found: Analysis, notes: Notes) -> Section | None:
    """The pooled ranges, what doubt they leave out, and how far the tables of experts are apart."""
    blocks: list[Block] = [Paragraph(stopped_sentence(found.stopped), "warning")] if found.stopped else []
    if found.decision is not None and any(one.pool is not None for one in found.decision.issues.values()):
        blocks.append(_pools(found.decision))

    def sure(decision: Decision, one: Decided) -> list[Block]:
        return [*_listed(decision_sentences(decision, one.issue)), *_experts(decision, one)]

    section = _by_issue(found, "sure", "How sure is this?", sure)
    if section is not None:
        blocks += section.blocks
    blocks += _listed(warning_sentences(found.case, told_once(found.warnings, found.settlement.warnings)))
    return Section("sure", "How sure is this?", tuple(blocks))


def decision_method_section(found: Analysis, notes: Notes) -> Section | None:
    """What the answer assumes, its words, the works it rests on."""
    words = Section("method-words", "Words in a fixed sense", (Listing(say.SENSES),))
    works = Section("method-references", "References", (Listing(say.REFERENCES),))
    return Section("method", "Method", (Listing(say.ASSUMPTIONS), words, works))


def _by_issue(found: Analysis, key: str, title: str, make: Maker, first: str = "") -> Section | None:
    """A section of what is made for each issue, under its name if there are several; `first` stands above all."""
    decision = found.decision
    if decision is None:
        return None
    parts = [(issue, make(decision, one)) for issue, one in decision.issues.items()]
    if len(parts) == 1:
        blocks = tuple(parts[0][1])
    else:
        blocks = tuple(
            Section(f"{key}-{number}", issue_name(found.case, issue), tuple(part))
            for number, (issue, part) in enumerate(parts, start=1)
            if part
        )
    above = (Paragraph(first, "small"),) if first else ()
    return Section(key, title, (*above, *blocks)) if blocks else None


def _listed(sentences: Iterator[str] | tuple[str, ...] | list[str]) -> list[Block]:
    items = tuple(sentences)
    return [Listing(items)] if items else []


def _rules(decision: Decision, one: Decided) -> list[Block]:
    """A row for each rule; the range only where numbers were drawn."""
    drawn = (Head("80% range", True),) if decision.draws else ()
    heads = (Head("Rule"), Head("Level", True), *drawn, Head("How it ended"), Head("What it is"))
    rows: list[tuple[Words, ...]] = []
    for answer in one.answers.values():
        name = f"{answer.rule} (naive)" if answer.naive else answer.rule
        ranged = (_range(decision, one, answer),) if decision.draws else ()
        rows.append((name, _level(decision, one.issue, answer.level), *ranged, answer.status, answer.title))
    return [Table(heads, tuple(rows))]


def _level(decision: Decision, issue: str, level: float | None) -> str:
    missing = level is None or math.isnan(level)
    return NOTHING if missing else level_number(decision.case, issue, level or 0.0)


def _range(decision: Decision, one: Decided, answer: Answer) -> str:
    if answer.draws is None:
        return NOTHING
    low, high = decision.case.issues[one.issue].scale
    least, most = figures((answer.draws.low, answer.draws.high), (high - low) / 10)
    return f"{least} to {most}"


def _stances(decision: Decision, own: IssueLeverage) -> Table:
    """The heaviest first."""
    case, table = decision.case, own.table
    rows: list[tuple[Words, ...]] = []
    for place in sorted(range(len(table.actors)), key=lambda k: -table.shares[k]):
        actor = table.actors[place]
        position = f"{plain_number(table.positions[place])} {case.issues[table.issue].unit}".strip()
        salience, capability = float(table.saliences[place]), float(table.capabilities[place])
        share = plain_percent(table.shares[place])
        rows.append(((Who(actor),), position, fixed(salience, 0), f"{capability:.3g}", share))
    heads = (Head("Actor"), Head("Wants", True), Head("Salience", True), Head("Capability", True), Head("Weight", True))
    return Table(heads, tuple(rows))


def _sways(decision: Decision, own: IssueLeverage) -> Table:
    """Where the weighted mean would fall if one actor alone were different; the longest reach first."""
    table = own.table
    reaches = [-1.0 if math.isnan(sway.reach) else sway.reach for sway in own.sways]
    rows: list[tuple[Words, ...]] = []
    for place in sorted(range(len(reaches)), key=lambda k: -reaches[k])[:MOST]:
        sway = own.sways[place]
        levels = (_level(decision, table.issue, at) for at in (sway.at_low, sway.at_high, sway.without))
        rows.append(((Who(sway.actor),), plain_percent(own.pivotal[place]), *levels))
    ends = (Head(f"At {plain_number(end)}", True) for end in table.scale)
    heads = (Head("Actor"), Head("Pivotal", True), *ends, Head("Without it", True))
    return Table(heads, tuple(rows), say.sways_caption(decision.case, own, len(reaches) - len(rows)))


def _pools(decision: Decision) -> Table:
    """The pooled forecast of every issue."""
    rows: list[tuple[Words, ...]] = []
    for issue, one in decision.issues.items():
        half = say.half_cell(one)
        middle, most = pooled_cells(decision.case, one)
        rows.append((issue_name(decision.case, issue), middle, half, most))
    heads = (Head("Issue"), Head("Pool", True), Head("One case of two", True), Head("Four of five", True))
    return Table(heads, tuple(rows))


def _experts(decision: Decision, one: Decided) -> list[Block]:
    """What every rule says on the table of each expert alone; nothing where there is one table."""
    if len(one.tables) < 2:
        return []
    rows: list[tuple[Words, ...]] = []
    for rule, answer in one.answers.items():
        alone = (_level(decision, one.issue, levels.get(rule)) for levels in one.tables.values())
        rows.append((rule, _level(decision, one.issue, answer.level), *alone))
    heads = (Head("Rule"), Head("Pooled", True), *(Head(name, True) for name in one.tables))
    return [Table(heads, tuple(rows), "Each table by itself")]
