"""A forecast as `tertius forecast` prints it: agreements, levels, payoffs, gains and upper hands, then in words.

Which numbers to find out next as `tertius evidence` prints it.

What an answer hangs on as `tertius sensitivity` prints it: a table for each output, then thresholds in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.terminal.settlement import words_of
from tertius.report.text.forecast import (
    READING,
    chance_cell,
    doubt_words,
    ends,
    finest,
    forecast_sentences,
    margin,
    settled_draws,
)
from tertius.report.text.phrases import capital, date, level, plain_percent, plain_points
from tertius.report.text.sensitivity import output_words, still_sentence, threshold_sentences
from tertius.report.text.upper_hand import BY_BELIEF, any_by_belief
from tertius.scenarios.outputs import kind_and_id

if TYPE_CHECKING:
    from tertius.analysis.forecast.evidence import EvidenceGap, Gap
    from tertius.analysis.forecast.result import Forecast, Quantiles
    from tertius.analysis.forecast.sensitivity import Sensitivity, Tornado
    from tertius.analysis.forecast.sensitivity_report import WhatMatters


def summary_of(told: Forecast) -> Iterator[RenderableType]:
    """The whole forecast."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {_drawn(told)}")
    if case.talks:
        yield Text("\nDo the talks end in agreement?", style="bold")
        yield indented(_agreements(told))
    yield Text("\nWhere do they settle, if in agreement?" if case.talks else "\nWhere is it decided?", style="bold")
    yield indented(_levels(told))
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield indented(_payoffs(told))
    if case.talks:
        yield Text("\nGain and upper hand in each talk, if in agreement", style="bold")
        yield indented(_hands(told))
    yield Text(f"\n{READING} ±: the largest of their errors, one standard error; of percentages in points.")
    if any_by_belief(case):
        yield Text(f"\n{BY_BELIEF}")
    yield from words_of([*forecast_sentences(told), *_several(told)])


def _drawn(told: Forecast) -> str:
    """How many draws of what, under which theories."""
    many, numbers = told.draws, len(told.uncertain)
    draws = f"{many:,} {'draw' if many == 1 else 'draws'}"
    of = f"{numbers} uncertain {'number' if numbers == 1 else 'numbers'}" if numbers else "no uncertain number"
    return f"{draws} of {of}, seed {told.seed}, under {' and '.join(told.theories)}."


def _agreements(told: Forecast) -> RenderableType:
    pooled, names = told.pooled, list(told.theories)
    several = names if 1 < len(names) <= 3 else []
    table = table_of("Talk", "Agreement", "±", *several, "Doubt from", right=["±", *several])
    known = settled_draws(told)
    for talk, found in pooled.agreement.items():
        cells = [_percent(told.theories[name].agreement[talk].value) for name in several]
        table.add_row(
            talk,
            chance_cell(found, known),
            margin(found, factor=100),
            *cells,
            doubt_words(told.doubt_about_agreement(talk)),
        )
    if len(pooled.agreement) > 1:
        cells = [_percent(told.theories[name].all_agreed.value) for name in several]
        off = margin(pooled.all_agreed, factor=100)
        table.add_row("all of them", chance_cell(pooled.all_agreed, known), off, *cells, "")
    return table


def _levels(told: Forecast) -> RenderableType:
    case = told.case
    stays = ["Without a deal"] if case.talks else []
    table = table_of("Issue", "Low", "Middle", "High", "±", *stays, "Doubt from", right=_NUMBERS)
    for issue, fan in told.pooled.levels.items():
        talk, scale = case.talk_of(issue), case.issues[issue].scale
        reference = [level(case.reference(issue), scale) if talk else ""] if stays else []
        doubt = doubt_words(told.doubt_about_level(issue))
        table.add_row(issue, *ends(fan, finest(case, issue)), _off(fan), *reference, doubt)
    return table


def _payoffs(told: Forecast) -> RenderableType:
    table = table_of("Actor", "Low", "Middle", "High", "±", "Doubt from", ids=0, right=_NUMBERS)
    for actor, fan in told.pooled.payoffs.items():
        table.add_row(told.case.name(actor), *ends(fan), _off(fan), doubt_words(told.doubt_about_payoff(actor)))
    return table


def _hands(told: Forecast) -> RenderableType:
    table = table_of("Talk", "Party", *_HANDS, right=_HANDS)
    last = ""
    for (talk, party), fan in told.pooled.gains.items():
        hand = told.pooled.upper_hand[talk, party]
        shares = [_percent(end.value) for end in (hand.low, hand.middle, hand.high)]
        table.add_row(talk if talk != last else "", party, *ends(fan), _off(fan), *shares, _off(hand, 100))
        last = talk
    return table


def _several(told: Forecast) -> list[str]:
    """How often there was more than one settlement."""
    return [
        f"Under '{theory}' the talks can settle in more than one way in {found} of the first {told.looked_into} draws; "
        "the figures take the one reached from the levels without a deal."
        for theory, found in told.several.items()
        if found
    ]


def _percent(share: float) -> str:
    return "–" if share != share else f"{100 * share:.0f}%"


def _off(fan: Quantiles, factor: float = 1.0) -> str:
    return margin(fan.low, fan.middle, fan.high, factor=factor)


_NUMBERS = ["Low", "Middle", "High", "±", "Without a deal"]

