"""Where each talk ends: one picture a talk, its levels in words, and at most a few sentences."""

from __future__ import annotations

from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Block, Figure, Listing, Paragraph, Ref, Section, Strong, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.fans import fan_chart
from tertius.report.charts.levels import levels_chart
from tertius.report.text.appendix.talks import (
    as_one_sentence,
    believed_sentence,
    cost_line,
    ending_sentence,
    failing_sentence,
    level_line,
    nearer_sentence,
    outside_sentence,
    reading_sentence,
)
from tertius.report.text.phrases import issue_name, talk_name
from tertius.report.text.settlement import (
    outside_sentences,
    possible_sentence,
    reluctant_sentence,
    standing_sentence,
)
from tertius.rules.settlement import Status


def talks_section(found: Analysis, notes: Notes) -> Section | None:
    """Every talk with its issues; None for a case without talks."""
    settlement, case = found.settlement, found.case
    if not case.talks:
        return None
    blocks: list[Block] = [Paragraph(reading_sentence(settlement, found.forecast))]
    blocks += [_talk(found, notes, talk) for talk in case.talks]
    if outside := outside_sentence(settlement):
        refs = [ref for issue in case.issues if case.talk_of(issue) is None for ref in _on(found, notes, issue)]
        untold: Words = (outside, *dict.fromkeys(refs))
        blocks.append(Paragraph(untold))
    return Section("talks", "Where each talk ends", tuple(blocks))


def _talk(found: Analysis, notes: Notes, talk: str) -> Section:
    """One talk: how likely a deal is, the picture, the levels, and what the parties make of it."""
    settlement, told, case = found.settlement, found.forecast, found.case
    issues = list(case.talks[talk].issues)
    lines = {issue: level_line(settlement, told, issue) for issue in issues}
    label = " ".join(f"{issue_name(case, issue)}: {line}" for issue, line in lines.items())
    spec = levels_chart(settlement, talk) if told is None else fan_chart(told, issues)
    items: list[Words] = [
        (Strong(issue_name(case, issue)), f": {line}", *_on(found, notes, issue)) for issue, line in lines.items()
    ]
    ending: Words = (ending_sentence(settlement, told, talk), *notes.refs("talks", talk))
    blocks: list[Block] = [Paragraph(ending)]
    if issues:
        blocks += [Figure(spec, label or talk_name(case, talk)), Listing(tuple(items))]
    if rest := " ".join(_rest(found, talk)):
        blocks.append(Paragraph(rest))
    return Section(f"talks-{talk}", talk_name(case, talk), tuple(blocks))


def _rest(found: Analysis, talk: str) -> list[str]:
    """Who got nearer and who needs the talk; why it fails; what is out of the ordinary about it."""
    settlement, case = found.settlement, found.case
    if not settlement.agreements[talk]:
        says = [failing_sentence(settlement, found.forecast, talk), possible_sentence(settlement, talk)]
    elif settlement.status is Status.SEVERAL:
        says = []
    else:
        says = [nearer_sentence(settlement, talk), reluctant_sentence(settlement, talk)]
        says += [cost_line(settlement, talk, found.breakdowns[talk])] if talk in found.breakdowns else []
    says += [believed_sentence(case, talk), as_one_sentence(case, talk)]
    says += [standing_sentence(settlement, talk), *outside_sentences(settlement, talk)]
    return [sentence for sentence in says if sentence]


def _on(found: Analysis, notes: Notes, issue: str) -> tuple[Ref, ...]:
    """The notes on all that is wanted and needed of an issue, and on where it stands."""
    needs = [ident for ident, need in found.case.needs.items() if issue in need.covered_by]
    return (*notes.refs("issues", issue), *(ref for ident in needs for ref in notes.refs("needs", ident)))
