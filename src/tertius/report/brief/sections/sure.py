"""How sure the answer is: the chances and what they rest on, what theories dispute, what a reader must know."""

from __future__ import annotations

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import Estimate
from tertius.analysis.whole import Analysis
from tertius.case.findings import told_once
from tertius.draws import uncertain_of
from tertius.report.brief.document import Block, Head, Listing, Paragraph, Section, Table, Words
from tertius.report.brief.notes import Notes
from tertius.report.text.appendix.sure import (
    columns_sentences,
    drawn_sentence,
    error_cell,
    kind_cell,
    missed_sentences,
    obtained_sentence,
    other_line,
    planned_sentence,
    pooled_sentence,
    rest_sentence,
    several_sentence,
    stopped_sentence,
    strangers_cell,
    theorem_sentence,
    theories_sentence,
    theory_rows,
    undrawn_sentence,
)
from tertius.report.text.forecast import (
    basis_words,
    chance_cell,
    headline_figure,
    settled_draws,
    unsettled_sentence,
)
from tertius.report.text.limits.apart import apart_sentences
from tertius.report.text.phrases import NOTHING, talk_name
from tertius.report.text.theories import warning_sentences

MOST = 8
"""So many rows of what theories differ on are shown."""


def sure_section(found: Analysis, notes: Notes) -> Section | None:
    """How sure the answer is; every brief says it."""
    settlement, told = found.settlement, found.forecast
    blocks: list[Block] = []
    if stopped := stopped_sentence(found.stopped):
        blocks.append(Paragraph(stopped, "warning"))
    if told is None:
        blocks.append(Paragraph(undrawn_sentence(bool(uncertain_of(found.case)))))
    else:
        blocks += _chances(told)
        if apart := apart_sentences(settlement, told):
            blocks.append(Listing(tuple(apart)))
    blocks += _theories(found)
    ended = [obtained_sentence(notes.usual, notes.alike), rest_sentence(settlement), several_sentence(told)]
    blocks.append(Paragraph(" ".join(part for part in ended if part)))
    if settlement.alternatives:
        lines = tuple(other_line(settlement, other) for other in settlement.alternatives)
        blocks.append(Section("sure-other", "Other settlements", (Listing(lines),)))
    if warnings := warning_sentences(found.case, told_once(found.warnings, settlement.warnings)):
        blocks.append(Listing(tuple(warnings)))
    return Section("sure", "How sure is this?", tuple(blocks))


def _chances(told: Forecast) -> list[Block]:
    """P(agreement) of every talk, what stands beside it, and what it rests on."""
    blocks: list[Block] = [Paragraph(drawn_sentence(told))]
    if not told.headline or not settled_draws(told):
        unsettled = unsettled_sentence(told)
        return [*blocks, *([Paragraph(unsettled)] if unsettled else [])]
    columns = {
        "From": [basis_words(one) for one in told.headline.values()],
        "Strangers": [strangers_cell(one) for one in told.headline.values()],
        "Its kind": [kind_cell(one) for one in told.headline.values()],
    }
    shown = {name: cells for name, cells in columns.items() if set(cells) not in ({NOTHING}, {"model"})}
    heads = (Head("Talk"), Head("A deal"), Head("±", True), *(Head(name, name != "From") for name in shown))
    rows: list[tuple[Words, ...]] = []
    for place, talk in enumerate(told.headline):
        figure = headline_figure(told, talk)
        beside = [cells[place] for cells in shown.values()]
        chance = chance_cell(figure, settled_draws(told))
        rows.append((talk_name(told.case, talk), chance, error_cell(figure.error), *beside))
    if len(rows) > 1:
        every = Estimate(told.headline_of_all, 0.0)
        rows.append(("All of them", chance_cell(every, settled_draws(told)), "", *("" for _ in shown)))
    says = [*columns_sentences(told), pooled_sentence(told), planned_sentence(told), *missed_sentences(told)]
    says += [theorem_sentence(told), unsettled_sentence(told)]
    listed = Listing(tuple(sentence for sentence in says if sentence))
    return [*blocks, Table(heads, tuple(rows)), *([listed] if listed.items else [])]


def _theories(found: Analysis) -> list[Block]:
    """What theories differ on: a table where they do, else a sentence."""
    blocks: list[Block] = []
    if found.forecast is not None and (sentence := theories_sentence(found.forecast)):
        blocks.append(Paragraph(sentence))
    if len(found.theories.columns()) < 2 or not (found.case.talks or found.decision):
        return blocks
    rows, count = theory_rows(found.theories), len(found.theories.settlements)
    if not rows:
        return [
            *blocks,
            Paragraph(f"At the middles the {count} theories that apply agree to a twentieth of each scale."),
        ]
    more = f" {len(rows) - MOST} more differ less." if len(rows) > MOST else ""
    caption = f"Where the {count} theories that apply differ most, every number at its middle.{more}"
    return [*blocks, Table((Head("What"), Head("Lowest"), Head("Highest")), tuple(rows[:MOST]), caption)]