_HANDS = ["Gain\nlow", "\nmid", "\nhigh", "\n±", "Hand\nlow", "\nmid", "\nhigh", "\n±"]

SHOWN = 5  # inputs of each output

NOTHING = 0.005  # a share that rounds to 0%

ENDS = "At low, at high: the output with this input at its 10 and its 90 percent point, the others at their medians."

INDICES = (
    "First order: the share of the variance that goes if this input becomes known. "
    "Total: the share that it has a part in, alone or together with others. "
)


def hinges_of(told: WhatMatters) -> Iterator[RenderableType]:
    """The whole answer."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {len(told.inputs)} inputs, {_how(told)}under {told.theory}.")
    still = [output for output in told.outputs if not told.moves(output)]
    for output in told.outputs:
        if output not in still:
            yield Text(f"\n{capital(output_words(case, output))}", style="bold")
            found = told.sensitivity
            yield from _quick(told, output) if found is None else _full(told, found, output)
    if still:
        yield Text("")
        yield from (Text(capital(still_sentence(told, output))) for output in still)
    if len(still) < len(told.outputs):
        yield Text(f"\n{ENDS if told.sensitivity is None else INDICES + ENDS}")
    if told.talks:
        yield Text("\nWhere agreements appear or disappear", style="bold")
        yield from (Text(sentence) for sentence in threshold_sentences(told))
    if told.sensitivity is not None and told.sensitivity.unsettled:
        yield Text(f"\n{told.sensitivity.unsettled:,} settlements did not come to rest; they count as they ended.")


def _how(told: WhatMatters) -> str:
    found = told.sensitivity
    if found is None:
        return "one at a time, "
    return f"{found.settlements:,} settlements (base {found.base}, seed {found.seed}) "


def _full(told: WhatMatters, found: Sensitivity, output: str) -> Iterator[RenderableType]:
    """The inputs whose total index is above its error and rounds to more than 0%, the largest first."""
    row, columns = found.outputs.index(output), {one.input.path: one for one in told.tornado}
    place = {one.path: i for i, one in enumerate(found.inputs)}
    table = table_of("Input", *_INDICES, *_ENDS, ids=0, right=[*_INDICES, *_ENDS])
    for one, first, total in found.ranking(output)[:SHOWN]:
        i = place[one.path]
        if total > max(found.total_error[row, i], NOTHING):
            cells = (_share(first, found.first_error[row, i]), _share(total, found.total_error[row, i]))
            table.add_row(one.label, *cells, *_ends(told, columns[one.path], output))
    if table.row_count:
        yield indented(table)
    else:
        yield Text("  No input stands out from the error of the indices: take a larger --base.")


def _quick(told: WhatMatters, output: str) -> Iterator[RenderableType]:
    """The inputs that move the output most on their own."""
    ranked = sorted(told.tornado, key=lambda one: -abs(one.swing(output)))
    table = table_of("Input", *_ENDS, ids=0, right=_ENDS)
    for one in ranked[:SHOWN]:
        if one.swing(output):
            table.add_row(one.input.label, *_ends(told, one, output))
    yield indented(table)


def _ends(told: WhatMatters, one: Tornado, output: str) -> tuple[str, str]:
    kind, ident = kind_and_id(output)

    def word(value: float) -> str:
        if kind == "agreement":
            return "agreement" if value else "none"
        return level(value, told.case.issues[ident].scale) if kind == "level" else plain_points(value)

    return word(one.low[output]), word(one.high[output])


def _share(share: float, error: float) -> str:
    return f"{plain_percent(share)} ± {100 * error:.0f}"


_INDICES = ["First order", "Total"]

_ENDS = ["At low", "At high"]

GAPS = 15  # inputs in the table of evidence

SENTENCES = 5


def evidence_of(told: EvidenceGap) -> Iterator[RenderableType]:
    """The inputs by influence times weakness of evidence, the largest first."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {len(told.gaps)} inputs, under {told.theory}.\n")
    gaps = [gap for gap in told.gaps if gap.influence >= NOTHING]
    if not gaps:
        yield Text("What is asked about is the same in every draw, or no number has any influence on it alone.")
        return
    table = table_of("Input", *_GAP_HEADINGS, ids=0, right=_GAP_NUMBERS)
    for gap in gaps[:GAPS]:
        table.add_row(gap.input.label, *_gap_cells(gap))
    yield indented(table)
    rest = len(told.gaps) - table.row_count
    if rest:
        yield Text(f"  and {rest} further input{'s' if rest > 1 else ''}")
    yield Text("")
    yield from (Text(sentence) for sentence in told.sentences[:SENTENCES])
    if not all(gap.certain for gap in gaps[:SENTENCES]):
        yield Text(
            "An influence that is not above its error has no sentence; a larger --base makes the errors smaller."
        )


def _gap_cells(gap: Gap) -> tuple[str, ...]:
    weak = gap.weakness
    age = "–" if weak.age is None else f"{weak.age:.1f}"
    influence = f"{plain_percent(gap.influence)} ± {100 * gap.error:.0f}"
    return influence, f"{weak.value:.2f}", weak.method or "–", age, f"{gap.product:.3f}"


_GAP_HEADINGS = ["Influence", "Weakness", "Method", "Age", "Product"]

_GAP_NUMBERS = ["Influence", "Weakness", "Age", "Product"]
